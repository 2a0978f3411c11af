namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>A city's part in openings: for which one it registers whoever asks, or draws them, and which ones are over.</summary>
public sealed record Openings
{
    /// <summary>
    /// The registration for an opening that is announced, runs or is being drawn; null for none: then who comes first is served first.
    /// </summary>
    public Registration? Registration { get; init; }

    /// <summary>The openings that are over: everybody in their lists has been drawn.</summary>
    public ImmutableHashSet<OpeningId> Drawn { get; init; } = [];

    internal Openings Evolve(CityEvent e, Queue before) => e switch
    {
        RegistrationOpened x => this with { Registration = new(x.Opening, x.From, x.Until) },
        PlaceRegistered x => this with { Registration = Registration!.With(x.Sponsorship, x.Number) },
        PlaceHeld x => Without(x.Sponsorship),
        WaitingLeft x => Without(x.Sponsorship),
        RegistrationClosed { Entries: 0 } x => Over(x.Opening),
        RegistrationClosed => this with { Registration = Registration! with { IsClosed = true, FirstTicket = before.LastTicket + 1 } },
        TicketsDrawn x => Registration!.After(x) is { } rest ? this with { Registration = rest } : Over(Registration.Opening),
        _ => this,
    };

    private Openings Without(SponsorshipId sponsorship) => Registration is { } running && running.Numbers.ContainsKey(sponsorship)
        ? this with { Registration = running.Without(sponsorship) } : this;

    private Openings Over(OpeningId opening) => this with { Registration = null, Drawn = Drawn.Add(opening) };
}
