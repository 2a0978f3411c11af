namespace VipOrleans.Domain.Matching;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A person's profile with what becomes of it: who may see it where, and until when heritage and faith are stored.</summary>
public sealed record PersonProfile
{
    /// <summary>Most cities in which a migrant looks for a host at the same time.</summary>
    public const int MaxCities = 5;

    /// <summary>How many days heritage and faith are stored after the matching.</summary>
    public const int TraitsKeptDays = 90;

    /// <summary>Whose profile it is; null before the first one.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The newest profile.</summary>
    public Profile Profile { get; init; } = Profile.Empty;

    /// <summary>The cities in which a migrant looks for a host; empty for a host, whose city it is.</summary>
    public IReadOnlyList<CityId> Cities { get; init; } = [];

    /// <summary>Cities that a migrant has left, and that have not heard it yet.</summary>
    public ImmutableHashSet<CityId> Left { get; init; } = [];

    /// <summary>When the person closed it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The sponsorship that the person is in.</summary>
    public SponsorshipId? Live { get; init; }

    /// <summary>When that was noted here; null while the person is in none.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The consent to heritage or faith being used; null if there is none.</summary>
    public TraitsConsent? Consent { get; init; }

    /// <summary>The number of the last consent; 0 before the first.</summary>
    public int LastConsent { get; init; }

    /// <summary>True once the person's data was erased.</summary>
    public bool Erased { get; init; }

    /// <summary>True while the person shows a profile.</summary>
    [JsonIgnore]
    public bool IsOpen => Person is not null && ClosedAt is null && !Erased;

    /// <summary>
    /// When heritage and faith are to be deleted: 90 days after the matching is over, which is when a sponsorship took the person or when
    /// the profile was closed, whichever came first, and no earlier than the consent; null while neither has happened.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? TraitsDue
    {
        get
        {
            if (Consent is null || (TakenAt is null && ClosedAt is null)) return null;
            var over = TakenAt is null || ClosedAt < TakenAt ? ClosedAt!.Value : TakenAt.Value;
            return (over < Consent.At ? Consent.At : over).AddDays(TraitsKeptDays);
        }
    }

    /// <summary>What a city's lists show of a migrant; null while they show nothing.</summary>
    [JsonIgnore]
    public SeekerListing? Listing => IsOpen && Live is null ? new(Profile.AsSeenByOthers(), Consent?.Number ?? 0) : null;
}

/// <summary>A person's explicit consent to their heritage or faith being used. What they gave stands in the vault.</summary>
/// <param name="Number">1 for the first, then 2, 3, …</param>
/// <param name="Purpose">What for, and for nothing else.</param>
/// <param name="At">When it was given.</param>
public sealed record TraitsConsent(int Number, ConsentPurpose Purpose, DateTimeOffset At);

/// <summary>What protected data may be used for.</summary>
[JsonConverter(typeof(CodeConverter<ConsentPurpose>))]
public enum ConsentPurpose
{
    /// <summary>Suggesting hosts and migrants to each other.</summary>
    Matching,
}
