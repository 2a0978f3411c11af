namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

/// <summary>The places of migrants who are between two hosts.</summary>
internal static class GraceDecider
{
    public static Decision<CityEvent> Decide(City city, GraceCommand command, DateTimeOffset now) => command switch
    {
        KeepPlace c => Keep(city, c.Place, now),
        ExtendGrace c => Extend(city, c, now),
        CityCommand.EndStatus c => EndStatus(city, c, now),
        RuleOnStatusEnd c => Rule(city, c, now),
        GiveUpPlace c => GiveUp(city, c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No kept place is asked by this command."),
    };

    private static Decision<CityEvent> Keep(City city, PlaceToKeep c, DateTimeOffset now)
    {
        // Nothing left to keep: it was kept before, and may be another sponsorship's by now.
        if (!city.Taken.TryGetValue(c.Sponsorship, out var place)) return Accept("kept");
        if (!place.Confirmed) return Reject(RejectionCode.PlaceNotHeld, "Only a place in use can be kept.");
        return place.Kept is { } before && !c.HasArrived
            ? Accept("kept", new KeptPlaceReturned(c.Sponsorship, before.Migrant))
            : Accept("kept", new MigrantPlaceKept(c.Sponsorship, c.Migrant, now.AddDays(c.GraceDays)));
    }

    private static Decision<CityEvent> Extend(City city, ExtendGrace c, DateTimeOffset now)
    {
        if (!city.Kept.TryGetValue(c.Migrant, out var kept)) return NothingKept();
        return c.Days is < 1 or > CityDecider.MaxGraceDays
            ? Reject(RejectionCode.InvalidInput, $"A grace period is extended by 1 to {CityDecider.MaxGraceDays} days.")
            : Accept("extended", new GraceExtended(c.Migrant, (kept.Until > now ? kept.Until : now).AddDays(c.Days)));
    }

    private static Decision<CityEvent> EndStatus(City city, EndStatus c, DateTimeOffset now)
    {
        if (c.Reasons.Count is 0 or > 5 || c.Reasons.Distinct().Count() != c.Reasons.Count)
        {
            return Reject(RejectionCode.InvalidInput, "The end of a status has 1 to 5 different reasons.");
        }

        if (!city.Kept.TryGetValue(c.Migrant, out var kept)) return NothingKept();
        return kept.Until > now && c.Reasons is not [StatusEndReason.Deceased]
            ? Reject(RejectionCode.GraceRunning, $"The migrant keeps the place until {kept.Until:yyyy-MM-ddTHH:mm:ssZ}.")
            : kept.Proposed is { } other
                ? Reject(RejectionCode.WrongState, $"The end of the status is under a ruling already: {other.Ruling}.")
                : Accept("proposed", new StatusEndProposed(c.Migrant, kept.From, c.Reasons, c.Ruling, c.Text));
    }

    // Whoever has found a host meanwhile, or was given more time, has no end under a ruling any more.
    private static Decision<CityEvent> Rule(City city, RuleOnStatusEnd c, DateTimeOffset now) =>
        city.Kept.GetValueOrDefault(c.Migrant)?.Proposed is not { } proposed || proposed.Ruling != c.Ruling ? Accept("known")
        : c.Effect == RulingEffect.Lifted ? Accept("lifted", new StatusEndLifted(c.Migrant, c.Ruling))
        : QueueDecider.AcceptAndServe("ended", city, now, new KeptPlaceEnded(c.Migrant, proposed.Reasons));

    private static Decision<CityEvent> GiveUp(City city, GiveUpPlace c, DateTimeOffset now)
    {
        // What is over has not kept its place yet: said now, this would be forgotten by the time that it does.
        if (c.From is { } from && city.Taken.ContainsKey(from))
        {
            return Reject(RejectionCode.Busy, "The sponsorship that is over still has the place, and will keep it; ask again in a moment.");
        }

        // A sponsorship that asks again, or too late, must not give up a place that the migrant has got since.
        if (c.From is not null && city.Kept.GetValueOrDefault(c.Migrant)?.From != c.From) return Accept("given-up");
        return city.Kept.ContainsKey(c.Migrant)
            ? QueueDecider.AcceptAndServe("given-up", city, now, new KeptPlaceEnded(c.Migrant, [])) : NothingKept();
    }

    private static Decision<CityEvent> NothingKept() =>
        Reject(RejectionCode.KeptPlaceNotFound, "The city keeps no place for this migrant: there is none, or a new sponsorship has it.");
}
