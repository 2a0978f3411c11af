namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What a person's profile can be asked.</summary>
public abstract record ProfileCommand
{
    private ProfileCommand() { }

    /// <summary>Sets the profile, or replaces it; one that was closed is open again.</summary>
    /// <param name="Person">Whose.</param>
    /// <param name="Profile">The profile.</param>
    /// <param name="Cities">Where a migrant looks for a host: 1 to 5 cities of their nation. None for a host.</param>
    /// <param name="Known">What the person's record and the cities say, read before.</param>
    public sealed record SetProfile(PersonId Person, Profile Profile, IReadOnlyList<CityId> Cities, ProfileFacts Known) : ProfileCommand;

    /// <summary>Closes the profile: nobody sees it any more.</summary>
    public sealed record CloseProfile : ProfileCommand;

    /// <summary>Notes that a city that the migrant left shows nothing of them any more.</summary>
    public sealed record NoteCityLeft(CityId City) : ProfileCommand;

    /// <summary>Notes what the person's own record says now.</summary>
    /// <param name="Live">The sponsorship that the person is in.</param>
    /// <param name="Erased">True if the person's data was erased.</param>
    public sealed record NotePerson(SponsorshipId? Live, bool Erased) : ProfileCommand;

    /// <summary>Consents to heritage or faith, which are in the vault, being used.</summary>
    public sealed record ConsentToTraits(ConsentPurpose Purpose) : ProfileCommand;

    /// <summary>Withdraws the consent.</summary>
    public sealed record WithdrawTraitsConsent : ProfileCommand;

    /// <summary>Ends the consent if heritage and faith have been stored long enough after the matching.</summary>
    public sealed record PurgeTraits : ProfileCommand;
}

/// <summary>What a profile rests on, besides itself.</summary>
/// <param name="IsRegistered">True if the person is registered and was not erased.</param>
/// <param name="Live">The sponsorship that the person is in.</param>
/// <param name="OpenCities">Which of the named cities are in the programme.</param>
public sealed record ProfileFacts(bool IsRegistered, SponsorshipId? Live, IReadOnlyList<CityId> OpenCities);
