namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.People.HostEvent;
using static VipOrleans.Domain.Tests.Sample;
using static VipOrleans.Domain.Tests.Sponsorships.MoveStory;
using HostLink = VipOrleans.Domain.People.RecordLinkCommand<VipOrleans.Domain.Kernel.HostId>;

public sealed class HostMoveTests
{
    private static readonly HostMoveBegun Begun = new(HostThere, HouseholdThere, HomeThere, null, CaseThere, Case(1)),
        Alone = new(HostThere, HouseholdThere, HomeThere, null, null, null);
    private static readonly HostRegistered RegisteredThere = new(HostThere, HouseholdThere, HomeThere, null, Sample.Host(1), CaseThere);

    [Fact]
    public void A_host_whose_migrant_has_arrived_moves_once_the_migrant_has_arrived_there() =>
        Given.Host(HostRegistered(1), new HostTaken(Case(1))).When(Move(Case(1))).Then(Begun).WithOutcome("moving");

    [Fact]
    public void A_host_without_a_sponsorship_has_moved_at_once() =>
        Given.Host(HostRegistered(1)).When(Move(null)).Then(Alone, new HostMoveCompleted(HostThere)).WithOutcome("moved");

    [Fact]
    public void Who_moves_again_in_the_same_words_changes_nothing_and_who_moves_elsewhere_meanwhile_is_refused()
    {
        var moving = Given.Host(HostRegistered(1), new HostTaken(Case(1)), Begun);
        moving.When(Move(Case(1))).ThenNothing().WithOutcome("moving");
        moving.When(Move(Case(1)) with { To = HostId.From(Wellington, "another") }).ThenRejected(RejectionCode.HostMoving);
        var moved = Given.Host(HostRegistered(1), Alone, new HostMoveCompleted(HostThere));
        moved.When(Move(null)).ThenNothing().WithOutcome("moved");
        moved.When(Move(null) with { To = HostId.From(Wellington, "another") }).ThenRejected(RejectionCode.HostMoved);
    }

    [Fact]
    public void A_move_to_another_nation_is_refused_with_its_own_code()
    {
        var canberra = CityId.Parse("au-cbr");
        var move = new MoveHost(HostId.From(canberra, "h"), HouseholdId.From(canberra, "h"), HomeId.From(canberra, "h"), null,
            SponsorshipId.From(canberra, "s"), Facts(null));
        Given.Host(HostRegistered(1)).When(move).ThenRejected(RejectionCode.OtherNation);
    }

    [Fact]
    public void A_move_leads_to_another_city_of_the_programme_and_away_from_no_suspension()
    {
        var host = Given.Host(HostRegistered(1));
        host.When(new MoveHost(Sample.Host(2), Household(2), Home(2), null, Case(2), Facts(null))).ThenRejected(RejectionCode.OtherCity);
        host.When(Move(null) with { Home = Home(2) }).ThenRejected(RejectionCode.OtherCity);
        host.When(Move(null) with { Known = new(new(false, false, null), null, false) }).ThenRejected(RejectionCode.CityNotFound);
        Given.Host(HostRegistered(1), new HostSuspended(SuspensionReason.Safeguarding)).When(Move(null))
            .ThenRejected(RejectionCode.HostSuspended);
        Given.Host(HostRegistered(1), new HostErased()).When(Move(null)).ThenRejected(RejectionCode.HostNotFound);
        Given.Host().When(Move(null)).ThenRejected(RejectionCode.HostNotFound);
    }

    [Fact]
    public void One_of_several_records_of_a_person_does_not_move_and_who_moves_is_not_linked_meanwhile()
    {
        var other = Sample.Host(2);
        Given.Host(HostRegistered(1), new HostAttached(other)).When(Move(null)).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(HostRegistered(1), new HostRecordAdmitted(other, 1)).When(Move(null)).ThenRejected(RejectionCode.RecordLinked);
        Given.Host(HostRegistered(1), new HostAttached(other), new HostDetached(other)).When(Move(null))
            .Then(Alone, new HostMoveCompleted(HostThere));
        foreach (var moving in new[] { Given.Host(HostRegistered(1), new HostTaken(Case(1)), Begun), Given.Host(RegisteredThere) })
        {
            moving.When(new HostLink.Admit(other, 1)).ThenRejected(RejectionCode.HostMoving);
            moving.When(new HostLink.Attach(other)).ThenRejected(RejectionCode.HostMoving);
        }
    }

    [Fact]
    public void Before_the_migrants_arrival_here_nobody_moves_there()
    {
        var taken = Given.Host(HostRegistered(1), new HostTaken(Case(1)));
        taken.When(Move(Case(1), hasArrived: false)).ThenRejected(RejectionCode.WrongState);
        // What was read is of another sponsorship than the one that is live now.
        taken.When(Move(Case(2))).ThenRejected(RejectionCode.WrongState);
        taken.When(Move(null)).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void A_minor_moves_only_with_a_guardian_there()
    {
        var guardian = HostId.From(Wellington, "guardian");
        var minor = Given.Host(new HostRegistered(Sample.Host(1), Household(1), Home(1), Sample.Host(2)));
        minor.When(Move(null)).ThenRejected(RejectionCode.GuardianNotFit);
        minor.When(Move(null) with { Guardian = guardian }).ThenRejected(RejectionCode.MinorsMayNotHost);
        minor.When(Move(null) with
        {
            Guardian = guardian,
            Known = new(new(true, true, HouseholdId.From(Wellington, "others")), null, false)
        }).ThenRejected(RejectionCode.GuardianNotFit);
        minor.When(Move(null) with { Guardian = guardian, Known = new(new(true, true, HouseholdThere), null, false) })
            .Then(Alone with { Guardian = guardian }, new HostMoveCompleted(HostThere));
    }

    [Fact]
    public void Of_the_two_records_of_one_person_only_one_may_enter_a_sponsorship()
    {
        // While the move is under way: the old record no other, and the new one only the one that it was made for.
        Given.Host(HostRegistered(1), new HostTaken(Case(1)), Begun, new HostFreed(Case(1))).When(new TakeHost(Case(2)))
            .ThenRejected(RejectionCode.HostMoving);
        var there = Given.Host(RegisteredThere);
        there.When(new TakeHost(SponsorshipId.From(Wellington, "another"))).ThenRejected(RejectionCode.HostMoving);
        there.When(new TakeHost(CaseThere)).Then(new HostTaken(CaseThere));
        // Once it is complete: only the new one.
        Given.Host(HostRegistered(1), new HostTaken(Case(1)), Begun, new HostMoveCompleted(HostThere), new HostFreed(Case(1)))
            .When(new TakeHost(Case(2))).ThenRejected(RejectionCode.HostMoved);
        Given.Host(RegisteredThere, new HostMoveCompleted(HostThere)).When(new TakeHost(SponsorshipId.From(Wellington, "another")))
            .Then(new HostTaken(SponsorshipId.From(Wellington, "another")));
        // Once it is undone: only the old one.
        Given.Host(HostRegistered(1), Begun, new HostMoveUndone(HostThere)).When(new TakeHost(Case(2))).Then(new HostTaken(Case(2)));
        Given.Host(RegisteredThere, new HostMoveUndone(HostThere)).When(new TakeHost(CaseThere)).ThenRejected(RejectionCode.HostMoved);
    }

    [Fact]
    public void The_record_there_is_made_once_and_is_open_at_once_where_nobody_comes_along()
    {
        Given.Host().When(new RegisterMoved(Begun, Sample.Host(1))).Then(RegisteredThere);
        Given.Host().When(new RegisterMoved(Alone, Sample.Host(1))).Then(RegisteredThere with { OpensWith = null });
        Given.Host(RegisteredThere).When(new RegisterMoved(Begun, Sample.Host(1))).ThenNothing();
        Given.Host(HostRegistered(1)).When(new RegisterMoved(Begun, Sample.Host(1))).ThenRejected(RejectionCode.AlreadyExists);
    }

    [Fact]
    public void What_completes_or_undoes_a_move_twice_or_another_move_changes_nothing()
    {
        var here = Given.Host(HostRegistered(1), new HostTaken(Case(1)), Begun);
        here.When(new CompleteMove(HostThere)).Then(new HostMoveCompleted(HostThere));
        here.When(new UndoMove(HostThere)).Then(new HostMoveUndone(HostThere));
        here.When(new UndoMove(HostId.From(Wellington, "another"))).ThenNothing();
        here.When(new CompleteMove(HostId.From(Wellington, "another"))).ThenNothing();
        Given.Host(HostRegistered(1), Begun, new HostMoveCompleted(HostThere)).When(new UndoMove(HostThere)).ThenNothing();
        Given.Host(HostRegistered(1), Begun, new HostMoveUndone(HostThere)).When(new CompleteMove(HostThere)).ThenNothing();
        Given.Host(RegisteredThere, new HostMoveCompleted(HostThere)).When(new UndoMove(HostThere)).ThenNothing();
        Given.Host(RegisteredThere, new HostMoveUndone(HostThere)).When(new CompleteMove(HostThere)).ThenNothing();
    }

    [Fact]
    public void Who_is_moving_moves_no_further_and_is_not_erased()
    {
        Given.Host(RegisteredThere).When(new MoveHost(Sample.Host(3), Household(3), Home(3), null, Case(3), Facts(null)))
            .ThenRejected(RejectionCode.HostMoving);
        Given.Host(RegisteredThere, new HostMoveUndone(HostThere))
            .When(new MoveHost(Sample.Host(3), Household(3), Home(3), null, Case(3), Facts(null))).ThenRejected(RejectionCode.HostMoved);
        Given.Host(RegisteredThere).When(new EraseHost()).ThenRejected(RejectionCode.HostMoving);
        Given.Host(HostRegistered(1), Begun).When(new EraseHost()).ThenRejected(RejectionCode.HostMoving);
        Given.Host(HostRegistered(1), Begun, new HostMoveCompleted(HostThere)).When(new EraseHost()).Then(new HostErased());
        // After the arrival, back again: the person has a third record.
        Given.Host(RegisteredThere, new HostMoveCompleted(HostThere))
            .When(new MoveHost(Sample.Host(3), Household(3), Home(3), null, Case(3), Facts(null))).WithOutcome("moved");
    }

    private static MoveHost Move(SponsorshipId? live, bool hasArrived = true) =>
        new(HostThere, HouseholdThere, HomeThere, null, CaseThere, Facts(live, hasArrived));

    private static MoveFacts Facts(SponsorshipId? live, bool hasArrived = true) =>
        new(new(true, false, null), live, live is not null && hasArrived);
}
