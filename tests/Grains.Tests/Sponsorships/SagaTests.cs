namespace VipOrleans.Grains.Tests.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

/// <summary>A world in which every sponsorship is formed step by step.</summary>
public sealed class StepByStepWorld : IAsyncLifetime
{
    public World World { get; } = new() { StepByStep = true };

    public ValueTask InitializeAsync() => World.InitializeAsync();

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

/// <summary>The steps of the saga, one by one. Forming at once: <see cref="FormationTests"/>.</summary>
public sealed class SagaTests(StepByStepWorld stepByStep) : IClassFixture<StepByStepWorld>
{
    private readonly World world = stepByStep.World;

    [Fact]
    public async Task Woken_by_everybody_at_once_it_takes_each_step_once()
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var sponsorship = world.Sponsorship(id);
        Task<CommandResult> accept = null!;
        await world.HoldUp(host.Stream, () =>
        {
            accept = sponsorship.Accept(Own(Party.Migrant), Party.Migrant);
            return Task.CompletedTask;
        });
        var wakes = Enumerable.Range(0, 50).Select(_ => sponsorship.Wake()).ToArray();
        world.Heal();
        await Soon(Task.WhenAll([accept, .. wakes]), "the wakes");
        await Soon(Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sponsorship.Wake())), "more wakes");

        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(id));
        Assert.Equal(["host-registered", "host-taken"], await Types(host.Stream));
        Assert.Equal(["migrant-registered", "baseline-declared", "baseline-verified", "migrant-taken"], await Types(migrant.Stream));
        Assert.Equal(["city-opened", "quota-decided", "place-held"], await Types(city.Stream));
        Assert.Equal(["sponsorship-proposed", "sponsorship-accepted", "claim-noted", "claim-noted", "terms-fixed"], await Types(id.Stream));
    }

    [Fact]
    public async Task Each_step_may_be_called_twice_and_each_undo_too()
    {
        var city = await world.OpenCity(1);
        var (host, migrant, id) = (await world.AddHost(city), await world.AddMigrant(city.Nation), SponsorshipId.From(city, "steps"));
        CommandContext Step(SagaStep step) => Command(SponsorshipSaga.CommandId(id, step), 0);
        string Id(SagaStep step) => SponsorshipSaga.CommandId(id, step);

        await Twice("taken", () => world.Host(host).Take(Step(SagaStep.TakeHost), id));
        await Twice("taken", () => world.Migrant(migrant).Take(Step(SagaStep.TakeMigrant), id));
        await Twice("held", async () => (await world.City(city).HoldPlace(Step(SagaStep.HoldPlace), id)).Result);
        await Twice("confirmed", () => world.City(city).ConfirmPlace(Step(SagaStep.ConfirmPlace), id));
        Assert.Equal((id, id, 1),
            ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship,
                (await world.City(city).Get())!.Used));
        await Twice("released", () => world.City(city).ReleasePlace(Step(SagaStep.ReleasePlace), id, Id(SagaStep.HoldPlace)));
        await Twice("freed", () => world.Migrant(migrant).Free(Step(SagaStep.FreeMigrant), id, Id(SagaStep.TakeMigrant)));
        await Twice("freed", () => world.Host(host).Free(Step(SagaStep.FreeHost), id, Id(SagaStep.TakeHost)));

        // The steps once more, after their undo: the first answers, and no effect.
        await Twice("taken", () => world.Host(host).Take(Step(SagaStep.TakeHost), id));
        await Twice("taken", () => world.Migrant(migrant).Take(Step(SagaStep.TakeMigrant), id));
        await Twice("held", async () => (await world.City(city).HoldPlace(Step(SagaStep.HoldPlace), id)).Result);
        Assert.Equal((null, null, 1L),
            ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship,
                (await world.City(city).Get())!.Free));
        Assert.Equal((3, 5, 5),
            ((await Types(host.Stream)).Length, (await Types(migrant.Stream)).Length, (await Types(city.Stream)).Length));

        async Task Twice(string outcome, Func<Task<CommandResult>> call)
        {
            var first = await call();
            Accepted(outcome, first);
            Assert.Equal(first, await call());
        }
    }

    [Fact]
    public async Task A_step_that_comes_after_its_undo_has_no_effect()
    {
        var city = await world.OpenCity(1);
        var (host, migrant, id) = (await world.AddHost(city), await world.AddMigrant(city.Nation), SponsorshipId.From(city, "late"));

        Accepted("freed", await world.Host(host).Free(Command(), id, "late-take-host"));
        Accepted("freed", await world.Migrant(migrant).Free(Command(), id, "late-take-migrant"));
        Accepted("released", await world.City(city).ReleasePlace(Command(), id, "late-hold"));
        Accepted("voided", await world.Host(host).Take(Command("late-take-host", 0), id));
        Accepted("voided", await world.Migrant(migrant).Take(Command("late-take-migrant", 0), id));
        Accepted("voided", (await world.City(city).HoldPlace(Command("late-hold", 0), id)).Result);

        Assert.Equal((null, null, 1L),
            ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship,
                (await world.City(city).Get())!.Free));
    }

    [Theory]
    [InlineData("host", SponsorshipStatus.Accepted)]
    [InlineData("migrant", SponsorshipStatus.Accepted)]
    [InlineData("city", SponsorshipStatus.Accepted)]
    public async Task While_one_of_the_others_cannot_be_reached_it_stands_still_and_goes_on_when_its_reminder_comes(string away,
        SponsorshipStatus meanwhile)
    {
        var city = await world.OpenCity(2);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Propose(city, host, migrant);
        var stream = away switch { "host" => host.Stream, "migrant" => migrant.Stream, _ => city.Stream };
        world.Script(stream, _ => Fault.LostBeforeWrite);

        Accepted("accepted", await Soon(world.Sponsorship(id).Accept(Own(Party.Migrant), Party.Migrant), "an answer"));
        Assert.Equal(meanwhile, await world.StatusOf(id));
        await world.RemindersCome();
        Assert.Equal(meanwhile, await world.StatusOf(id));
        Assert.True(world.HasReminder(id));

        world.Heal();
        await world.RemindersCome();
        Assert.Equal(SponsorshipStatus.Checking, await world.StatusOf(id));
        Assert.Equal((id, id), ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship));
    }

    [Fact]
    public async Task Of_two_sponsorships_of_one_host_one_comes_about_and_the_other_lets_its_migrant_go()
    {
        var city = await world.OpenCity(5);
        var (host, one, two) = (await world.AddHost(city), await world.AddMigrant(city.Nation), await world.AddMigrant(city.Nation));
        SponsorshipId[] ids = [await world.Propose(city, host, one), await world.Propose(city, host, two)];

        await Soon(Task.WhenAll(ids.Select(s => world.Sponsorship(s).Accept(Own(Party.Migrant), Party.Migrant))), "both answers");

        var views = await Task.WhenAll(ids.Select(async s => (await world.Sponsorship(s).Get())!));
        var (live, ended) =
            (Assert.Single(views, v => v.Status == SponsorshipStatus.Checking),
                Assert.Single(views, v => v.Status == SponsorshipStatus.Ended));
        Assert.Equal(EndReason.HostNotAvailable, ended.EndReason);
        Assert.Equal(live.Id, (await world.Host(host).Get())!.Sponsorship);
        Assert.Equal((live.Id, null),
            ((await world.Migrant(live.Migrant).Get())!.Sponsorship, (await world.Migrant(ended.Migrant).Get())!.Sponsorship));
        Assert.Equal(1, (await world.City(city).Get())!.Held);
        Assert.False(world.HasReminder(ended.Id));
    }

    [Fact]
    public async Task A_sponsorship_that_ends_while_its_reminder_is_being_removed_gives_everything_back()
    {
        var city = await world.OpenCity(1);
        var (host, migrant) = (await world.AddHost(city), await world.AddMigrant(city.Nation));
        var id = await world.Accept(city, host, migrant);
        foreach (var kind in Enum.GetValues<CheckKind>().SkipLast(1)) await world.Sponsorship(id).RecordCheck(Command(), kind, Passed);
        TaskCompletionSource removing = new(TaskCreationOptions.RunContinuationsAsynchronously),
            goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Reminders.BeforeRemoval = () =>
        {
            removing.TrySetResult();
            return goOn.Task;
        };
        var last = world.Sponsorship(id).RecordCheck(Command(), CheckKind.HealthInsurance, Passed);
        await Soon(removing.Task, "the removal of the reminder");

        var withdrawal = world.Sponsorship(id).Withdraw(Own(Party.Migrant), Party.Migrant);
        for (var i = 0; i < 20; i++) await world.Sponsorship(id).Get();
        bool? reminded = null;
        world.Faults.OnAppend = (append, _) =>
        {
            if (append.Stream == id.Stream && append.Events.Any(e => e.Type == "sponsorship-ended"))
            {
                reminded = goOn.Task.IsCompleted && world.HasReminder(id);
            }

            return append.Stream == city.Stream ? Fault.BeforeWrite : Fault.None;
        };
        world.Reminders.BeforeRemoval = null;
        goOn.SetResult();

        Accepted("recorded", await Soon(last, "the check"));
        Accepted("withdrawn", await Soon(withdrawal, "the withdrawal"));
        Assert.True(reminded, "The end was written while nobody would have come after a crash.");
        // What it could not give back at once is given back when its reminder comes, and that is still there.
        Assert.Equal(1, (await world.City(city).Get())!.Used);
        world.Heal();
        await world.RemindersCome();
        Assert.Equal((null, null, 1L),
            ((await world.Host(host).Get())!.Sponsorship, (await world.Migrant(migrant).Get())!.Sponsorship,
                (await world.City(city).Get())!.Free));
        Assert.False(world.HasReminder(id));
    }

    [Fact]
    public async Task A_reminder_that_was_set_for_a_command_stays_while_the_command_is_being_written()
    {
        var city = await world.OpenCity(1);
        var id = await world.Accept(city);
        await world.PassChecks(id);
        Assert.False(world.HasReminder(id));
        Task<CommandResult> withdrawal = null!;
        await world.HoldUp(id.Stream, () =>
        {
            withdrawal = world.Sponsorship(id).Withdraw(Own(Party.Migrant), Party.Migrant);
            return Task.CompletedTask;
        });

        await Soon(world.Sponsorship(id).Wake(), "a wake that finds nothing to do");

        Assert.True(world.HasReminder(id));
        world.Heal();
        Accepted("withdrawn", await Soon(withdrawal, "the withdrawal"));
        Assert.False(world.HasReminder(id));
    }

    [Fact]
    public async Task News_of_a_place_that_comes_before_the_city_itself_knows_of_it_is_not_lost()
    {
        var city = await world.OpenCity(1);
        var (first, second) = (await world.Accept(city), await world.Accept(city));
        Assert.Equal(SponsorshipStatus.Waiting, await world.StatusOf(second));
        Task<CommandResult> withdrawal = null!;
        await world.HoldUp(city.Stream, () =>
        {
            withdrawal = world.Sponsorship(first).Withdraw(Own(Party.Host), Party.Host);
            return Task.CompletedTask;
        }, Fault.HangAfterWrite);
        // It is in the feed, and something else makes the feed relay read that.
        await world.AddHost(city);
        await Until(() => world.Watched.HasFed(city.Value, "place-released"), "the feed relay");
        await world.AllArrived(city);

        world.Heal();

        Accepted("withdrawn", await Soon(withdrawal, "the withdrawal"));
        await Until(async () => await world.StatusOf(second) == SponsorshipStatus.Checking, "the next in line");
    }

    private async Task<string[]> Types(StreamId stream) => [.. (await world.EventsOf(stream)).Select(e => e.Type)];
}
