namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Grains.Tests.World;

public sealed class GroupCommitTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task What_is_decided_while_a_write_is_on_its_way_goes_out_together_in_the_next()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(2));
            return Task.CompletedTask;
        });
        var others = Enumerable.Range(3, 200).Select(places => world.City(id).DecideQuota(Command(), Quota(places))).ToArray();
        await world.AllArrived(id);

        world.Heal();

        Accepted("decided", await Soon(first, "the first answer"));
        Assert.Equal(Enumerable.Range(4, 200).Select(v => (long)v),
            (await Soon(Task.WhenAll(others), "200 answers")).Select(r => r.Version).Order());
        Assert.Equal(203, (await world.EventsOf(id.Stream)).Count);
        // Opened, decided, the first, and the 200 in one or two.
        Assert.InRange(world.Watched.AppendsTo(id.Stream).Count(), 4, 5);
    }

    [Fact]
    public async Task A_call_answers_and_a_reader_sees_only_what_is_durable()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> decision = null!;
        await world.HoldUp(id.Stream, () =>
        {
            decision = world.City(id).DecideQuota(Command(), Quota(50));
            return Task.CompletedTask;
        }, Fault.HangAfterWrite);

        var seen = await world.City(id).Get();
        Assert.Equal((2, 1), (seen!.Version, seen.Quota!.Places));
        Assert.False(decision.IsCompleted);

        world.Heal();
        Assert.Equal(3, (await Soon(decision, "the answer")).Version);
        Assert.Equal((3, 50), ((await world.City(id).Get())!.Version, (await world.City(id).Get())!.Quota!.Places));
    }

    [Fact]
    public async Task Who_asks_for_what_the_feed_has_and_its_grain_has_not_noted_waits_for_it()
    {
        var id = NewCity();
        Task<CommandResult> opening = null!;
        await world.HoldUp(id.Stream, () =>
        {
            opening = world.City(id).Open(Command(), new("Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default));
            return Task.CompletedTask;
        }, Fault.HangAfterWrite);

        // It is in the feed, and every list of the city may name it.
        Assert.NotEmpty((await world.Watched.ReadFeed(id.Stream.Partition, 0, 10)).Events);
        var asked = world.City(id).Get();
        Assert.Null(await world.City(id).PayingAccount());
        Assert.False(asked.IsCompleted);

        world.Heal();
        Accepted("opened", await Soon(opening, "the opening"));
        Assert.Equal(1, (await Soon(asked, "the city"))!.Version);
    }

    [Fact]
    public async Task A_refusal_that_rests_on_what_is_not_durable_waits_for_it()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> pause = null!;
        await world.HoldUp(id.Stream, () =>
        {
            pause = world.City(id).Pause(Command(), PauseReason.Safety);
            return Task.CompletedTask;
        });
        var again = world.City(id).Pause(Command(), PauseReason.Capacity);
        Assert.Null((await world.City(id).Get())!.Paused);
        Assert.False(again.IsCompleted);

        world.Heal();
        Accepted("paused", await Soon(pause, "the pause"));
        Refused(RejectionCode.CityPaused, await Soon(again, "the refusal"));
    }

    [Fact]
    public async Task A_refusal_that_rests_on_what_came_to_nothing_is_not_given()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> pause = null!;
        await world.HoldUp(id.Stream, () =>
        {
            pause = world.City(id).Pause(Command(), PauseReason.Safety);
            return Task.CompletedTask;
        });
        var again = world.City(id).Pause(Command(), PauseReason.Capacity);
        var resume = world.City(id).Resume(Command());
        await world.AllArrived(id);
        world.Script(id.Stream, _ => Fault.BeforeWrite);
        world.Faults.Crash();
        world.Faults.Release();

        foreach (var answer in new[] { pause, again, resume })
        {
            Refused(RejectionCode.StoreUnavailable, await Soon(answer, "three failures"));
        }

        world.Heal();
        Assert.Null((await world.City(id).Get())!.Paused);
        Assert.Equal(2, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task Events_carry_who_asked_and_when()
    {
        var id = await world.OpenCity(0);
        world.Time.AdjustTime(world.Time.GetUtcNow().AddDays(2));
        await world.City(id).Pause(Command(actor: "nation-officer:7"), PauseReason.NationDecision);
        var asked = world.Time.GetUtcNow();
        world.Time.AdjustTime(asked.AddHours(1));
        await world.City(id).Resume(Command(actor: "city-officer:8"));

        var events = await world.EventsOf(id.Stream);

        Assert.Equal([("city-paused", "nation-officer:7", asked), ("city-resumed", "city-officer:8", asked.AddHours(1))],
            events.Skip(2).Select(e => (e.Type, e.Actor, e.At)));
    }

    [Fact]
    public async Task A_command_that_no_journal_would_take_does_not_take_others_down_with_it()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(2));
            return Task.CompletedTask;
        });
        CommandContext[] bad = [Command(id: new string('x', 101)), Command(id: ""), Command(actor: ""),
            Command(actor: new string('x', JournalLimits.MaxActorLength + 1))];
        var refused = bad.Select(context => world.City(id).DecideQuota(context, Quota(3))).ToArray();
        var good = world.City(id).DecideQuota(Command(), Quota(4));
        await world.AllArrived(id);
        world.Heal();

        Accepted("decided", await Soon(first, "the first answer"));
        Accepted("decided", await Soon(good, "the good command's answer"));
        foreach (var answer in refused) Refused(RejectionCode.InvalidInput, await Soon(answer, "a refusal"));
        Assert.Equal(4, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task Hundreds_of_undos_at_once_do_not_void_more_ids_than_an_append_may_carry()
    {
        var id = await world.OpenCity(1);
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(2));
            return Task.CompletedTask;
        });
        var undos = Enumerable.Range(1, 300)
            .Select(n => world.City(id).ReleasePlace(Command(), SponsorshipId.From(id, $"{n}"), $"hold-{id}-{n}")).ToArray();
        await world.AllArrived(id);
        world.Heal();

        await Soon(first, "the first answer");
        foreach (var answer in await Soon(Task.WhenAll(undos), "300 answers")) Accepted("released", answer);
        Assert.All(world.Watched.AppendsTo(id.Stream), a => Assert.InRange(a.Commands.Count, 1, JournalLimits.MaxCommandsPerAppend));
    }
}

public sealed class BoundedQueueTests
{
    [Fact]
    public async Task More_commands_than_may_wait_are_refused_as_busy_and_batches_stay_small()
    {
        await using var world = await Start(new() { Configure = o => (o.MaxPending, o.MaxBatchEvents) = (7, 3) });
        var id = await world.OpenCity(1);
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(2));
            return Task.CompletedTask;
        });
        var contexts = Enumerable.Range(1, 8).Select(_ => Command()).ToArray();
        var waiting = contexts.Select(context => world.City(id).DecideQuota(context, Quota(9))).ToArray();

        var refused = await Soon(Task.WhenAny(waiting), "a refusal at once");

        Refused(RejectionCode.Busy, await refused);
        Assert.Equal(7, waiting.Count(w => !w.IsCompleted));
        world.Heal();
        foreach (var answer in waiting.Where(w => w != refused)) Accepted("decided", await Soon(answer, "the others' answers"));
        Accepted("decided", await world.City(id).DecideQuota(contexts[Array.IndexOf(waiting, refused)], Quota(9)));
        Assert.Equal(11, (await world.EventsOf(id.Stream)).Count);
        Assert.All(world.Watched.AppendsTo(id.Stream), a => Assert.InRange(a.Events.Count, 1, 3));
    }
}
