namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;

/// <summary>
/// Asks each hour what a city's guarantee account comes to. Refunds are booked by sponsorships, which ask no other: so it is found low by a
/// look at the books and not by the refund that made it so.
/// </summary>
[Reentrant, GrainType("guarantee-watch")]
internal sealed class GuaranteeWatchGrain(Projecting projecting, FeedNews news)
    : ClockGrain<NothingFolded>(projecting, news, "guarantee-watch", "guarantee-watch-1"), IGuaranteeWatchGrain
{
    /// <inheritdoc/>
    protected override Task Tick() => GrainFactory.Guarantee(CityId.Parse(Partition)).Look();
}

/// <summary>A fold of nothing: this clock reads no feed.</summary>
internal sealed class NothingFolded : IFeedFold<NothingFolded>
{
    /// <inheritdoc/>
    public long Position { get; set; }

    /// <inheritdoc/>
    public int Rows => 0;

    /// <inheritdoc/>
    public void Apply(RecordedEvent e) => Position = e.Position;

    /// <inheritdoc/>
    public byte[] ToSnapshot() => [];

    /// <inheritdoc/>
    public static NothingFolded FromSnapshot(ReadOnlySpan<byte> data) => new();
}
