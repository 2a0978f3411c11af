namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.VisaCommand;
using static VipOrleans.Domain.Sponsorships.VisaEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>The nation's step beside the city's checks.</summary>
public sealed class VisaTests
{
    private const string Reference = "INZ/2024-1";

    private static readonly VisaTerms Year =
        new(Today, Today.AddDays(364), [VisaCondition.MayWork, VisaCondition.InsuranceRequired], "9f2c");

    private static readonly VisaApplied Applied = new(Migrant(1), Reference, Today);

    private static readonly VisaRefused Refused = new(Reference, [VisaRefusal.DocumentsMissing], Today.AddDays(28), "nation-officer:one");

    private static Moment By(string officer, int days = 0) =>
        On(Today.AddDays(days)) with { Actor = $"nation-officer:{officer}" };

    private static Story<VisaDecider, VisaFile, VisaCommand, VisaEvent> File(params VisaEvent[] events) => new(events);

    private static ApplyForVisa Apply(string reference = Reference, int days = 0) =>
        new(Migrant(1), new(reference, Today.AddDays(days)), IsRegistered: true);

    [Fact]
    public void One_application_waits_at_a_time()
    {
        File().When(Apply()).Then(Applied).WithOutcome("applied");
        File(Applied).When(Apply()).ThenNothing().WithOutcome("applied");
        File(Applied).When(Apply("INZ/2024-2")).ThenRejected(RejectionCode.WrongState);
        File(Applied, new VisaWithdrawn(Reference)).When(Apply("INZ/2024-2")).Then(new VisaApplied(Migrant(1), "INZ/2024-2", Today));
        File(Applied, new VisaWithdrawn(Reference)).When(Apply(days: -1)).ThenRejected(RejectionCode.AlreadyExists);
        File().When(Apply() with { IsRegistered = false }).ThenRejected(RejectionCode.MigrantNotFound);
        File().When(Apply("Maria Santos")).ThenRejected(RejectionCode.InvalidInput);
        File().When(Apply(days: 1)).ThenRejected(RejectionCode.DateInFuture);
        var many = Enumerable.Range(0, VisaDecider.MaxApplications)
            .SelectMany(i => new VisaEvent[] { new VisaApplied(Migrant(1), $"no/{i}", Today), new VisaWithdrawn($"no/{i}") });
        File([.. many]).When(Apply()).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void It_is_granted_with_days_and_conditions()
    {
        var granted = File(Applied).When(new GrantVisa(Reference, Year)).Then(new VisaGranted(Reference, Year)).State;
        Assert.Equal([false, true, true, false],
            new[] { Year.From.AddDays(-1), Year.From, Year.To, Year.To.AddDays(1) }.Select(granted.CoversOn));
        // A file of decisions that comes twice changes nothing, and nobody decides otherwise.
        File(Applied, new VisaGranted(Reference, Year)).When(new GrantVisa(Reference, Year with { Conditions = [.. Year.Conditions] }))
            .ThenNothing().WithOutcome("granted");
        File(Applied, new VisaGranted(Reference, Year)).When(new GrantVisa(Reference, Year with { To = Year.To.AddDays(1) }))
            .ThenRejected(RejectionCode.WrongState);
        File(Applied).When(new GrantVisa("other", Year)).ThenRejected(RejectionCode.VisaNotFound);
        File(Applied).When(new GrantVisa(Reference, Year with { To = Today.AddDays(-1) })).ThenRejected(RejectionCode.InvalidInput);
        File(Applied).When(new GrantVisa(Reference, Year with { To = Today.AddYears(20).AddDays(1) }))
            .ThenRejected(RejectionCode.InvalidInput);
        File(Applied).When(new GrantVisa(Reference, Year with { Conditions = [VisaCondition.MayWork, VisaCondition.MayWork] }))
            .ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_refusal_has_reasons_and_an_appeal_which_somebody_else_decides()
    {
        File(Applied).When(new RefuseVisa(Reference, Refused.Reasons, Refused.AppealUntil), By("one")).Then(Refused);
        File(Applied).When(new RefuseVisa(Reference, [], Today)).ThenRejected(RejectionCode.InvalidInput);
        File(Applied).When(new RefuseVisa(Reference, Refused.Reasons, null)).ThenRejected(RejectionCode.InvalidInput);
        File(Applied).When(new RefuseVisa(Reference, Refused.Reasons, Today.AddDays(-1))).ThenRejected(RejectionCode.DateInPast);
        File(Applied, Refused).When(new RefuseVisa(Reference, Refused.Reasons, Refused.AppealUntil), By("two")).ThenNothing();
        File(Applied, Refused).When(new GrantVisa(Reference, Year), By("two")).ThenRejected(RejectionCode.WrongState);

        var appealed = new VisaAppealed(Reference);
        File(Applied, Refused).When(new AppealVisa(Reference), By("two", 28)).Then(appealed);
        File(Applied, Refused).When(new AppealVisa(Reference), By("two", 29)).ThenRejected(RejectionCode.AppealTooLate);
        File(Applied, Refused, appealed).When(new AppealVisa(Reference)).ThenNothing();
        File(Applied, Refused, appealed).When(new GrantVisa(Reference, Year), By("one")).ThenRejected(RejectionCode.SameOfficer);
        File(Applied, Refused, appealed).When(new RefuseVisa(Reference, Refused.Reasons, null), By("one"))
            .ThenRejected(RejectionCode.SameOfficer);
        File(Applied, Refused, appealed).When(new GrantVisa(Reference, Year), By("two")).Then(new VisaGranted(Reference, Year));
        File(Applied, Refused, appealed).When(new RefuseVisa(Reference, Refused.Reasons, Today.AddDays(9)), By("two"))
            .ThenRejected(RejectionCode.InvalidInput);
        var last = File(Applied, Refused, appealed).When(new RefuseVisa(Reference, Refused.Reasons, null), By("two"))
            .Then(new VisaRefused(Reference, Refused.Reasons, null, "nation-officer:two"));
        File(Applied, Refused, appealed, last.Decision.Events[0]).When(new AppealVisa(Reference)).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void What_was_not_pursued_or_not_used_lapses_and_what_was_used_does_not()
    {
        File(Applied).When(new LapseVisa(Reference, HasArrived: false)).Then(new VisaLapsed(Reference, VisaLapse.NotPursued));
        var unused = File(Applied, new VisaGranted(Reference, Year)).When(new LapseVisa(Reference, HasArrived: false))
            .Then(new VisaLapsed(Reference, VisaLapse.NotUsed)).State;
        Assert.False(unused.CoversOn(Today));
        File(Applied, new VisaGranted(Reference, Year)).When(new LapseVisa(Reference, HasArrived: true))
            .ThenRejected(RejectionCode.WrongState);
        File(Applied, Refused).When(new LapseVisa(Reference, HasArrived: false)).ThenRejected(RejectionCode.WrongState);
        File(Applied).When(new WithdrawVisa(Reference)).Then(new VisaWithdrawn(Reference));
        File(Applied, new VisaGranted(Reference, Year)).When(new WithdrawVisa(Reference)).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void Its_end_is_warned_of_90_30_and_7_days_before_once_each_and_noted_when_it_is_over_everywhere()
    {
        VisaFile file = File(Applied, new VisaGranted(Reference, Year)).State;
        List<(int Left, VisaEvent Event)> seen = [];
        // Every hour from the grant to two days after the end: whenever it is asked, each comes once.
        for (var now = Now; now < Now.AddDays(368); now = now.AddHours(1))
        {
            foreach (var e in VisaDecider.Decide(file, new TendVisas(), At(now)).Events)
            {
                seen.Add((Year.To.DayNumber - DateOnly.FromDateTime(now.UtcDateTime.AddHours(14)).DayNumber, e));
                file = VisaDecider.Evolve(file, e);
            }
        }

        Assert.Equal(
            [
                (90, new VisaExpiryWarned(Reference, 90, Year.To)), (30, new VisaExpiryWarned(Reference, 30, Year.To)),
                (7, new VisaExpiryWarned(Reference, 7, Year.To)), (-2, new VisaLapsed(Reference, VisaLapse.Expired)),
            ], seen);
        // It did let in on its days, whatever has become of it since.
        Assert.True(file.CoversOn(Year.To));
    }

    [Fact]
    public void If_the_clock_stood_still_only_the_nearest_warning_is_left_to_give()
    {
        VisaEvent[] granted = [Applied, new VisaGranted(Reference, Year)];
        var late = new VisaExpiryWarned(Reference, 30, Year.To);
        File(granted).When(new TendVisas(), On(Year.To.AddDays(-20))).Then(late);
        File([.. granted, late]).When(new TendVisas(), On(Year.To.AddDays(-20))).ThenNothing();
        File([.. granted, late]).When(new TendVisas(), On(Year.To.AddDays(-7))).Then(new VisaExpiryWarned(Reference, 7, Year.To));
        File(granted).When(new TendVisas(), On(Year.To.AddDays(500))).Then(new VisaLapsed(Reference, VisaLapse.Expired));
    }

    [Fact]
    public void Whoever_has_a_later_visa_already_is_not_warned_of_the_earlier_one()
    {
        var next = Year with { From = Year.To.AddDays(1), To = Year.To.AddYears(1) };
        VisaEvent[] renewed =
            [Applied, new VisaGranted(Reference, Year), new VisaApplied(Migrant(1), "next", Today), new VisaGranted("next", next)];
        File(renewed).When(new TendVisas(), On(Year.To.AddDays(-7))).ThenNothing();
        File(renewed).When(new TendVisas(), On(next.To.AddDays(-90))).Then(
            new VisaLapsed(Reference, VisaLapse.Expired), new VisaExpiryWarned("next", 90, next.To));
    }

    [Fact]
    public void An_arrival_needs_a_visa_where_the_nation_asks_for_one_and_a_change_of_host_does_not()
    {
        var granted = Given.Sponsorship(SponsorshipStatus.Granted);
        var arrive = new Arrive(Today, true, VerifiedPayslips, PhpRate);
        granted.When(arrive with { Entry = new(LacksVisa: true) }).ThenRejected(RejectionCode.VisaMissing);
        granted.When(arrive with { Entry = new(LacksVisa: false) }).Then(new MigrantArrived(Today, FixedPayslips));
        // Histories of nations that ask for nothing are as they were.
        granted.When(arrive).Then(new MigrantArrived(Today, FixedPayslips));
        var first = Given.Sponsorship(SponsorshipStatus.Active, new SponsorshipEnded(EndReason.ChangedHost, Today.AddDays(20))).State;
        var moved = granted.When(
            arrive with { On = Today.AddDays(25), Continues = first.YearOn(Today.AddDays(25)), Entry = new(LacksVisa: true) },
            On(Today.AddDays(25)));
        Assert.Null(moved.Decision.Rejection);
    }
}
