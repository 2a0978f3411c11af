namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What somebody's part in a round can be asked.</summary>
public abstract record RoundEntryCommand
{
    private RoundEntryCommand() { }

    /// <summary>Enters the round, or changes the ranking.</summary>
    /// <param name="Round">The round.</param>
    /// <param name="Person">Who enters.</param>
    /// <param name="Ranking">Whom they would take, the dearest first: at most 50 of the other side.</param>
    /// <param name="IsSuggested">True for the suggested order.</param>
    /// <param name="Known">What the round and the person's record say, read before.</param>
    public sealed record EnterRound(RoundId Round, PersonId Person, IReadOnlyList<PersonId> Ranking, bool IsSuggested, RoundFacts Known)
        : RoundEntryCommand;

    /// <summary>Leaves the round while it can be entered.</summary>
    public sealed record LeaveRound(RoundFacts Known) : RoundEntryCommand;

    /// <summary>Hears whom the round proposes.</summary>
    public sealed record HearResult(PersonId Partner, DateTimeOffset AnswerUntil) : RoundEntryCommand;

    /// <summary>Accepts or declines whom the round proposes.</summary>
    /// <param name="Accepts">True to accept.</param>
    /// <param name="PartnerDeclined">True if the other has declined.</param>
    public sealed record AnswerResult(bool Accepts, bool PartnerDeclined) : RoundEntryCommand;
}

/// <summary>What an entry rests on, besides itself.</summary>
/// <param name="Round">Where the round stands; null if there is none.</param>
/// <param name="ClosesAt">When it closes.</param>
/// <param name="Obstacle">What keeps the person from entering, as the rejection that says it; null for nothing.</param>
public sealed record RoundFacts(RoundStatus? Round, DateTimeOffset ClosesAt, Rejection? Obstacle);
