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
        new("welfare-check-1", SafeguardingJson.Default.WelfareCheckEvent, SafeguardingJson.Default.WelfareCheck);

    /// <inheritdoc/>
    public static Decision<WelfareCheckEvent> Decide(WelfareCheck check, WelfareCheckCommand command, Moment moment)
    {
        if (command is ReportAbsence report) return Report(check, report);
        if (check.Sponsorship is null) return Reject(RejectionCode.WelfareCheckNotFound, "Nobody has reported the migrant as absent.");
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
            AnswerWelfareCheck c => Accept("answered", new WelfareCheckAnswered(c.Text)),
            CloseWelfareCheck { Outcome: WelfareCheckOutcome.Answered } =>
                Reject(RejectionCode.ReasonNotAllowed, "That the migrant answered is for the migrant to say; an officer says 'found'."),
            CloseWelfareCheck c => Accept("closed", new WelfareCheckClosed(c.Outcome)),
            SuggestEnd c => Suggest(check, c),
            ConfirmEnd c => Confirm(check, c),
            NoteEnded => Accept("known"),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
                "The welfare check does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static WelfareCheck Evolve(WelfareCheck check, WelfareCheckEvent e) => e switch
    {
        WelfareCheckOpened x => new()
        {
            Sponsorship = x.Sponsorship,
            Migrant = x.Migrant,
            Number = x.Number,
            Status = WelfareCheckStatus.Asked,
            AskedOn = x.AskedOn,
            WaitUntil = x.WaitUntil,
        },
        AbsenceReported x => check with { Reports = check.Reports.Add(x.Report) },
        WelfareCheckAnswered x =>
            check with { Status = WelfareCheckStatus.Closed, Outcome = WelfareCheckOutcome.Answered, Answer = x.Text },
        EndSuggested x => check with { Status = WelfareCheckStatus.EndSuggested, SuggestedBy = x.By },
        EndConfirmed => check with { Status = WelfareCheckStatus.EndConfirmed },
        WelfareCheckClosed x => check with { Status = WelfareCheckStatus.Closed, Outcome = x.Outcome },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The welfare check does not know this event."),
    };

    private static Decision<WelfareCheckEvent> Report(WelfareCheck check, ReportAbsence c)
    {
        if (c.Known is not { } known) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        if (!known.IsHere)
        {
            return Reject(RejectionCode.WrongState, "Only a migrant who has arrived, in a sponsorship that has not ended, can be absent.");
        }

        if (c.Report.By == CaseParty.Migrant) return Reject(RejectionCode.ReasonNotAllowed, "A migrant who leaves ends the sponsorship.");
        if (c.Report.LastSeen > c.Today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The migrant was last seen on {c.Report.LastSeen:yyyy-MM-dd}, and today is {c.Today:yyyy-MM-dd} in the city.");
        }

        // The same answer whatever there is already: who reports learns nothing of what others said.
        if (!check.IsOpen)
        {
            return Accept("reported",
                new WelfareCheckOpened(c.Sponsorship, known.Migrant, check.Number + 1, c.Today, c.Today.AddDays(WelfareCheck.WaitingDays)),
                new AbsenceReported(c.Report));
        }

        return check.Status == WelfareCheckStatus.EndConfirmed || check.Reports.Any(r => r.Source == c.Report.Source)
            ? Accept("reported") : Accept("reported", new AbsenceReported(c.Report));
    }

    private static Decision<WelfareCheckEvent> Suggest(WelfareCheck check, SuggestEnd c)
    {
        if (check.Status == WelfareCheckStatus.EndSuggested) return Accept("suggested");
        if (check.Reports.Count < WelfareCheck.LeastSources)
        {
            return Reject(RejectionCode.SourcesMissing,
                $"{check.Reports.Count} source has reported it; {WelfareCheck.LeastSources} that are independent of each other are "
                    + $"needed. Nobody is absent on the word of one.");
        }

        if (c.Today <= check.WaitUntil)
        {
            return Reject(RejectionCode.WaitingTimeRunning, $"The migrant has until {check.WaitUntil:yyyy-MM-dd} to answer.");
        }

        return check.Reports.Any(r => Actors.AreOne(r.Actor, c.Actor))
            ? Reject(RejectionCode.SameOfficer, "Who reported the absence does not also judge it.")
            : Accept("suggested", new EndSuggested(c.Actor));
    }

    private static Decision<WelfareCheckEvent> Confirm(WelfareCheck check, ConfirmEnd c)
    {
        if (check.Status != WelfareCheckStatus.EndSuggested)
        {
            return Reject(RejectionCode.WrongState, "Nobody has suggested that the sponsorship be ended.");
        }

        return Actors.AreOne(check.SuggestedBy!, c.Actor) || check.Reports.Any(r => Actors.AreOne(r.Actor, c.Actor))
            ? Reject(RejectionCode.SameOfficer,
                "Another officer decides than the one who suggested it, and than those who reported the absence.")
            : Accept("confirmed", new EndConfirmed());
    }
}
