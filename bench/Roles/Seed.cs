namespace VipOrleans.Bench;

using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;

/// <summary>
/// Fills a journal fast: the events come out of the real rules and are written by the real codec through the journal, and only the grains
/// are left out.
/// </summary>
internal static class Seed
{
    public static readonly Currency Nzd = Currency.Parse("NZD");
    public static readonly DateOnly Arrived = new(2025, 1, 15);
    public static readonly CityPolicy Policy = CityPolicy.Default with { RequiredChecks = [CheckKind.Identity] };

    private static readonly DateTimeOffset At = new(2025, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly VerifiedBaseline Verified =
        new(1, Money.Parse("7886.20", Nzd), BaselineMethod.Payslips, "case-file/1", Arrived,
            new(Money.Parse("7886.20", Nzd), BaselineEvidence.Payslips, Arrived));
    private static readonly SponsorshipTerms Terms = new(Nzd, Share.Half, Policy.RequiredChecks, 28, 28);

    public static SponsorshipId Sponsorship(CityId city, long n) => SponsorshipId.From(city, $"seed-{n}");

    public static HostId Host(CityId city, long n) => HostId.From(city, $"seed-{n}");

    public static MigrantId Migrant(CityId city, long n) => MigrantId.From(city.Nation, $"seed-{city.Value}-{n}");

    /// <summary>How many cities take turns where none is to be the hot one.</summary>
    public const int Cities = 16;

    /// <summary>Which city's turn it is, and which of its sponsorships.</summary>
    public static (CityId City, long N) Turn(string cities, long n) => (CityId.Parse($"{cities}{n % Cities}"), n / Cities);

    /// <summary>Those of an order, <c>count</c> of them <c>from</c> one on.</summary>
    public static IEnumerable<(CityId City, long N)> Turns(JsonObject a) =>
        Enumerable.Range(0, (int)a["count"]!).Select(n => Turn((string)a["cities"]!, (long)a["from"]! + n));

    /// <summary>What was earned in a month: different for each, the same in each run.</summary>
    public static long Earned(long n, int month) => 300_000 + (n * 31 % 200_000) + month;

    /// <summary>Hosts and migrants who are registered.</summary>
    public static Task People(IJournal journal, CityId city, long from, long count) => Each(from, count, async n =>
    {
        var (host, migrant) = (Host(city, n), Migrant(city, n));
        await Append<HostDecider, Host, HostCommand, HostEvent>(journal, host.Stream, At,
            new RegisterHost(host, HouseholdId.From(city, host.Value), HomeId.From(city, host.Value), null, new(true, false, null)));
        await Append<MigrantDecider, Migrant, MigrantCommand, MigrantEvent>(journal, migrant.Stream, At,
            new RegisterMigrant(migrant, "ID", ["id-ID"], []), new DeclareBaseline(Verified.Declared),
            new VerifyBaseline(new(Verified.Yearly, Verified.Method, Verified.Source, Arrived)));
    });

    /// <summary>Sponsorships whose migrants have arrived, with so many months reported.</summary>
    public static Task Sponsorships(IJournal journal, CityId city, long from, long count, int months = 0) => Each(from, count, n =>
        Arrival(journal, new(Sponsorship(city, n), Host(city, n), Migrant(city, n), Arrived),
            [.. Enumerable.Range(1, months).Select(m => new ReportEarnings(new(1, m, "acme", new(Earned(n, m), Nzd))))]));

    /// <summary>A season's sponsorships in a city, whose migrants have arrived.</summary>
    /// <param name="journal">Where they are written.</param>
    /// <param name="city">The city.</param>
    /// <param name="season">The year in which the season begins.</param>
    /// <param name="people">Who comes.</param>
    public static Task Season(IJournal journal, CityId city, int season, IReadOnlyList<int> people) => Each(0, people.Count, n =>
        Arrival(journal, new(SeasonOf(city, season, people[(int)n]), HostId.From(city, $"season-{n}"),
            MigrantId.From(city.Nation, $"season-{people[(int)n]}"), SeasonPlan.Arrival(season)), []));

    /// <summary>One person's sponsorship of a season.</summary>
    public static SponsorshipId SeasonOf(CityId city, int season, int person) => SponsorshipId.From(city, $"season-{season}-{person}");

    private static Task Arrival(IJournal journal, Arriving one, ReadOnlySpan<ReportEarnings> reports)
    {
        var (id, at) = (one.Sponsorship, new DateTimeOffset(one.On, default, TimeSpan.Zero));
        SponsorshipCommand[] commands =
        [
            new Propose(id, one.Host, one.Migrant, Party.Host,
                new(true, true, HouseholdId.From(id.City, id.Value), HomeId.From(id.City, id.Value))),
            new Accept(Party.Migrant),
            new NoteStep(SagaStep.TakeHost, new StepDone()),
            new NoteStep(SagaStep.TakeMigrant, new StepDone()),
            new NoteStep(SagaStep.HoldPlace, new PlaceHeld(Terms, at.AddDays(180))),
            new RecordCheck(CheckKind.Identity, new(CheckOutcome.Passed, null, one.On, null, null)),
            new NoteStep(SagaStep.ConfirmPlace, new StepDone()),
            new Arrive(one.On, true, Verified, null),
            new NameEmployer(new("acme", one.On)),
            .. reports,
        ];
        return Append<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>(journal, id.Stream, at, commands);
    }

    private sealed record Arriving(SponsorshipId Sponsorship, HostId Host, MigrantId Migrant, DateOnly On);

    private static Task Each(long from, long count, Func<long, Task> work) =>
        Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 2_000 }, async (n, _) => await work(n));

    private static async Task Append<TDecider, TState, TCommand, TEvent>(IJournal journal, StreamId stream, DateTimeOffset at,
        params TCommand[] commands)
        where TDecider : IDecider<TState, TCommand, TEvent> where TState : class where TCommand : class where TEvent : class
    {
        var (state, events, marks) = (TDecider.Initial, new List<NewEvent>(), new List<CommandMark>());
        foreach (var command in commands)
        {
            var decision = TDecider.Decide(state, command, new Moment(DateTimeOffset.UnixEpoch, DateOnly.FromDateTime(at.Date).AddYears(1),
                command switch
                {
                    // An officer verifies who did not declare, and a side speaks for itself.
                    VerifyBaseline => "city-officer:second",
                    Propose => "host:seed",
                    Accept => "migrant:seed",
                    _ => "city-officer:seed",
                }));
            if (decision.Rejection is { } rejection) throw new InvalidOperationException($"{command.GetType().Name}: {rejection.Detail}");
            foreach (var e in decision.Events)
            {
                state = TDecider.Evolve(state, e);
                events.Add(new(EventCodec<TEvent>.NameOf(e), TDecider.Aggregate.Events.Write(e), at, "city-officer:seed"));
            }

            // What callers asked for has a mark, as it has when it comes through the grain.
            if (command is not NoteStep) marks.Add(new(IdText.KeyFrom($"{stream.Value}/{marks.Count}"), 0, events.Count, decision.Outcome));
        }

        var result = await journal.Append(new(stream, StreamHead.Empty, Guid.CreateVersion7(), events, marks));
        if (result.Status != AppendStatus.Appended) throw new InvalidOperationException($"{stream} was not seeded: {result.Status}.");
    }
}
