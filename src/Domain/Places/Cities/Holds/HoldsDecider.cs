namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>Who gets a place, and how it is confirmed, given back and expired.</summary>
internal static class HoldsDecider
{
    public static Decision<CityEvent> Decide(City city, HoldsCommand command, DateTimeOffset now) => command switch
    {
        HoldPlace c => Hold(city, c, now),
        ConfirmPlace c => Confirm(city, c.Sponsorship),
        ReleasePlace c => Release(city, c, now),
        ExpirePlace c => Expire(city, c.Sponsorship, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No place is asked by this command."),
    };

    private static Decision<CityEvent> Hold(City city, HoldPlace c, DateTimeOffset now)
    {
        if (city.Taken.ContainsKey(c.Sponsorship)) return Accept("held");
        if (city.IsWaiting(c.Sponsorship)) return Accept("waiting");
        // It is the migrant's place already: neither the line nor a pause has a say in who hosts them.
        if (c.Migrant is { } migrant && city.Kept.ContainsKey(migrant))
        {
            return Accept("held", new KeptPlaceTaken(c.Sponsorship, migrant, city.HeldUntil(now)));
        }

        // Who comes after the end of a registration finds it closed, even if nobody has looked before them.
        var closed = city.Registration is { IsClosed: false } open && open.IsOver(now) ? open.Closing() : null;
        if (closed is not null) city = CityDecider.Evolve(city, closed);
        if (city.Registration is { IsClosed: false } running && running.HasBegun(now))
        {
            return Accept("waiting", new PlaceRegistered(c.Sponsorship, running.Opening, running.LastNumber + 1));
        }

        // Who waits goes first, or is still to be drawn, even if a place is free at this moment.
        CityEvent answer = city is { IsPaused: false, Free: > 0, Waiting.IsEmpty: true, Registration: not { IsClosed: true } }
            ? new PlaceHeld(c.Sponsorship, city.HeldUntil(now))
            : new PlaceAwaited(c.Sponsorship, city.LastTicket + 1);
        return Accept(answer is PlaceHeld ? "held" : "waiting", closed is null ? [answer] : [closed, answer]);
    }

    private static Decision<CityEvent> Confirm(City city, SponsorshipId sponsorship)
    {
        if (!city.Taken.TryGetValue(sponsorship, out var place))
        {
            return Reject(RejectionCode.PlaceNotHeld, "The sponsorship has no place that could be confirmed.");
        }

        return place.Confirmed ? Accept("confirmed") : Accept("confirmed", new PlaceConfirmed(sponsorship));
    }

    private static Decision<CityEvent> Release(City city, ReleasePlace c, DateTimeOffset now)
    {
        if (city.IsWaiting(c.Sponsorship)) return Accept("released", new WaitingLeft(c.Sponsorship));
        if (!city.Taken.TryGetValue(c.Sponsorship, out var place))
        {
            return Accept("released", new PlaceClaimVoided(c.Sponsorship)).Voiding(c.HoldCommand);
        }

        return place.Kept is { } kept && !c.HasArrived
            ? Accept("released", new KeptPlaceReturned(c.Sponsorship, kept.Migrant))
            : QueueDecider.AcceptAndServe("released", city, now, new PlaceReleased(c.Sponsorship));
    }

    private static Decision<CityEvent> Expire(City city, SponsorshipId sponsorship, DateTimeOffset now)
    {
        if (!city.Taken.TryGetValue(sponsorship, out var place) || place.Confirmed)
        {
            return Reject(RejectionCode.PlaceNotHeld, "The sponsorship has no hold that could expire.");
        }

        if (place.Until > now) return Reject(RejectionCode.HoldNotDue, $"The place is held until {place.Until:yyyy-MM-ddTHH:mm:ssZ}.");
        return place.Kept is { } kept
            ? Accept("expired", new KeptPlaceReturned(sponsorship, kept.Migrant))
            : QueueDecider.AcceptAndServe("expired", city, now, new PlaceExpired(sponsorship));
    }
}
