namespace VipOrleans.Grains.Payments;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;

/// <summary>
/// Keeps what employers owe a city in memory, folded from its feed; plans what money that comes in pays; and each hour has those reminded
/// who are late.
/// </summary>
/// <remarks>
/// A plan is a promise until the credit has written it, so that two credits do not pay the same debt. If two activations plan at a time,
/// the books still take no more than is due, and what is too much shows as overpaid.
/// </remarks>
[Reentrant, GrainType("collections")]
internal sealed partial class CollectionsGrain(Projecting projecting, FeedNews news, CityFacts facts, IJournal journal)
    : ClockGrain<CollectionsFold>(projecting, news, "collections", "collections-4"), ICollectionsGrain
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
    public async Task<IReadOnlyList<CreditEntry>> CreditsOf(IReadOnlyList<CreditId> ids)
    {
        var here = (await Follow()).Of(ids);
        if (here.Count == ids.Count) return here;
        // What is closed is no longer in the list, and knows itself how it stands.
        var known = here.ToDictionary(c => c.Id);
        var views = await Task.WhenAll(ids.Where(id => !known.ContainsKey(id)).Distinct().Select(id => GrainFactory.Credit(id).Get()));
        foreach (var v in views.OfType<CreditView>())
        {
            known[v.Id] = new(Id: v.Id, Amount: v.Amount, On: v.On, IsReversal: v.IsReversal, Reference: v.Reference, Status: v.Status,
                Rest: v.Rest, Why: v.Why);
        }

        return [.. ids.Where(known.ContainsKey).Select(id => known[id])];
    }

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
    public async Task<EmployerStatement?> Statement(string employer, StatementPeriod period, PageOfLines page)
    {
        var fold = await Follow();
        if (fold.NeedsJournal(employer, period)) fold = fold.Of(await EventsOf(fold.StreamsOf(employer)));
        return fold.Statement(City, employer, period, page);
    }

    // All of the streams, and of the credits that sponsorships' books name, in the order of the feed.
    private async Task<IReadOnlyList<RecordedEvent>> EventsOf(IReadOnlyList<StreamId> streams)
    {
        var (read, events) = (new HashSet<StreamId>(), new List<RecordedEvent>());
        try
        {
            for (var next = streams; next.Count > 0;)
            {
                var found = new HashSet<StreamId>();
                foreach (var stream in next.Where(read.Add))
                {
                    foreach (var e in (await journal.Read(stream)).Events)
                    {
                        events.Add(e);
                        if (CollectionsFold.CreditOf(City, e) is { } credit) found.Add(credit);
                    }
                }

                next = [.. found];
            }
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        return [.. events.OrderBy(e => e.Position)];
    }

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
