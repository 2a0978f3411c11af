namespace VipOrleans.Domain.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Sponsorships.SponsorshipStatus;
using static VipOrleans.Domain.Sponsorships.StepAnswer;
using static VipOrleans.Domain.Tests.Sample;

public sealed class SponsorshipTests
{
    private static readonly ProposalFacts Known = new(true, true, Household(1), Home(1));
    private static readonly SponsorshipStatus[] OpenOnes = [Proposed, Accepted, Waiting, Checking, Granted, Refused, Arrived, Active,
        Notice];

    private static readonly RulingId End1 = RulingId.From(Auckland, "end");

    public static TheoryData<SponsorshipStatus> Open => [.. OpenOnes];

    [Fact]
    public void Either_side_proposes()
    {
        foreach (var party in Enum.GetValues<Party>())
        {
            Given.Sponsorship().When(new Propose(Case(1), Host(1), Migrant(1), party, Known))
                .Then(new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), party));
        }

        Given.Sponsorship(Proposed).When(new Propose(Case(1), Host(1), Migrant(1), Party.Host, Known))
            .ThenRejected(RejectionCode.AlreadyExists);
    }

    [Fact]
    public void Host_migrant_and_city_belong_together_and_are_known()
    {
        var propose = new Propose(Case(1), Host(1), Migrant(1), Party.Host, Known);
        Given.Sponsorship().When(propose with { Host = HostId.From(CityId.Parse("nz-wlg"), "x") }).ThenRejected(RejectionCode.OtherCity);
        Given.Sponsorship().When(propose with { Migrant = MigrantId.From(NationId.Parse("au"), "x") })
            .ThenRejected(RejectionCode.OtherCity);
        Given.Sponsorship().When(propose with { Known = Known with { HostIsRegistered = false } }).ThenRejected(RejectionCode.HostNotFound);
        Given.Sponsorship().When(propose with { Known = Known with { MigrantIsRegistered = false } })
            .ThenRejected(RejectionCode.MigrantNotFound);
    }

    [Theory]
    [InlineData(Party.Host, Party.Migrant)]
    [InlineData(Party.Migrant, Party.Host)]
    public void The_other_side_answers(Party proposer, Party other)
    {
        var proposal = Given.Sponsorship(new SponsorshipProposed(Case(1), Host(1), Migrant(1), Household(1), Home(1), proposer));
        proposal.When(new Accept(proposer)).ThenRejected(RejectionCode.OwnProposal);
        proposal.When(new Decline(proposer)).ThenRejected(RejectionCode.OwnProposal);
        proposal.When(new Accept(other)).Then(new SponsorshipAccepted());
        proposal.When(new Decline(other)).Then(new SponsorshipEnded(EndReason.Declined, Today));
    }

    [Theory]
    [MemberData(nameof(Open))]
    public void The_migrant_can_always_leave(SponsorshipStatus status)
    {
        foreach (var reason in new[] { EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed })
        {
            Given.Sponsorship(status).When(new End(Party.Migrant, reason, Today)).Then(new SponsorshipEnded(reason, Today));
        }
    }

    [Theory]
    [MemberData(nameof(Open))]
    public void Either_side_withdraws_before_the_arrival_and_not_after(SponsorshipStatus status)
    {
        foreach (var party in Enum.GetValues<Party>())
        {
            var ending = Given.Sponsorship(status).When(new Withdraw(party));
            if (status is Arrived or Active or Notice) ending.ThenRejected(RejectionCode.WrongState);
            // What was confirmed is the migrant's place, and stays it.
            else if (party == Party.Host && status is Granted)
            {
                var ended = ending.Then(new SponsorshipEnded(EndReason.HostWithdrew, Today)).State;
                Assert.Equal(SagaStep.KeepPlace, SponsorshipSaga.Next(ended, Now, Today));
            }
            else ending.Then(new SponsorshipEnded(EndReason.Withdrawn, Today));
        }
    }

    [Fact]
    public void A_host_ends_it_after_the_notice_and_not_before()
    {
        var end = new End(Party.Host, EndReason.HostEnded, Today);
        Given.Sponsorship(Active).When(end).ThenRejected(RejectionCode.NoticeRunning);
        Given.Sponsorship(Active).When(new GiveNotice())
            .Then(new NoticeGiven(Today.AddDays(21), Today.AddDays(14), "host:own", Today));
        Given.Sponsorship(Notice).When(end with { On = Today.AddDays(6) }, Sample.On(Today.AddDays(9)))
            .ThenRejected(RejectionCode.NoticeRunning);
        Given.Sponsorship(Notice).When(end with { On = Today.AddDays(7) }, Sample.On(Today.AddDays(6)))
            .ThenRejected(RejectionCode.DateInFuture);
        Given.Sponsorship(Notice).When(end with { On = Today.AddDays(7) }, Sample.On(Today.AddDays(7)))
            .Then(new SponsorshipEnded(EndReason.HostEnded, Today.AddDays(7)));
        Given.Sponsorship(Granted).When(end).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void Each_party_gives_its_own_reasons_only()
    {
        EndReason[] migrant = [EndReason.MigrantLeft, EndReason.Moved, EndReason.Completed];
        EndReason[] host = [EndReason.HostEnded];
        EndReason[] city = [EndReason.Completed, EndReason.Deceased, EndReason.Programme];
        // Nobody but the migrant says that one who has arrived is gone, and nobody at all says here that one is absent.
        EndReason[] before = [.. city, EndReason.MigrantLeft, EndReason.Moved];
        foreach (var reason in Enum.GetValues<EndReason>())
        {
            Check(Notice, Party.Migrant, reason, migrant.Contains(reason));
            Check(Notice, Party.Host, reason, host.Contains(reason));
            ByCity(Notice, reason, city.Contains(reason));
            ByCity(Active, reason, city.Contains(reason));
            ByCity(Granted, reason, before.Contains(reason));
            ByCity(Refused, reason, before.Contains(reason) || reason == EndReason.Refused);
        }

        static void ByCity(SponsorshipStatus status, EndReason reason, bool allowed)
        {
            var later = Today.AddDays(30);
            var ending = Given.Sponsorship(status).When(new ProposeEnd(reason, later, End1), Sample.On(later));
            if (allowed) Assert.Equal(status, ending.Then(new EndProposed(reason, later, End1)).State.Status);
            else ending.ThenRejected(RejectionCode.ReasonNotAllowed);
        }

        static void Check(SponsorshipStatus status, Party by, EndReason reason, bool allowed)
        {
            var later = Today.AddDays(30);
            var ending = Given.Sponsorship(status).When(new End(by, reason, later), Sample.On(later));
            if (allowed) ending.Then(new SponsorshipEnded(reason, later));
            else ending.ThenRejected(RejectionCode.ReasonNotAllowed);
        }
    }

    [Theory]
    [MemberData(nameof(Open))]
    public void An_officers_end_changes_nothing_until_its_ruling_is_final(SponsorshipStatus status)
    {
        if (status is Refused) return;
        var proposed = new EndProposed(EndReason.Programme, Today, End1);
        var story = Given.Sponsorship(status, proposed);
        Assert.Equal((Given.Sponsorship(status).State.Status, Given.Sponsorship(status).State.Formation),
            (story.State.Status, story.State.Formation));
        story.When(new ProposeEnd(EndReason.Completed, null, RulingId.From(Auckland, "two"))).ThenRejected(RejectionCode.WrongState);
        story.When(new RuleOnEnd(RulingId.From(Auckland, "two"), RulingEffect.Stands)).ThenNothing();
        // In force until the ruling is final, and no day of it is taken back.
        story.When(new RuleOnEnd(End1, RulingEffect.Stands), Sample.On(Today.AddDays(45)))
            .ThenBegins(new EndRuled(End1, RulingEffect.Stands), new SponsorshipEnded(EndReason.Programme, Today.AddDays(45)));
        var lifted = story.When(new RuleOnEnd(End1, RulingEffect.Lifted)).Then(new EndRuled(End1, RulingEffect.Lifted)).State;
        Assert.Null(lifted.Ending.Proposed);
        // The migrant can leave all the same, and what the ruling says then comes too late.
        Given.Sponsorship(status, proposed, new SponsorshipEnded(EndReason.MigrantLeft, Today))
            .When(new RuleOnEnd(End1, RulingEffect.Stands)).ThenNothing();
    }

    [Fact]
    public void A_death_ends_it_on_its_day_and_is_taken_back_also_after_the_end()
    {
        var later = Today.AddDays(45);
        var proposed = new EndProposed(EndReason.Deceased, Today.AddDays(2), End1);
        var dead = Given.Sponsorship(Active, proposed).When(new RuleOnEnd(End1, RulingEffect.Stands), Sample.On(later))
            .ThenBegins(new EndRuled(End1, RulingEffect.Stands), new SponsorshipEnded(EndReason.Deceased, Today.AddDays(2)));
        Assert.Equal(SagaStep.KeepPlace, SponsorshipSaga.Next(dead.State, Now, later));
        var story = Given.Sponsorship(Active, proposed, new EndRuled(End1, RulingEffect.Stands),
            new SponsorshipEnded(EndReason.Deceased, Today.AddDays(2)));
        Assert.True(story.When(new RuleOnEnd(End1, RulingEffect.Lifted)).Then(new EndRuled(End1, RulingEffect.Lifted)).State.Ending
            .IsTakenBack);
        // Whoever arrives after the day has not died on it, and whoever arrives has not left before.
        foreach (var reason in new[] { EndReason.Deceased, EndReason.MigrantLeft })
        {
            Given.Sponsorship(Granted, new EndProposed(reason, Today.AddDays(-2), End1), new MigrantArrived(Today, null))
                .When(new RuleOnEnd(End1, RulingEffect.Stands)).Then(new EndRuled(End1, RulingEffect.Lifted));
        }
    }

    [Fact]
    public void What_an_officer_recorded_another_one_takes_back_within_the_window()
    {
        var (one, two) = (ThatMoment, ThatMoment with { Actor = "city-officer:two" });
        var active = Given.Sponsorship(Arrived, new SponsorshipActivated(one.Actor, Today));
        active.When(new TakeBackActivation(), one).ThenRejected(RejectionCode.SameOfficer);
        active.When(new TakeBackActivation(), Later(two, 15)).ThenRejected(RejectionCode.WrongState);
        Assert.Equal(Arrived, active.When(new TakeBackActivation(), Later(two, 14)).Then(new ActivationTakenBack(two.Actor)).State.Status);

        var given = new NoticeGiven(Today.AddDays(21), Today.AddDays(14), one.Actor, Today);
        var recorded = Given.Sponsorship(Active, given);
        recorded.When(new TakeBackNotice(), one).ThenRejected(RejectionCode.SameOfficer);
        recorded.When(new TakeBackNotice(), Later(two, 15)).ThenRejected(RejectionCode.WrongState);
        Assert.Equal((Active, null), Of(recorded.When(new TakeBackNotice(), two).Then(new NoticeTakenBack(two.Actor, true)).State));
        // What the host said themselves no officer takes back, and the host does at any time.
        var host = ThatMoment with { Actor = $"host:{Host(1)}" };
        var own = Given.Sponsorship(Arrived, given with { By = host.Actor });
        own.When(new TakeBackNotice(), two).ThenRejected(RejectionCode.ReasonNotAllowed);
        Assert.Equal((Arrived, null),
            Of(own.When(new TakeBackNotice(), Later(host, 20)).Then(new NoticeTakenBack(host.Actor, false)).State));
        // What stands in a journal from before it was noted who recorded it is nobody's to take back.
        Given.Sponsorship(Active).When(new TakeBackActivation(), two).ThenRejected(RejectionCode.ReasonNotAllowed);

        static Moment Later(Moment moment, int days) => Sample.On(Today.AddDays(days)) with { Actor = moment.Actor };
        static (SponsorshipStatus, DateOnly?) Of(Sponsorship s) => (s.Status, s.Ending.NoticeUntil);
    }

    [Fact]
    public void A_notice_that_may_be_retaliation_stands_still_until_the_ruling_on_it_and_goes_on_where_it_stopped()
    {
        var end = new End(Party.Host, EndReason.HostEnded, null);
        NoticeGiven given = new(Today.AddDays(21), Today.AddDays(14), "host:x", Today);
        var stopped = Given.Sponsorship(Active, given).When(new StopNotice(End1), Sample.On(Today.AddDays(4)))
            .Then(new NoticeStopped(End1, Today.AddDays(4)));
        Assert.Equal(SponsorshipStatus.Notice, stopped.State.Status);
        SponsorshipEvent[] still = [given, new NoticeStopped(End1, Today.AddDays(4))];
        Given.Sponsorship(Active, still).When(end, Sample.On(Today.AddDays(90))).ThenRejected(RejectionCode.NoticeRunning);
        Given.Sponsorship(Active, still).When(new StopNotice(End1)).ThenRejected(RejectionCode.WrongState);
        var over = Given.Sponsorship(Active, still).When(new RuleOnNotice(End1, RulingEffect.Stands))
            .Then(new NoticeRuled(End1, RulingEffect.Stands, true)).State;
        Assert.Equal((Active, null), (over.Status, over.Ending.NoticeUntil));
        // Lifted, before it was made or on appeal: the days in which it stood still do not count.
        foreach (var before in new[] { still, [.. still, new NoticeRuled(End1, RulingEffect.Stands, true)] })
        {
            var on = Given.Sponsorship(Active, before).When(new RuleOnNotice(End1, RulingEffect.Lifted), Sample.On(Today.AddDays(30)))
                .Then(new NoticeRuled(End1, RulingEffect.Lifted, true, Today.AddDays(47))).State;
            Assert.Equal((SponsorshipStatus.Notice, Today.AddDays(47)), (on.Status, on.Ending.NoticeUntil));
        }

        Given.Sponsorship(Active, [.. still, new NoticeTakenBack("host:x", true)]).When(new RuleOnNotice(End1, RulingEffect.Lifted))
            .ThenNothing();
    }

    [Fact]
    public void The_last_day_is_not_before_the_arrival_and_not_in_the_future()
    {
        foreach (var (day, code) in new[] { (1, RejectionCode.DateInFuture), (-1, RejectionCode.InvalidInput) })
        {
            Given.Sponsorship(Active).When(new End(Party.Migrant, EndReason.Completed, Today.AddDays(day))).ThenRejected(code);
            Given.Sponsorship(Active).When(new ProposeEnd(EndReason.Deceased, Today.AddDays(day), End1)).ThenRejected(code);
        }
    }

    [Theory]
    [MemberData(nameof(Open))]
    public void A_check_is_recorded_in_every_open_sponsorship_also_one_that_failed_elsewhere(SponsorshipStatus status)
    {
        var elsewhere = Failed() with { Via = Case(2) };
        var s = Given.Sponsorship(status).When(new RecordCheck(CheckKind.Background, elsewhere))
            .Then(new CheckRecorded(CheckKind.Background, elsewhere)).State;
        Assert.False(s.ChecksPassed(Today));
        Assert.Empty(SponsorshipDecider.Decide(s, new RecordCheck(CheckKind.Background, elsewhere), Sample.ThatMoment).Events);
    }

    [Fact]
    public void A_failed_check_elsewhere_stops_the_arrival()
    {
        var granted = Given.Sponsorship(Granted, new CheckRecorded(CheckKind.Background, Failed() with { Via = Case(2) }));
        granted.When(new Arrive(Today, true, VerifiedPayslips, PhpRate)).ThenRejected(RejectionCode.ChecksNotPassed);
        Given.Sponsorship(Granted, new CheckRecorded(CheckKind.Background, Failed() with { Via = Case(2) }),
            new CheckRecorded(CheckKind.Background, Passed()))
            .When(new Arrive(Today, true, VerifiedPayslips, PhpRate)).Then(new MigrantArrived(Today, FixedPayslips));
    }

    [Fact]
    public void A_check_that_does_not_hang_together_is_refused()
    {
        var story = Given.Sponsorship(Checking);
        story.When(new RecordCheck(CheckKind.Identity, Passed() with { On = Today.AddDays(1) }))
            .ThenRejected(RejectionCode.DateInFuture);
        story.When(new RecordCheck(CheckKind.Identity, Passed() with { Reason = RefusalReason.CriminalRecord }))
            .ThenRejected(RejectionCode.InvalidInput);
        story.When(new RecordCheck(CheckKind.Identity, Failed() with { Reason = null })).ThenRejected(RejectionCode.InvalidInput);
        story.When(new RecordCheck(CheckKind.Identity, Passed(Today.AddDays(-1)))).ThenRejected(RejectionCode.InvalidInput);
        Given.Sponsorship(Ended).When(new RecordCheck(CheckKind.Identity, Passed())).ThenRejected(RejectionCode.WrongState);
    }

    [Fact]
    public void It_is_granted_when_the_last_required_check_has_passed_and_the_place_is_confirmed()
    {
        SponsorshipEvent identity = new CheckRecorded(CheckKind.Identity, Passed()),
            background = new CheckRecorded(CheckKind.Background, Passed());
        var confirmed = new NoteStep(SagaStep.ConfirmPlace, new StepDone());
        Assert.NotEqual(SagaStep.ConfirmPlace, SponsorshipSaga.Next(Given.Sponsorship(Checking, identity).State, Now, Today));
        Assert.Equal(SagaStep.ConfirmPlace, SponsorshipSaga.Next(Given.Sponsorship(Checking, identity, background).State, Now, Today));
        Given.Sponsorship(Checking, identity, background).When(confirmed)
            .Then(new ClaimNoted(ClaimOn.Place, Claim.Confirmed), new SponsorshipGranted());
        // A check failed while the place was being confirmed: granted when it is passed after all.
        SponsorshipEvent[] failed = [identity, new CheckRecorded(CheckKind.Background, Failed())];
        Given.Sponsorship(Checking, failed).When(confirmed).Then(new ClaimNoted(ClaimOn.Place, Claim.Confirmed));
        Given.Sponsorship(Checking, [.. failed, new ClaimNoted(ClaimOn.Place, Claim.Confirmed)])
            .When(new RecordCheck(CheckKind.Background, Passed())).Then(background, new SponsorshipGranted());
    }

    [Fact]
    public void A_check_counts_up_to_the_day_until_which_it_is_valid()
    {
        SponsorshipEvent[] checks = [new CheckRecorded(CheckKind.Identity, Passed(Today.AddDays(1))),
            new CheckRecorded(CheckKind.Background, Passed())];
        var s = Given.Sponsorship(Checking, checks).State;
        Assert.True(s.ChecksPassed(Today.AddDays(1)));
        Assert.False(s.ChecksPassed(Today.AddDays(2)));
        Assert.False(
            Given.Sponsorship(Checking,
                [.. checks, new CheckRecorded(CheckKind.Identity, new(CheckOutcome.Expired, null, Today, null, null))]).State.ChecksPassed(
                Today));
        var granted = Given.Sponsorship(Granted, checks);
        granted.When(new Arrive(Today, true, VerifiedPayslips, PhpRate), Sample.On(Today.AddDays(2)))
            .ThenRejected(RejectionCode.ChecksNotPassed);
    }

    [Fact]
    public void Nothing_is_refused_whose_hold_has_run_out()
    {
        var refuse = new Refuse([RefusalReason.ConditionsNotMet], RulingId.From(Auckland, "late"));
        var tooLate = ThatMoment with { Time = HeldUntil };
        Given.Sponsorship(Checking).When(refuse, tooLate).ThenRejected(RejectionCode.WrongState);
        Assert.Equal(SponsorshipStatus.Refused,
            Given.Sponsorship(Checking).When(refuse, ThatMoment with { Time = HeldUntil.AddTicks(-1) })
                .Then(new SponsorshipRefused(refuse.Reasons, Today.AddDays(5), refuse.Ruling)).State.Status);
        // A place in use is held until no day.
        Assert.Null(Given.Sponsorship(Granted).When(refuse, tooLate).Decision.Rejection);
    }

    [Fact]
    public void A_refusal_has_reasons_and_a_date_until_which_a_reply_is_possible()
    {
        foreach (var status in new[] { Checking, Granted })
        {
            var story = Given.Sponsorship(status);
            story.When(new Refuse([RefusalReason.AccommodationUnsafe, RefusalReason.ConditionsNotMet]))
                .Then(new SponsorshipRefused([RefusalReason.AccommodationUnsafe, RefusalReason.ConditionsNotMet], Today.AddDays(5)));
            story.When(new Refuse([])).ThenRejected(RejectionCode.InvalidInput);
            story.When(new Refuse([RefusalReason.ConditionsNotMet, RefusalReason.ConditionsNotMet]))
                .ThenRejected(RejectionCode.InvalidInput);
        }
    }

    [Fact]
    public void A_refused_party_replies_in_time_and_the_refusal_then_stays_open()
    {
        var refused = Given.Sponsorship(Refused);
        refused.When(new Reply(Party.Migrant), Sample.On(Today.AddDays(5))).Then(new RefusalReplied(Party.Migrant));
        refused.When(new Reply(Party.Migrant), Sample.On(Today.AddDays(6))).ThenRejected(RejectionCode.ReplyTooLate);
        refused.When(new CloseRefused(), Sample.On(Today.AddDays(5))).ThenRejected(RejectionCode.WrongState);
        refused.When(new CloseRefused(), Sample.On(Today.AddDays(6))).Then(new SponsorshipEnded(EndReason.Refused, Today.AddDays(6)));
        var replied = Given.Sponsorship(Refused, new RefusalReplied(Party.Host));
        replied.When(new Reply(Party.Migrant)).ThenNothing().WithOutcome("replied");
        replied.When(new CloseRefused(), Sample.On(Today.AddDays(60))).ThenRejected(RejectionCode.WrongState);
        replied.When(new Reopen()).Then(new SponsorshipReopened());
        replied.When(new ProposeEnd(EndReason.Refused, null, End1)).Then(new EndProposed(EndReason.Refused, Today, End1));
    }

    [Fact]
    public void A_refusal_under_a_ruling_is_closed_or_taken_back_by_the_ruling_alone()
    {
        var (ruling, other) = (RulingId.From(Auckland, "ruling"), RulingId.From(Auckland, "other"));
        var refused = Given.Sponsorship(Checking).When(new Refuse([RefusalReason.ConditionsNotMet], ruling))
            .Then(new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5), ruling)).State;
        SponsorshipEvent[] given = [new SponsorshipRefused([RefusalReason.ConditionsNotMet], Today.AddDays(5), ruling)];
        var story = Given.Sponsorship(Checking, given);
        // Neither the clock nor one officer closes it, and the place is kept however long it takes.
        story.When(new CloseRefused(), Sample.On(Today.AddDays(60))).ThenRejected(RejectionCode.WrongState);
        foreach (var reason in Enum.GetValues<EndReason>().Where(r => r != EndReason.Deceased))
        {
            story.When(new ProposeEnd(reason, null, End1)).ThenRejected(RejectionCode.WrongState);
        }

        Assert.Equal(SagaStep.None, SponsorshipSaga.Next(refused, HeldUntil.AddDays(90), Today.AddDays(90)));

        story.When(new RuleOnRefusal(other, RulingEffect.Stands)).ThenNothing();
        story.When(new RuleOnRefusal(ruling, RulingEffect.Stands), Sample.On(Today.AddDays(40)))
            .Then(new SponsorshipEnded(EndReason.Refused, Today.AddDays(40)));
        // Taken back after thirty days, the hold has as many days as it had.
        var reopened = story.When(new RuleOnRefusal(ruling, RulingEffect.Lifted), Sample.On(Today.AddDays(30)))
            .Then(new SponsorshipReopened(ruling, HeldUntil.AddDays(30))).State;
        Assert.Equal((Checking, HeldUntil.AddDays(30)), (reopened.Status, reopened.Formation.PlaceUntil));
        Assert.Equal(SagaStep.None, SponsorshipSaga.Next(reopened, HeldUntil.AddDays(29), Today.AddDays(30)));
        story.When(new Reopen(), Sample.On(Today.AddDays(1))).Then(new SponsorshipReopened(ruling, HeldUntil.AddDays(1)));
        story.When(new Reply(Party.Host)).Then(new RefusalReplied(Party.Host, ruling));
        // A place that is confirmed does not run out.
        Given.Sponsorship(Granted, given).When(new RuleOnRefusal(ruling, RulingEffect.Lifted), Sample.On(Today.AddDays(30)))
            .Then(new SponsorshipReopened(ruling));
        Given.Sponsorship(Checking, [.. given, new SponsorshipEnded(EndReason.Withdrawn, Today)])
            .When(new RuleOnRefusal(ruling, RulingEffect.Lifted)).ThenNothing();
    }

    [Theory]
    [InlineData(0, 1, 0, RejectionCode.InvalidInput)]
    [InlineData(51, 1, 0, RejectionCode.InvalidInput)]
    [InlineData(1, 0, 0, RejectionCode.InvalidInput)]
    [InlineData(1, 13, 0, RejectionCode.InvalidInput)]
    [InlineData(1, 1, -1, RejectionCode.InvalidInput)]
    [InlineData(1, 1, Money.MaxMinor + 1, RejectionCode.InvalidInput)]
    [InlineData(1, 2, 0, RejectionCode.DateInFuture)]
    [InlineData(50, 12, 0, RejectionCode.DateInFuture)]
    public void Earnings_that_cannot_be_are_refused(int year, int month, long minor, RejectionCode code) =>
        Given.Sponsorship(Active).When(Sample.Earned(year, month, Dollars(minor))).ThenRejected(code);

    [Fact]
    public void Earnings_are_in_the_host_currency() =>
        Given.Sponsorship(Active).When(Sample.Earned(1, 1, new(100, Php))).ThenRejected(RejectionCode.CurrencyMismatch);

    [Fact]
    public void Earnings_and_share_are_posted_together_with_all_that_they_were_made_from()
    {
        var baseline = PhpToNzd.Convert(Payslips.Yearly);
        Account employer = SponsorshipAccounts.Employer(Nzd), migrant = SponsorshipAccounts.Migrant(Nzd),
            host = SponsorshipAccounts.HostDue(Nzd);
        var reported = new EarningsReported(1, 1, Dollars(400_000), null);
        var posted = new SharePosted(1, 1, baseline, Share.Half, Dollars(400_000), Dollars(178_003), Dollars(0), Dollars(178_003),
            [new("earned-1-1", employer, migrant, 400_000), new("share-1-1", migrant, host, 178_003)], BookedOn: Today);
        Given.Sponsorship(Active).When(Sample.Earned(1, 1, Dollars(400_000))).Then(reported, posted).WithOutcome("posted");
        Given.Sponsorship(Active, reported, posted).When(Sample.Earned(1, 1, Dollars(400_000)))
            .Then(new EarningsConfirmed(1, 1, Employers.None)).WithOutcome("known");
        // Corrected to nothing: the host gives back first, and then the earnings are taken back.
        Given.Sponsorship(Active, reported, posted).When(Sample.Earned(1, 1, Dollars(0))).Then(
            new EarningsReported(1, 1, Dollars(0), Dollars(400_000)),
            new SharePosted(1, 1, baseline, Share.Half, Dollars(0), Dollars(0), Dollars(178_003), Dollars(-178_003),
                [new("refund-due-1-1", host, migrant, 178_003), new("corrected-1-1", migrant, employer, 400_000)], BookedOn: Today));
    }

    [Fact]
    public void A_month_in_which_nothing_was_earned_is_a_report_too() =>
        Assert.Equal(2, Given.Sponsorship(Active).When(Sample.Earned(1, 1, Dollars(0))).Decision.Events.Count);

    [Fact]
    public void Late_reports_are_taken_after_the_end_for_months_that_had_begun_and_what_was_reported_can_be_put_right()
    {
        var ended = Given.Sponsorship(Ended);
        Assert.Null(ended.When(Sample.Earned(1, 1, Dollars(1)), Sample.On(Today.AddYears(1))).Decision.Rejection);
        ended.When(Sample.Earned(1, 2, Dollars(1)), Sample.On(Today.AddYears(1))).ThenRejected(RejectionCode.MonthOutsideSponsorship);

        var active = Given.Sponsorship(Active).State;
        var report = SponsorshipDecider.Decide(active, Sample.Earned(1, 2, Dollars(400_000)), Sample.On(Today.AddMonths(2)));
        var over = ((SponsorshipEvent[])[.. report.Events, new SponsorshipEnded(EndReason.MigrantLeft, Today)])
            .Aggregate(active, SponsorshipDecider.Evolve);
        var correction = SponsorshipDecider.Decide(over, Sample.Earned(1, 2, Dollars(0)), Sample.On(Today.AddMonths(3)));
        var books = correction.Events.Aggregate(over, SponsorshipDecider.Evolve).Books.Ledger;
        Assert.Equal(0, SponsorshipBooks.HostSide(books, Nzd));
        // There is no next pay to give it back with: the employer owes what it has withheld, and the city pays the migrant.
        var taken = report.Events.OfType<SharePosted>().Single().Taken.Minor;
        Assert.Equal((taken, taken), (books.Posted(SponsorshipAccounts.HostDue(Nzd)), books.Posted(SponsorshipAccounts.Refund(Nzd))));
    }

    [Fact]
    public void Months_of_the_share_year_begin_on_the_day_of_arrival()
    {
        var s = Histories.ArrivedWith(Nzd, Share.Half, 0, new(2024, 1, 31));
        Assert.Equal([new(2024, 1, 31), new(2024, 2, 29), new(2024, 3, 31), new(2025, 1, 31)],
            new[] { s.Earnings.MonthStart(1, 1), s.Earnings.MonthStart(1, 2), s.Earnings.MonthStart(1, 3),
                s.Earnings.MonthStart(2, 1) }.Select(d => d!.Value));
    }
}
