namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Tests.Places;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class TwoActivationsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_activations_of_a_city_that_fight_never_sell_a_place_twice(bool strongDirectory)
    {
        await using var world = await Start(new() { StrongDirectory = strongDirectory });
        await using var other = await world.StartCluster();
        var id = await world.OpenCity(20);
        ICityGrain[] sides = [world.City(id), other.Client.City(id)];
        foreach (var side in sides) Assert.Equal(20, (await side.Get())!.Free);
        var sponsorships = Enumerable.Range(1, 60).Select(n => SponsorshipId.From(id, $"{n}")).ToArray();

        // Each request is repeated, now on this side and now on that, until it is answered; and once more after that.
        await Soon(Task.WhenAll(sponsorships.Select((s, n) => Ask(n, side => Held(side.HoldPlace(Command($"hold-{s}"), s))))),
            "60 requests");
        await Soon(Task.WhenAll(
            sponsorships.Take(30).Select((s, n) => Ask(n, side => side.ReleasePlace(Command($"release-{s}"), s, $"hold-{s}")))),
            "30 releases");

        Assert.True(world.Watched.Conflicts > 0, "The two sides never met.");
        var served = await PlacesRaceTests.HoldsTheLaw(world, id);
        var events = (await world.EventsOf(id.Stream)).Select(e => CityDecider.Aggregate.Events.Read(e.Data.Span)).ToArray();
        Assert.All(sponsorships,
            s => Assert.Single(events,
                e => (e is PlaceAwaited a && a.Sponsorship == s)
                    || (e is PlaceHeld h && h.Sponsorship == s && !events.Any(x => x is PlaceAwaited w && w.Sponsorship == s))));
        Assert.All(sponsorships.Take(30),
            s => Assert.Single(events, e => (e is PlaceReleased r && r.Sponsorship == s) || (e is WaitingLeft l && l.Sponsorship == s)));
        Assert.Equal(served.Distinct().Count(), served.Count);
        await world.Cluster.DeactivateAsync(world.City(id));
        var city = (await world.City(id).Get())!;
        Assert.Equal((20, 0, 10), (city.Held, city.Free, city.Waiting));

        async Task Ask(int n, Func<ICityGrain, Task<CommandResult>> ask)
        {
            CommandResult? first = null;
            for (var (attempt, answered) = (0, 0); answered < 2; attempt++)
            {
                Assert.InRange(attempt, 0, 1_000);
                var answer = await ask(sides[(n + attempt) % 2]);
                if (answer.Rejected == RejectionCode.StoreUnavailable) continue;
                Assert.Null(answer.Rejected);
                first ??= answer;
                Assert.Equal(first, answer);
                answered++;
            }
        }

        static async Task<CommandResult> Held(Task<PlaceOutcome> answer) => (await answer).Result;
    }

    [Fact]
    public async Task A_host_whom_two_activations_want_to_give_away_is_in_one_sponsorship()
    {
        await using var world = await Start();
        await using var other = await world.StartCluster();
        var id = await world.OpenCity(1);
        for (var round = 1; round <= 10; round++)
        {
            var host = await world.AddHost(id);
            IHostGrain[] sides = [world.Host(host), other.Client.Host(host)];
            foreach (var side in sides) Assert.Null((await side.Get())!.Sponsorship);

            var answers = await Task.WhenAll(sides.Select((side, n) => side.Take(Command(), SponsorshipId.From(id, $"{round}-{n}"))));

            Assert.Single(answers, a => a.IsAccepted);
            Assert.Single(answers, a => a.Rejected == RejectionCode.StoreUnavailable);
            Assert.Equal(2, (await world.EventsOf(host.Stream)).Count);
        }
    }
}
