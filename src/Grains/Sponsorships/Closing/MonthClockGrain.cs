namespace VipOrleans.Grains.Sponsorships;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>
/// The clock of a city: each hour it asks the sponsorships of which a month can be closed to close it. Which those are it knows from the
/// feed; what is closed, and whether, each sponsorship decides.
/// </summary>
/// <remarks>
/// Nothing of a tick is remembered for good. After a crash the next one asks those that have not closed yet, because what they have closed
/// stands in the feed; and however long the clock stood still, each closes in one step all that has become due meanwhile.
/// </remarks>
[Reentrant, GrainType("month-clock")]
internal sealed partial class MonthClockGrain(Projecting projecting, FeedNews news, CityFacts facts)
    : ClockGrain<MonthsFold>(projecting, news, "months", "months-1"), IMonthClockGrain
{
    private const int AtOnce = 16;

    private readonly HashSet<SponsorshipId> _asked = [];
    private DateOnly _askedOn;

    /// <inheritdoc/>
    protected override async Task Tick()
    {
        if (await facts.TimeZoneOf(CityId.Parse(Partition)) is not { } zone) return;
        var fold = await Follow();
        var today = Time.Today(zone);
        // One that has nothing to close after all, or waits for a rate, is asked once a day.
        if (today != _askedOn) _asked.Clear();
        _askedOn = today;
        var afterDays = fold.AfterDays;
        foreach (var some in fold.Due(today).Where(id => !_asked.Contains(id)).ToArray().Chunk(AtOnce))
        {
            Stopping.ThrowIfCancellationRequested();
            var answered = await Task.WhenAll(some.Select(id => Close(id, afterDays)));
            // If none of them could, none of the others can: the store is away.
            if (Array.TrueForAll(answered, isAnswered => !isAnswered)) return;
        }
    }

    private async Task<bool> Close(SponsorshipId id, int afterDays)
    {
        try
        {
            var sponsorship = GrainFactory.Sponsorship(id);
            var result = await sponsorship.CloseMonths(afterDays);
            if (result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch) return false;
            _asked.Add(id);
            // A city's worth of sponsorships does not stay in memory for that.
            await sponsorship.Rest();
            return true;
        }
        catch (Exception e) when (!Stopping.IsCancellationRequested)
        {
            LogNotClosed(Log, e, id);
            return false;
        }
    }

    [LoggerMessage(164, LogLevel.Warning, "The months of {Sponsorship} could not be closed; the next tick asks again.")]
    private static partial void LogNotClosed(ILogger log, Exception e, SponsorshipId sponsorship);
}
