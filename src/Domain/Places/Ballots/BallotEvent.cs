namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a ballot. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BallotOpened), "ballot-opened")]
[JsonDerivedType(typeof(BallotCancelled), "ballot-cancelled")]
[JsonDerivedType(typeof(BallotClosed), "ballot-closed")]
[JsonDerivedType(typeof(BallotBoxCounted), "ballot-box-counted")]
[JsonDerivedType(typeof(BallotDecided), "ballot-decided")]
[JsonDerivedType(typeof(BallotSettled), "ballot-settled")]
public abstract record BallotEvent
{
    private BallotEvent() { }

    /// <summary>A ballot was opened.</summary>
    public sealed record BallotOpened(BallotId Ballot, BallotTerms Terms, int Electorate, int Parts, string PublicKey, DateTimeOffset At)
        : BallotEvent;

    /// <summary>It was called off.</summary>
    public sealed record BallotCancelled : BallotEvent;

    /// <summary>The voting ended.</summary>
    public sealed record BallotClosed : BallotEvent;

    /// <summary>A part of the box is sealed and counted.</summary>
    /// <param name="Part">Which.</param>
    /// <param name="Tally">How often each answer was given.</param>
    public sealed record BallotBoxCounted(int Part, ImmutableSortedDictionary<int, long> Tally) : BallotEvent;

    /// <summary>The result stands.</summary>
    public sealed record BallotDecided(BallotResult Result) : BallotEvent;

    /// <summary>The city has its quota from the result, or there was none to be set.</summary>
    public sealed record BallotSettled : BallotEvent;
}

/// <summary>What happened to a part of a ballot's register. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PaperIssued), "ballot-paper-issued")]
public abstract record BallotRegisterEvent
{
    private BallotRegisterEvent() { }

    /// <summary>A citizen was given the one paper.</summary>
    /// <param name="Host">The citizen.</param>
    /// <param name="Fingerprint">The SHA-256 of the blinded paper, which tells nothing of the paper.</param>
    public sealed record PaperIssued(HostId Host, string Fingerprint) : BallotRegisterEvent;
}

/// <summary>What happened to a part of a ballot's box. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(VoteCast), "ballot-vote-cast")]
[JsonDerivedType(typeof(BallotBoxSealed), "ballot-box-sealed")]
public abstract record BallotBoxEvent
{
    private BallotBoxEvent() { }

    /// <summary>A vote was cast, or changed.</summary>
    /// <param name="Paper">The SHA-256 of the paper.</param>
    /// <param name="Answer">The answer.</param>
    /// <param name="Revision">The voter's number of the choice.</param>
    public sealed record VoteCast(string Paper, int Answer, int Revision) : BallotBoxEvent;

    /// <summary>No vote comes into this part any more.</summary>
    public sealed record BallotBoxSealed : BallotBoxEvent;
}
