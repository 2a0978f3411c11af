namespace VipOrleans.Grains.Safeguarding;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the lists of what officers of a city have to look after in memory, folded from its feed.</summary>
[Reentrant, GrainType("cases")]
public sealed class CasesGrain(Journaling journaling, CityFacts facts) : Grain, ICasesGrain
{
    private FeedFollower<CasesFold>? _feed;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, this.GetPrimaryKeyString(), "cases", "cases-2");
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
    public async Task<DirectoryPage<ConcernView>> Concerns(ConcernFilter filter, long after, int limit)
    {
        await _feed!.Follow();
        return _feed.Fold.Concerns(filter, after, Math.Clamp(limit, 1, PageLimits.Most), journaling.Time.GetUtcNow());
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<WelfareCheckView>> WelfareChecks(bool? isOverdue, long after, int limit)
    {
        var today = await Today();
        await _feed!.Follow();
        return _feed.Fold.WelfareChecks(isOverdue, after, Math.Clamp(limit, 1, PageLimits.Most), today);
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<RulingView>> Rulings(RulingFilter filter, long after, int limit)
    {
        var today = await Today();
        await _feed!.Follow();
        return _feed.Fold.Rulings(filter, after, Math.Clamp(limit, 1, PageLimits.Most), today);
    }

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();

    private async ValueTask<DateOnly> Today() =>
        journaling.Time.Today(await facts.TimeZoneOf(CityId.Parse(this.GetPrimaryKeyString())) ?? "UTC");
}
