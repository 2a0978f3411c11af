namespace VipOrleans.Grains.Tests.Hosting;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using VipOrleans.Domain.Kernel;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Grains.Tests.World;

/// <summary>Checkpoints of projections as grain state: one that is lost, older or foreign costs time and nothing else.</summary>
public sealed class CheckpointTests(World world) : IClassFixture<World>
{
    private static readonly GrainId Id = GrainId.Create("registers", "nz-akl");

    [Fact]
    public async Task A_checkpoint_of_an_earlier_version_is_read_from_the_journal_and_one_that_is_lost_is_made_again()
    {
        var city = await Asked();
        var before = await world.Registers(city.Value).Summary();
        await world.Cluster.DeactivateAsync(world.Registers(city.Value));
        var kept = world.Checkpoints.Last(city.Value, "registers");
        world.Checkpoints.Lose(city.Value, "registers");
        await world.Watched.SaveSnapshot(StreamId.Of(city.Value, "registers", "checkpoint"),
            new(kept.Position, default, kept.Schema, kept.Fold));
        world.Watched.FeedReadsOf(city.Value).Clear();

        Assert.Equal(before.Hosts, (await world.Registers(city.Value).Summary()).Hosts);
        Assert.DoesNotContain(0, world.Watched.FeedReadsOf(city.Value));

        await world.Registers(city.Value).Rebuild();
        await world.Cluster.DeactivateAsync(world.Registers(city.Value));
        world.Checkpoints.Lose(city.Value, "registers");
        world.Watched.FeedReadsOf(city.Value).Clear();
        // The old one is gone with the first that was made again.
        Assert.Equal(before.Hosts, (await world.Registers(city.Value).Summary()).Hosts);
        Assert.Contains(0, world.Watched.FeedReadsOf(city.Value));
    }

    [Fact]
    public async Task Who_asks_does_not_wait_for_a_checkpoint_to_be_kept()
    {
        var city = await Asked();
        var head = StreamHead.Empty;
        for (var i = 0; i < 60; i++)
        {
            var one = new NewEvent("thing-happened", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "test");
            NewEvent[] events = [.. Enumerable.Repeat(one, 90)];
            var appended = await world.Watched.Append(
                new(StreamId.Of(city.Value, "thing", "one"), head, Guid.NewGuid(), events,
                    [new($"{city}-{i}", i, head.Version + 90, "done")]));
            head = appended.Head;
        }

        var (mayWrite, writes) = (new TaskCompletionSource(), 0);
        world.Checkpoints.BeforeWrite = id =>
        {
            if (id != GrainId.Create("registers", city.Value)) return Task.CompletedTask;
            Interlocked.Increment(ref writes);
            return mayWrite.Task;
        };

        Assert.Equal(3, (await Soon(world.Registers(city.Value).Summary(), "an answer")).Hosts);
        await Until(() => Volatile.Read(ref writes) == 1, "a checkpoint");
        Assert.Equal(3, (await Soon(world.Registers(city.Value).Summary(), "an answer")).Hosts);
        Assert.DoesNotContain(world.Checkpoints.Saved, s => s.Id == GrainId.Create("registers", city.Value));

        mayWrite.SetResult();
        world.Checkpoints.BeforeWrite = null;
        await Until(() => world.Checkpoints.Saved.Any(s => s.Id == GrainId.Create("registers", city.Value)), "the checkpoint");
    }

    [Fact]
    public async Task Of_two_activations_the_one_that_has_seen_more_stays()
    {
        var storage = new TestCheckpoints();
        var (one, two) = (Place(storage), Place(storage));
        Assert.Null(await one.Read(default));
        Assert.Null(await two.Read(default));
        await two.Save(new(10, new byte[] { 10 }, default));
        await one.Save(new(5, new byte[] { 5 }, default));
        Assert.Equal(10, (await Place(storage).Read(default))!.Value.Position);
        await two.Save(new(11, new byte[] { 11 }, default));
        await one.Save(new(20, new byte[] { 20 }, default));
        var newest = (await Place(storage).Read(default))!.Value;
        Assert.Equal((20L, (byte)20), (newest.Position, newest.Fold.Span[0]));
    }

    [Fact]
    public async Task A_checkpoint_of_another_key_another_schema_or_another_projection_is_none()
    {
        var storage = new TestCheckpoints();
        await Place(storage).Save(new(10, new byte[] { 10 }, default));
        Assert.NotNull(await Place(storage).Read(default));
        Assert.Null(await Place(storage, key: 2).Read(default));
        Assert.Null(await Place(storage, schema: "registers-2").Read(default));

        var moved = new CheckpointSerializer().Serialize(storage.Last("nz-akl", "registers")).ToArray();
        storage.Put("nz-wlg", "registers", moved);
        Assert.Null(await Place(storage, city: "nz-wlg").Read(default));
        moved[^1] ^= 1;
        storage.Put("nz-akl", "registers", moved);
        Assert.Null(await Place(storage).Read(default));
        storage.Put("nz-akl", "registers", "no checkpoint"u8.ToArray());
        Assert.Null(await Place(storage).Read(default));
        // It can be kept again.
        var place = Place(storage);
        Assert.Null(await place.Read(default));
        await place.Save(new(3, new byte[] { 3 }, default));
        Assert.Equal(3, (await Place(storage).Read(default))!.Value.Position);
    }

    [Fact]
    public async Task A_checkpoint_of_a_journal_that_was_put_back_is_none()
    {
        var city = await Asked();
        var page = await world.Watched.ReadFeed(city.Value, 0, JournalLimits.MaxFeedPage);
        var storage = new TestCheckpoints();
        await Place(storage, city: city.Value).Save(new(page.Last, new byte[] { 1 }, new FeedMark(0, default).After(page)));
        Assert.NotNull(await Place(storage, city: city.Value).Read(default));

        // It has seen an event that is lost, or that is another one by now.
        await Place(storage, city: city.Value).Save(new(page.Last + 1, new byte[] { 1 }, new(page.Last + 1, page.Events[^1].Hash)));
        var place = Place(storage, city: city.Value);
        Assert.Null(await place.Read(default));
        await place.Save(new(page.Last, new byte[] { 1 }, new(page.Last, page.Events[0].Hash)));
        Assert.Null(await Place(storage, city: city.Value).Read(default));
    }

    private CheckpointPlace Place(TestCheckpoints storage, byte key = 1, string schema = "registers-1", string city = "nz-akl")
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton<IGrainStorage>(GrainsHosting.CheckpointStorage, storage);
        var journal = new SealedJournal(world.Watched, new([.. Enumerable.Repeat(key, JournalKey.Size)]));
        return new Checkpoints(services.BuildServiceProvider(), journal, NullLogger<Checkpoints>.Instance)
            .Of(city, Id.Type.ToString()!, schema);
    }

    private async Task<CityId> Asked()
    {
        var city = await world.OpenCity(1);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.AddHost(city)));
        var read = 0;
        await world.Registers(city.Value).Summary();
        // The feed relay and the fold of the news read it too, from the first event, and go on from where they were.
        await Until(() => (read = world.Watched.FeedReadsOf(city.Value).Count(after => after == 0)) >= 3, $"the others: {read}");
        return city;
    }
}
