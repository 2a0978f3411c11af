namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>Somebody's part in a round: whom they would take, and whom the round proposed to them.</summary>
public sealed record RoundEntry
{
    /// <summary>Most wishes of one person.</summary>
    public const int MaxWishes = 50;

    /// <summary>The round; null before they have entered.</summary>
    public RoundId? Round { get; init; }

    /// <summary>Who it is.</summary>
    public PersonId? Person { get; init; }

    /// <summary>True while they take part.</summary>
    public bool IsIn { get; init; }

    /// <summary>Whom they would take, the dearest first. Who is not in it is not accepted.</summary>
    public IReadOnlyList<PersonId> Ranking { get; init; } = [];

    /// <summary>True if it is the suggested order and not their own.</summary>
    public bool IsSuggested { get; init; }

    /// <summary>Whom the round proposed to them; null if nobody, or not yet.</summary>
    public PersonId? Partner { get; init; }

    /// <summary>Until when they can accept.</summary>
    public DateTimeOffset AnswerUntil { get; init; }

    /// <summary>Whether they accepted; null while they have not answered.</summary>
    public bool? Accepted { get; init; }
}
