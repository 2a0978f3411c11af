namespace VipOrleans.Grains.Payments;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;

/// <summary>
/// Keeps what employers owe a city in memory, folded from its feed; plans what money that comes in pays; and each hour has those reminded
/// who are late.
/// </summary>
/// <remarks>
/// A plan is a promise until the credit has written it, so that two credits do not pay the same debt. If two activations plan at a time,
/// the books still take no more than is due, and what is too much shows as overpaid.
/// </remarks>
[Reentrant, GrainType("collections")]
internal sealed partial class CollectionsGrain(Projecting projecting, FeedNews news, CityFacts facts)
    : ClockGrain<CollectionsFold>(projecting, news, "collections", "collections-2"), ICollectionsGrain
{
    private const int AtOnce = 16;

    // Longer than a credit may take to be written, tries and delays included.
    private static readonly TimeSpan PromiseLasts = TimeSpan.FromMinutes(2);

    private CityId City => CityId.Parse(Partition);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CreditPlan>> Plan(IReadOnlyList<CreditToPlan> credits)
    {
        var fold = await Follow();
        var now = Time.GetUtcNow();
        return [.. credits.Select(c => fold.Plan(c, now, now + PromiseLasts))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CreditRematch>> Rematches()
    {
        var fold = await Follow();
        var now = Time.GetUtcNow();
        return fold.Rematches(now, now + PromiseLasts);
    }

    /// <inheritdoc/>
    public async Task<ListPage<CreditEntry>> Credits(CreditStatus? status, long after, int limit) =>
        (await Follow()).List(status, after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CreditEntry>> CreditsOf(IReadOnlyList<CreditId> ids) => (await Follow()).Of(ids);

    /// <inheritdoc/>
    public async Task<ListPage<CreditFileEntry>> Files(long after, int limit) =>
        (await Follow()).Files(after, Math.Clamp(limit, 1, PageLimits.Most));

    /// <inheritdoc/>
    public async Task<ListPage<EmployerDues>> Employers(bool? isLate, long after, int limit)
    {
        var today = await Today();
        return (await Follow()).Employers(isLate, today, after, Math.Clamp(limit, 1, PageLimits.Most));
    }

    /// <inheritdoc/>
    public async Task<EmployerDues?> DuesOf(string employer)
    {
        var today = await Today();
        return (await Follow()).DuesOf(employer, today);
    }

    /// <inheritdoc/>
    public async Task<EmployerStatement?> Statement(string employer, StatementPeriod period, PageOfLines page) =>
        (await Follow()).Statement(City, employer, period, page);

    /// <inheritdoc/>
    protected override async Task Tick()
    {
        if (await facts.TimeZoneOf(City) is not { } zone) return;
        var today = Time.Today(zone);
        // Money that came before its report, or before what it pays was taken back.
        foreach (var found in await Rematches()) await GrainFactory.Credit(found.Credit).Rematch(found.Plan);
        foreach (var some in (await Follow()).ToRemind(today).Chunk(AtOnce))
        {
            Stopping.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(Remind));
        }
    }

    private async Task Remind((string Employer, LateSum Late) late)
    {
        try
        {
            await GrainFactory.LateEmployer(LateEmployer.IdOf(City, late.Employer)).Remind(late.Employer, late.Late);
        }
        catch (Exception e) when (!Stopping.IsCancellationRequested)
        {
            LogNotReminded(Log, e, late.Employer);
        }
    }

    private async Task<DateOnly> Today() => Time.Today(await facts.TimeZoneOf(City) ?? "UTC");

    [LoggerMessage(189, LogLevel.Warning, "The employer {Employer} could not be reminded; the next tick does it.")]
    private static partial void LogNotReminded(ILogger log, Exception e, string employer);
}
