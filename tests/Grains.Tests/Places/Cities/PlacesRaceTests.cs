namespace VipOrleans.Grains.Tests.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class PlacesRaceTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Five_hundred_sponsorships_racing_for_a_hundred_places_are_served_in_order_and_by_themselves(
        bool strongDirectory, bool isScattered)
    {
        await using var world = await Start(new() { Silos = 2, StrongDirectory = strongDirectory, IsScattered = isScattered });
        var id = await world.OpenCity(100);
        var sponsorships = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => world.Propose(id)));

        var answers =
            await Soon(Task.WhenAll(sponsorships.Select(s => world.Sponsorship(s).Accept(Own(Party.Migrant), Party.Migrant))),
                "500 answers");

        Assert.All(answers, a => Accepted("accepted", a));
        Assert.Equal((100, 0, 0, 400), await Places(world, id));
        await Stands(world, id, (SponsorshipStatus.Checking, 100), (SponsorshipStatus.Waiting, 400));
        await HoldsTheLaw(world, id);

        // Ten leave: the next ten in line get the places and go on, though nobody asks for them.
        var (held, line) = await Line(world, id);
        await Task.WhenAll(held.Take(10).Select(s => world.Sponsorship(s).Withdraw(Own(Party.Migrant), Party.Migrant)));
        Assert.Equal((100, 0, 0, 390), await Places(world, id));
        await Stands(world, id, (SponsorshipStatus.Checking, 100), (SponsorshipStatus.Waiting, 390), (SponsorshipStatus.Ended, 10));
        foreach (var next in line.Take(10)) Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(next));

        // The quota grows by more than one command serves.
        Accepted("decided", await world.City(id).DecideQuota(Command(), Quota(250)));
        await Until(async () => await Places(world, id) == (250, 0, 0, 240), "150 more places, in steps");
        await Stands(world, id, (SponsorshipStatus.Checking, 250), (SponsorshipStatus.Waiting, 240), (SponsorshipStatus.Ended, 10));

        // It is cut below what is taken: nobody is evicted, and nobody new is served until enough have left.
        Accepted("decided", await world.City(id).DecideQuota(Command(), Quota(240)));
        Assert.Equal((250, 0, 0, 240), await Places(world, id));
        foreach (var s in line.Skip(10).Take(10)) Accepted("withdrawn", await world.Sponsorship(s).Withdraw(Own(Party.Host), Party.Host));
        Assert.Equal((240, 0, 0, 240), await Places(world, id));
        Accepted("withdrawn", await world.Sponsorship(line[20]).Withdraw(Own(Party.Host), Party.Host));
        Assert.Equal((240, 0, 0, 239), await Places(world, id));

        // Whoever was served was served in the order of the line.
        var (served, waited) = (await HoldsTheLaw(world, id), line.Take(161).ToArray());
        Assert.Equal(waited, served.Where(waited.ToHashSet().Contains));
        Assert.DoesNotContain(world.Reminders.Rows, r => r.Period != TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_paused_city_lets_requests_wait_and_serves_them_when_it_goes_on()
    {
        await using var world = await Start();
        var id = await world.OpenCity(3);
        var before = await world.Accept(id);
        Accepted("paused", await world.City(id).Pause(Command(), PauseReason.Capacity));
        var during = new List<SponsorshipId>();
        for (var i = 0; i < 3; i++) during.Add(await world.Accept(id));
        Assert.Equal((1, 0, 2, 3), await Places(world, id));

        // A pause stops new holds and nothing else: leaving, checks and grants go on.
        await world.PassChecks(before);
        Assert.Equal(SponsorshipStatus.Granted, await world.StatusOf(before));
        Accepted("withdrawn", await world.Sponsorship(during[0]).Withdraw(Own(Party.Host), Party.Host));
        Assert.Equal((0, 1, 2, 2), await Places(world, id));

        Accepted("resumed", await world.City(id).Resume(Command()));
        Assert.Equal((2, 1, 0, 0), await Places(world, id));
        await Stands(world, id, (SponsorshipStatus.Checking, 2), (SponsorshipStatus.Granted, 1), (SponsorshipStatus.Ended, 1));
    }

    [Fact]
    public async Task A_line_that_was_not_served_because_the_journal_failed_is_served_by_the_next_activation()
    {
        await using var world = await Start();
        var id = await world.OpenCity(0);
        for (var n = 1; n <= 150; n++) _ = (await world.City(id).HoldPlace(Command(), SponsorshipId.From(id, $"{n}"))).Result;
        // The decision serves a hundred; the write of the rest fails for good.
        world.Script(id.Stream, n => n == 1 ? Journal.Testing.Fault.None : Journal.Testing.Fault.BeforeWrite);
        Accepted("decided", await world.City(id).DecideQuota(Command(), Quota(200)));
        await Until(() => world.Faults.Appends >= 150 + 2 + 1 + 6, "the failing write");
        world.Heal();

        await Until(async () => await Places(world, id) == (150, 0, 50, 0), "the rest of the line");
        await HoldsTheLaw(world, id);
    }

    private static async Task<(long Held, long Used, long Free, int Waiting)> Places(World world, CityId id)
    {
        var city = (await world.City(id).Get())!;
        return (city.Held, city.Used, city.Free, city.Waiting);
    }

    private static async Task Stands(World world, CityId id, params (SponsorshipStatus Status, int Count)[] expected)
    {
        IReadOnlyDictionary<SponsorshipStatus, int> seen = new Dictionary<SponsorshipStatus, int>();
        var wanted = expected.ToDictionary(e => e.Status, e => e.Count);
        await Until(async () =>
        {
            seen = (await world.Registers(id.Value).Summary()).Sponsorships;
            return seen.Count == wanted.Count && wanted.All(w => seen.GetValueOrDefault(w.Key) == w.Value);
        }, $"the sponsorships of {id} as {string.Join(", ", expected)}");
    }

    // Who has a place, and who waits, in the order of the tickets.
    private static async Task<(List<SponsorshipId> Held, List<SponsorshipId> Line)> Line(World world, CityId id)
    {
        var city = CityDecider.Initial;
        foreach (var e in await world.EventsOf(id.Stream)) city = CityDecider.Evolve(city, CityDecider.Aggregate.Events.Read(e.Data.Span));
        return ([.. city.Taken.Keys], [.. city.Waiting.Values]);
    }

    // Never more places taken than offered, unless a cut made it so; answers who was served, in order.
    internal static async Task<List<SponsorshipId>> HoldsTheLaw(World world, CityId id)
    {
        var (city, served) = (CityDecider.Initial, new List<SponsorshipId>());
        foreach (var recorded in await world.EventsOf(id.Stream))
        {
            var e = CityDecider.Aggregate.Events.Read(recorded.Data.Span);
            city = CityDecider.Evolve(city, e);
            if (e is not PlaceHeld held) continue;
            served.Add(held.Sponsorship);
            Assert.True(city.Held + city.InUse <= city.Quota.Places,
                $"Version {recorded.Version}: {city.Held} held and {city.InUse} used of {city.Quota.Places}.");
            Assert.Equal(city.Taken.Count, city.Held + city.InUse);
        }

        Assert.Equal(served.Count, served.Distinct().Count());
        return served;
    }
}
