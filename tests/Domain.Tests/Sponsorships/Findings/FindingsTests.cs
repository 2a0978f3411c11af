namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>What breaks a rule, and what an officer says to it.</summary>
public sealed class FindingsTests
{
    private static readonly DeductionProfile Profile = new("strict", 1, "NZ", Today, "made up", Nzd, PayBasis.Gross, false,
        [new PercentageCap(2500)],
        Others: [new DeductionRule(DeductionKind.Rent, NeedsConsent: true), new DeductionRule(DeductionKind.Other, NeedsPurpose: true)]);

    private static readonly OtherDeduction Rent = new(DeductionKind.Rent, Dollars(25_00));

    [Fact]
    public void A_pay_that_breaks_a_rule_is_settled_and_stays_so_while_the_same_is_found()
    {
        var s = Run(Arrived(), Week([Rent]));
        var pay = Assert.Single(s.Findings.Pays).Key;
        var settle = new SettleFindings(pay, FindingOutcome.PutRight, FindingReason.PaidBack);
        Assert.Equal([new FindingsSettled(pay, new(FindingOutcome.PutRight, FindingReason.PaidBack, Today))], Decide(s, settle).Events);
        s = Run(s, settle);
        Assert.Empty(Decide(s, settle).Events);
        // Another officer knows more: the newest word holds.
        Assert.Equal(FindingOutcome.Referred,
            Run(s, settle with { Outcome = FindingOutcome.Referred }).Findings.Pays[pay].Settled?.Outcome);
        // Corrected in what is not the finding it stays settled; corrected in it, it is open again, and without it there is none.
        Assert.NotNull(Run(s, Week([Rent], 951_00) with { Corrects = pay }).Findings.Pays[pay].Settled);
        Assert.Null(Run(s, Week([Rent with { Amount = Dollars(26_00) }]) with { Corrects = pay }).Findings.Pays[pay].Settled);
        Assert.Empty(Run(s, Week([Rent with { ConsentOn = Today }]) with { Corrects = pay }).Findings.Pays);
        Assert.Empty(Run(s, new WithdrawPay(pay)).Findings.Pays);
        Assert.Empty(Run(s, new ContestPay(pay, ContestReason.NotPaid), new DecideContest(pay, true)).Findings.Pays);
    }

    [Fact]
    public void What_breaks_nothing_has_nothing_to_settle() =>
        Assert.Equal(RejectionCode.FindingNotFound, Decide(Run(Arrived(), Week([])),
            new SettleFindings(PayId.Of(Week([]).Report), FindingOutcome.Noted, FindingReason.EmployerGone)).Rejection?.Code);

    [Fact]
    public void A_months_report_makes_findings_as_a_pay_does()
    {
        var id = PayId.OfMonth(1, 1, Employers.None);
        var s = Run(Arrived(), Month(new(Dollars(4_000_00), Dollars(25_00), Others: [Rent])));
        var finding = Assert.Single(s.Findings.Pays[id].Found);
        Assert.Equal((DeductionFault.NoConsent, DeductionKind.Rent, Dollars(25_00), Dollars(0)),
            (finding.Fault, finding.Kind, finding.Reported, finding.Permitted));
        s = Run(s, new SettleFindings(id, FindingOutcome.Unfounded, FindingReason.DocumentShown));
        Assert.NotNull(s.Findings.Pays[id].Settled);
        // The same month again with the consent: the earnings are the same, and what was found is gone.
        var again = Month(new(Dollars(4_000_00), Dollars(25_00), Others: [Rent with { ConsentOn = Today }]));
        Assert.Empty(Run(s, again).Findings.Pays);
        Assert.IsType<EarningsConfirmed>(Assert.Single(Decide(Run(s, again), again).Events));
        Assert.Empty(Run(s, new WithdrawEarnings(1, 1, Employers.None)).Findings.Pays);
    }

    [Fact]
    public void A_sum_without_kinds_is_looked_at_as_other_and_has_the_limit_that_it_always_had()
    {
        var s = Run(Arrived(), Month(new(Dollars(4_000_00), Dollars(25_00))));
        Assert.Equal(DeductionFault.NoPurpose, Assert.Single(Assert.Single(s.Findings.Pays).Value.Found).Fault);
        var limit = Decide(Arrived(), Month(new(Dollars(4_000_00), Dollars(25_00)))).Events.OfType<EarningsReported>().Single().Limit!;
        Assert.Equal((Dollars(1_000_00), null, Dollars(25_00)), (limit.Allowed, limit.Minutes, limit.OtherDeductions));
    }

    [Fact]
    public void The_kinds_of_a_month_come_to_the_sum() =>
        Assert.Equal(RejectionCode.InvalidInput,
            Decide(Arrived(), Month(new(Dollars(4_000_00), Dollars(26_00), Others: [Rent]))).Rejection?.Code);

    [Fact]
    public void A_month_below_the_minimum_wage_is_found()
    {
        var floor = Profile with { Limits = [.. Profile.Limits, new WageFloor(23_50, 40)] };
        var month = Month(new(Dollars(4_000_00), Dollars(0), Minutes: 200 * 60)) with { Profile = floor };
        var found = Assert.Single(Assert.Single(Run(Arrived(), month).Findings.Pays).Value.Found);
        Assert.Equal((DeductionFault.Underpaid, Dollars(4_000_00), Dollars(4_700_00)), (found.Fault, found.Reported, found.Permitted));
    }

    [Fact]
    public void A_tie_is_settled_until_something_else_is_flagged()
    {
        var s = Run(Arrived(), new NameEmployer(new("orchard", Today), new(true, false, false)));
        var settle = new SettleFlags(new("orchard", Today), FindingOutcome.Noted, FindingReason.TieDisclosed);
        Assert.Equal([new FlagsSettled("orchard", Today, new(FindingOutcome.Noted, FindingReason.TieDisclosed, Today))],
            Decide(s, settle).Events);
        s = Run(s, settle);
        Assert.NotNull(Job(s).Settled);
        Assert.NotNull(Job(Run(s, new EndEmployment("orchard", Today, Today.AddDays(3)))).Settled);
        Assert.NotNull(Job(Run(s, new NoteEmployerTies("orchard", new(true, false, false)))).Settled);
        Assert.Null(Job(Run(s, new NoteEmployerTies("orchard", new(true, true, false)))).Settled);
        Assert.Empty(Decide(s, settle).Events);
    }

    [Fact]
    public void What_is_not_flagged_or_contested_by_the_migrant_is_not_settled_here()
    {
        var settle = new SettleFlags(new("orchard", Today), FindingOutcome.Noted, FindingReason.TieDisclosed);
        Assert.Equal(RejectionCode.EmploymentNotFound, Decide(Arrived(), settle).Rejection?.Code);
        var plain = Arrived().Naming("orchard");
        Assert.Equal(RejectionCode.FindingNotFound,
            Decide(plain, settle with { Employment = new("orchard", DateOnly.MinValue) }).Rejection?.Code);
        var contested = SponsorshipDecider.Evolve(plain, new EmploymentContested("orchard", DateOnly.MinValue));
        Assert.Equal(RejectionCode.EmploymentContested,
            Decide(contested, settle with { Employment = new("orchard", DateOnly.MinValue) }).Rejection?.Code);
    }

    private static Employment Job(Sponsorship s) => Assert.Single(s.Employments.All);

    private static ReportPay Week(IReadOnlyList<OtherDeduction> others, long gross = 950_00) =>
        new(new(Employers.None, Today, Today.AddDays(6), PayFrequency.Week, Dollars(gross), Others: others), Profile);

    private static ReportEarnings Month(PayDetails details) => new(new(1, 1, Employers.None, Dollars(4_000_00), details), Profile);

    private static Sponsorship Arrived() => Histories.ArrivedWith(Nzd, Share.Half, 0, Today);

    private static Decision<SponsorshipEvent> Decide(Sponsorship s, SponsorshipCommand command) =>
        SponsorshipDecider.Decide(s, command, ThatMoment);

    private static Sponsorship Run(Sponsorship s, params SponsorshipCommand[] commands) => commands.Aggregate(s, (state, command) =>
    {
        var decision = Decide(state, command);
        Assert.Null(decision.Rejection);
        return decision.Events.Aggregate(state, SponsorshipDecider.Evolve);
    });
}
