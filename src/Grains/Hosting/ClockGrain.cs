namespace VipOrleans.Grains.Hosting;

using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Kernel;

/// <summary>
/// The base of projections to which time gives something to do: one persisted reminder for the whole partition in place of one for each
/// stream. What is to be done is read from the feed and decided by the streams, so a tick may be lost, late, or come twice.
/// </summary>
/// <remarks>The reminder is set once and stays: an hour's look at a fold in memory costs less than knowing when nobody needs it.</remarks>
/// <typeparam name="TFold">What the feed adds up to.</typeparam>
/// <param name="projecting">The feed, the checkpoints, the clock and the log.</param>
/// <param name="news">Lets a silo that stops wait for a tick that is under way.</param>
/// <param name="name">The projection's name.</param>
/// <param name="schema">The checkpoint's schema.</param>
internal abstract partial class ClockGrain<TFold>(Projecting projecting, FeedNews news, string name, string schema)
    : ProjectionGrain<TFold>(projecting, name, schema), IRemindable
    where TFold : class, IFeedFold<TFold>, new()
{
    // It stands in stores and never changes.
    private const string Reminder = "tick";

    // A day begins on the hour, or half past it, in every time zone.
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // How long the reminder's service waits for a tick, which goes on without it.
    private static readonly TimeSpan CallerWaits = TimeSpan.FromSeconds(10);

    private Task _tick = Task.CompletedTask;
    private bool _isSet;

    /// <summary>Cancelled when the silo begins to stop.</summary>
    protected CancellationToken Stopping => news.Stopping;

    /// <summary>Looks what time has brought, and sees to it. What is left undone is seen to with the next tick.</summary>
    protected abstract Task Tick();

    /// <summary>Sets the reminder, unless this activation knows that it is there.</summary>
    /// <exception cref="StoreUnavailableException">It could not be set.</exception>
    public async Task Watch()
    {
        if (_isSet) return;
        try
        {
            // One that is there already is left alone: set again, it would begin its hour again, and with enough news never come.
            if (await this.GetReminder(Reminder) is null) await this.RegisterOrUpdateReminder(Reminder, Hour, Hour);
        }
        catch (Exception e)
        {
            // What its table threw is unknown to clients of the cluster.
            LogNotSet(Log, e, this.GetGrainId());
            throw new StoreUnavailableException("The reminder of a clock could not be set.");
        }

        _isSet = true;
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _isSet = true;
        // A tick that takes longer than the hour is not overtaken by the next.
        if (_tick.IsCompleted) _tick = Run();
        try
        {
            await _tick.WaitAsync(CallerWaits, Time);
        }
        catch (TimeoutException)
        {
            // It goes on.
        }
    }

    private async Task Run()
    {
        DelayDeactivation(Hour);
        try
        {
            await news.Carry(Tick);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // The next silo's tick goes on.
        }
        catch (Exception e)
        {
            LogTickFailed(Log, e, this.GetGrainId());
        }
        finally
        {
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    [LoggerMessage(163, LogLevel.Warning, "A tick of {Clock} failed; the next one does what it has left undone.")]
    private static partial void LogTickFailed(ILogger log, Exception e, GrainId clock);

    [LoggerMessage(165, LogLevel.Warning, "The reminder of {Clock} could not be set; it is set with the next news.")]
    private static partial void LogNotSet(ILogger log, Exception e, GrainId clock);
}
