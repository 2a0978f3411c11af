namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to somebody's part in a round. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RoundEntered), "round-entered")]
[JsonDerivedType(typeof(RoundLeft), "round-left")]
[JsonDerivedType(typeof(RoundResultHeard), "round-result-heard")]
[JsonDerivedType(typeof(RoundResultAnswered), "round-result-answered")]
public abstract record RoundEntryEvent
{
    private RoundEntryEvent() { }

    /// <summary>Somebody entered, or changed the ranking.</summary>
    public sealed record RoundEntered(RoundId Round, PersonId Person, IReadOnlyList<PersonId> Ranking, bool IsSuggested) : RoundEntryEvent;

    /// <summary>Somebody takes no part any more.</summary>
    public sealed record RoundLeft(RoundId Round, PersonId Person) : RoundEntryEvent;

    /// <summary>Somebody heard whom the round proposes.</summary>
    public sealed record RoundResultHeard(PersonId Partner, DateTimeOffset AnswerUntil) : RoundEntryEvent;

    /// <summary>Somebody accepted or declined.</summary>
    public sealed record RoundResultAnswered(bool Accepted) : RoundEntryEvent;
}
