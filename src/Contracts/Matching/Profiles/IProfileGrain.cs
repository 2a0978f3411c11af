namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

/// <summary>A person's profile. The key is the host's or the migrant's id.</summary>
[Alias("vip.profile"), GrainInterfaceType("vip.profile")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Sets the profile, or replaces it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="cities">Where a migrant looks for a host; none for a host.</param>
    [Alias("set")]
    Task<CommandResult> Set(CommandContext context, Profile profile, IReadOnlyList<CityId> cities);

    /// <summary>Closes the profile: nobody sees it any more.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context);

    /// <summary>The profile as its owner sees it; null if there is none.</summary>
    [Alias("get")]
    Task<ProfileView?> Get();

    /// <summary>Consents to heritage or faith being used. They go to the vault and nowhere else.</summary>
    [Alias("consent-to-traits")]
    Task<CommandResult> ConsentToTraits(CommandContext context, OwnTraits traits, ConsentPurpose purpose);

    /// <summary>Withdraws the consent and deletes heritage and faith. Asked again until it is answered, they are gone.</summary>
    [Alias("withdraw-consent")]
    Task<CommandResult> WithdrawConsent(CommandContext context);

    /// <summary>Reads heritage and faith, and writes down who read them; null if no consent stands.</summary>
    [Alias("read-traits")]
    Task<OwnTraits?> ReadTraits(PersonReader reader);

    /// <summary>What a city's lists show of a migrant; null for nothing.</summary>
    [Alias("listing")]
    Task<SeekerListing?> Listing(CityId city);

    /// <summary>Looks at the person's own record, and lets every city that is concerned show what there is to show.</summary>
    [Alias("refresh")]
    Task Refresh();

    /// <summary>Makes an invitation of somebody whom the person knows.</summary>
    /// <param name="context">The command.</param>
    /// <param name="days">How many days its code can be used, 1 to 30.</param>
    [Alias("invite")]
    Task<InvitationCode> Invite(CommandContext context, int days);
}

/// <summary>What a person gave of their heritage and faith. It goes to the vault and nowhere else; its text form shows nothing.</summary>
/// <param name="Heritage">The country that the family comes from, ISO 3166-1 alpha-2; null if it is not given.</param>
/// <param name="Faith">The faith; null if it is not given.</param>
[GenerateSerializer, Immutable, Alias("vip.own-traits")]
public sealed record OwnTraits(string? Heritage = null, Faith? Faith = null)
{
    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "OwnTraits (not shown)";
}

/// <summary>A profile as its owner sees it.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Cities">Where a migrant looks for a host; empty for a host.</param>
/// <param name="IsOpen">True while it is open; nobody sees one that is closed.</param>
/// <param name="Consent">The consent to heritage or faith being used; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("vip.profile-view")]
public sealed record ProfileView(PersonId Person, long Version, Profile Profile, IReadOnlyList<CityId> Cities, bool IsOpen,
    ConsentView? Consent = null);

/// <summary>A consent that stands.</summary>
/// <param name="Purpose">What for, and for nothing else.</param>
/// <param name="At">When it was given.</param>
/// <param name="DeletedAt">When heritage and faith are deleted; null while the matching goes on.</param>
[GenerateSerializer, Immutable, Alias("vip.consent-view")]
public sealed record ConsentView(ConsentPurpose Purpose, DateTimeOffset At, DateTimeOffset? DeletedAt = null);
