namespace VipOrleans.Gateway.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;

/// <summary>Words that go to the vault.</summary>
internal interface IHasWords
{
    /// <summary>The words.</summary>
    string? Text { get; }

    /// <summary>Their language.</summary>
    string? Language { get; }
}

/// <summary>Raises a concern.</summary>
internal sealed record RaiseConcernRequest : IHasWords
{
    /// <summary>What it is about.</summary>
    public required ConcernKind Kind { get; init; }

    /// <summary>What is wrong, in any language. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public required string Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    internal ConcernReport Report => new(Kind);

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RaiseConcernRequest (not shown)";
}

/// <summary>Adds to a concern.</summary>
internal sealed record AddToConcernRequest : IHasWords
{
    /// <summary>What is to be added, in any language. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public required string Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>For an officer only: true if the one who raised the concern is not to read it.</summary>
    public bool? Internal { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "AddToConcernRequest (not shown)";
}

/// <summary>Says what a concern is about and how urgent.</summary>
internal sealed record TriageRequest
{
    /// <summary>What it is about.</summary>
    public required ConcernKind Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    public required ConcernUrgency Urgency { get; init; }

    internal ConcernTriage Triage => new(Kind, Urgency);
}

/// <summary>Gives a concern to an officer.</summary>
internal sealed record AssignmentRequest
{
    /// <summary>The officer as in the lists of accesses; left out for the one who asks.</summary>
    [Reference]
    public string? Officer { get; init; }
}

/// <summary>Takes a concern to the nation.</summary>
internal sealed record EscalationRequest
{
    /// <summary>Why; the one who raised the concern says <c>asked-for</c> or <c>conflict-of-interest</c>.</summary>
    public required EscalationReason Reason { get; init; }
}

/// <summary>Ends a concern.</summary>
internal sealed record ClosureRequest : IHasWords
{
    /// <summary>How it ended.</summary>
    public required ConcernOutcome Outcome { get; init; }

    /// <summary>What is said to the one who raised it. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "ClosureRequest (not shown)";
}

/// <summary>What was written in a case, in order.</summary>
/// <param name="Items">What was written.</param>
public sealed record TextList(IReadOnlyList<CaseTextView> Items);

internal static class CaseWordsExtensions
{
    /// <summary>What the caller is in a case.</summary>
    public static CaseParty Party(this Caller caller) => caller.Role switch
    {
        Role.Host => CaseParty.Host,
        Role.Migrant => CaseParty.Migrant,
        Role.Employer => CaseParty.Employer,
        _ => CaseParty.Officer,
    };

    /// <summary>The words of a request; null if there are none.</summary>
    public static CaseWords? Words<T>(this Command<T> command, bool isInternal = false) where T : class, IHasWords =>
        command.Body.Text is { } text
            ? new() { By = command.Caller.Party(), Text = text, Language = command.Body.Language, IsInternal = isInternal } : null;
}
