namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class BaselineTests
{
    private static readonly DateOnly NextYear = Today.AddYears(1);
    private static readonly VerifiedBaseline Second =
        VerifiedPayslips with { Version = 2, Yearly = Dollars(600_000), Method = BaselineMethod.TaxRecord, On = Today.AddMonths(6) };

    [Fact]
    public void An_officer_verifies_what_was_declared_and_every_version_is_kept()
    {
        var declared = Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips));
        declared.When(new VerifyBaseline(Verify())).Then(new BaselineVerified(VerifiedPayslips)).WithOutcome("verified");
        var verified = Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips), new BaselineVerified(VerifiedPayslips));
        verified.When(new VerifyBaseline(Verify())).ThenNothing().WithOutcome("verified");
        var corrected = verified.When(new VerifyBaseline(Verify() with { Yearly = Money.Parse("190000.00", Php) }))
            .Then(new BaselineVerified(VerifiedPayslips with { Version = 2, Yearly = Money.Parse("190000.00", Php) }));
        Assert.Equal([1, 2], corrected.State.Verified.Select(v => v.Version));
    }

    [Fact]
    public void A_verification_that_cannot_be_is_refused()
    {
        var declared = Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips));
        Given.Migrant(MigrantRegistered(1)).When(new VerifyBaseline(Verify())).ThenRejected(RejectionCode.BaselineMissing);
        Given.Migrant(MigrantRegistered(1), new BaselineDeclared(Payslips), new MigrantErased()).When(new VerifyBaseline(Verify()))
            .ThenRejected(RejectionCode.MigrantNotFound);
        declared.When(new VerifyBaseline(Verify() with { On = Today.AddDays(1) })).ThenRejected(RejectionCode.DateInFuture);
        declared.When(new VerifyBaseline(Verify() with { Yearly = new(-1, Php) })).ThenRejected(RejectionCode.InvalidInput);
        declared.When(new VerifyBaseline(Verify() with { Yearly = default })).ThenRejected(RejectionCode.InvalidInput);
        declared.When(new VerifyBaseline(Verify() with { Yearly = new(Money.MaxMinor + 1, Php) })).ThenRejected(RejectionCode.InvalidInput);
        // A source is a reference; there is no room in it for a name or a sentence.
        Assert.All(["", "payslips of Malaya", "señal", new('x', 101), "a\nb"],
            text => declared.When(new VerifyBaseline(Verify() with { Source = text })).ThenRejected(RejectionCode.InvalidInput));
        var full = Given.Migrant(
            [MigrantRegistered(1), new BaselineDeclared(Payslips),
                .. Enumerable.Range(1, MigrantDecider.MaxVersions)
                    .Select(n => new BaselineVerified(VerifiedPayslips with { Version = n }))]);
        full.When(new VerifyBaseline(Verify() with { Source = "one-more" })).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void The_verified_baseline_is_fixed_at_the_arrival_in_the_host_currency_with_all_that_it_was_made_from()
    {
        var granted = Given.Sponsorship(SponsorshipStatus.Granted);
        var arrived = granted.When(new Arrive(Today, true, VerifiedPayslips, PhpRate))
            .Then(new MigrantArrived(Today, FixedPayslips)).State;
        Assert.Equal("5279.28 NZD", arrived.Earnings.BaselineOf(1)!.Yearly.ToString());
        Assert.Equal((VerifiedPayslips, PhpToNzd), (arrived.Earnings.Baseline!.Verified, arrived.Earnings.Baseline.Rate));
        var inDollars = VerifiedPayslips with { Yearly = Dollars(500_000) };
        granted.When(new Arrive(Today, true, inDollars, null))
            .Then(new MigrantArrived(Today, new(inDollars, null, Dollars(500_000))));
    }

    [Fact]
    public void An_arrival_needs_a_verified_baseline()
    {
        var granted = Given.Sponsorship(SponsorshipStatus.Granted);
        granted.When(new Arrive(Today.AddDays(1), true, VerifiedPayslips, PhpRate)).ThenRejected(RejectionCode.DateInFuture);
        granted.When(new Arrive(Today, false, null, null)).ThenRejected(RejectionCode.BaselineMissing);
        granted.When(new Arrive(Today, true, null, null)).ThenRejected(RejectionCode.BaselineNotVerified);
        RateFinding Found(ExchangeRate rate) => new(rate, null);
        granted.When(
            new Arrive(Today, true, VerifiedPayslips,
                Found(PhpToNzd with { From = PhpToNzd.From with { PerBase = Rate.Parse("0.000000000001") } })))
                .ThenRejected(RejectionCode.InvalidInput);
    }

    public static TheoryData<string> NoRates => ["none", "explained", "from another currency", "to another currency", "of a later day"];

    [Theory]
    [MemberData(nameof(NoRates))]
    public void Without_a_rate_the_arrival_is_noted_and_the_money_waits(string why)
    {
        RateFinding? found = why switch
        {
            "none" => null,
            "explained" => new(null, new(RejectionCode.ExchangeRateMissing, "PHP: ecb has none.")),
            "from another currency" => new(PhpToNzd with { From = PhpToNzd.From with { Currency = Currency.Parse("INR") } }, null),
            "to another currency" => new(PhpToNzd with { To = PhpToNzd.To with { Currency = Currency.Parse("USD") } }, null),
            _ => PhpRate,
        };
        var on = why == "of a later day" ? Today.AddDays(-1) : Today;
        var arrived = Given.Sponsorship(SponsorshipStatus.Granted).When(new Arrive(on, true, VerifiedPayslips, found))
            .Then(new MigrantArrived(on, null, null, null, VerifiedPayslips)).WithOutcome("arrived-awaiting-rate").State;
        Assert.Equal((SponsorshipStatus.Arrived, VerifiedPayslips), (arrived.Status, arrived.Earnings.Awaits));

        // Nothing is reported, and the refusal says what it waits for; what is not there can be withdrawn as ever.
        var report = SponsorshipDecider.Decide(arrived, Sample.Earned(1, 1, Dollars(400_000)), Sample.ThatMoment);
        Assert.Equal(RejectionCode.ExchangeRateMissing, report.Rejection!.Code);
        Assert.Contains($"a rate from PHP to NZD for {on:yyyy-MM-dd}", report.Rejection.Detail, StringComparison.Ordinal);
        Assert.Null(SponsorshipDecider.Decide(arrived, new WithdrawEarnings(1, 1, "acme"), Sample.ThatMoment).Rejection);
    }

    [Fact]
    public void What_waited_is_converted_once_with_the_rate_of_the_first_day_and_never_again()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Granted, new MigrantArrived(Today, null, null, null, VerifiedPayslips));
        arrived.When(new FixBaseline(1, VerifiedPayslips, null), Sample.On(NextYear)).ThenRejected(RejectionCode.ExchangeRateMissing);
        // A newer version is for the years that begin after it.
        arrived.When(new FixBaseline(1, Second, null), Sample.On(NextYear)).ThenNothing();
        var state = arrived.When(new FixBaseline(1, VerifiedPayslips, PhpRate), Sample.On(NextYear))
            .Then(new BaselineFixed(1, FixedPayslips)).WithOutcome("fixed").State;
        Assert.Equal((FixedPayslips, null), (state.Earnings.Baseline, state.Earnings.Awaits));
        Assert.Empty(state.Earnings.LaterBaselines);
        Assert.Empty(SponsorshipDecider.Decide(state, new FixBaseline(1, VerifiedPayslips, PhpRate), Sample.On(NextYear)).Events);
        var posted = SponsorshipDecider.Decide(state, Sample.Earned(1, 1, Dollars(400_000)), Sample.On(NextYear)).Events;
        Assert.Equal(FixedPayslips.Yearly, posted.OfType<SharePosted>().Single().Baseline);
    }

    [Fact]
    public void Who_leaves_while_the_money_waits_leaves_as_anybody_does_and_the_next_host_waits_for_the_same_rate()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Granted, new MigrantArrived(Today, null, null, null, VerifiedPayslips));
        var ended = arrived.When(new End(Party.Migrant, EndReason.Moved, Today.AddDays(20)), Sample.On(Today.AddDays(20))).State;
        Assert.Equal(SponsorshipStatus.Ended, ended.Status);
        var year = ended.YearOn(Today.AddDays(25))!;
        Assert.Equal((Today, null, VerifiedPayslips), (year.FirstDay, year.Baseline, year.Awaits));

        var here = Given.Sponsorship(SponsorshipStatus.Granted)
            .When(new Arrive(Today.AddDays(25), true, VerifiedPayslips, PhpRate, year), Sample.On(Today.AddDays(25)))
            .Then(new MigrantArrived(Today.AddDays(25), null, year, null, VerifiedPayslips)).WithOutcome("arrived-awaiting-rate").State;
        var later = SponsorshipDecider.Decide(here, new FixBaseline(1, VerifiedPayslips, PhpRate), Sample.On(Today.AddDays(30)));
        Assert.Equal([new BaselineFixed(1, FixedPayslips)], later.Events);
    }

    [Fact]
    public void A_later_version_holds_from_the_next_share_year_on()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        var second = arrived.When(new FixBaseline(2, Second, null), Sample.On(NextYear))
            .Then(new BaselineFixed(2, new(Second, null, Dollars(600_000)))).WithOutcome("fixed").State;
        Assert.Equal(("5279.28", "6000.00", "6000.00"),
            (second.Earnings.BaselineOf(1)!.Yearly.Amount, second.Earnings.BaselineOf(2)!.Yearly.Amount,
                second.Earnings.BaselineOf(3)!.Yearly.Amount));
        var posted =
            (SharePosted)SponsorshipDecider.Decide(second, Sample.Earned(2, 1, Dollars(100_000)), Sample.On(NextYear)).Events.Single(
                e => e is SharePosted);
        Assert.Equal((Dollars(600_000), Dollars(25_000)), (posted.Baseline, posted.DueToDate));
        // And the first year still counts with its own, whatever is corrected in it.
        var first = (SharePosted)SponsorshipDecider.Decide(second, Sample.Earned(1, 1, Dollars(100_000)), Sample.On(NextYear))
            .Events.Single(
            e => e is SharePosted);
        Assert.Equal(FixedPayslips.Yearly, first.Baseline);
    }

    [Fact]
    public void A_baseline_in_another_currency_is_converted_with_the_rate_of_the_years_first_day()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        var pesos = VerifiedPayslips with { Version = 2, Yearly = Money.Parse("240000.00", Php) };
        arrived.When(new FixBaseline(2, pesos, PhpRate), Sample.On(NextYear))
            .Then(new BaselineFixed(2, new(pesos, PhpToNzd, PhpToNzd.Convert(pesos.Yearly))));
        arrived.When(new FixBaseline(2, pesos, null), Sample.On(NextYear)).ThenRejected(RejectionCode.ExchangeRateMissing);
        var tomorrow = PhpToNzd with { To = PhpToNzd.To with { On = NextYear.AddDays(1) } };
        arrived.When(new FixBaseline(2, pesos, new(tomorrow, null)), Sample.On(NextYear.AddDays(1)))
            .ThenRejected(RejectionCode.ExchangeRateMissing);
    }

    [Fact]
    public void A_year_keeps_the_baseline_that_it_began_with()
    {
        var arrived = Given.Sponsorship(SponsorshipStatus.Arrived);
        // Nothing newer by the year's first day: it keeps the one before, and that is written down.
        arrived.When(new FixBaseline(2, null, null), Sample.On(NextYear)).Then(new BaselineFixed(2, FixedPayslips));
        arrived.When(new FixBaseline(2, VerifiedPayslips, null), Sample.On(NextYear)).Then(new BaselineFixed(2, FixedPayslips));
        arrived.When(new FixBaseline(2, Second with { On = NextYear.AddDays(1) }, null), Sample.On(NextYear.AddDays(1)))
            .Then(new BaselineFixed(2, FixedPayslips));
        // Once fixed, or counted, or being the first, no version changes it, however it is dated.
        Given.Sponsorship(SponsorshipStatus.Arrived, new BaselineFixed(2, FixedPayslips))
            .When(new FixBaseline(2, Second, null), Sample.On(NextYear))
            .ThenNothing().WithOutcome("known");
        var earnings = arrived.State.Earnings;
        var counted = arrived.State with
        {
            Earnings =
            earnings with { ShareYears = earnings.ShareYears.Add(2, ShareYear.Empty(2, Today)) }
        };
        Assert.Empty(SponsorshipDecider.Decide(counted, new FixBaseline(2, Second, null), Sample.On(NextYear)).Events);
        arrived.When(new FixBaseline(1, Second, null), Sample.On(NextYear)).ThenNothing();
    }

    [Fact]
    public void What_the_law_kept_back_expires_by_the_baseline_of_its_own_year()
    {
        var profile = new DeductionProfile("cap", 1, "NZ", Today, "a test", Nzd, PayBasis.Gross, false, [new PercentageCap(1000)]);
        var s = Histories.ArrivedWith(Nzd, Share.Half, 120_000, Today);
        foreach (var (year, baseline) in new[] { (1, 120_000L), (2, 60_000L) })
        {
            if (year == 2) s = SponsorshipDecider.Evolve(s, new BaselineFixed(2, Histories.Baseline(Dollars(baseline), NextYear, 2)));
            s = SponsorshipDecider.Decide(s, Sample.Earned(year, 1, Dollars(100_000), profile), Sample.On(Today.AddYears(2)))
                .Events.Aggregate(s,
                SponsorshipDecider.Evolve);
        }

        // Year 1: half of 1000.00 − 100.00, and at most 100.00 of it taken; year 2: half of 1000.00 − 50.00.
        var reports = SponsorshipDecider.Decide(s, Sample.Earned(3, 1, Dollars(0), profile), Sample.On(Today.AddYears(2))).Events;
        Assert.Equal([new ResidueExpired(2, Dollars(37_500))], reports.OfType<ResidueExpired>());
    }

    private static BaselineVerification Verify() => new(Payslips.Yearly, BaselineMethod.Payslips, "case-file/2024-17", Today);
}
