namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>Lists patterns of hosting for a human. Nothing that decides asks it: a test sees to that.</summary>
[Reentrant, GrainType("hosting-patterns")]
public sealed class HostingPatternsGrain(Journaling journaling, CityFacts facts) : Grain, IHostingPatternsGrain
{
    private FeedFollower<HostingPatternsFold>? _feed;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _feed = new(journaling, this.GetPrimaryKeyString(), "hosting-patterns", "hosting-patterns-1");
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
    public async Task<IReadOnlyList<HostingPatternView>> Patterns()
    {
        var today = journaling.Time.Today(await facts.TimeZoneOf(CityId.Parse(this.GetPrimaryKeyString())) ?? "UTC");
        await _feed!.Follow();
        return _feed.Fold.Patterns(today, PageLimits.Most);
    }

    /// <inheritdoc/>
    public Task Rebuild() => _feed!.Rebuild();
}
