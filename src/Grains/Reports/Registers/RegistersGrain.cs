namespace VipOrleans.Grains.Reports;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the lists of a city or nation in memory, folded from its feed, with a snapshot to start from.</summary>
[Reentrant, GrainType("registers")]
internal sealed class RegistersGrain(Projecting projecting, CityGauges gauges)
    : ProjectionGrain<RegistersFold>(projecting, "registers", "registers-5"), IRegistersGrain
{
    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.Remove(Partition);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RegistersSummary> Summary()
    {
        await Follow();
        var summary = Fold.Summary();
        gauges.Set(Partition, summary);
        return summary;
    }

    /// <inheritdoc/>
    public async Task<ListPage<HostEntry>> Hosts(HostFilter filter, long after, int limit) =>
        (await Follow()).Hosts(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<MigrantEntry>> Migrants(MigrantFilter filter, long after, int limit) =>
        (await Follow()).Migrants(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<SponsorshipEntry>> Sponsorships(SponsorshipFilter filter, long after, int limit) =>
        (await Follow()).Sponsorships(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<ImportEntry>> Imports(ImportFilter filter, long after, int limit) =>
        (await Follow()).Imports(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<GracePeriodEntry>> GracePeriods(GracePeriodFilter filter, long after, int limit) =>
        (await Follow()).GracePeriods(filter, Time.GetUtcNow(), after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<BallotEntry>> Ballots(long after, int limit) =>
        (await Follow()).Ballots(after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<EmploymentEntry>> Employments(EmploymentFilter filter, long after, int limit) =>
        (await Follow()).Employments(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<FindingEntry>> Findings(FindingFilter filter, long after, int limit) =>
        (await Follow()).Findings(filter, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<OpeningEntry>> Openings(long after, int limit) =>
        (await Follow()).Openings(after, Math.Clamp(limit, 1, PageLimits.Most));
}
