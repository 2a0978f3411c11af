namespace VipOrleans.Gateway.Safeguarding;

using System.Text.Json.Serialization;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Commands;

/// <summary>What one of those concerned has to say.</summary>
internal sealed record RulingTextRequest : IHasWords
{
    /// <summary>What there is to say, in any language. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public required string Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RulingTextRequest (not shown)";
}

/// <summary>What becomes of a proposed ruling.</summary>
[JsonConverter(typeof(CodeConverter<RulingDecision>))]
internal enum RulingDecision
{
    /// <summary>It is made.</summary>
    Made,

    /// <summary>It is not.</summary>
    Dropped,
}

/// <summary>Decides a proposed ruling.</summary>
internal sealed record RulingDecisionRequest : IHasWords
{
    /// <summary>What becomes of it.</summary>
    public required RulingDecision Outcome { get; init; }

    /// <summary>Why, for those concerned. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RulingDecisionRequest (not shown)";
}

/// <summary>What becomes of an appeal.</summary>
[JsonConverter(typeof(CodeConverter<AppealDecision>))]
internal enum AppealDecision
{
    /// <summary>The ruling is overturned.</summary>
    Upheld,

    /// <summary>The ruling is confirmed.</summary>
    Dismissed,
}

/// <summary>Decides an appeal.</summary>
internal sealed record AppealDecisionRequest : IHasWords
{
    /// <summary>What becomes of it.</summary>
    public required AppealDecision Outcome { get; init; }

    /// <summary>Why, for those concerned. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "AppealDecisionRequest (not shown)";
}

/// <summary>Takes a ruling back.</summary>
internal sealed record RescissionRequest : IHasWords, IMayBeEmpty
{
    /// <summary>Why, for those concerned. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "RescissionRequest (not shown)";
}

/// <summary>The rulings of a sponsorship, or against a host.</summary>
/// <param name="Items">The first 200 of them, in the order of their notices.</param>
public sealed record RulingList(IReadOnlyList<RulingView> Items);
