namespace VipOrleans.Grains.Tests.People;

using System.Text;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Grains.People;
using static VipOrleans.Grains.Tests.World;

public sealed class DuplicatesTests(World world) : IClassFixture<World>
{
    private static readonly DateOnly Born = new(1994, 4, 25);
    private static int _nations;

    [Fact]
    public async Task Who_shares_a_thing_is_listed_in_the_nation_and_in_the_cities_of_the_hosts()
    {
        var (nation, here, there) = await Cities();
        var aroha = await Host(here, new() { Name = "Aroha Ngata", Contact = "+64 21 555 0101", BirthDate = Born });
        var again = await Host(there, new() { Name = "NGATA, Aroha", Contact = "aroha@example.org", BirthDate = Born });
        var migrant = await Migrant(nation, new() { Name = "Suharto", Contact = "+64 (21) 5550101" });
        var list = List(nation);
        var all = (await list.Findings(null, null, 50)).Items;
        Assert.Equal(2, all.Count);
        Assert.Equal([PersonSign.NameAndBirthDate], Of(all, aroha, again).Signs!);
        Assert.Equal([PersonSign.Phone], Of(all, aroha, migrant).Signs!);
        Assert.Equal((SignStrength.Strong, SignStrength.Medium), (Of(all, aroha, again).Strength, Of(all, aroha, migrant).Strength));
        Assert.Equal(2, (await list.Findings(here, null, 50)).Items.Count);
        Assert.Single((await list.Findings(there, null, 50)).Items);
        Assert.Equal(0, Of(all, aroha, again).Version);

        // A record of another nation is compared with its own.
        var (_, elsewhere, _) = await Cities();
        await Host(elsewhere, new() { Name = "Aroha Ngata", Contact = "+64 21 555 0101", BirthDate = Born });
        Assert.Equal(2, (await list.Findings(null, null, 50)).Items.Count);
    }

    [Fact]
    public async Task A_host_who_moved_shares_with_nobody_what_they_took_along()
    {
        var (nation, here, there) = await Cities();
        var host = await Host(here, new() { Name = "Aroha Ngata", Contact = "aroha@example.org", BirthDate = Born });
        HostMoveOrder Order(CityId city) => new() { City = city, Address = "1 Lambton Quay", Seed = $"moved {city}" };
        foreach (var (from, order) in new[] { (host, Order(there)), (Order(there).Host, Order(here)) })
        {
            Accepted("moved", await world.Host(from).Move(Command(), order));
            Assert.True((await world.Grains.GoOn((await world.Host(from).GetMove())!, "host:test")).IsAccepted);
        }

        // The vault has found three pairs; of the first record and the third it is the one between that tells.
        Assert.Empty((await List(nation).Findings(null, null, 50)).Items);
        var again = await Host(there, new() { Name = "Aroha Ngata", BirthDate = Born });
        Assert.Equal(3, (await List(nation).Findings(null, null, 50)).Items.Count(c => c.First == again || c.Second == again));
    }

    [Fact]
    public async Task What_an_officer_sets_aside_is_not_listed_again_until_that_is_taken_back()
    {
        var (nation, city, _) = await Cities();
        var (one, other) =
            (await Host(city, new() { Name = "A", Contact = "x@example.org", Address = "1 Queen Street" }),
                await Host(city, new() { Name = "B", Contact = "X@example.org", Address = "1, Queen street" }));
        var (list, pair) = (List(nation), Case(one, other));
        Assert.Equal([PersonSign.Email, PersonSign.Address], Assert.Single((await list.Findings(null, null, 50)).Items).Signs!);
        Accepted("dismissed", await pair.Dismiss(Command(), new(one, other, [PersonSign.Address], DismissalReason.SharedByFamily)));
        var left = Assert.Single((await list.Findings(null, null, 50)).Items);
        Assert.Equal([PersonSign.Email], left.Signs!);
        Assert.Equal(1, left.Version);
        Assert.Equal((PersonSign.Address, DismissalReason.SharedByFamily), (Assert.Single(left.Dismissed).Sign, left.Dismissed[0].Reason));
        Accepted("dismissed", await pair.Dismiss(Command(), new(one, other, [PersonSign.Email], DismissalReason.DifferentPeople)));
        Assert.Empty((await list.Findings(null, null, 50)).Items);
        Accepted("reopened", await pair.Reopen(Command(), [PersonSign.Email]));
        Assert.Equal([PersonSign.Email], Assert.Single((await list.Findings(null, null, 50)).Items).Signs!);
        Assert.Equal(3, (await world.EventsOf(DuplicateId.Of(one, other).Stream)).Count);
    }

    [Fact]
    public async Task Linked_records_and_erased_persons_are_no_cases_any_more()
    {
        var (nation, city, _) = await Cities();
        var hosts = new List<HostId>();
        for (var i = 0; i < 3; i++) hosts.Add(await Host(city, new() { Name = $"N{i}", Contact = "x@example.org" }));
        var list = List(nation);
        Assert.Equal(3, (await list.Findings(city, null, 50)).Items.Count);
        Accepted("linked", await Case(hosts[0], hosts[1]).Link(Command(), hosts[0], hosts[1], LinkReason.SameContact));
        Assert.Equal(2, (await list.Findings(city, null, 50)).Items.Count);
        Assert.Equal(DuplicateId.Of(hosts[0], hosts[1]), Assert.Single((await list.Links(city, null, null, 50)).Items).Id);
        Accepted("unlinked", await Case(hosts[0], hosts[1]).Unlink(Command(), UnlinkReason.DifferentPeople));
        Assert.Equal(3, (await list.Findings(city, null, 50)).Items.Count);
        Assert.Empty((await list.Links(city, null, null, 50)).Items);
        Accepted("erased", await world.Host(hosts[2]).ErasePerson(Command(), "own-request"));
        Assert.Single((await list.Findings(city, null, 50)).Items);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_and_pass_over_what_is_set_aside()
    {
        var (nation, city, _) = await Cities();
        var hosts = new List<HostId>();
        for (var i = 0; i < 6; i++) hosts.Add(await Host(city, new() { Name = $"N{i}", Contact = "x@example.org" }));
        Accepted("dismissed",
            await Case(hosts[0], hosts[1]).Dismiss(Command(), new(hosts[0], hosts[1], [PersonSign.Email], DismissalReason.SharedByFamily)));
        var (seen, after) = (new List<DuplicateId>(), (DuplicateCursor?)null);
        do
        {
            var page = await List(nation).Findings(city, after, 4);
            Assert.InRange(page.Items.Count, 1, 4);
            seen.AddRange(page.Items.Select(i => i.Id));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(14, seen.Distinct().Count());
        Assert.Equal(14, seen.Count);
    }

    [Fact]
    public async Task A_contact_of_many_is_listed_with_its_records_and_its_threshold()
    {
        var (nation, city, _) = await Cities();
        for (var i = 0; i < PatternThresholds.SharedContact - 1; i++)
        {
            await Migrant(nation, new() { Name = $"N{i}", Contact = "agency@example.org", Address = "1 Queen Street" });
        }

        Assert.Empty((await List(nation).SharedContacts(null, null, 50)).Items);
        var host = await Host(city, new() { Name = "H", Contact = "agency@example.org", Address = "1 Queen Street" });
        var shared = Assert.Single((await List(nation).SharedContacts(null, null, 50)).Items);
        Assert.Equal((PersonSign.Email, 3L, PatternThresholds.SharedContact), (shared.Sign, shared.Count, shared.Threshold));
        Assert.Contains(host, shared.Records);
        Assert.Single((await List(nation).SharedContacts(city, null, 50)).Items);
        for (var i = 0; i < 5; i++) await Migrant(nation, new() { Name = $"M{i}", Address = "1 Queen Street" });
        var first = await List(nation).SharedContacts(null, null, 1);
        var second = await List(nation).SharedContacts(null, first.Next, 1);
        Assert.Equal([PersonSign.Address, PersonSign.Email], first.Items.Concat(second.Items).Select(c => c.Sign).Order().Reverse());
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task The_list_can_be_made_again_byte_for_byte_and_has_ids_and_codes_only()
    {
        var (nation, city, _) = await Cities();
        var (one, other) =
            (await Host(city, new() { Name = "Canaria", Contact = "canary@example.org", BirthDate = Born }),
                await Host(city, new() { Name = "CANARIA", Contact = "canary@example.org", BirthDate = Born }));
        Accepted("dismissed",
            await Case(one, other).Dismiss(Command(), new(one, other, [PersonSign.Email], DismissalReason.WrittenWrongly)));
        Accepted("linked", await Case(one, other).Link(Command(), one, other, LinkReason.SameNameAndBirthDate));
        var list = List(nation);
        Assert.Single((await list.Links(null, null, null, 10)).Items);
        var kept = await world.CheckpointsAreTheFold<DuplicatesFold>(nation.Value, "person-cases", list, list.Rebuild);
        Assert.Single((await list.Links(null, null, null, 10)).Items);
        foreach (var secret in (string[])["anaria", "canary", "1994-04-25"])
        {
            Assert.False(world.JournalHas(secret), secret);
            Assert.DoesNotContain(secret, Encoding.UTF8.GetString(kept), StringComparison.OrdinalIgnoreCase);
        }
    }

    private IDuplicatesGrain List(NationId nation) => world.Grains.Duplicates(nation);

    private IDuplicateGrain Case(PersonId one, PersonId other) =>
        world.Grains.Duplicate(DuplicateId.Of(one, other));

    private static DuplicateView Of(IReadOnlyList<DuplicateView> all, PersonId one, PersonId other) =>
        all.Single(v => v.Id == DuplicateId.Of(one, other));

    private async Task<(NationId Nation, CityId Here, CityId There)> Cities()
    {
        var n = Interlocked.Increment(ref _nations);
        var nation = NationId.Parse($"p{(char)('a' + n)}");
        return (nation, await world.OpenCity(3, NewCity(nation.Value)), await world.OpenCity(3, NewCity(nation.Value)));
    }

    private async Task<HostId> Host(CityId city, Person person)
    {
        var id = HostId.From(city, $"shared {Guid.NewGuid()}");
        Accepted("registered", await world.Host(id).Register(Command(), new() { Person = person }));
        return id;
    }

    private async Task<MigrantId> Migrant(NationId nation, Person person)
    {
        var id = MigrantId.From(nation, $"shared {Guid.NewGuid()}");
        Accepted("registered", await world.Migrant(id).Register(Command(), new() { Person = person, Origin = "ID" }));
        return id;
    }
}
