namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>A nation above its cities: how many places they may have together, and which city has how many of them on lease.</summary>
/// <remarks>
/// Law: what the cities have on lease and what is left in the pool is the cap, at every instant. After a cut below what is on lease the
/// pool is empty, the cap is a target, and every place that a city gives back brings the sum nearer to it.
/// </remarks>
public sealed record Nation
{
    /// <summary>The account of places that no city has on lease.</summary>
    public static readonly Account Pool = new("pool", Asset.Place, MayGoBelowZero: false);

    /// <summary>The nation's decisions: every place came from here.</summary>
    public static readonly Account Issued = new("issued", Asset.Place, MayGoBelowZero: true);

    /// <summary>The latest decision on the cap; null before the first, when cities are bound by their own quotas alone.</summary>
    public CapDecision? Cap { get; init; }

    /// <summary>Why all cities take in nobody now; null while they do.</summary>
    public PauseReason? Paused { get; init; }

    /// <summary>What no city may go under; null while the nation has decided nothing of the kind.</summary>
    public NationFloors? Floors { get; init; }

    /// <summary>What is asked of whoever enters; null while nothing of the kind is decided.</summary>
    public EntryRules? Entry { get; init; }

    /// <summary>The places as a ledger: issued → pool → a city's allotment.</summary>
    public Ledger Places { get; init; } = Ledger.Empty;

    /// <summary>The cities, with how far the traffic of leases with each has come.</summary>
    public ImmutableDictionary<CityId, AllotmentTraffic> Cities { get; init; } = ImmutableDictionary<CityId, AllotmentTraffic>.Empty;

    /// <summary>How many wait in a city for want of a place on lease; cities where nobody does are not in it.</summary>
    public ImmutableDictionary<CityId, int> Shortages { get; init; } = ImmutableDictionary<CityId, int>.Empty;

    /// <summary>What the cities are to follow now.</summary>
    public NationRule Rule { get; init; } = NationRule.None;

    /// <summary>The account of places that a city has on lease.</summary>
    public static Account Allotment(CityId city) => new($"allotment-{city}", Asset.Place, MayGoBelowZero: false);

    /// <summary>How many places a city has on lease, those that it has given back and that are not counted back yet among them.</summary>
    public long AllottedTo(CityId city) => Places.Posted(Allotment(city));

    /// <summary>Places that no city has on lease.</summary>
    [JsonIgnore]
    public long Free => Places.Posted(Pool);

    /// <summary>All places that there are: the cap, or more after a cut below what is on lease.</summary>
    [JsonIgnore]
    public long Total => -Places.Posted(Issued);
}

/// <summary>A nation's decision on how many places all its cities may have together.</summary>
/// <param name="Places">How many, 0 to 1,000,000,000.</param>
/// <param name="Reference">The act, decree or minute that says so, 1 to 100 characters.</param>
/// <param name="On">The day of the decision.</param>
[GenerateSerializer, Immutable, Alias("vip.cap-decision")]
public sealed record CapDecision(int Places, string Reference, DateOnly On)
{
    /// <summary>Most places of one nation.</summary>
    public const int MaxPlaces = 1_000_000_000;
}

/// <summary>
/// How far the traffic of leases between a nation and a city has come. Each side counts, so that nothing is given or taken twice.
/// </summary>
/// <param name="Lease">The number of the last lease, from 1.</param>
/// <param name="Leased">How many places it was for: the answer to a repeated request.</param>
/// <param name="Return">The number of the last return that was counted back, from 1.</param>
public sealed record AllotmentTraffic(long Lease, int Leased, long Return)
{
    /// <summary>Before the first lease.</summary>
    public static readonly AllotmentTraffic None = new(0, 0, 0);
}

/// <summary>What a nation's cities are to follow.</summary>
/// <param name="Number">Grows with every change; a city follows the highest that it has heard.</param>
/// <param name="HasCap">True if a city's places are bound by its allotment beside its quota.</param>
/// <param name="Recalls">True if the cap was cut below what is on lease: cities give back what they do not use, and get no more.</param>
/// <param name="Paused">Why no city takes anybody in; null while they do.</param>
/// <param name="Floors">What no city may go under; null for nothing.</param>
/// <param name="IsShort">True while somebody waits in a city for want of a place on lease: the other cities give back what they do not
/// use, and a city asks for no more than wait in it.</param>
[GenerateSerializer, Immutable, Alias("vip.nation-rule")]
public sealed record NationRule(long Number, bool HasCap, bool Recalls, PauseReason? Paused, NationFloors? Floors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsShort = false)
{
    /// <summary>Before the nation has decided anything.</summary>
    public static readonly NationRule None = new(0, false, false, null);
}
