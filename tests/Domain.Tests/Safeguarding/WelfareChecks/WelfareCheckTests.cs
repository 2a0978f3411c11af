namespace VipOrleans.Domain.Tests.Safeguarding;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using static VipOrleans.Domain.Safeguarding.WelfareCheckCommand;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;
using static VipOrleans.Domain.Tests.Sample;

public sealed class WelfareCheckTests
{
    private const string Officer = "city-officer:b", Third = "city-officer:c";

    private static readonly AbsenceFacts Here = new(Migrant(1), IsHere: true);
    private static readonly WelfareCheckOpened Opened = new(Case(1), Migrant(1), 1, Today, Today.AddDays(WelfareCheck.WaitingDays));
    private static readonly MigrantReached Heard = new(Today, ReachedBy.Message);
    private static readonly DateOnly Over = Opened.WaitUntil.AddDays(1);

    [Fact]
    public void The_migrant_is_asked_first_and_for_fourteen_days()
    {
        Given.WelfareCheck().When(Report(ByHost), By(ByHost.Actor)).Then(Opened, new AbsenceReported(ByHost));
        Assert.Equal(new DateOnly(2024, 3, 20), Opened.WaitUntil);
    }

    [Fact]
    public void A_host_alone_can_mark_nobody_as_absent_however_often_and_long()
    {
        var again = Given.WelfareCheck(Opened, new AbsenceReported(ByHost));
        again.When(Report(ByHost), By("host:guardian")).ThenNothing().WithOutcome("reported");
        again.When(new SuggestEnd(), By(Officer, Over.AddYears(1))).ThenRejected(RejectionCode.SourcesMissing);
    }

    [Fact]
    public void Two_sources_and_the_waiting_time_are_needed_and_somebody_who_did_not_report()
    {
        var two = Given.WelfareCheck(Opened, Heard, new AbsenceReported(ByHost), new AbsenceReported(ByOfficer));
        two.When(new SuggestEnd(), By(Officer, Opened.WaitUntil)).ThenRejected(RejectionCode.WaitingTimeRunning);
        two.When(new SuggestEnd(), By(ByOfficer.Actor, Over)).ThenRejected(RejectionCode.SameOfficer);
        two.When(new SuggestEnd(), By("nation-officer:a", Over)).ThenRejected(RejectionCode.SameOfficer);
        two.When(new SuggestEnd(), By("city-officer:now", Over) with { FormerActor = ByOfficer.Actor })
            .ThenRejected(RejectionCode.SameOfficer);
        two.When(new SuggestEnd(), By(Officer, Over)).Then(new EndSuggested(Officer));
    }

    [Fact]
    public void An_employer_for_whom_the_migrant_does_not_work_is_no_source_and_learns_nothing()
    {
        var report = new ReportAbsence(Case(1), Here, new("employer:nz/acme", CaseParty.Employer, Today), null);
        foreach (var known in new[] { Here, Here with { IsHere = false }, null })
        {
            Assert.Equal(Employers.NotNamed,
                Given.WelfareCheck(Opened).When(report with { Known = known }, By("employer:nz/acme")).Decision.Rejection);
        }

        var employed = report with { Known = Here with { IsEmployed = true } };
        Given.WelfareCheck(Opened, new AbsenceReported(ByHost)).When(employed, By("employer:nz/acme"))
            .Then(new AbsenceReported(new("employer:nz/acme", CaseParty.Employer, "employer:nz/acme", Today, Today, null)));
    }

    [Fact]
    public void An_employer_that_reported_before_ids_had_a_nation_is_one_source_with_itself_and_with_nobody_else()
    {
        var before = Given.WelfareCheck(Opened,
            new AbsenceReported(new("employer:acme", CaseParty.Employer, "employer:acme", Today, Today, null)));
        Assert.Equal(("employer:nz/acme", "employer:nz/acme"), (before.State.Reports[0].Source, before.State.Reports[0].Actor));
        var report = new ReportAbsence(Case(1), Here with { IsEmployed = true }, new("employer:nz/acme", CaseParty.Employer, Today), null);
        before.When(report, By("employer:nz/acme")).ThenNothing().WithOutcome("reported");
        Assert.Single(before.When(report with { Absence = new("employer:nz/beta", CaseParty.Employer, Today) }, By("employer:nz/beta"))
            .Decision.Events);
    }

    [Fact]
    public void The_migrants_answer_ends_it_even_after_the_suggestion()
    {
        var suggested = Given.WelfareCheck(Opened, new AbsenceReported(ByHost), new AbsenceReported(ByOfficer), new EndSuggested(Officer));
        Assert.Equal(WelfareCheckOutcome.Answered,
            suggested.When(new AnswerWelfareCheck(null)).Then(new WelfareCheckAnswered(null)).State.Outcome);
        suggested.When(new CloseWelfareCheck(WelfareCheckOutcome.Answered)).ThenRejected(RejectionCode.ReasonNotAllowed);
    }

    [Fact]
    public void Another_officer_confirms_it_and_then_the_sponsorship_ends()
    {
        WelfareCheckEvent[] reported = [Opened, new AbsenceReported(ByHost), new AbsenceReported(ByOfficer)];
        Given.WelfareCheck(reported).When(new ConfirmEnd(), By(Third)).ThenRejected(RejectionCode.WrongState);
        var suggested = Given.WelfareCheck([.. reported, new EndSuggested(Officer)]);
        foreach (var same in new[] { Officer, "nation-officer:b", ByOfficer.Actor })
        {
            suggested.When(new ConfirmEnd(), By(same)).ThenRejected(RejectionCode.SameOfficer);
            suggested.When(new ConfirmEnd(), By("city-officer:now") with { FormerActor = same }).ThenRejected(RejectionCode.SameOfficer);
        }

        suggested.When(new ConfirmEnd(), By(Third)).Then(new EndConfirmed());

        var confirmed = Given.WelfareCheck([.. reported, new EndSuggested(Officer), new EndConfirmed()]);
        confirmed.When(new ConfirmEnd(), By(Third)).ThenNothing();
        confirmed.When(Report(ByHost)).ThenNothing().WithOutcome("reported");
        foreach (var late in new WelfareCheckCommand[] { new AnswerWelfareCheck(null), new CloseWelfareCheck(WelfareCheckOutcome.Found),
            new SuggestEnd() })
        {
            confirmed.When(late, By(Third, Over)).ThenRejected(RejectionCode.WrongState);
        }

        Assert.False(confirmed.When(new NoteEnded()).Then(new WelfareCheckClosed(WelfareCheckOutcome.SponsorshipEnded)).State.IsOpen);
    }

    [Fact]
    public void An_open_check_is_overdue_when_the_time_to_answer_is_over()
    {
        var open = Given.WelfareCheck(Opened, Heard, new AbsenceReported(ByHost));
        Assert.Equal((false, true), (open.State.IsOverdue(Opened.WaitUntil), open.State.IsOverdue(Over)));
        Assert.False(open.When(new AnswerWelfareCheck(null)).State.IsOverdue(Over));
    }

    [Fact]
    public void A_migrant_whom_no_message_has_reached_was_not_asked_and_an_officer_visits()
    {
        var two = Given.WelfareCheck(Opened, new AbsenceReported(ByHost), new AbsenceReported(ByOfficer));
        var later = Over.AddYears(1);
        two.When(new SuggestEnd(), By(Officer, later)).ThenRejected(RejectionCode.MigrantNotReached);
        Assert.False(two.State.IsOverdue(later));
        two.When(new NoteVisit(Today.AddDays(1)), By(Officer)).ThenRejected(RejectionCode.DateInFuture);
        two.When(new NoteVisit(Today.AddDays(-1)), By(Officer)).ThenRejected(RejectionCode.DateInPast);
        two.When(new NoteVisit(Today), By(ByOfficer.Actor)).ThenRejected(RejectionCode.SameOfficer);

        var visited = two.When(new NoteVisit(later), By(Officer, later)).Then(new MigrantReached(later, ReachedBy.Visit)).State;
        Assert.Equal(later.AddDays(WelfareCheck.WaitingDays), visited.WaitUntil);
        var asked = Given.WelfareCheck(Opened, new AbsenceReported(ByHost), new AbsenceReported(ByOfficer),
            new MigrantReached(later, ReachedBy.Visit));
        asked.When(new SuggestEnd(), By(Officer, visited.WaitUntil)).ThenRejected(RejectionCode.WaitingTimeRunning);
        asked.When(new SuggestEnd(), By(Officer, visited.WaitUntil.AddDays(1))).Then(new EndSuggested(Officer));
        asked.When(new NoteVisit(later), By(Officer, later)).ThenNothing().WithOutcome("visited");
    }

    [Fact]
    public void What_reaches_the_migrant_counts_once_for_its_own_check_and_not_after_its_end()
    {
        var reach = new NoteReach(1, Today.AddDays(2), ReachedBy.Read);
        var heard = Given.WelfareCheck(Opened).When(reach).Then(new MigrantReached(Today.AddDays(2), ReachedBy.Read)).State;
        Assert.Equal((Today.AddDays(2), Today.AddDays(16)), (heard.ReachedOn!.Value, heard.WaitUntil));
        Given.WelfareCheck(Opened, Heard).When(reach).ThenNothing().WithOutcome("known");
        Given.WelfareCheck(Opened with { Number = 2 }).When(reach).ThenNothing().WithOutcome("known");
        Given.WelfareCheck(Opened, new WelfareCheckAnswered(null)).When(reach).ThenNothing().WithOutcome("known");
        Assert.Null(Given.WelfareCheck(Opened, Heard, new WelfareCheckAnswered(null), Opened with { Number = 2 }).State.ReachedOn);
    }

    [Fact]
    public void Sources_of_an_ended_check_do_not_count_in_the_next_one()
    {
        var next = Given.WelfareCheck(Opened, new AbsenceReported(ByHost), new WelfareCheckAnswered(null))
            .When(Report(ByOfficer), By(ByOfficer.Actor)).Then(Opened with { Number = 2 }, new AbsenceReported(ByOfficer)).State;
        Assert.Single(next.Reports);
    }

    [Fact]
    public void Only_who_is_here_can_be_absent_and_nobody_is_last_seen_tomorrow()
    {
        Given.WelfareCheck().When(Report(ByHost) with { Known = null }).ThenRejected(RejectionCode.SponsorshipNotFound);
        Given.WelfareCheck().When(Report(ByHost) with { Known = Here with { IsHere = false } }).ThenRejected(RejectionCode.WrongState);
        Given.WelfareCheck().When(Report(ByHost with { LastSeen = Today.AddDays(1) })).ThenRejected(RejectionCode.DateInFuture);
        Given.WelfareCheck().When(Report(ByHost with { By = CaseParty.Migrant })).ThenRejected(RejectionCode.ReasonNotAllowed);
        Given.WelfareCheck().When(new AnswerWelfareCheck(null)).ThenRejected(RejectionCode.WelfareCheckNotFound);
    }

    private static AbsenceReport ByHost => new("host", CaseParty.Host, $"host:{Host(1)}", Today, Today, null);

    private static AbsenceReport ByOfficer => new("city", CaseParty.Officer, "city-officer:a", Today, Today, null);

    private static ReportAbsence Report(AbsenceReport report) =>
        new(Case(1), Here, new(report.Source, report.By, report.LastSeen), report.Text);

    private static Moment By(string actor, DateOnly? day = null) => On(day ?? Today) with { Actor = actor };
}
