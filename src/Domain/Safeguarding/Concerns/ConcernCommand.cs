namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a concern can be asked.</summary>
public abstract record ConcernCommand
{
    private ConcernCommand() { }

    /// <summary>What needs neither facts nor words: it travels as it is, and all of it goes through one call.</summary>
    [GenerateSerializer, Immutable, Alias("vip.plain-concern-command")]
    public abstract record PlainCommand : ConcernCommand
    {
        private protected PlainCommand() { }
    }

    /// <summary>Reports that something is wrong in a sponsorship.</summary>
    /// <param name="Concern">The concern.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="IsKnown">True if there is such a sponsorship, read before.</param>
    /// <param name="Report">What is reported.</param>
    /// <param name="Text">What was written.</param>
    public sealed record RaiseConcern(ConcernId Concern, SponsorshipId Sponsorship, bool IsKnown, ConcernReport Report, CaseText Text)
        : ConcernCommand;

    /// <summary>Adds what the one who raised it, or an officer, has to say.</summary>
    /// <param name="Text">What was written.</param>
    public sealed record AddToConcern(CaseText Text) : ConcernCommand;

    /// <summary>An officer says what it is about and how urgent; again if that has changed.</summary>
    /// <param name="Kind">What it is about.</param>
    /// <param name="Urgency">How urgent it is.</param>
    [GenerateSerializer, Immutable, Alias("vip.triage-concern")]
    public sealed record TriageConcern(ConcernKind Kind, ConcernUrgency Urgency) : PlainCommand;

    /// <summary>An officer takes it on, or gives it to another one.</summary>
    /// <param name="Officer">Who looks after it from now on, as a role and an id.</param>
    [GenerateSerializer, Immutable, Alias("vip.assign-concern")]
    public sealed record AssignConcern(string Officer) : PlainCommand;

    /// <summary>Takes it to the nation.</summary>
    /// <param name="Reason">Why.</param>
    [GenerateSerializer, Immutable, Alias("vip.escalate-concern")]
    public sealed record EscalateConcern(EscalationReason Reason) : PlainCommand;

    /// <summary>The clock looks whether the time is over.</summary>
    public sealed record LookAtConcernClock : ConcernCommand;

    /// <summary>An officer ends it.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Text">What is said to the one who raised it; null for nothing.</param>
    public sealed record CloseConcern(ConcernOutcome Outcome, CaseText? Text) : ConcernCommand;

    /// <summary>Opens it again: an officer, or the one who raised it and does not find it ended.</summary>
    [GenerateSerializer, Immutable, Alias("vip.reopen-concern")]
    public sealed record ReopenConcern : PlainCommand;
}
