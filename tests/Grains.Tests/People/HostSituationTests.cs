namespace VipOrleans.Grains.Tests.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class HostSituationTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task When_a_host_dies_the_guest_is_told_stays_and_moves_on_with_the_place()
    {
        var city = await _world.OpenCity(1);
        var id = await _world.Arrive(city, new(2026, 2, 20));
        var (host, migrant) = ((await _world.Sponsorship(id).Get())!.Host, (await _world.Sponsorship(id).Get())!.Migrant);
        Accepted("noted", await _world.Host(host)
            .NoteSituation(Command(actor: "city-officer:one"), new(HostSituation.Deceased, new(2026, 2, 28), "register/7")));
        await Until(async () => (await _world.Sponsorship(id).Get())!.HostAway == HostSituation.Deceased, "the guest to be told");
        Assert.Equal(SponsorshipStatus.Arrived, await _world.StatusOf(id));
        Assert.Equal((1, 0), ((await _world.City(city).Get())!.Used, (await _world.City(city).Get())!.Free));
        Assert.Equal(HostSituation.Deceased,
            Assert.Single((await _world.Registers(city.Value).Hosts(new(), 0, 10)).Items).Away);
        Refused(RejectionCode.HostAway, await _world.Sponsorship(SponsorshipId.From(city, "next"))
            .Propose(Command(), host, await _world.AddMigrant(city.Nation), Party.Migrant));

        // It was a mistake: another officer finds the host alive, and all is as it was.
        Refused(RejectionCode.SameOfficer, await _world.Host(host).EndSituation(Command(actor: "city-officer:one"), "visit/1"));
        Accepted("ended", await _world.Host(host).EndSituation(Command(actor: "city-officer:two"), "visit/1"));
        await Until(async () => (await _world.Sponsorship(id).Get())!.HostAway is null, "the guest to be told again");
        Assert.Null(Assert.Single((await _world.Registers(city.Value).Hosts(new(), 0, 10)).Items).Away);

        Accepted("noted", await _world.Host(host)
            .NoteSituation(Command(actor: "city-officer:one"), new(HostSituation.Imprisoned, new(2026, 2, 28), "court/7")));
        await Until(async () => (await _world.Sponsorship(id).Get())!.HostAway == HostSituation.Imprisoned, "the guest to be told");
        Accepted("ended", await _world.Sponsorship(id).ChangeHost(Command()));
        Assert.NotNull(await _world.City(city).GracePeriod(migrant));
        var second = await _world.Accept(city, migrant: migrant);
        await _world.PassChecks(second);
        Accepted("arrived", await _world.Sponsorship(second).Arrive(Command(), new(2026, 3, 1)));
    }
}
