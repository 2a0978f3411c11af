namespace VipOrleans.Contracts.Kernel;

using VipOrleans.Domain.Kernel;

/// <summary>Words on their way into the vault. Their text form shows nothing.</summary>
[GenerateSerializer, Immutable, Alias("vip.case-words")]
public sealed record CaseWords
{
    /// <summary>What who writes is in the case.</summary>
    [Id(0)]
    public required CaseParty By { get; init; }

    /// <summary>The words, 1 to 4,000 characters in any language.</summary>
    [Id(1)]
    public required string Text { get; init; }

    /// <summary>The language as a BCP 47 tag; null where it is not said.</summary>
    [Id(2)]
    public string? Language { get; init; }

    /// <summary>True for officers' eyes only.</summary>
    [Id(3)]
    public bool IsInternal { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "CaseWords (not shown)";
}

/// <summary>What was written in a case, or why it is not given.</summary>
[GenerateSerializer, Immutable, Alias("vip.case-texts")]
public sealed record CaseTexts
{
    /// <summary>Why it is not given; null where it is.</summary>
    [Id(0)]
    public CommandResult? Refused { get; init; }

    /// <summary>What was written, in order.</summary>
    [Id(1)]
    public IReadOnlyList<CaseTextView> Items { get; init; } = [];
}

/// <summary>Something that was written in a case. Its text form shows nothing.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="Text">The words; left out where they were erased with the person who wrote them.</param>
/// <param name="Language">The language as a BCP 47 tag; left out where it was not said.</param>
/// <param name="IsInternal">True for officers' eyes only.</param>
[GenerateSerializer, Immutable, Alias("vip.case-text-view")]
public sealed record CaseTextView(CaseParty By, string? Text, string? Language, bool IsInternal)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "CaseTextView (not shown)";
}
