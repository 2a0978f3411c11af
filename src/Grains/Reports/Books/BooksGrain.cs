namespace VipOrleans.Grains.Reports;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the sums of a city's books in memory, folded from its feed.</summary>
[Reentrant, GrainType("books")]
public sealed class BooksGrain(Journaling journaling) : Grain, IBooksGrain
{
    private FeedFollower<BooksFold>? _feed;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, this.GetPrimaryKeyString(), "books", "books-1");
        await _feed.Start(cancellationToken);
        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_feed is { } feed) await feed.Stop();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TrialBalance?> TrialBalance() => (await Followed()).TrialBalance();

    /// <inheritdoc/>
    public async Task<StatementSum?> Statement(StatementPeriod period) => (await Followed()).Statement(period);

    /// <inheritdoc/>
    public async Task<DirectoryPage<UnpaidEntry>> Unpaid(long minimum, long after, int limit) =>
        (await Followed()).Unpaid(Math.Max(1, minimum), after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();

    private async Task<BooksFold> Followed()
    {
        await _feed!.Follow();
        return _feed.Fold;
    }
}
