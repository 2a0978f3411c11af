namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a concern can be asked.</summary>
public abstract record ConcernCommand
{
    private ConcernCommand() { }

    /// <summary>Tells that something is wrong in a sponsorship.</summary>
    /// <param name="Concern">The concern.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="IsKnown">True if there is such a sponsorship, read before.</param>
    /// <param name="RaisedBy">Who raises it, as a role and an id.</param>
    /// <param name="Kind">What it is about.</param>
    /// <param name="Text">What was written.</param>
    /// <param name="Now">The time.</param>
    public sealed record RaiseConcern(ConcernId Concern, SponsorshipId Sponsorship, bool IsKnown, string RaisedBy, ConcernKind Kind,
        CaseText Text, DateTimeOffset Now) : ConcernCommand;

    /// <summary>Adds what who raised it, or an officer, has to say.</summary>
    /// <param name="Actor">Who writes.</param>
    /// <param name="Text">What was written.</param>
    public sealed record AddToConcern(string Actor, CaseText Text) : ConcernCommand;

    /// <summary>An officer says what it is about and how urgent; again where that has changed.</summary>
    public sealed record TriageConcern(string Actor, ConcernKind Kind, ConcernUrgency Urgency, DateTimeOffset Now) : ConcernCommand;

    /// <summary>An officer takes it on, or gives it to another one.</summary>
    /// <param name="Actor">Who says so.</param>
    /// <param name="Officer">Who looks after it from now on, as a role and an id.</param>
    public sealed record AssignConcern(string Actor, string Officer) : ConcernCommand;

    /// <summary>Takes it to the nation.</summary>
    /// <param name="Actor">Who does.</param>
    /// <param name="Reason">Why.</param>
    public sealed record EscalateConcern(string Actor, EscalationReason Reason) : ConcernCommand;

    /// <summary>The clock looks whether the time is over.</summary>
    public sealed record LookAtConcernClock(DateTimeOffset Now) : ConcernCommand;

    /// <summary>An officer ends it.</summary>
    /// <param name="Actor">Who does.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Text">What who raised it is told; null for nothing.</param>
    public sealed record CloseConcern(string Actor, ConcernOutcome Outcome, CaseText? Text) : ConcernCommand;

    /// <summary>Opens it again: an officer, or who raised it and does not find it ended.</summary>
    public sealed record ReopenConcern(string Actor, DateTimeOffset Now) : ConcernCommand;
}
