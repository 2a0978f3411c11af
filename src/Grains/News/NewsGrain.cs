namespace VipOrleans.Grains.News;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.News;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.News;
using VipOrleans.Grains.Hosting;

/// <summary>Folds the news out of a feed, and brings what is new to the inboxes that it is for.</summary>
/// <remarks>
/// An entry is in the inbox as soon as its event is in the feed: it is folded, and nothing has to be brought for that. What is brought is
/// that there is one, at least once: to inboxes of another place, which would not know where to look, and to those from which messages go
/// out. An inbox takes the same entry once. After an activation began, the last day is brought again.
/// </remarks>
[Reentrant, GrainType("news")]
internal sealed class NewsGrain(Projecting projecting, FeedNews news) : ProjectionGrain<NewsFold>(projecting, "news", "news-1"), INewsGrain
{
    private const int AtOnce = 16;

    private long _brought;
    private bool _isNew;
    private Task _carrying = Task.CompletedTask;
    private bool _again;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        // A feed that is folded for the first time may have news that is older than a day, and nobody knows of it yet.
        _isNew = Fold.Position == 0;
    }

    /// <inheritdoc/>
    public async Task Carry()
    {
        _again = true;
        if (!_carrying.IsCompleted)
        {
            await _carrying;
            return;
        }

        await (_carrying = news.Carry(Bring));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NewsEntry>> Of(RecipientId recipient) => (await Follow()).Of(recipient);

    /// <inheritdoc/>
    public async Task<ListPage<FailedMessage>> Failed(CityId? city, long after, int limit) =>
        (await Follow()).Failed(city, after, Math.Clamp(limit, 1, PageLimits.Most));

    private async Task Bring()
    {
        while (_again)
        {
            _again = false;
            var fold = await Follow();
            var position = fold.Position;
            // Taken out before anything is awaited: the fold goes on meanwhile.
            var fresh = fold.After(_brought).ToList();
            if (_isNew) fresh.InsertRange(0, fold.OfStrangers());
            var calls = fresh.SelectMany(f => CallsFor(fold, f)).ToList();
            await Parallel.ForEachAsync(calls,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = AtOnce,
                    CancellationToken = news.Stopping,
                    TaskScheduler = TaskScheduler.Current,
                },
                async (call, _) => await call());
            (_brought, _isNew) = (position, false);
        }
    }

    private IEnumerable<Func<Task>> CallsFor(NewsFold fold, FreshNews fresh)
    {
        if (fresh.Recipient is null)
        {
            foreach (var host in fold.HostsWrittenTo().ToList())
            {
                var row = fresh.Entry!;
                yield return () => Tell(host, row with { Id = NewsEntry.IdOf(host, row.Place, fresh.Position) });
            }

            yield break;
        }

        var recipient = RecipientId.Parse(fresh.Recipient);
        if (fresh.Entry is not { } entry) yield return () => Taken(GrainFactory.Inbox(recipient).Forget());
        else if (fold.MayBeWrittenTo(recipient)) yield return () => Tell(recipient, entry);
    }

    private Task Tell(RecipientId recipient, NewsEntry entry) => Taken(GrainFactory.Inbox(recipient).Tell(entry));

    private static async Task Taken(Task<CommandResult> brought)
    {
        if (await brought is { IsAccepted: false } refused)
        {
            throw new InvalidOperationException($"News could not be brought: {refused.Rejected}.");
        }
    }
}
