namespace VipOrleans.Journal.Testing;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_stream_is_read_in_parts_as_it_is_read_as_a_whole()
    {
        var head = await MustAppend(Stream(), StreamHead.Empty, 3);
        await MustAppend(Stream("other"), StreamHead.Empty, 2);
        await MustAppend(Stream(), head, 4);

        var whole = (await Journal.Read(Stream())).Events;
        var parts = new List<RecordedEvent>();
        for (IReadOnlyList<RecordedEvent> part; (part = await Journal.ReadPart(Stream(), parts.Count, 3)).Count > 0; parts.AddRange(part))
        {
            Assert.InRange(part.Count, 1, 3);
        }


        Assert.Equal(whole.Select(e => (e.Version, e.Position, e.Type, e.At, e.Actor, e.Hash)),
            parts.Select(e => (e.Version, e.Position, e.Type, e.At, e.Actor, e.Hash)));
        Assert.Equal(whole.Select(e => Convert.ToHexString(e.Data.Span)), parts.Select(e => Convert.ToHexString(e.Data.Span)));
        Assert.Equal([6L], (await Journal.ReadPart(Stream(), 5, 1)).Select(e => e.Version));
        Assert.Empty(await Journal.ReadPart(Stream(), 7, 1));
        Assert.Empty(await Journal.ReadPart(Stream(), 99, 1));
        Assert.Empty(await Journal.ReadPart(Stream("none"), 0, 1));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, JournalLimits.MaxFeedPage + 1)]
    public async Task A_part_out_of_range_is_refused(long after, int limit) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.ReadPart(Stream(), after, limit).AsTask());

    [Fact]
    public async Task A_part_in_which_an_event_was_altered_is_not_given()
    {
        await MustAppend(Stream(), StreamHead.Empty, 6);
        await Alter(Stream(), 4);
        await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.ReadPart(Stream(), 2, 3).AsTask());
    }

    [Fact]
    public async Task A_part_in_which_an_event_is_missing_is_not_given()
    {
        await MustAppend(Stream(), StreamHead.Empty, 6);
        await Remove(Stream(), 4);
        await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.ReadPart(Stream(), 2, 3).AsTask());
    }

    [Fact]
    public async Task Of_large_events_a_feed_gives_a_page_of_bounded_size_and_misses_none()
    {
        const int each = 50_000, count = 200;
        var head = StreamHead.Empty;
        for (var i = 0; i < count; i += 20)
        {
            head = await MustAppend(Of(Stream(), head, [.. Enumerable.Range(0, 20).Select(_ => Event(new string('x', each)))]));
        }


        var first = await Journal.ReadFeed(City(), 0, JournalLimits.MaxFeedPage);

        Assert.True(first.More);
        Assert.InRange(first.Events.Sum(e => (long)e.Data.Length), 1, JournalLimits.MaxFeedPageBytes + JournalLimits.MaxEventBytes);
        Assert.Equal(Enumerable.Range(1, count).Select(n => (long)n), (await WholeFeed(City())).Select(e => e.Version));
    }
}
