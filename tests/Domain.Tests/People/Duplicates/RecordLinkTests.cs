namespace VipOrleans.Domain.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.People.MigrantCommand;
using static VipOrleans.Domain.People.MigrantEvent;
using static VipOrleans.Domain.Tests.Sample;
using HostLink = VipOrleans.Domain.People.RecordLinkCommand<VipOrleans.Domain.Kernel.HostId>;
using MigrantLink = VipOrleans.Domain.People.RecordLinkCommand<VipOrleans.Domain.Kernel.MigrantId>;

/// <summary>Host 1 is the principal, host 2 another record of the same person. Migrants' records follow the same rules.</summary>
public sealed class RecordLinkTests
{
    private static readonly HostEvent[] Principal = [HostRegistered(1), new HostRecordAdmitted(Host(2), 1)];
    private static readonly HostEvent[] Record = [HostRegistered(2), new HostAttached(Host(1))];

    [Fact]
    public void A_record_becomes_another_ones_principal_once()
    {
        Given.Host(HostRegistered(1)).When(new HostLink.Admit(Host(2), 4)).Then(new HostRecordAdmitted(Host(2), 4))
            .WithOutcome("admitted");
        Given.Host(Principal).When(new HostLink.Admit(Host(2), 9)).ThenNothing().WithOutcome("admitted");
        Given.Host(HostRegistered(2)).When(new HostLink.Attach(Host(1))).Then(new HostAttached(Host(1)));
        Given.Host(Record).When(new HostLink.Attach(Host(1))).ThenNothing().WithOutcome("attached");
    }

    [Fact]
    public void A_principal_is_never_linked_to_a_further_record()
    {
        Given.Host(Principal).When(new HostLink.Attach(Host(3))).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(Record).When(new HostLink.Admit(Host(3), 0)).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(Record).When(new HostLink.Attach(Host(3))).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(HostRegistered(1)).When(new HostLink.Attach(Host(1))).ThenRejected(RejectionCode.InvalidInput);
        Given.Host(HostRegistered(1)).When(new HostLink.Admit(Host(1), 0)).ThenRejected(RejectionCode.InvalidInput);
        Given.Host().When(new HostLink.Attach(Host(1))).ThenRejected(RejectionCode.HostNotFound);
    }

    [Fact]
    public void A_person_has_so_many_records_and_no_more()
    {
        HostEvent[] full = [HostRegistered(1),
            .. Enumerable.Range(2, RecordLinks<HostId>.MaxRecords).Select(n => new HostRecordAdmitted(Host(n), 1))];
        Given.Host(full).When(new HostLink.Admit(Host(100), 1)).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(full[..^1]).When(new HostLink.Admit(Host(100), 1)).Then(new HostRecordAdmitted(Host(100), 1));
    }

    [Fact]
    public void A_linked_record_is_taken_when_its_principal_agrees()
    {
        Given.Host(Record).When(new TakeHost(Case(1))).Then(new HostClaimAsked(Case(1))).WithOutcome("asking");
        Given.Host(Principal).When(new HostLink.Claim(Host(2), 3, Case(1))).Then(new HostRecordNoted(Host(2), 3, Case(1)))
            .WithOutcome("claimed");
        var asking = Given.Host([.. Record, new HostClaimAsked(Case(1))]);
        asking.When(new TakeHost(Case(1))).ThenNothing().WithOutcome("asking");
        asking.When(new TakeHost(Case(2))).ThenRejected(RejectionCode.HostBusy);
        var taken = asking.When(new HostLink.Answer(Case(1), Host(1), null)).Then(new HostTaken(Case(1)));
        Assert.Equal((Case(1), null), (taken.State.Live, taken.State.Linked.Asking));
    }

    [Fact]
    public void A_person_who_is_in_a_live_sponsorship_enters_no_other_through_another_record()
    {
        Given.Host([.. Principal, new HostTaken(Case(1))]).When(new HostLink.Claim(Host(2), 3, Case(2)))
            .ThenRejected(RejectionCode.HostBusy);
        Given.Host([.. Principal, new HostRecordNoted(Host(2), 3, Case(2))]).When(new TakeHost(Case(1)))
            .ThenRejected(RejectionCode.HostBusy);
        HostEvent[] two = [.. Principal, new HostRecordAdmitted(Host(3), 1), new HostRecordNoted(Host(3), 5, Case(3))];
        Given.Host(two).When(new HostLink.Claim(Host(2), 3, Case(2))).ThenRejected(RejectionCode.HostBusy);
        Given.Host([.. Record, new HostClaimAsked(Case(1))]).When(new HostLink.Answer(Case(1), Host(1), RejectionCode.HostBusy))
            .Then(new HostClaimRefused(Case(1), RejectionCode.HostBusy));
    }

    [Fact]
    public void What_was_noted_of_a_record_is_no_permission()
    {
        HostEvent[] both = [.. Principal, new HostTaken(Case(1)), new HostRecordNoted(Host(2), 5, Case(2))];
        Given.Host(both).When(new HostLink.Claim(Host(2), 5, Case(2))).ThenRejected(RejectionCode.HostBusy);
    }

    [Fact]
    public void An_answer_of_another_principal_than_now_does_not_count()
    {
        var alone = Given.Host([.. Record, new HostClaimAsked(Case(1)), new HostDetached(Host(1))]);
        alone.When(new HostLink.Answer(Case(1), Host(1), null)).ThenNothing().WithOutcome("asking");
        alone.When(new HostLink.Answer(Case(1), null, null)).Then(new HostTaken(Case(1)));
        alone.When(new HostLink.Attach(Host(3))).ThenRejected(RejectionCode.Busy);
    }

    [Fact]
    public void A_question_that_was_overtaken_is_not_granted()
    {
        Given.Host([.. Principal, new HostRecordNoted(Host(2), 6, null)]).When(new HostLink.Claim(Host(2), 5, Case(1)))
            .ThenRejected(RejectionCode.VersionMismatch);
        Given.Host(Principal).When(new HostLink.Claim(Host(2), 0, Case(1))).ThenRejected(RejectionCode.VersionMismatch);
        Given.Host(HostRegistered(1)).When(new HostLink.Claim(Host(2), 5, Case(1))).ThenRejected(RejectionCode.RecordsNotLinked);
        Given.Host([.. Principal, new HostRecordNoted(Host(2), 6, null)]).When(new HostLink.Note(Host(2), 5, Case(1))).ThenNothing();
        Given.Host(HostRegistered(1)).When(new HostLink.Note(Host(2), 5, Case(1))).ThenNothing();
    }

    [Fact]
    public void An_undo_ends_what_is_being_asked_and_voids_it()
    {
        var undone = Given.Host([.. Record, new HostClaimAsked(Case(1))]).When(new FreeHost(Case(1), "take 1"))
            .Then(new HostClaimVoided(Case(1)));
        Assert.Equal("take 1", undone.Decision.VoidedCommand);
        Assert.Null(undone.State.Linked.Asking);
        Given.Host([.. Record, new HostClaimAsked(Case(1)), new HostClaimVoided(Case(1))]).When(new HostLink.Answer(Case(1), Host(1), null))
            .ThenNothing();
        Assert.Equal(Case(1),
            Given.Host([.. Record, new HostClaimAsked(Case(1))]).When(new FreeHost(Case(2), "take 2")).State.Linked.Asking);
    }

    [Fact]
    public void Who_is_suspended_meanwhile_is_not_taken_nor_is_another_record_of_a_suspended_host()
    {
        Given.Host([.. Record, new HostClaimAsked(Case(1)), new HostSuspended(SuspensionReason.Safeguarding)])
            .When(new HostLink.Answer(Case(1), Host(1), null)).Then(new HostClaimRefused(Case(1), RejectionCode.HostSuspended));
        Given.Host([.. Principal, new HostSuspended(SuspensionReason.Safeguarding)]).When(new HostLink.Claim(Host(2), 3, Case(1)))
            .ThenRejected(RejectionCode.HostSuspended);
    }

    [Fact]
    public void Nobody_is_erased_while_a_sponsorship_asks_for_them() =>
        Given.Host([.. Record, new HostClaimAsked(Case(1))]).When(new EraseHost()).ThenRejected(RejectionCode.SponsorshipOpen);

    [Fact]
    public void Unlinked_records_are_as_if_they_had_never_been_linked()
    {
        Assert.Null(Given.Host(Principal).When(new HostLink.Release(Host(2), "admit")).Then(new HostRecordReleased(Host(2))).State.Links);
        Assert.Null(Given.Host(Record).When(new HostLink.Detach(Host(1), "attach")).Then(new HostDetached(Host(1))).State.Links);
    }

    [Fact]
    public void An_undo_of_a_link_that_has_not_come_voids_it()
    {
        var released = Given.Host(HostRegistered(1)).When(new HostLink.Release(Host(2), "admit")).Then(new HostRecordReleased(Host(2)));
        Assert.Equal(("admit", null), (released.Decision.VoidedCommand, released.State.Links));
        var detached = Given.Host(Record).When(new HostLink.Detach(Host(3), "attach")).Then(new HostDetached(Host(3)));
        Assert.Equal(("attach", Host(1)), (detached.Decision.VoidedCommand, detached.State.Linked.Principal));
    }

    [Fact]
    public void A_migrants_records_follow_the_same_rules()
    {
        MigrantEvent[] principal = [MigrantRegistered(1), new MigrantRecordAdmitted(Migrant(2), 1)],
            record = [MigrantRegistered(2), new MigrantAttached(Migrant(1))];
        Given.Migrant(record).When(new TakeMigrant(Case(1))).Then(new MigrantClaimAsked(Case(1))).WithOutcome("asking");
        Given.Migrant([.. principal, new MigrantTaken(Case(2))]).When(new MigrantLink.Claim(Migrant(2), 3, Case(1)))
            .ThenRejected(RejectionCode.MigrantBusy);
        Given.Migrant([.. principal, new MigrantRecordNoted(Migrant(2), 3, Case(1))]).When(new TakeMigrant(Case(2)))
            .ThenRejected(RejectionCode.MigrantBusy);
        Given.Migrant([.. record, new MigrantClaimAsked(Case(1))]).When(new MigrantLink.Answer(Case(1), Migrant(1), null))
            .Then(new MigrantTaken(Case(1)));
        Given.Migrant([.. record, new MigrantClaimAsked(Case(1))]).When(new FreeMigrant(Case(1), "take 1"))
            .Then(new MigrantClaimVoided(Case(1)));
        Given.Migrant(record).When(new MigrantLink.Admit(Migrant(3), 0)).ThenRejected(RejectionCode.RecordLinked);
        Assert.Null(Given.Migrant(record).When(new MigrantLink.Detach(Migrant(1), "attach"))
            .Then(new MigrantDetached(Migrant(1))).State.Links);
    }

    // Hosts 2 and 3 are records of host 1. Host 2 was granted case 1 before anybody knew that host 3 is in case 2.
    [Fact]
    public void A_record_in_a_sponsorship_is_linked_once_what_another_record_was_granted_before_is_decided()
    {
        HostEvent[] record = [.. Record, new HostClaimAsked(Case(1))];
        var granted = Given.Host([.. Principal, new HostRecordAdmitted(Host(3), 2)]).When(new HostLink.Claim(Host(2), 3, Case(1)))
            .Then(new HostRecordNoted(Host(2), 3, Case(1))).State;
        var principal = HostDecider.Evolve(granted, new HostRecordNoted(Host(3), 3, Case(2)));
        var known = Assert.Single(principal.Linked.ClaimsBeside(Host(3)));
        Assert.Equal(new(Host(2), 3, Case(1)), known);
        Assert.False(Given.Host(record).State.Linked.HasDecided(3, known));
        var taken = Given.Host(record).When(new HostLink.Answer(Case(1), Host(1), null)).Then(new HostTaken(Case(1)));
        Assert.True(taken.State.Linked.HasDecided(4, known));
        Assert.True(Given.Host([.. record, new HostClaimRefused(Case(1), RejectionCode.HostBusy)]).State.Linked.HasDecided(4, known));
        // Read where the claim is not known yet, as after a silo was cut off.
        Assert.False(Given.Host(Record).State.Linked.HasDecided(2, known));
    }

    [Fact]
    public void A_migrants_record_is_linked_once_what_another_record_was_granted_before_is_decided()
    {
        MigrantEvent[] record = [MigrantRegistered(2), new MigrantAttached(Migrant(1)), new MigrantClaimAsked(Case(1))];
        MigrantEvent[] both = [MigrantRegistered(1), new MigrantRecordAdmitted(Migrant(2), 1), new MigrantRecordAdmitted(Migrant(3), 2)];
        var granted = Given.Migrant(both)
            .When(new MigrantLink.Claim(Migrant(2), 3, Case(1))).Then(new MigrantRecordNoted(Migrant(2), 3, Case(1))).State;
        var principal = MigrantDecider.Evolve(granted, new MigrantRecordNoted(Migrant(3), 3, Case(2)));
        var known = Assert.Single(principal.Linked.ClaimsBeside(Migrant(3)));
        Assert.Equal(new(Migrant(2), 3, Case(1)), known);
        Assert.False(Given.Migrant(record).State.Linked.HasDecided(3, known));
        var taken = Given.Migrant(record).When(new MigrantLink.Answer(Case(1), Migrant(1), null)).Then(new MigrantTaken(Case(1)));
        Assert.True(taken.State.Linked.HasDecided(4, known));
        Assert.False(Given.Migrant(record[..2]).State.Linked.HasDecided(2, known));
    }

    [Fact]
    public void A_record_that_is_in_no_sponsorship_waits_for_nobody()
    {
        HostEvent[] principal = [.. Principal, new HostRecordAdmitted(Host(3), 2), new HostRecordNoted(Host(2), 3, Case(1))];
        Assert.Empty(Given.Host([.. principal, new HostRecordNoted(Host(3), 3, null)]).State.Linked.ClaimsBeside(Host(3)));
        Assert.Empty(Given.Host([.. principal, new HostRecordNoted(Host(3), 3, Case(1))]).State.Linked.ClaimsBeside(Host(3)));
    }
}
