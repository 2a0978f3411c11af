namespace VipOrleans.Grains.Tests.Sponsorships;

using System.Text.Json;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Sponsorships;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Grains.Tests.World;

/// <summary>Months that a city's clock closes. The months of all of them begin on the 20th.</summary>
public sealed class MonthClockTests : IAsyncLifetime
{
    private static readonly DateOnly Arrival = new(2026, 2, 20);
    private readonly World _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_city_closes_what_nobody_reported_on_its_day_and_once_and_the_refund_is_in_the_books()
    {
        var city = await _world.OpenCity(5);
        var (paid, silent, diligent) =
            (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        await Watched(1);
        foreach (var id in new[] { paid, diligent }) await Report(id, 1, 420_000);

        // Month 1 ends on 19 March and waits through 19 April.
        PassTo(new(2026, 4, 19));
        await Report(diligent, 2, 420_000);
        await _world.ClocksTick();
        Assert.Equal((0, 0, 0), (await Closings(paid), await Closings(silent), await Closings(diligent)));
        PassTo(new(2026, 4, 20));
        await _world.ClocksTick();
        Assert.Equal((0, 1, 0), (await Closings(paid), await Closings(silent), await Closings(diligent)));

        // Month 2 ends on 19 April and waits through 20 May. The clock ticks by the city's own day, and comes more often than once a day.
        PassTo(new(2026, 5, 20));
        await _world.ClocksTick();
        Assert.Equal(0, await Closings(paid));
        PassTo(new(2026, 5, 21));
        for (var hour = 0; hour < 3; hour++) await _world.ClocksTick();
        Assert.Equal((1, 2, 0), (await Closings(paid), await Closings(silent), await Closings(diligent)));

        // Half of the gain of one month less half of a second month's baseline.
        Assert.Equal(Due(420_000, 2), await Taken(paid));
        var account = (await _world.Sponsorship(paid).Account(StatementPeriod.Parse("2026-05")))!;
        var refund = Assert.Single(account.Entries);
        // Nobody gives it back with a pay: the employer owes what it has withheld, and the city pays the migrant.
        var back = Due(420_000, 1) - Due(420_000, 2);
        Assert.Equal((StatementEntryKind.MonthsClosed, new DateOnly(2026, 5, 21), 0, back, back),
            (refund.Kind, refund.BookedOn, refund.Change.Due.Minor, refund.Change.Advanced.Minor, refund.Change.Refund.Minor));
        Assert.Equal(new ShareMonth(1, 2, new(2026, 3, 20), new(2026, 4, 19)), Assert.Single(refund.ClosedWithoutPay!));
        Assert.Contains(refund.Why, s => s.What == "earned in month 2" && s.Source.StartsWith("closed without pay on 2026-05-21: "));
        Assert.Equal(Due(420_000, 1) - Due(420_000, 2), refund.Change.Kept.Minor);
        var line = (await _world.Sponsorship(paid).Statement())!.Lines[^1];
        Assert.Equal((2, 2, Due(420_000, 2) - Due(420_000, 1)), (line.ClosedFrom, line.ThroughMonth, line.Taken.Minor));

        // The city's books have it, of all three, and are the same when they are made again.
        var books = _world.Grains.Books(city);
        var period = StatementPeriod.Parse("2026");
        var sum = (await books.Statement(period))!;
        Assert.Equal(3, sum.Movements.Single(m => m.Kind == StatementEntryKind.MonthsClosed).Lines);
        Assert.Equal(Due(420_000, 2) + Due(840_000, 2), (sum.Closing.Due - sum.Closing.Advanced).Minor);
        Assert.Equal(back, (await books.TrialBalance())!.Refund.Minor);
        Assert.Equal(0, (await books.TrialBalance())!.Sum.Minor);
        await books.Rebuild();
        Assert.Equal(sum.Movements, (await books.Statement(period))!.Movements);

        // A late report gives what one in time gives.
        await Report(paid, 2, 420_000);
        Assert.Equal(await Taken(diligent), await Taken(paid));
    }

    [Fact]
    public async Task Of_somebody_paid_by_the_week_it_closes_the_month_whose_end_no_pay_has_reached()
    {
        var city = await _world.OpenCity(5);
        var (left, stays) = (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        await Watched(1);
        PassTo(new(2026, 4, 1));
        // Month 1 has 28 days: three weeks leave one of it, and five go beyond it.
        for (var week = 0; week < 5; week++)
        {
            if (week < 3) await Week(left, Arrival.AddDays(7 * week));
            await Week(stays, Arrival.AddDays(7 * week));
        }

        PassTo(new(2026, 4, 20));
        await _world.ClocksTick();
        Assert.Equal([new(1, 1, 0)], await Closed(left));
        Assert.Empty(await Closed(stays));
        Assert.Equal(Due(3 * 100_000, 1), await Taken(left));
        var refund = (await _world.Sponsorship(left).Account(StatementPeriod.Parse("2026-04")))!.Entries[^1];
        Assert.Contains(refund.Why, s => s.What == "earned in the other days of month 1");
        // The clock knows the next day of both: month 2 of each ends on 19 April.
        var fold = new MonthsFold();
        foreach (var e in await Feed(city)) fold.Apply(e);
        Assert.Equal((new DateOnly(2026, 5, 21), new DateOnly(2026, 5, 21)), (fold.NextOn(left), fold.NextOn(stays)));
    }

    [Fact]
    public async Task A_clock_that_stood_still_or_jumped_a_year_closes_all_of_it_in_one_step()
    {
        var city = await _world.OpenCity(2);
        var id = await _world.Arrive(city, Arrival);
        await Watched(1);
        await Report(id, 1, 2_000_000);
        await _world.ClocksTick();
        Assert.Equal(0, await Closings(id));

        // It stands still for a year and a half: no tick comes, and then one.
        PassTo(new(2027, 8, 21));
        await _world.ClocksTick();
        Assert.Equal([new(1, 12, 1), new(2, 5, 0)], await Closed(id));
        Assert.Equal(Due(2_000_000, 12), await Taken(id));
        Assert.Contains(await _world.EventsOf(id.Stream), e => e.Type == "baseline-fixed");

        // Time goes back, and comes again.
        PassTo(new(2026, 5, 1));
        await _world.ClocksTick();
        PassTo(new(2027, 8, 22));
        await _world.ClocksTick();
        Assert.Equal(2, await Closings(id));
    }

    // More than it asks at once. A whole city's worth is CONTRIBUTING.md's command.
    private static int CitySize =>
        int.TryParse(Environment.GetEnvironmentVariable("VIP_CLOSING_SPONSORSHIPS"), out var size) ? Math.Max(20, size) : 20;

    [Fact]
    public async Task A_clock_that_dies_in_the_middle_goes_on_where_it_was_and_closes_nothing_twice()
    {
        var size = CitySize;
        var city = await _world.OpenCity(size + 10);
        var ids = new List<SponsorshipId>();
        for (var i = 0; i < size; i++) ids.Add(await _world.Arrive(city, Arrival));
        await Watched(1);
        foreach (var id in ids) await Report(id, 1, 420_000);

        var month = 1;
        foreach (var (dies, fault) in new[]
        {
            (1, Fault.CrashAfterWrite), (size * 9 / 20, Fault.CrashBeforeWrite), (size * 9 / 10, Fault.CrashAfterWrite),
        })
        {
            month++;
            PassTo(Arrival.AddMonths(month).AddDays(31));
            var closings = 0;
            // Those that are on their way beside it die with it.
            _world.Faults.OnAppend = (append, _) => !append.Events.Any(e => e.Type == "months-closed") ? Fault.None
                : Interlocked.Increment(ref closings).CompareTo(dies) switch
                {
                    < 0 => Fault.None,
                    0 => fault,
                    _ => Fault.CrashBeforeWrite,
                };
            await Tick(size, () => Task.FromResult(_world.Faults.Crashed));
            Assert.True(_world.Faults.Crashed, "It was to die.");
            var left = 0;
            foreach (var id in ids) left += month - 1 - await Closings(id);
            Assert.InRange(left, 1, size);

            await _world.Restart();
            var all = size * (month - 1);
            await Tick(size, async () =>
                (await Task.WhenAll(ids.Chunk(500).Select(async some =>
                {
                    var closed = 0;
                    foreach (var id in some) closed += await Closings(id);
                    return closed;
                }))).Sum() == all);
            foreach (var id in ids)
            {
                Assert.Equal(Enumerable.Range(2, month - 1).Select(m => new MonthsClosed(1, m, m - 1)), await Closed(id));
                Assert.Equal(Due(420_000, month), await Taken(id));
            }

            var books = (await _world.Grains.Books(city).TrialBalance())!;
            Assert.Equal(size * Due(420_000, month), (books.Due - books.Advanced + books.Repaid).Minor);
            Assert.Equal(size * (Due(420_000, 1) - Due(420_000, month)), books.Refund.Minor);
        }
    }

    [Fact]
    public async Task The_clock_is_set_again_where_the_store_of_reminders_was_lost_and_otherwise_left_alone()
    {
        var city = await _world.OpenCity(3);
        var id = await _world.Arrive(city, Arrival);
        await Watched(1);
        var first = MonthClocks.Single().ETag;

        // Another activation, and another arrival: the hour that runs goes on.
        await _world.Restart();
        await _world.Arrive(city, Arrival);
        await _world.Grains.MonthClock(city).Watch();
        Assert.Equal(first, MonthClocks.Single().ETag);

        _world.Reminders.Forget();
        await _world.Restart();
        await Report(id, 1, 420_000);
        await Watched(1);
    }

    [Fact]
    public async Task A_store_that_is_away_for_some_keeps_nobody_else_open()
    {
        var city = await _world.OpenCity(3);
        var ids = new[] { await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival) };
        await Watched(1);
        PassTo(new(2026, 4, 20));
        _world.Script(ids[1].Stream, _ => Fault.BeforeWrite);
        await _world.ClocksTick();
        Assert.Equal((1, 0, 1), (await Closings(ids[0]), await Closings(ids[1]), await Closings(ids[2])));

        _world.Heal();
        await _world.ClocksTick();
        Assert.Equal((1, 1, 1), (await Closings(ids[0]), await Closings(ids[1]), await Closings(ids[2])));
    }

    [Fact]
    public async Task A_city_decides_how_long_a_month_waits_and_that_holds_for_all_at_once()
    {
        var city = await _world.OpenCity(2, policy: CityPolicy.Default with { MonthClosesAfterDays = 90 });
        var id = await _world.Arrive(city, Arrival);
        await Watched(1);
        PassTo(new(2026, 4, 25));
        await _world.ClocksTick();
        Assert.Equal(0, await Closings(id));
        Assert.Equal(90, (await _world.City(city).Get())!.Policy.MonthClosesAfterDays);

        Accepted("decided",
            await _world.City(city).DecidePolicy(Command(), CityPolicy.Default with { MonthClosesAfterDays = 5 }));
        await _world.ClocksTick();
        Assert.Equal([new(1, 2, 0)], await Closed(id));
        Accepted("decided", await _world.City(city).DecidePolicy(Command(), CityPolicy.Default));
        Assert.Equal(31, (await _world.City(city).Get())!.Policy.MonthClosesAfterDays);
    }

    [Fact]
    public async Task After_a_change_of_host_the_next_one_closes_and_the_one_before_needs_nothing()
    {
        var city = await _world.OpenCity(5);
        var migrant = await _world.AddMigrant(city.Nation);
        var first = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(first);
        Accepted("arrived", await _world.Sponsorship(first).Arrive(Command(), new(2026, 1, 10)));
        await Report(first, 1, 420_000);
        Accepted("ended", await _world.Sponsorship(first).End(Command(), Party.Migrant, EndReason.Completed, new(2026, 2, 20)));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 2, 25)));
        await Watched(1);

        // Months begin on the 10th here, and the first host's days end in the middle of month 2.
        PassTo(new(2026, 5, 11));
        await _world.ClocksTick();
        Assert.Equal(0, await Closings(first));
        // Month 2 counts already, up to which the first one's days reach.
        Assert.Equal([new(1, 3, 2)], await Closed(second));
        // Both have what one computation over the closed months gives.
        var one = ShareYear.Empty(1, new(2026, 1, 10)).With(new(1, Employers.None, 420_000)).Closed(3)
            .Intervals(527_928, Share.Half, [new(new(2026, 1, 10), new(2026, 2, 20)), new(new(2026, 2, 25), null)]);
        Assert.Equal(one.Where(i => i.Host == 0).Sum(i => i.Taken), await Taken(first));
        Assert.Equal(one.Where(i => i.Host == 1).Sum(i => i.Taken), await Taken(second));
        Assert.True(await Taken(second) < 0, "What accrues with the second host is given back.");
    }

    [Fact]
    public async Task An_arrival_that_waits_for_a_rate_is_left_until_it_has_one()
    {
        var city = await _world.OpenCity(1);
        var migrant = MigrantId.From(city.Nation, $"rupiah-{city}");
        Accepted("registered",
            await _world.Migrant(migrant).Register(Command(), new() { Person = new() { Name = "Suharto" }, Origin = "ID" }));
        var yearly = Money.Parse("53000000.00", Currency.Parse("IDR"));
        Accepted("declared",
            await _world.Migrant(migrant).DeclareBaseline(Command(), new(yearly, BaselineEvidence.Payslips, new(2026, 1, 1))));
        Accepted("verified",
            await _world.Migrant(migrant).VerifyBaseline(Command(actor: "city-officer:second"),
                new(yearly, BaselineMethod.Payslips, "case-file/1", new(2026, 1, 2))));
        var id = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(id);
        Accepted("arrived-awaiting-rate", await _world.Sponsorship(id).Arrive(Command(), Arrival));
        await Watched(1);
        PassTo(new(2026, 4, 20));
        await _world.ClocksTick();
        Assert.Equal(0, await Closings(id));
        Refused(RejectionCode.ExchangeRateMissing, await _world.Sponsorship(id).CloseMonths(31));

        // The rate comes, and on the next day the clock asks again.
        var source = new RateSource(RateSourceId.Parse("ecb"), "European Central Bank", Currency.Parse("EUR"), 10);
        Accepted("decided", await _world.Rates(city.Nation).DecideSources(Command(), [source]));
        Accepted("imported",
            await _world.RateTable(city.Nation, source.Id).Import(Command(), source.Base,
                [DayRates.Of(Arrival, [new(Currency.Parse("IDR"), Rate.Parse("19000")), new(Nzd, Rate.Parse("1.9"))])], false));
        PassTo(new(2026, 4, 21));
        await _world.ClocksTick();
        Assert.Equal([new(1, 1, 0)], await Closed(id));
        Assert.Equal("5300.00 NZD", (await _world.Sponsorship(id).Get())!.Baseline!.Yearly.ToString());
    }

    [Fact]
    public async Task What_the_clock_knows_is_the_same_from_a_snapshot_and_from_all_events()
    {
        var city = await _world.OpenCity(3, policy: CityPolicy.Default with { MonthClosesAfterDays = 10 });
        var (open, ended) = (await _world.Arrive(city, Arrival), await _world.Arrive(city, Arrival));
        await Report(open, 1, 420_000);
        Accepted("ended", await _world.Sponsorship(ended).End(Command(), Party.Migrant, EndReason.MigrantLeft, null));
        PassTo(new(2026, 5, 1));
        Accepted("closed", await _world.Sponsorship(open).CloseMonths(10));

        var (whole, halfway) = (new MonthsFold(), new MonthsFold());
        foreach (var e in await Feed(city))
        {
            whole.Apply(e);
            halfway.Apply(e);
            halfway = MonthsFold.FromSnapshot(halfway.ToSnapshot());
        }

        Assert.Equal(JsonSerializer.Deserialize<JsonElement>(whole.ToSnapshot()).ToString(),
            JsonSerializer.Deserialize<JsonElement>(halfway.ToSnapshot()).ToString());
        // Month 3 of the one that goes on; of the other the month in which it ended, of which nobody has reported anything.
        Assert.Equal((new DateOnly(2026, 5, 30), new DateOnly(2026, 3, 30)), (halfway.NextOn(open), halfway.NextOn(ended)));
        await _world.Sponsorship(ended).CloseMonths(10);
        foreach (var e in (await Feed(city)).Where(e => e.Position > whole.Position)) whole.Apply(e);
        Assert.Null(whole.NextOn(ended));
        Assert.Empty(whole.Due(new(2026, 5, 1)));
        // A report that is taken out may open what was counted.
        await Report(open, 3, 1);
        Accepted("withdrawn", await _world.Sponsorship(open).WithdrawEarnings(Command(), 1, 3, Employers.None));
        foreach (var e in (await Feed(city)).Where(e => e.Position > whole.Position)) whole.Apply(e);
        Assert.Equal(new DateOnly(2026, 5, 30), whole.NextOn(open));
    }

    private async Task<IReadOnlyList<RecordedEvent>> Feed(CityId city) =>
        (await _world.Watched.ReadFeed(city.Value, 0, JournalLimits.MaxFeedPage)).Events;

    // A tick goes on without whoever let it begin: in a large city it takes longer than a call waits for an answer.
    private async Task Tick(int size, Func<Task<bool>> isDone)
    {
        try
        {
            await _world.ClocksTick();
        }
        catch (TimeoutException) when (size > 1_000)
        {
        }

        for (var seconds = 0; !await isDone() && seconds < size; seconds += 5)
        {
            if (size <= 1_000) return;
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        }
    }

    // The clock is told of an arrival by the feed.
    private Task Watched(int cities) => Until(() => MonthClocks.Count() == cities, "the clock to be set");

    // A city has other clocks beside it.
    private IEnumerable<ReminderEntry> MonthClocks =>
        _world.Reminders.Clocks.Where(c => c.GrainId.Type.ToString() == "month-clock");

    private async Task Report(SponsorshipId id, int month, long earned) =>
        Accepted("posted",
            await _world.Sponsorship(id).ReportEarnings(Command(), new(1, month, Employers.None, new(earned, Nzd))));

    private async Task Week(SponsorshipId id, DateOnly from) => Accepted("posted", (await _world.Sponsorship(id).ChangePay(Command(),
        new() { Report = new(Employers.None, from, from.AddDays(6), PayFrequency.Week, new(100_000, Nzd)) })).Result);

    private async Task<IEnumerable<MonthsClosed>> Closed(SponsorshipId id) =>
        (await _world.EventsOf(id.Stream)).Select(e => SponsorshipDecider.Aggregate.Events.Read(e.Data.Span)).OfType<MonthsClosed>();

    private async Task<int> Closings(SponsorshipId id) => (await Closed(id)).Count();

    private async Task<long> Taken(SponsorshipId id) => (await _world.Sponsorship(id).Statement())!.Totals!.Share.Minor;

    // At home it was 5,279.28 a year.
    private static long Due(long earned, int months) => Math.Max(0, ((12 * earned) - (527_928L * months)) / 24);

    // Half an hour into a day in Auckland, without letting any timer fire.
    private void PassTo(DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");
        var local = day.ToDateTime(new(0, 30));
        _world.Time.AdjustTime(new(local, zone.GetUtcOffset(local)));
    }
}
