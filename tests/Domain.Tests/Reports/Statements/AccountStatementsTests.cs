namespace VipOrleans.Domain.Tests.Reports;

using System.Globalization;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Tests.Sample;

public sealed class AccountStatementsTests
{
    private static readonly TimeZoneInfo Auckland = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");

    [Fact]
    public void A_month_opens_with_what_the_month_before_closed_with_and_has_a_line_for_each_booking()
    {
        var journal = new Journal();
        journal.Tell(new DateOnly(2024, 4, 10), Earned(1, 1, Dollars(400_000)));
        journal.Tell(new DateOnly(2024, 5, 3), new CollectShare("april", Dollars(100_000), new(2024, 5, 2)));
        journal.Tell(new DateOnly(2024, 5, 4), new ReservePayout("p-1", 0));

        var (april, may) = (journal.Statement("2024-04"), journal.Statement("2024-05"));

        Assert.Equal([StatementEntryKind.Earnings], april.Entries.Select(e => e.Kind));
        Assert.Equal([StatementEntryKind.Collected, StatementEntryKind.PayoutReserved], may.Entries.Select(e => e.Kind));
        Assert.Equal(april.Closing, may.Opening);
        Assert.Equal(("4000.00", "1780.03", "0.00"), (april.Closing.Earned.Amount, april.Closing.Due.Amount, april.Opening.Earned.Amount));
        Assert.Equal(("780.03", "1000.00"), (may.Closing.Due.Amount, may.Closing.InTransit.Amount));
        Assert.Equal("april", may.Entries[0].Reference);
        Assert.Empty(journal.Statement("2024-06").Entries);
        Assert.Equal(may.Closing, journal.Statement("2024-06").Opening);
    }

    [Fact]
    public void A_pay_has_a_line_of_each_share_year_that_it_touches_and_says_what_waits_and_what_is_contested()
    {
        var journal = new Journal();
        var profile = new DeductionProfile("cap", 1, "NZ", Today, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(1000)]);
        ReportPay Week(DateOnly from, long minor, DeductionProfile? limit = null) =>
            new(new(Employers.None, from, from.AddDays(6), PayFrequency.Week, Dollars(minor)), limit);

        // The second week's pay is less than what would have been earned at home in two; with the first it gives all that its limit allows.
        var (first, second) = (Week(Today, 900_000, profile), Week(Today.AddDays(7), 15_000, profile));
        journal.Tell(new DateOnly(2024, 4, 10), second);
        journal.Tell(new DateOnly(2024, 4, 11), first);
        journal.Tell(new DateOnly(2024, 4, 12), new ContestPay(PayId.Of(second.Report), ContestReason.AmountWrong));
        journal.Tell(new DateOnly(2024, 4, 13), Week(Today.AddYears(1).AddDays(-3), 700_000));
        var entries = journal.Statement("2024-04").Entries;
        Assert.Equal([StatementEntryKind.Earnings, StatementEntryKind.Earnings, StatementEntryKind.Earnings, StatementEntryKind.Earnings],
            entries.Where(e => e.Kind == StatementEntryKind.Earnings).Select(e => e.Kind));
        var (late, crossing) = (entries[1], entries.Where(e => e.Pay?.From == Today.AddYears(1).AddDays(-3)).ToArray());
        Assert.Equal((PayId.Of(first.Report), Today, Today.AddDays(6), PayFrequency.Week), (late.Pay!.Id, late.Pay.From, late.Pay.To,
            late.Pay.Frequency));
        Assert.Equal(("900.00", "915.00"), (Result(late, "taken now"), Result(late, "comes to")));
        Assert.Equal("15.00", Result(late, "waits"));
        Assert.Equal([1, 2], crossing.Select(e => e.For!.Year));
        Assert.Contains(crossing[0].Why, s => s.What.StartsWith("contested: 2024-03-13", StringComparison.Ordinal));
        Assert.All(entries, e => Assert.Equal(e.Change.Kept, e.Change.Earned - e.Change.Due));

        static string Result(StatementEntry entry, string what) => entry.Why.Single(s => s.What == what).Result[..^4];
    }

    [Fact]
    public void The_city_decides_what_day_it_is()
    {
        var journal = new Journal();
        // Noon in UTC on the last day of April is the first of May in Auckland.
        journal.Tell(new DateTimeOffset(2024, 4, 30, 12, 0, 0, TimeSpan.Zero), Earned(1, 1, Dollars(400_000)));

        Assert.Empty(journal.Statement("2024-04").Entries);
        Assert.Equal(new DateOnly(2024, 5, 1), Assert.Single(journal.Statement("2024-05").Entries).BookedOn);
    }

    [Fact]
    public void A_correction_stands_in_the_next_statement_and_refers_to_the_line_that_it_corrects()
    {
        var journal = new Journal();
        journal.Tell(new DateOnly(2024, 4, 10), Earned(1, 1, Dollars(400_000)));
        var april = journal.Statement("2024-04");
        journal.Tell(new DateOnly(2024, 5, 10), Earned(1, 1, Dollars(300_000)));
        journal.Tell(new DateOnly(2024, 6, 10), new WithdrawEarnings(1, 1, Employers.None));

        Assert.Equal(Text(april), Text(journal.Statement("2024-04")));
        var correction = Assert.Single(journal.Statement("2024-05").Entries);
        Assert.Equal(new EntryReference(april.Entries[0].Number, new(2024, 4, 10), StatementPeriod.Parse("2024-04")), correction.Corrects);
        Assert.Equal(("3000.00", "4000.00", "-500.00"),
            (correction.Earned?.Amount, correction.EarnedBefore?.Amount, correction.Change.Due.Amount));
        var withdrawal = Assert.Single(journal.Statement("2024-06").Entries);
        Assert.Equal((correction.Number, null), (withdrawal.Corrects?.Number, withdrawal.Earned));
        Assert.Equal("0.00", journal.Statement("2024-06").Closing.Due.Amount);
    }

    [Fact]
    public void A_clock_that_goes_back_writes_into_no_month_that_is_over()
    {
        var journal = new Journal();
        journal.Tell(new DateTimeOffset(2024, 4, 30, 12, 0, 1, TimeSpan.Zero), Earned(1, 1, Dollars(400_000)));
        journal.Tell(new DateTimeOffset(2024, 4, 30, 11, 59, 59, TimeSpan.Zero), Earned(1, 1, Dollars(300_000)));

        Assert.Empty(journal.Statement("2024-04").Entries);
        Assert.Equal(2, journal.Statement("2024-05").Entries.Count);
    }

    [Fact]
    public void A_closed_month_never_changes_months_follow_each_other_and_a_year_is_its_months() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 5], Gen.Int[1, 12], Gen.Long[0, 500_000]).Array[1, 25].Sample(steps =>
    {
        var journal = new Journal();
        var day = new DateOnly(2024, 4, 1);
        var closed = new Dictionary<string, string>();
        var n = 0;
        foreach (var (days, kind, month, amount) in steps)
        {
            n++;
            var next = day.AddDays(days);
            // What has been read of a month that is over is read again at the end.
            for (var d = new DateOnly(day.Year, day.Month, 1); d.AddMonths(1) <= next; d = d.AddMonths(1))
            {
                closed[StatementPeriod.MonthOf(d).ToString()] = Text(journal.Statement(StatementPeriod.MonthOf(d).ToString()));
            }

            day = next;
            journal.Tell(day, kind switch
            {
                0 or 1 => Earned(1, month, Dollars(amount)),
                2 => new WithdrawEarnings(1, month, Employers.None),
                3 => new CollectShare($"c-{n}", Dollars(1 + (amount % 1000)), day),
                4 => new ReservePayout($"p-{n}", 0),
                _ => new SettlePayout($"p-{Math.Max(1, n - month)}"),
            });
        }

        foreach (var (month, text) in closed) Assert.Equal(text, Text(journal.Statement(month)));
        foreach (var year in new[] { "2024", "2025", "2026" })
        {
            var (whole, months) =
                (journal.Statement(year),
                    Enumerable.Range(1, 12).Select(m => journal.Statement($"{year}-{m:D2}")).Where(s => s is not null).ToArray());
            Assert.Equal((whole.Opening, whole.Closing), (months[0].Opening, months[^1].Closing));
            Assert.Equal(whole.Entries.Select(e => e.Number), months.SelectMany(m => m.Entries).Select(e => e.Number));
            foreach (var (earlier, later) in months.Zip(months.Skip(1))) Assert.Equal(earlier.Closing, later.Opening);
            foreach (var month in months)
            {
                Assert.True(month.Closing.AddsUp, "What was earned is not where it should be.");
                Assert.Equal(month.Closing, month.Entries.Aggregate(month.Opening, (sum, e) => sum + e.Change));
            }
        }
    }, iter: 300);

    [Fact]
    public void A_share_is_explained_step_by_step_with_the_source_of_each_input()
    {
        var journal = new Journal();
        journal.Tell(new DateOnly(2024, 5, 10), Earned(1, 1, Dollars(400_000)));
        journal.Tell(new DateOnly(2024, 6, 10), Earned(1, 2, Dollars(420_000)));

        var why = journal.Statement("2024-06").Entries[0].Why;

        Assert.Equal(("180000.00 PHP × 1.7812 ÷ 60.731, rounded once, half up", "5279.28 NZD"),
            why.Where(s => s.What == "baseline of a year").Select(s => (s.How, s.Result)).Single());
        Assert.Contains("European Central Bank of 2024-03-06", why.Single(s => s.What == "baseline of a year").Source);
        Assert.Contains("payslips", why.Single(s => s.What == "baseline of a year").Source);
        Assert.Equal("4200.00 NZD", why.Single(s => s.What == "earned in month 2").Result);
        Assert.Equal(
            ("(12 × 8200.00 − 2 × 5279.28) × 1 ÷ (12 × 2) = 3660.060000, cut down", "3660.06 NZD"),
            why.Where(s => s.What == "due by 2024-05-05").Select(s => (s.How, s.Result)).Single());
        Assert.Equal(("3660.06 − 1780.03", "1880.03 NZD"), why.Where(s => s.What == "taken now").Select(s => (s.How, s.Result)).Single());
    }

    [Fact]
    public void What_the_law_keeps_back_is_in_the_explanation()
    {
        var journal = new Journal();
        var profile = new DeductionProfile("cap", 1, "NZ", Today, "made up", Nzd, PayBasis.Gross, false, [new PercentageCap(2500)]);
        journal.Tell(new DateOnly(2024, 5, 10), Earned(1, 1, Dollars(400_000), profile));

        var why = journal.Statement("2024-05").Entries[0].Why;

        Assert.Contains(why, s => s.How == "the less of 1780.03 − 0.00 and 1000.00" && s.Result == "1000.00 NZD");
        Assert.Equal("780.03 NZD", why.Single(s => s.What == "residue").Result);
    }

    [Fact]
    public void A_limit_is_explained_by_the_rule_that_decides_with_its_numbers_profile_version_and_source()
    {
        var bands = new PercentageBands([new(0)], [new(300, 100_000), new(1500)]);
        var limited = new DeductionProfile("law", 3, "NZ", Today, "Act 7, section 5", Nzd, PayBasis.Net, true, [new PercentageCap(9000)]);
        Assert.Equal(
            ("", "0.00 NZD",
                "deduction profile law, version 3 (Act 7, section 5), on net pay 3000.00, of which others take 500.00 first; it needs a "
                    + "written consent, and none stood"),
            LimitOf(limited, false));
        Assert.Equal(
            ("3000.00 × 90 ÷ 100, cut down", "2700.00 NZD",
                "deduction profile law, version 3 (Act 7, section 5), on net pay 3000.00, of which others take 500.00 first"),
                LimitOf(limited, true));
        Assert.Equal("3000.00 × 15 ÷ 100, cut down", LimitOf(limited with { Limits = [new PercentageCap(9000), bands] }, true).How);
        Assert.Equal(("3000.00 × 37.5 ÷ 100, cut down, − 500.00", "625.00 NZD"), HowMuch(new TotalCap(3750)));
        Assert.Equal(("3000.00 − 500.00 − 2400.00", "100.00 NZD"), HowMuch(new ProtectedFloor(0, 240_000)));
        Assert.Equal(("3000.00 − 500.00 − 2600.00, not below zero", "0.00 NZD"), HowMuch(new ProtectedFloor(0, 260_000)));
        Assert.EndsWith("; all of it may be taken", LimitOf(limited with { Limits = [] }, true).Source);

        (string How, string Result) HowMuch(DeductionLimit limit)
        {
            var (how, result, _) = LimitOf(limited with { Limits = [new PercentageCap(9000), limit] }, true);
            return (how, result);
        }

        static (string How, string Result, string Source) LimitOf(DeductionProfile profile, bool consents)
        {
            var journal = new Journal();
            if (consents) journal.Tell(new DateOnly(2024, 4, 1), new GiveConsent());
            journal.Tell(new DateOnly(2024, 5, 10), Earned(1, 1, Dollars(400_000), profile, new(Dollars(300_000), Dollars(50_000))));
            var step = Assert.Single(journal.Statement("2024-05").Entries[0].Why,
                s => s.What == "most that may be taken from the pay of month 1 by city");
            return (step.How, step.Result, step.Source);
        }
    }

    [Fact]
    public void Every_number_of_an_explanation_can_be_done_again_with_whole_numbers() =>
        Gen.Select(Gen.Int[1, 12], Gen.Long[0, 500_000]).Array[1, 12].Sample(pays =>
    {
        var journal = new Journal();
        foreach (var (month, amount) in pays) journal.Tell(new DateOnly(2025, 4, 10), Earned(1, month, Dollars(amount)));
        foreach (var entry in journal.Statement("2025-04").Entries)
        {
            var taken = Minor(entry.Why.Single(s => s.What == "taken to date").Result);
            Assert.Equal(entry.Why.Where(s => s.What.StartsWith("of ", StringComparison.Ordinal)).Sum(s => Minor(s.Result)), taken);
            foreach (var step in entry.Why.Where(s => s.What.StartsWith("due by", StringComparison.Ordinal)))
            {
                // (12 × E − n × B) × p ÷ (12 × q)
                var numbers = step.How.Replace("(", "").Replace(")", "").Split(['×', '−', '÷', '='], StringSplitOptions.TrimEntries);
                var (earned, months, baseline) =
                    (Cents(numbers[1]), long.Parse(numbers[2], CultureInfo.InvariantCulture), Cents(numbers[3]));
                Assert.Equal(Math.Max(0, (12 * earned) - (months * baseline)) / 24, Minor(step.Result));
            }
        }

        static long Minor(string money) => Cents(money[..^4]);
        static long Cents(string amount) => long.Parse(amount.Replace(".", ""), CultureInfo.InvariantCulture);
    }, iter: 200);

    [Theory]
    [InlineData(100)]
    [InlineData(2_000, Traits = new[] { "Speed", "slow" })]
    public void A_tax_summary_says_what_the_statements_of_its_year_have_changed(int histories) =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 8], Gen.Int[1, 12], Gen.Long[0, 500_000]).Array[1, 40].Sample(steps =>
    {
        var (journal, day, n) = (new Journal(), new DateOnly(2024, 4, 1), 0);
        foreach (var (days, kind, month, amount) in steps)
        {
            (day, n) = (day.AddDays(days), n + 1);
            journal.Tell(day, kind switch
            {
                0 or 1 => Earned(1, month, Dollars(amount)),
                2 => new CollectShare($"c-{n}", Dollars(1 + amount), day, IsUpTo: true),
                3 => new ReservePayout($"p-{n}", 0),
                4 => new SettlePayout($"p-{Math.Max(1, n - month)}"),
                5 => new ReservePayout($"p-{n}", 0, Party.Migrant),
                6 => new ReturnPayout($"p-{Math.Max(1, n - month)}"),
                7 => new BookLoss($"loss-{month}", Dollars(1 + amount)),
                _ => Fines(month, amount),
            });
            if (kind == 8) journal.Tell(day, new RuleOnFine(RulingId.From(Sample.Auckland, $"{month}"), RulingEffect.Stands));
        }

        for (var year = 2024; year <= day.Year; year++)
        {
            var period = StatementPeriod.Parse($"{year}");
            var statement = journal.Statement($"{year}");
            var (host, migrant) = (TaxSummary.From(TaxPayer.Host, "h", period, true, [statement]),
                TaxSummary.From(TaxPayer.Migrant, "m", period, true, [statement]));
            var change = statement.Closing - statement.Opening;
            Assert.Equal((change.PaidOut.Minor, change.LossPaid.Minor, change.Levy.Minor, change.Fined.Minor),
                (Of(host, TaxItem.SharePaid), Of(host, TaxItem.LossPaid), Of(host, TaxItem.LevyKept), Of(host, TaxItem.FineKept)));
            Assert.Equal((change.Earned.Minor, (change.Earned - change.Kept).Minor, change.RefundPaid.Minor),
                (Of(migrant, TaxItem.Earned), Of(migrant, TaxItem.ShareTaken), Of(migrant, TaxItem.RefundPaid)));
            foreach (var summary in new[] { host, migrant })
            {
                Assert.All(summary.Lines, l => Assert.True(period.Contains(l.From) && period.Contains(l.To) && l.From <= l.To));
                Assert.All(summary.Sums, sum => Assert.Equal(sum.Amount.Minor,
                    summary.Lines.Where(l => l.What == sum.What).Sum(l => l.Amount.Minor)));
            }
        }

        static long Of(TaxSummary summary, TaxItem what) =>
            summary.Sums.Where(s => s.What == what).Sum(s => s.Amount.Minor);

        static ProposeFine Fines(int month, long amount) => new(RulingId.From(Sample.Auckland, $"{month}"), FineReason.HomeUnfit,
            Dollars(1 + amount), new(Dollars(1_000_000), Dollars(100_000_000)));
    }, iter: histories);

    [Fact]
    public void An_employers_tax_summary_has_a_line_for_each_person_and_the_sums_of_its_months()
    {
        var year = StatementPeriod.Parse("2024");
        var summary = TaxSummary.OfEmployer("orchard", year, true,
        [
            new(Case(1), new(2024, 1, 1), new(2024, 1, 31), Dollars(50), Dollars(0)),
            new(Case(1), new(2024, 2, 1), new(2024, 2, 29), Dollars(70), Dollars(0)),
            new(Case(2), new(2024, 2, 1), new(2024, 2, 29), Dollars(0), Dollars(9)),
        ]);
        Assert.Equal([new(TaxItem.Withheld, Dollars(120)), new(TaxItem.GivenBack, Dollars(9))], summary.Sums);
        Assert.Equal(
            [
                new(TaxItem.Withheld, Case(1), "orchard", new(2024, 1, 1), new(2024, 2, 29), Dollars(120), 2, null),
                new(TaxItem.GivenBack, Case(2), "orchard", new(2024, 2, 1), new(2024, 2, 29), Dollars(9), 1, null),
            ], summary.Lines);
    }

    private static readonly DateOnly Later = new(2030, 1, 1);

    private static string Text(AccountStatement statement) => System.Text.Json.JsonSerializer.Serialize(statement);

    /// <summary>A sponsorship that has arrived, and what is told to it.</summary>
    private sealed class Journal
    {
        private readonly List<JournaledEvent> _events = [];
        private Sponsorship _state = SponsorshipDecider.Initial;

        public Journal()
        {
            foreach (var e in Histories.To(SponsorshipStatus.Active)) Add(Now, e);
        }

        public void Tell(DateOnly day, SponsorshipCommand command) => Tell(new DateTimeOffset(day, new(1, 0), TimeSpan.Zero), command);

        public void Tell(DateTimeOffset at, SponsorshipCommand command)
        {
            foreach (var e in SponsorshipDecider.Decide(_state, command, Sample.On(Later)).Events) Add(at, e);
        }

        public AccountStatement Statement(string period) =>
            AccountStatements.Of(_events, StatementPeriod.Parse(period),
                at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Auckland).DateTime))!;

        private void Add(DateTimeOffset at, SponsorshipEvent e)
        {
            _events.Add(new(_events.Count + 1, at, e));
            _state = SponsorshipDecider.Evolve(_state, e);
        }
    }
}
