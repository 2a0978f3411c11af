namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>A host who is abroad, in prison or dead.</summary>
public sealed class HostSituationTests
{
    private static readonly HostAbsence Dead = new(HostSituation.Deceased, Today.AddDays(-3), "register/2024-9");

    private static HostSituationNoted Noted(HostAbsence absence, SponsorshipId? sponsorship = null) =>
        new(absence, sponsorship, ThatMoment.Actor);

    [Theory]
    [InlineData(HostSituation.Abroad)]
    [InlineData(HostSituation.Imprisoned)]
    [InlineData(HostSituation.Deceased)]
    public void No_sponsorship_begins_with_a_host_who_is_not_there(HostSituation situation)
    {
        var absence = new HostAbsence(situation, Today, "file/1");
        Given.Host(HostRegistered(1)).When(new NoteSituation(absence)).Then(Noted(absence));
        Given.Host(HostRegistered(1), Noted(absence)).When(new TakeHost(Case(1))).ThenRejected(RejectionCode.HostAway);
        Given.Sponsorship()
            .When(new Propose(Case(1), Host(1), Migrant(1), Party.Migrant,
                new(true, true, Household(1), Home(1), HostAway: situation)))
            .ThenRejected(RejectionCode.HostAway);
        var heard = new HostSituationHeard(situation);
        Given.Sponsorship(SponsorshipStatus.Granted, heard).When(new Arrive(Today, true, VerifiedPayslips, PhpRate))
            .ThenRejected(RejectionCode.HostAway);
        Given.Sponsorship(SponsorshipStatus.Granted, heard, new HostSituationHeard(null))
            .When(new Arrive(Today, true, VerifiedPayslips, PhpRate)).Then(new MigrantArrived(Today, FixedPayslips));
    }

    [Fact]
    public void The_guest_of_a_sponsorship_that_runs_keeps_everything_and_is_told()
    {
        Given.Host(HostRegistered(1), new HostTaken(Case(1))).When(new NoteSituation(Dead)).Then(Noted(Dead, Case(1)));
        var active = Given.Sponsorship(SponsorshipStatus.Active);
        var told = active.When(new HearOfHost(HostSituation.Deceased)).Then(new HostSituationHeard(HostSituation.Deceased)).State;
        Assert.Equal(active.State with { Formation = active.State.Formation with { HostAway = HostSituation.Deceased } }, told);
        Given.Sponsorship(SponsorshipStatus.Active, new HostSituationHeard(HostSituation.Deceased))
            .When(new HearOfHost(HostSituation.Deceased)).ThenNothing();
        // The migrant changes host as ever, and keeps the place.
        Given.Sponsorship(SponsorshipStatus.Active, new HostSituationHeard(HostSituation.Deceased)).When(new ChangeHost())
            .Then(new SponsorshipEnded(EndReason.ChangedHost, Today));
    }

    [Fact]
    public void That_somebody_has_died_is_undone_by_another_officer()
    {
        var dead = Given.Host(HostRegistered(1), new HostTaken(Case(1)), Noted(Dead, Case(1)));
        dead.When(new EndSituation("interview/3")).ThenRejected(RejectionCode.SameOfficer);
        dead.When(new EndSituation("interview/3"), ThatMoment with { Actor = "city-officer:two" })
            .Then(new HostSituationEnded("interview/3", Case(1), "city-officer:two"));
        dead.When(new NoteSituation(Dead with { Situation = HostSituation.Abroad })).ThenRejected(RejectionCode.WrongState);
        dead.When(new NoteSituation(Dead)).ThenNothing();
        var abroad = Noted(Dead with { Situation = HostSituation.Abroad });
        Given.Host(HostRegistered(1), abroad).When(new NoteSituation(Dead)).Then(Noted(Dead));
        var back = Given.Host(HostRegistered(1), abroad).When(new EndSituation("interview/3"));
        Assert.Null(back.Then(new HostSituationEnded("interview/3", null, ThatMoment.Actor)).State.Absence);
        Given.Host(HostRegistered(1)).When(new EndSituation("interview/3")).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void It_is_noted_with_a_document_and_from_a_day_that_has_come()
    {
        Given.Host(HostRegistered(1)).When(new NoteSituation(Dead with { Document = "told by a cousin" }))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.Host(HostRegistered(1)).When(new NoteSituation(Dead with { Since = Today.AddDays(1) }))
            .ThenRejected(RejectionCode.DateInFuture);
        Given.Host(HostRegistered(1), Noted(Dead)).When(new EndSituation("he is alive!")).ThenRejected(RejectionCode.InvalidInput);
        Given.Host().When(new NoteSituation(Dead)).ThenRejected(RejectionCode.HostNotFound);
    }
}
