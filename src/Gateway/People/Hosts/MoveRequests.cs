namespace VipOrleans.Gateway.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Commands;

/// <summary>Moves a host to another city.</summary>
internal sealed record MoveHostRequest
{
    /// <summary>The new city, of the same nation.</summary>
    public required CityId City { get; init; }

    /// <summary>Where the host will live. It goes to the vault, with the name and the contact that are there.</summary>
    [Lines(1, 500), Personal]
    public required string Address { get; init; }

    /// <summary>The household that the host joins there; left out for a new one, or the guardian's.</summary>
    public HouseholdId? Household { get; init; }

    /// <summary>Who acts there for a host who is a minor.</summary>
    public HostId? Guardian { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "MoveHostRequest (not shown)";
}
