namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.ConcernCommand;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Safeguarding.ConcernEvent>;

/// <summary>The rules of a concern.</summary>
public sealed class ConcernDecider : IDecider<Concern, ConcernCommand, ConcernEvent>
{
    private ConcernDecider() { }

    /// <inheritdoc/>
    public static Concern Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Concern, ConcernEvent> Aggregate { get; } =
        new("concern-2", SafeguardingJson.Default.ConcernEvent, SafeguardingJson.Default.Concern);

    /// <inheritdoc/>
    public static Decision<ConcernEvent> Decide(Concern concern, ConcernCommand command, Moment moment)
    {
        if (command is RaiseConcern raise) return Raise(concern, raise, moment);
        if (concern.Id is null) return Reject(RejectionCode.ConcernNotFound, "There is no such concern.");
        return command switch
        {
            AddToConcern c => Add(concern, c, moment),
            TriageConcern c => Triage(concern, c.Triage, moment),
            AssignConcern c => Assign(concern, c, moment),
            EscalateConcern c => Escalate(concern, c, moment),
            LookAtConcernClock => concern.IsOverdue(moment.Time) && concern.Escalated is null
                ? Accept("escalated", new ConcernEscalated(EscalationReason.Overdue)) : Accept("known"),
            CloseConcern c => Close(concern, c, moment),
            ReopenConcern => Reopen(concern, moment),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The concern does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Concern Evolve(Concern concern, ConcernEvent e) => concern.Evolve(e);

    /// <summary>Why somebody may not read what was written, or add to it; null if they may. The one who raised it always may.</summary>
    public static Rejection? MayRead(Concern concern, Moment moment) =>
        moment.IsBy(concern.RaisedBy) ? null : MayHandle(concern, moment.Actor);

    /// <summary>
    /// Why an officer may not act on a concern; null if they may. A nation's officers come in when it went to the nation, and a city's are
    /// out if somebody of the city is said to be part of it.
    /// </summary>
    public static Rejection? MayHandle(Concern concern, string actor) => (concern.Escalated, actor) switch
    {
        (null, _) when Actors.IsNationOfficer(actor) =>
            new(RejectionCode.ConcernNotEscalated, "The concern has not gone to the nation: the city's officers look after it."),
        (EscalationReason.ConflictOfInterest, _) when Actors.IsCityOfficer(actor) =>
            new(RejectionCode.ConcernWithNation, "Somebody of the city is said to be part of it: the nation's officers look after it."),
        _ => null,
    };

    private static Decision<ConcernEvent> Raise(Concern concern, RaiseConcern c, Moment moment)
    {
        if (concern.Id is not null) return Reject(RejectionCode.AlreadyExists, "This concern has been raised already.");
        if (c.Text.By == CaseParty.Employer && !c.IsNamed) return Employers.NotNamed;
        if (!c.IsKnown) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        if (c.Report.Kind is ConcernKind.RecruitmentFee or ConcernKind.RecruitmentDebt
            && c.Text.By is not (CaseParty.Migrant or CaseParty.Officer))
        {
            return Reject(RejectionCode.ReasonNotAllowed,
                "What was asked of the migrant, and what they owe, the migrant records, or an officer for them.");
        }

        return c.Concern.City == c.Sponsorship.City
            ? Accept("raised", new ConcernRaised(c, moment))
            : Reject(RejectionCode.OtherCity, "A concern belongs to the city of its sponsorship.");
    }

    private static Decision<ConcernEvent> Add(Concern concern, AddToConcern c, Moment moment)
    {
        if (MayRead(concern, moment) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again to add to it.");
        // The same words twice say no more than once.
        if (concern.Texts.Contains(c.Text)) return Accept("added");
        // Whoever raised it cannot write so much that no officer can say a word any more.
        if (moment.IsBy(concern.RaisedBy) && concern.Texts.Count(t => t.By == concern.By) >= ConcernLimits.MaxOwnTexts)
        {
            return Reject(RejectionCode.InvalidInput,
                $"Whoever raised a concern adds at most {ConcernLimits.MaxOwnTexts} texts to it; officers can still answer.");
        }

        return concern.Texts.Count < ConcernLimits.MaxTexts ? Accept("added", new ConcernAddedTo(c.Text)) : TooManyTexts;
    }

    private static Decision<ConcernEvent> Triage(Concern concern, ConcernTriage triage, Moment moment)
    {
        if (MayHandle(concern, moment.Actor) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        return concern.Status == ConcernStatus.Triaged && (concern.Kind, concern.Urgency) == (triage.Kind, triage.Urgency)
            ? Accept("triaged")
            : Accept("triaged", new ConcernTriaged(triage.Kind, triage.Urgency, moment.Time + ConcernLimits.ForEnd(triage.Urgency)));
    }

    private static Decision<ConcernEvent> Assign(Concern concern, AssignConcern c, Moment moment)
    {
        if (MayHandle(concern, moment.Actor) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        if (!Actors.IsOfficer(c.Officer))
        {
            return Reject(RejectionCode.InvalidInput, "An officer is named as in the lists of accesses, such as 'city-officer:9f2c'.");
        }

        if (MayHandle(concern, c.Officer) is { } theirs) return theirs;
        // Whoever reports that something is wrong does not also judge it.
        if (Actors.AreOne(c.Officer, concern.RaisedBy) || (moment.IsBy(c.Officer) && moment.IsOne(concern.RaisedBy)))
        {
            return Reject(RejectionCode.SameOfficer, "The officer who raised a concern does not look after it.");
        }

        return concern.Officer == c.Officer ? Accept("assigned") : Accept("assigned", new ConcernAssigned(c.Officer));
    }

    private static Decision<ConcernEvent> Escalate(Concern concern, EscalateConcern c, Moment moment)
    {
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        if (c.Reason == EscalationReason.Overdue)
        {
            return Reject(RejectionCode.ReasonNotAllowed, "Only the clock says that the time is over.");
        }

        if (c.Reason == EscalationReason.AskedFor && !moment.IsBy(concern.RaisedBy))
        {
            return Reject(RejectionCode.ReasonNotAllowed, "'asked-for' is the reason of the one who raised it, and of nobody else.");
        }

        if (c.Reason is EscalationReason.Gravity or EscalationReason.SeveralCities && !Actors.IsOfficer(moment.Actor))
        {
            return Reject(RejectionCode.ReasonNotAllowed,
                "Whoever raised it says 'asked-for', or 'conflict-of-interest' if somebody of the city is part of it.");
        }

        // That one shuts the city's officers out, so it also counts if the concern has gone to the nation for another reason.
        return concern.Escalated is null || (c.Reason == EscalationReason.ConflictOfInterest && concern.Escalated != c.Reason)
            ? Accept("escalated", new ConcernEscalated(c.Reason)) : Accept("escalated");
    }

    private static Decision<ConcernEvent> Close(Concern concern, CloseConcern c, Moment moment)
    {
        if (MayHandle(concern, moment.Actor) is { } problem) return problem;
        if (concern.Status == ConcernStatus.Raised) return Reject(RejectionCode.ConcernWrongState, "Say first how urgent it is.");
        if (concern.Status == ConcernStatus.Closed) return Reject(RejectionCode.ConcernWrongState, "The concern is closed already.");
        if (moment.IsOne(concern.RaisedBy))
        {
            return Reject(RejectionCode.SameOfficer, "The officer who raised a concern does not end it.");
        }

        return c.Text is not null && concern.Texts.Count >= ConcernLimits.MaxTexts
            ? TooManyTexts : Accept("closed", new ConcernClosed(c.Outcome, c.Text));
    }

    private static Decision<ConcernEvent> Reopen(Concern concern, Moment moment)
    {
        if (MayRead(concern, moment) is { } problem) return problem;
        if (concern.Status != ConcernStatus.Closed) return Reject(RejectionCode.ConcernWrongState, "The concern is open.");
        return Accept("reopened",
            new ConcernReopened(
                moment.Time + (concern.Urgency is { } urgency ? ConcernLimits.ForEnd(urgency) : ConcernLimits.ForTriage(concern.Kind))));
    }

    private static Decision<ConcernEvent> TooManyTexts =>
        Reject(RejectionCode.InvalidInput, $"A concern has at most {ConcernLimits.MaxTexts} texts.");
}
