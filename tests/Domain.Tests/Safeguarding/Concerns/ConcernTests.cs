namespace VipOrleans.Domain.Tests.Safeguarding;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using static VipOrleans.Domain.Safeguarding.ConcernCommand;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class ConcernTests
{
    private const string Officer = "city-officer:a", Nation = "nation-officer:n";

    private static readonly ConcernId Id = ConcernId.From(Auckland, "concern");
    private static readonly string Raiser = $"migrant:{Migrant(1)}";
    private static readonly CaseText Words = new("w1", Migrant(1).Value, CaseParty.Migrant, "tl"),
        More = new("w2", Migrant(1).Value, CaseParty.Migrant, "tl");
    private static readonly ConcernRaised Raised = new(Id, Case(1), Raiser, ConcernKind.Housing, Words, Now, Now.AddDays(1));
    private static readonly ConcernTriaged Triaged = new(ConcernKind.Housing, ConcernUrgency.Urgent, Now.AddDays(3));

    [Theory]
    [InlineData(ConcernKind.Danger, 1)]
    [InlineData(ConcernKind.Housing, 24)]
    public void An_officer_has_an_hour_where_somebody_is_in_danger_and_a_day_otherwise(ConcernKind kind, int hours) =>
        Given.Concern().When(Raise with { Report = new(kind) }, By(Raiser)).Then(Raised with { Kind = kind, DueAt = Now.AddHours(hours) });

    [Theory]
    [InlineData(ConcernKind.RecruitmentFee)]
    [InlineData(ConcernKind.RecruitmentDebt)]
    public void What_was_asked_of_the_migrant_and_what_they_owe_the_migrant_records_or_an_officer_for_them(ConcernKind kind)
    {
        foreach (var (by, actor) in new[] { (CaseParty.Migrant, Raiser), (CaseParty.Officer, Officer) })
        {
            Assert.Null(Given.Concern().When(Raise with { Report = new(kind), Text = Words with { By = by } }, By(actor))
                .Decision.Rejection);
        }

        foreach (var (by, actor) in new[] { (CaseParty.Host, $"host:{Host(1)}"), (CaseParty.Employer, "employer:nz/acme") })
        {
            Given.Concern().When(Raise with { Report = new(kind), Text = Words with { By = by }, IsNamed = true }, By(actor))
                .ThenRejected(RejectionCode.ReasonNotAllowed);
        }
    }

    [Theory]
    [InlineData(ConcernUrgency.Emergency, 1)]
    [InlineData(ConcernUrgency.Urgent, 3)]
    [InlineData(ConcernUrgency.Normal, 14)]
    [InlineData(ConcernUrgency.Low, 28)]
    public void How_urgent_it_is_says_by_when_it_ends(ConcernUrgency urgency, int days) =>
        Given.Concern(Raised).When(new TriageConcern(new(ConcernKind.Abuse, urgency)), By(Officer))
            .Then(new ConcernTriaged(ConcernKind.Abuse, urgency, Now.AddDays(days)));

    [Fact]
    public void An_officer_whom_the_journal_names_by_a_former_name_is_the_one_who_raised_it()
    {
        const string Former = "city-officer:0former", Now = "city-officer:0now";
        var raiser = By(Now) with { FormerActor = Former };
        var raised = Given.Concern(Raised with { RaisedBy = Former }, Triaged);
        raised.When(new CloseConcern(ConcernOutcome.Resolved, null), raiser).ThenRejected(RejectionCode.SameOfficer);
        raised.When(new AssignConcern(Now), raiser).ThenRejected(RejectionCode.SameOfficer);
        raised.When(new AssignConcern(Former), raiser).ThenRejected(RejectionCode.SameOfficer);
        raised.When(new EscalateConcern(EscalationReason.AskedFor), raiser).Then(new ConcernEscalated(EscalationReason.AskedFor));
        // Without the former name it would be two.
        raised.When(new CloseConcern(ConcernOutcome.Resolved, null), By(Now)).Then(new ConcernClosed(ConcernOutcome.Resolved, null));
        var theirs = Given.Concern(Raised with { RaisedBy = Former }, Triaged, new ConcernEscalated(EscalationReason.ConflictOfInterest));
        Assert.Null(ConcernDecider.MayRead(theirs.State, raiser));
    }

    [Theory]
    [InlineData("employer:nz/acme", "employer:ws/acme")]
    [InlineData("employer:acme", "employer:ws/acme")] // as older journals name it: of the stream's own nation
    [InlineData("employer:acme", "employer:acme")] // nobody who asks today is named like that
    public void An_employer_of_another_nation_with_the_same_id_did_not_raise_it(string raiser, string twin)
    {
        var state = Given.Concern(Raised with { RaisedBy = raiser, Text = Words with { By = CaseParty.Employer } }).State;
        Assert.Equal("employer:nz/acme", state.RaisedBy);
        var raised = Given.Concern(Raised with { RaisedBy = raiser });
        raised.When(new EscalateConcern(EscalationReason.AskedFor), By(twin)).ThenRejected(RejectionCode.ReasonNotAllowed);
        raised.When(new EscalateConcern(EscalationReason.AskedFor), By("employer:nz/acme"))
            .Then(new ConcernEscalated(EscalationReason.AskedFor));
        Assert.Null(ConcernDecider.MayRead(state, By("employer:nz/acme")));
    }

    [Fact]
    public void An_employer_raises_one_if_it_is_named_and_is_told_the_same_whether_the_sponsorship_exists_or_not()
    {
        var raise = Raise with { Text = Words with { By = CaseParty.Employer } };
        foreach (var isKnown in new[] { true, false })
        {
            Assert.Equal(Employers.NotNamed,
                Given.Concern().When(raise with { IsKnown = isKnown }, By("employer:nz/acme")).Decision.Rejection);
        }

        Assert.Single(Given.Concern().When(raise with { IsNamed = true }, By("employer:nz/acme")).Decision.Events);
    }

    [Fact]
    public void An_employer_whose_id_is_like_an_officers_keeps_no_officer_from_ending_it() =>
        Given.Concern(Raised with { RaisedBy = "employer:nz/a" }, Triaged)
            .When(new CloseConcern(ConcernOutcome.Resolved, null), By(Officer))
            .Then(new ConcernClosed(ConcernOutcome.Resolved, null));

    [Fact]
    public void The_clock_takes_it_to_the_nation_once_and_not_too_early()
    {
        Given.Concern(Raised).When(Clock, At(Raised.DueAt.AddTicks(-1))).ThenNothing();
        Given.Concern(Raised).When(Clock, At(Raised.DueAt)).Then(new ConcernEscalated(EscalationReason.Overdue));
        Given.Concern(Raised, new ConcernEscalated(EscalationReason.Overdue)).When(Clock, At(Raised.DueAt)).ThenNothing();
        Given.Concern(Raised, Triaged, new ConcernClosed(ConcernOutcome.Resolved, null)).When(Clock, At(Now.AddYears(1)))
            .ThenNothing();
        Given.Concern(Raised).When(new EscalateConcern(EscalationReason.Overdue), By(Officer)).ThenRejected(RejectionCode.ReasonNotAllowed);
    }

    [Fact]
    public void A_nations_officer_acts_once_it_went_to_the_nation()
    {
        var triage = new TriageConcern(new(ConcernKind.Housing, ConcernUrgency.Urgent));
        Given.Concern(Raised).When(triage, By(Nation)).ThenRejected(RejectionCode.ConcernNotEscalated);
        Given.Concern(Raised, new ConcernEscalated(EscalationReason.AskedFor)).When(triage, By(Nation)).Then(Triaged);
    }

    [Fact]
    public void Who_raised_it_takes_it_to_the_nation_by_asking_and_an_officer_with_a_reason()
    {
        Given.Concern(Raised).When(new EscalateConcern(EscalationReason.AskedFor), By(Raiser))
            .Then(new ConcernEscalated(EscalationReason.AskedFor));
        Given.Concern(Raised).When(new EscalateConcern(EscalationReason.Gravity), By(Raiser)).ThenRejected(RejectionCode.ReasonNotAllowed);
        Given.Concern(Raised).When(new EscalateConcern(EscalationReason.AskedFor), By(Officer))
            .ThenRejected(RejectionCode.ReasonNotAllowed);
        Given.Concern(Raised, new ConcernEscalated(EscalationReason.AskedFor))
            .When(new EscalateConcern(EscalationReason.Gravity), By(Officer)).ThenNothing();
    }

    [Fact]
    public void Where_somebody_of_the_city_is_part_of_it_the_city_is_out_whatever_else_had_taken_it_to_the_nation()
    {
        var conflict = new ConcernEscalated(EscalationReason.ConflictOfInterest);
        foreach (var actor in new[] { Raiser, Officer })
        {
            Given.Concern(Raised).When(new EscalateConcern(EscalationReason.ConflictOfInterest), By(actor)).Then(conflict);
            Given.Concern(Raised, new ConcernEscalated(EscalationReason.Overdue))
                .When(new EscalateConcern(EscalationReason.ConflictOfInterest), By(actor)).Then(conflict);
        }

        var theirs = Given.Concern(Raised, Triaged, conflict);
        theirs.When(new EscalateConcern(EscalationReason.Gravity), By(Officer)).ThenNothing();
        foreach (var act in new ConcernCommand[]
        {
            new TriageConcern(new(ConcernKind.Housing, ConcernUrgency.Low)), new AddToConcern(Words), new AssignConcern(Nation),
            new CloseConcern(ConcernOutcome.NotConfirmed, null),
        })
        {
            theirs.When(act, By(Officer)).ThenRejected(RejectionCode.ConcernWithNation);
        }

        theirs.When(new AssignConcern(Officer), By(Nation)).ThenRejected(RejectionCode.ConcernWithNation);
        Given.Concern(Raised, Triaged, conflict, new ConcernClosed(ConcernOutcome.Resolved, null)).When(new ReopenConcern(), By(Officer))
            .ThenRejected(RejectionCode.ConcernWithNation);
        Assert.Equal(RejectionCode.ConcernWithNation, ConcernDecider.MayRead(theirs.State, By(Officer))?.Code);
        Assert.Equal((null, null), (ConcernDecider.MayRead(theirs.State, By(Raiser)), ConcernDecider.MayRead(theirs.State, By(Nation))));
        theirs.When(new AddToConcern(More), By(Raiser)).Then(new ConcernAddedTo(More));
        theirs.When(new AssignConcern(Nation), By(Nation)).Then(new ConcernAssigned(Nation));
    }

    [Fact]
    public void A_concern_has_at_most_a_hundred_texts()
    {
        var full = Given.Concern([Raised, Triaged, .. Enumerable.Repeat(new ConcernAddedTo(Words), ConcernLimits.MaxTexts - 1)]);
        Assert.Equal(ConcernLimits.MaxTexts, full.State.Texts.Count);
        full.When(new AddToConcern(Words), By(Raiser)).ThenNothing();
        full.When(new AddToConcern(More), By(Raiser)).ThenRejected(RejectionCode.InvalidInput);
        full.When(new CloseConcern(ConcernOutcome.Resolved, Words), By(Officer)).ThenRejected(RejectionCode.InvalidInput);
        full.When(new CloseConcern(ConcernOutcome.Resolved, null), By(Officer)).Then(new ConcernClosed(ConcernOutcome.Resolved, null));
    }

    [Fact]
    public void Whoever_raised_it_leaves_room_for_officers()
    {
        var often = Given.Concern([Raised, Triaged, .. Enumerable.Repeat(new ConcernAddedTo(Words), ConcernLimits.MaxOwnTexts - 1)]);
        often.When(new AddToConcern(More), By(Raiser)).ThenRejected(RejectionCode.InvalidInput);
        often.When(new AddToConcern(More), By(Officer)).Then(new ConcernAddedTo(More));
        often.When(new CloseConcern(ConcernOutcome.Resolved, More), By(Officer)).Then(new ConcernClosed(ConcernOutcome.Resolved, More));
        var once = Given.Concern([Raised, Triaged, .. Enumerable.Repeat(new ConcernAddedTo(Words), ConcernLimits.MaxOwnTexts - 2)]);
        once.When(new AddToConcern(More), By(Raiser)).Then(new ConcernAddedTo(More));
    }

    [Fact]
    public void It_ends_after_somebody_said_how_urgent_it_is_and_can_be_opened_again()
    {
        var close = new CloseConcern(ConcernOutcome.Resolved, null);
        Given.Concern(Raised).When(close, By(Officer)).ThenRejected(RejectionCode.ConcernWrongState);
        Given.Concern(Raised, Triaged).When(close, By(Officer)).Then(new ConcernClosed(ConcernOutcome.Resolved, null));
        var closed = Given.Concern(Raised, Triaged, new ConcernClosed(ConcernOutcome.Resolved, null));
        closed.When(close, By(Officer)).ThenRejected(RejectionCode.ConcernWrongState);
        closed.When(new AddToConcern(Words), By(Raiser)).ThenRejected(RejectionCode.ConcernWrongState);
        Assert.True(closed.When(new ReopenConcern(), By(Raiser)).Then(new ConcernReopened(Now.AddDays(3))).State.IsOpen);
    }

    [Fact]
    public void An_officer_who_raised_it_neither_looks_after_it_nor_ends_it_in_whatever_office()
    {
        ConcernEvent[] own = [Raised with { RaisedBy = Officer }, Triaged, new ConcernEscalated(EscalationReason.Gravity)];
        foreach (var same in new[] { Officer, "nation-officer:a" })
        {
            Given.Concern(own).When(new AssignConcern(same), By("city-officer:b")).ThenRejected(RejectionCode.SameOfficer);
            Given.Concern(own).When(new CloseConcern(ConcernOutcome.Resolved, null), By(same)).ThenRejected(RejectionCode.SameOfficer);
        }
    }

    private static readonly LookAtConcernClock Clock = new();

    private static RaiseConcern Raise => new(Id, Case(1), true, new(ConcernKind.Housing), Words);

    private static Moment By(string actor) => ThatMoment with { Actor = actor };

    private static Moment At(DateTimeOffset time) => ThatMoment with { Time = time };
}
