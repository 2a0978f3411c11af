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

    /// <summary>The profile as its owner sees it; null where there is none.</summary>
    [Alias("get")]
    Task<ProfileView?> Get();

    /// <summary>Consents to heritage or faith being used. They go to the vault and nowhere else.</summary>
    [Alias("consent-to-traits")]
    Task<CommandResult> ConsentToTraits(CommandContext context, OwnTraits traits, ConsentPurpose purpose);

    /// <summary>Withdraws the consent and deletes heritage and faith. Asked again until it is answered, they are gone.</summary>
    [Alias("withdraw-consent")]
    Task<CommandResult> WithdrawConsent(CommandContext context);

    /// <summary>Reads heritage and faith, and writes down who read them; null where no consent stands.</summary>
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
    Task<InvitationAnswer> Invite(CommandContext context, int days);
}

/// <summary>What a person told of their heritage and faith. It goes to the vault and nowhere else; its text form shows nothing.</summary>
[GenerateSerializer, Immutable, Alias("vip.own-traits")]
public sealed record OwnTraits
{
    /// <summary>The country that the family comes from, ISO 3166-1 alpha-2; null where it is not told.</summary>
    [Id(0)]
    public string? Heritage { get; init; }

    /// <summary>The faith; null where it is not told.</summary>
    [Id(1)]
    public Faith? Faith { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "OwnTraits (not shown)";
}

/// <summary>A profile as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("vip.profile-view")]
public sealed record ProfileView
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public required PersonId Person { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The profile.</summary>
    [Id(2)]
    public required Profile Profile { get; init; }

    /// <summary>Where a migrant looks for a host; empty for a host.</summary>
    [Id(3)]
    public required IReadOnlyList<CityId> Cities { get; init; }

    /// <summary>True while it is open; nobody sees one that is closed.</summary>
    [Id(4)]
    public required bool IsOpen { get; init; }

    /// <summary>The consent to heritage or faith being used; null where there is none.</summary>
    [Id(5)]
    public ConsentView? Consent { get; init; }
}

/// <summary>A consent that stands.</summary>
[GenerateSerializer, Immutable, Alias("vip.consent-view")]
public sealed record ConsentView
{
    /// <summary>What for, and for nothing else.</summary>
    [Id(0)]
    public required ConsentPurpose Purpose { get; init; }

    /// <summary>When it was given.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>When heritage and faith are deleted; null while the matching goes on.</summary>
    [Id(2)]
    public DateTimeOffset? DeletedAt { get; init; }
}
