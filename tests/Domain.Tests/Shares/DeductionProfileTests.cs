namespace VipOrleans.Domain.Tests.Shares;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What the law lets be taken: the profiles of <c>policies/</c> against published tables, and the share under a limit.</summary>
public sealed class DeductionProfileTests
{
    private static readonly Currency Nzd = Currency.Parse("NZD");

    // The profile of the golden table: 25 % of gross, and at least 1,600.00 of a month's pay is kept.
    private static readonly DeductionProfile Golden = new(
        "golden", 1, "NZ", new(2020, 1, 1), "golden table", Nzd, PayBasis.Gross, false,
        [new PercentageCap(2500), new ProtectedFloor(36924, 160000)]);

    private static readonly DateOnly Arrival = new(2025, 1, 15), Later = new(2027, 12, 31);

    public static TheoryData<string, string, string, string, string> Published()
    {
        var data = new TheoryData<string, string, string, string, string>();
        foreach (var row in ProjectFiles.Rows("deductions.csv"))
        {
            data.Add(row["profile"], row["period"], row["disposable"], row["prior_deductions"], row["expected"]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void A_profile_allows_what_its_published_table_says(string profile, string period, string pay, string prior, string expected)
    {
        var read = Policy(profile);
        var allowed =
            read.Allowed(
                new(period == "week" ? PayFrequency.Week : PayFrequency.Month, Money.Parse(pay, read.Currency).Minor,
                    prior == "0" ? 0 : Money.Parse(prior, read.Currency).Minor), consented: true);
        Assert.Equal(Money.Parse(expected, read.Currency).Minor, allowed);
    }

    public static TheoryData<PayFrequency, string, string> UkBands() => new()
    {
        { PayFrequency.Week, "100.00", "0.00" }, { PayFrequency.Week, "100.01", "3.00" }, { PayFrequency.Week, "160.00", "4.80" },
        { PayFrequency.Week, "220.00", "11.00" }, { PayFrequency.Week, "270.00", "18.90" },
        { PayFrequency.Week, "375.00", "41.25" }, { PayFrequency.Week, "520.00", "78.00" }, { PayFrequency.Week, "520.01", "104.00" },
        { PayFrequency.Month, "430.00", "0.00" }, { PayFrequency.Month, "690.00", "20.70" }, { PayFrequency.Month, "950.00", "47.50" },
        { PayFrequency.Month, "1160.00", "81.20" },
        { PayFrequency.Month, "1615.00", "177.65" },
        { PayFrequency.Month, "2240.00", "336.00" },
        { PayFrequency.Month, "3000.00", "600.00" },
    };

    [Theory]
    [MemberData(nameof(UkBands))]
    public void A_band_counts_up_to_its_last_penny(PayFrequency period, string net, string expected)
    {
        var profile = Policy("uk-dea-standard");
        Assert.Equal(Money.Parse(expected, profile.Currency).Minor,
            profile.Allowed(new(period, Money.Parse(net, profile.Currency).Minor, 0), true));
    }

    [Fact]
    public void Without_a_consent_that_is_needed_nothing_is_taken() =>
        Assert.Equal((0, 100000),
            (Policy("nz-rse").Allowed(new(PayFrequency.Month, 600000, 0), false),
                Policy("nz-rse").Allowed(new(PayFrequency.Month, 507334, 0), true)));

    [Fact]
    public void Every_profile_of_the_folder_is_valid_and_is_written_as_it_is_read()
    {
        var files = Directory.GetFiles(Path.Combine(ProjectFiles.Directory, "../../policies"), "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var profile = Policy(Path.GetFileNameWithoutExtension(file));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), profile.Id);
            Assert.Null(DeductionProfile.Invalid(profile));
            var written = JsonSerializer.Serialize(profile, SharesJson.Default.DeductionProfile);
            Assert.Equal(written,
                JsonSerializer.Serialize(JsonSerializer.Deserialize(written, SharesJson.Default.DeductionProfile),
                    SharesJson.Default.DeductionProfile));
        }
    }

    [Fact]
    public void The_golden_table_under_a_limit_comes_out_row_by_row()
    {
        var rows = ProjectFiles.Rows("gain-share.csv").Where(r => r["case"] == "nzd-capped").ToList();
        Assert.Equal(12, rows.Count);
        var state = Arrived(527928);
        foreach (var row in rows)
        {
            var posted = Report(ref state, 1, int.Parse(row["period"]), long.Parse(row["earned_minor"]), Golden).OfType<SharePosted>()
                .Single();
            Assert.Equal(
                (long.Parse(row["earned_to_date_minor"]), long.Parse(row["due_to_date_minor"]), long.Parse(row["take_minor"]),
                    long.Parse(row["residue_minor"])),
                (posted.EarnedToDate.Minor, posted.DueToDate.Minor, posted.Taken.Minor, posted.Residue?.Minor ?? 0));
        }

        Assert.Equal(rows.Sum(r => long.Parse(r["take_minor"])), state.Books.Ledger.Posted(SponsorshipAccounts.HostDue(Nzd)));
    }

    [Fact]
    public void Shuffled_late_and_corrected_reports_entitle_to_what_reports_in_order_take() => Gen.Select(
        Gen.Long[0, 800000].Array[12],
        Gen.Shuffle(Enumerable.Range(1, 12).ToArray()),
        Gen.Select(Gen.Int[1, 12], Gen.Long[0, 800000]).Array[0, 20],
        Gen.Long[0, 3_000_000]).Sample((earned, order, wrong, baseline) =>
    {
        var straight = Arrived(baseline);
        for (var month = 1; month <= 12; month++) Report(ref straight, 1, month, earned[month - 1], Golden);

        var shuffled = Arrived(baseline);
        foreach (var (month, amount) in wrong) Report(ref shuffled, 1, month, amount, Golden);
        foreach (var month in order) Report(ref shuffled, 1, month, earned[month - 1], Golden);

        // Who reports in order is charged at once; of a late report no more than it lets be taken itself, so the rest waits.
        var entitled = shuffled.Entitled(shuffled.Earnings.ShareYears[1]);
        Assert.Equal(straight.Earnings.ShareYears[1].Taken, entitled);
        Assert.Equal(straight.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)),
            shuffled.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) - entitled + shuffled.Earnings.ShareYears[1].Taken);
        Assert.InRange(shuffled.Earnings.ShareYears[1].Taken, long.MinValue, entitled);
    });

    [Fact]
    public void No_month_takes_more_than_the_law_lets_be_taken_from_its_pay() =>
        Gen.Select(Gen.Long[0, 800000].Array[12], Gen.Long[0, 3_000_000]).Sample((earned, baseline) =>
    {
        var state = Arrived(baseline);
        for (var month = 1; month <= 12; month++)
        {
            var events = Report(ref state, 1, month, earned[month - 1], Golden);
            var allowed = Golden.Allowed(new(PayFrequency.Month, earned[month - 1], 0), false);
            Assert.All(events.OfType<SharePosted>(), p => Assert.InRange(p.Taken.Minor, long.MinValue, allowed));
            Assert.True(state.Books.Ledger.Posted(SponsorshipAccounts.Migrant(Nzd)) >= 0);
            Assert.Equal(0, state.Books.Ledger.Sum(Nzd.Asset));
        }
    });

    [Fact]
    public void What_the_law_kept_from_being_taken_expires_with_its_year()
    {
        var state = Arrived(0);
        Report(ref state, 1, 1, 300000, Golden);
        var next = Report(ref state, 2, 1, 300000, Golden);
        Assert.Equal([new ResidueExpired(1, new(75000, Nzd))], next.OfType<ResidueExpired>());
        Assert.Equal(new Money(75000, Nzd), next.OfType<SharePosted>().Single().Taken);

        var ended = SponsorshipDecider.Decide(state, new End(Party.Migrant, EndReason.MigrantLeft, new(2026, 3, 1)), Sample.On(Later));
        Assert.Equal([new SponsorshipEnded(EndReason.MigrantLeft, new(2026, 3, 1)), new ResidueExpired(2, new(75000, Nzd))], ended.Events);
    }

    [Fact]
    public void A_revoked_consent_stops_the_taking_and_never_the_leaving()
    {
        var rse = Policy("nz-rse");
        var state = Arrived(0);
        Assert.Equal(0, Report(ref state, 1, 1, 800000, rse).OfType<SharePosted>().Single().Taken.Minor);
        Do(ref state, new GiveConsent());
        Assert.Equal(200000, Report(ref state, 1, 2, 800000, rse).OfType<SharePosted>().Single().Taken.Minor);
        Do(ref state, new RevokeConsent());
        Assert.Equal(0, Report(ref state, 1, 3, 800000, rse).OfType<SharePosted>().Single().Taken.Minor);
        Assert.Null(SponsorshipDecider.Decide(state, new End(Party.Migrant, EndReason.MigrantLeft, Later), Sample.On(Later)).Rejection);
    }

    [Fact]
    public void A_profile_on_net_pay_asks_for_the_net_pay()
    {
        var uk = Policy("uk-dea-standard") with { Currency = Nzd };
        var state = Arrived(0);
        var report = Sample.Earned(1, 1, new(200000, Nzd), uk);
        Assert.Equal(RejectionCode.PayDetailsMissing, SponsorshipDecider.Decide(state, report, Sample.On(Later)).Rejection?.Code);
        var detailed =
            SponsorshipDecider.Decide(state,
                report with { Report = report.Report with { Details = new(new(162000, Nzd), new(48600, Nzd)) } }, Sample.On(Later));
        Assert.Equal(16200, detailed.Events.OfType<SharePosted>().Single().Taken.Minor);
    }

    [Fact]
    public void A_city_chooses_a_profile_from_a_day_on_and_the_past_keeps_its_own()
    {
        var today = new DateOnly(2026, 3, 1);
        var opened = new CityOpened(CityId.Parse("nz-akl"), "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default);
        var other = Golden with { Id = "other" };
        CityEvent[] running = [opened, Sample.Quota(5), new DeductionProfileChosen(Golden, today)];
        var state = Given.City(running).When(new ChooseDeductionProfile(new(other, today.AddDays(31))), Sample.On(today)).State;
        Assert.Equal([null, "golden", "golden", "other"],
            new[] { today.AddDays(-1), today, today.AddDays(30), today.AddDays(31) }.Select(d => state.ProfileOn(d)?.Id));
        Given.City(running).When(new ChooseDeductionProfile(new(Golden, today.AddDays(-1))), Sample.On(today))
            .ThenRejected(RejectionCode.DateInPast);
        Given.City(opened).When(new ChooseDeductionProfile(new(Golden with { Currency = Currency.Parse("USD") }, today)), Sample.On(today))
            .ThenRejected(RejectionCode.CurrencyMismatch);
    }

    [Fact]
    public void A_city_that_has_decided_no_quota_has_no_past_to_rewrite()
    {
        var today = new DateOnly(2026, 3, 1);
        var opened = new CityOpened(CityId.Parse("nz-akl"), "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default);
        var state = Given.City(opened).When(new ChooseDeductionProfile(new(Golden, today.AddYears(-1))), Sample.On(today)).State;
        Assert.Equal([null, "golden"], new[] { today.AddYears(-1).AddDays(-1), today.AddYears(-1) }.Select(d => state.ProfileOn(d)?.Id));
    }

    [Fact]
    public void A_version_of_a_profile_says_one_thing_forever()
    {
        var today = new DateOnly(2026, 3, 1);
        var opened = new CityOpened(CityId.Parse("nz-akl"), "Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default);
        var chosen = Given.City(opened, new DeductionProfileChosen(Golden, today));
        chosen.When(new ChooseDeductionProfile(new(Golden with { Limits = [new PercentageCap(3000)] }, today.AddDays(1))), Sample.On(today))
            .ThenRejected(RejectionCode.InvalidInput);
        foreach (var good in new[] { Golden with { Limits = [new PercentageCap(3000)], Version = Golden.Version + 1 },
            Golden with { Limits = [.. Golden.Limits] } })
        {
            chosen.When(new ChooseDeductionProfile(new(good, today.AddDays(1))), Sample.On(today))
                .Then(new DeductionProfileChosen(good, today.AddDays(1)));
        }
    }

    [Fact]
    public void A_late_report_in_a_year_that_is_over_changes_what_has_expired_of_it()
    {
        var state = Arrived(0);
        Report(ref state, 1, 1, 300000, Golden);
        Report(ref state, 2, 1, 300000, Golden);

        // 900000/2 due, 75000 and 225000 allowed: 150000 of the year are kept, and 75000 were told.
        Assert.Equal([new ResidueExpired(1, new(150000, Nzd), new(75000, Nzd))],
            Report(ref state, 1, 2, 300000, Golden).OfType<ResidueExpired>());
        // A correction down to nothing: of month 1 nothing is due any more.
        Assert.Equal([new ResidueExpired(1, new(75000, Nzd), new(150000, Nzd))],
            Report(ref state, 1, 1, 0, Golden).OfType<ResidueExpired>());
        var withdrawn = Do(ref state, new WithdrawEarnings(1, 2, Employers.None));
        Assert.Equal([new ResidueExpired(1, new(0, Nzd), new(75000, Nzd))], withdrawn.OfType<ResidueExpired>());
        Assert.Empty(Report(ref state, 2, 2, 300000, Golden).OfType<ResidueExpired>());
    }

    [Fact]
    public void A_first_residue_of_a_year_that_is_over_expires_at_once()
    {
        var state = Arrived(0);
        Report(ref state, 1, 1, 300000, Golden with { Limits = [] });
        Assert.Empty(Report(ref state, 2, 1, 300000, Golden).OfType<ResidueExpired>());
        Assert.Equal([new ResidueExpired(1, new(75000, Nzd))], Report(ref state, 1, 2, 300000, Golden).OfType<ResidueExpired>());
    }

    [Fact]
    public void A_late_report_after_the_end_of_a_sponsorship_expires_what_the_law_keeps_of_it()
    {
        var state = Arrived(0);
        Do(ref state, new End(Party.Migrant, EndReason.MigrantLeft, new(2026, 3, 1)));
        Assert.Equal([new ResidueExpired(1, new(75000, Nzd))], Report(ref state, 1, 1, 300000, Golden).OfType<ResidueExpired>());
        Assert.Equal([new ResidueExpired(1, new(100000, Nzd), new(75000, Nzd))],
            Report(ref state, 1, 1, 400000, Golden).OfType<ResidueExpired>());
        Assert.Equal([new EarningsConfirmed(1, 1, Employers.None)], Report(ref state, 1, 1, 400000, Golden));
    }

    [Fact]
    public void What_has_expired_is_always_what_the_years_that_are_over_have_left() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 12], Gen.Long[0, 800_000], Gen.Bool).Array[1, 30].Sample(reports =>
    {
        var state = Arrived(1_000_000);
        var told = new Dictionary<int, long>();
        foreach (var (year, month, earned, withdraws) in reports)
        {
            var events = withdraws
                ? Do(ref state, new WithdrawEarnings(year, month, Employers.None))
                : Report(ref state, year, month, earned, Golden);
            foreach (var expired in events.OfType<ResidueExpired>())
            {
                Assert.Equal(told.GetValueOrDefault(expired.Year), expired.Before?.Minor ?? 0);
                told[expired.Year] = expired.Residue.Minor;
            }

            // A year counts as over while a later one has a report.
            var reported = state.Earnings.ShareYears.Values.Where(y => !y.Reports.IsEmpty).Select(y => y.Number).DefaultIfEmpty().Max();
            foreach (var over in state.Earnings.ShareYears.Values.Where(y => y.Number < reported))
            {
                Assert.Equal(state.ToDate(over).Residue + state.Entitled(over) - over.Taken, told.GetValueOrDefault(over.Number));
            }

        }
    });

    [Fact]
    public void A_report_that_is_told_again_changes_nothing_whichever_way_the_consent_has_gone()
    {
        var rse = Policy("nz-rse");
        var state = Arrived(0);
        Report(ref state, 1, 1, 800000, rse);
        Do(ref state, new GiveConsent());
        Assert.Equal([new EarningsConfirmed(1, 1, Employers.None)], Report(ref state, 1, 1, 800000, rse));
        Report(ref state, 1, 2, 800000, rse);
        Do(ref state, new RevokeConsent());
        Assert.Equal([new EarningsConfirmed(1, 2, Employers.None)], Report(ref state, 1, 2, 800000, rse));
    }

    [Fact]
    public void A_correction_after_the_consent_was_revoked_takes_no_more_and_gives_back_only_what_it_corrects()
    {
        var rse = Policy("nz-rse");
        var state = Arrived(0);
        Do(ref state, new GiveConsent());
        Report(ref state, 1, 1, 800000, rse);
        Do(ref state, new RevokeConsent());
        Assert.Equal(0, Report(ref state, 1, 1, 900000, rse).OfType<SharePosted>().Single().Taken.Minor);
        Assert.Equal(-25000, Report(ref state, 1, 1, 700000, rse).OfType<SharePosted>().Single().Taken.Minor);
    }

    private static DeductionProfile Policy(string name) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(ProjectFiles.Directory, "../../policies", $"{name}.json")),
            SharesJson.Default.DeductionProfile)!;

    private static Sponsorship Arrived(long baseline) => Histories.ArrivedWith(Nzd, Share.Half, baseline, Arrival);

    private static IReadOnlyList<SponsorshipEvent> Report(ref Sponsorship state, int year, int month, long earned,
        DeductionProfile profile) =>
        Do(ref state, Sample.Earned(year, month, new(earned, Nzd), profile));

    private static IReadOnlyList<SponsorshipEvent> Do(ref Sponsorship state, SponsorshipCommand command)
    {
        var decision = SponsorshipDecider.Decide(state, command, Sample.On(Later));
        Assert.Null(decision.Rejection);
        state = decision.Events.Aggregate(state, SponsorshipDecider.Evolve);
        return decision.Events;
    }
}
