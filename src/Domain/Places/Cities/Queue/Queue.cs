namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityEvent;

/// <summary>Who waits for a place of a city, in the order of their tickets.</summary>
public sealed record Queue
{
    /// <summary>Who waits for a place, by ticket: the lowest is served first.</summary>
    public ImmutableSortedDictionary<long, SponsorshipId> Waiting { get; init; } = ImmutableSortedDictionary<long, SponsorshipId>.Empty;

    /// <summary>The ticket of each sponsorship that waits.</summary>
    public ImmutableDictionary<SponsorshipId, long> Tickets { get; init; } = ImmutableDictionary<SponsorshipId, long>.Empty;

    /// <summary>The last ticket given out.</summary>
    public long LastTicket { get; init; }

    /// <summary>
    /// How many places were given to people who stood in line, by the day in UTC, over the last <see cref="PlaceForecast.MaxDays"/> days in
    /// which any was.
    /// </summary>
    public ImmutableSortedDictionary<DateOnly, int> GivenToLine { get; init; } = ImmutableSortedDictionary<DateOnly, int>.Empty;

    internal int? PositionOf(SponsorshipId sponsorship, IReadOnlyList<long> inOrder, Registration? registration)
    {
        if (!Tickets.TryGetValue(sponsorship, out var ticket)) return null;
        int low = 0, high = inOrder.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (inOrder[middle] < ticket) low = middle + 1;
            else high = middle;
        }

        // Whoever asked after the registration was closed comes behind all who are still to be drawn.
        return low + 1 + (registration is { IsClosed: true } drawing && ticket > drawing.LastToServe ? drawing.Numbers.Count : 0);
    }

    /// <summary>How many places were given to the line within so many days, of which one day is the last.</summary>
    public int GivenWithin(DateOnly last, int days) =>
        GivenToLine.Where(g => g.Key > last.AddDays(-days) && g.Key <= last).Sum(g => g.Value);

    internal Queue Evolve(CityEvent e, City before) => e switch
    {
        PlaceHeld x => Tickets.ContainsKey(x.Sponsorship)
            ? Without(x.Sponsorship) with { GivenToLine = Counted(x, before.Policy.HoldDays) } : this,
        PlaceAwaited x => this with
        {
            Waiting = Waiting.Add(x.Ticket, x.Sponsorship),
            Tickets = Tickets.Add(x.Sponsorship, x.Ticket),
            LastTicket = x.Ticket,
        },
        WaitingLeft x => Without(x.Sponsorship),
        // So many tickets are put aside for those who are in the list.
        RegistrationClosed { Entries: > 0 } x => this with { LastTicket = LastTicket + x.Entries },
        TicketsDrawn x => With(before.Registration!.TicketsOf(x)),
        _ => this,
    };

    private Queue Without(SponsorshipId sponsorship) => Tickets.TryGetValue(sponsorship, out var ticket)
        ? this with { Waiting = Waiting.Remove(ticket), Tickets = Tickets.Remove(sponsorship) } : this;

    private Queue With(IEnumerable<(long Ticket, SponsorshipId Sponsorship)> drawn)
    {
        var (waiting, tickets) = (Waiting.ToBuilder(), Tickets.ToBuilder());
        foreach (var (ticket, sponsorship) in drawn)
        {
            waiting.Add(ticket, sponsorship);
            tickets.Add(sponsorship, ticket);
        }

        return this with { Waiting = waiting.ToImmutable(), Tickets = tickets.ToImmutable() };
    }

    // The day is the one of the decision: a hold runs from then, on the terms of then.
    private ImmutableSortedDictionary<DateOnly, int> Counted(PlaceHeld held, int holdDays)
    {
        var ticks = held.Until.UtcTicks - TimeSpan.FromDays(holdDays).Ticks;
        if (ticks < 0) return GivenToLine;
        var day = DateOnly.FromDateTime(new(ticks));
        var given = GivenToLine.SetItem(day, GivenToLine.GetValueOrDefault(day) + 1);
        while (given.Count > PlaceForecast.MaxDays) given = given.Remove(given.Keys.First());
        return given;
    }
}
