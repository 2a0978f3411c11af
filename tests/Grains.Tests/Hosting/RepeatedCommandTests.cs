namespace VipOrleans.Grains.Tests.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using static VipOrleans.Grains.Tests.World;

public sealed class RepeatedCommandTests(World world) : IClassFixture<World>
{
    public enum When
    {
        AtOnce,
        AfterTheActivationWasLost,
        AfterARestart,
    }

    [Theory]
    [InlineData(When.AtOnce)]
    [InlineData(When.AfterTheActivationWasLost)]
    [InlineData(When.AfterARestart)]
    public async Task A_command_sent_again_gets_its_first_answer_and_has_no_second_effect(When when)
    {
        var id = await world.OpenCity(1);
        CommandContext decide = Command(), pause = Command(), resume = Command(ifMatch: 4), open = Command();
        var first = await Send();
        Assert.Equal([(3, "decided"), (4, "paused"), (5, "resumed")], first.Take(3).Select(r => (r.Version, r.Outcome)));
        Refused(RejectionCode.AlreadyExists, first[3]);
        await Pass(when, id);

        var again = await Send();

        Assert.Equal(first.Take(3), again.Take(3));
        Assert.All(first, r => Assert.False(r.IsRepeat));
        Assert.Equal([true, true, true, false], again.Select(r => r.IsRepeat));
        Refused(RejectionCode.AlreadyExists, again[3]);
        Assert.Equal(5, (await world.EventsOf(id.Stream)).Count);

        async Task<CommandResult[]> Send() =>
        [
            await world.City(id).DecideQuota(decide, Quota(5)), await world.City(id).Pause(pause, PauseReason.Safety),
            await world.City(id).Resume(resume),
            await world.City(id).Open(open, new("Auckland", Nzd, "Pacific/Auckland", CityPolicy.Default)),
        ];
    }

    [Theory]
    [InlineData(When.AtOnce)]
    [InlineData(When.AfterTheActivationWasLost)]
    public async Task The_same_id_for_another_request_is_refused_and_has_no_effect(When when)
    {
        var id = await world.OpenCity(1);
        CommandContext decide = Command(), pause = Command();
        await world.City(id).DecideQuota(decide, Quota(5));
        await world.City(id).Pause(pause, PauseReason.Safety);
        await Pass(when, id);

        Refused(RejectionCode.IdempotencyKeyReused, await world.City(id).DecideQuota(decide with { Fingerprint = 2 }, Quota(6)));
        Refused(RejectionCode.IdempotencyKeyReused, await world.City(id).Pause(pause with { Fingerprint = 2 }, PauseReason.Capacity));

        Assert.Equal(5, (await world.City(id).Get())!.Quota!.Places);
        Assert.Equal(4, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_command_sent_again_while_it_is_being_written_is_one_command()
    {
        var id = await world.OpenCity(1);
        var asked = Command();
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(asked, Quota(5));
            return Task.CompletedTask;
        });
        var again = Enumerable.Range(0, 20).Select(_ => world.City(id).DecideQuota(asked, Quota(5))).ToArray();
        Refused(RejectionCode.IdempotencyKeyReused,
            await Soon(world.City(id).DecideQuota(asked with { Fingerprint = 9 }, Quota(6)), "a refusal"));
        Assert.DoesNotContain(again, a => a.IsCompleted);
        world.Heal();

        var answer = await Soon(first, "the answer");
        Assert.Equal(3, answer.Version);
        Assert.All(await Soon(Task.WhenAll(again), "all answers"), a => Assert.Equal(answer, a));
        Assert.Equal(3, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_command_that_the_grain_has_long_forgotten_is_recognised_by_the_journal_and_its_neighbours_are_carried_out()
    {
        var id = await world.OpenCity(1);
        var (old, older) = (Command(), Command());
        Accepted("paused", await world.City(id).Pause(older, PauseReason.Safety));
        Accepted("decided", await world.City(id).DecideQuota(old, Quota(5)));
        await Task.WhenAll(Enumerable.Range(1, 1_100).Select(n => world.City(id).DecideQuota(Command(), Quota(n))));
        var version = (await world.City(id).Get())!.Version;
        var appends = world.Watched.AppendsTo(id.Stream).Count();
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(10));
            return Task.CompletedTask;
        });
        var forgotten = world.City(id).DecideQuota(old, Quota(5));
        var refused = world.City(id).Pause(older, PauseReason.Safety);
        var neighbours = Enumerable.Range(1, 3).Select(n => world.City(id).DecideQuota(Command(), Quota(20 + n))).ToArray();
        await world.AllArrived(id);
        world.Heal();

        Assert.Equal(version + 1, (await Soon(first, "the first answer")).Version);
        Assert.Equal((4, "decided"), ((await Soon(forgotten, "the old answer")).Version, (await forgotten).Outcome));
        Assert.Equal((3, "paused"), ((await Soon(refused, "the older answer")).Version, (await refused).Outcome));
        Assert.Equal([version + 2, version + 3, version + 4],
            (await Soon(Task.WhenAll(neighbours), "the neighbours' answers")).Select(a => a.Version).Order());
        Assert.InRange((await world.City(id).Get())!.Quota!.Places, 21, 23);
        Assert.Equal(version + 4, (await world.EventsOf(id.Stream)).Count);
        // The first, the batch that was refused, and the batch without the old command.
        Assert.Equal(appends + 3, world.Watched.AppendsTo(id.Stream).Count());
    }

    [Fact]
    public async Task A_command_for_a_version_that_is_gone_is_refused_and_of_two_for_one_version_one_is_carried_out()
    {
        var id = await world.OpenCity(1);
        var wrong = await world.City(id).DecideQuota(Command(ifMatch: 1), Quota(5));
        Refused(RejectionCode.VersionMismatch, wrong);
        Assert.Equal(2, wrong.Version);

        var two = await Task.WhenAll(world.City(id).DecideQuota(Command(ifMatch: 2), Quota(5)),
            world.City(id).DecideQuota(Command(ifMatch: 2), Quota(6)));

        Assert.Single(two, r => r.IsAccepted);
        Assert.Single(two, r => r.Rejected == RejectionCode.VersionMismatch);
        Assert.Equal(3, (await world.EventsOf(id.Stream)).Count);
    }

    [Fact]
    public async Task A_request_that_comes_after_its_own_undo_has_no_effect_however_close_they_are()
    {
        var id = await world.OpenCity(1);
        var (late, later) = (SponsorshipId.From(id, "late"), SponsorshipId.From(id, "later"));
        // In one batch.
        Task<CommandResult> first = null!;
        await world.HoldUp(id.Stream, () =>
        {
            first = world.City(id).DecideQuota(Command(), Quota(2));
            return Task.CompletedTask;
        });
        var undo = world.City(id).ReleasePlace(Command(), late, $"hold-{late}");
        await world.AllArrived(id);
        var request = world.City(id).HoldPlace(Command($"hold-{late}", 0), late);
        await world.AllArrived(id);
        world.Heal();
        await Soon(first, "the first answer");
        Accepted("released", await Soon(undo, "the undo"));
        Accepted("voided", (await Soon(request, "the late request")).Result);
        // One after the other, and after the activation was lost.
        Accepted("released", await world.City(id).ReleasePlace(Command(), later, $"hold-{later}"));
        Accepted("voided", (await world.City(id).HoldPlace(Command($"hold-{later}", 0), later)).Result);
        await world.Cluster.DeactivateAsync(world.City(id));
        foreach (var sponsorship in new[] { late, later })
        {
            Accepted("voided", (await world.City(id).HoldPlace(Command($"hold-{sponsorship}", 0), sponsorship)).Result);
        }


        var city = await world.City(id).Get();
        Assert.Equal((0, 2, 0), (city!.Held, city.Free, city.Waiting));
    }

    [Fact]
    public async Task An_undo_of_what_was_undone_before_is_carried_out_too()
    {
        var id = await world.OpenCity(1);
        var sponsorship = SponsorshipId.From(id, "undone");
        var hold = Command($"hold-{sponsorship}", 0);
        Accepted("held", (await world.City(id).HoldPlace(hold, sponsorship)).Result);
        Accepted("released", await world.City(id).ReleasePlace(Command(), sponsorship, hold.Id));

        Accepted("released", await Soon(world.City(id).ReleasePlace(Command(), sponsorship, hold.Id), "an undo of nothing"));
        await world.Cluster.DeactivateAsync(world.City(id));
        Accepted("released",
            await Soon(world.City(id).ReleasePlace(Command(), sponsorship, hold.Id), "an undo of nothing, after the activation was lost"));
        Assert.Equal(1, (await world.City(id).Get())!.Free);
    }

    private async Task Pass(When when, CityId id)
    {
        if (when == When.AfterTheActivationWasLost) await world.Cluster.DeactivateAsync(world.City(id));
        if (when == When.AfterARestart) await world.Restart();
    }
}
