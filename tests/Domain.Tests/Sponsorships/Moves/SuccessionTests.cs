namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;
using static VipOrleans.Domain.Tests.Sponsorships.MoveStory;

public sealed class SuccessionTests
{
    private static readonly ProposalFacts Registered = new(true, true, HouseholdThere, HomeThere);

    [Fact]
    public void A_sponsorship_is_proposed_that_continues_one_in_another_city() =>
        Given.Sponsorship()
            .When(new Propose(CaseThere, HostThere, Migrant(1), Party.Host, Registered, new(Case(1), Sample.Host(1), true)))
            .Then(Proposed);

    [Fact]
    public void Where_there_is_nothing_to_continue_any_more_the_move_is_undone()
    {
        var s = Given.Sponsorship()
            .When(new Propose(CaseThere, HostThere, Migrant(1), Party.Host, Registered, new(Case(1), Sample.Host(1), false)))
            .Then(Proposed, new SponsorshipEnded(EndReason.NothingToContinue, Today)).State;
        Assert.Equal((SagaStep.UndoMove, true), (SponsorshipSaga.Next(s, Now, Today), SponsorshipSaga.IsUnfinished(s)));
    }

    [Theory]
    [InlineData(CheckKind.AccommodationExists, true)]
    [InlineData(CheckKind.AccommodationSuitable, true)]
    [InlineData(CheckKind.Identity, false)]
    [InlineData(CheckKind.Background, false)]
    [InlineData(CheckKind.HealthInsurance, false)]
    public void Each_kind_of_check_says_whether_it_depends_on_the_address(CheckKind kind, bool depends) =>
        Assert.Equal(depends, kind.DependsOnAddress());

    [Fact]
    public void Nobody_forgot_a_kind_of_check() => Assert.All(Enum.GetValues<CheckKind>(), kind => kind.DependsOnAddress());

    [Fact]
    public void Checks_of_the_people_come_along_with_their_days_and_those_of_the_home_are_made_anew()
    {
        var identity = new CheckResult(CheckOutcome.Passed, null, Today.AddDays(-30), Today.AddDays(300), null);
        Given.Sponsorship([.. Requiring(CheckKind.Identity, CheckKind.AccommodationExists)])
            .When(new FollowPredecessor(
                There(null, null, (CheckKind.Identity, identity), (CheckKind.Background, Passed()),
                    (CheckKind.AccommodationExists, Passed()))))
            // The home was checked in the other city, and a background check is not required in this one.
            .Then(new ChecksCarried(Case(1), [Carried(CheckKind.Identity, identity)], []));
    }

    [Fact]
    public void A_check_that_is_not_valid_any_more_is_made_anew() =>
        Given.Sponsorship(Checking).When(new FollowPredecessor(There(null, null, (CheckKind.Identity, Passed(Today)))),
            Sample.On(Today.AddDays(1)))
            .ThenNothing();

    [Fact]
    public void Before_the_terms_are_known_no_check_comes_along() =>
        Given.Sponsorship(Checking[..^1]).When(new FollowPredecessor(There())).ThenNothing();

    [Fact]
    public void A_failure_that_stands_there_stands_here_until_it_is_lifted_there_or_passed_here()
    {
        var ruling = RulingId.From(Auckland, "ruling");
        var failed = Failed() with { Ruling = ruling };
        var carried = Given.Sponsorship(Granted)
            .When(new FollowPredecessor(There(null, null, (CheckKind.Identity, Passed()), (CheckKind.Background, failed))))
            .Then(new ChecksCarried(Case(1), [Carried(CheckKind.Background, failed)], []));
        Assert.False(carried.State.ChecksPassed(Today));
        Assert.Equal(Case(1), carried.State.Checks.Results[CheckKind.Background].Via);
        SponsorshipEvent[] standing = [.. Granted, .. carried.Decision.Events];
        Given.Sponsorship(standing)
            .When(Arrival with
            {
                On = Today,
                Predecessor = There(null, null, (CheckKind.Identity, Passed()), (CheckKind.Background, failed))
            })
                .ThenRejected(RejectionCode.ChecksNotPassed);

        // Lifted there: what stood before stands again, or nothing does.
        Assert.True(
            Given.Sponsorship(standing).When(new FollowPredecessor(There()))
                .Then(new ChecksCarried(Case(1), [Carried(CheckKind.Background)], [])).State.ChecksPassed(Today));
        var lost = Given.Sponsorship(standing).When(new FollowPredecessor(There(null, null, (CheckKind.Identity, Passed()))))
            .Then(new ChecksCarried(Case(1), [], [CheckKind.Background])).State;
        Assert.False(lost.Checks.Results.ContainsKey(CheckKind.Background));
        Assert.Empty(lost.Checks.Ruled);

        // Passed here: it does not come back, until something new is found there.
        SponsorshipEvent[] passed = [.. standing, new CheckRecorded(CheckKind.Background, Passed())];
        Given.Sponsorship(passed)
            .When(new FollowPredecessor(There(null, null, (CheckKind.Identity, Passed()), (CheckKind.Background, failed))))
            .ThenNothing();
        Given.Sponsorship(passed)
            .When(new FollowPredecessor(
                There(null, null, (CheckKind.Identity, Passed()), (CheckKind.Background, failed with { On = Today.AddDays(1) }))),
                    Sample.On(Today.AddDays(1)))
            .Then(new ChecksCarried(Case(1), [Carried(CheckKind.Background, failed with { On = Today.AddDays(1) })], []));
    }

    [Fact]
    public void What_was_taken_over_once_is_not_taken_over_again() =>
        Given.Sponsorship(Granted).When(new FollowPredecessor(There())).ThenNothing();

    [Fact]
    public void The_last_check_that_comes_along_grants_a_sponsorship_whose_place_is_confirmed() =>
        Given.Sponsorship([.. Checking, new ClaimNoted(ClaimOn.Place, Claim.Confirmed)]).When(new FollowPredecessor(There()))
            .Then(new ChecksCarried(Case(1), [Carried(CheckKind.Identity), Carried(CheckKind.Background)], []), new SponsorshipGranted());

    [Theory]
    [InlineData(EndReason.HostEnded)]
    [InlineData(EndReason.Programme)]
    [InlineData(EndReason.Moved)]
    public void Where_the_other_one_ends_and_the_migrant_has_gone_no_other_way_it_goes_on_by_itself(EndReason reason)
    {
        var alone = Given.Sponsorship(Granted).When(new FollowPredecessor(There(reason))).Then(new PredecessorOver(reason));
        Assert.Equal(SagaStep.None, SponsorshipSaga.Next(alone.State, Now, Today));
        // It arrives as any other does: the place that is kept in the other city is given up, and the move is completed.
        var arrived = Given.Sponsorship([.. Granted, new PredecessorOver(reason)])
            .When(Arrival with { Leaves = Case(1), Predecessor = There(reason) }, Sample.On(MovedOn)).State;
        Assert.Equal([SagaStep.LeaveOtherPlace, SagaStep.CompleteMove], Walk(arrived));
    }

    [Theory]
    [InlineData(EndReason.MigrantLeft)]
    [InlineData(EndReason.ChangedHost)]
    [InlineData(EndReason.Completed)]
    [InlineData(EndReason.Deceased)]
    [InlineData(EndReason.Absent)]
    public void Where_the_migrant_or_the_host_has_gone_another_way_it_ends(EndReason reason)
    {
        Assert.Null(EndReason.NothingToContinue.ToldToHost());
        foreach (var history in new[] { Checking, Granted,
            [.. Checking, new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5))] })
        {
            var over = Given.Sponsorship(history).When(new FollowPredecessor(There(reason)))
                .Then(new SponsorshipEnded(EndReason.NothingToContinue, Today)).State;
            Assert.Equal([SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost, SagaStep.UndoMove], Walk(over));
        }
    }

    [Fact]
    public void Every_reason_of_an_end_says_what_becomes_of_the_one_that_continues_it() =>
        Assert.Equal([EndReason.HostEnded, EndReason.Moved, EndReason.Programme],
            Enum.GetValues<EndReason>().Where(r => r.LetsSuccessorGoOn()));

    [Fact]
    public void A_migrant_who_was_free_already_is_taken_as_by_any_other()
    {
        var accepted = Given.Sponsorship(Checking[..3]);
        accepted.When(new NoteStep(SagaStep.TakeMigrant, new TakenAsNext())).Then(new ClaimNoted(ClaimOn.Migrant, Claim.Held));
        accepted.When(new NoteStep(SagaStep.TakeMigrant, new StepDone()))
            .Then(new ClaimNoted(ClaimOn.Migrant, Claim.Held), new PredecessorOver(null));
    }

    [Fact]
    public void The_arrival_ends_the_other_one_and_then_completes_the_move()
    {
        var arrived = Given.Sponsorship(Granted).When(Arrival, Sample.On(MovedOn)).State;
        Assert.Equal((SagaStep.EndPredecessor, true), (SponsorshipSaga.Next(arrived, Now, Today), SponsorshipSaga.IsUnfinished(arrived)));
        Assert.Equal([SagaStep.EndPredecessor, SagaStep.CompleteMove], Walk(arrived));
        // Also where it is over the next day.
        var left = SponsorshipDecider.Decide(arrived, new End(Party.Migrant, EndReason.MigrantLeft, MovedOn), Sample.On(MovedOn))
            .Events.Aggregate(
            arrived, SponsorshipDecider.Evolve);
        Assert.Equal([SagaStep.EndPredecessor, SagaStep.CompleteMove, SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost],
            Walk(left));
    }

    [Fact]
    public void An_arrival_needs_the_other_one_to_go_on_and_lies_after_the_arrival_there()
    {
        var granted = Given.Sponsorship(Granted);
        granted.When(Arrival with { Predecessor = null }, Sample.On(MovedOn)).ThenRejected(RejectionCode.WrongState);
        granted.When(Arrival with { Predecessor = There(EndReason.ChangedHost) }, Sample.On(MovedOn))
            .ThenRejected(RejectionCode.WrongState);
        granted.When(Arrival with { On = Today.AddDays(-1) }, Sample.On(MovedOn)).ThenRejected(RejectionCode.InvalidInput);
        granted.When(Arrival with { Continues = null }, Sample.On(MovedOn)).ThenRejected(RejectionCode.InvalidInput);
        granted.When(Arrival with { Predecessor = There(null, SuspensionReason.Safeguarding) }, Sample.On(MovedOn))
            .ThenRejected(RejectionCode.HostSuspended);
        granted.When(Arrival with { Predecessor = There(null, null, (CheckKind.Identity, Passed()), (CheckKind.Background, Failed())) },
            Sample.On(MovedOn))
            .ThenRejected(RejectionCode.ChecksNotPassed);
        Given.Sponsorship([.. Granted, new PredecessorOver(EndReason.HostEnded)])
            .When(Arrival with { Predecessor = There(EndReason.HostEnded, SuspensionReason.Safeguarding) }, Sample.On(MovedOn))
            .ThenRejected(RejectionCode.HostSuspended);
    }

    [Fact]
    public void The_other_one_ends_on_the_day_of_arrival_and_gives_its_place_back_at_once()
    {
        var moved = Given.Sponsorship(SponsorshipStatus.Active).When(new MoveAway(CaseThere, MovedOn), Sample.On(MovedOn))
            .Then(new SponsorshipEnded(EndReason.Moved, MovedOn, CaseThere)).State;
        Assert.Equal(CaseThere, moved.Moves.SucceededBy);
        Assert.Equal([SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost], Walk(moved));
        Given.Sponsorship(SponsorshipStatus.Ended).When(new MoveAway(CaseThere, MovedOn), Sample.On(MovedOn)).ThenNothing();
        Given.Sponsorship(SponsorshipStatus.Granted).When(new MoveAway(CaseThere, MovedOn), Sample.On(MovedOn))
            .ThenRejected(RejectionCode.WrongState);
        Given.Sponsorship(SponsorshipStatus.Active).When(new MoveAway(CaseThere, Today.AddDays(-1)), Sample.On(MovedOn))
            .ThenRejected(RejectionCode.InvalidInput);
        // Where the day has begun there and not here yet.
        Given.Sponsorship(SponsorshipStatus.Active).When(new MoveAway(CaseThere, MovedOn), Sample.On(MovedOn.AddDays(-1)))
            .Then(new SponsorshipEnded(EndReason.Moved, MovedOn, CaseThere));
    }

    [Fact]
    public void Where_the_other_one_had_ended_otherwise_the_place_that_is_kept_there_is_given_up()
    {
        var arrived = Given.Sponsorship(Arrived);
        var kept = arrived.When(new NoteStep(SagaStep.EndPredecessor, new PredecessorLeft(EndReason.ChangedHost, null)), Sample.On(MovedOn))
            .Then(new PredecessorEnded(null, Case(1))).State;
        Assert.Equal([SagaStep.LeaveOtherPlace, SagaStep.CompleteMove], Walk(kept));
        arrived.When(new NoteStep(SagaStep.EndPredecessor, new PredecessorLeft(EndReason.MigrantLeft, null)), Sample.On(MovedOn))
            .Then(new PredecessorEnded(null));
    }

    [Theory]
    [InlineData(EndReason.MigrantLeft, null)]
    [InlineData(EndReason.ChangedHost, "given up")]
    public void Who_has_left_this_one_and_changed_host_there_before_it_had_heard_keeps_the_place_there(EndReason here, string? there)
    {
        var left = Given.Sponsorship([.. Arrived, new SponsorshipEnded(here, MovedOn)]);
        left.When(new NoteStep(SagaStep.EndPredecessor, new PredecessorLeft(EndReason.ChangedHost, null)), Sample.On(MovedOn))
            .Then(new PredecessorEnded(null, there is null ? null : Case(1)));
    }

    [Fact]
    public void Before_the_arrival_the_place_here_is_never_kept_since_the_migrant_has_theirs_there()
    {
        Given.Sponsorship(Granted).When(new ChangeHost()).ThenRejected(RejectionCode.WrongState);
        var ruling = RulingId.From(Auckland, "end");
        var died = Given.Sponsorship([.. Granted, new EndProposed(EndReason.Deceased, Today, ruling)])
            .When(new RuleOnEnd(ruling, RulingEffect.Stands)).State;
        Assert.Equal([SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost, SagaStep.UndoMove], Walk(died));
    }

    [Theory]
    [InlineData(0, new[] { SagaStep.UndoMove })]
    [InlineData(1, new[] { SagaStep.FreeHost, SagaStep.UndoMove })]
    [InlineData(3, new[] { SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost, SagaStep.UndoMove })]
    [InlineData(4, new[] { SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost, SagaStep.UndoMove })]
    public void A_withdrawal_at_any_point_before_the_arrival_undoes_the_move(int after, SagaStep[] steps)
    {
        foreach (var by in Enum.GetValues<Party>())
        {
            var s = Given.Sponsorship(Checking[..(after + 1)]).When(new Withdraw(by)).State;
            Assert.True(SponsorshipSaga.IsUnfinished(s));
            Assert.Equal(steps, Walk(s));
        }
    }

    [Fact]
    public void A_migrant_who_declines_stays_where_they_are_and_so_does_the_host() =>
        Assert.Equal([SagaStep.UndoMove], Walk(Given.Sponsorship(Proposed).When(new Decline(Party.Migrant)).State));

    [Fact]
    public void A_city_refuses_who_comes_only_with_a_coded_reason()
    {
        Given.Sponsorship(Checking).When(new Refuse([])).ThenRejected(RejectionCode.InvalidInput);
        var ruling = RulingId.From(Wellington, "ruling");
        SponsorshipEvent[] refused = [.. Checking,
            new SponsorshipRefused([RefusalReason.AccommodationOvercrowded], Today.AddDays(5), ruling)];
        var closed = Given.Sponsorship(refused).When(new RuleOnRefusal(ruling, RulingEffect.Stands))
            .Then(new SponsorshipEnded(EndReason.Refused, Today)).State;
        Assert.Equal([SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost, SagaStep.UndoMove], Walk(closed));
    }

    // Lets every step of the saga succeed.
    private static List<SagaStep> Walk(Sponsorship s)
    {
        var steps = new List<SagaStep>();
        for (var step = SponsorshipSaga.Next(s, Now, Today); step != SagaStep.None; step = SponsorshipSaga.Next(s, Now, Today))
        {
            Assert.True(SponsorshipSaga.IsUnfinished(s), "What has something to do must be woken.");
            steps.Add(step);
            StepAnswer answer = step == SagaStep.EndPredecessor ? new PredecessorLeft(EndReason.Moved, Year) : new StepDone();
            s = SponsorshipDecider.Decide(s, new NoteStep(step, answer), Sample.ThatMoment).Events.Aggregate(s, SponsorshipDecider.Evolve);
        }

        Assert.False(SponsorshipSaga.IsUnfinished(s) && s.Status == SponsorshipStatus.Ended, "What has nothing to do must not be woken.");
        return steps;
    }

    private static SponsorshipEvent[] Requiring(params CheckKind[] checks) =>
        [.. Checking[..^1], new TermsFixed(Terms with { RequiredChecks = checks }, HeldUntil)];
}
