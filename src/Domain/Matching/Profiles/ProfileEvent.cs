namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What happened to a person's profile. The names are stable: they stand in journals. None of them shows heritage or faith, nor which of
/// the two was opened.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ProfileSet), "profile-set")]
[JsonDerivedType(typeof(ProfileClosed), "profile-closed")]
[JsonDerivedType(typeof(ProfileCityLeft), "profile-city-left")]
[JsonDerivedType(typeof(ProfilePersonTaken), "profile-person-taken")]
[JsonDerivedType(typeof(ProfilePersonFreed), "profile-person-freed")]
[JsonDerivedType(typeof(ProfileErased), "profile-erased")]
[JsonDerivedType(typeof(TraitsConsented), "traits-consented")]
[JsonDerivedType(typeof(TraitsConsentWithdrawn), "traits-consent-withdrawn")]
[JsonDerivedType(typeof(TraitsPurged), "traits-purged")]
public abstract record ProfileEvent
{
    private ProfileEvent() { }

    /// <summary>The person said something about themselves, in codes of closed lists.</summary>
    /// <param name="Person">Who.</param>
    /// <param name="Profile">What, and which parts of it the other side may see.</param>
    /// <param name="Cities">Where a migrant looks for a host; none for a host.</param>
    public sealed record ProfileSet(PersonId Person, Profile Profile, IReadOnlyList<CityId> Cities) : ProfileEvent;

    /// <summary>The person closed the profile.</summary>
    public sealed record ProfileClosed(DateTimeOffset At) : ProfileEvent;

    /// <summary>A city that the migrant left shows nothing of them any more.</summary>
    public sealed record ProfileCityLeft(CityId City) : ProfileEvent;

    /// <summary>A sponsorship has the person, so the matching is over: heritage and faith are stored for 90 days from here.</summary>
    public sealed record ProfilePersonTaken(SponsorshipId Sponsorship, DateTimeOffset At) : ProfileEvent;

    /// <summary>The person is in no sponsorship any more, and looks again if the profile is open.</summary>
    public sealed record ProfilePersonFreed : ProfileEvent;

    /// <summary>The person's data was erased.</summary>
    public sealed record ProfileErased(DateTimeOffset At) : ProfileEvent;

    /// <summary>The person consented to heritage or faith being used; what they gave is in the vault.</summary>
    public sealed record TraitsConsented(TraitsConsent Consent) : ProfileEvent;

    /// <summary>The person withdrew the consent.</summary>
    /// <param name="Number">Which.</param>
    public sealed record TraitsConsentWithdrawn(int Number) : ProfileEvent;

    /// <summary>Heritage and faith had been stored long enough after the matching.</summary>
    /// <param name="Number">Of which consent.</param>
    public sealed record TraitsPurged(int Number) : ProfileEvent;
}
