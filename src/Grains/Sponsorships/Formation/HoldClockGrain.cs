namespace VipOrleans.Grains.Sponsorships;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>
/// The clock of a city's holds: each hour it wakes the sponsorships whose hold has run out. One that is formed at once has nothing left to
/// do until then, so it needs no reminder of its own.
/// </summary>
/// <remarks>It wakes once too often rather than once too seldom: a sponsorship that is woken decides whether there is something to do, and
/// sets a reminder of its own where a step is not answered.</remarks>
[Reentrant, GrainType("hold-clock")]
internal sealed partial class HoldClockGrain(Projecting projecting, FeedNews news)
    : ClockGrain<HoldsFold>(projecting, news, "holds", "holds-1"), IHoldClockGrain
{
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> WakesAt(SponsorshipId sponsorship) => (await Follow()).WakesAt(sponsorship);

    /// <inheritdoc/>
    protected override async Task Tick()
    {
        var fold = await Follow();
        foreach (var some in fold.Due(Time.GetUtcNow()).ToArray().Chunk(AtOnce))
        {
            Stopping.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(Wake));
        }
    }

    private async Task Wake(SponsorshipId id)
    {
        try
        {
            await GrainFactory.Sponsorship(id).Wake();
        }
        catch (Exception e) when (!Stopping.IsCancellationRequested)
        {
            LogNotWoken(Log, e, id);
        }
    }

    [LoggerMessage(166, LogLevel.Warning, "{Sponsorship} could not be woken; the next tick wakes it.")]
    private static partial void LogNotWoken(ILogger log, Exception e, SponsorshipId sponsorship);
}
