namespace VipOrleans.Domain.Safeguarding;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.ConcernCommand;

/// <summary>What happened to a concern. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConcernRaised), "concern-raised")]
[JsonDerivedType(typeof(ConcernAddedTo), "concern-added-to")]
[JsonDerivedType(typeof(ConcernTriaged), "concern-triaged")]
[JsonDerivedType(typeof(ConcernAssigned), "concern-assigned")]
[JsonDerivedType(typeof(ConcernEscalated), "concern-escalated")]
[JsonDerivedType(typeof(ConcernClosed), "concern-closed")]
[JsonDerivedType(typeof(ConcernReopened), "concern-reopened")]
public abstract record ConcernEvent
{
    private ConcernEvent() { }

    /// <summary>Somebody reported that something is wrong.</summary>
    public sealed record ConcernRaised(ConcernId Concern, SponsorshipId Sponsorship, string RaisedBy, ConcernKind Kind, CaseText Text,
        DateTimeOffset At, DateTimeOffset DueAt) : ConcernEvent
    {
        internal ConcernRaised(RaiseConcern c, Moment moment)
            : this(c.Concern, c.Sponsorship, moment.Actor, c.Report.Kind, c.Text, moment.Time,
                moment.Time + ConcernLimits.ForTriage(c.Report.Kind))
        {
        }
    }

    /// <summary>Something was written to it.</summary>
    public sealed record ConcernAddedTo(CaseText Text) : ConcernEvent;

    /// <summary>An officer said what it is about and how urgent.</summary>
    public sealed record ConcernTriaged(ConcernKind Kind, ConcernUrgency Urgency, DateTimeOffset DueAt) : ConcernEvent;

    /// <summary>An officer looks after it from now on.</summary>
    public sealed record ConcernAssigned(string Officer) : ConcernEvent;

    /// <summary>It went to the nation, whose officers may act on it from now on.</summary>
    public sealed record ConcernEscalated(EscalationReason Reason) : ConcernEvent;

    /// <summary>An officer ended it.</summary>
    public sealed record ConcernClosed(ConcernOutcome Outcome, CaseText? Text) : ConcernEvent;

    /// <summary>It was opened again.</summary>
    public sealed record ConcernReopened(DateTimeOffset DueAt) : ConcernEvent;
}
