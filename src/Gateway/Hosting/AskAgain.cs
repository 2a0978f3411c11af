namespace VipOrleans.Gateway.Hosting;

using System.Reflection;
using Orleans.Serialization.Invocation;
using VipOrleans.Contracts.Places;

/// <summary>
/// Makes a call again whose silo has died under it. Without this it would wait for its time to be over, half a minute, and be answered 504.
/// </summary>
/// <remarks>
/// Any call of the contracts may be made twice: a command has an id, under which the journal carries it out once, and the rest are
/// questions. One that goes on in a living silo meanwhile is asked again too, and either answer will do.
/// </remarks>
internal sealed class AskAgain(LostSilos silos, TimeProvider time) : IOutgoingGrainCallFilter
{
    // An answer that is on its way from a living silo is there by then.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    // Until the others have found out, and taken the grains over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Between = TimeSpan.FromMilliseconds(250);

    private static readonly AsyncLocal<bool> IsAgain = new();

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (IsAgain.Value || !CanBeAskedAgain(context.InterfaceMethod))
        {
            await context.Invoke();
            return;
        }

        var lost = silos.Next;
        // Taken now: a request that was sent is no longer ours.
        var arguments = ArgumentsOf(context);
        var answer = context.Invoke();
        try
        {
            await answer.WaitAsync(lost);
            return;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(Grace, time));
            if (answer.IsCompletedSuccessfully) return;
            Forget(answer);
        }
        catch (SiloUnavailableException) when (silos.AreSeveral)
        {
            // The connection broke at once, but a call that is made now would be sent to the dead silo again.
            await Task.Delay(Patience, time, lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!lost.IsCancellationRequested) throw;
        }

        await MakeAgain(context, arguments);
    }

    private async Task MakeAgain(IOutgoingGrainCallContext context, object?[] arguments)
    {
        IsAgain.Value = true;
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                await CallOnce(context, arguments);
                return;
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansMessageRejectionException
                && time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Between, time);
            }
        }
    }

    private static async Task CallOnce(IOutgoingGrainCallContext context, object?[] arguments)
    {
        var method = context.InterfaceMethod;
        var call = (Task)method.Invoke(context.Grain, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        await call;
        if (method.ReturnType == typeof(Task)) context.Response = Response.Completed;
        else context.Result = method.ReturnType.GetProperty(nameof(Task<>.Result))!.GetValue(call)!;
    }

    private static bool CanBeAskedAgain(MethodInfo? method) =>
        method?.DeclaringType?.Assembly == typeof(ICityGrain).Assembly && typeof(Task).IsAssignableFrom(method.ReturnType);

    private static object?[] ArgumentsOf(IOutgoingGrainCallContext context)
    {
        var arguments = new object?[context.Request.GetArgumentCount()];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = context.Request.GetArgument(i);
        return arguments;
    }

    // Nobody waits for it any more.
    private static void Forget(Task answer) =>
        _ = answer.ContinueWith(static t => _ = t.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
