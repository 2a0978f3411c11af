namespace VipOrleans.Grains.Hosting;

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// Tells the feed of a partition that it has grown. Many commits make one call: those of a moment are gathered, while a call is under way
/// the next waits, and there is never more than one that waits.
/// </summary>
/// <remarks>
/// A call reads the feed, so a call for each commit would cost a busy city as much as the commits themselves.
/// A message may be lost with its silo. So every silo, when it starts and every half minute, looks which partitions have grown and tells
/// their feeds: nothing waits for the next commit to be delivered.
/// </remarks>
public sealed partial class FeedNews(IGrainFactory grains, IServiceProvider services, TimeProvider time, ILogger<FeedNews> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // An activation that nobody asks is gone after a quarter of an hour, and its figures with it.
    private const int ChecksEvery = 20;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30), Gather = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<string, Telling> _tellings = new();
    private readonly ConcurrentDictionary<Task, bool> _carries = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _seen = new();
    private ITimer? _sweep;
    private int _sweeping;
    private int _sweeps;

    /// <summary>Notes that events of a partition became durable. Costs next to nothing, and never throws.</summary>
    public void Committed(string partition)
    {
        if (_stop.IsCancellationRequested || !StreamId.IsPlace(partition)) return;
        var telling = _tellings.GetOrAdd(partition, static _ => new());
        // 0: nothing under way, 1: a call is under way, 2: and another is wanted after it.
        if (Interlocked.Exchange(ref telling.State, 2) == 0) _ = Tell(partition, telling);
    }

    /// <summary>Cancelled when the silo begins to stop: whoever waits or delivers ends then, while all grains still answer.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>
    /// Carries news. A silo that stops waits for it, because later the grains that it calls are gone and every call would time out.
    /// </summary>
    public async Task Carry(Func<Task> carry)
    {
        var carrying = carry();
        _carries[carrying] = true;
        try
        {
            await carrying;
        }
        finally
        {
            _carries.TryRemove(carrying, out _);
        }
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(FeedNews), ServiceLifecycleStage.Active, Start, Stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweep?.Dispose();
        // Not the source: grains that are still ending ask for its token.
    }

    private Task Start(CancellationToken cancellation)
    {
        _sweep = time.CreateTimer(_ => _ = Sweep(), null, TimeSpan.Zero, SweepEvery);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        if (_sweep is not null) await _sweep.DisposeAsync();
        await Task.WhenAll(_carries.Keys).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // One at a time: a clock that is moved on brings many at once, and a slow store must not gather them.
    private async Task Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        try
        {
            var journal = (IJournal)services.GetService(typeof(IJournal))!;
            // A welfare check is overdue without an event. Not at the start, when there is other work.
            var looksAtChecks = _sweeps++ % ChecksEvery == 1;
            foreach (var (partition, position, _) in await journal.Partitions(_stop.Token))
            {
                // Nobody follows a ballot's box.
                if (!StreamId.IsPlace(partition)) continue;
                Committed(partition);
                // What the metrics show of a city must not wait until somebody asks for its lists. Not at the start, when there is other
                // work.
                if (_seen.TryGetValue(partition, out var seen) && seen != position)
                {
                    await grains.Registers(partition).Summary();
                }

                _seen[partition] = position;
                if (looksAtChecks && CityId.TryParse(partition, out var city)) await grains.Safeguarding(city).WelfareChecks(true, 0, 1);
            }
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogSweepFailed(log, e);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private async Task Tell(string partition, Telling telling)
    {
        // Off the committing grain's turn, and out of its scheduler.
        await Task.Run(async () =>
        {
            do
            {
                try
                {
                    await Task.Delay(Gather, _stop.Token);
                    Volatile.Write(ref telling.State, 1);
                    await grains.GetGrain<IFeedNewsGrain>(partition).Grown();
                }
                catch (Exception e)
                {
                    // The next commit or the next sweep tells it again.
                    if (!_stop.IsCancellationRequested) LogTellingFailed(log, e, partition);
                }
            }
            while (Interlocked.CompareExchange(ref telling.State, 0, 1) != 1 && !_stop.IsCancellationRequested);
        });
    }

    [LoggerMessage(121, LogLevel.Warning, "The feed of {Partition} could not be told that it has grown; it will be told again.")]
    private static partial void LogTellingFailed(ILogger log, Exception e, string partition);

    [LoggerMessage(122, LogLevel.Warning, "The journal's partitions could not be listed; the next sweep tries again.")]
    private static partial void LogSweepFailed(ILogger log, Exception e);

    private sealed class Telling
    {
        public int State;
    }
}
