namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a home. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HomeCapacityDeclared), "home-capacity-declared")]
[JsonDerivedType(typeof(RoomTaken), "room-taken")]
[JsonDerivedType(typeof(RoomLeft), "room-left")]
public abstract record HomeEvent
{
    private HomeEvent() { }

    /// <summary>It was declared how many guests the home takes.</summary>
    public sealed record HomeCapacityDeclared(HomeId Home, int Guests) : HomeEvent;

    /// <summary>A sponsorship has room there for so many.</summary>
    public sealed record RoomTaken(SponsorshipId Sponsorship, int Persons) : HomeEvent;

    /// <summary>A sponsorship gave its room back.</summary>
    public sealed record RoomLeft(SponsorshipId Sponsorship) : HomeEvent;
}
