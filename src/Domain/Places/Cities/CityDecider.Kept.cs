namespace VipOrleans.Domain.Places;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.CityCommand;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.CityEvent>;

// The places of migrants who are between two hosts.
public sealed partial class CityDecider
{
    /// <summary>Most days of a grace period, and of one extension.</summary>
    public const int MaxGraceDays = 730;

    private static Decision<CityEvent> Keep(City city, KeepPlace c)
    {
        // Nothing left to keep: it was kept before, and may be another sponsorship's by now.
        if (!city.Taken.TryGetValue(c.Sponsorship, out var place)) return Accept("kept");
        if (!place.Confirmed) return Reject(RejectionCode.PlaceNotHeld, "Only a place in use can be kept.");
        return place.Kept is { } before && !c.HasArrived
            ? Accept("kept", new KeptPlaceReturned(c.Sponsorship, before.Migrant))
            : Accept("kept", new MigrantPlaceKept(c.Sponsorship, c.Migrant, c.Now.AddDays(c.GraceDays)));
    }

    private static Decision<CityEvent> Extend(City city, ExtendGrace c)
    {
        if (!city.Kept.TryGetValue(c.Migrant, out var kept)) return NothingKept();
        return c.Days is < 1 or > MaxGraceDays
            ? Reject(RejectionCode.InvalidInput, $"A grace period is extended by 1 to {MaxGraceDays} days.")
            : Accept("extended", new GraceExtended(c.Migrant, (kept.Until > c.Now ? kept.Until : c.Now).AddDays(c.Days)));
    }

    private static Decision<CityEvent> EndStatus(City city, EndStatus c)
    {
        if (c.Reasons.Count is 0 or > 5 || c.Reasons.Distinct().Count() != c.Reasons.Count)
        {
            return Reject(RejectionCode.InvalidInput, "The end of a status has 1 to 5 different reasons.");
        }

        if (!city.Kept.TryGetValue(c.Migrant, out var kept)) return NothingKept();
        return kept.Until > c.Now && c.Reasons is not [StatusEndReason.Deceased]
            ? Reject(RejectionCode.GraceRunning, $"The migrant keeps the place until {kept.Until:yyyy-MM-ddTHH:mm:ssZ}.")
            : AcceptAndServe("ended", city, c.Now, new KeptPlaceEnded(c.Migrant, c.Reasons));
    }

    private static Decision<CityEvent> GiveUp(City city, GiveUpPlace c)
    {
        // A sponsorship that asks again, or too late, must not give up a place that the migrant has got since.
        if (c.From is not null && city.Kept.GetValueOrDefault(c.Migrant)?.From != c.From) return Accept("given-up");
        return city.Kept.ContainsKey(c.Migrant)
            ? AcceptAndServe("given-up", city, c.Now, new KeptPlaceEnded(c.Migrant, [])) : NothingKept();
    }

    private static Decision<CityEvent> NothingKept() =>
        Reject(RejectionCode.KeptPlaceNotFound, "The city keeps no place for this migrant: there is none, or a new sponsorship has it.");

    private static City EvolveKept(City city, CityEvent e)
    {
        switch (e)
        {
            case MigrantPlaceKept x:
                return city with
                {
                    Taken = city.Taken.Remove(x.Sponsorship),
                    Kept = city.Kept.SetItem(x.Migrant, new(x.Migrant, x.Sponsorship, x.Until))
                };
            case KeptPlaceTaken x:
                return city with
                {
                    Taken = city.Taken.Add(x.Sponsorship, new(Confirmed: false, x.Until, city.Kept[x.Migrant])),
                    Kept = city.Kept.Remove(x.Migrant)
                };
            case KeptPlaceReturned x:
                return city with
                {
                    Taken = city.Taken.Remove(x.Sponsorship),
                    Kept = city.Kept.SetItem(x.Migrant, city.Taken[x.Sponsorship].Kept!)
                };
            case GraceExtended x:
                return city with { Kept = city.Kept.SetItem(x.Migrant, city.Kept[x.Migrant] with { Until = x.Until }) };
            case KeptPlaceEnded x:
                return Resize(
                    city with
                    {
                        Kept = city.Kept.Remove(x.Migrant),
                        Places = city.Places.Post(new(city.Kept[x.Migrant].From.Value, City.Used, City.Available, 1))
                    });
            default:
                throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This is about no kept place.");
        }
    }
}
