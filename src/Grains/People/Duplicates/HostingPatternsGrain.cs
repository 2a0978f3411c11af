namespace VipOrleans.Grains.People;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>Lists patterns of hosting for a human. Nothing that decides asks it: a test sees to that.</summary>
[Reentrant, GrainType("hosting-patterns")]
internal sealed class HostingPatternsGrain(Projecting projecting, CityFacts facts)
    : ProjectionGrain<HostingPatternsFold>(projecting, "hosting-patterns", "hosting-patterns-1"), IHostingPatternsGrain
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostingPatternView>> Patterns()
    {
        var today = Time.Today(await facts.TimeZoneOf(CityId.Parse(Partition)) ?? "UTC");
        await Follow();
        return Fold.Patterns(today, PageLimits.Most);
    }
}
