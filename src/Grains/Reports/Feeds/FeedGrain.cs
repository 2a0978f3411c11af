namespace VipOrleans.Grains.Reports;

using System.Text;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Contracts.Reports;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.Places;
using VipOrleans.Journal;

/// <summary>The feed of a city or nation: gives it to readers, and carries news in it to the sponsorships that it concerns.</summary>
[Reentrant, GrainType("feed")]
internal sealed partial class FeedGrain(Journaling journaling, Checkpoints checkpoints, CityGauges gauges)
    : Grain, IFeedGrain, IFeedNewsGrain
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedRelay? _relay;
    private bool _carrying, _more;
    private Task _news = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<FeedSlice> Read(long after, int limit, TimeSpan wait, CancellationToken cancellation = default)
    {
        limit = Math.Clamp(limit, 1, JournalLimits.MaxFeedPage);
        var until = journaling.Time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        while (true)
        {
            // Taken before reading: what comes in between wakes the wait.
            var grown = _grown.Task;
            var page = await ReadPage(after, limit, cancellation);
            var left = until - journaling.Time.GetUtcNow();
            if (page.Events.Count > 0 || left <= TimeSpan.Zero || !await Happens(grown, left, cancellation)) return ToSlice(page);
        }
    }

    /// <inheritdoc/>
    public async Task Grown()
    {
        var grown = _grown;
        _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.TrySetResult();
        _more = true;
        gauges.NewsWaits(this.GetPrimaryKeyString());
        // Not awaited: an inbox that cannot be reached must not hold up what belongs to sponsorships.
        if (_news.IsCompleted) _news = BringNews();
        if (_carrying) return;
        _carrying = true;
        try
        {
            _relay ??= await FeedRelay.Load(journaling, checkpoints, GrainFactory, this.GetPrimaryKeyString());
            while (_more)
            {
                _more = false;
                await journaling.News.Carry(_relay.Carry);
            }

            gauges.NewsIsDelivered(this.GetPrimaryKeyString());
        }
        catch (OperationCanceledException) when (journaling.News.Stopping.IsCancellationRequested)
        {
            // The next activation delivers it, from the last checkpoint.
            _relay = null;
        }
        catch (Exception e)
        {
            // What was not delivered is delivered again from the last checkpoint, by the next news or the next sweep.
            LogCarryingFailed(journaling.Log, e, this.GetPrimaryKeyString());
            _relay = null;
        }
        finally
        {
            _carrying = false;
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.RemoveNews(this.GetPrimaryKeyString());
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    // What comes while it is under way is brought with the next commit, or with the sweep.
    private async Task BringNews()
    {
        try
        {
            Task grown;
            do
            {
                grown = _grown.Task;
                await GrainFactory.News(this.GetPrimaryKeyString()).Carry();
            }
            while (grown.IsCompleted && !journaling.News.Stopping.IsCancellationRequested);
        }
        catch (Exception e)
        {
            if (!journaling.News.Stopping.IsCancellationRequested) LogNewsFailed(journaling.Log, e, this.GetPrimaryKeyString());
        }
    }

    // False where nothing came, or the silo stops: the reader asks again.
    private async Task<bool> Happens(Task grown, TimeSpan wait, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, journaling.News.Stopping);
        try
        {
            await grown.WaitAsync(wait, journaling.Time, end.Token);
            return true;
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    // What is in a ballot's box is for nobody to read, least of all while votes are taken.
    private static FeedSlice ToSlice(FeedPage page) => new()
    {
        Last = page.Last,
        Items = [.. page.Events.Where(e => e.Stream.Kind != BallotBoxGrain.Kind).Select(e => new FeedItem
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

    [LoggerMessage(132, LogLevel.Warning, "News of {Partition} could not be brought to inboxes; it will be tried again.")]
    private static partial void LogNewsFailed(ILogger log, Exception e, string partition);
}
