namespace VipOrleans.Grains.Tests.Hosting;

using System.Diagnostics;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;
using VipOrleans.Journal.Testing;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class FailingJournalTests(World world) : IClassFixture<World>
{
    [Theory]
    [InlineData(Fault.BeforeWrite)]
    [InlineData(Fault.LostBeforeWrite)]
    [InlineData(Fault.AfterWrite)]
    public async Task A_write_that_fails_twice_is_tried_again_under_its_id_and_has_one_effect(Fault fault)
    {
        var id = await world.OpenCity(1);
        var tried = world.Script(id.Stream, n => n <= 2 ? fault : Fault.None);

        var answer = await world.City(id).DecideQuota(Command(), Quota(5));
        world.Heal();

        Accepted("decided", answer);
        Assert.Equal(3, answer.Version);
        Assert.Equal(3, tried.Count);
        Assert.Single(tried.DistinctBy(a => a.Id));
        Assert.Equal(3, (await world.EventsOf(id.Stream)).Count);
        // The activation goes on with the right head.
        Assert.Equal(4, (await world.City(id).DecideQuota(Command(), Quota(6))).Version);
    }

    [Fact]
    public async Task A_write_that_fails_for_good_is_told_to_all_who_wait_and_the_next_call_works()
    {
        var id = await world.OpenCity(1);
        var tried = world.Script(id.Stream, _ => Fault.BeforeWrite);
        var asked = Command();
        var answers =
            await Soon(Task.WhenAll(world.City(id).DecideQuota(asked, Quota(5)), world.City(id).Pause(Command(), PauseReason.Safety)),
                "failures");
        world.Heal();

        Assert.All(answers, a => Refused(RejectionCode.StoreUnavailable, a));
        Assert.InRange(tried.Count, 6, 12);
        Assert.Equal((2, 1), ((await world.City(id).Get())!.Version, (await world.City(id).Get())!.Quota!.Places));
        var again = await world.City(id).DecideQuota(asked, Quota(5));
        Accepted("decided", again);
        Assert.Equal(3, again.Version);
        Assert.Equal(3, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_full_disk_is_said_at_once_with_its_reason_and_the_same_command_works_once_there_is_room()
    {
        var id = await world.OpenCity(1);
        var tried = world.Script(id.Stream, _ => Fault.Full);
        var asked = Command();

        var answer = await Soon(world.City(id).DecideQuota(asked, Quota(5)), "the refusal");
        world.Heal();

        Refused(RejectionCode.StoreUnavailable, answer);
        Assert.StartsWith("The disk of the journal is full, and nothing was written.", answer.Detail, StringComparison.Ordinal);
        // What is full stays full: nobody waits for further tries.
        Assert.Single(tried);
        Assert.Equal(3, (await world.City(id).DecideQuota(asked, Quota(5))).Version);
    }

    [Fact]
    public async Task A_write_of_unknown_outcome_is_made_good_by_the_same_command_sent_again()
    {
        var id = await world.OpenCity(1);
        var (decide, pause) = (Command(), Command());
        world.Script(id.Stream, n => n == 1 ? Fault.AfterWrite : Fault.LostBeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await Soon(world.City(id).DecideQuota(decide, Quota(5)), "a failure"));
        world.Heal();
        // With an event to write again, the journal says that it was carried out.
        Assert.Equal((3, "decided"), Told(await world.City(id).DecideQuota(decide, Quota(5))));

        world.Script(id.Stream, n => n == 1 ? Fault.AfterWrite : Fault.LostBeforeWrite);
        Refused(RejectionCode.StoreUnavailable, await Soon(world.City(id).Pause(pause, PauseReason.Safety), "a failure"));
        world.Heal();
        // With nothing to write, because the city is paused already, its first answer has to be looked up.
        Assert.Equal((4, "paused"), Told(await world.City(id).Pause(pause, PauseReason.Safety)));
        Assert.Equal(4, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_write_that_hangs_times_out_and_what_lands_later_counts_once()
    {
        var id = await world.OpenCity(1);
        var tried = world.Script(id.Stream, _ => Fault.HangBeforeWrite);
        var asked = Command();
        var answer = world.City(id).DecideQuota(asked, Quota(5));
        await Until(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return answer.IsCompleted;
        }, "the answer to a write that hangs");
        Refused(RejectionCode.StoreUnavailable, await answer);
        Assert.Equal(6, tried.Count);
        Assert.Equal(2, (await world.City(id).Get())!.Version);

        world.Heal();
        await Until(async () => (await world.EventsOf(id.Stream)).Count == 3, "the write that hung");
        // The new activation does not know of it; the journal does.
        Assert.Equal((3, "decided"), Told(await world.City(id).DecideQuota(asked, Quota(5))));
        Assert.Equal(5, (await world.City(id).Get())!.Quota!.Places);
        Assert.Equal(4, (await world.City(id).DecideQuota(Command(), Quota(6))).Version);
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_is_thrown_away_and_the_next_call_is_right()
    {
        var id = await world.OpenCity(1);
        await WriteElsewhere(id, 77);
        Assert.Equal(1, (await world.City(id).Get())!.Quota!.Places);

        Refused(RejectionCode.StoreUnavailable, await world.City(id).Pause(Command(), PauseReason.Safety));

        Assert.Equal(77, (await world.City(id).Get())!.Quota!.Places);
        Assert.Equal(4, (await world.City(id).Pause(Command(), PauseReason.Safety)).Version);
    }

    [Fact]
    public async Task A_command_that_another_activation_carried_out_is_answered_as_there_and_the_stale_activation_goes()
    {
        var id = await world.OpenCity(1);
        await WriteElsewhere(id, 77, new CommandMark("elsewhere", 1, 3, "decided"));

        Assert.Equal((3, "decided"), Told(await world.City(id).DecideQuota(Command("elsewhere"), Quota(77))));

        Assert.Equal(77, (await world.City(id).Get())!.Quota!.Places);
        Assert.Equal(3, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_told_quickly_and_the_next_call_works_when_it_can()
    {
        var id = await world.OpenCity(1);
        await world.Cluster.DeactivateAsync(world.City(id));
        world.Faults.ReadFails = new JournalUnavailableException("The disk is away.", outcomeKnown: true);
        var began = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.City(id).Get());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.City(id).DecideQuota(Command(), Quota(5)));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        world.Heal();
        Assert.Equal(2, (await world.City(id).Get())!.Version);
    }

    [Fact]
    public async Task Who_may_have_been_carried_out_before_is_not_refused_while_that_cannot_be_found_out()
    {
        var id = await world.OpenCity(1);
        var pause = Command();
        Accepted("paused", await world.City(id).Pause(pause, PauseReason.Safety));
        await world.Cluster.DeactivateAsync(world.City(id));
        await world.City(id).Get();
        world.Faults.ReadFails = new JournalUnavailableException("The disk is away.", outcomeKnown: true);

        Refused(RejectionCode.StoreUnavailable, await world.City(id).Pause(pause, PauseReason.Safety));

        world.Heal();
        Assert.Equal((3, "paused"), Told(await world.City(id).Pause(pause, PauseReason.Safety)));
        Refused(RejectionCode.CityPaused, await world.City(id).Pause(Command(), PauseReason.Safety));
    }

    private static (long, string) Told(CommandResult result) => (result.Version, result.Outcome);

    private async Task WriteElsewhere(CityId id, int places, params IReadOnlyList<CommandMark> marks)
    {
        var e = new QuotaDecided(Quota(places));
        NewEvent written = new(EventCodec<CityEvent>.NameOf(e), CityDecider.Aggregate.Events.Write(e), Beginning, "elsewhere");
        var head = (await world.Watched.Read(id.Stream)).Head;
        Assert.Equal(AppendStatus.Appended, (await world.Watched.Append(new(id.Stream, head, Guid.NewGuid(), [written], marks))).Status);
    }
}
