namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>
/// Asks each hour what a city's guarantee account comes to. Refunds are booked by sponsorships, which ask no other: so it is found low by a
/// look at the books and not by the refund that made it so.
/// </summary>
[Reentrant, GrainType("guarantee-watch")]
internal sealed class GuaranteeWatchGrain(Projecting projecting, FeedNews news)
    : ClockGrain<NothingFold>(projecting, news, "guarantee-watch", "guarantee-watch-1"), IGuaranteeWatchGrain
{
    /// <inheritdoc/>
    protected override Task Tick() => GrainFactory.Guarantee(CityId.Parse(Partition)).Look();
}
