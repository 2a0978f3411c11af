namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Grains.Tests.World;

public sealed class ContagionTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_failed_background_check_reaches_every_open_sponsorship_of_the_host_and_no_other()
    {
        var city = await world.OpenCity(10);
        var (host, other) = (await world.AddHost(city, "1 Queen Street"), await world.AddHost(city, "1 Queen Street"));
        var (source, proposal, ended, elsewhere) =
            (await world.Accept(city, host), await world.Propose(city, host), await world.Propose(city, host),
                await world.Accept(city, other));
        Accepted("declined", await world.Sponsorship(ended).Decline(Own(Party.Migrant), Party.Migrant));

        Accepted("recorded",
            await world.Sponsorship(source).RecordCheck(Command(), CheckKind.Background, Failed(RefusalReason.CriminalRecord)));

        await Reaches(proposal, CheckKind.Background, source);
        // One that is proposed later is told too; and with it, all that was in the feed before has been delivered.
        await Reaches(await world.Propose(city, host), CheckKind.Background, source);
        Assert.Empty((await world.Sponsorship(ended).Get())!.Checks);
        Assert.Empty((await world.Sponsorship(elsewhere).Get())!.Checks);
    }

    [Fact]
    public async Task A_failed_accommodation_reaches_every_household_at_the_address_however_it_is_written()
    {
        var city = await world.OpenCity(10);
        var hosts = new List<HostId>();
        foreach (var address in new[] { "Flat 3, 12 Queen Street", "flat 3,  12 QUEEN street", "Flat 3\n12 Queen Street." })
        {
            hosts.Add(await world.AddHost(city, address));
        }

        var neighbour = await world.AddHost(city, "Flat 4, 12 Queen Street");
        var homes = await Task.WhenAll(hosts.Append(neighbour).Select(async h => (await world.Host(h).Get())!));
        Assert.Equal(2, homes.Select(h => h.Home).Distinct().Count());
        Assert.Equal(4, homes.Select(h => h.Household).Distinct().Count());
        var (source, checking, proposal, next) =
            (await world.Accept(city, hosts[0]), await world.Accept(city, hosts[1]), await world.Propose(city, hosts[2]),
                await world.Accept(city, neighbour));

        Accepted("recorded",
            await world.Sponsorship(source)
                .RecordCheck(Command(), CheckKind.AccommodationSuitable, Failed(RefusalReason.AccommodationOvercrowded)));

        await Reaches(checking, CheckKind.AccommodationSuitable, source);
        await Reaches(proposal, CheckKind.AccommodationSuitable, source);
        await Reaches(await world.Propose(city, await world.AddHost(city, "FLAT 3 12 QUEEN STREET")), CheckKind.AccommodationSuitable,
            source);
        Assert.Empty((await world.Sponsorship(next).Get())!.Checks);

        // It stops the grant there, until that home has passed in its own right.
        foreach (var kind in Enum.GetValues<CheckKind>().Where(k => k != CheckKind.AccommodationSuitable))
        {
            await world.Sponsorship(checking).RecordCheck(Command(), kind, Passed);
        }

        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(checking));
        Accepted("recorded", await world.Sponsorship(checking).RecordCheck(Command(), CheckKind.AccommodationSuitable, Passed));
        Assert.Equal(SponsorshipStatus.Granted, await world.StatusOf(checking));
    }

    [Fact]
    public async Task A_failure_after_the_grant_stops_the_arrival()
    {
        var city = await world.OpenCity(10);
        var (granted, source) =
            (await world.Accept(city, await world.AddHost(city, "7 Shortland Street")),
                await world.Accept(city, await world.AddHost(city, "7 Shortland Street")));
        await world.PassChecks(granted);

        await world.Sponsorship(source).RecordCheck(Command(), CheckKind.AccommodationExists, Failed(RefusalReason.AccommodationNotFound));

        await Reaches(granted, CheckKind.AccommodationExists, source);
        Refused(RejectionCode.ChecksNotPassed, await world.Sponsorship(granted).Arrive(Command(), new(2026, 2, 25)));
    }

    [Fact]
    public async Task A_later_pass_ends_the_reach_of_a_failure()
    {
        var city = await world.OpenCity(10);
        var host = await world.AddHost(city, "9 Albert Street");
        var source = await world.Accept(city, host);
        await world.Sponsorship(source).RecordCheck(Command(), CheckKind.Background, Failed(RefusalReason.CriminalRecord));
        await world.Sponsorship(source).RecordCheck(Command(), CheckKind.Background, Passed);
        var later = await world.Propose(city, host);

        // News that comes after the proposal in the feed: when it is there, all before it has been delivered.
        await world.Sponsorship(source).RecordCheck(Command(), CheckKind.AccommodationExists, Failed(RefusalReason.AccommodationNotFound));
        await Reaches(later, CheckKind.AccommodationExists, source);

        Assert.DoesNotContain((await world.Sponsorship(later).Get())!.Checks, c => c.Kind == CheckKind.Background);
    }

    [Fact]
    public async Task News_that_is_delivered_again_after_a_restart_is_taken_once()
    {
        await using var own = await Start();
        var city = await own.OpenCity(10);
        var host = await own.AddHost(city, "9 Albert Street");
        var (source, proposal) = (await own.Accept(city, host), await own.Propose(city, host));
        await own.Sponsorship(source).RecordCheck(Command(), CheckKind.Background, Failed(RefusalReason.CriminalRecord));
        await Reaches(own, proposal, CheckKind.Background, source);

        await own.Restart();
        await own.Sponsorship(source).RecordCheck(Command(), CheckKind.AccommodationExists, Failed(RefusalReason.AccommodationNotFound));
        await Reaches(own, proposal, CheckKind.AccommodationExists, source);

        // The new feed relay had no checkpoint, so it began with the first event.
        Assert.Contains(0, own.Watched.FeedReadsOf(city.Value));
        Assert.Equal(3, (await own.EventsOf(proposal.Stream)).Count);
    }

    [Fact]
    public async Task News_for_a_sponsorship_that_cannot_be_written_is_delivered_when_it_can()
    {
        var city = await world.OpenCity(10);
        var host = await world.AddHost(city, "9 Albert Street");
        var (source, proposal) = (await world.Accept(city, host), await world.Propose(city, host));
        var tried = world.Script(proposal.Stream, _ => Journal.Testing.Fault.BeforeWrite);
        await world.Sponsorship(source).RecordCheck(Command(), CheckKind.Background, Failed(RefusalReason.CriminalRecord));
        await Until(() => tried.Count >= 6, "a delivery that fails");
        world.Heal();

        // The next look at what is new: every half minute, whether anything is written or not.
        await Until(async () =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(30));
            return (await world.Sponsorship(proposal).Get())!.Checks.Count == 1;
        }, "the delivery");
        await Reaches(proposal, CheckKind.Background, source);
    }

    private Task Reaches(SponsorshipId id, CheckKind kind, SponsorshipId source) => Reaches(world, id, kind, source);

    private static async Task Reaches(World world, SponsorshipId id, CheckKind kind, SponsorshipId source)
    {
        await Until(async () => (await world.Sponsorship(id).Get())!.Checks.Any(c => c.Kind == kind && c.Result.Via is not null),
            $"news of {kind} at {id}");
        var check = (await world.Sponsorship(id).Get())!.Checks.Single(c => c.Kind == kind).Result;
        Assert.Equal((CheckOutcome.Failed, source), (check.Outcome, check.Via));
    }
}
