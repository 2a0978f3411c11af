namespace VipOrleans.Domain.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>What a concern can be asked.</summary>
public abstract record ConcernCommand
{
    private ConcernCommand() { }

    /// <summary>Reports that something is wrong in a sponsorship.</summary>
    /// <param name="Concern">The concern.</param>
    /// <param name="Sponsorship">The sponsorship.</param>
    /// <param name="IsKnown">True if there is such a sponsorship, read before.</param>
    /// <param name="Report">What is reported.</param>
    /// <param name="Text">What was written.</param>
    /// <param name="IsNamed">True if it comes from an employer who is or was named for the sponsorship, read before.</param>
    public sealed record RaiseConcern(ConcernId Concern, SponsorshipId Sponsorship, bool IsKnown, ConcernReport Report, CaseText Text,
        bool IsNamed = false) : ConcernCommand;

    /// <summary>Adds what the one who raised it, or an officer, has to say.</summary>
    /// <param name="Text">What was written.</param>
    public sealed record AddToConcern(CaseText Text) : ConcernCommand;

    /// <summary>An officer says what it is about and how urgent; again if that has changed.</summary>
    public sealed record TriageConcern(ConcernTriage Triage) : ConcernCommand;

    /// <summary>An officer takes it on, or gives it to another one.</summary>
    /// <param name="Officer">Who looks after it from now on, as a role and an id.</param>
    public sealed record AssignConcern(string Officer) : ConcernCommand;

    /// <summary>Takes it to the nation.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record EscalateConcern(EscalationReason Reason) : ConcernCommand;

    /// <summary>The clock looks whether the time is over.</summary>
    public sealed record LookAtConcernClock : ConcernCommand;

    /// <summary>An officer ends it.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Text">What is said to the one who raised it; null for nothing.</param>
    public sealed record CloseConcern(ConcernOutcome Outcome, CaseText? Text) : ConcernCommand;

    /// <summary>Opens it again: an officer, or the one who raised it and does not find it ended.</summary>
    public sealed record ReopenConcern : ConcernCommand;
}
