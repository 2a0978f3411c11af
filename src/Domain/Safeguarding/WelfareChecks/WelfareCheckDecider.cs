namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.WelfareCheckCommand;
using static VipOrleans.Domain.Safeguarding.WelfareCheckEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Safeguarding.WelfareCheckEvent>;

/// <summary>The rules of a welfare check.</summary>
public sealed class WelfareCheckDecider : IDecider<WelfareCheck, WelfareCheckCommand, WelfareCheckEvent>
{
    private WelfareCheckDecider() { }

    /// <inheritdoc/>
    public static WelfareCheck Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<WelfareCheck, WelfareCheckEvent> Aggregate { get; } =
        new("welfare-check-3", SafeguardingJson.Default.WelfareCheckEvent, SafeguardingJson.Default.WelfareCheck);

    /// <inheritdoc/>
    public static Decision<WelfareCheckEvent> Decide(WelfareCheck check, WelfareCheckCommand command, Moment moment)
    {
        if (command is ReportAbsence report) return Report(check, report, moment);
        if (check.Sponsorship is null) return Reject(RejectionCode.WelfareCheckNotFound, "Nobody has reported the migrant as absent.");
        // A message can be read long after, when the check is over or another one has begun.
        if (command is NoteReach reach) return Accept("known", [.. Reached(check, reach)]);
        if (!check.IsOpen) return Reject(RejectionCode.WelfareCheckNotFound, "No welfare check is open here.");
        if (check.Status == WelfareCheckStatus.EndConfirmed)
        {
            return command switch
            {
                ConfirmEnd => Accept("confirmed"),
                NoteEnded => Accept("closed", new WelfareCheckClosed(WelfareCheckOutcome.SponsorshipEnded)),
                _ => Reject(RejectionCode.WrongState,
                    "Two officers have found that the migrant is absent: the sponsorship is being ended, and the migrant keeps the place "
                        + "through the grace period."),
            };
        }

        return command switch
        {
            NoteVisit c => Visit(check, c, moment),
            AnswerWelfareCheck c => Accept("answered", new WelfareCheckAnswered(c.Text)),
            CloseWelfareCheck { Outcome: WelfareCheckOutcome.Answered } =>
                Reject(RejectionCode.ReasonNotAllowed, "Only the migrant says that the migrant answered; an officer says 'found'."),
            CloseWelfareCheck c => Accept("closed", new WelfareCheckClosed(c.Outcome)),
            SuggestEnd => Suggest(check, moment),
            ConfirmEnd => Confirm(check, moment),
            NoteEnded => Accept("known"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
                "The welfare check does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static WelfareCheck Evolve(WelfareCheck check, WelfareCheckEvent e) => check.Evolve(e);

    private static Decision<WelfareCheckEvent> Report(WelfareCheck check, ReportAbsence c, Moment moment)
    {
        // An employer for whom the migrant does not work has no word in it, and does not learn whether there is such a sponsorship.
        if (c.Absence.By == CaseParty.Employer && c.Known is not { IsEmployed: true }) return Employers.NotNamed;
        if (c.Known is not { } known) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        if (!known.IsHere)
        {
            return Reject(RejectionCode.WrongState, "Only a migrant who has arrived, in a sponsorship that has not ended, can be absent.");
        }

        if (c.Absence.By == CaseParty.Migrant) return Reject(RejectionCode.ReasonNotAllowed, "A migrant who leaves ends the sponsorship.");
        if (c.Absence.LastSeen > moment.Day)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The migrant was last seen on {c.Absence.LastSeen:yyyy-MM-dd}, and today is {moment.Day:yyyy-MM-dd} in the city.");
        }

        var report = new AbsenceReport(c.Absence, c.Text, moment);
        // The same answer whatever there is already: whoever reports learns nothing of what others said.
        if (!check.IsOpen)
        {
            return Accept("reported",
                new WelfareCheckOpened(c.Sponsorship, known.Migrant, check.Number + 1, moment.Day,
                    moment.Day.AddDays(WelfareCheck.WaitingDays)),
                new AbsenceReported(report));
        }

        return check.Status == WelfareCheckStatus.EndConfirmed || check.Reports.Any(r => r.Source == report.Source)
            ? Accept("reported") : Accept("reported", new AbsenceReported(report));
    }

    private static IEnumerable<WelfareCheckEvent> Reached(WelfareCheck check, NoteReach c) =>
        check.IsOpen && c.Number == check.Number && check.ReachedOn is null && c.On >= check.AskedOn
            ? [new MigrantReached(c.On, c.By)] : [];

    private static Decision<WelfareCheckEvent> Visit(WelfareCheck check, NoteVisit c, Moment moment)
    {
        if (c.On > moment.Day) return Reject(RejectionCode.DateInFuture, $"Today is {moment.Day:yyyy-MM-dd} in the city.");
        if (c.On < check.AskedOn)
        {
            return Reject(RejectionCode.DateInPast,
                $"The check was opened on {check.AskedOn:yyyy-MM-dd}; a visit before that asked nothing.");
        }

        if (check.Reports.Any(r => moment.IsOne(r.Actor)))
        {
            return Reject(RejectionCode.SameOfficer, "Whoever reported the absence does not also say that the migrant was asked.");
        }

        return check.ReachedOn is null ? Accept("visited", new MigrantReached(c.On, ReachedBy.Visit)) : Accept("visited");
    }

    private static Decision<WelfareCheckEvent> Suggest(WelfareCheck check, Moment moment)
    {
        if (check.Status == WelfareCheckStatus.EndSuggested) return Accept("suggested");
        if (check.Reports.Count < WelfareCheck.LeastSources)
        {
            return Reject(RejectionCode.SourcesMissing,
                $"{check.Reports.Count} source has reported it; {WelfareCheck.LeastSources} that are independent of each other are "
                    + $"needed. Nobody is absent on the word of one.");
        }

        if (check.ReachedOn is null)
        {
            return Reject(RejectionCode.MigrantNotReached,
                "No message about the check was delivered or read. An officer visits, speaks to the migrant or leaves a letter, and says "
                    + "so.");
        }

        if (moment.Day <= check.WaitUntil)
        {
            return Reject(RejectionCode.WaitingTimeRunning, $"The migrant has until {check.WaitUntil:yyyy-MM-dd} to answer.");
        }

        return check.Reports.Any(r => moment.IsOne(r.Actor))
            ? Reject(RejectionCode.SameOfficer, "Whoever reported the absence does not also judge it.")
            : Accept("suggested", new EndSuggested(moment.Actor));
    }

    private static Decision<WelfareCheckEvent> Confirm(WelfareCheck check, Moment moment)
    {
        if (check.Status != WelfareCheckStatus.EndSuggested)
        {
            return Reject(RejectionCode.WrongState, "Nobody has suggested that the sponsorship be ended.");
        }

        return moment.IsOne(check.SuggestedBy!) || check.Reports.Any(r => moment.IsOne(r.Actor))
            ? Reject(RejectionCode.SameOfficer,
                "An officer decides who neither suggested it nor reported the absence.")
            : Accept("confirmed", new EndConfirmed());
    }
}
