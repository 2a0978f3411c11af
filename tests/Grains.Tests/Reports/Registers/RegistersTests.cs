namespace VipOrleans.Grains.Tests.Reports;

using System.Text;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Grains.Reports;
using static VipOrleans.Grains.Tests.World;

public sealed class RegistersTests(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData(20260301)]
    [InlineData(20260302)]
    public async Task The_lists_say_what_the_grains_say_after_any_history_and_can_be_made_again_byte_for_byte(int seed)
    {
        var random = new Random(seed);
        var city = await world.OpenCity(4);
        var hosts = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(n => world.AddHost(city, household: n % 3 == 0 ? HouseholdId.From(city, "family") : null)));
        var migrants = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.AddMigrant(city.Nation)));
        var sponsorships =
            await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => world.Propose(city, hosts[random.Next(10)], migrants[random.Next(10)])));
        foreach (var wave in Enumerable.Range(0, 150).Select(_ => Step(random)).Chunk(5)) await Task.WhenAll(wave.Select(step => step()));
        // Many who are wanted by several: one gets them, and the others note that they let go.
        await Task.WhenAll(sponsorships.Select(s => world.Sponsorship(s).Accept(Own(Party.Migrant), Party.Migrant)));
        await world.RemindersCome();

        await world.Settled(city.Value, () => SaysTheSame(city, hosts, migrants, sponsorships));

        // A snapshot of what was folded bit by bit, and one of what is folded at a stroke.
        var registers = world.Registers(city.Value);
        await world.CheckpointsAreTheFold<RegistersFold>(city.Value, "registers", registers, registers.Rebuild);
        await world.Settled(city.Value, () => SaysTheSame(city, hosts, migrants, sponsorships));

        Func<Task> Step(Random random)
        {
            var (s, host) = (world.Sponsorship(sponsorships[random.Next(25)]), world.Host(hosts[random.Next(10)]));
            var (year, month, amount) = (1, random.Next(1, 3), random.Next(0, 900_000));
            return random.Next(14) switch
            {
                0 => () => host.Suspend(Command(), SuspensionReason.OwnRequest),
                1 => () => host.Reinstate(Command(), ReinstatementReason.OwnRequest),
                2 or 3 or 4 => () => s.Accept(Own(Party.Migrant), Party.Migrant),
                5 when month == 1 => () => s.Decline(Own(Party.Migrant), Party.Migrant),
                6 => () => s.Withdraw(Own(Party.Host), Party.Host),
                7 => () => s.Refuse(Command(), [RefusalReason.ConditionsNotMet]),
                8 => async () =>
                {
                    foreach (var kind in Enum.GetValues<CheckKind>()) await s.RecordCheck(Command(), kind, Passed);
                    await s.Arrive(Command(), new(2026, 1, 15));
                }
                ,
                9 or 10 => () => s.ReportEarnings(Command(), new(year, month, Employers.None, new(amount, Nzd))),
                11 => () => s.End(Command(), Party.Migrant, EndReason.Moved, null),
                _ => () => s.Wake(),
            };
        }
    }

    [Fact]
    public async Task An_answer_has_all_that_was_acknowledged_before_the_question()
    {
        var city = await world.OpenCity(1);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
        {
            var host = await world.AddHost(city);
            var page = await world.Registers(city.Value).Hosts(new(), 0, 200);
            Assert.Contains(page.Items, h => h.Id == host);
        }));
        Assert.Equal(60, (await world.Registers(city.Value).Summary()).Hosts);
    }

    [Fact]
    public async Task A_walk_through_the_pages_meets_everyone_once_while_others_are_added()
    {
        var city = await world.OpenCity(1);
        var before = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.AddHost(city)));
        var writers = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => world.AddHost(city)));
        do
        {
            var met = new List<HostId>();
            long? next = 0;
            while (next is { } after)
            {
                var page = await world.Registers(city.Value).Hosts(new(), after, 7);
                Assert.InRange(page.Items.Count, 1, 7);
                met.AddRange(page.Items.Select(i => i.Id));
                next = page.Next;
            }

            Assert.Equal(met.Distinct(), met);
            Assert.Empty(before.Except(met));
        }
        while (!writers.IsCompleted);
    }

    [Fact]
    public async Task Filters_choose_and_pages_of_the_chosen_are_full()
    {
        var city = await world.OpenCity(1);
        var family = HouseholdId.From(city, "family");
        var hosts = new List<HostId>();
        for (var n = 0; n < 9; n++) hosts.Add(await world.AddHost(city, household: n % 2 == 0 ? family : null));
        await world.Host(hosts[2]).Suspend(Command(), SuspensionReason.OwnRequest);
        var id = await world.Accept(city, hosts[4]);
        var registers = world.Registers(city.Value);

        Assert.Equal(hosts.Where((_, n) => n % 2 == 0),
            (await registers.Hosts(new() { Household = family }, 0, 5)).Items.Select(h => h.Id));
        Assert.Null((await registers.Hosts(new() { Household = family }, 0, 5)).Next);
        Assert.NotNull((await registers.Hosts(new() { Household = family }, 0, 4)).Next);
        Assert.Equal([hosts[2]], (await registers.Hosts(new() { Suspended = true }, 0, 50)).Items.Select(h => h.Id));
        Assert.Equal([hosts[4]], (await registers.Hosts(new() { InSponsorship = true }, 0, 50)).Items.Select(h => h.Id));
        Assert.Equal(8, (await registers.Hosts(new() { Suspended = false }, 0, 50)).Items.Count);
        Assert.Equal([id],
            (await registers.Sponsorships(new() { Status = SponsorshipStatus.Checking, Host = hosts[4], Household = family }, 0,
                50)).Items.Select(s => s.Id));
        Assert.Empty((await registers.Sponsorships(new() { Host = hosts[5] }, 0, 50)).Items);
        Assert.Equal([id], (await registers.Migrants(new() { InSponsorship = true }, 0, 50)).Items.Select(m => m.Sponsorship!.Value));
    }

    [Fact]
    public async Task A_nation_lists_its_migrants_with_their_origin()
    {
        await using var own = await Start();
        var city = await own.OpenCity(2, NewCity("mt"));
        var (one, two) = (await own.AddMigrant(city.Nation), await own.AddMigrant(city.Nation));
        var id = await own.Accept(city, migrant: two);
        var page = await own.Registers("mt").Migrants(new(), 0, 10);
        Assert.Equal([(one, "ID", null), (two, "ID", (SponsorshipId?)id)], page.Items.Select(m => (m.Id, m.Origin, m.Sponsorship)));
        Assert.Equal((0, 2), ((await own.Registers("mt").Summary()).Hosts, (await own.Registers("mt").Summary()).Migrants));
    }

    [Fact]
    public async Task A_new_activation_goes_on_from_the_snapshot()
    {
        var city = await world.OpenCity(1);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.AddHost(city)));
        var before = await world.Registers(city.Value).Summary();
        // The feed relay and the fold of the news read it too, from the first event, and go on from where they were.
        await Until(() => world.Watched.FeedReadsOf(city.Value).Count(after => after == 0) >= 3, "the feed relay and the news");
        await world.Cluster.DeactivateAsync(world.Registers(city.Value));
        Assert.Equal(before.Position, LastSnapshot(city).Position);
        world.Watched.FeedReadsOf(city.Value).Clear();

        await world.AddHost(city);
        Assert.Equal(6, (await world.Registers(city.Value).Summary()).Hosts);
        Assert.Contains(before.Position, world.Watched.FeedReadsOf(city.Value));
        Assert.DoesNotContain(0, world.Watched.FeedReadsOf(city.Value));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_is_passed_over()
    {
        var city = await world.OpenCity(1);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.AddHost(city)));
        await world.Registers(city.Value).Summary();
        await world.Cluster.DeactivateAsync(world.Registers(city.Value));
        world.Checkpoints.Put(city.Value, "registers", "{\"position\":true}"u8.ToArray());

        Assert.Equal(5, (await world.Registers(city.Value).Summary()).Hosts);
    }

    [Fact]
    public async Task It_may_be_made_again_while_it_is_asked_and_written_to()
    {
        var city = await world.OpenCity(1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.AddHost(city)));
        await Soon(Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            if (n % 8 == 0) await world.Registers(city.Value).Rebuild();
            else if (n % 8 == 1) await world.AddHost(city);
            else Assert.InRange((await world.Registers(city.Value).Summary()).Hosts, 20, 25);
        })), "all answers");
        Assert.Equal(25, (await world.Registers(city.Value).Summary()).Hosts);
    }

    private async Task SaysTheSame(CityId city, HostId[] hosts, MigrantId[] migrants, SponsorshipId[] sponsorships)
    {
        var registers = world.Registers(city.Value);
        var views = await Task.WhenAll(sponsorships.Select(async s => (await world.Sponsorship(s).Get())!));
        var statements = await Task.WhenAll(sponsorships.Select(async s => (await world.Sponsorship(s).Statement())!));
        var hostViews = await Task.WhenAll(hosts.Select(async h => (await world.Host(h).Get())!));
        var migrantViews = await Task.WhenAll(migrants.Select(async m => (await world.Migrant(m).Get())!));

        Assert.Equal(
            hostViews.Select(h => (h.Id, h.Household, h.Suspended, h.Sponsorship)).OrderBy(h => h.Id.Value),
            (await registers.Hosts(new(), 0, 200)).Items.Select(h => (h.Id, h.Household, h.Suspended, h.Sponsorship))
                .OrderBy(h => h.Id.Value));
        Assert.Equal(
            migrantViews.Where(m => views.Any(v => v.Migrant == m.Id)).Select(m => (m.Id, m.Sponsorship)).OrderBy(m => m.Id.Value),
            (await registers.Migrants(new(), 0, 200)).Items.Select(m => (m.Id, m.Sponsorship)).OrderBy(m => m.Id.Value));
        Assert.Equal(
            views.Zip(statements)
                .Select(x =>
                    (x.First.Id, x.First.Host, x.First.Migrant, x.First.Household, x.First.Status, x.First.EndReason, Earned(x.Second),
                        Share(x.Second))).OrderBy(x => x.Id.Value),
            (await registers.Sponsorships(new(), 0, 200)).Items.Select(
                s => (s.Id, s.Host, s.Migrant, s.Household, s.Status, s.EndReason, s.Earned?.Minor, s.Share?.Minor))
                .OrderBy(x => x.Id.Value));

        var summary = await registers.Summary();
        Assert.Equal((hosts.Length, hostViews.Count(h => h.Suspended is not null), views.DistinctBy(v => v.Migrant).Count()),
            (summary.Hosts, summary.SuspendedHosts, summary.Migrants));
        Assert.Equal(views.GroupBy(v => v.Status).ToDictionary(g => g.Key, g => g.Count()).OrderBy(x => x.Key),
            summary.Sponsorships.OrderBy(x => x.Key));
        Assert.Equal((statements.Sum(s => Earned(s) ?? 0), statements.Sum(s => Share(s) ?? 0)),
            (summary.Earned?.Minor ?? 0, summary.Share?.Minor ?? 0));

        static long? Earned(StatementView s) => s.Lines.Count == 0 ? null : s.Totals!.Earned.Minor;
        static long? Share(StatementView s) => s.Lines.Count == 0 ? null : s.Totals!.Share.Minor;
    }

    private CheckpointState LastSnapshot(CityId city) => world.Checkpoints.Last(city.Value, "registers");
}
