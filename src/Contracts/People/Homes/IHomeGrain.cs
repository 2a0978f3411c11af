namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;

/// <summary>How many guests live at an address, and how many it takes. The key is the home's id.</summary>
[Alias("vip.home"), GrainInterfaceType("vip.home")]
public interface IHomeGrain : IGrainWithStringKey
{
    /// <summary>Declares how many guests the home takes.</summary>
    [Alias("declare")]
    Task<CommandResult> Declare(CommandContext context, int guests);

    /// <summary>Takes room for a sponsorship, or changes for how many it has room.</summary>
    /// <param name="context">The command.</param>
    /// <param name="sponsorship">The sponsorship.</param>
    /// <param name="persons">The migrant and the dependants.</param>
    [Alias("take-room")]
    Task<CommandResult> TakeRoom(CommandContext context, SponsorshipId sponsorship, int persons);

    /// <summary>Brings a sponsorship along whose host has moved here: it has room whether there was any or not.</summary>
    [Alias("bring-room")]
    Task<CommandResult> BringRoom(CommandContext context, SponsorshipId sponsorship, int persons);

    /// <summary>Gives the room of a sponsorship back.</summary>
    [Alias("leave-room")]
    Task<CommandResult> LeaveRoom(CommandContext context, SponsorshipId sponsorship);

    /// <summary>The home as it is; without a number while nobody counts.</summary>
    [Alias("get")]
    Task<HomeView> Get();
}

/// <summary>A home and its guests.</summary>
/// <param name="Home">The address, without saying which.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Guests">How many guests it takes, beside those who lived there before that was first declared; null while it was
/// not.</param>
/// <param name="Taken">How many have room, dependants among them.</param>
/// <param name="Left">For how many more there is room; null while nobody counts.</param>
/// <param name="Sponsorships">The sponsorships that have room there.</param>
[GenerateSerializer, Immutable, Alias("vip.home-view")]
public sealed record HomeView(HomeId Home, long Version, int? Guests, int Taken, int? Left, IReadOnlyList<SponsorshipId> Sponsorships);
