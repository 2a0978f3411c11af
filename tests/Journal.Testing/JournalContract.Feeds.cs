namespace VipOrleans.Journal.Testing;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_feed_is_read_in_pages_and_says_where_it_ends()
    {
        var a = await MustAppend(Stream("a"), StreamHead.Empty, 2);
        await MustAppend(Stream("b"), StreamHead.Empty, 1);
        await MustAppend(Stream("a"), a, 2);

        var first = await Journal.ReadFeed(City(), 0, 3);
        var second = await Journal.ReadFeed(City(), first.Last, 2);
        var third = await Journal.ReadFeed(City(), second.Last, 1);

        Assert.Equal([(Stream("a"), 1L), (Stream("a"), 2), (Stream("b"), 1)], first.Events.Select(e => (e.Stream, e.Version)));
        Assert.Equal([(Stream("a"), 3L), (Stream("a"), 4)], second.Events.Select(e => (e.Stream, e.Version)));
        Assert.Equal((true, first.Events[^1].Position), (first.More, first.Last));
        Assert.Equal((false, second.Events[^1].Position), (second.More, second.Last));
        Assert.Empty(third.Events);
        Assert.Equal((false, second.Last), (third.More, third.Last));
        var stream = (await Journal.Read(Stream("a"))).Events;
        var inFeed = first.Events.Concat(second.Events).Where(e => e.Stream == Stream("a"));
        Assert.Equal(stream.Select(e => (e.Version, e.Position, e.Hash, e.At, e.Type, e.Actor)),
            inFeed.Select(e => (e.Version, e.Position, e.Hash, e.At, e.Type, e.Actor)));
        Assert.Equal(stream.Select(e => Convert.ToHexString(e.Data.Span)), inFeed.Select(e => Convert.ToHexString(e.Data.Span)));
    }

    [Fact]
    public async Task Feeds_of_two_partitions_are_apart()
    {
        string[] cities = ["nz", "nz-akl", "nz-akl2", "nz-ak"];
        foreach (var city in cities) await MustAppend(Stream(city: city), StreamHead.Empty, 2);

        foreach (var city in cities)
        {
            var feed = await WholeFeed(City(city));
            Assert.Equal([(Stream(city: city), 1L), (Stream(city: city), 2)], feed.Select(e => (e.Stream, e.Version)));
            Assert.Equal(feed[^1].Position, Assert.Single(await Journal.Partitions(), p => p.Partition == City(city)).Position);
        }
    }

    [Fact]
    public async Task A_partition_without_events_is_an_empty_feed_and_not_listed()
    {
        await Journal.SaveSnapshot(Stream(), new(1, default, "s", Json));

        var page = await Journal.ReadFeed(City(), 17, 10);

        Assert.Empty(page.Events);
        Assert.Equal((17, false), (page.Last, page.More));
        Assert.DoesNotContain(await Journal.Partitions(), p => p.Partition == City());
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, JournalLimits.MaxFeedPage + 1)]
    public async Task A_page_out_of_range_is_refused(long after, int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.ReadFeed(City(), after, limit).AsTask());

    [Fact]
    public async Task A_reader_of_a_feed_misses_nothing_while_eight_writers_of_two_processes_run()
    {
        const int Writers = 8, AppendsEach = 60;
        var written = 0;
        await using var both = await InTwoProcesses();
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            // Three streams a writer, 1 to 3 events an append.
            var heads = new StreamHead[3];
            for (var n = 0; n < AppendsEach; n++)
            {
                var count = (w + n) % 3 + 1;
                var result = await both[w].Append(Of(Stream($"w{w}-{n % 3}"), heads[n % 3], Events(count)));
                Assert.Equal(AppendStatus.Appended, result.Status);
                heads[n % 3] = result.Head;
                Interlocked.Add(ref written, count);
            }
        })).ToArray();
        var all = Task.WhenAll(writers);

        var seen = new List<RecordedEvent>();
        var after = 0L;
        bool done;
        do
        {
            // Whether all was written is asked before the page is read: what was there then must be in it.
            done = all.IsCompleted;
            FeedPage page;
            do
            {
                page = await Journal.ReadFeed(City(), after, 7);
                seen.AddRange(page.Events);
                Assert.True(page.Last >= after);
                after = page.Last;
            }
            while (page.More);
        }
        while (!done);
        await all;

        Assert.Equal(written, seen.Count);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.First.Position < pair.Second.Position));
        foreach (var stream in seen.GroupBy(e => e.Stream))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(e => e.Version));
        }

        Assert.Equal(Writers * 3, seen.Select(e => e.Stream).Distinct().Count());
    }
}
