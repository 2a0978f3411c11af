using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts;
using VipOrleans.Journal;

namespace VipOrleans.Grains;

/// <summary>The feed of a city or nation: gives it to readers, and carries news in it to the sponsorships that it concerns.</summary>
[Reentrant, GrainType("feed")]
public sealed partial class FeedGrain(Journaling journaling) : Grain, IFeedGrain, IFeedNewsGrain
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Courier? _courier;
    private bool _carrying, _more;

    /// <inheritdoc/>
    public async Task<FeedSlice> Read(long after, int limit, TimeSpan wait, CancellationToken cancellation = default)
    {
        limit = Math.Clamp(limit, 1, JournalLimits.MaxFeedPage);
        // Taken before reading: what comes in between wakes the wait.
        var grown = _grown.Task;
        var page = await ReadPage(after, limit, cancellation);
        if (page.Events.Count == 0 && wait > TimeSpan.Zero)
        {
            try
            {
                await grown.WaitAsync(wait < LongestWait ? wait : LongestWait, journaling.Time, cancellation);
                page = await ReadPage(after, limit, cancellation);
            }
            catch (TimeoutException)
            {
                // Nothing came; the reader asks again.
            }
        }

        return new()
        {
            Last = page.Last,
            Items = [.. page.Events.Select(e => new FeedItem
            {
                Position = e.Position,
                Stream = e.Stream.Value,
                Version = e.Version,
                Type = e.Type,
                At = e.At,
                Actor = e.Actor,
                Json = Encoding.UTF8.GetString(e.Data.Span),
            })],
        };
    }

    /// <inheritdoc/>
    public async Task Grown()
    {
        var grown = _grown;
        _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.TrySetResult();
        _more = true;
        if (_carrying) return;
        _carrying = true;
        try
        {
            _courier ??= await Courier.Load(journaling, GrainFactory, this.GetPrimaryKeyString());
            while (_more)
            {
                _more = false;
                await _courier.Carry();
            }
        }
        catch (Exception e)
        {
            // What was not delivered is delivered again from the last checkpoint, by the next news or the next sweep.
            LogCarryingFailed(journaling.Log, e, this.GetPrimaryKeyString());
            _courier = null;
        }
        finally
        {
            _carrying = false;
        }
    }

    private async Task<FeedPage> ReadPage(long after, int limit, CancellationToken cancellation)
    {
        try
        {
            return await journaling.Journal.ReadFeed(this.GetPrimaryKeyString(), after, limit, cancellation);
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    [LoggerMessage(131, LogLevel.Warning, "News of {Partition} could not be delivered; it will be tried again.")]
    private static partial void LogCarryingFailed(ILogger log, Exception e, string partition);
}
