namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Matching.RoundEvent;

/// <summary>
/// A matching round of a city, or of a nation for all its cities: who takes part ranks whom they would take, and a mechanism that nobody
/// can bend proposes pairs.
/// </summary>
/// <remarks>
/// It holds counts alone. Who takes part stands in streams of their own, and is in the list where it stands before
/// <see cref="RoundClosed"/> in the same feed; the published list and the pairs are events of the round, so many at a time.
/// </remarks>
public sealed record Round
{
    /// <summary>Most days that a round can be entered, and most days that a pair has to answer.</summary>
    public const int MaxDays = 90;

    /// <summary>So many cities, marks or pairs are in one event.</summary>
    public const int PerEvent = 200;

    /// <summary>The round's id; null before it is opened.</summary>
    public RoundId? Id { get; init; }

    /// <summary>Where it stands.</summary>
    public RoundStatus Status { get; init; }

    /// <summary>The SHA-256 of the secret, published before anybody can enter.</summary>
    public string Commitment { get; init; } = "";

    /// <summary>When nobody can enter or change a ranking any more.</summary>
    public DateTimeOffset ClosesAt { get; init; }

    /// <summary>How many days both of a pair have to accept.</summary>
    public int AnswerDays { get; init; }

    /// <summary>The last city, in the order of their ids, whose free places are written down; null before the first.</summary>
    public CityId? LastCity { get; init; }

    /// <summary>The free places of all cities that are written down.</summary>
    public long Places { get; init; }

    /// <summary>Those of them that need no new lease of the nation's.</summary>
    public long OnLease { get; init; }

    /// <summary>How many pairs there can be in all.</summary>
    public int Cap { get; init; }

    /// <summary>Marks of hosts that are published.</summary>
    public int Hosts { get; init; }

    /// <summary>Marks of migrants that are published.</summary>
    public int Migrants { get; init; }

    /// <summary>The secret, once the list is published.</summary>
    public string? Secret { get; init; }

    /// <summary>The seed, which follows from the secret and the list.</summary>
    public string? Seed { get; init; }

    /// <summary>Pairs that are written down.</summary>
    public int Pairs { get; init; }

    /// <summary>Until when both of a pair can accept; null before all pairs are there.</summary>
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>Pairs that know whom the round proposes.</summary>
    public int Told { get; init; }
}

/// <summary>How long a round takes.</summary>
/// <param name="ClosesAt">When nobody can enter any more: later than now, at most 90 days.</param>
/// <param name="AnswerDays">How many days both of a pair have to accept, 1 to 90.</param>
[GenerateSerializer, Immutable, Alias("vip.round-terms")]
public sealed record RoundTerms(DateTimeOffset ClosesAt, int AnswerDays);

/// <summary>Where a round stands.</summary>
[JsonConverter(typeof(CodeConverter<RoundStatus>))]
public enum RoundStatus
{
    /// <summary>It can be entered.</summary>
    Open,

    /// <summary>The list is closed, and the pairs are being computed.</summary>
    Closed,

    /// <summary>The pairs are there, and learn whom the round proposes.</summary>
    Matched,

    /// <summary>All pairs know; each side accepts or declines.</summary>
    Answering,

    /// <summary>The time to answer is over, and what both wanted is on its way.</summary>
    Ended,

    /// <summary>An officer stopped it before its secret was revealed.</summary>
    Cancelled,
}

/// <summary>A city in a round.</summary>
/// <param name="City">The city.</param>
/// <param name="Cap">How many of its hosts can be in a pair: places of its quota that nobody has and nobody waits for, at least 0.</param>
/// <param name="OnLease">How many it has without a new lease of its nation's; less than 0 if more wait in line than it has.</param>
public sealed record RoundCity(CityId City, int Cap, int OnLease);

/// <summary>A host and a migrant whom a round proposes to each other.</summary>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
public sealed record RoundPair(HostId Host, MigrantId Migrant);
