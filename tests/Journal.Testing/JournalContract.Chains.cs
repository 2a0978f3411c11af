namespace VipOrleans.Journal.Testing;

using VipOrleans.Domain.Kernel;

public abstract partial class JournalContract
{
    [Fact]
    public async Task The_hash_of_a_feed_is_that_of_all_its_events_in_their_order()
    {
        var head = StreamHead.Empty;
        for (var n = 0; n < 12; n++)
        {
            head = await MustAppend(Stream(), head, 1 + (n % 3));
            await MustAppend(Stream($"other{n}"), StreamHead.Empty, 1);
            await MustAppend(Stream("one", "wlg"), n == 0 ? default : (await Journal.Read(Stream("one", "wlg"))).Head, 1);
            Assert.Equal(AppendStatus.Conflict, (await Journal.Append(Of(Stream(), StreamHead.Empty, Event()))).Status);
            if (n == 6) await Reopen();
            await MustBeChained(City());
            await MustBeChained(City("wlg"));
        }

        Assert.Equal(3, (await Journal.Partitions()).Where(p => p.Partition == City() || p.Partition == City("wlg"))
            .Select(p => p.Hash).Append(default).Distinct().Count());
    }

    [Fact]
    public async Task The_hash_of_a_feed_stays_right_while_eight_writers_of_two_processes_run()
    {
        await using var both = await InTwoProcesses();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            var head = StreamHead.Empty;
            for (var n = 0; n < 30; n++) head = (await both[w].Append(Of(Stream($"w{w}"), head, Events(1 + (n % 3))))).Head;
        })));

        Assert.Equal(8 * 60, (await WholeFeed(City())).Count);
        await MustBeChained(City());
    }

    [Fact]
    public async Task Two_streams_that_were_exchanged_behind_the_stores_back_are_not_read()
    {
        foreach (var key in new[] { "one", "two" }) await MustAppend(Of(Stream(key), StreamHead.Empty, Events(3, key)));

        await Exchange(Stream("one"), Stream("two"));
        await Reopen();

        foreach (var key in new[] { "one", "two" })
        {
            var error = await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.Read(Stream(key)).AsTask());
            Assert.Contains(Stream(key).Value, error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.ReadPart(Stream(key), 0, 2).AsTask());
        }
    }

    [Fact]
    public async Task A_sealed_snapshot_is_read_and_a_changed_one_is_not()
    {
        await using var sealedJournal = new SealedJournal(Journal, JournalKey.New());
        var head = await MustAppend(Stream(), StreamHead.Empty, 5);
        var checkpoint = StreamId.Parse($"{City()}/projection/directory");
        await sealedJournal.SaveSnapshot(Stream(), new(5, head.Hash, "s", Json));
        await sealedJournal.SaveSnapshot(checkpoint, new(17, default, "d", Json));
        Assert.Equal(5, (await sealedJournal.Read(Stream(), "s")).Snapshot!.Version);
        Assert.Equal(17, (await sealedJournal.Read(checkpoint, "d")).Snapshot!.Version);

        foreach (var (stream, schema) in new[] { (Stream(), "s"), (checkpoint, "d") })
        {
            await AlterSnapshot(stream);
            var error = await Assert.ThrowsAsync<JournalCorruptException>(() => sealedJournal.Read(stream, schema).AsTask());
            Assert.Contains(stream.Value, error.Message, StringComparison.Ordinal);
            Assert.Contains("delete the snapshot", error.Message, StringComparison.Ordinal);
            await sealedJournal.DeleteSnapshot(stream);
            Assert.Null((await sealedJournal.Read(stream, schema)).Snapshot);
        }

        Assert.Equal(5, (await sealedJournal.Read(Stream(), "s")).Events.Count);
    }

    [Fact]
    public async Task All_snapshots_can_be_gone_through_whatever_their_schema_and_size()
    {
        var catalog = (ISnapshotCatalog)Journal;
        await using var sealedJournal = new SealedJournal(Journal, JournalKey.New());
        StreamId[] streams = [Stream(), Stream("two"), Stream("one", "wlg"), StreamId.Parse($"{City()}/projection/directory")];
        foreach (var (stream, i) in streams.Select((s, i) => (s, i)))
            await sealedJournal.SaveSnapshot(stream, new(i, default, $"schema-{i}", new byte[i == 1 ? 2_000_000 : i + 1]));

        var found = new List<KeptSnapshot>();
        for (var next = await catalog.NextSnapshot(null); next is not null; next = await catalog.NextSnapshot(next.Stream))
        {
            if (streams.Contains(next.Stream)) found.Add(next);
        }

        Assert.Equal(streams.Select((s, i) => (s.Value, (long)i, $"schema-{i}", i == 1 ? 2_000_000 : i + 1)).Order(),
            found.Select(k => (k.Stream.Value, k.Snapshot.Version, k.Snapshot.Schema, k.Snapshot.Data.Length)).Order());
        Assert.All(found, k => sealedJournal.Check(k.Stream, k.Snapshot));
        await AlterSnapshot(Stream());
        for (var next = await catalog.NextSnapshot(null); next is not null; next = await catalog.NextSnapshot(next.Stream))
        {
            if (next.Stream == Stream()) Assert.Throws<JournalCorruptException>(() => sealedJournal.Check(next.Stream, next.Snapshot));
        }
    }

    [Fact]
    public async Task A_snapshot_without_a_seal_is_not_folded_where_seals_are_asked_for()
    {
        await using var sealedJournal = new SealedJournal(Journal, JournalKey.New());
        var head = await MustAppend(Stream(), StreamHead.Empty, 5);
        await Journal.SaveSnapshot(Stream(), new(5, head.Hash, "s", Json));

        await Assert.ThrowsAsync<JournalCorruptException>(() => sealedJournal.Read(Stream(), "s").AsTask());
        Assert.Equal(5, (await sealedJournal.Read(Stream())).Events.Count);
    }
}
