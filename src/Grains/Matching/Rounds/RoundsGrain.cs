namespace VipOrleans.Grains.Matching;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the list of a city's or nation's rounds in memory, folded from its feed.</summary>
[Reentrant, GrainType("rounds")]
internal sealed class RoundsGrain(Projecting projecting)
    : ProjectionGrain<RoundsFold>(projecting, "rounds", "rounds-1"), IRoundsGrain
{
    /// <inheritdoc/>
    public async Task<ListPage<RoundListEntry>> List(long after, int limit) =>
        (await Follow()).List(after, Math.Clamp(limit, 1, PageLimits.Most));
}
