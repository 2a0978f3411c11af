namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Grains.Hosting;

/// <summary>Keeps the list of a city's payouts in memory, folded from its feed.</summary>
[Reentrant, GrainType("payouts")]
internal sealed class PayoutsGrain(Projecting projecting)
    : ProjectionGrain<PayoutsFold>(projecting, "payouts", "payouts-1"), IPayoutsGrain
{
    /// <inheritdoc/>
    public async Task<ListPage<PayoutEntry>> List(long after, int limit) =>
        (await Follow()).List(after, Math.Clamp(limit, 1, PageLimits.Most));
}
