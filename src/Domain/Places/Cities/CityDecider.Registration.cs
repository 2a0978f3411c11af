namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

// An opening: whoever asks within its window is registered, and the draw gives the tickets.
public sealed partial class CityDecider
{
    /// <summary>How many tickets one command gives by lot.</summary>
    public const int MaxDrawnAtOnce = 200;

    private static Decision<CityEvent> Open(City city, OpenRegistration c)
    {
        // The word of one that is over comes again.
        if (city.Drawn.Contains(c.Opening)) return Accept("registering");
        if (city.Registration is not { } running) return Accept("registering", new RegistrationOpened(c.Opening, c.From, c.Until));
        return running.Opening == c.Opening
            ? Accept("registering")
            : Reject(RejectionCode.OpeningRunning, $"The city registers for {running.Opening}, or draws it. One opening at a time.");
    }

    private static Decision<CityEvent> Close(City city, CloseRegistration c)
    {
        if (city.Registration is not { } running || running.Opening != c.Opening)
        {
            return city.Drawn.Contains(c.Opening) ? Accept("closed") : Unknown(c.Opening);
        }

        if (running.IsClosed) return Accept("closed");
        return c.CalledOff || running.IsOver(c.Now)
            ? Accept("closed", Closing(running))
            : Reject(RejectionCode.OpeningWrongState, $"Whoever asks is registered until {running.Until:yyyy-MM-ddTHH:mm:ssZ}.");
    }

    private static Decision<CityEvent> Draw(City city, DrawTickets c)
    {
        if (city.Registration is not { } running || running.Opening != c.Opening)
        {
            return city.Drawn.Contains(c.Opening) ? Accept("drawn") : Unknown(c.Opening);
        }

        if (!running.IsClosed) return Reject(RejectionCode.OpeningWrongState, "The registration is not closed.");
        // A piece that has its tickets.
        if (c.From + c.Sponsorships.Count <= running.Drawn) return Accept("drawn");
        var isNext = c.From == running.Drawn && c.Sponsorships.Count is > 0 and <= MaxDrawnAtOnce;
        // Nobody who is not in the list, and nobody twice.
        return isNext && c.Sponsorships.Distinct().Count() == c.Sponsorships.Count
            && c.Sponsorships.All(s => running.Numbers.ContainsKey(s) || running.Left.Contains(s))
            ? AcceptAndServe("drawn", city, c.Now, new TicketsDrawn(c.Opening, c.From, c.Sponsorships))
            : Reject(RejectionCode.InvalidInput,
                $"The next piece begins at {running.Drawn}, with 1 to {MaxDrawnAtOnce} of those who are in the list and not drawn yet.");
    }

    private static RegistrationClosed Closing(Registration running) => new(running.Opening, running.Entries.Count);

    private static Decision<CityEvent> Unknown(OpeningId opening) =>
        Reject(RejectionCode.OpeningNotFound, $"The city does not register for {opening}.");

    private static City EvolveRegistration(City city, CityEvent e)
    {
        switch (e)
        {
            case RegistrationOpened x:
                return city with { Registration = new(x.Opening, x.From, x.Until) };
            case PlaceRegistered x:
                return city with { Registration = city.Registration!.With(x.Sponsorship, x.Number) };
            case RegistrationClosed { Entries: 0 } x:
                return city with { Registration = null, Drawn = city.Drawn.Add(x.Opening) };
            case RegistrationClosed x:
                return city with
                {
                    Registration = city.Registration! with { IsClosed = true, FirstTicket = city.LastTicket + 1 },
                    LastTicket = city.LastTicket + x.Entries
                };
            case TicketsDrawn x:
                return Draw(city, x);
            default:
                throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This is about no registration.");
        }
    }

    private static City Draw(City city, TicketsDrawn x)
    {
        var registration = city.Registration!;
        var (waiting, tickets, numbers, left) =
            (city.Waiting.ToBuilder(), city.Tickets.ToBuilder(), registration.Numbers.ToBuilder(), registration.Left.ToBuilder());
        for (var i = 0; i < x.Sponsorships.Count; i++)
        {
            var (sponsorship, ticket) = (x.Sponsorships[i], registration.FirstTicket + x.From + i);
            if (left.Remove(sponsorship)) continue;
            numbers.Remove(sponsorship);
            waiting.Add(ticket, sponsorship);
            tickets.Add(sponsorship, ticket);
        }

        var drawn = registration.Drawn + x.Sponsorships.Count;
        return city with
        {
            Waiting = waiting.ToImmutable(),
            Tickets = tickets.ToImmutable(),
            Registration = drawn == registration.Entries.Count
                ? null : registration with { Numbers = numbers.ToImmutable(), Left = left.ToImmutable(), Drawn = drawn },
            Drawn = drawn == registration.Entries.Count ? city.Drawn.Add(registration.Opening) : city.Drawn,
        };
    }
}
