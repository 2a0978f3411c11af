namespace VipOrleans.Domain.Tests.Sponsorships;

using System.Globalization;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>Months that nobody reports, and what time makes of them.</summary>
public sealed class MonthClosingTests
{
    // Its months begin on the 31st, or on the last day of a shorter month.
    private static readonly DateOnly Arrival = new(2024, 1, 31), Later = new(2030, 1, 1);

    private static readonly DeductionProfile Tenth =
        new("cap", 1, "NZ", Arrival, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(1000)]);

    public static TheoryData<string> Cases => [.. Rows.Select(r => r["case"]).Distinct()];

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows => ProjectFiles.Rows("year-closes.csv");

    [Fact]
    public void The_golden_table_is_all_there() => Assert.Equal((3, 21), (Cases.Count, Rows.Count()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_golden_table_comes_out_to_the_cent_and_so_do_the_books(string name)
    {
        var rows = Rows.Where(r => r["case"] == name).ToList();
        var (currency, share) = (Currency.Parse(rows[0]["currency"]), Share.Parse(rows[0]["share"]));
        var earned = Number(rows[0], "earned_to_date_minor");
        var s = Histories.ArrivedWith(currency, share, Number(rows[0], "baseline_year_minor"), Arrival);
        for (var month = 1; month <= 6; month++)
        {
            var pay = (earned * month / 6) - (earned * (month - 1) / 6);
            s = Run(s, Sample.Earned(1, month, new(pay, currency)));
        }

        foreach (var row in rows)
        {
            Assert.Equal(earned, Number(row, "earned_to_date_minor"));
            var (month, due) = ((int)Number(row, "months_closed"), Number(row, "due_to_date_minor"));
            var before = s;
            s = Close(s, ClosesOn(1, month));
            Assert.Equal(due, s.Earnings.ShareYears[1].Taken);
            Assert.Equal(due, SponsorshipBooks.HostSide(s.Books.Ledger, currency));
            Assert.Equal(earned - due, s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(currency)));
            Assert.Equal(month, s.Earnings.ShareYears[1].Through);
            // The day before it was still open.
            Assert.Empty(Decide(before, ClosesOn(1, month).AddDays(-1)).Events);
        }
    }

    [Fact]
    public void A_month_is_closed_on_the_day_after_the_days_that_it_waits_and_once()
    {
        var s = Run(Arrived(1_200_000), Pay(1, 1, 300_000));
        // Month 2 is 29 February to 30 March. It waits through 30 April.
        Assert.Empty(Decide(s, new(2024, 4, 30)).Events);
        var decision = Decide(s, new(2024, 5, 1));

        var (closed, posted) = ((MonthsClosed)decision.Events[0], (SharePosted)decision.Events[1]);
        Assert.Equal((2, new MonthsClosed(1, 2, 1)), (decision.Events.Count, closed));
        Assert.Equal((2, 100_000, 50_000, 100_000, -50_000), (posted.ThroughMonth, posted.TakenBefore.Minor, posted.DueToDate.Minor,
            posted.TakenBefore.Minor, posted.Taken.Minor));
        Assert.Equal(new DateOnly(2024, 5, 1), posted.BookedOn);
        s = decision.Events.Aggregate(s, SponsorshipDecider.Evolve);
        Assert.Empty(Decide(s, new(2024, 5, 1)).Events);
        Assert.Empty(Decide(s, new(2024, 4, 1)).Events);
        // A city may wait longer, or not as long.
        Assert.Empty(Decide(s, new(2024, 5, 31), 32).Events);
        Assert.Single(Decide(s, new(2024, 5, 1), 1).Events.OfType<MonthsClosed>());
        Assert.All([0, 93, -1], days => Assert.Equal(RejectionCode.InvalidInput, Decide(s, Later, days).Rejection?.Code));
    }

    [Fact]
    public void A_month_between_two_reports_needs_no_closing()
    {
        var s = Run(Arrived(1_200_000), Pay(1, 1, 300_000), Pay(1, 3, 300_000));
        Assert.Empty(Decide(s, ClosesOn(1, 3)).Events);
        Assert.Equal(new MonthsClosed(1, 4, 3), Decide(s, ClosesOn(1, 4)).Events[0]);
    }

    [Fact]
    public void A_clock_that_jumps_closes_the_months_of_every_year_that_has_passed()
    {
        var s = Run(Arrived(1_200_000), Pay(1, 1, 2_000_000), new FixBaseline(2, null, null), new FixBaseline(3, null, null));
        var events = Decide(s, ClosesOn(3, 2)).Events;
        Assert.Equal([new(1, 12, 1), new(2, 12, 0), new(3, 2, 0)], events.OfType<MonthsClosed>());

        // Day by day it comes to the same.
        var jumped = events.Aggregate(s, SponsorshipDecider.Evolve);
        for (var day = Arrival; day <= ClosesOn(3, 2); day = day.AddDays(1)) s = Close(s, day);
        Assert.Equal(400_000, jumped.Earnings.ShareYears[1].Taken);
        Same(jumped, s);
    }

    [Fact]
    public void A_year_whose_baseline_is_not_fixed_is_left_until_it_is()
    {
        var s = Run(Arrived(1_200_000), Pay(1, 1, 2_000_000));
        Assert.Equal([new MonthsClosed(1, 12, 1)], Decide(s, ClosesOn(2, 2)).Events.OfType<MonthsClosed>());
        s = Run(Close(s, ClosesOn(2, 2)), new FixBaseline(2, null, null));
        Assert.Equal([new MonthsClosed(2, 2, 0)], Decide(s, ClosesOn(2, 2)).Events.OfType<MonthsClosed>());

        var waiting = s with { Earnings = s.Earnings with { Awaits = VerifiedPayslips, Baseline = null } };
        Assert.Equal(RejectionCode.ExchangeRateMissing, Decide(waiting, Later).Rejection?.Code);
    }

    [Fact]
    public void Where_the_law_limited_the_month_before_nothing_is_taken_of_a_closed_one_and_what_is_too_much_comes_back()
    {
        // Half of the gain of month 1 is 100,000, and the law lets 30,000 be taken.
        var s = Close(Run(Arrived(1_200_000), Pay(1, 1, 300_000, Tenth)), ClosesOn(1, 2));
        Assert.Equal((30_000, 50_000), (s.Earnings.ShareYears[1].Taken, s.ToDate(s.Earnings.ShareYears[1]).Due));
        s = Close(s, ClosesOn(1, 3));
        Assert.Equal(0, s.Earnings.ShareYears[1].Taken);
        Assert.Equal(300_000, s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)));
    }

    [Fact]
    public void With_its_last_month_the_year_is_closed_and_what_the_law_kept_expires_that_day()
    {
        var s = Enumerable.Range(1, 12).Aggregate(Arrived(0), (one, month) => Run(one, Pay(1, month, 100_000, Tenth)));
        Assert.Empty(Decide(s, ClosesOn(1, 12).AddDays(-1)).Events);
        var events = Decide(s, ClosesOn(1, 12)).Events;
        Assert.Equal(new MonthsClosed(1, 12, 12), events[0]);
        Assert.Equal(480_000, Assert.Single(events.OfType<ResidueExpired>()).Residue.Minor);
        Assert.Equal(0, Assert.Single(events.OfType<SharePosted>()).Taken.Minor);

        // What comes later changes how much has expired.
        s = Run(Close(s, ClosesOn(1, 12)), Pay(1, 12, 50_000, Tenth));
        Assert.Equal((115_000, 460_000), (s.Earnings.ShareYears[1].Taken, s.Earnings.ShareYears[1].Expired));
    }

    [Fact]
    public void After_the_end_months_are_closed_up_to_the_last_day_and_none_after_it()
    {
        // It ends in month 3 of the second year, in which nothing was reported.
        var ended = Run(Arrived(1_200_000), Pay(1, 1, 2_000_000), new FixBaseline(2, null, null),
            new End(Party.Migrant, EndReason.Completed, Arrival.AddMonths(14).AddDays(3)));
        Assert.Equal([new(1, 12, 1), new(2, 3, 0)], Decide(ended, Later).Events.OfType<MonthsClosed>());
        ended = Close(ended, Later);
        Assert.Equal(400_000, ended.Earnings.ShareYears[1].Taken);
        Assert.Empty(Decide(ended, Later.AddYears(5)).Events);

        // Where something was reported in the year of the end, leaving has closed it to the day.
        var left = Run(Arrived(1_200_000), Pay(1, 1, 2_000_000), new End(Party.Migrant, EndReason.MigrantLeft, Arrival.AddMonths(5)));
        Assert.Empty(Decide(left, Later).Events);
    }

    [Fact]
    public void What_is_refunded_for_a_closed_month_comes_from_the_host_and_then_from_the_guarantee()
    {
        var s = Run(Arrived(1_200_000), Pay(1, 1, 300_000), new CollectShare("march", Dollars(100_000), Later),
            new ReservePayout("payment-1", 0), new SettlePayout("payment-1"));
        s = Close(s, ClosesOn(1, 3));
        Assert.Equal(-100_000, s.Books.Ledger.Posted(SponsorshipAccounts.Guarantee(Nzd)));
        Assert.Equal(300_000, s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)));
        Assert.Equal(0, s.Books.Ledger.Sum(Nzd.Asset));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_change_of_host_each_closes_its_own_days_and_the_one_before_needs_nothing(bool isClosedBefore)
    {
        // The first host's days end in month 4, of which two were reported; the next one's begin a month later.
        var (last, again) = (Arrival.AddMonths(3).AddDays(9), Arrival.AddMonths(4).AddDays(9));
        var first = Run(Arrived(1_200_000), Pay(1, 1, 900_000), Pay(1, 2, 300_000));
        if (isClosedBefore) first = Close(first, ClosesOn(1, 3));
        first = Run(first, new End(Party.Migrant, EndReason.Completed, last));
        var next = Run(
            Arrived(0) with { Status = SponsorshipStatus.Granted, Earnings = new() },
            new Arrive(again, false, null, null, first.YearOn(again)));
        Assert.Empty(Decide(first, Later).Events);
        next = Close(next, ClosesOn(1, 12));

        // Both together have what one computation over the closed year gives.
        var one = first.Earnings.ShareYears[1].Closed(12)
            .Intervals(1_200_000, Share.Half, [new(Arrival, last), new(again, null)]);
        Assert.Equal(one.Where(i => i.Host == 0).Sum(i => i.Taken), first.Earnings.ShareYears[1].Taken);
        Assert.Equal(one.Where(i => i.Host == 1).Sum(i => i.Taken), next.Earnings.ShareYears[1].Taken);
        Assert.Equal(12, next.Earnings.ShareYears[1].ClosedThrough);

        // A late report for the days of the first one reaches both, and still they have.
        first = Run(first, Pay(1, 4, 290_000));
        next = Run(next, Pay(1, 4, 290_000));
        one = next.Earnings.ShareYears[1].Intervals(1_200_000, Share.Half, [new(Arrival, last), new(again, null)]);
        Assert.Equal(one.Where(i => i.Host == 0).Sum(i => i.Taken), first.Earnings.ShareYears[1].Taken);
        Assert.Equal(one.Where(i => i.Host == 1).Sum(i => i.Taken), next.Earnings.ShareYears[1].Taken);
        Assert.Empty(Decide(first, Later).Events);
    }

    [Fact]
    public void A_month_that_was_closed_and_is_reported_late_gives_what_one_in_time_gives() => Gen.Select(
        Gen.Long[0, 900_000].Array[1, 11], Gen.Int[1, 12], Gen.Long[0, 900_000], Gen.Long[0, 4_000_000], Gen.Bool, Gen.Int[0, 400])
        .Sample((pays, late, earned, baseline, isLimited, wait) =>
    {
        var profile = isLimited ? Tenth : null;
        var reports = pays.Select((pay, i) => Pay(1, i + 1, pay, profile)).Where(r => r.Report.Month != late).ToArray();
        var report = Pay(1, late, earned, profile);
        var end = ClosesOn(2, 1).AddDays(wait);
        var begun = Run(Arrived(baseline), new FixBaseline(2, null, null));
        var inTime = Close(Run(begun, [.. reports, report]), end);
        var closedFirst = Run(Close(Run(begun, reports), end), report);
        Same(inTime, closedFirst, isLimited);
        Same(inTime, Close(closedFirst, end), isLimited);
    }, iter: 300);

    [Theory]
    [InlineData(150)]
    [InlineData(3_000, Traits = new[] { "Speed", "slow" })]
    public void In_any_order_of_reports_corrections_withdrawals_and_the_clock_the_year_comes_to_the_same(int histories) => Gen.Select(
        Gen.Select(Gen.Int[1, 16], Gen.Int[0, 1], Gen.Long[-200_000, 900_000], Gen.Int[-60, 700]).Array[1, 30],
        Gen.Long[0, 4_000_000], Gen.Bool, Gen.Int[0, 600], Gen.Int[-1, 600]).Sample((steps, baseline, isLimited, wait, end) =>
    {
        var profile = isLimited ? Tenth : null;
        var begun = Run(Arrived(baseline), new FixBaseline(2, null, null));
        var (shuffled, last) = (begun, ClosesOn(1, 1).AddDays(wait));
        var known = new SortedDictionary<(int Month, int Employer), long>();
        foreach (var (month, employer, amount, clock) in steps)
        {
            // Less than nothing is a withdrawal.
            var (year, of) = (((month - 1) / 12) + 1, ((month - 1) % 12) + 1);
            shuffled = amount < 0
                ? Run(shuffled, new WithdrawEarnings(year, of, $"employer-{employer}"))
                : Run(shuffled, Pay(year, of, amount, profile, $"employer-{employer}"));
            if (amount < 0) known.Remove((month, employer));
            else known[(month, employer)] = amount;
            // The clock stands still, goes on, jumps, or even goes back.
            if (clock >= 0) shuffled = Close(shuffled, Earlier(last, Arrival.AddDays(clock)));
        }

        var inOrder = begun;
        foreach (var ((month, employer), amount) in known)
        {
            inOrder = Run(inOrder, Pay(((month - 1) / 12) + 1, ((month - 1) % 12) + 1, amount, profile, $"employer-{employer}"));
        }

        if (end >= 0)
        {
            var over = new End(Party.Migrant, EndReason.Completed, Arrival.AddDays(end));
            (inOrder, shuffled) = (Run(inOrder, over), Run(shuffled, over));
        }

        (inOrder, shuffled) = (Close(inOrder, last), Close(shuffled, last));
        Same(inOrder, shuffled, isLimited);
        foreach (var interval in shuffled.Earnings.ShareYears.Values.SelectMany(y => shuffled.Intervals(y)).Where(i => i.Host == 0))
        {
            Assert.True(interval.Taken <= 0 || interval.Taken <= (interval.Allowed ?? interval.Taken), "More than the law lets be taken.");
            Assert.True(interval.Taken + interval.PassedBefore <= interval.Due, "More was taken than is due.");
        }
    }, iter: histories);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly ClosesOn(int year, int month) => ShareYear.MonthStart(Arrival, year, month + 1).AddDays(31);

    // What the share years entitle to; and what stands in the books, as far as the law lets that follow at once: where it limits what is
    // taken, no report is charged above its own limit, and what it leaves waits or expires.
    private static void Same(Sponsorship expected, Sponsorship actual, bool isLimited = false)
    {
        Assert.Equal(Years(expected), Years(actual));
        if (!isLimited) Assert.Equal(Books(expected), Books(actual));
        Assert.All([expected, actual], s => Assert.All(s.Earnings.ShareYears.Values, y =>
        {
            Assert.InRange(y.Taken, long.MinValue, s.Entitled(y));
            if (y.ClosedThrough == 12) Assert.Equal(s.ToDate(y).Residue + s.Entitled(y) - y.Taken, y.Expired);
        }));

        static (long, long, long, long)[] Years(Sponsorship s) =>
            [.. Enumerable.Range(1, 3).Select(n => s.Earnings.ShareYears.GetValueOrDefault(n)).Select(y => y is null
                ? default : (y.EarnedToDate, y.EarnedHere, s.Entitled(y), s.ToDate(y).Residue))];

        static (long, long, long) Books(Sponsorship s) => (s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)),
            SponsorshipBooks.HostSide(s.Books.Ledger, Nzd), s.Books.Ledger.Sum(Nzd.Asset));
    }

    private static Sponsorship Arrived(long baseline) =>
        Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival).Naming("orchard", "employer-0", "employer-1");

    private static ReportEarnings Pay(int year, int month, long minor, DeductionProfile? profile = null, string employer = "orchard") =>
        new(new(year, month, employer, Dollars(minor)), profile);

    private static Decision<SponsorshipEvent> Decide(Sponsorship s, DateOnly day, int afterDays = 31) =>
        SponsorshipDecider.Decide(s, new CloseMonths(afterDays), On(day));

    private static Sponsorship Close(Sponsorship s, DateOnly day) => Apply(s, Decide(s, day));

    private static Sponsorship Run(Sponsorship s, params IEnumerable<SponsorshipCommand> commands) =>
        commands.Aggregate(s, (one, command) => Apply(one, SponsorshipDecider.Decide(one, command, On(Later))));

    private static Sponsorship Apply(Sponsorship s, Decision<SponsorshipEvent> decision)
    {
        if (decision.Rejection is { Code: not RejectionCode.MonthOutsideSponsorship } refused) Assert.Fail(refused.Detail);
        foreach (var e in decision.Events)
        {
            var books = s.Books.Ledger;
            foreach (var transfer in SponsorshipBooks.PostingsOf(e))
            {
                books = books.Post(transfer);
                Assert.Equal(0, books.Sum(transfer.From.Asset));
                Assert.True(books.Posted(SponsorshipAccounts.Migrant(s.Terms!.Currency)) >= 0, "A migrant owes.");
            }

            s = SponsorshipDecider.Evolve(s, e);
        }

        return s;
    }

    private static long Number(IReadOnlyDictionary<string, string> row, string column) =>
        long.Parse(row[column], CultureInfo.InvariantCulture);
}
