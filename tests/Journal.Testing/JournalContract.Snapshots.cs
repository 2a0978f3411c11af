namespace VipOrleans.Journal.Testing;

using System.Security.Cryptography;
using VipOrleans.Domain.Kernel;

public abstract partial class JournalContract
{
    private static readonly byte[] Json = "{}"u8.ToArray();

    private async Task<IReadOnlyList<RecordedEvent>> FiveEvents()
    {
        await MustAppend(Stream(), StreamHead.Empty, 5);
        return (await Journal.Read(Stream())).Events;
    }

    [Fact]
    public async Task A_snapshot_is_read_with_the_events_after_it()
    {
        var events = await FiveEvents();
        var data = RandomNumberGenerator.GetBytes(5 * 1024 * 1024);
        await Journal.SaveSnapshot(Stream(), new(3, events[2].Hash, "city-1", data));

        var content = await Journal.Read(Stream(), "city-1");

        Assert.Equal((3, events[2].Hash, "city-1"), (content.Snapshot!.Version, content.Snapshot.Hash, content.Snapshot.Schema));
        Assert.Equal(data, content.Snapshot.Data.ToArray());
        Assert.Equal([4, 5], content.Events.Select(e => e.Version));
        Assert.Equal(5, content.Head.Version);
    }

    [Fact]
    public async Task A_snapshot_of_the_last_event_leaves_no_events_to_read()
    {
        var events = await FiveEvents();
        await Journal.SaveSnapshot(Stream(), new(5, events[4].Hash, "s", Json));

        var content = await Journal.Read(Stream(), "s");

        Assert.Equal((5, 5), (content.Snapshot!.Version, content.Head.Version));
        Assert.Empty(content.Events);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("city-2")]
    [InlineData("CITY-1")]
    public async Task A_snapshot_of_another_schema_is_passed_over(string? wanted)
    {
        var events = await FiveEvents();
        await Journal.SaveSnapshot(Stream(), new(3, events[2].Hash, "city-1", Json));

        var content = await Journal.Read(Stream(), wanted);

        Assert.Null(content.Snapshot);
        Assert.Equal(5, content.Events.Count);
    }

    [Fact]
    public async Task An_older_snapshot_does_not_replace_a_newer_one()
    {
        var events = await FiveEvents();
        await Journal.SaveSnapshot(Stream(), new(4, events[3].Hash, "s", Json));
        await Journal.SaveSnapshot(Stream(), new(2, events[1].Hash, "s", "[]"u8.ToArray()));

        Assert.Equal(4, (await Journal.Read(Stream(), "s")).Snapshot!.Version);
    }

    [Fact]
    public async Task A_newer_snapshot_and_one_of_the_same_version_replace_the_one_kept()
    {
        var events = await FiveEvents();
        await Journal.SaveSnapshot(Stream(), new(2, events[1].Hash, "old", Json));
        await Journal.SaveSnapshot(Stream(), new(4, events[3].Hash, "old", Json));
        await Journal.SaveSnapshot(Stream(), new(4, events[3].Hash, "new", "[]"u8.ToArray()));

        Assert.Null((await Journal.Read(Stream(), "old")).Snapshot);
        var snapshot = (await Journal.Read(Stream(), "new")).Snapshot!;
        Assert.Equal((4, "[]"), (snapshot.Version, System.Text.Encoding.UTF8.GetString(snapshot.Data.Span)));
    }

    [Fact]
    public async Task A_stream_without_events_may_have_a_snapshot()
    {
        var checkpoint = StreamId.Parse($"{City()}/projection/directory");
        await Journal.SaveSnapshot(checkpoint, new(1234, default, "directory-1", Json));

        var content = await Journal.Read(checkpoint, "directory-1");

        Assert.Equal((StreamHead.Empty, 1234), (content.Head, content.Snapshot!.Version));
        Assert.Empty(content.Events);
        Assert.Empty(await WholeFeed(City()));
    }

    [Fact]
    public async Task A_snapshot_that_stands_on_no_event_of_its_stream_is_passed_over()
    {
        var events = await FiveEvents();
        Snapshot[] misfits = [new(3, events[3].Hash, "s", Json), new(6, events[4].Hash, "s", Json)];
        foreach (var misfit in misfits)
        {
            await Journal.SaveSnapshot(Stream(), misfit);
            var content = await Journal.Read(Stream(), "s");
            Assert.Null(content.Snapshot);
            Assert.Equal(5, content.Events.Count);
        }
    }

    [Fact]
    public async Task A_deleted_snapshot_is_gone_and_its_events_are_not()
    {
        var events = await FiveEvents();
        await Journal.SaveSnapshot(Stream(), new(5, events[4].Hash, "s", Json));

        await Journal.DeleteSnapshot(Stream());
        await Journal.DeleteSnapshot(Stream("never"));

        var content = await Journal.Read(Stream(), "s");
        Assert.Null(content.Snapshot);
        Assert.Equal(5, content.Events.Count);
        await Journal.SaveSnapshot(Stream(), new(1, events[0].Hash, "s", Json));
        Assert.Equal(1, (await Journal.Read(Stream(), "s")).Snapshot!.Version);
    }

    [Fact]
    public async Task A_snapshot_that_breaks_a_rule_is_refused()
    {
        var events = await FiveEvents();
        var good = new Snapshot(5, events[4].Hash, "s", Json);
        foreach (var bad in new[] { good with { Version = -1 }, good with { Schema = "" }, good with { Data = default },
            good with { Schema = new string('s', 101) } })
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.SaveSnapshot(Stream(), bad).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.SaveSnapshot(default, good).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.DeleteSnapshot(default).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.Read(default).AsTask());
        Assert.Null((await Journal.Read(Stream(), "s")).Snapshot);
    }
}
