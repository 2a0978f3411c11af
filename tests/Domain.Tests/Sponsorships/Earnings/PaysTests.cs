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

/// <summary>Pays of weeks, half-months and months, and what the share year makes of them.</summary>
public sealed class PaysTests
{
    // Its months begin on the 31st, or on the last day of a shorter month.
    private static readonly DateOnly Arrival = new(2024, 1, 31), Later = new(2030, 1, 1);

    private static readonly DeductionProfile Tenth =
        new("cap", 1, "NZ", Arrival, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(1000)]);

    public static TheoryData<string> Cases => [.. Rows.Select(r => r["case"]).Distinct()];

    private static IEnumerable<IReadOnlyDictionary<string, string>> Rows => ProjectFiles.Rows("gain-share-pays.csv");

    [Fact]
    public void The_golden_table_is_all_there() => Assert.Equal((5, 86), (Cases.Count, Rows.Count()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_golden_table_comes_out_to_the_unit_and_so_do_the_books(string name)
    {
        var rows = Rows.Where(r => r["case"] == name).ToList();
        var (currency, share) = (Currency.Parse(rows[0]["currency"]), Share.Parse(rows[0]["share"]));
        var s = Histories.ArrivedWith(currency, share, Number(rows[0], "baseline_year_minor"), Day(rows[0], "arrived_on"))
            .Naming("orchard");
        foreach (var row in rows)
        {
            var (from, to) = (Day(row, "pay_from"), Day(row, "pay_to"));
            var decision = SponsorshipDecider.Decide(s,
                new ReportPay(new("orchard", from, to, FrequencyOf(from, to), new(Number(row, "earned_minor"), currency))), On(Later));
            var posted = Assert.Single(decision.Events.OfType<SharePosted>());
            s = Apply(s, decision);
            Assert.Equal(Number(row, "take_minor"), posted.Taken.Minor);
            Assert.Equal(Number(row, "due_to_date_minor"), posted.DueToDate.Minor);
            Assert.Equal(Number(row, "earned_to_date_minor"), posted.EarnedToDate.Minor);
            Assert.Equal(Number(row, "due_to_date_minor"), s.Books.Ledger.Posted(SponsorshipAccounts.HostDue(currency)));

            // What the posting says of time is what the table says of it.
            var part = row["and_part_of_month"].Split('/');
            var last = s.Intervals(s.Earnings.ShareYears[1])[^1];
            Assert.Equal((int.Parse(row["months_elapsed"], CultureInfo.InvariantCulture) * GainShare.PartsPerMonth)
                + (long.Parse(part[0], CultureInfo.InvariantCulture) * GainShare.PartsPerMonth
                    / long.Parse(part[1], CultureInfo.InvariantCulture)), last.Time);
        }
    }

    [Fact]
    public void Pays_of_one_employer_add_up_and_the_same_pay_again_is_the_same()
    {
        var s = Run(Arrived(0), Week(0, 10_000), Week(0, 2_000), Week(7, 10_000));
        Assert.Equal((22_000, 11_000), (s.Earnings.ShareYears[1].EarnedToDate, s.Earnings.ShareYears[1].Taken));
        var again = SponsorshipDecider.Decide(s, Week(0, 2_000), On(Later));
        Assert.Equal(("known", 1), (again.Outcome, again.Events.Count));
        Assert.IsType<PayConfirmed>(again.Events[0]);
    }

    [Fact]
    public void A_correction_names_the_pay_and_what_was_reported_first_does_not_undo_it_when_it_comes_again()
    {
        var (first, more) = (Week(0, 10_000), Week(0, 30_000));
        var corrected = Run(Arrived(0), first, Week(7, 10_000), more with { Corrects = PayId.Of(first.Report) });
        Assert.Equal((40_000, 20_000), (corrected.Earnings.ShareYears[1].EarnedToDate, corrected.Earnings.ShareYears[1].Taken));
        // The first report once more, and a report of what the correction says.
        Assert.Equal(20_000, Run(corrected, first, more).Earnings.ShareYears[1].Taken);
        Assert.Equal(RejectionCode.PayNotFound,
            SponsorshipDecider.Decide(corrected, more with { Corrects = "pay-0" }, On(Later)).Rejection?.Code);
    }

    [Fact]
    public void A_withdrawal_names_the_pay_and_it_is_as_if_it_had_never_been_reported()
    {
        var never = Run(Arrived(600_000), Week(0, 100_000));
        var withdrawn = Run(never, Week(7, 50_000), new WithdrawPay(PayId.Of(Week(7, 50_000).Report)));
        Assert.Equal(never.Earnings.ShareYears[1].Taken, withdrawn.Earnings.ShareYears[1].Taken);
        Assert.Equal(Migrant(never), Migrant(withdrawn));
        // It can be reported again.
        Assert.Equal(150_000, Run(withdrawn, Week(7, 50_000)).Earnings.ShareYears[1].EarnedToDate);
    }

    [Fact]
    public void A_pay_that_crosses_the_end_of_the_year_is_split_by_days_and_both_years_are_posted()
    {
        // The first year ends on 30 January 2025: three of the seven days are in it.
        var pay = new ReportPay(new("orchard", new(2025, 1, 28), new(2025, 2, 3), PayFrequency.Week, Dollars(70_000)));
        var decision = SponsorshipDecider.Decide(Run(Arrived(0), new FixBaseline(2, null, null)), pay, On(Later));
        Assert.Equal([(1, 15_000), (2, 20_000)], decision.Events.OfType<SharePosted>().Select(p => (p.Year, p.Taken.Minor)));
        var s = Apply(Run(Arrived(0), new FixBaseline(2, null, null)), decision);
        Assert.Equal((30_000, 40_000), (s.Earnings.ShareYears[1].EarnedToDate, s.Earnings.ShareYears[2].EarnedToDate));
        s = Run(s, new WithdrawPay(PayId.Of(pay.Report)));
        Assert.Equal((0, 0), (s.Earnings.ShareYears[1].Taken, s.Earnings.ShareYears[2].Taken));
    }

    [Fact]
    public void Of_a_pay_that_crosses_the_arrival_only_the_days_from_then_on_count()
    {
        var s = Run(Arrived(0), new ReportPay(new("orchard", Arrival.AddDays(-3), Arrival.AddDays(3), PayFrequency.Week, Dollars(70_000))));
        Assert.Equal(40_000, s.Earnings.ShareYears[1].EarnedToDate);
    }

    [Fact]
    public void A_late_pay_is_not_charged_above_its_own_limit_and_what_it_leaves_waits_for_the_next_pay()
    {
        // The third week's pay is not even the baseline of three weeks: nothing is due of it.
        var poor = Run(Arrived(5_200_000), Week(14, 300_000, Tenth));
        Assert.Equal(0, poor.Earnings.ShareYears[1].Taken);
        // With the second week 43,103 are due, of which the third lets 30,000 be taken; but it is the second that is paid now.
        var late = Run(poor, Week(7, 100_000, Tenth));
        Assert.Equal((30_000, 10_000), (late.Entitled(late.Earnings.ShareYears[1]), late.Earnings.ShareYears[1].Taken));
        Assert.Equal(10_000, late.Earnings.ShareYears[1].ChargedTo(PayId.Of(Week(7, 100_000).Report)));
        // Of the fourth week 5,804 are wanted and 9,000 may be taken: the rest is of what has waited.
        var next = Run(late, Week(21, 90_000, Tenth));
        Assert.Equal((35_804, 19_000), (next.Entitled(next.Earnings.ShareYears[1]), next.Earnings.ShareYears[1].Taken));
        // The first week is the last to be reported, and entitles to a part of the second one's too: it pays what its own limit lets it.
        late = Run(late, Week(0, 900_000, Tenth));
        Assert.Equal((130_000, 100_000), (late.Entitled(late.Earnings.ShareYears[1]), late.Earnings.ShareYears[1].Taken));
    }

    [Fact]
    public void What_waited_for_a_pay_expires_with_the_year()
    {
        var s = Run(Arrived(5_200_000), Week(14, 300_000, Tenth), Week(7, 100_000, Tenth), Week(0, 900_000, Tenth),
            new End(Party.Migrant, EndReason.Completed, Arrival.AddDays(20)));
        var year = s.Earnings.ShareYears[1];
        Assert.Equal((130_000, 100_000), (s.Entitled(year), year.Taken));
        Assert.Equal(s.ToDate(year).Due - 100_000, year.Expired);
    }

    [Fact]
    public void Months_paid_by_the_share_month_give_what_months_reports_give() => Gen.Select(
        Gen.Select(Gen.Int[1, 12], Gen.Long[0, 900_000]).Array[1, 12], Gen.Long[0, 4_000_000], Gen.Bool)
        .Sample((pays, baseline, isLimited) =>
    {
        var profile = isLimited ? Tenth : null;
        var (byMonth, byPay) = (Arrived(baseline), Arrived(baseline));
        foreach (var (month, earned) in pays.DistinctBy(p => p.Item1))
        {
            byMonth = Run(byMonth, new ReportEarnings(new(1, month, "orchard", Dollars(earned)), profile));
            byPay = Run(byPay, new ReportPay(new("orchard", ShareYear.MonthStart(Arrival, 1, month),
                ShareYear.MonthStart(Arrival, 1, month + 1).AddDays(-1), PayFrequency.Month, Dollars(earned)), profile));
            Assert.Equal(byMonth.Earnings.ShareYears[1].Taken, byPay.Earnings.ShareYears[1].Taken);
            Assert.Equal(byMonth.Intervals(byMonth.Earnings.ShareYears[1]), byPay.Intervals(byPay.Earnings.ShareYears[1]));
        }
    }, iter: 300);

    [Fact]
    public void Of_a_month_with_a_pay_missing_time_closes_the_days_that_nobody_has_reported()
    {
        // Two weeks of the first month are paid; nobody reports after them.
        var s = Run(Arrived(290_000 * 12), Week(0, 400_000), Week(7, 400_000));
        Assert.Equal((800_000 - 140_000) / 2, s.Earnings.ShareYears[1].Taken);
        var closing = SponsorshipDecider.Decide(s, new CloseMonths(31), On(ShareYear.MonthStart(Arrival, 1, 2).AddDays(31)));
        Assert.Equal(new MonthsClosed(1, 1, 0), closing.Events[0]);
        s = Apply(s, closing);
        // The rest of the month has its baseline and no pay.
        Assert.Equal((800_000 - 290_000) / 2, s.Earnings.ShareYears[1].Taken);
        // A week that is reported late counts in full, and nothing else changes.
        s = Run(s, Week(14, 290_000));
        Assert.Equal((1_090_000 - 290_000) / 2, s.Earnings.ShareYears[1].Taken);
    }

    [Fact]
    public void The_same_days_are_reported_as_a_month_or_as_pays_and_not_as_both()
    {
        var month = new ReportEarnings(new(1, 1, "orchard", Dollars(100_000)));
        Assert.Equal(RejectionCode.PayDaysReported, Decide(Run(Arrived(0), month), Week(21, 1_000)).Rejection?.Code);
        Assert.Equal(RejectionCode.PayDaysReported, Decide(Run(Arrived(0), Week(21, 1_000)), month).Rejection?.Code);
        // Another employer is another matter, and so are other days.
        Assert.Null(Decide(Run(Arrived(0), month), Week(21, 1_000, employer: "packhouse")).Rejection);
        Assert.Null(Decide(Run(Arrived(0), month), Week(29, 1_000)).Rejection);
    }

    [Theory]
    [InlineData(0, 0, RejectionCode.InvalidInput, 7)]
    [InlineData(0, -1, RejectionCode.InvalidInput, 0)]
    [InlineData(-7, 0, RejectionCode.MonthOutsideSponsorship, -1)]
    public void Days_that_a_pay_cannot_be_for_are_refused(int from, int minor, RejectionCode code, int to) =>
        Assert.Equal(code, Decide(Arrived(0), new ReportPay(new("orchard", Arrival.AddDays(from), Arrival.AddDays(to), PayFrequency.Week,
            Dollars(minor)))).Rejection?.Code);

    [Fact]
    public void A_pay_that_cannot_be_is_refused()
    {
        var pay = Week(0, 100_000);
        Assert.Equal(RejectionCode.CurrencyMismatch,
            Decide(Arrived(0), pay with { Report = pay.Report with { Gross = new(1, Currency.Parse("AUD")) } }).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            Decide(Arrived(0), pay with { Report = pay.Report with { AfterTax = Dollars(100_001) } }).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput,
            Decide(Arrived(0), pay with { Report = pay.Report with { Minutes = 44_641 } }).Rejection?.Code);
        Assert.Equal(RejectionCode.InvalidInput, Decide(Arrived(0),
            pay with { Report = pay.Report with { Others = [new(DeductionKind.Rent, Dollars(100_001))] } }).Rejection?.Code);
        Assert.Equal(RejectionCode.EmployerNotNamed, Decide(Arrived(0), Week(0, 1, employer: "stranger")).Rejection?.Code);
        Assert.Equal(RejectionCode.DateInFuture, SponsorshipDecider.Decide(Arrived(0), Week(7, 1), On(Arrival.AddDays(6))).Rejection?.Code);
        // The second share year begins on 31 January 2025, and has no baseline before.
        var crossing = new ReportPay(new("orchard", new(2025, 1, 28), new(2025, 2, 3), PayFrequency.Week, Dollars(70_000)));
        Assert.Equal(RejectionCode.DateInFuture,
            SponsorshipDecider.Decide(Arrived(0), crossing, On(new(2025, 1, 30))).Rejection?.Code);
        Assert.Null(SponsorshipDecider.Decide(Arrived(0), crossing, On(new(2025, 1, 31))).Rejection);
    }

    [Fact]
    public void A_pay_is_limited_at_its_own_frequency()
    {
        var floor = Tenth with { Limits = [new ProtectedFloor(25_000, 100_000)] };
        Assert.Equal(15_000, Run(Arrived(0), Week(0, 40_000, floor)).Earnings.ShareYears[1].Taken);
        var fortnight = new ReportPay(new("orchard", Arrival, Arrival.AddDays(13), PayFrequency.TwoWeeks, Dollars(80_000)), floor);
        Assert.Equal(30_000, Run(Arrived(0), fortnight).Earnings.ShareYears[1].Taken);
    }

    [Theory]
    [InlineData(150)]
    [InlineData(3_000, Traits = new[] { "Speed", "slow" })]
    public void In_any_order_of_pays_corrections_withdrawals_contests_and_closings_the_year_entitles_to_the_same(int histories) =>
        Gen.Select(Gen.Select(Gen.Int[-6, 420], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Long[-200_000, 900_000], Gen.Int[0, 9], Gen.Int[-60, 700])
            .Array[1, 25],
        Gen.Long[0, 4_000_000], Gen.Int[0, 2], Gen.Int[0, 600], Gen.Int[-1, 600]).Sample((steps, baseline, limits, wait, end) =>
    {
        var begun = Run(Arrived(baseline), new FixBaseline(2, null, null));
        var (s, last) = (begun, ShareYear.MonthStart(Arrival, 1, 2).AddDays(31 + wait));
        var (known, wasContested) = (new Dictionary<string, ReportPay>(), false);
        foreach (var (from, frequency, employer, amount, what, clock) in steps)
        {
            var ids = known.Keys.Order(StringComparer.Ordinal).ToArray();
            var pay = Pay(from, (PayFrequency)frequency, $"employer-{employer}", Math.Abs(amount),
                limits == 2 || (limits == 1 && employer == 0) ? Tenth : null);
            var id = PayId.Of(pay.Report);
            if (what <= 2 && ids.Length > 0)
            {
                // Something that is known is corrected, withdrawn, or contested.
                var of = ids[Math.Abs(from) % ids.Length];
                if (amount < 0)
                {
                    s = Run(s, new WithdrawPay(of));
                    known.Remove(of);
                }
                else if (what == 0)
                {
                    var before = s;
                    wasContested = true;
                    s = Run(s, new ContestPay(of, ContestReason.AmountWrong));
                    // Nothing moves because of the dispute.
                    Assert.Equal(Books(before), Books(s));
                    s = Close(s, Earlier(last, Arrival.AddDays(Math.Max(0, clock))));
                    var isUpheld = employer == 0;
                    s = Run(s, new DecideContest(of, isUpheld));
                    if (isUpheld) known.Remove(of);
                }
                else
                {
                    var corrected = known[of] with { Report = known[of].Report with { Gross = Dollars(amount) }, Corrects = of };
                    if (known.Values.Any(k => k.Report.Says(corrected.Report))) continue;
                    s = Run(s, corrected);
                    known[of] = corrected with { Corrects = null };
                }
            }
            else if (!known.ContainsKey(id) && !known.Values.Any(k => k.Report.Says(pay.Report)))
            {
                s = Run(s, pay);
                known[id] = pay;
            }

            // The clock stands still, goes on, jumps, or even goes back.
            if (clock >= 0) s = Close(s, Earlier(last, Arrival.AddDays(clock)));
        }

        var inOrder = known.Values.OrderBy(p => p.Report.To).ThenBy(p => p.Report.Employer, StringComparer.Ordinal)
            .Aggregate(begun, (one, pay) => Run(one, pay));
        if (end >= 0)
        {
            var over = new End(Party.Migrant, EndReason.Completed, Arrival.AddDays(end));
            (inOrder, s) = (Run(inOrder, over), Run(s, over));
        }

        (inOrder, s) = (Close(inOrder, last), Close(s, last));
        foreach (var number in new[] { 1, 2 })
        {
            var (one, other) = (YearOf(inOrder, number), YearOf(s, number));
            Assert.Equal((one.EarnedToDate, one.EarnedHere, inOrder.Entitled(one)),
                (other.EarnedToDate, other.EarnedHere, s.Entitled(other)));
            // Where nothing limits anything, what is taken is what it entitles to; while something was contested, another pay may not have
            // been taken of, and what is contested in the end has no room for both.
            if (limits == 0 && !wasContested) Assert.Equal(s.Entitled(other), other.Taken);
        }
    }, iter: histories);

    private static ReportPay Pay(int from, PayFrequency frequency, string employer, long minor, DeductionProfile? profile)
    {
        int[] days = [7, 14, 28, 15, 30];
        var to = Arrival.AddDays(from + days[(int)frequency] - 1);
        return new(new(employer, Arrival.AddDays(from), to, frequency, Dollars(minor)), profile);
    }

    private static ReportPay Week(int from, long minor, DeductionProfile? profile = null, string employer = "orchard") =>
        Pay(from, PayFrequency.Week, employer, minor, profile);

    private static PayFrequency FrequencyOf(DateOnly from, DateOnly to) => (to.DayNumber - from.DayNumber) switch
    {
        6 => PayFrequency.Week,
        13 => PayFrequency.TwoWeeks,
        _ => PayFrequency.FourWeeks,
    };

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static Sponsorship Arrived(long baseline) =>
        Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival).Naming("orchard", "packhouse", "employer-0", "employer-1", "employer-2");

    private static ShareYear YearOf(Sponsorship s, int number) =>
        s.Earnings.ShareYears.GetValueOrDefault(number) ?? ShareYear.Empty(number, Arrival);

    private static long Migrant(Sponsorship s) => s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd));

    private static (long, long) Books(Sponsorship s) => (Migrant(s), SponsorshipBooks.HostSide(s.Books.Ledger, Nzd));

    private static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command) =>
        SponsorshipDecider.Decide(s, command, On(Later));

    private static Sponsorship Close(Sponsorship s, DateOnly day) =>
        Apply(s, SponsorshipDecider.Decide(s, new CloseMonths(31), On(day)));

    private static Sponsorship Run(Sponsorship s, params IEnumerable<SponsorshipCommand> commands) =>
        commands.Aggregate(s, (one, command) => Apply(one, Decide(one, command)));

    // Holds at every step what has to hold at every step.
    private static Sponsorship Apply(Sponsorship s, Decision<SponsorshipEvent> decision)
    {
        if (decision.Rejection is { Code: not RejectionCode.MonthOutsideSponsorship } refused) Assert.Fail(refused.Detail);
        var currency = s.Terms!.Currency;
        foreach (var e in decision.Events)
        {
            var books = s.Books.Ledger;
            foreach (var transfer in SponsorshipBooks.PostingsOf(e))
            {
                books = books.Post(transfer);
                Assert.Equal(0, books.Sum(transfer.From.Asset));
                Assert.True(books.Posted(SponsorshipAccounts.Migrant(currency)) >= 0, "A migrant owes.");
            }

            s = SponsorshipDecider.Evolve(s, e);
        }

        var years = s.Earnings.ShareYears.Values;
        Assert.Equal(years.Sum(y => y.Taken), SponsorshipBooks.HostSide(s.Books.Ledger, currency));
        Assert.Equal(years.Sum(y => y.EarnedHere - y.Taken), s.Books.Ledger.Posted(SponsorshipAccounts.Migrant(currency)));
        foreach (var year in years)
        {
            Assert.True(year.Taken <= s.Entitled(year), "More is taken than the year entitles to.");
            // After the end days are cut from pays without anything being charged to them.
            if (s.EndedOn is not null) continue;
            foreach (var pay in year.Pays.Where(p => p.Allowed is not null && p.Contest is null))
            {
                Assert.True(year.ChargedTo(pay.Id) <= pay.Allowed, "A pay is charged above its own limit.");
            }

        }

        return s;
    }

    private static long Number(IReadOnlyDictionary<string, string> row, string column) =>
        long.Parse(row[column], CultureInfo.InvariantCulture);

    private static DateOnly Day(IReadOnlyDictionary<string, string> row, string column) =>
        DateOnly.ParseExact(row[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
