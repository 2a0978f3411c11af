namespace VipOrleans.Domain.Tests.Safeguarding;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using static VipOrleans.Domain.Safeguarding.RulingCommand;
using static VipOrleans.Domain.Safeguarding.RulingEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class RulingTests
{
    private const string One = "city-officer:a", Two = "city-officer:b", Three = "nation-officer:c";

    private static readonly RulingId Id = RulingId.From(Auckland, "ruling");
    private static readonly RulingMatter Matter =
        RulingMatter.Failed(Case(1), Host(1), Migrant(1), CheckKind.Background, RefusalReason.CriminalRecord, Today);
    private static readonly CaseText ByHost = new("w1", Host(1).Value, CaseParty.Host),
        ByMigrant = new("w2", Migrant(1).Value, CaseParty.Migrant), ByOfficer = new("w3", Id.Value, CaseParty.Officer);
    private static readonly RulingProposed Proposed = new(Id, Matter, true, One, ByOfficer, Today, Today.AddDays(14), Today.AddDays(28));
    private static readonly DateOnly ReplyOver = Proposed.ReplyUntil.AddDays(1);
    private static readonly RulingMade Made = new(Two, null, ReplyOver.AddDays(28));
    private static readonly RulingAppealed Appealed = new(ByHost, ReplyOver.AddDays(42));

    [Fact]
    public void Notice_says_what_against_whom_why_how_far_and_until_when()
    {
        var state = Given.Ruling().When(new ProposeRuling(Id, Matter, true, ByOfficer, Today), By(One)).Then(Proposed).State;
        Assert.Equal((RulingStatus.Proposed, RulingScope.Host, null), (state.Status, state.Matter!.Scope, state.Effect));
        Assert.Equal([ByOfficer], state.Texts);
        // The feed relay may say it twice.
        Given.Ruling(Proposed).When(new ProposeRuling(Id, Matter, true, ByOfficer, Today.AddDays(1)), By(One)).ThenNothing();
        Given.Ruling().When(new DecideRuling(true, null), By(Two, Today)).ThenRejected(RejectionCode.RulingNotFound);
    }

    [Theory]
    [InlineData(CheckKind.Background, RulingScope.Host)]
    [InlineData(CheckKind.AccommodationExists, RulingScope.Home)]
    [InlineData(CheckKind.AccommodationSuitable, RulingScope.Home)]
    [InlineData(CheckKind.Identity, RulingScope.Sponsorship)]
    [InlineData(CheckKind.HealthInsurance, RulingScope.Sponsorship)]
    public void What_protects_a_person_acts_at_once_and_the_rest_waits(CheckKind check, RulingScope scope)
    {
        Assert.Equal(scope, (Matter with { Check = check }).Scope);
        Assert.Equal(scope != RulingScope.Sponsorship, RulingLimits.ActsAtOnce(check, RefusalReason.ConditionsNotMet));
        Assert.True(RulingLimits.ActsAtOnce(check, RefusalReason.SafeguardingConcern));
    }

    [Fact]
    public void Nobody_is_ruled_against_before_they_could_reply()
    {
        var proposed = Given.Ruling(Proposed);
        proposed.When(new DecideRuling(true, null), By(Two, Proposed.ReplyUntil)).ThenRejected(RejectionCode.ReplyTimeRunning);
        proposed.When(new DecideRuling(true, null), By(Two, ReplyOver)).Then(Made);
        proposed.When(new ReplyToRuling(ByHost), On(Proposed.ReplyUntil)).Then(new RulingReplied(ByHost.By, ByHost));
        proposed.When(new ReplyToRuling(ByHost), On(ReplyOver)).ThenRejected(RejectionCode.ReplyTooLate);
        // One side's reply does not cut the other's time.
        Given.Ruling(Proposed, new RulingReplied(ByHost.By, ByHost), new RulingReplied(ByHost.By, ByHost))
            .When(new DecideRuling(true, null), By(Two, Today)).ThenRejected(RejectionCode.ReplyTimeRunning);
        Given.Ruling(Proposed, new RulingReplied(ByHost.By, ByHost), new RulingReplied(ByMigrant.By, ByMigrant))
            .When(new DecideRuling(true, null), By(Two, Today)).Then(new RulingMade(Two, null, Today.AddDays(28)));
        // In their favour it can be decided at once.
        Assert.Equal(RulingEffect.Lifted,
            proposed.When(new DecideRuling(false, ByOfficer), By(Two, Today)).Then(new RulingDropped(Two, ByOfficer)).State.Effect);
    }

    [Fact]
    public void Three_officers_propose_decide_and_judge_the_appeal_in_whatever_office()
    {
        foreach (var same in new[] { One, "nation-officer:a" })
        {
            foreach (var isMade in new[] { true, false })
            {
                Given.Ruling(Proposed).When(new DecideRuling(isMade, null), By(same, ReplyOver)).ThenRejected(RejectionCode.SameOfficer);
            }

        }

        Given.Ruling(Proposed).When(new DecideRuling(true, null), By("city-officer:now", ReplyOver) with { FormerActor = One })
            .ThenRejected(RejectionCode.SameOfficer);
        var appealed = Given.Ruling(Proposed, Made, Appealed);
        foreach (var former in new[] { One, Two })
        {
            appealed.When(new DecideAppeal(true, null), By("city-officer:now") with { FormerActor = former })
                .ThenRejected(RejectionCode.SameOfficer);
        }

        foreach (var same in new[] { One, Two, "nation-officer:b" })
        {
            foreach (var isUpheld in new[] { true, false })
            {
                appealed.When(new DecideAppeal(isUpheld, null), By(same)).ThenRejected(RejectionCode.SameOfficer);
            }

        }

        Assert.Equal((RulingStatus.Overturned, RulingEffect.Lifted),
            appealed.When(new DecideAppeal(true, null), By(Three)).Then(new AppealUpheld(Three, null)).State is var u
                ? (u.Status, u.Effect) : default);
        Assert.Equal((RulingStatus.Confirmed, RulingEffect.Stands),
            appealed.When(new DecideAppeal(false, ByOfficer), By(Three)).Then(new AppealDismissed(Three, ByOfficer)).State is var d
                ? (d.Status, d.Effect) : default);
    }

    [Fact]
    public void What_nobody_decides_in_time_expires_and_is_lifted()
    {
        var proposed = Given.Ruling(Proposed);
        proposed.When(new LookAtRulingClock(), On(Proposed.DecideBy)).ThenNothing();
        Assert.Equal((false, true), (proposed.State.IsOverdue(Proposed.DecideBy), proposed.State.IsOverdue(Proposed.DecideBy.AddDays(1))));
        proposed.When(new DecideRuling(true, null), By(Two, Proposed.DecideBy.AddDays(1))).ThenRejected(RejectionCode.RulingWrongState);
        Assert.Equal(RulingEffect.Lifted,
            proposed.When(new LookAtRulingClock(), On(Proposed.DecideBy.AddDays(1))).Then(new RulingExpired()).State.Effect);
        // An appeal that is late is shown as such; the ruling was made by two officers and stands.
        Given.Ruling(Proposed).When(new DecideRuling(true, null), By("city-officer:now", ReplyOver) with { FormerActor = One })
            .ThenRejected(RejectionCode.SameOfficer);
        var appealed = Given.Ruling(Proposed, Made, Appealed);
        foreach (var former in new[] { One, Two })
        {
            appealed.When(new DecideAppeal(true, null), By("city-officer:now") with { FormerActor = former })
                .ThenRejected(RejectionCode.SameOfficer);
        }

        appealed.When(new LookAtRulingClock(), On(Appealed.DecideBy.AddDays(1))).ThenNothing();
        Assert.True(appealed.State.IsOverdue(Appealed.DecideBy.AddDays(1)));
    }

    [Fact]
    public void An_appeal_has_its_time_and_both_sides_can_speak_in_it()
    {
        var made = Given.Ruling(Proposed, Made);
        made.When(new AppealRuling(ByHost), On(Made.AppealUntil.AddDays(1))).ThenRejected(RejectionCode.AppealTooLate);
        made.When(new AppealRuling(ByHost), On(Made.AppealUntil)).Then(new RulingAppealed(ByHost, Made.AppealUntil.AddDays(42)));
        made.When(new ReplyToRuling(ByHost), On(Today)).ThenRejected(RejectionCode.RulingWrongState);
        Given.Ruling(Proposed, Made, Appealed).When(new ReplyToRuling(ByMigrant), On(Today.AddYears(1)))
            .Then(new RulingReplied(ByMigrant.By, ByMigrant));
        Given.Ruling(Proposed).When(new AppealRuling(ByHost), On(Today)).ThenRejected(RejectionCode.RulingWrongState);
        Given.Ruling(Proposed, Made, Appealed).When(new AppealRuling(ByHost), On(ReplyOver)).ThenRejected(RejectionCode.RulingWrongState);
    }

    [Fact]
    public void The_city_takes_back_what_was_made_and_nothing_is_decided_twice()
    {
        foreach (var story in new RulingEvent[][] { [Proposed, Made], [Proposed, Made, Appealed],
            [Proposed, Made, Appealed, new AppealDismissed(Three, null)] })
        {
            var rescinded = Given.Ruling(story).When(new RescindRuling(ByOfficer), By(One)).Then(new RulingRescinded(One, ByOfficer)).State;
            Assert.Equal((RulingStatus.Rescinded, RulingEffect.Lifted, false), (rescinded.Status, rescinded.Effect, rescinded.IsOpen));
        }

        foreach (var over in new RulingEvent[][] { [new RulingDropped(Two, null)], [new RulingExpired()],
            [Made, Appealed, new AppealUpheld(Three, null)], [Made, new RulingRescinded(One, null)] })
        {
            var story = Given.Ruling([Proposed, .. over]);
            foreach (var late in new RulingCommand[] { new DecideRuling(true, null), new RescindRuling(null), new DecideAppeal(false, null),
                new AppealRuling(ByHost), new ReplyToRuling(ByHost) })
            {
                story.When(late, By(Three, ReplyOver)).ThenRejected(RejectionCode.RulingWrongState);
            }
        }
    }

    [Fact]
    public void A_suspension_concerns_the_host_alone()
    {
        var suspended = Proposed with { Matter = RulingMatter.Suspended(Host(1), SuspensionReason.Safeguarding, Today) };
        Assert.Equal((RulingScope.Host, RulingKind.Suspension), (suspended.Matter.Scope, suspended.Matter.Kind));
        Given.Ruling(suspended, new RulingReplied(ByHost.By, ByHost)).When(new DecideRuling(true, null), By(Two, Today))
            .Then(new RulingMade(Two, null, Today.AddDays(28)));
        // Where the city reinstates the host by itself, the ruling is over too, and where the ruling is why, nothing is new.
        Assert.Equal(RulingEffect.Lifted,
            Given.Ruling(suspended).When(new NoteRulingLifted(), By(One)).Then(new RulingRescinded(One, null)).State.Effect);
        Given.Ruling(suspended, new RulingExpired()).When(new NoteRulingLifted(), By(One)).ThenNothing();
    }

    [Fact]
    public void A_refusal_closes_the_sponsorship_only_when_nobody_can_appeal_any_more()
    {
        var matter = RulingMatter.Refused(Case(1), Host(1), Migrant(1), [RefusalReason.ConditionsNotMet], Today);
        var proposed = Given.Ruling().When(new ProposeRuling(Id, matter, true, null, Today, Today.AddDays(5)), By(One))
            .Then(new RulingProposed(Id, matter, true, One, null, Today, Today.AddDays(5), Today.AddDays(19)));
        Assert.Equal(RulingScope.Sponsorship, proposed.State.Matter!.Scope);
        RulingEvent[] given = [.. proposed.Decision.Events, new RulingMade(Two, null, Today.AddDays(34))];
        var made = Given.Ruling(given);
        Assert.Null(made.State.Effect);
        made.When(new LookAtRulingClock(), On(Today.AddDays(34))).ThenNothing();
        Assert.Equal((RulingStatus.Final, RulingEffect.Stands),
            made.When(new LookAtRulingClock(), On(Today.AddDays(35))).Then(new RulingBecameFinal()).State is var f
                ? (f.Status, f.Effect) : default);
        made.When(new RescindRuling(null), By(One)).Then(new RulingRescinded(One, null));
        Given.Ruling([.. given, new RulingBecameFinal()]).When(new RescindRuling(null), By(One))
            .ThenRejected(RejectionCode.RulingWrongState);

        var appealed = Given.Ruling([.. given, Appealed]);
        Assert.Null(appealed.State.Effect);
        appealed.When(new LookAtRulingClock(), On(Today.AddYears(1))).ThenNothing();
        Assert.Equal(RulingEffect.Stands,
            appealed.When(new DecideAppeal(false, null), By(Three)).Then(new AppealDismissed(Three, null)).State.Effect);
        Assert.Equal(RulingEffect.Lifted,
            appealed.When(new DecideAppeal(true, null), By(Three)).Then(new AppealUpheld(Three, null)).State.Effect);
        Given.Ruling([.. given, Appealed, new AppealDismissed(Three, null)]).When(new RescindRuling(null), By(One))
            .ThenRejected(RejectionCode.RulingWrongState);
        // Others stand from the decision on.
        Given.Ruling(Proposed, Made).When(new LookAtRulingClock(), On(Today.AddYears(1))).ThenNothing();
    }

    public static TheoryData<string> Ends => ["end", "status-end"];

    [Theory]
    [MemberData(nameof(Ends))]
    public void An_end_has_its_effect_only_when_nobody_can_appeal_any_more_and_two_officers_have_decided(string which)
    {
        var matter = which == "end" ? RulingMatter.End(Case(1), Host(1), Migrant(1), EndReason.Programme, Today)
            : RulingMatter.StatusEnd(Case(1), Host(1), Migrant(1), [StatusEndReason.NoNewHost], Today);
        // Who hosted last has nothing to do with what becomes of the migrant since.
        Assert.Equal(which == "end" ? [CaseParty.Host, CaseParty.Migrant] : [CaseParty.Migrant], matter.Concerned);
        Assert.Equal(RulingScope.Sponsorship, matter.Scope);
        RulingProposed notice = Proposed with { Matter = matter, ActsAtOnce = false };
        Given.Ruling(notice).When(new DecideRuling(true, null), By(Two, Today)).ThenRejected(RejectionCode.ReplyTimeRunning);
        Given.Ruling(notice).When(new DecideRuling(true, null), By(One, ReplyOver)).ThenRejected(RejectionCode.SameOfficer);
        Assert.Null(Given.Ruling(notice, Made).State.Effect);
        Assert.Null(Given.Ruling(notice, Made, Appealed).State.Effect);
        Given.Ruling(notice, Made).When(new LookAtRulingClock(), On(Made.AppealUntil)).ThenNothing();
        Assert.Equal(RulingEffect.Stands,
            Given.Ruling(notice, Made).When(new LookAtRulingClock(), On(Made.AppealUntil.AddDays(1))).Then(new RulingBecameFinal())
                .State.Effect);
        Given.Ruling(notice, Made, new RulingBecameFinal()).When(new RescindRuling(null), By(One))
            .ThenRejected(RejectionCode.RulingWrongState);
    }

    [Fact]
    public void That_somebody_has_died_is_taken_back_also_when_it_is_final()
    {
        RulingProposed notice = Proposed with { Matter = RulingMatter.End(Case(1), Host(1), Migrant(1), EndReason.Deceased, Today) };
        foreach (RulingEvent[] over in new RulingEvent[][] { [new RulingBecameFinal()], [Appealed, new AppealDismissed(Three, null)] })
        {
            Assert.Equal(RulingEffect.Lifted, Given.Ruling([notice, Made, .. over]).When(new RescindRuling(null), By(One))
                .Then(new RulingRescinded(One, null)).State.Effect);
        }
    }

    [Fact]
    public void A_stopped_notice_stands_still_at_once_and_is_over_when_the_ruling_is_made()
    {
        var matter = RulingMatter.Notice(Case(1), Host(1), Migrant(1), Today);
        Assert.Equal((RulingScope.Sponsorship, false), (matter.Scope, matter.WaitsForAppeals));
        Assert.Equal(RulingEffect.Stands, Given.Ruling(Proposed with { Matter = matter }, Made).State.Effect);
    }

    [Fact]
    public void A_reply_to_the_refusal_itself_counts_once_and_in_time()
    {
        Given.Ruling(Proposed).When(new NoteReply(CaseParty.Host)).Then(new RulingReplied(CaseParty.Host, null));
        Given.Ruling(Proposed, new RulingReplied(CaseParty.Host, null)).When(new NoteReply(CaseParty.Host)).ThenNothing();
        Given.Ruling(Proposed, Made).When(new NoteReply(CaseParty.Host)).ThenNothing();
    }

    [Fact]
    public void An_effect_is_noted_as_told_once_and_only_while_it_is_the_one()
    {
        Given.Ruling(Proposed).When(new NoteRulingTold(RulingEffect.Stands)).ThenNothing();
        Given.Ruling(Proposed, Made).When(new NoteRulingTold(RulingEffect.Stands)).Then(new RulingTold(RulingEffect.Stands));
        Given.Ruling(Proposed, Made, new RulingTold(RulingEffect.Stands)).When(new NoteRulingTold(RulingEffect.Stands)).ThenNothing();
        var rescinded = Given.Ruling(Proposed, Made, new RulingTold(RulingEffect.Stands), new RulingRescinded(One, null));
        rescinded.When(new NoteRulingTold(RulingEffect.Stands)).ThenNothing();
        rescinded.When(new NoteRulingTold(RulingEffect.Lifted)).Then(new RulingTold(RulingEffect.Lifted));
    }

    private static Moment By(string actor, DateOnly? day = null) => On(day ?? Today) with { Actor = actor };
}
