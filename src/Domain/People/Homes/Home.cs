namespace VipOrleans.Domain.People;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How many guests live at an address, and how many it takes. One that nobody has asked about takes any number.</summary>
public sealed record Home
{
    /// <summary>The address, without saying which; null before the first declaration.</summary>
    public HomeId? Id { get; init; }

    /// <summary>
    /// How many guests it takes, the dependants of migrants among them, beside those who lived there before it was first declared; null
    /// while it was not.
    /// </summary>
    public int? Guests { get; init; }

    /// <summary>The sponsorships that have room there, in the order in which they got it.</summary>
    public ImmutableList<Room> Rooms { get; init; } = [];

    /// <summary>How many guests have room.</summary>
    [JsonIgnore]
    public int Taken => Rooms.Sum(r => r.Persons);

    /// <summary>For how many more there is room; null where nobody counts. Never below zero.</summary>
    [JsonIgnore]
    public int? Left => Guests is { } guests ? Math.Max(0, guests - Taken) : null;
}

/// <summary>Room of a sponsorship.</summary>
/// <param name="Sponsorship">Whose.</param>
/// <param name="Persons">For how many: the migrant and the dependants.</param>
public sealed record Room(SponsorshipId Sponsorship, int Persons);
