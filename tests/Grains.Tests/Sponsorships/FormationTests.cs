namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>Host, migrant, place and sponsorship in one append, or the saga step by step and nothing half done.</summary>
public sealed class FormationTests(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData(1, SponsorshipStatus.Checking, "place-held", "terms-fixed")]
    [InlineData(0, SponsorshipStatus.Waiting, "place-awaited", "claim-noted")]
    public async Task It_is_one_append_whether_there_is_a_place_or_not(int places, SponsorshipStatus status, string ofCity, string noted)
    {
        var city = await world.OpenCity(places);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var before = world.Watched.Joint;
        var reminders = world.Reminders.Rows.Count;
        var command = Command();

        var answer = await world.Sponsorship(id).Accept(command.As(Party.Migrant), Party.Migrant);

        Accepted("accepted", answer);
        Assert.Equal((5L, status), (answer.Version, await world.StatusOf(id)));
        Assert.Equal((1, reminders), (world.Watched.Joint - before, world.Reminders.Rows.Count));
        Assert.Equal(["sponsorship-proposed", "sponsorship-accepted", "claim-noted", "claim-noted", noted],
            (await world.EventsOf(id.Stream)).Select(e => e.Type));
        Assert.Equal(["host-registered", "host-taken"], (await world.EventsOf(host.Stream)).Select(e => e.Type));
        Assert.Equal(["city-opened", "quota-decided", ofCity], (await world.EventsOf(city.Stream)).Select(e => e.Type));
        Assert.Equal((id, id), ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship));

        // Asked again it is the same answer, also of an activation that knows nothing but the journal.
        Assert.Equal(5L, (await world.Sponsorship(id).Accept(command.As(Party.Migrant), Party.Migrant)).Version);
        await world.Cluster.DeactivateAsync(world.Sponsorship(id));
        var again = await world.Sponsorship(id).Accept(command.As(Party.Migrant), Party.Migrant);
        Assert.Equal((5L, true), (again.Version, again.IsRepeat));
        Assert.Equal(before + 1, world.Watched.Joint);
    }

    [Fact]
    public async Task A_signed_paper_that_another_officer_has_seen_forms_it_as_the_sides_own_yes_does()
    {
        await using var world = await Start();
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = SponsorshipId.From(city, "on paper");
        const string one = "city-officer:one", two = "city-officer:two";
        var own = world.Sponsorship(id);
        Refused(RejectionCode.PaperMissing, await own.Propose(Command(actor: one), host, migrant, Party.Host));
        Accepted("proposed", await own.ProposeOnPaper(Command(actor: one), new(host, migrant, Party.Host, "form/1")));
        Refused(RejectionCode.WrongState, await own.Accept(Own(Party.Migrant), Party.Migrant));
        Accepted("seen", await own.SeePaper(Command(actor: two), Party.Host));
        Refused(RejectionCode.SameOfficer, await own.AcceptOnPaper(Command(actor: one), Party.Migrant, "form/2"));
        Accepted("shown", await own.AcceptOnPaper(Command(actor: two), Party.Migrant, "form/2"));
        Assert.Equal(SponsorshipStatus.Proposed, await world.StatusOf(id));
        var see = Command(actor: one);
        Accepted("accepted", await own.SeePaper(see, Party.Migrant));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(id));
        Accepted("accepted", await own.SeePaper(see, Party.Migrant));
        Assert.Equal(
            [new(Party.Host, NamedAct.Proposed, one, new(2026, 3, 1), "form/1", two),
                new(Party.Migrant, NamedAct.Accepted, two, new(2026, 3, 1), "form/2", one)],
            (await own.Get())!.InName!);
        // Host, migrant and place came in one append with it.
        Assert.False(world.HasReminder(id));
    }

    [Fact]
    public async Task What_was_checked_before_goes_step_by_step_and_is_granted_at_once()
    {
        var city = await world.OpenCity(1);
        var id = await world.Propose(city);
        await world.PassChecks(id);
        var before = world.Watched.Joint;

        Accepted("accepted", await world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant));

        Assert.Equal((SponsorshipStatus.Granted, 1L), (await world.StatusOf(id), (await world.City(city).Get())!.Used));
        Assert.Equal(before, world.Watched.Joint);
        Assert.False(world.HasReminder(id));
    }

    [Fact]
    public async Task Who_is_not_free_is_not_taken_and_nobody_else_is()
    {
        var city = await world.OpenCity(5);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        await world.Accept(city, host, migrant);
        var (free, waiting) = (await world.AddMigrant(city.Nation), await world.AddHost(city));

        var ofHost = await world.Accept(city, host, free);
        var ofMigrant = await world.Accept(city, waiting, migrant);

        Assert.Equal((EndReason.HostNotAvailable, EndReason.MigrantNotAvailable),
            ((await world.Sponsorship(ofHost).Get())!.EndReason, (await world.Sponsorship(ofMigrant).Get())!.EndReason));
        Assert.Equal((null, null), ((await world.Migrant(free).Get())!.Sponsorship, (await world.Host(waiting).Get())!.Sponsorship));
        Assert.Equal(1, (await world.City(city).Get())!.Held);
    }

    [Fact]
    public async Task Many_that_want_the_same_people_at_once_take_each_of_them_once()
    {
        var city = await world.OpenCity(4);
        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AddHost(city)));
        var migrants = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AddMigrant(city.Nation)));
        var ids = new List<SponsorshipId>();
        foreach (var (host, i) in hosts.Select((h, i) => (h, i)))
        {
            for (var j = 0; j < 4; j++) ids.Add(await world.Propose(city, host, migrants[(i + j) % 6]));
        }

        await Soon(Task.WhenAll(ids.Select(id => world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant))), "all answers");
        await Until(async () => (await Task.WhenAll(ids.Select(world.StatusOf))).All(s =>
            s is SponsorshipStatus.Checking or SponsorshipStatus.Waiting or SponsorshipStatus.Ended), "all to settle");

        var views = await Task.WhenAll(ids.Select(async id => (await world.Sponsorship(id).Get())!));
        var live = views.Where(v => v.EndReason is null).ToList();
        Assert.Equal(live.Count, live.Select(v => v.Host).Distinct().Count());
        Assert.Equal(live.Count, live.Select(v => v.Migrant).Distinct().Count());
        foreach (var view in live)
        {
            Assert.Equal(view.Id, (await world.Host(view.Host).Get())!.Sponsorship);
            Assert.Equal(view.Id, (await world.Migrant(view.Migrant).Get())!.Sponsorship);
        }

        var taken = live.Count(v => v.Status == SponsorshipStatus.Checking);
        Assert.InRange(live.Count, 1, 6);
        Assert.Equal((Math.Min(live.Count, 4), taken), (taken, (int)(await world.City(city).Get())!.Held));
        Assert.Equal(live.Count, (await Task.WhenAll(hosts.Select(h => world.Host(h).Get()))).Count(h => h!.Sponsorship is not null));
    }

    [Fact]
    public async Task A_writer_that_came_first_to_one_of_them_voids_that_formation_and_no_other_of_the_same_append()
    {
        var city = await world.OpenCity(5);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var (stale, sound) = (await world.Propose(city, host, migrant), await world.Propose(city));
        await world.Host(host).Get();
        // Behind the activation's back, as another activation in a cluster in trouble would.
        var head = (await world.Watched.Read(host.Stream)).Head;
        await world.Watched.Append(new(host.Stream, head, Guid.CreateVersion7(),
            [new("host-suspended", HostDecider.Aggregate.Events.Write(new HostEvent.HostSuspended(SuspensionReason.OwnRequest)), Beginning,
                "another")], []));
        Task<CommandResult>[] both = null!;
        Task<CommandResult> first = null!;
        await world.HoldUp(city.Stream, () =>
        {
            first = world.City(city).DecideQuota(Command(), Quota(6));
            return Task.CompletedTask;
        });
        both = [world.Sponsorship(stale).Accept(Own(Party.Migrant), Party.Migrant),
            world.Sponsorship(sound).Accept(Own(Party.Migrant), Party.Migrant)];
        await Until(async () => await world.City(city).Get() is not null && both.All(b => !b.IsCompleted), "both to be on their way");

        world.Heal();

        await Soon(first, "the quota");
        Accepted("accepted", await Soon(both[1], "the sound one"));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(sound));
        var answer = await Soon(both[0], "the stale one");
        await world.RemindersCome();
        // The host was suspended: nobody is taken, and nothing is held.
        Accepted("accepted", answer);
        await Until(async () => (await world.Sponsorship(stale).Get())!.EndReason == EndReason.HostNotAvailable, "the stale one to end");
        Assert.Null((await world.Migrant(migrant).Get())!.Sponsorship);
        Assert.Equal(1, (await world.City(city).Get())!.Held);
    }

    [Fact]
    public async Task An_append_of_unknown_outcome_is_asked_for_again_and_counts_once()
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        world.Script(host.Stream, n => n == 1 ? Fault.AfterWrite : Fault.None);

        Accepted("accepted", await Soon(world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant), "an answer"));
        world.Heal();

        Assert.Equal((SponsorshipStatus.Checking, 1L), (await world.StatusOf(id), (await world.City(city).Get())!.Held));
        Assert.Single((await world.EventsOf(host.Stream)), e => e.Type == "host-taken");
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_everybody_as_they_were_and_the_same_key_goes_on()
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var command = Command();
        world.Script(city.Stream, _ => Fault.LostBeforeWrite);

        Refused(RejectionCode.StoreUnavailable,
            await Soon(world.Sponsorship(id).Accept(command.As(Party.Migrant), Party.Migrant), "an answer"));
        world.Heal();

        Assert.Equal(SponsorshipStatus.Proposed, await world.StatusOf(id));
        Assert.Equal((null, null), ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship));
        Accepted("accepted", await Soon(world.Sponsorship(id).Accept(command.As(Party.Migrant), Party.Migrant), "the second answer"));
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(id));
    }

    [Fact]
    public async Task Whoever_hears_nothing_of_an_offer_reads_the_journal_and_goes_on()
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var offered = await world.Host(host).OfferTake(Command("lost"), id);
        Assert.NotNull(offered);
        var suspended = world.Host(host).Suspend(Command("meanwhile"), SuspensionReason.OwnRequest);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Host(host).Get()));
        Assert.False(suspended.IsCompleted);

        // What was offered is written by whoever it was handed to, who then dies.
        await world.Watched.Append(offered.ToAppend());
        world.Time.Advance(new JournalingOptions().OfferTimeout);
        Refused(RejectionCode.StoreUnavailable, await Soon(suspended, "the answer"));

        Assert.Equal(id, (await world.Host(host).Get())!.Sponsorship);
        Accepted("suspended", await world.Host(host).Suspend(Command("meanwhile"), SuspensionReason.OwnRequest));
    }

    [Fact]
    public async Task What_is_asked_of_a_sponsorship_while_it_is_formed_waits_and_counts_afterwards()
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        Task<CommandResult> accept = null!;
        await world.HoldUp(city.Stream, () =>
        {
            accept = world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant);
            return Task.CompletedTask;
        });
        var (withdrawal, decline) = (world.Sponsorship(id).Withdraw(Own(Party.Host), Party.Host),
            world.Sponsorship(id).Decline(Own(Party.Migrant), Party.Migrant));
        Assert.Equal(SponsorshipStatus.Proposed, await world.StatusOf(id));

        world.Heal();

        Accepted("accepted", await Soon(accept, "the acceptance"));
        Accepted("withdrawn", await Soon(withdrawal, "the withdrawal"));
        Refused(RejectionCode.WrongState, await Soon(decline, "the refusal"));
        await world.RemindersCome();
        Assert.Equal((null, null, 0L), ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship,
            (await world.City(city).Get())!.Held));
    }
}
