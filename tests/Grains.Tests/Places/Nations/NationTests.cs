namespace VipOrleans.Grains.Tests.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class NationTests
{
    private static readonly NationId Nz = NationId.Parse("nz");
    private static readonly StreamId NationStream = StreamId.Of("nz", "nation", "cap");

    public static TheoryData<string, int, Fault> Faults
    {
        get
        {
            var data = new TheoryData<string, int, Fault>();
            foreach (var stream in new[] { "nation", "city" })
            {
                foreach (var n in new[] { 1, 2 })
                {
                    foreach (var fault in new[] { Fault.BeforeWrite, Fault.AfterWrite, Fault.LostBeforeWrite, Fault.CrashBeforeWrite })
                    {
                        data.Add(stream, n, fault);
                    }

                }
            }

            return data;
        }
    }

    [Fact]
    public async Task A_floor_reaches_every_city_and_binds_whoever_takes_a_place_once_the_time_to_mend_is_over()
    {
        await using var world = await Start(new());
        var city = await world.OpenCity(3);
        var before = await world.Accept(city);
        await Until(async () => await world.StatusOf(before) == SponsorshipStatus.Checking, "the first place to be held");
        var today = DateOnly.FromDateTime(world.Time.GetUtcNow().Date);
        var floors = new NationFloors(today.AddDays(2), "Order 4", today.AddDays(-1), Share.Parse("1/3"), LeastGraceDays: 200);
        Accepted("decided", await Nation(world).DecideFloors(Command(), floors));
        await Until(async () => (await world.City(city).Get())!.Breaches is { Count: 3 }, "the city to hear of the floors");
        Assert.Equal((floors, floors.MendBy), ((await Nation(world).Get()).Floors, (await world.City(city).Get())!.MendBy));
        Refused(RejectionCode.FloorBroken, await world.City(city).DecidePolicy(Command(), CityPolicy.Default));
        Refused(RejectionCode.FloorBroken, await world.City(city).ChooseDeductionProfile(Command(), new(null, today.AddDays(5))));

        world.Time.Advance(TimeSpan.FromDays(4));
        var after = await world.Accept(city);
        await Until(async () => await world.StatusOf(after) == SponsorshipStatus.Checking, "the second place to be held");
        Assert.Equal((Share.Half, Share.Parse("1/3")), (await ShareOf(before), await ShareOf(after)));

        Accepted("decided", await world.City(city).DecidePolicy(Command(),
            CityPolicy.Default with { Share = Share.Parse("1/3"), GraceDays = 200 }));
        Assert.Equal(Floor.Profile, Assert.Single((await world.City(city).Get())!.Breaches!).Floor);

        async Task<Share?> ShareOf(SponsorshipId id) =>
            (await world.EventsOf(id.Stream)).Select(e => SponsorshipDecider.Aggregate.Events.Read(e.Data.Span))
                .OfType<SponsorshipEvent.TermsFixed>().Single().Terms.Share;
    }

    [Fact]
    public async Task Cities_under_a_cap_give_no_more_places_than_it_however_large_their_quotas_are()
    {
        await using var world = await Start(new() { Silos = 2, IsScattered = true });
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(10)));
        CityId[] cities = [await world.OpenCity(8), await world.OpenCity(8), await world.OpenCity(8)];
        var asked = await Task.WhenAll(cities.SelectMany(c => Enumerable.Range(0, 6).Select(_ => world.Accept(c))));

        await Until(async () => await Taken(world, cities) == 10, "all places of the nation to be held");
        await Balances(world, cities, 10);
        Assert.Equal(8, (await Task.WhenAll(cities.Select(c => world.City(c).Get()))).Sum(c => c!.Waiting));
        Assert.Equal(0, (await Nation(world).Get()).Free);

        // One leaves: the city that had the place has it for its own line.
        foreach (var s in asked)
        {
            if (await world.StatusOf(s) != SponsorshipStatus.Checking) continue;
            Accepted("withdrawn", await world.Sponsorship(s).Withdraw(Own(Party.Migrant), Party.Migrant));
            break;
        }

        await Until(async () => await Taken(world, cities) == 10, "the place that was given back to be held again");
        await Balances(world, cities, 10);
    }

    [Fact]
    public async Task What_a_city_has_no_use_for_goes_back_and_another_city_gets_it_when_it_asks_again()
    {
        await using var world = await Start();
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(4)));
        var (rich, poor) = (await world.OpenCity(4), await world.OpenCity(4));
        var first = await world.Accept(rich);
        await Until(async () => (await world.City(rich).Get())!.Held == 1, "the first place");
        foreach (var _ in Enumerable.Range(0, 3)) await world.Accept(rich);
        await Until(async () => (await Nation(world).Get()).Free == 0, "the pool to be empty");
        var waiting = await world.Accept(poor);
        var poorHad = (await world.City(poor).Get())!;

        Accepted("decided", await world.City(rich).DecideQuota(Command(), Quota(0)));
        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Migrant), Party.Migrant));
        await Until(async () => (await Nation(world).Get()).Free > 0 || poorHad.Held > 0, "the place to be counted back");
        await Until(
            async () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(31));
                return await world.StatusOf(waiting) == SponsorshipStatus.Checking;
            },
            "the other city to get it");
        await Balances(world, [rich, poor], 4);
    }

    [Fact]
    public async Task All_places_under_a_cap_are_held_within_minutes_if_only_one_of_three_cities_needs_them()
    {
        await using var world = await Start();
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(30)));
        CityId[] cities = [await world.OpenCity(30), await world.OpenCity(30), await world.OpenCity(30)];
        foreach (var _ in Enumerable.Range(0, 31)) await world.Accept(cities[0]);
        var began = world.Time.GetUtcNow();
        await Until(
            async () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(10));
                return (await world.City(cities[0]).Get())!.Held == 30;
            },
            "all places to be held where they are asked for");
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        await Balances(world, cities, 30);
        Assert.Equal([0, 0], (await Task.WhenAll(cities.Skip(1).Select(c => world.City(c).Get()))).Select(c => c!.Allotment!.Value));

        // Whoever waits in another city gets the next place that is given back, and the shortage is over once nobody waits.
        var elsewhere = await world.Accept(cities[1]);
        Assert.Equal(SponsorshipStatus.Waiting, await world.StatusOf(elsewhere));
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(40)));
        await Until(
            async () =>
            {
                world.Time.Advance(TimeSpan.FromSeconds(31));
                return await world.StatusOf(elsewhere) == SponsorshipStatus.Checking
                    && (await Nation(world).Get()).Cities.All(c => c.Waiting == 0);
            },
            "places to be where they are wanted after the cap was raised");
        await Balances(world, cities, 40);
    }

    [Fact]
    public async Task A_nations_pause_reaches_all_its_cities_and_a_city_that_is_opened_meanwhile()
    {
        await using var world = await Start();
        CityId[] cities = [await world.OpenCity(5), await world.OpenCity(5)];
        Accepted("paused", await Nation(world).Pause(Command(), PauseReason.Safety));
        foreach (var city in cities)
        {
            await Until(async () => (await world.City(city).Get())!.PausedByNation == PauseReason.Safety, "the city to hear of the pause");
        }

        var third = await world.OpenCity(5);
        Assert.Equal(PauseReason.Safety, (await world.City(third).Get())!.PausedByNation);
        var asked = new List<SponsorshipId>();
        foreach (var city in cities.Append(third)) asked.Add(await world.Accept(city));
        foreach (var s in asked) Assert.Equal(SponsorshipStatus.Waiting, await world.StatusOf(s));

        Accepted("paused", await world.City(third).Pause(Command(), PauseReason.Capacity));
        Accepted("resumed", await Nation(world).Resume(Command()));
        foreach (var s in asked.Take(2))
        {
            await Until(async () => await world.StatusOf(s) == SponsorshipStatus.Checking, "who waited to be served");
        }

        await Until(async () => (await world.City(third).Get())!.PausedByNation is null, "the third city to hear of it");
        Assert.Equal(SponsorshipStatus.Waiting, await world.StatusOf(asked[2]));
        Refused(RejectionCode.NationNotPaused, await Nation(world).Resume(Command()));
    }

    [Fact]
    public async Task A_city_that_was_open_before_the_cap_is_bound_by_it_and_evicts_nobody()
    {
        await using var world = await Start();
        var city = await world.OpenCity(3);
        foreach (var _ in Enumerable.Range(0, 3)) await world.Accept(city);
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(2)));
        await Until(async () => (await world.City(city).Get())!.Allotment is not null, "the city to hear of the cap");
        Accepted("decided", await world.City(city).DecideQuota(Command(), Quota(10)));
        var late = await world.Accept(city);
        Assert.Equal(SponsorshipStatus.Waiting, await world.StatusOf(late));
        Assert.Equal(3, (await world.City(city).Get())!.Held);
        await Balances(world, [city], 2);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_lease_that_is_cut_short_anywhere_loses_no_place_and_gives_none_twice(string where, int n, Fault fault)
    {
        await using var world = await Start();
        Accepted("decided", await Nation(world).DecideCap(Command(), Cap(6)));
        var city = NewCity();
        Accepted("opened", await world.City(city).Open(Command(), new("Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default)));
        await world.AllArrived(city);
        world.Script(where == "nation" ? NationStream : city.Stream, i => i == n ? fault : Fault.None);
        try
        {
            await world.City(city).DecideQuota(Command("quota"), Quota(6));
        }
        catch (Exception)
        {
            // The outcome is not known: the same command again gets it.
        }

        world.Heal();
        await world.Restart();
        Accepted("decided", await world.City(city).DecideQuota(Command("quota"), Quota(6)));
        var asked = new List<SponsorshipId>();
        foreach (var _ in Enumerable.Range(0, 8)) asked.Add(await world.Accept(city));
        await Until(async () => await Taken(world, [city]) == 6, "all places to be held");
        await Balances(world, [city], 6);
        Assert.Equal(2, (await world.City(city).Get())!.Waiting);
    }

    private static CapDecision Cap(int places) => new(places, "Order 1", new(2026, 2, 1));

    private static INationGrain Nation(World world) => world.Grains.Nation(Nz);

    private static async Task<long> Taken(World world, IReadOnlyList<CityId> cities) =>
        (await Task.WhenAll(cities.Select(c => world.City(c).Get()))).Sum(c => c!.Held + c.Used);

    // What the nation has leased and what is in the pool is the cap, and no city has more than it has on lease.
    private static async Task Balances(World world, IReadOnlyList<CityId> cities, int cap)
    {
        var nation = await Nation(world).Get();
        Assert.Equal(cap, nation.Free + nation.Leased);
        Assert.Equal(nation.Leased, nation.Cities.Sum(c => c.Places));
        // The two are asked one after the other, and a place may be on its way between them.
        foreach (var city in cities)
        {
            await Until(async () =>
            {
                var (has, counted) = ((await world.City(city).Get())!.Allotment!.Value,
                    (await Nation(world).Get()).Cities.Single(c => c.City == city).Places);
                return has >= 0 && has <= counted;
            }, $"{city} to have no more than is counted as its own");
        }
    }
}
