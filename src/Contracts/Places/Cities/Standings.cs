namespace VipOrleans.Contracts.Places;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>What the closing of a registration was answered.</summary>
[GenerateSerializer, Immutable, Alias("vip.registration-answer")]
public sealed record RegistrationAnswer
{
    /// <summary>How the command ended.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>How many are in the list.</summary>
    [Id(1)]
    public int Entries { get; init; }
}

/// <summary>A piece of the list of an opening whose registration is closed.</summary>
[GenerateSerializer, Immutable, Alias("vip.registration-page")]
public sealed record RegistrationPage
{
    /// <summary>True where all have been drawn, and the city keeps the list no more.</summary>
    [Id(0)]
    public bool IsDrawn { get; init; }

    /// <summary>How many have been drawn.</summary>
    [Id(1)]
    public int Drawn { get; init; }

    /// <summary>The sponsorships, in the order of registration.</summary>
    [Id(2)]
    public IReadOnlyList<SponsorshipId> Sponsorships { get; init; } = [];

    /// <summary>The number after which the next piece begins; null after the last one.</summary>
    [Id(3)]
    public long? Next { get; init; }
}

/// <summary>Where a sponsorship stands on its way to a place.</summary>
[GenerateSerializer, Immutable, Alias("vip.standing-view")]
public sealed record StandingView
{
    /// <summary>How it stands.</summary>
    [Id(0)]
    public required PlaceState State { get; init; }

    /// <summary>The city's version that the position is of.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>When that was.</summary>
    [Id(2)]
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The position in line, 1 for the next; null for who does not stand in line.</summary>
    [Id(3)]
    public int? Position { get; init; }

    /// <summary>How many stand in line.</summary>
    [Id(4)]
    public required int Waiting { get; init; }

    /// <summary>How many are registered for an opening and not drawn yet.</summary>
    [Id(5)]
    public required int Registered { get; init; }

    /// <summary>The opening for which the sponsorship is registered; null for none.</summary>
    [Id(6)]
    public OpeningId? Opening { get; init; }

    /// <summary>When that opening's list is closed; null for none.</summary>
    [Id(7)]
    public DateTimeOffset? DrawAfter { get; init; }

    /// <summary>How long it may take; null for who is neither in line nor registered.</summary>
    [Id(8)]
    public ForecastView? Forecast { get; init; }
}

/// <summary>How long somebody in line may wait. It promises nothing: see <see cref="PlaceForecast"/> for how it is made.</summary>
[GenerateSerializer, Immutable, Alias("vip.forecast-view")]
public sealed record ForecastView
{
    /// <summary>At the earliest, in days from now; null where nothing can be said.</summary>
    [Id(0)]
    public int? FromDays { get; init; }

    /// <summary>At the latest, in days from now; null where nothing can be said.</summary>
    [Id(1)]
    public int? UntilDays { get; init; }

    /// <summary>Why nothing can be said; null where something can.</summary>
    [Id(2)]
    public NoForecast? WhyNot { get; init; }

    /// <summary>How many places were given to people in line within the days.</summary>
    [Id(3)]
    public required int Given { get; init; }

    /// <summary>How many days it is based on, 1 to 90.</summary>
    [Id(4)]
    public required int Days { get; init; }
}
