namespace VipOrleans.Gateway.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Commands;

/// <summary>Announces an opening.</summary>
internal sealed record AnnounceOpeningRequest
{
    /// <summary>From when on whoever asks for a place is registered; at once where it is left out.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, not included: one second to 90 days later.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The law, charter or resolution that provides for it.</summary>
    [Text(1, 200)]
    public required string LegalBasis { get; init; }

    internal OpeningTerms Terms => new(From?.ToUniversalTime() ?? default, Until.ToUniversalTime(), LegalBasis);
}

/// <summary>An opening as anyone may see it.</summary>
internal sealed record OpeningAnswer
{
    /// <summary>The opening.</summary>
    public required OpeningId Id { get; init; }

    /// <summary>Its version.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required OpeningStatus Status { get; init; }

    /// <summary>From when on whoever asks for a place is registered.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when, not included.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The law, charter or resolution that provides for it.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>When it was announced.</summary>
    public required DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>The SHA-256 of the secret, in 64 hexadecimal digits. Keep it: it is what the draw is checked with.</summary>
    public required string Commitment { get; init; }

    /// <summary>True where an officer ended the registration before its time.</summary>
    public required bool CalledOff { get; init; }

    /// <summary>When the list was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How many are in the list, once it is closed.</summary>
    public int? Entries { get; init; }

    /// <summary>The secret, once the list is published.</summary>
    public string? Secret { get; init; }

    /// <summary>The seed of the order, which follows from the secret and the list.</summary>
    public string? Seed { get; init; }

    internal static OpeningAnswer Of(OpeningView view) => new()
    {
        Id = view.Id,
        Version = view.Version,
        Status = view.Status,
        From = view.Terms.From,
        Until = view.Terms.Until,
        LegalBasis = view.Terms.LegalBasis,
        AnnouncedAt = view.AnnouncedAt,
        Commitment = view.Commitment,
        CalledOff = view.IsCalledOff,
        ClosedAt = view.ClosedAt,
        Entries = view.Entries,
        Secret = view.Secret,
        Seed = view.Seed,
    };
}

/// <summary>Where a sponsorship stands on its way to a place.</summary>
internal sealed record StandingAnswer
{
    /// <summary>How it stands.</summary>
    public required PlaceState State { get; init; }

    /// <summary>
    /// The position in line, 1 for the next; left out for who does not stand in line. Who waits for a draw has none before it.
    /// </summary>
    public int? Position { get; init; }

    /// <summary>How many stand in the city's line.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many are registered for the city's opening and not drawn yet.</summary>
    public required int Registered { get; init; }

    /// <summary>When that was so, up to a second ago.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The city's version then.</summary>
    public required long CityVersion { get; init; }

    /// <summary>The SHA-256 of the sponsorship's id, under which it stands in the published list of an opening.</summary>
    public required string Mark { get; init; }

    /// <summary>The opening for which it is registered.</summary>
    public OpeningId? Opening { get; init; }

    /// <summary>When that opening's list is closed.</summary>
    public DateTimeOffset? DrawAfter { get; init; }

    /// <summary>How long it may take, for who stands in line or is registered. It promises nothing.</summary>
    public ForecastView? Forecast { get; init; }

    internal static StandingAnswer Of(SponsorshipId sponsorship, StandingView view) => new()
    {
        State = view.State,
        Position = view.Position,
        Waiting = view.Waiting,
        Registered = view.Registered,
        AsOf = view.AsOf,
        CityVersion = view.Version,
        Mark = Domain.Places.Opening.MarkOf(sponsorship),
        Opening = view.Opening,
        DrawAfter = view.DrawAfter,
        Forecast = view.Forecast,
    };
}
