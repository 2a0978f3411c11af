namespace VipOrleans.Grains.Tests.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using static VipOrleans.Grains.Tests.World;

public sealed class HomeTests(World world) : IClassFixture<World>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_family_finds_room_in_the_home_and_another_one_does_not_until_it_has_left()
    {
        var city = await _world.OpenCity(3);
        var (one, other) = (await _world.AddHost(city, "1 Mill Lane"), await _world.AddHost(city, "1 Mill Lane"));
        var home = _world.Grains.Home((await _world.Host(one).Get())!.Home);
        Accepted("declared", await home.Declare(Command(), 3));
        var (family, single) = (await _world.AddMigrant(city.Nation), await _world.AddMigrant(city.Nation));
        foreach (var child in new[] { "first", "second" })
        {
            Accepted("named", await _world.Migrant(family).NameDependant(Command(), DependantId.From(city.Nation, child),
                new() { Name = "Ligaya", Relation = DependantRelation.Child, BirthDate = new(2016, 5, 2) }));
        }

        var stays = await _world.Propose(city, one, family);
        var waits = await _world.Propose(city, other, single);
        Accepted("accepted", await _world.Sponsorship(stays).Accept(Own(Party.Migrant), Party.Migrant));
        Assert.Equal((3, 0), ((await home.Get()).Taken, (await home.Get()).Left));
        // One place of the quota is taken, and the home is full.
        Assert.Equal(1, (await _world.City(city).Get())!.Held);
        Refused(RejectionCode.HomeFull, await _world.Sponsorship(waits).Accept(Own(Party.Migrant), Party.Migrant));
        Refused(RejectionCode.HomeFull, await _world.Sponsorship(SponsorshipId.From(city, "third"))
            .Propose(Command(), other, await _world.AddMigrant(city.Nation), Party.Host));
        Accepted("withdrawn", await _world.Sponsorship(stays).Withdraw(Own(Party.Migrant), Party.Migrant));
        await Until(async () => (await home.Get()).Left == 3, "the room to be given back");
        Accepted("accepted", await _world.Sponsorship(waits).Accept(Own(Party.Migrant), Party.Migrant));
        Assert.Equal([waits], (await home.Get()).Sponsorships);
    }

    [Fact]
    public async Task An_arrival_is_refused_where_a_number_was_declared_since_and_there_is_no_room()
    {
        var city = await _world.OpenCity(2);
        var host = await _world.AddHost(city, "2 Mill Lane");
        var id = await _world.Accept(city, host);
        await _world.PassChecks(id);
        var home = _world.Grains.Home((await _world.Host(host).Get())!.Home);
        Accepted("declared", await home.Declare(Command(), 0));
        Refused(RejectionCode.HomeFull, await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 25)));
        Accepted("declared", await home.Declare(Command(), 1));
        Accepted("arrived", await _world.Sponsorship(id).Arrive(Command(), new(2026, 2, 25)));
        Assert.Equal(0, (await home.Get()).Left);
    }

    [Fact]
    public async Task A_dependant_has_a_record_of_their_own_which_is_erased_with_them()
    {
        var migrant = await _world.AddMigrant(NationId.Parse("nz"));
        var id = DependantId.From(NationId.Parse("nz"), $"of {migrant}");
        var reader = new Contracts.Kernel.PersonReader { Actor = "city-officer:one", Purpose = "case" };
        var dependant = new Dependant
        {
            Name = "Ligaya Canary", Relation = DependantRelation.Child, BirthDate = new(2016, 5, 2), Needs = "A ramp."
        };
        Accepted("named", await _world.Migrant(migrant).NameDependant(Command(), id, dependant));
        Assert.Equal([new MigrantDependant(id, AgeGroup.Minor)], (await _world.Migrant(migrant).Get())!.Dependants!);
        Assert.Equal([new(id, dependant)], (await _world.Migrant(migrant).Dependants(reader))!);
        foreach (var personal in new[] { "Ligaya", "2016-05", "ramp" }) Assert.False(_world.JournalHas(personal));
        Accepted("removed", await _world.Migrant(migrant).RemoveDependant(Command(), id));
        Assert.Empty((await _world.Migrant(migrant).Dependants(reader))!);
        Assert.Equal(0, _world.VaultFileHas(id.Value).Rows);
    }
}
