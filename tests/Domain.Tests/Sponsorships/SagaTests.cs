namespace VipOrleans.Domain.Tests.Sponsorships;

using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.People.HostCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;

public sealed class SagaTests
{
    private static readonly Gen<(int Places, uint[] Steps, bool LateFirst)> Histories =
        Gen.Select(Gen.Int[0, 4], Gen.UInt.Array[20, 250], Gen.Bool);

    [Fact]
    public void Whatever_the_network_does_nothing_is_stuck_and_nothing_leaks() =>
        Histories.Sample(h => Live(h, SagaFaults.None), iter: 500);

    [Fact, Trait("Speed", "slow")]
    public void Whatever_the_network_does_nothing_is_stuck_and_nothing_leaks_in_so_many_histories_that_all_is_seen()
    {
        Histories.Sample(h => Live(h, SagaFaults.None), iter: 16_000);
        string[] mustBeSeen =
        [
            "TakeHost StepDone", "TakeHost StepDone after the end", "TakeHost StepRefused", "TakeMigrant StepDone",
            "TakeMigrant StepDone after the end", "TakeMigrant StepRefused",
            "HoldPlace PlaceHeld", "HoldPlace PlaceHeld after the end", "HoldPlace PlaceInLine", "HoldPlace PlaceInLine after the end",
            "AskPlace PlaceHeld", "AskPlace PlaceHeld after the end",
            "ConfirmPlace StepDone", "ConfirmPlace StepDone after the end", "ConfirmPlace StepRefused", "ExpirePlace StepDone",
            "ExpirePlace StepDone after the end", "ExpirePlace StepRefused",
            "ReleasePlace StepDone after the end", "KeepPlace StepDone after the end", "FreeMigrant StepDone after the end",
            "FreeHost StepDone after the end",
        ];
        Assert.Empty(mustBeSeen.Except(SagaWorld.Seen.Keys));
    }

    [Theory, Trait("Speed", "slow")]
    [InlineData(nameof(SagaFaults.IgnoresVoiding))]
    [InlineData(nameof(SagaFaults.ForgetsCommands))]
    [InlineData(nameof(SagaFaults.NeverWoken))]
    public void The_simulation_misses_each_protection_that_is_taken_out(string fault) =>
        Assert.Throws<CsCheckException>(() => Histories.Sample(h => Live(h, Enum.Parse<SagaFaults>(fault)), iter: 5_000));

    [Fact]
    public void A_step_that_comes_after_its_undo_comes_to_nothing()
    {
        var host = new Keeper<HostDecider, Host, HostCommand, HostEvent>();
        host.Execute(null, new RegisterHost(Host(1), Household(1), Home(1), null, new(true, false, null)));
        var take = SponsorshipSaga.CommandId(Case(1), SagaStep.TakeHost);
        host.Execute(SponsorshipSaga.CommandId(Case(1), SagaStep.FreeHost), new FreeHost(Case(1), take));
        Assert.Equal(("voided", null, 0), host.Execute(take, new TakeHost(Case(1))));
        Assert.Null(host.State.Live);
        Assert.Equal(("taken", null, 1), host.Execute(SponsorshipSaga.CommandId(Case(2), SagaStep.TakeHost), new TakeHost(Case(2))));
    }

    [Fact]
    public void A_place_whose_confirmation_was_lost_is_given_back_when_its_time_is_over()
    {
        // The city confirmed, the answer was lost, a check failed, and the hold ran out: the city refuses to expire a place in use.
        var s = Given.Sponsorship(SponsorshipStatus.Checking)
            .When(new NoteStep(SagaStep.ExpirePlace, new StepRefused(RejectionCode.PlaceNotHeld)))
            .Then(new SponsorshipEnded(EndReason.HoldExpired, Today)).State;
        Assert.Equal(SagaStep.ReleasePlace, SponsorshipSaga.Next(s, Now, Today));
    }

    [Fact]
    public void A_sponsorship_that_was_granted_refused_and_reopened_is_granted_again()
    {
        var refused =
            Given.Sponsorship(SponsorshipStatus.Granted, new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5)));
        var reopened = refused.When(new Reopen()).Then(new SponsorshipReopened()).State;
        Assert.True(SponsorshipSaga.IsUnfinished(reopened));
        Assert.Equal(SagaStep.ConfirmPlace, SponsorshipSaga.Next(reopened, Now, Today));
        Given.Sponsorship(SponsorshipStatus.Granted, new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5)),
            new SponsorshipReopened())
            .When(new NoteStep(SagaStep.ConfirmPlace, new StepDone())).Then(new SponsorshipGranted());
    }

    [Theory]
    [InlineData(SponsorshipStatus.None, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Proposed, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Accepted, SagaStep.TakeHost, true)]
    [InlineData(SponsorshipStatus.Waiting, SagaStep.AskPlace, true)]
    [InlineData(SponsorshipStatus.Checking, SagaStep.None, true)]
    [InlineData(SponsorshipStatus.Granted, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Refused, SagaStep.None, true)]
    [InlineData(SponsorshipStatus.Arrived, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Active, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Notice, SagaStep.None, false)]
    [InlineData(SponsorshipStatus.Ended, SagaStep.ReleasePlace, true)]
    public void Every_status_has_its_next_step_and_knows_whether_it_must_be_woken(SponsorshipStatus status, SagaStep next, bool unfinished)
    {
        var s = Given.Sponsorship(status).State;
        Assert.Equal(next, SponsorshipSaga.Next(s, Now, Today));
        Assert.Equal(unfinished, SponsorshipSaga.IsUnfinished(s));
    }

    [Fact]
    public void The_saga_takes_host_migrant_and_place_and_gives_them_back_in_the_opposite_order()
    {
        var s = Given.Sponsorship(SponsorshipStatus.Proposed).State;
        Assert.Equal(
            [SagaStep.TakeHost, SagaStep.TakeMigrant, SagaStep.HoldPlace, SagaStep.ConfirmPlace],
            Walk(ref s, new Accept(Party.Migrant), new RecordCheck(CheckKind.Identity, Passed()),
                new RecordCheck(CheckKind.Background, Passed())));
        Assert.Equal(SponsorshipStatus.Granted, s.Status);
        Assert.Equal([SagaStep.ReleasePlace, SagaStep.FreeMigrant, SagaStep.FreeHost], Walk(ref s, new Withdraw(Party.Migrant)));
        Assert.False(SponsorshipSaga.IsUnfinished(s));
    }

    [Theory]
    [InlineData(EndReason.ChangedHost, SagaStep.KeepPlace)]
    [InlineData(EndReason.HostEnded, SagaStep.KeepPlace)]
    [InlineData(EndReason.Deceased, SagaStep.KeepPlace)]
    [InlineData(EndReason.Absent, SagaStep.KeepPlace)]
    [InlineData(EndReason.MigrantLeft, SagaStep.ReleasePlace)]
    [InlineData(EndReason.Completed, SagaStep.ReleasePlace)]
    [InlineData(EndReason.Programme, SagaStep.ReleasePlace)]
    public void The_place_is_kept_where_the_migrant_stays_without_this_host_before_the_migrant_is_free_for_another(EndReason reason,
        SagaStep step)
    {
        var s = Given.Sponsorship(SponsorshipStatus.Active, new SponsorshipEnded(reason, Today)).State;
        Assert.Equal(step, SponsorshipSaga.Next(s, Now, Today));
        s = SponsorshipDecider.Decide(s, new NoteStep(step, new StepDone()), Sample.ThatMoment)
            .Events.Aggregate(s, SponsorshipDecider.Evolve);
        Assert.Equal(SagaStep.FreeMigrant, SponsorshipSaga.Next(s, Now, Today));
    }

    [Fact]
    public void Who_arrives_from_another_city_gives_up_the_place_there()
    {
        var there = SponsorshipId.From(CityId.Parse("nz-wlg"), "before");
        var s = Given.Sponsorship(SponsorshipStatus.Granted)
            .When(new Arrive(Today, true, VerifiedPayslips, PhpRate, null, there)).State;
        Assert.Equal((SagaStep.LeaveOtherPlace, true), (SponsorshipSaga.Next(s, Now, Today), SponsorshipSaga.IsUnfinished(s)));
        s = SponsorshipDecider.Decide(s, new NoteStep(SagaStep.LeaveOtherPlace, new StepDone()), Sample.ThatMoment).Events.Aggregate(s,
            SponsorshipDecider.Evolve);
        Assert.Equal((SagaStep.None, false), (SponsorshipSaga.Next(s, Now, Today), SponsorshipSaga.IsUnfinished(s)));
    }

    [Theory]
    [InlineData(SagaStep.TakeHost, EndReason.HostNotAvailable)]
    [InlineData(SagaStep.TakeMigrant, EndReason.MigrantNotAvailable)]
    public void Who_cannot_be_taken_ends_the_sponsorship(SagaStep step, EndReason reason) =>
        Given.Sponsorship(SponsorshipStatus.Accepted).When(new NoteStep(step, new StepRefused(RejectionCode.HostBusy)))
            .Then(new SponsorshipEnded(reason, Today));

    [Fact]
    public void An_answer_that_comes_twice_changes_nothing()
    {
        foreach (var step in Enum.GetValues<SagaStep>())
        {
            foreach (StepAnswer answer in new StepAnswer[] { new StepDone(), new StepRefused(RejectionCode.PlaceNotHeld),
                new StepRefused(RejectionCode.HostBusy), new PlaceInLine(), new PlaceHeld(Terms, HeldUntil), new TakenAsNext(),
                new PredecessorLeft(EndReason.Moved, MoveStory.Year) })
            {
                foreach (var status in Enum.GetValues<SponsorshipStatus>())
                {
                    if (status == SponsorshipStatus.None) continue;
                    var once = Given.Sponsorship(status).When(new NoteStep(step, answer)).State;
                    Assert.Empty(SponsorshipDecider.Decide(once, new NoteStep(step, answer), Sample.ThatMoment).Events);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, SagaStep.None)]
    [InlineData(10, SagaStep.ExpirePlace)]
    [InlineData(11, SagaStep.ExpirePlace)]
    public void A_hold_is_expired_when_its_time_is_over(int days, SagaStep next) =>
        Assert.Equal(next,
            SponsorshipSaga.Next(Given.Sponsorship(SponsorshipStatus.Checking).State, Now.AddDays(days), Today.AddDays(days)));

    [Theory]
    [InlineData(5, false, SagaStep.None)]
    [InlineData(6, false, SagaStep.CloseRefused)]
    [InlineData(6, true, SagaStep.None)]
    public void A_refusal_is_closed_when_nobody_replied_in_time(int days, bool replied, SagaStep next) =>
        Assert.Equal(next,
            SponsorshipSaga.Next(Given.Sponsorship(SponsorshipStatus.Refused, replied ? [new RefusalReplied(Party.Host)] : []).State, Now,
                Today.AddDays(days)));

    [Fact]
    public void Every_step_has_its_own_command_id_and_always_the_same()
    {
        Assert.Equal($"{Case(1)}:take-host", SponsorshipSaga.CommandId(Case(1), SagaStep.TakeHost));
        Assert.Equal(Enum.GetValues<SagaStep>().Length,
            Enum.GetValues<SagaStep>().Select(step => SponsorshipSaga.CommandId(Case(1), step)).Distinct().Count());
        // A journal takes command ids of up to 100 characters.
        var longest = SponsorshipId.From(CityId.Parse("nz-" + new string('a', 24)), "x");
        Assert.All(Enum.GetValues<SagaStep>(), step => Assert.InRange(SponsorshipSaga.CommandId(longest, step).Length, 1, 100));
    }

    private static void Live((int Places, uint[] Steps, bool LateFirst) history, SagaFaults faults)
    {
        var world = new SagaWorld(history.Places, faults);
        foreach (var step in history.Steps) world.Step(step);
        world.ComeToRest(history.LateFirst);
    }

    // Gives the commands and lets every step of the saga succeed.
    private static List<SagaStep> Walk(ref Sponsorship s, params SponsorshipCommand[] commands)
    {
        var steps = new List<SagaStep>();
        foreach (var command in commands)
        {
            s = SponsorshipDecider.Decide(s, command, Sample.MomentOf(command)).Events.Aggregate(s, SponsorshipDecider.Evolve);
            for (var step = SponsorshipSaga.Next(s, Now, Today); step != SagaStep.None; step = SponsorshipSaga.Next(s, Now, Today))
            {
                steps.Add(step);
                StepAnswer answer = step == SagaStep.HoldPlace ? new PlaceHeld(Terms, HeldUntil) : new StepDone();
                s = SponsorshipDecider.Decide(s, new NoteStep(step, answer), Sample.ThatMoment)
                    .Events.Aggregate(s, SponsorshipDecider.Evolve);
            }
        }

        return steps;
    }
}
