namespace VipOrleans.Grains.Reports;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the lists of a city or nation in memory, folded from its feed, with a snapshot to start from.</summary>
[Reentrant, GrainType("directory")]
public sealed class DirectoryGrain(Journaling journaling, CityGauges gauges) : Grain, IDirectoryGrain
{
    private FeedFollower<DirectoryFold>? _feed;

    private string Partition => this.GetPrimaryKeyString();

    private DirectoryFold Fold => _feed!.Fold;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, Partition, "directory", "directory-3");
        await _feed.Start(cancellationToken);
        await base.OnActivateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.Remove(Partition);
        if (_feed is { } feed) await feed.Stop();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DirectorySummary> Summary()
    {
        await Follow();
        var summary = Fold.Summary();
        gauges.Set(Partition, summary);
        return summary;
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<HostEntry>> Hosts(HostFilter filter, long after, int limit)
    {
        await Follow();
        return Fold.Hosts(filter, after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<MigrantEntry>> Migrants(MigrantFilter filter, long after, int limit)
    {
        await Follow();
        return Fold.Migrants(filter, after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<SponsorshipEntry>> Sponsorships(SponsorshipFilter filter, long after, int limit)
    {
        await Follow();
        return Fold.Sponsorships(filter, after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<ImportEntry>> Imports(ImportFilter filter, long after, int limit)
    {
        await Follow();
        return Fold.Imports(filter, after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<GracePeriodEntry>> GracePeriods(GracePeriodFilter filter, long after, int limit)
    {
        await Follow();
        return Fold.GracePeriods(filter, journaling.Time.GetUtcNow(), after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<BallotEntry>> Ballots(long after, int limit)
    {
        await Follow();
        return Fold.Ballots(after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<DirectoryPage<OpeningEntry>> Openings(long after, int limit)
    {
        await Follow();
        return Fold.Openings(after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();

    private Task Follow() => _feed!.Follow();
}
