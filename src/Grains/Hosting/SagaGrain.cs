namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The base of grains that go on by themselves after they have answered: they take one step after the other until nothing changes, and a
/// persisted reminder comes for whatever a crash leaves half done.
/// </summary>
/// <remarks>
/// <para>
/// What gives the saga something to do that nobody else would come for is begun with
/// <see cref="Begin(Func{Task{CommandResult}}, WakeUp?, bool)"/>: the reminder is there before the event, so a crash at any point leaves
/// either nothing to do or somebody who comes to do it. Where somebody comes anyway, <see cref="Run"/> alone is enough: the reminder is set
/// only if the run is left hanging.
/// </para>
/// <para>
/// Every step must be repeatable. One run at a time; whoever comes meanwhile has it look once more. The reminder goes when nothing is left
/// (<see cref="Next"/> is null), no command is under way, and the journal says that this activation knows the newest. An activation removes
/// only the reminder that it set or that came to it: another one's may be there for what that one is about to begin.
/// </para>
/// </remarks>
/// <typeparam name="TDecider">The aggregate's rules.</typeparam>
/// <typeparam name="TState">Its state, immutable.</typeparam>
/// <typeparam name="TCommand">Its commands.</typeparam>
/// <typeparam name="TEvent">Its events.</typeparam>
/// <param name="journaling">The journal and its settings.</param>
/// <param name="reminder">The name of the saga's reminder. It stands in stores and never changes.</param>
public abstract partial class SagaGrain<TDecider, TState, TCommand, TEvent>(Journaling journaling, string reminder)
    : EventSourcedGrain<TDecider, TState, TCommand, TEvent>(journaling), IRemindable
    where TDecider : IDecider<TState, TCommand, TEvent>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    // How long a caller waits for the saga, which goes on without the caller.
    private static readonly TimeSpan CallerWaits = TimeSpan.FromSeconds(10);

    // A run that takes longer than an idle activation is kept is not cut short.
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(1);

    private Task _run = Task.CompletedTask, _reminding = Task.CompletedTask;
    private bool _again, _reminded;
    private int _commandsUnderWay;
    // As this activation set or met it; null if it knows of none.
    private WakeUp? _reminder;
    // The very reminder: if another activation sets it after that, it is another one, and not for this activation to remove.
    private IGrainReminder? _mine;

    /// <summary>The reminder of what has just begun, or was left hanging.</summary>
    protected virtual WakeUp Soon { get; } = WakeUp.Every(TimeSpan.FromMinutes(1));

    /// <summary>
    /// True if time alone gives it something to do: then a command is followed by no run, and the reminder goes when it has come.
    /// </summary>
    protected virtual bool IsClock => false;

    /// <summary>True if no command and no run is under way.</summary>
    protected bool IsIdle => _commandsUnderWay == 0 && _run.IsCompleted;

    /// <summary>True while the activation or its silo goes: a run that is cut short by that has not failed.</summary>
    protected virtual bool IsLeaving => Stopping.IsCancellationRequested;

    /// <summary>
    /// Takes what is to be done now; it is called again as long as it changes the state. False if a step was not answered: it hangs, and is
    /// taken again when the reminder comes.
    /// </summary>
    protected abstract Task<bool> TakeStep();

    /// <summary>When the saga, as it is durable, must be looked at again; null if nothing is left.</summary>
    protected abstract ValueTask<WakeUp?> Next();

    /// <summary>What is done first when the reminder comes, and at no other time.</summary>
    protected virtual Task OnReminder() => Task.CompletedTask;

    /// <summary>What a pass of a run stands in: a turn that it shares with others, or work that a stopping silo waits for.</summary>
    protected virtual Task InTurn(Func<Task> pass) => pass();

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminder ??= WakeUp.Every(status.Period);
        _reminded = true;
        await Remind(Meet);
        await RunForCaller();
    }

    /// <summary>Sets the reminder, does what gives the saga something to do, and runs it.</summary>
    /// <param name="command">What is done. It counts as under way from before the reminder is set.</param>
    /// <param name="wakeUp">When the reminder comes; null: <see cref="Soon"/>.</param>
    /// <param name="waits">Whether the caller waits for the run.</param>
    /// <exception cref="StoreUnavailableException">The reminder could not be set, so nothing was begun.</exception>
    protected async Task<CommandResult> Begin(Func<Task<CommandResult>> command, WakeUp? wakeUp = null, bool waits = true)
    {
        CommandResult result;
        _commandsUnderWay++;
        try
        {
            await SetReminder(wakeUp ?? Soon);
            result = await command();
        }
        finally
        {
            _commandsUnderWay--;
        }

        if (IsClock) return result;
        if (waits) await RunForCaller();
        else _ = Run();
        return result;
    }

    /// <summary>Begins a command that is no more than that.</summary>
    protected Task<CommandResult> Begin(CommandContext context, TCommand command) => Begin(() => Execute(context, command));

    /// <summary>Runs the saga until nothing changes. Does not fail: what could not be done is done when the reminder comes.</summary>
    protected Task Run()
    {
        if (!_run.IsCompleted)
        {
            _again = true;
            return _run;
        }

        return _run = RunSteps();
    }

    /// <summary>Sets the reminder, unless it is known to be there.</summary>
    /// <exception cref="StoreUnavailableException">It could not be set, so nothing may begin.</exception>
    protected Task SetReminder(WakeUp wakeUp) => Remind(async () =>
    {
        // While something is left nobody removes it who does not know more, and then this activation's next append fails. When nothing is
        // left, another activation may have removed it.
        if (_reminder == wakeUp && wakeUp.IsSteady && await Next() is not null) return;
        try
        {
            _mine = await this.RegisterOrUpdateReminder(reminder, wakeUp.In, wakeUp.Then);
        }
        catch (Exception e)
        {
            // What its table threw is unknown to clients of the cluster.
            LogNotSet(Log, e, this.GetGrainId());
            throw new StoreUnavailableException(
                "The reminder that would finish this could not be set, so nothing was begun. Try again with the same idempotency key.");
        }

        _reminder = wakeUp;
    });

    /// <summary>Has the reminder come when the saga needs it next, or not at all. Does not fail.</summary>
    /// <param name="isHanging">Whether a step was not answered.</param>
    /// <param name="putOff">
    /// Whether a reminder that comes sooner than it need is put off. It is when it has come: many sagas are through before that, and need
    /// no second write.
    /// </param>
    protected async Task AdjustReminder(bool isHanging, bool putOff)
    {
        try
        {
            var next = isHanging ? Soon : await Next();
            if (next is not { } wakeUp) await RemoveReminder();
            else if (putOff || wakeUp.In <= Soon.In) await SetReminder(wakeUp);
        }
        catch (Exception e)
        {
            LogReminderFailed(Log, e, this.GetGrainId());
        }
    }

    private Task RemoveReminder() => Remind(async () =>
    {
        // A command that is under way has set the reminder for what it is going to begin, and runs the saga after that.
        if (_commandsUnderWay > 0) return;
        _reminder = null;
        // If another activation knows more, either it shows in the journal or the reminder is a newer one than this, and stays.
        if (_mine is not { } mine || !await IsNewest()) return;
        _mine = null;
        await this.UnregisterReminder(mine);
    });

    // Whatever comes was set a minute ago at least. What it was set for has been written since, or has failed.
    private async Task Meet()
    {
        try
        {
            _mine = await this.GetReminder(reminder);
        }
        catch (Exception e)
        {
            LogReminderFailed(Log, e, this.GetGrainId());
        }
    }

    // One at a time: setting must not overtake a removal that is on its way.
    private async Task Remind(Func<Task> change)
    {
        while (!_reminding.IsCompleted) await Task.WhenAny(_reminding);
        await (_reminding = change());
    }

    private async Task RunForCaller()
    {
        try
        {
            await Run().WaitAsync(CallerWaits, Time);
        }
        catch (TimeoutException)
        {
            // What was begun is durable and the saga goes on; the caller need not wait longer.
        }
    }

    private async Task RunSteps()
    {
        DelayDeactivation(LongestRun);
        try
        {
            do
            {
                _again = false;
                await InTurn(Pass);
            }
            while (_again);
        }
        finally
        {
            if (!IsThrownAway) DelayDeactivation(TimeSpan.Zero);
        }
    }

    private async Task Pass()
    {
        var reminded = _reminded;
        _reminded = false;
        bool isHanging;
        try
        {
            if (reminded) await OnReminder();
            isHanging = !await TakeSteps();
        }
        catch (OperationCanceledException) when (IsLeaving)
        {
            // The reminder, or whoever asks, wakes it elsewhere.
            return;
        }
        catch (Exception e)
        {
            isHanging = true;
            GrainTelemetry.SagaFailures.Add(1);
            LogStepFailed(Log, e, this.GetGrainId());
        }

        await AdjustReminder(isHanging, putOff: reminded);
    }

    // False if a step hangs. Without a new event the same step would come again: it waits for the reminder, or for news.
    private async Task<bool> TakeSteps()
    {
        for (long? version = null; version != Version && !IsThrownAway;)
        {
            version = Version;
            if (!await TakeStep()) return false;
        }

        return true;
    }

    [LoggerMessage(151, LogLevel.Warning, "A step of {Grain} could not be taken; it is taken again when its reminder comes.")]
    private static partial void LogStepFailed(ILogger log, Exception e, GrainId grain);

    [LoggerMessage(152, LogLevel.Warning,
        "The reminder of {Grain} could not be set or removed; what is there stays and is looked at when it comes.")]
    private static partial void LogReminderFailed(ILogger log, Exception e, GrainId grain);

    [LoggerMessage(153, LogLevel.Warning, "The reminder of {Grain} could not be set; its caller is told so.")]
    private static partial void LogNotSet(ILogger log, Exception e, GrainId grain);
}
