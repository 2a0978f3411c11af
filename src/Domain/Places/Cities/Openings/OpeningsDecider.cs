namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>An opening: whoever asks within its window is registered, and the draw gives the tickets.</summary>
internal static class OpeningsDecider
{
    public static Decision<CityEvent> Decide(City city, OpeningsCommand command, DateTimeOffset now) => command switch
    {
        OpenRegistration c => Open(city, c),
        CloseRegistration c => Close(city, c, now),
        DrawTickets c => Draw(city, c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No opening asks this of a city."),
    };

    private static Decision<CityEvent> Open(City city, OpenRegistration c)
    {
        // The word of one that is over comes again.
        if (city.Drawn.Contains(c.Opening)) return Accept("registering");
        if (city.Registration is not { } running) return Accept("registering", new RegistrationOpened(c.Opening, c.From, c.Until));
        return running.Opening == c.Opening
            ? Accept("registering")
            : Reject(RejectionCode.OpeningRunning, $"The city registers for {running.Opening}, or draws it. One opening at a time.");
    }

    private static Decision<CityEvent> Close(City city, CloseRegistration c, DateTimeOffset now)
    {
        if (city.Registration is not { } running || running.Opening != c.Opening)
        {
            return city.Drawn.Contains(c.Opening) ? Accept("closed") : Unknown(c.Opening);
        }

        if (running.IsClosed) return Accept("closed");
        return c.CalledOff || running.IsOver(now)
            ? Accept("closed", running.Closing())
            : Reject(RejectionCode.OpeningWrongState, $"Whoever asks is registered until {running.Until:yyyy-MM-ddTHH:mm:ssZ}.");
    }

    private static Decision<CityEvent> Draw(City city, DrawTickets c, DateTimeOffset now)
    {
        if (city.Registration is not { } running || running.Opening != c.Opening)
        {
            return city.Drawn.Contains(c.Opening) ? Accept("drawn") : Unknown(c.Opening);
        }

        if (!running.IsClosed) return Reject(RejectionCode.OpeningWrongState, "The registration is not closed.");
        // A piece that has its tickets.
        if (c.From + c.Sponsorships.Count <= running.Drawn) return Accept("drawn");
        var isNext = c.From == running.Drawn && c.Sponsorships.Count is > 0 and <= CityDecider.MaxDrawnAtOnce;
        // Nobody who is not in the list, and nobody twice.
        return isNext && c.Sponsorships.Distinct().Count() == c.Sponsorships.Count
            && c.Sponsorships.All(s => running.Numbers.ContainsKey(s) || running.Left.Contains(s))
            ? QueueDecider.AcceptAndServe("drawn", city, now, new TicketsDrawn(c.Opening, c.From, c.Sponsorships))
            : Reject(RejectionCode.InvalidInput,
                $"The next piece begins at {running.Drawn}, with 1 to {CityDecider.MaxDrawnAtOnce} of those who are in the list and not "
                    + $"drawn yet.");
    }

    private static Decision<CityEvent> Unknown(OpeningId opening) =>
        Reject(RejectionCode.OpeningNotFound, $"The city does not register for {opening}.");
}
