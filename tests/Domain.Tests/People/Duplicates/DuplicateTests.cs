namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.DuplicateCommand;
using static VipOrleans.Domain.People.DuplicateEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class DuplicateTests
{
    private static readonly RecordsFacts Known = new(Host(1), Host(2), 5, 7);
    private static readonly LinkRecords LinkOneTwo = new(Known, Host(1), Host(2), LinkReason.SameDocument);
    private static readonly PersonLinkAsked Asked = new(1, Host(1), Host(2), 7, LinkReason.SameDocument);
    private static readonly DuplicateEvent[] Linked = [Asked, new PersonLinkAdmitted(1), new PersonsLinked(1, false)];

    [Fact]
    public void Two_records_have_one_case_in_whichever_order_they_are_named()
    {
        Assert.Equal(DuplicateId.Of(Host(1), Host(2)), DuplicateId.Of(Host(2), Host(1)));
        Assert.NotEqual(DuplicateId.Of(Host(1), Host(2)), DuplicateId.Of(Host(1), Host(3)));
        Assert.Equal(DuplicateId.Of(Host(1), Migrant(1)), DuplicateId.Of(Migrant(1), Host(1)));
        Assert.Equal(DuplicateId.Of(Host(1), Host(2)), DuplicateId.Parse(DuplicateId.Of(Host(1), Host(2)).Value));
        Assert.Equal("nz", DuplicateId.Of(Host(1), Host(2)).Stream.Partition);
    }

    [Fact]
    public void A_sign_is_set_aside_and_listed_again()
    {
        var (first, second) = PersonId.InOrder(Host(1), Migrant(1));
        RecordsFacts pair = new(Host(1), Migrant(1), 1, 1);
        var dismissed = new PersonSignsDismissed(first, second, [PersonSign.Phone], DismissalReason.SharedByFamily);
        var dismiss = new DismissSigns(pair, new(pair.One, pair.Other, [PersonSign.Phone], DismissalReason.SharedByFamily));
        Given.Duplicate().When(dismiss).Then(dismissed).WithOutcome("dismissed");
        Given.Duplicate(dismissed).When(dismiss).ThenNothing().WithOutcome("dismissed");
        Given.Duplicate(dismissed).When(And(dismiss, d => d with { Signs = [PersonSign.Phone, PersonSign.Email] }))
            .Then(dismissed with { Signs = [PersonSign.Email] });
        Given.Duplicate(dismissed).When(And(dismiss, d => d with { Reason = DismissalReason.DifferentPeople }))
            .Then(dismissed with { Reason = DismissalReason.DifferentPeople });
        var reopened = Given.Duplicate(dismissed).When(new ReopenSigns([PersonSign.Phone, PersonSign.Email]))
            .Then(new PersonSignsReopened([PersonSign.Phone]));
        Assert.Empty(reopened.State.Dismissed);
        Given.Duplicate(dismissed, new PersonSignsReopened([PersonSign.Phone])).When(new ReopenSigns([PersonSign.Phone])).ThenNothing();
        Given.Duplicate().When(new ReopenSigns([PersonSign.Phone])).ThenRejected(RejectionCode.DuplicateNotFound);
    }

    private static DismissSigns And(DismissSigns c, Func<SignDismissal, SignDismissal> change) =>
        c with { Dismissal = change(c.Dismissal) };

    [Fact]
    public void A_dismissal_names_signs_and_two_records_that_are_there()
    {
        var dismiss = new DismissSigns(Known, new(Known.One, Known.Other, [PersonSign.Phone], DismissalReason.SharedByFamily));
        Given.Duplicate().When(And(dismiss, d => d with { Signs = [] })).ThenRejected(RejectionCode.InvalidInput);
        Given.Duplicate().When(And(dismiss, d => d with { Signs = [PersonSign.Phone, PersonSign.Phone] }))
            .ThenRejected(RejectionCode.InvalidInput);
        Given.Duplicate().When(dismiss with { Known = Known with { Other = Host(1) } }).ThenRejected(RejectionCode.InvalidInput);
        Given.Duplicate().When(dismiss with { Known = Known with { OtherVersion = null } }).ThenRejected(RejectionCode.HostNotFound);
        Given.Duplicate().When(dismiss with { Known = new(Host(1), Migrant(1), 1, null) }).ThenRejected(RejectionCode.MigrantNotFound);
        Given.Duplicate().When(dismiss with { Known = new(Host(1), HostId.From(CityId.Parse("au-syd"), "x"), 1, 1) })
            .ThenRejected(RejectionCode.InvalidInput);
    }

    [Fact]
    public void A_link_is_made_in_steps_and_each_is_noted_once()
    {
        Given.Duplicate().When(LinkOneTwo).Then(Asked).WithOutcome("linked");
        Assert.Equal(LinkStep.Admit, Given.Duplicate(Asked).State.Link!.Next);
        Given.Duplicate(Asked).When(new NoteLinkStep(1, LinkStep.Admit)).Then(new PersonLinkAdmitted(1));
        Assert.Equal(LinkStep.Attach, Given.Duplicate(Linked[..2]).State.Link!.Next);
        Given.Duplicate(Linked[..2]).When(new NoteLinkStep(1, LinkStep.Admit)).ThenNothing();
        Given.Duplicate(Linked[..2]).When(new NoteLinkStep(1, LinkStep.Attach, BothLive: true)).Then(new PersonsLinked(1, true));
        Given.Duplicate(Linked[..2]).When(new NoteLinkStep(1, LinkStep.Attach, ClaimIsOpen: true)).ThenNothing().WithOutcome("waiting");
        Assert.Equal(LinkStep.None, Given.Duplicate(Linked).State.Link!.Next);
        Given.Duplicate(Linked).When(LinkOneTwo).ThenNothing().WithOutcome("linked");
        Given.Duplicate(Linked).When(new LinkRecords(Known, Host(2), Host(1), LinkReason.Interview))
            .ThenRejected(RejectionCode.RecordLinked);
    }

    [Fact]
    public void A_link_that_is_refused_leaves_nothing_behind()
    {
        Given.Duplicate(Asked).When(new NoteLinkStep(1, LinkStep.Admit, RejectionCode.RecordLinked))
            .Then(new PersonLinkFailed(1, RejectionCode.RecordLinked));
        var failed = Given.Duplicate(Linked[..2]).When(new NoteLinkStep(1, LinkStep.Attach, RejectionCode.RecordLinked))
            .Then(new PersonLinkFailed(1, RejectionCode.RecordLinked));
        Assert.Equal(LinkStep.Detach, failed.State.Link!.Next);
        DuplicateEvent[] failing = [.. Linked[..2], new PersonLinkFailed(1, RejectionCode.RecordLinked), new PersonDetached(1)];
        Assert.Equal(LinkStep.Release, Given.Duplicate(failing).State.Link!.Next);
        var refused = Given.Duplicate(failing).When(new NoteLinkStep(1, LinkStep.Release))
            .Then(new PersonLinkRefused(1, RejectionCode.RecordLinked));
        Assert.False(refused.State.Link!.IsOpen);
        Given.Duplicate([.. failing, new PersonLinkRefused(1, RejectionCode.RecordLinked)]).When(LinkOneTwo)
            .Then(Asked with { Number = 2 });
    }

    [Fact]
    public void A_link_is_taken_back_and_can_be_made_again()
    {
        Given.Duplicate(Linked).When(new UnlinkRecords(UnlinkReason.DifferentPeople))
            .Then(new PersonUnlinkAsked(1, UnlinkReason.DifferentPeople)).WithOutcome("unlinked");
        DuplicateEvent[] leaving = [.. Linked, new PersonUnlinkAsked(1, UnlinkReason.DifferentPeople)];
        Assert.Equal(LinkStep.Detach, Given.Duplicate(leaving).State.Link!.Next);
        Given.Duplicate(leaving).When(LinkOneTwo).ThenRejected(RejectionCode.RecordLinked);
        Given.Duplicate(leaving).When(new NoteLinkStep(1, LinkStep.Detach)).Then(new PersonDetached(1));
        DuplicateEvent[] unlinked = [.. leaving, new PersonDetached(1), new PersonsUnlinked(1)];
        Given.Duplicate(unlinked).When(new UnlinkRecords(UnlinkReason.DifferentPeople)).ThenNothing();
        Given.Duplicate(unlinked).When(new NoteLinkStep(1, LinkStep.Admit)).ThenNothing();
        Given.Duplicate(unlinked).When(LinkOneTwo).Then(Asked with { Number = 2 });
    }

    [Fact]
    public void Only_what_is_linked_is_unlinked()
    {
        Given.Duplicate().When(new UnlinkRecords(UnlinkReason.DifferentPeople)).ThenRejected(RejectionCode.DuplicateNotFound);
        Given.Duplicate(Asked).When(new UnlinkRecords(UnlinkReason.DifferentPeople)).ThenRejected(RejectionCode.Busy);
        Given.Duplicate(Asked, new PersonLinkRefused(1, RejectionCode.Busy)).When(new UnlinkRecords(UnlinkReason.DifferentPeople))
            .ThenRejected(RejectionCode.RecordsNotLinked);
    }

    [Fact]
    public void A_host_is_not_linked_to_a_migrant() =>
        Given.Duplicate().When(new LinkRecords(new(Host(1), Migrant(1), 1, 1), Host(1), Migrant(1), LinkReason.Interview))
            .ThenRejected(RejectionCode.InvalidInput);
}
