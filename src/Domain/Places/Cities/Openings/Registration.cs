namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A city's registration for an opening: from when it is announced until everybody in it has a ticket by lot.</summary>
/// <remarks>
/// The city closes it in its own stream: who stands before that event is in the list. The tickets of all of them are put aside at that
/// moment, so that whoever asks later stands behind them, and whoever stood in line before goes first.
/// </remarks>
/// <param name="Opening">The opening.</param>
/// <param name="From">From when on whoever asks for a place is registered, and gets none at once.</param>
/// <param name="Until">Until when, not included.</param>
public sealed record Registration(OpeningId Opening, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Who is in the list, by the number of the registration, from 1. Final once it is closed.</summary>
    public ImmutableSortedDictionary<long, SponsorshipId> Entries { get; init; } = ImmutableSortedDictionary<long, SponsorshipId>.Empty;

    /// <summary>The number of each who has no ticket yet and has not left.</summary>
    public ImmutableDictionary<SponsorshipId, long> Numbers { get; init; } = ImmutableDictionary<SponsorshipId, long>.Empty;

    /// <summary>
    /// Who left after it was closed and before they were drawn: they stay in the list, so that it can be checked, and get no ticket.
    /// </summary>
    public ImmutableHashSet<SponsorshipId> Left { get; init; } = [];

    /// <summary>The last number given.</summary>
    public long LastNumber { get; init; }

    /// <summary>True once nobody is registered any more.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The first of the tickets put aside, once it is closed: one for each entry.</summary>
    public long FirstTicket { get; init; }

    /// <summary>How many entries have been drawn.</summary>
    public int Drawn { get; init; }

    /// <summary>The last ticket that may be served: those who are drawn later come before those who asked later.</summary>
    [JsonIgnore]
    public long LastToServe => IsClosed ? FirstTicket + Drawn - 1 : long.MaxValue;

    /// <summary>True once whoever asks is registered. Once somebody is, no clock that is slow takes it back.</summary>
    public bool HasBegun(DateTimeOffset now) => LastNumber > 0 || now >= From;

    /// <summary>True once the window is over.</summary>
    public bool IsOver(DateTimeOffset now) => now >= Until;

    internal CityEvent.RegistrationClosed Closing() => new(Opening, Entries.Count);

    /// <summary>The tickets that a piece of the draw gives. Who has left gets none.</summary>
    internal IEnumerable<(long Ticket, SponsorshipId Sponsorship)> TicketsOf(CityEvent.TicketsDrawn piece)
    {
        for (var i = 0; i < piece.Sponsorships.Count; i++)
        {
            if (!Left.Contains(piece.Sponsorships[i])) yield return (FirstTicket + piece.From + i, piece.Sponsorships[i]);
        }
    }

    internal Registration With(SponsorshipId sponsorship, long number) =>
        this with { Entries = Entries.Add(number, sponsorship), Numbers = Numbers.Add(sponsorship, number), LastNumber = number };

    internal Registration Without(SponsorshipId sponsorship) => IsClosed
        ? this with { Numbers = Numbers.Remove(sponsorship), Left = Left.Add(sponsorship) }
        : this with { Numbers = Numbers.Remove(sponsorship), Entries = Entries.Remove(Numbers[sponsorship]) };

    /// <summary>What is left to draw after a piece; null if that was the last one.</summary>
    internal Registration? After(CityEvent.TicketsDrawn piece)
    {
        var drawn = Drawn + piece.Sponsorships.Count;
        return drawn == Entries.Count ? null : this with
        {
            Numbers = Numbers.RemoveRange(piece.Sponsorships),
            Left = Left.Except(piece.Sponsorships),
            Drawn = drawn,
        };
    }
}
