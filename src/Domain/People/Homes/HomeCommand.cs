namespace VipOrleans.Domain.People;

using VipOrleans.Domain.Kernel;

/// <summary>What a home can be asked.</summary>
public abstract record HomeCommand
{
    private HomeCommand() { }

    /// <summary>Declares how many guests a home takes. A number below those who live there takes nothing from anybody.</summary>
    /// <param name="Home">The home.</param>
    /// <param name="Guests">How many, 0 to 100.</param>
    public sealed record DeclareCapacity(HomeId Home, int Guests) : HomeCommand;

    /// <summary>Takes room for a sponsorship, or changes for how many it has room. Where nobody counts, it changes nothing.</summary>
    public sealed record TakeRoom(SponsorshipId Sponsorship, int Persons) : HomeCommand;

    /// <summary>
    /// Brings a sponsorship along that lives here because its host has moved here: it has room whether there was any or not.
    /// </summary>
    public sealed record BringRoom(SponsorshipId Sponsorship, int Persons) : HomeCommand;

    /// <summary>Gives the room of a sponsorship back.</summary>
    public sealed record LeaveRoom(SponsorshipId Sponsorship) : HomeCommand;
}
