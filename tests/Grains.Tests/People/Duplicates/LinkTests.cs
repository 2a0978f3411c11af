namespace VipOrleans.Grains.Tests.People;

using System.Collections.Concurrent;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Tests.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class LinkTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Two_linked_hosts_have_one_live_sponsorship_until_they_are_unlinked()
    {
        var city = await world.OpenCity(5);
        var (one, other) = (await world.AddHost(city), await world.AddHost(city));
        Accepted("linked", await Case(world, one, other).Link(Command(), one, other, LinkReason.Interview));
        Assert.Equal(one, (await world.Host(other).Get())!.LinkedTo);
        Assert.Equal([other], (await world.Host(one).Get())!.Records!);

        var first = await world.Accept(city, host: other);
        Assert.Equal((SponsorshipStatus.Checking, first), (await world.StatusOf(first), (await world.Host(other).Get())!.Sponsorship));
        var second = await world.Accept(city, host: one);
        Assert.Equal(SponsorshipStatus.Ended, await world.StatusOf(second));
        Assert.Null((await world.Host(one).Get())!.Sponsorship);

        // The other way round, once the first is over.
        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Host), Party.Host));
        var third = await world.Accept(city, host: one);
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(third));
        var fourth = await world.Accept(city, host: other);
        Assert.Equal(SponsorshipStatus.Ended, await world.StatusOf(fourth));

        Accepted("unlinked", await Case(world, one, other).Unlink(Command(), UnlinkReason.DifferentPeople));
        Assert.Equal((null, null), ((await world.Host(other).Get())!.LinkedTo, (await world.Host(one).Get())!.Records));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(await world.Accept(city, host: other)));
        Assert.DoesNotContain(world.Reminders.Rows, r => r.GrainId.Key.ToString() == DuplicateId.Of(one, other).Value);
    }

    [Fact]
    public async Task Two_linked_migrants_have_one_live_sponsorship_in_whichever_city()
    {
        var (here, there) = (await world.OpenCity(5), await world.OpenCity(5));
        var (one, other) = (await world.AddMigrant(here.Nation), await world.AddMigrant(here.Nation));
        Accepted("linked", await Case(world, one, other).Link(Command(), one, other, LinkReason.SameDocument));
        var first = await world.Accept(here, migrant: other);
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(first));
        Assert.Equal(SponsorshipStatus.Ended, await world.StatusOf(await world.Accept(there, migrant: one)));
        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(await world.Accept(there, migrant: one)));
        Assert.Equal(one, (await world.Migrant(other).Get())!.LinkedTo);
    }

    [Fact]
    public async Task Nothing_is_ended_by_a_link_and_both_are_listed_until_one_is_over()
    {
        var city = await world.OpenCity(5, NewCity("lk"));
        var (one, other) = (await world.AddHost(city), await world.AddHost(city));
        var (first, second) = (await world.Accept(city, host: one), await world.Accept(city, host: other));
        Accepted("linked", await Case(world, one, other).Link(Command(), one, other, LinkReason.OwnStatement));
        Assert.Equal((SponsorshipStatus.Checking, SponsorshipStatus.Checking), (await world.StatusOf(first), await world.StatusOf(second)));
        var cases = world.Grains.GetGrain<IDuplicatesGrain>("lk");
        var listed = Assert.Single((await cases.Links(city, true, null, 10)).Items);
        Assert.Equal((true, one), (listed.BothLive, (HostId?)listed.LinkedUnder?.Host));

        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Host), Party.Host));
        Assert.Empty((await cases.Links(city, true, null, 10)).Items);
        Assert.Single((await cases.Links(city, null, null, 10)).Items);
        // The person is still in the other one.
        Assert.Equal(SponsorshipStatus.Ended, await world.StatusOf(await world.Accept(city, host: one)));
    }

    [Fact]
    public async Task Two_hosts_of_one_person_who_are_both_live_are_listed_also_if_their_principal_is_not()
    {
        var city = await world.OpenCity(5, NewCity("lm"));
        var (one, two, three) = (await world.AddHost(city), await world.AddHost(city), await world.AddHost(city));
        var (first, second) = (await world.Accept(city, host: two), await world.Accept(city, host: three));
        Accepted("linked", await Case(world, one, two).Link(Command(), one, two, LinkReason.Interview));
        Assert.Empty((await Lives(city)).Items);
        Accepted("linked", await Case(world, one, three).Link(Command(), one, three, LinkReason.Interview));
        var listed = Assert.Single((await Lives(city)).Items);
        Assert.Equal((DuplicateId.Of(one, three), true), (listed.Id, listed.BothLive));

        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Host), Party.Host));
        Assert.Empty((await Lives(city)).Items);
        Assert.Equal(SponsorshipStatus.Ended, await world.StatusOf(await world.Accept(city, host: two)));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(second));
    }

    [Fact]
    public async Task Two_migrants_of_one_person_are_listed_until_one_is_free_whoever_else_was_free_before()
    {
        var city = await world.OpenCity(5, NewCity("ln"));
        var (one, two, three) =
            (await world.AddMigrant(city.Nation), await world.AddMigrant(city.Nation), await world.AddMigrant(city.Nation));
        var (first, second) = (await world.Accept(city, migrant: one), await world.Accept(city, migrant: two));
        await world.Accept(city, migrant: three);
        Accepted("linked", await Case(world, one, two).Link(Command(), one, two, LinkReason.Interview));
        Accepted("linked", await Case(world, one, three).Link(Command(), one, three, LinkReason.Interview));
        Assert.Equal(2, (await Lives(city, ofNation: true)).Items.Count);

        // The principal is free now, and its two records are not.
        Accepted("withdrawn", await world.Sponsorship(first).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.Equal(2, (await Lives(city, ofNation: true)).Items.Count);
        Accepted("withdrawn", await world.Sponsorship(second).Withdraw(Own(Party.Migrant), Party.Migrant));
        Assert.Empty((await Lives(city, ofNation: true)).Items);
    }

    // The grant is on its way to the record while a third one, which is in a sponsorship, is linked.
    [Fact]
    public async Task A_host_in_a_sponsorship_is_linked_once_what_another_record_was_granted_is_decided()
    {
        var city = await world.OpenCity(5);
        var (one, two, three) = (await world.AddHost(city), await world.AddHost(city), await world.AddHost(city));
        var sponsorship = SponsorshipId.From(city, $"granted to {two}");
        Accepted("linked", await Case(world, one, two).Link(Command(), one, two, LinkReason.Interview));
        await world.Accept(city, host: three);
        Accepted("claimed", await world.Host(one).ClaimRecord(two, (await world.Host(two).Get())!.Version + 1, sponsorship));

        var link = Command();
        Refused(RejectionCode.Busy, await Case(world, one, three).Link(link, one, three, LinkReason.Interview));
        Assert.Equal(LinkStatus.Admitted, (await Case(world, one, three).Get())!.Link);
        Refused(RejectionCode.HostBusy, await world.Host(two).Take(Command(), sponsorship));
        Accepted("linked", await Case(world, one, three).Link(link, one, three, LinkReason.Interview));
        Assert.Null((await world.Host(two).Get())!.Sponsorship);
    }

    [Fact]
    public async Task A_migrant_in_a_sponsorship_is_linked_once_what_another_record_was_granted_is_decided()
    {
        var city = await world.OpenCity(5);
        var (one, two, three) =
            (await world.AddMigrant(city.Nation), await world.AddMigrant(city.Nation), await world.AddMigrant(city.Nation));
        var sponsorship = SponsorshipId.From(city, $"granted to {two}");
        Accepted("linked", await Case(world, one, two).Link(Command(), one, two, LinkReason.Interview));
        await world.Accept(city, migrant: three);
        Accepted("claimed", await world.Migrant(one).ClaimRecord(two, (await world.Migrant(two).Get())!.Version + 1, sponsorship));

        var link = Command();
        Refused(RejectionCode.Busy, await Case(world, one, three).Link(link, one, three, LinkReason.Interview));
        Assert.Equal(LinkStatus.Admitted, (await Case(world, one, three).Get())!.Link);
        Refused(RejectionCode.MigrantBusy, await world.Migrant(two).Take(Command(), sponsorship));
        Accepted("linked", await Case(world, one, three).Link(link, one, three, LinkReason.Interview));
        Assert.Null((await world.Migrant(two).Get())!.Sponsorship);
    }

    [Fact]
    public async Task A_principal_stands_under_nobody_and_a_record_under_one()
    {
        var city = await world.OpenCity(1);
        var (one, two, three) = (await world.AddHost(city), await world.AddHost(city), await world.AddHost(city));
        Accepted("linked", await Case(world, one, two).Link(Command(), one, two, LinkReason.Interview));
        Refused(RejectionCode.RecordLinked, await Case(world, two, three).Link(Command(), two, three, LinkReason.Interview));
        Refused(RejectionCode.RecordLinked, await Case(world, three, two).Link(Command(), three, two, LinkReason.Interview));
        Refused(RejectionCode.RecordLinked, await Case(world, one, three).Link(Command(), three, one, LinkReason.Interview));
        Accepted("linked", await Case(world, one, three).Link(Command(), one, three, LinkReason.Interview));
        Assert.Equal([two, three], (await world.Host(one).Get())!.Records!);
        Assert.Null((await world.Host(three).Get())!.Records);
    }

    [Fact]
    public async Task A_link_names_two_records_that_are_there_and_a_case_its_own_two()
    {
        var city = await world.OpenCity(1);
        var (one, nobody, migrant) = (await world.AddHost(city), HostId.From(city, "nobody"), await world.AddMigrant(city.Nation));
        Refused(RejectionCode.HostNotFound, await Case(world, one, nobody).Link(Command(), one, nobody, LinkReason.Interview));
        Refused(RejectionCode.InvalidInput, await Case(world, one, migrant).Link(Command(), one, migrant, LinkReason.Interview));
        Refused(RejectionCode.InvalidInput, await Case(world, one, nobody).Link(Command(), one, migrant, LinkReason.Interview));
        Refused(RejectionCode.DuplicateNotFound, await Case(world, one, nobody).Unlink(Command(), UnlinkReason.DifferentPeople));
        Assert.Null(await Case(world, one, nobody).Get());
    }

    [Fact]
    public async Task Of_two_records_that_are_taken_at_once_one_is()
    {
        var city = await world.OpenCity(50);
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await world.AddHost(city), await world.AddHost(city));
            var proposed =
                new[] { await world.Propose(city, one), await world.Propose(city, other), await world.Propose(city, one),
                    await world.Propose(city, other) };
            Accepted("linked", await Case(world, one, other).Link(Command(), one, other, LinkReason.Interview));
            await Task.WhenAll(proposed.Select(s => world.Sponsorship(s).Accept(Own(Party.Migrant), Party.Migrant)));
            await Until(
                async () => (await Task.WhenAll(proposed.Select(world.StatusOf)))
                    .All(s => s is SponsorshipStatus.Checking or SponsorshipStatus.Ended), "all to be decided");
            var live = new[] { (await world.Host(one).Get())!.Sponsorship, (await world.Host(other).Get())!.Sponsorship }.Count(
                s => s is not null);
            Assert.InRange(live, 0, 1);
        }
    }

    [Fact]
    public async Task Wherever_the_journal_dies_a_link_is_made_or_undone_and_no_claim_is_left()
    {
        SagaCrashTests.NationJournals? nations = null;
        var crashing = true;
        await using var shaky = await Start(new() { Around = journal => crashing ? nations = new(journal) : journal });
        var appends = 0;
        var lives = new ConcurrentBag<(CityId City, HostId One, HostId Other, SponsorshipId Sponsorship, string Name)>();

        async Task<(CityId City, HostId One, HostId Other, SponsorshipId Sponsorship, string Name)> Begin(string name)
        {
            var city = await shaky.OpenCity(3, CityId.Parse($"{SagaCrashTests.NationJournals.Next()}-link"));
            var (one, other) = (await shaky.AddHost(city), await shaky.AddHost(city));
            return (city, one, other, await shaky.Propose(city, host: other), name);
        }

        async Task<bool> Live((CityId City, HostId One, HostId Other, SponsorshipId Sponsorship, string Name) l)
        {
            Func<CommandContext, Task<CommandResult>>[] commands =
            [
                c => Case(shaky, l.One, l.Other).Link(c, l.One, l.Other, LinkReason.Interview),
                c => shaky.Sponsorship(l.Sponsorship).Accept(c.As(Party.Migrant), Party.Migrant),
                c => shaky.Sponsorship(l.Sponsorship).Withdraw(c.As(Party.Host), Party.Host),
                c => Case(shaky, l.One, l.Other).Unlink(c, UnlinkReason.DifferentPeople),
            ];
            for (var i = 0; i < commands.Length; i++)
            {
                try
                {
                    if (!(await Soon(commands[i](Command($"{l.Sponsorship}-{i}")), $"command {i} of {l.Name}")).IsAccepted) return false;
                }
                catch (StoreUnavailableException)
                {
                    return false;
                }
            }

            return true;
        }

        var calm = await Begin("calm");
        nations![calm.City.Nation].OnAppend = null;
        var before = nations[calm.City.Nation].Appends;
        Assert.True(await Live(calm));
        appends = nations[calm.City.Nation].Appends - before;
        Assert.InRange(appends, 15, 60);

        await Parallel.ForEachAsync(
            Enumerable.Range(1, appends).SelectMany(n => new[] { (n, Fault.CrashBeforeWrite), (n, Fault.CrashAfterWrite) }),
            new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (crash, _) =>
        {
            var life = await Begin($"{crash.Item2} at append {crash.n}");
            var journal = nations[life.City.Nation];
            var at = journal.Appends + crash.n;
            journal.OnAppend = (_, n) => n == at ? crash.Item2 : Fault.None;
            await Live(life);
            lives.Add(life);
        });

        crashing = false;
        await shaky.Restart();
        for (var round = 0; round < 2; round++) await shaky.RemindersCome();
        foreach (var life in lives)
        {
            var link = (await Case(shaky, life.One, life.Other).Get())?.Link;
            Assert.True(link is null or LinkStatus.Linked or LinkStatus.Refused or LinkStatus.Unlinked, $"{life.Name}: {link}");
            Assert.Equal((life.Name, link == LinkStatus.Linked ? life.One : null),
                (life.Name, (await shaky.Host(life.Other).Get())!.LinkedTo));
            Assert.Equal((life.Name, link == LinkStatus.Linked), (life.Name, (await shaky.Host(life.One).Get())!.Records is not null));
        }

        await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (life, _) =>
        {
            Assert.True(await Live(life), life.Name);
            Assert.Equal((life.Name, LinkStatus.Unlinked), (life.Name, (await Case(shaky, life.One, life.Other).Get())!.Link!.Value));
            Assert.Equal((life.Name, null, null),
                (life.Name, (await shaky.Host(life.Other).Get())!.LinkedTo, (await shaky.Host(life.One).Get())!.Records));
            // Both are free.
            foreach (var host in new[] { life.One, life.Other })
            {
                Assert.Equal((life.Name, SponsorshipStatus.Checking),
                    (life.Name, await shaky.StatusOf(await shaky.Accept(life.City, host: host))));
            }

        });
    }

    private Task<DuplicatePage> Lives(CityId city, bool ofNation = false) =>
        world.Grains.Duplicates(city.Nation).Links(ofNation ? null : city, true, null, 10);

    private static IDuplicateGrain Case(World world, PersonId one, PersonId other) =>
        world.Grains.Duplicate(DuplicateId.Of(one, other));
}
