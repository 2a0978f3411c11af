namespace VipOrleans.Grains.Sponsorships;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;

/// <summary>Lists the visas of a nation, and each hour has those tended of which an end is near or has come.</summary>
/// <remarks>What is due is found in the feed and decided by each migrant's file, so a tick may be lost, late, or come twice.</remarks>
[Reentrant, GrainType("visas")]
internal sealed partial class VisasGrain(Projecting projecting, FeedNews news)
    : ClockGrain<VisasFold>(projecting, news, "visas", "visas-1"), IVisasGrain
{
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public async Task<ListPage<VisaEntry>> List(VisaFilter filter, long after, int limit) =>
        (await Follow()).List(filter, Time.LatestToday(), after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<MigrantId>>> Applicants(IReadOnlyList<string> references) =>
        (await Follow()).Applicants(references);

    /// <inheritdoc/>
    protected override async Task Tick()
    {
        var fold = await Follow();
        foreach (var some in fold.Due(Time.GetUtcNow()).ToArray().Chunk(AtOnce))
        {
            Stopping.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(Tend));
        }
    }

    private async Task Tend(MigrantId migrant)
    {
        try
        {
            await GrainFactory.VisaFile(migrant).Tend();
        }
        catch (Exception e) when (!Stopping.IsCancellationRequested)
        {
            LogNotTended(Log, e, migrant);
        }
    }

    [LoggerMessage(240, LogLevel.Warning, "The visas of {Migrant} could not be tended; the next tick asks again.")]
    private static partial void LogNotTended(ILogger log, Exception e, MigrantId migrant);
}
