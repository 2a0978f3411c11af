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
        new("concern-1", SafeguardingJson.Default.ConcernEvent, SafeguardingJson.Default.Concern);

    /// <inheritdoc/>
    public static Decision<ConcernEvent> Decide(Concern concern, ConcernCommand command, Moment moment)
    {
        if (command is RaiseConcern raise) return Raise(concern, raise);
        if (concern.Id is null) return Reject(RejectionCode.ConcernNotFound, "There is no such concern.");
        return command switch
        {
            AddToConcern c => Add(concern, c),
            TriageConcern c => Triage(concern, c),
            AssignConcern c => Assign(concern, c),
            EscalateConcern c => Escalate(concern, c),
            LookAtConcernClock c =>
                IsOverdue(concern, c.Now) && concern.Escalated is null
                    ? Accept("escalated", new ConcernEscalated(EscalationReason.Overdue)) : Accept("known"),
            CloseConcern c => Close(concern, c),
            ReopenConcern c => Reopen(concern, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The concern does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static Concern Evolve(Concern concern, ConcernEvent e) => e switch
    {
        ConcernRaised x => concern with
        {
            Id = x.Concern,
            Sponsorship = x.Sponsorship,
            By = x.Text.By,
            RaisedBy = x.RaisedBy,
            Kind = x.Kind,
            Status = ConcernStatus.Raised,
            RaisedAt = x.At,
            DueAt = x.DueAt,
            Texts = [x.Text],
        },
        ConcernAddedTo x => concern with { Texts = concern.Texts.Add(x.Text) },
        ConcernTriaged x => concern with { Kind = x.Kind, Urgency = x.Urgency, DueAt = x.DueAt, Status = ConcernStatus.Triaged },
        ConcernAssigned x => concern with { Officer = x.Officer },
        ConcernEscalated x => concern with { Escalated = x.Reason },
        ConcernClosed x =>
            concern with
            {
                Status = ConcernStatus.Closed,
                Outcome = x.Outcome,
                Texts = x.Text is { } text ? concern.Texts.Add(text) : concern.Texts
            },
        ConcernReopened x =>
            concern with
            {
                Status = concern.Urgency is null ? ConcernStatus.Raised : ConcernStatus.Triaged,
                Outcome = null,
                DueAt = x.DueAt
            },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The concern does not know this event."),
    };

    /// <summary>True where the next step should have been taken by now.</summary>
    public static bool IsOverdue(Concern concern, DateTimeOffset now) => concern.IsOpen && now >= concern.DueAt;

    /// <summary>Why somebody may not read what was written, or add to it; null where they may. Who raised it always may.</summary>
    public static Rejection? MayRead(Concern concern, string actor) => actor == concern.RaisedBy ? null : MayHandle(concern, actor);

    /// <summary>
    /// Why an officer may not act on a concern; null where they may. A nation's officers come in when it went to the
    /// nation, and a city's are out where somebody of the city is said to be part of it.
    /// </summary>
    public static Rejection? MayHandle(Concern concern, string actor) => (concern.Escalated, actor) switch
    {
        (null, _) when Actors.IsNationOfficer(actor) =>
            new(RejectionCode.ConcernNotEscalated, "The concern has not gone to the nation: the city's officers look after it."),
        (EscalationReason.ConflictOfInterest, _) when Actors.IsCityOfficer(actor) =>
            new(RejectionCode.ConcernWithNation, "Somebody of the city is said to be part of it: the nation's officers look after it."),
        _ => null,
    };

    private static Decision<ConcernEvent> Raise(Concern concern, RaiseConcern c)
    {
        if (concern.Id is not null) return Reject(RejectionCode.AlreadyExists, "This concern has been raised already.");
        if (!c.IsKnown) return Reject(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.");
        return c.Concern.City == c.Sponsorship.City
            ? Accept("raised",
                new ConcernRaised(c.Concern, c.Sponsorship, c.RaisedBy, c.Kind, c.Text, c.Now, c.Now + ConcernLimits.ForTriage(c.Kind)))
            : Reject(RejectionCode.OtherCity, "A concern belongs to the city of its sponsorship.");
    }

    private static Decision<ConcernEvent> Add(Concern concern, AddToConcern c)
    {
        if (MayRead(concern, c.Actor) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again to add to it.");
        // Who writes the same twice says no more than once.
        if (concern.Texts.Contains(c.Text)) return Accept("added");
        return concern.Texts.Count < ConcernLimits.MaxTexts ? Accept("added", new ConcernAddedTo(c.Text)) : TooManyTexts;
    }

    private static Decision<ConcernEvent> Triage(Concern concern, TriageConcern c)
    {
        if (MayHandle(concern, c.Actor) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        return concern.Status == ConcernStatus.Triaged && (concern.Kind, concern.Urgency) == (c.Kind, c.Urgency)
            ? Accept("triaged")
            : Accept("triaged", new ConcernTriaged(c.Kind, c.Urgency, c.Now + ConcernLimits.ForEnd(c.Urgency)));
    }

    private static Decision<ConcernEvent> Assign(Concern concern, AssignConcern c)
    {
        if (MayHandle(concern, c.Actor) is { } problem) return problem;
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        if (!Actors.IsOfficer(c.Officer))
        {
            return Reject(RejectionCode.InvalidInput, "An officer is named as in the lists of accesses, such as 'city-officer:9f2c'.");
        }

        if (MayHandle(concern, c.Officer) is { } theirs) return theirs;
        // Who told that something is wrong does not also judge it.
        if (Actors.AreOne(c.Officer, concern.RaisedBy))
        {
            return Reject(RejectionCode.SameOfficer, "Who raised a concern does not look after it.");
        }

        return concern.Officer == c.Officer ? Accept("assigned") : Accept("assigned", new ConcernAssigned(c.Officer));
    }

    private static Decision<ConcernEvent> Escalate(Concern concern, EscalateConcern c)
    {
        if (!concern.IsOpen) return Reject(RejectionCode.ConcernWrongState, "The concern is closed; open it again first.");
        if (c.Reason == EscalationReason.Overdue)
        {
            return Reject(RejectionCode.ReasonNotAllowed, "That the time is over is for the clock to say.");
        }

        if (c.Reason == EscalationReason.AskedFor && c.Actor != concern.RaisedBy)
        {
            return Reject(RejectionCode.ReasonNotAllowed, "'asked-for' is the reason of who raised it, and of nobody else.");
        }

        if (c.Reason is EscalationReason.Gravity or EscalationReason.SeveralCities && !Actors.IsOfficer(c.Actor))
        {
            return Reject(RejectionCode.ReasonNotAllowed,
                "Who raised it says 'asked-for', or 'conflict-of-interest' where somebody of the city is part of it.");
        }

        // That one shuts the city's officers out, so it also counts where the concern has gone to the nation for another reason.
        return concern.Escalated is null || (c.Reason == EscalationReason.ConflictOfInterest && concern.Escalated != c.Reason)
            ? Accept("escalated", new ConcernEscalated(c.Reason)) : Accept("escalated");
    }

    private static Decision<ConcernEvent> Close(Concern concern, CloseConcern c)
    {
        if (MayHandle(concern, c.Actor) is { } problem) return problem;
        if (concern.Status == ConcernStatus.Raised) return Reject(RejectionCode.ConcernWrongState, "Say first how urgent it is.");
        if (concern.Status == ConcernStatus.Closed) return Reject(RejectionCode.ConcernWrongState, "The concern is closed already.");
        if (Actors.AreOne(c.Actor, concern.RaisedBy)) return Reject(RejectionCode.SameOfficer, "Who raised a concern does not end it.");
        return c.Text is not null && concern.Texts.Count >= ConcernLimits.MaxTexts
            ? TooManyTexts : Accept("closed", new ConcernClosed(c.Outcome, c.Text));
    }

    private static Decision<ConcernEvent> Reopen(Concern concern, ReopenConcern c)
    {
        if (MayRead(concern, c.Actor) is { } problem) return problem;
        if (concern.Status != ConcernStatus.Closed) return Reject(RejectionCode.ConcernWrongState, "The concern is open.");
        return Accept("reopened",
            new ConcernReopened(
                c.Now + (concern.Urgency is { } urgency ? ConcernLimits.ForEnd(urgency) : ConcernLimits.ForTriage(concern.Kind))));
    }

    private static Decision<ConcernEvent> TooManyTexts =>
        Reject(RejectionCode.InvalidInput, $"A concern has at most {ConcernLimits.MaxTexts} texts.");
}
