namespace VipOrleans.Domain.Places;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Places.NationCommand;
using static VipOrleans.Domain.Places.NationEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Places.NationEvent>;

/// <summary>The rules of a nation above its cities.</summary>
public sealed class NationDecider : IDecider<Nation, NationCommand, NationEvent>
{
    private NationDecider() { }

    /// <inheritdoc/>
    public static Nation Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<Nation, NationEvent> Aggregate { get; } =
        new("nation-2", PlacesJson.Default.NationEvent, PlacesJson.Default.Nation);

    /// <inheritdoc/>
    public static Decision<NationEvent> Decide(Nation nation, NationCommand command, Moment moment) => command switch
    {
        JoinNation c => nation.Cities.ContainsKey(c.City) ? Accept("joined") : Accept("joined", new CityJoined(c.City)),
        DecideCap c => Cap(nation, c.Decision, moment.Day),
        DecideFloors c => c.Floors == nation.Floors ? Accept("decided")
            : c.Floors.Invalid(moment.Day) is { } problem ? Reject(RejectionCode.InvalidInput, problem)
            : Accept("decided", new FloorsDecided(c.Floors)),
        DecideEntryRules c => c.Rules == nation.Entry ? Accept("decided")
            : c.Rules.Invalid(moment.Day) is { } problem ? Reject(RejectionCode.InvalidInput, problem)
            : Accept("decided", new EntryRulesDecided(c.Rules)),
        LeaseAllotment c => Lease(nation, c),
        CountBack c => Back(nation, c),
        ReportShortage c => Shortage(nation, c),
        PauseNation c =>
            nation.Paused is null
                ? Accept("paused", new NationPaused(c.Reason)) : Reject(RejectionCode.NationPaused, "The nation is paused already."),
        ResumeNation =>
            nation.Paused is null
                ? Reject(RejectionCode.NationNotPaused, "The nation is not paused.") : Accept("resumed", new NationResumed()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The nation does not know this command."),
    };

    /// <inheritdoc/>
    public static Nation Evolve(Nation nation, NationEvent e) => Ruled(nation.Rule, e switch
    {
        CityJoined x => nation with { Cities = nation.Cities.Add(x.City, AllotmentTraffic.None) },
        CapDecided x => Resize(nation with { Cap = x.Decision }),
        FloorsDecided x => nation with { Floors = x.Floors },
        EntryRulesDecided x => nation with { Entry = x.Rules },
        AllotmentGranted x => nation with
        {
            Places = nation.Places.Post(new(x.City.Value, Nation.Pool, Nation.Allotment(x.City), x.Places)),
            Cities = nation.Cities.SetItem(x.City, nation.Cities[x.City] with { Lease = x.Number, Leased = x.Places }),
            Shortages = Short(nation.Shortages, x.City, nation.Shortages.GetValueOrDefault(x.City) - x.Places),
        },
        AllotmentCountedBack x => Resize(nation with
        {
            Places = nation.Places.Post(new(x.City.Value, Nation.Allotment(x.City), Nation.Pool, x.Places)),
            Cities = nation.Cities.SetItem(x.City, nation.Cities[x.City] with { Return = x.Number }),
        }),
        ShortageReported x => nation with { Shortages = Short(nation.Shortages, x.City, x.Places) },
        NationPaused x => nation with { Paused = x.Reason },
        NationResumed => nation with { Paused = null },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The nation does not know this event."),
    });

    /// <summary>
    /// How many places one lease is for: a quarter of an even part of the pool, so that the first cities do not empty it and the last ones
    /// still get some; at least one while there is one, and never more than wanted.
    /// </summary>
    /// <param name="pool">Places in the pool.</param>
    /// <param name="cities">Cities of the nation, 1 or more.</param>
    /// <param name="wanted">How many the city can use.</param>
    public static int LeaseSize(long pool, int cities, int wanted) =>
        (int)Math.Min(Math.Min(pool, wanted), Math.Max(1, pool / (4L * cities)));

    private static Decision<NationEvent> Cap(Nation nation, CapDecision decision, DateOnly today)
    {
        if (decision.Places is < 0 or > CapDecision.MaxPlaces)
        {
            return Reject(RejectionCode.InvalidInput, $"A nation's cap is 0 to {CapDecision.MaxPlaces:N0} places.");
        }

        if (decision.Reference.Length is 0 or > 100)
        {
            return Reject(RejectionCode.InvalidInput, "A decision names its act, decree or minute in 1 to 100 characters.");
        }

        if (decision.On > today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The decision is of {decision.On:yyyy-MM-dd}, and that day has not come anywhere in the nation.");
        }

        return decision == nation.Cap ? Accept("decided") : Accept("decided", new CapDecided(decision));
    }

    private static Decision<NationEvent> Lease(Nation nation, LeaseAllotment c)
    {
        if (!nation.Cities.TryGetValue(c.City, out var traffic))
        {
            return Reject(RejectionCode.CityNotFound, $"The city {c.City} has not joined.");
        }

        if (c.Number == traffic.Lease) return Accept("leased");
        if (c.Number != traffic.Lease + 1 || c.Wanted < 1)
        {
            return Reject(RejectionCode.InvalidInput,
                $"The next lease of {c.City} has the number {traffic.Lease + 1}, for one place or more.");
        }

        // An empty pool concludes nothing: the same number may be asked again, and is for what there is by then.
        var places = nation.Rule.Recalls ? 0 : LeaseSize(nation.Free, nation.Cities.Count, c.Wanted);
        return places == 0 ? Accept("empty") : Accept("leased", new AllotmentGranted(c.City, c.Number, places));
    }

    private static Decision<NationEvent> Back(Nation nation, CountBack c)
    {
        if (!nation.Cities.TryGetValue(c.City, out var traffic))
        {
            return Reject(RejectionCode.CityNotFound, $"The city {c.City} has not joined.");
        }

        if (c.Number == traffic.Return) return Accept("counted");
        return c.Number != traffic.Return + 1 || c.Places < 1 || c.Places > nation.AllottedTo(c.City)
            ? Reject(RejectionCode.InvalidInput,
                $"The next return of {c.City} has the number {traffic.Return + 1}, for 1 to {nation.AllottedTo(c.City)} places.")
            : Accept("counted", new AllotmentCountedBack(c.City, c.Number, c.Places));
    }

    private static Decision<NationEvent> Shortage(Nation nation, ReportShortage c)
    {
        if (!nation.Cities.ContainsKey(c.City)) return Reject(RejectionCode.CityNotFound, $"The city {c.City} has not joined.");
        if (c.Places is < 0 or > QuotaDecision.MaxPlaces)
        {
            return Reject(RejectionCode.InvalidInput, $"A city lacks 0 to {QuotaDecision.MaxPlaces:N0} places.");
        }

        return c.Places == nation.Shortages.GetValueOrDefault(c.City)
            ? Accept("reported") : Accept("reported", new ShortageReported(c.City, c.Places));
    }

    private static ImmutableDictionary<CityId, int> Short(ImmutableDictionary<CityId, int> shortages, CityId city, int places) =>
        places > 0 ? shortages.SetItem(city, places) : shortages.Remove(city);

    // Brings the number of places to the cap, as far as they are in the pool; the rest follows as cities give back.
    private static Nation Resize(Nation nation)
    {
        var missing = (nation.Cap?.Places ?? 0) - nation.Total;
        if (missing > 0) return nation with { Places = nation.Places.Post(new("cap", Nation.Issued, Nation.Pool, missing)) };
        var surplus = Math.Min(-missing, nation.Free);
        return surplus > 0 ? nation with { Places = nation.Places.Post(new("cap", Nation.Pool, Nation.Issued, surplus)) } : nation;
    }

    private static Nation Ruled(NationRule before, Nation nation)
    {
        var rule = new NationRule(before.Number, nation.Cap is not null, nation.Total > (nation.Cap?.Places ?? 0), nation.Paused,
            nation.Floors, !nation.Shortages.IsEmpty);
        return rule == before ? nation : nation with { Rule = rule with { Number = before.Number + 1 } };
    }
}
