namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ConsentTests
{
    private static readonly Moment One = ThatMoment with { Actor = "city-officer:one" },
        Two = ThatMoment with { Actor = "city-officer:two" },
        Three = ThatMoment with { Actor = "city-officer:three" };
    private static readonly Propose ByHost = new(Case(1), Host(1), Migrant(1), Party.Host, new(true, true, Household(1), Home(1)));
    private static readonly SponsorshipProposed Proposed = new(Case(1), Host(1), Migrant(1), Household(1), Home(1), Party.Host);
    private static readonly ActedInName HostPaper = new(Party.Host, NamedAct.Proposed, One.Actor, Today, "form/1"),
        MigrantPaper = new(Party.Migrant, NamedAct.Accepted, Two.Actor, Today, "form/2");

    [Fact]
    public void An_officers_word_alone_is_nobodys_consent()
    {
        Given.Sponsorship().When(ByHost, One).ThenRejected(RejectionCode.PaperMissing);
        foreach (var paper in new[] { "", new string('x', ActInName.MaxPaper + 1) })
        {
            Given.Sponsorship().When(ByHost with { Paper = paper }, One).ThenRejected(RejectionCode.PaperMissing);
        }

        Given.Sponsorship(Proposed).When(new Accept(Party.Migrant), One).ThenRejected(RejectionCode.PaperMissing);
        Given.Sponsorship(Proposed).When(new FormAtOnce(Party.Migrant), One).ThenRejected(RejectionCode.PaperMissing);
        // A side that signs in has said so itself.
        Given.Sponsorship().When(ByHost with { Paper = "form/1" }, By(Party.Host)).ThenRejected(RejectionCode.InvalidInput);
        Given.Sponsorship(Proposed).When(new Accept(Party.Migrant, "form/2"), By(Party.Migrant)).ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_signed_paper_is_a_consent_once_another_officer_has_seen_it()
    {
        Given.Sponsorship().When(ByHost with { Paper = "form/1" }, One).Then(Proposed, HostPaper);
        var shown = Given.Sponsorship(Proposed, HostPaper);
        // Until then nobody can accept.
        foreach (SponsorshipCommand yes in new SponsorshipCommand[] { new Accept(Party.Migrant), new FormAtOnce(Party.Migrant) })
        {
            shown.When(yes).ThenRejected(RejectionCode.WrongState);
        }

        shown.When(new SeePaper(Party.Host), One).ThenRejected(RejectionCode.SameOfficer);
        shown.When(new SeePaper(Party.Migrant), Two).ThenRejected(RejectionCode.WrongState);
        var seen = shown.When(new SeePaper(Party.Host), Two).Then(new PaperSeen(Party.Host, Two.Actor)).WithOutcome("seen").State;
        Assert.Equal([new(Party.Host, NamedAct.Proposed, One.Actor, Today, "form/1", Two.Actor)], seen.Formation.InName);
        Given.Sponsorship(Proposed, HostPaper, new PaperSeen(Party.Host, Two.Actor)).When(new Accept(Party.Migrant))
            .Then(new SponsorshipAccepted());
        Given.Sponsorship(Proposed, HostPaper, new PaperSeen(Party.Host, Two.Actor)).When(new SeePaper(Party.Host), Three)
            .ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void A_yes_on_paper_forms_it_when_it_is_seen_and_not_before()
    {
        var shown = Given.Sponsorship(Proposed).When(new Accept(Party.Migrant, "form/2"), Two).Then(MigrantPaper).WithOutcome("shown")
            .State;
        Assert.Equal(SponsorshipStatus.Proposed, shown.Status);
        var waits = Given.Sponsorship(Proposed, MigrantPaper);
        waits.When(new SeePaper(Party.Migrant), Two).ThenRejected(RejectionCode.SameOfficer);
        waits.When(new SeePaper(Party.Migrant), One).Then(new PaperSeen(Party.Migrant, One.Actor), new SponsorshipAccepted())
            .WithOutcome("accepted");
        waits.When(new SeePaper(Party.Migrant, AtOnce: true), One).Then(new PaperSeen(Party.Migrant, One.Actor), new SponsorshipAccepted(),
            new ClaimNoted(ClaimOn.Host, Claim.Held), new ClaimNoted(ClaimOn.Migrant, Claim.Held));
        // Meanwhile the side itself may say yes or no.
        waits.When(new Accept(Party.Migrant)).Then(new SponsorshipAccepted());
        waits.When(new Decline(Party.Migrant)).Then(new SponsorshipEnded(EndReason.Declined, Today));
    }

    [Fact]
    public void An_officer_does_not_speak_for_both_sides()
    {
        var seen = Given.Sponsorship(Proposed, HostPaper, new PaperSeen(Party.Host, Two.Actor));
        seen.When(new Accept(Party.Migrant, "form/2"), One).ThenRejected(RejectionCode.SameOfficer);
        seen.When(new Accept(Party.Migrant, "form/2"), One with { Actor = "nation-officer:one" }).ThenRejected(RejectionCode.SameOfficer);
        seen.When(new Accept(Party.Migrant, "form/2"), Two).Then(MigrantPaper);
    }

    [Fact]
    public void What_an_officer_does_in_a_sides_name_is_listed_and_what_both_agreed_no_officer_withdraws()
    {
        Given.Sponsorship(Proposed).When(new Decline(Party.Migrant), One)
            .Then(new ActedInName(Party.Migrant, NamedAct.Declined, One.Actor, Today), new SponsorshipEnded(EndReason.Declined, Today));
        Given.Sponsorship(Proposed).When(new Withdraw(Party.Host), One)
            .Then(new ActedInName(Party.Host, NamedAct.Withdrew, One.Actor, Today), new SponsorshipEnded(EndReason.Withdrawn, Today));
        var noticed = Given.Sponsorship(SponsorshipStatus.Active).When(new GiveNotice(), One).State;
        Assert.Equal([new(Party.Host, NamedAct.GaveNotice, One.Actor, Today)], noticed.Formation.InName);
        foreach (var status in new[] { SponsorshipStatus.Accepted, SponsorshipStatus.Checking, SponsorshipStatus.Granted })
        {
            foreach (var side in Enum.GetValues<Party>())
            {
                Given.Sponsorship(status).When(new Withdraw(side), One).ThenRejected(RejectionCode.ReasonNotAllowed);
            }
        }
    }
}
