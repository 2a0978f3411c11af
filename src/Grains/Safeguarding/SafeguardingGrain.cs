namespace VipOrleans.Grains.Safeguarding;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>Lists what officers of a city have to look after, in memory, folded from its feed.</summary>
[Reentrant, GrainType("cases")]
internal sealed class SafeguardingGrain(Projecting projecting, CityFacts facts, CityGauges gauges)
    : ProjectionGrain<SafeguardingFold>(projecting, "cases", "cases-4"), ISafeguardingGrain
{
    /// <inheritdoc/>
    public async Task<ListPage<ConcernView>> Concerns(ConcernFilter filter, long after, int limit) =>
        (await Follow()).Concerns(filter, after, Math.Clamp(limit, 1, PageLimits.Most), Time.GetUtcNow());

    /// <inheritdoc/>
    public async Task<ListPage<ConcernView>> OwnConcerns(ConcernFilter filter, long before, int limit) =>
        (await Follow()).OwnConcerns(filter, before, Math.Clamp(limit, 1, PageLimits.Most), Time.GetUtcNow());

    /// <inheritdoc/>
    public async Task<ListPage<WelfareCheckView>> WelfareChecks(bool? isOverdue, long after, int limit)
    {
        var today = await Today();
        await Follow();
        var page = Fold.WelfareChecks(c => isOverdue is null || c.IsOverdue(today) == isOverdue, after,
            Math.Clamp(limit, 1, PageLimits.Most),
            today);
        gauges.SetOverdueChecks(Partition, Fold.WelfareChecks(c => c.IsOverdue(today), 0, PageLimits.Most, today).Items.Count);
        return page;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.RemoveOverdueChecks(Partition);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ListPage<WelfareCheckView>> UnreachedWelfareChecks(long after, int limit)
    {
        var today = await Today();
        await Follow();
        return Fold.WelfareChecks(c => c.ReachedOn is null, after, Math.Clamp(limit, 1, PageLimits.Most), today);
    }

    /// <inheritdoc/>
    public async Task<ListPage<RulingView>> Rulings(RulingFilter filter, long after, int limit)
    {
        var today = await Today();
        await Follow();
        return Fold.Rulings(filter, after, Math.Clamp(limit, 1, PageLimits.Most), today);
    }

    private async ValueTask<DateOnly> Today() =>
        Time.Today(await facts.TimeZoneOf(CityId.Parse(Partition)) ?? "UTC");
}
