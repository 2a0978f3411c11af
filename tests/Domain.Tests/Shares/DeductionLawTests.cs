namespace VipOrleans.Domain.Tests.Shares;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Tests;

/// <summary>The law of deductions for pays of any length, and for what others take.</summary>
public sealed class DeductionLawTests
{
    private static readonly Currency Nzd = Currency.Parse("NZD");
    private static readonly DateOnly Sunday = new(2026, 3, 8);

    // What 29 CFR 870.10(c) protects, with a minimum wage of $7.25: 60 hours of it for two weeks, 120 for four, 65 for half a month
    // (2 1/6 weeks) and 130 for a month.
    public static TheoryData<PayFrequency, string, string> UsPays() => new()
    {
        { PayFrequency.Week, "217.50", "0.00" }, { PayFrequency.Week, "217.51", "0.01" }, { PayFrequency.Week, "290.00", "72.50" },
        { PayFrequency.TwoWeeks, "435.00", "0.00" }, { PayFrequency.TwoWeeks, "435.01", "0.01" },
        { PayFrequency.TwoWeeks, "500.00", "65.00" }, { PayFrequency.TwoWeeks, "580.00", "145.00" },
        { PayFrequency.TwoWeeks, "2000.00", "500.00" },
        { PayFrequency.FourWeeks, "870.00", "0.00" }, { PayFrequency.FourWeeks, "1000.00", "130.00" },
        { PayFrequency.FourWeeks, "1160.00", "290.00" }, { PayFrequency.FourWeeks, "4000.00", "1000.00" },
        { PayFrequency.HalfMonth, "471.25", "0.00" }, { PayFrequency.HalfMonth, "500.00", "28.75" },
        { PayFrequency.HalfMonth, "628.34", "157.08" },
        { PayFrequency.Month, "942.50", "0.00" }, { PayFrequency.Month, "1000.00", "57.50" },
    };

    [Theory]
    [MemberData(nameof(UsPays))]
    public void The_us_floor_grows_with_the_weeks_of_the_pay(PayFrequency frequency, string disposable, string expected)
    {
        var us = Policy("us-ccpa-7.25");
        var limit = Limit(us, new(frequency, Money.Parse(disposable, us.Currency), Money.Parse(disposable, us.Currency), null, []));
        Assert.Equal(Money.Parse(expected, us.Currency), limit.Allowed);
    }

    // The employers' guide: a pay of two or four weeks is divided and looked up in the table of weekly earnings; the percentage is of all.
    public static TheoryData<PayFrequency, string, string> UkPays() => new()
    {
        { PayFrequency.TwoWeeks, "200.00", "0.00" }, { PayFrequency.TwoWeeks, "200.01", "6.00" },
        { PayFrequency.TwoWeeks, "320.00", "9.60" }, { PayFrequency.TwoWeeks, "320.01", "16.00" },
        { PayFrequency.TwoWeeks, "750.00", "82.50" }, { PayFrequency.TwoWeeks, "770.00", "115.50" },
        { PayFrequency.TwoWeeks, "1040.01", "208.00" },
        { PayFrequency.FourWeeks, "400.00", "0.00" }, { PayFrequency.FourWeeks, "640.00", "19.20" },
        { PayFrequency.FourWeeks, "1540.00", "231.00" }, { PayFrequency.FourWeeks, "2080.00", "312.00" },
        { PayFrequency.FourWeeks, "2080.01", "416.00" },
        { PayFrequency.HalfMonth, "215.00", "0.00" }, { PayFrequency.HalfMonth, "215.01", "6.45" },
        { PayFrequency.HalfMonth, "1120.00", "168.00" }, { PayFrequency.HalfMonth, "1120.01", "224.00" },
    };

    [Theory]
    [MemberData(nameof(UkPays))]
    public void A_uk_pay_of_several_weeks_is_looked_up_by_the_week(PayFrequency frequency, string net, string expected)
    {
        var uk = Policy("uk-dea-standard");
        var limit = Limit(uk, new(frequency, Money.Parse(net, uk.Currency), Money.Parse(net, uk.Currency), null, []));
        Assert.Equal(Money.Parse(expected, uk.Currency), limit.Allowed);
    }

    [Fact]
    public void A_profile_may_have_numbers_of_its_own_for_each_pay()
    {
        var floor = new ProtectedFloor(100, 400, 150, 250, 180);
        Assert.Equal([100, 150, 250, 180, 400], Enum.GetValues<PayFrequency>().Select(floor.Of));
        Assert.Equal([100, 200, 400, 201, 401], Enum.GetValues<PayFrequency>().Select(new ProtectedFloor(100, 401).Of));
        var bands = new PercentageBands([new(1000)], [new(2000)], [new(3000)], [new(4000)], [new(5000)]);
        Assert.Equal([100, 300, 400, 500, 200], Enum.GetValues<PayFrequency>().Select(f => bands.Allowed(new(f, 1000, 0))));
    }

    [Fact]
    public void A_wage_floor_is_the_minimum_wage_for_the_hours_worked()
    {
        var floor = new WageFloor(2350, 40);
        Assert.Equal([94_000, 188_000, 376_000, 203_667, 407_334], Enum.GetValues<PayFrequency>().Select(f => floor.Of(f, null)));
        // 37.5 hours are 881.25; a minute is 39.16..., rounded up.
        Assert.Equal((88_125L, 40L, 0L),
            (floor.Of(PayFrequency.Week, 2250), floor.Of(PayFrequency.Month, 1), floor.Of(PayFrequency.Week, 0)));
    }

    [Theory]
    [InlineData(40, 120_000, 0, 26_000)]
    [InlineData(40, 200_000, 0, 50_000)]
    [InlineData(50, 120_000, 0, 2_500)]
    [InlineData(52, 120_000, 0, 0)]
    [InlineData(40, 120_000, 4_700, 21_300)]
    [InlineData(40, 120_000, 30_000, 0)]
    public void The_share_gives_way_to_the_minimum_wage_and_to_what_others_take(int hours, long gross, long rent, long allowed)
    {
        OtherDeduction[] others = rent == 0 ? [] : [Rent(rent)];
        Assert.Equal(allowed,
            Limit(Policy("nz-rse"), new(PayFrequency.Week, new(gross, Nzd), null, hours * 60, others, Sunday)).Allowed.Minor);
    }

    [Fact]
    public void Tax_is_taken_from_gross_pay_without_counting_against_a_minimum_wage_before_tax()
    {
        OtherDeduction[] tax = [new(DeductionKind.Tax, new(20_000, Nzd))];
        var pay = new LookedAtPay(PayFrequency.Week, new(120_000, Nzd), null, 40 * 60, tax);
        var limit = Limit(Policy("nz-rse"), pay);
        Assert.Equal((26_000, 0, null), (limit.Allowed.Minor, limit.OtherDeductions.Minor, limit.Findings));

        // A profile on net pay counts with what tax leaves, said in one figure or in rows.
        var uk = Policy("uk-dea-standard") with { Currency = Nzd };
        Assert.Equal(20_000, Limit(uk, pay).Allowed.Minor);
        Assert.Equal(Limit(uk, pay), Limit(uk, pay with { AfterTax = new Money(100_000, Nzd) }));
        Assert.Equal(RejectionCode.PayDetailsMissing, DeductionLaw.Of(uk, pay with { Others = [] }, true).Rejection?.Code);
    }

    [Fact]
    public void Rent_is_agreed_consented_to_and_at_most_five_percent_of_the_minimum_pay()
    {
        // 5 % of 40 × 23.50 = 940.00 are 47.00.
        Assert.Null(Findings(Rent(4_700)));
        Assert.Equal([new(DeductionFault.OverCap, DeductionKind.Rent, new(4_701, Nzd), new(4_700, Nzd))], Findings(Rent(4_701))!);
        Assert.Equal([Nothing(DeductionFault.NotAgreed, Rent(100))], Findings(Rent(100) with { IsAgreed = false })!);
        Assert.Equal([Nothing(DeductionFault.NoPurpose, Rent(100))], Findings(Rent(100) with { Purpose = null })!);
        Assert.Equal([Nothing(DeductionFault.NoConsent, Rent(100))], Findings(Rent(100) with { ConsentOn = null })!);
        Assert.Equal([Nothing(DeductionFault.NoConsent, Rent(100))], Findings(Rent(100) with { ConsentOn = Sunday.AddDays(1) })!);
        // Two rents are one rent.
        Assert.Equal([new(DeductionFault.OverCap, DeductionKind.Rent, new(3_000, Nzd), new(1_700, Nzd))],
            Findings(Rent(3_000), Rent(3_000))!);
    }

    [Fact]
    public void An_agents_fee_is_forbidden_whatever_was_consented_to()
    {
        var fee = new OtherDeduction(DeductionKind.AgentFee, new(100, Nzd), Sunday, "agreement/7", true);
        Assert.Equal([Nothing(DeductionFault.Forbidden, fee)], Findings(fee)!);
    }

    [Fact]
    public void What_goes_below_the_minimum_wage_is_found_even_with_consent_and_the_last_in_order_gives_way_first()
    {
        OtherDeduction Taken(DeductionKind kind, long minor) => new(kind, new(minor, Nzd), Sunday, "agreement/7", true);
        // 1,000.00 for 40 hours leave 60.00: rent comes first, then insurance, and the loan has what is left.
        var pay = new LookedAtPay(PayFrequency.Week, new(100_000, Nzd), null, 40 * 60,
            [Taken(DeductionKind.Loan, 2_000), Taken(DeductionKind.Insurance, 1_000), Taken(DeductionKind.Rent, 4_500)], Sunday);
        var limit = Limit(Policy("nz-rse"), pay);
        Assert.Equal([new(DeductionFault.BelowWageFloor, DeductionKind.Loan, new(2_000, Nzd), new(500, Nzd))], limit.Findings!);
        Assert.Equal(0, limit.Allowed.Minor);
        Assert.Equal([500, 1_000, 4_500], DeductionLaw.Permitted(Policy("nz-rse"), pay));
    }

    [Fact]
    public void A_pay_below_the_minimum_wage_is_found_before_anything_is_taken()
    {
        var pay = new LookedAtPay(PayFrequency.Week, new(93_999, Nzd), null, 40 * 60, []);
        Assert.Equal([new(DeductionFault.Underpaid, null, new(93_999, Nzd), new(94_000, Nzd))], Limit(Policy("nz-rse"), pay).Findings!);
        // Without hours it is a guess, and nobody is accused on a guess.
        Assert.Null(Limit(Policy("nz-rse"), pay with { Minutes = null, Others = [Rent(1_000)], Through = Sunday }).Findings);
    }

    [Fact]
    public void After_every_deduction_the_pay_is_at_or_above_the_floor_for_any_mix_of_kinds() =>
        Gen.Select(Mix, Gen.Int[0, LookedAtPay.MostMinutes / 4], Gen.Enum<PayFrequency>(), Gen.Long[0, 1_000_000],
            Gen.Int[0, 2]).Sample((mix, minutes, frequency, gross, which) =>
    {
        var floor = new WageFloor(2350, 40);
        var profile = which switch
        {
            0 => Policy("uk-dea-standard") with { Currency = Nzd, Limits = [new TotalCap(4000), floor] },
            1 => Policy("nz-rse") with
            {
                Limits = [floor],
                ConsentNeeded = false,
                Others = [new(DeductionKind.Loan,
                PercentHundredths: 1000)]
            },
            _ => Policy("nz-rse"),
        };
        var others = Within(gross, mix);
        var pay = new LookedAtPay(frequency, new(gross, Nzd), profile.Basis == PayBasis.Net ? new Money(gross, Nzd) : null, minutes, others,
            Sunday);
        var limit = Limit(profile, pay);
        var tax = others.Where(o => o.Kind == DeductionKind.Tax).Sum(o => o.Amount.Minor);
        var (permitted, taken) = (DeductionLaw.Permitted(profile, pay), others.Sum(o => o.Amount.Minor) - tax);
        var byOthers = permitted.Where((p, i) => others[i].Kind != DeductionKind.Tax).Sum();
        var least = floor.Of(frequency, minutes);

        // What may be taken in all leaves the floor, or nothing is taken of a pay that does not reach it.
        Assert.True(gross - byOthers - limit.Allowed.Minor >= Math.Min(least, gross));
        // With what others have really taken, lawfully or not, the share takes nothing below the floor, nor more than there is.
        Assert.True(limit.Allowed.Minor == 0 || gross - taken - limit.Allowed.Minor >= least);
        Assert.True(limit.Allowed.Minor == 0 || limit.Allowed.Minor <= gross - taken - (profile.Basis == PayBasis.Gross ? tax : 0));
        // Whatever is cut is found, and nothing else is.
        Assert.Equal(
            others.Where((o, i) => permitted[i] < o.Amount.Minor).Select(o => o.Kind).Distinct().Order(),
            (limit.Findings ?? []).Where(f => f.Kind is not null).Select(f => f.Kind!.Value).Distinct().Order());
    });

    [Fact]
    public void A_profile_that_was_written_before_reads_and_writes_as_it_did()
    {
        const string text = """
            {"id":"old","version":1,"jurisdiction":"NZ","validFrom":"2020-01-01","source":"s","currency":"NZD","basis":"gross",
            "consentNeeded":false,"limits":[{"limit":"protected-floor","week":36924,"month":160000},
            {"limit":"percentage-bands","week":[{"percentHundredths":100}],"month":[{"percentHundredths":2500}]}]}
            """;
        var old = JsonSerializer.Deserialize(text, SharesJson.Default.DeductionProfile)!;
        Assert.Equal(text.ReplaceLineEndings(""), JsonSerializer.Serialize(old, SharesJson.Default.DeductionProfile));
        Assert.Null(DeductionProfile.Invalid(old));
        Assert.Equal(50_000, old.Allowed(new(PayFrequency.Month, 210_000, 0), false));
    }

    public static TheoryData<DeductionRule> Wrong() =>
    [
        new DeductionRule(DeductionKind.Tax), new DeductionRule(DeductionKind.Rent, PercentHundredths: -1),
        new DeductionRule(DeductionKind.Rent, PercentHundredths: 10_001),
        new DeductionRule(DeductionKind.Rent, Of: DeductionCapBase.Pay),
        new DeductionRule(DeductionKind.Rent, PercentHundredths: 500, Of: DeductionCapBase.MinimumPay),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_rule_for_other_deductions_says_something_that_can_be_kept(DeductionRule rule)
    {
        var profile = Policy("us-ccpa-7.25");
        Assert.NotNull(DeductionProfile.Invalid(profile with { Others = [rule] }));
        Assert.Null(DeductionProfile.Invalid(profile with { Others = [new(DeductionKind.Rent, PercentHundredths: 500)] }));
        Assert.NotNull(DeductionProfile.Invalid(profile with { Others = [new(DeductionKind.Rent), new(DeductionKind.Rent)] }));
        Assert.NotNull(DeductionProfile.Invalid(profile with { Limits = [new WageFloor(1, 40), new WageFloor(1, 40)] }));
        Assert.NotNull(DeductionProfile.Invalid(profile with { Limits = [new WageFloor(0, 40)] }));
    }

    public static TheoryData<LookedAtPay, RejectionCode> Impossible()
    {
        var good = new LookedAtPay(PayFrequency.Week, new(1000, Nzd), new(900, Nzd), 60, []);
        var usd = Currency.Parse("USD");
        return new()
        {
            { good with { Gross = new(1000, usd) }, RejectionCode.CurrencyMismatch },
            { good with { AfterTax = new(900, usd) }, RejectionCode.CurrencyMismatch },
            { good with { Others = [new(DeductionKind.Rent, new(1, usd))] }, RejectionCode.CurrencyMismatch },
            { good with { AfterTax = new(1001, Nzd) }, RejectionCode.InvalidInput },
            { good with { Gross = new(-1, Nzd), AfterTax = null }, RejectionCode.InvalidInput },
            { good with { Others = [new(DeductionKind.Rent, new(0, Nzd))] }, RejectionCode.InvalidInput },
            { good with { Others = [new(DeductionKind.Rent, new(600, Nzd)), new(DeductionKind.Loan, new(401, Nzd))] },
                RejectionCode.InvalidInput },
            { good with { Others = [new(DeductionKind.Rent, new(1, Nzd), Purpose: "for Ana")] }, RejectionCode.InvalidInput },
            { good with { Minutes = -1 }, RejectionCode.InvalidInput },
            { good with { Minutes = LookedAtPay.MostMinutes + 1 }, RejectionCode.InvalidInput },
        };
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_pay_that_cannot_be_is_refused(LookedAtPay pay, RejectionCode code) =>
        Assert.Equal(code, DeductionLaw.Of(Policy("nz-rse"), pay, true).Rejection?.Code);

    private static readonly Gen<(DeductionKind Kind, int Part, int Flags)[]> Mix =
        Gen.Select(Gen.Enum<DeductionKind>(), Gen.Int[1, 400], Gen.Int[0, 7]).Array[0, 8];

    // Each takes some thousandths of the pay, as long as there is some of it.
    private static List<OtherDeduction> Within(long gross, (DeductionKind Kind, int Part, int Flags)[] mix)
    {
        var (others, left) = (new List<OtherDeduction>(), gross);
        foreach (var (kind, part, flags) in mix)
        {
            var amount = Math.Min(left, gross * part / 1000);
            if (amount == 0) continue;
            left -= amount;
            others.Add(new(kind, new(amount, Nzd), (flags & 1) == 0 ? Sunday : null, (flags & 2) == 0 ? "agreement/7" : null,
                (flags & 4) == 0));
        }

        return others;
    }

    private static OtherDeduction Rent(long minor) => new(DeductionKind.Rent, new(minor, Nzd), Sunday, "agreement/7", true);

    private static DeductionFinding Nothing(DeductionFault fault, OtherDeduction of) => new(fault, of.Kind, of.Amount, new(0, Nzd));

    private static IReadOnlyList<DeductionFinding>? Findings(params OtherDeduction[] others) =>
        Limit(Policy("nz-rse"), new(PayFrequency.Week, new(200_000, Nzd), null, 40 * 60, others, Sunday)).Findings;

    private static PayLimit Limit(DeductionProfile profile, LookedAtPay pay)
    {
        var (limit, rejection) = DeductionLaw.Of(profile, pay, true);
        Assert.Null(rejection);
        return limit!;
    }

    private static DeductionProfile Policy(string name) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(ProjectFiles.Directory, "../../policies", $"{name}.json")),
            SharesJson.Default.DeductionProfile)!;
}
