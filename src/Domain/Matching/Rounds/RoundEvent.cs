namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a round. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RoundOpened), "round-opened")]
[JsonDerivedType(typeof(RoundCapped), "round-capped")]
[JsonDerivedType(typeof(RoundClosed), "round-closed")]
[JsonDerivedType(typeof(RoundListed), "round-listed")]
[JsonDerivedType(typeof(RoundRevealed), "round-revealed")]
[JsonDerivedType(typeof(RoundPaired), "round-paired")]
[JsonDerivedType(typeof(RoundCompleted), "round-completed")]
[JsonDerivedType(typeof(RoundTold), "round-told")]
[JsonDerivedType(typeof(RoundEnded), "round-ended")]
[JsonDerivedType(typeof(RoundCancelled), "round-cancelled")]
public abstract record RoundEvent
{
    private RoundEvent() { }

    /// <summary>A round can be entered. The secret of its order by lot is fixed by its hash.</summary>
    public sealed record RoundOpened(RoundId Round, string Commitment, DateTimeOffset ClosesAt, int AnswerDays) : RoundEvent;

    /// <summary>The free places of cities were written down, by which the result is bound.</summary>
    public sealed record RoundCapped(IReadOnlyList<RoundCity> Cities) : RoundEvent;

    /// <summary>The list is closed: whoever entered before this event in the same feed is in it.</summary>
    /// <param name="Cap">How many pairs there can be in all.</param>
    public sealed record RoundClosed(int Cap) : RoundEvent;

    /// <summary>A piece of the list was published.</summary>
    /// <param name="Side">Hosts, or migrants.</param>
    /// <param name="Marks">The SHA-256 of each id: everybody finds their own, and nobody another's id.</param>
    public sealed record RoundListed(Party Side, IReadOnlyList<string> Marks) : RoundEvent;

    /// <summary>The secret and the seed were published, so that anybody can make the orders again.</summary>
    public sealed record RoundRevealed(string Secret, string Seed) : RoundEvent;

    /// <summary>Pairs were found.</summary>
    public sealed record RoundPaired(IReadOnlyList<RoundPair> Pairs) : RoundEvent;

    /// <summary>All pairs are there.</summary>
    /// <param name="Pairs">How many.</param>
    /// <param name="AnswerUntil">Until when both sides can accept.</param>
    public sealed record RoundCompleted(int Pairs, DateTimeOffset AnswerUntil) : RoundEvent;

    /// <summary>Pairs learned whom the round proposes.</summary>
    /// <param name="Pairs">How many more.</param>
    public sealed record RoundTold(int Pairs) : RoundEvent;

    /// <summary>The time to answer is over, and proposals that only one side wanted are withdrawn.</summary>
    public sealed record RoundEnded : RoundEvent;

    /// <summary>An officer stopped it before its secret was revealed.</summary>
    public sealed record RoundCancelled : RoundEvent;
}
