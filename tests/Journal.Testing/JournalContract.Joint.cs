namespace VipOrleans.Journal.Testing;

using VipOrleans.Domain.Kernel;

public abstract partial class JournalContract
{
    /// <summary>Five appends to five streams, the second and the fourth of which have events already; each has a command.</summary>
    private async Task<Append[]> Five()
    {
        var heads = new StreamHead[5];
        foreach (var i in new[] { 1, 3 }) heads[i] = await MustAppend(Stream($"s{i}"), StreamHead.Empty, i);
        return [.. heads.Select((head, i) => Of(Stream($"s{i}"), head, Events(i + 1, $"joint{i}-")) with
        {
            Commands = [Command($"c{i}", head, i + 1, $"done {i}")],
        })];
    }

    private static StreamHead End(Append append)
    {
        var (version, hash) = append.Expected;
        foreach (var e in append.Events) hash = hash.Next(append.Stream, ++version, e);
        return new(version, hash);
    }

    private async Task<(int Events, PartitionHead Head)> FeedNow() =>
        ((await WholeFeed(City())).Count, Assert.Single(await Journal.Partitions(), p => p.Partition == City()));

    /// <summary>The hash that the store keeps of a feed is the one that its events come to.</summary>
    private async Task MustBeChained(string partition)
    {
        var feed = await WholeFeed(partition);
        var head = (await Journal.Partitions()).SingleOrDefault(p => p.Partition == partition);
        Assert.Equal(feed.Aggregate(default(FeedHash), (hash, e) => hash.Next(e)), head.Hash);
        Assert.Equal(feed.Count == 0 ? 0 : feed[^1].Position, head.Position);
    }

    [Fact]
    public async Task A_joint_append_is_in_all_its_streams_and_in_the_feed_in_the_order_given()
    {
        var five = await Five();
        var before = await WholeFeed(City());

        var results = await Journal.AppendTogether(five);

        Assert.All(five.Zip(results), p => Assert.Equal((AppendStatus.Appended, End(p.First)), (p.Second.Status, p.Second.Head)));
        foreach (var append in five)
        {
            var content = await Journal.Read(append.Stream);
            Assert.Equal(End(append), content.Head);
            Assert.Equal(append.Events.Select(e => Convert.ToHexString(e.Data.Span)),
                content.Events.Skip((int)append.Expected.Version).Select(e => Convert.ToHexString(e.Data.Span)));
            Assert.Equal(append.Commands, await Journal.FindCommands(append.Stream, [append.Commands[0].CommandId]));
        }

        Assert.Equal(five.SelectMany(a => a.Events.Select((_, i) => (a.Stream, a.Expected.Version + i + 1))),
            (await WholeFeed(City())).Skip(before.Count).Select(e => (e.Stream, e.Version)));
        await MustBeChained(City());
    }

    [Fact]
    public async Task One_stale_head_among_five_changes_nothing()
    {
        var five = await Five();
        var before = await FeedNow();
        var stale = five.ToArray();
        stale[3] = stale[3] with { Expected = StreamHead.Empty, Commands = [] };

        var results = await Journal.AppendTogether(stale);

        Assert.Equal(
            [AppendStatus.Withheld, AppendStatus.Withheld, AppendStatus.Withheld, AppendStatus.Conflict, AppendStatus.Withheld],
            results.Select(r => r.Status));
        Assert.Equal(five.Select(a => a.Expected), results.Select(r => r.Head));
        Assert.Equal(before, await FeedNow());
        foreach (var append in five)
        {
            Assert.Equal(append.Expected, (await Journal.Read(append.Stream)).Head);
            Assert.Empty(await Journal.FindCommands(append.Stream, [append.Commands[0].CommandId]));
        }

        Assert.All(await Journal.AppendTogether(five), r => Assert.Equal(AppendStatus.Appended, r.Status));
        await MustBeChained(City());
    }

    [Fact]
    public async Task A_command_that_was_carried_out_in_one_of_the_streams_changes_nothing()
    {
        var five = await Five();
        var mark = Command("taken", five[1].Expected, outcome: "the first time");
        var head = await MustAppend(Of(five[1].Stream, five[1].Expected, Event()) with { Commands = [mark] });
        var before = await FeedNow();
        five[1] = five[1] with { Expected = head, Commands = [Command("new", head), Command("taken", head)] };

        var results = await Journal.AppendTogether(five);

        Assert.Equal(
            [AppendStatus.Withheld, AppendStatus.CommandRepeated, AppendStatus.Withheld, AppendStatus.Withheld, AppendStatus.Withheld],
            results.Select(r => r.Status));
        Assert.Equal([mark], results[1].Repeated);
        Assert.All(results.Where(r => r.Status == AppendStatus.Withheld), r => Assert.Empty(r.Repeated));
        Assert.Equal(before, await FeedNow());
        Assert.Empty(await Journal.FindCommands(five[1].Stream, ["new"]));

        // Each refusal is named, also if another one would be enough.
        five[3] = five[3] with { Expected = StreamHead.Empty, Commands = [] };
        Assert.Equal(
            [AppendStatus.Withheld, AppendStatus.CommandRepeated, AppendStatus.Withheld, AppendStatus.Conflict, AppendStatus.Withheld],
            (await Journal.AppendTogether(five)).Select(r => r.Status));
    }

    [Fact]
    public async Task The_same_joint_append_again_is_already_appended_in_all_its_parts_also_after_later_appends()
    {
        var five = await Five();
        await Journal.AppendTogether(five);

        foreach (var later in new[] { false, true })
        {
            if (later)
            {
                foreach (var append in five) await MustAppend(append.Stream, End(append), 2);
                await Reopen();
            }

            var before = await FeedNow();
            var again = await Journal.AppendTogether(five);
            Assert.Equal(five.Select(a => (AppendStatus.AlreadyAppended, End(a))), again.Select(r => (r.Status, r.Head)));
            Assert.All(again, r => Assert.Empty(r.Repeated));
            Assert.Equal(before, await FeedNow());
        }
    }

    [Fact]
    public async Task A_part_that_was_made_before_does_not_keep_the_others_from_being_made()
    {
        var five = await Five();
        await MustAppend(five[0]);
        await MustAppend(five[4]);

        var refused = await Journal.AppendTogether([five[0], five[1], five[3] with { Expected = StreamHead.Empty, Commands = [] }]);
        Assert.Equal([AppendStatus.AlreadyAppended, AppendStatus.Withheld, AppendStatus.Conflict], refused.Select(r => r.Status));
        var results = await Journal.AppendTogether(five);

        Assert.Equal(five.Select((a, i) => (i is 0 or 4 ? AppendStatus.AlreadyAppended : AppendStatus.Appended, End(a))),
            results.Select(r => (r.Status, r.Head)));
        foreach (var append in five) Assert.Equal(End(append), (await Journal.Read(append.Stream)).Head);
        await MustBeChained(City());
    }

    [Fact]
    public async Task A_joint_append_that_fails_in_the_middle_leaves_nothing()
    {
        var appends = Enumerable.Range(0, 5).Select(i => Of(Stream($"s{i}"), StreamHead.Empty, Event(), Event()) with
        {
            Commands = [Command($"c{i}", StreamHead.Empty)],
        }).ToArray();
        appends[2] = appends[2] with { Events = [Event(), Event() with { Actor = "poison" }] };
        await Poison(appends[2].Stream);
        await using (var hasty = await OpenHasty())
        {
            var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => hasty.Store.AppendTogether(appends).AsTask());
            Assert.True(error.OutcomeKnown);
        }

        await Heal(appends[2].Stream);
        await Reopen();
        Assert.Empty(await WholeFeed(City()));
        foreach (var append in appends)
        {
            Assert.Equal(StreamHead.Empty, (await Journal.Read(append.Stream)).Head);
            Assert.Empty(await Journal.FindCommands(append.Stream, [append.Commands[0].CommandId]));
        }

        Assert.All(await Journal.AppendTogether(appends), r => Assert.Equal(AppendStatus.Appended, r.Status));
        await MustBeChained(City());
    }

    [Fact]
    public async Task Of_joint_appends_in_two_processes_that_share_a_stream_one_is_made_and_the_others_leave_nothing()
    {
        await using var both = await InTwoProcesses();
        var shared = StreamHead.Empty;
        for (var round = 0; round < 10; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => await both[i].AppendTogether(
                [Of(Stream($"own{round}-{i}"), StreamHead.Empty, Events(2)), Of(Stream(), shared, Event($"{i}"))]))));

            var made = Assert.Single(Enumerable.Range(0, 6), i => results[i][1].Status == AppendStatus.Appended);
            shared = results[made][1].Head;
            for (var i = 0; i < 6; i++)
            {
                Assert.Equal(i == made ? AppendStatus.Appended : AppendStatus.Withheld, results[i][0].Status);
                Assert.Equal(i == made ? AppendStatus.Appended : AppendStatus.Conflict, results[i][1].Status);
                Assert.Equal(i == made ? 2 : 0, (await both.Other.Read(Stream($"own{round}-{i}"))).Head.Version);
            }
        }

        Assert.Equal(30, (await WholeFeed(City())).Count);
        await MustBeChained(City());
    }

    [Fact]
    public async Task Joint_appends_and_others_to_the_same_streams_at_once_all_find_their_turn()
    {
        await using var both = await InTwoProcesses();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var done = 0; done < 10;)
            {
                StreamId[] streams = w % 2 == 0 ? [Stream("a"), Stream($"own{w}"), Stream("b")] : [Stream("b")];
                var heads = await Task.WhenAll(streams.Select(async s => (await both[w].Read(s)).Head));
                Append[] appends = [.. streams.Zip(heads, (s, head) => Of(s, head, Event($"{w}")))];
                var results = appends.Length > 1 ? await both[w].AppendTogether(appends) : [await both[w].Append(appends[0])];
                Assert.Single(results.Select(r => r.Status == AppendStatus.Appended).Distinct());
                if (results[0].Status == AppendStatus.Appended) done++;
            }
        })));

        Assert.Equal((40, 80), ((await Journal.Read(Stream("a"))).Head.Version, (await Journal.Read(Stream("b"))).Head.Version));
        Assert.All(Enumerable.Range(0, 4), w => Assert.Equal(10, Journal.Read(Stream($"own{2 * w}")).AsTask().Result.Head.Version));
        await MustBeChained(City());
    }

    [Fact]
    public async Task The_largest_joint_appends_are_read_back()
    {
        // As many streams, events and commands as may be; then as many bytes, with as much in answers as stands beside them.
        var many = Enumerable.Range(0, JournalLimits.MaxAppendsTogether).Select(i => Of(Stream($"many{i}"), StreamHead.Empty, Events(12))
            with
        { Commands = [.. Enumerable.Range(0, 12).Select(c => Command($"c{c}", StreamHead.Empty, 12))] }).ToArray();
        var most = new NewEvent(new string('t', 64), new byte[25_000], DateTimeOffset.UnixEpoch, new string('a', 100));
        var large = Enumerable.Range(0, JournalLimits.MaxAppendsTogether).Select(i => Of(Stream($"large{i}"), StreamHead.Empty, most) with
        {
            Commands = [Command(new string('c', JournalLimits.MaxCommandIdLength), StreamHead.Empty, outcome: new string('o', 409))],
        }).ToArray();
        foreach (var appends in new[] { many, large })
        {
            Assert.All(await Journal.AppendTogether(appends), r => Assert.Equal(AppendStatus.Appended, r.Status));
            foreach (var append in appends)
            {
                Assert.Equal(End(append), (await Journal.Read(append.Stream)).Head);
                Assert.Equal(append.Commands, await Journal.FindCommands(append.Stream, [.. append.Commands.Select(c => c.CommandId)]));
            }

            // Each command of it is known, whatever it comes in again.
            var (stream, head) = (appends[^1].Stream, End(appends[^1]));
            var repeated = await Journal.AppendTogether([Of(Stream("other"), StreamHead.Empty, Event()),
                Of(stream, head, Event()) with { Commands = [appends[^1].Commands[^1] with { Version = head.Version }] }]);
            Assert.Equal([AppendStatus.Withheld, AppendStatus.CommandRepeated], repeated.Select(r => r.Status));
        }

        await MustBeChained(City());
    }

    public static TheoryData<string> BrokenJointRules => new(BrokenJoint.Keys);

    private static readonly Dictionary<string, Func<JournalContract, Append[]>> BrokenJoint = new()
    {
        ["none"] = _ => [],
        ["two of one stream"] = c => [Of(c.Stream(), StreamHead.Empty, Event()), Of(c.Stream("two"), StreamHead.Empty, Event()),
            Of(c.Stream(), StreamHead.Empty, Event())],
        ["too many"] = c => [.. Enumerable.Range(0, JournalLimits.MaxAppendsTogether + 1)
            .Select(i => Of(c.Stream($"s{i}"), StreamHead.Empty, Event()))],
        ["too many events"] = c => [Of(c.Stream(), StreamHead.Empty, Events(JournalLimits.MaxEventsTogether)),
            Of(c.Stream("two"), StreamHead.Empty, Event())],
        ["too many commands"] = c => [.. Enumerable.Range(0, 2).Select(s => Of(c.Stream($"s{s}"), StreamHead.Empty, Event()) with
        {
            Commands = [.. Enumerable.Range(0, (JournalLimits.MaxCommandsTogether / 2) + 1).Select(i => Command($"{i}", StreamHead.Empty))],
        })],
        ["too many bytes"] = c => [.. Enumerable.Range(0, 18).Select(i =>
            Of(c.Stream($"s{i}"), StreamHead.Empty, Event() with { Data = new byte[JournalLimits.MaxEventBytes] }))],
        ["one that breaks a rule of its own"] = c => [Of(c.Stream(), StreamHead.Empty, Event()), Of(c.Stream("two"), StreamHead.Empty)],
    };

    [Fact]
    public async Task Streams_of_two_partitions_are_joined_where_the_store_says_so_all_or_none()
    {
        var (here, there) = (Of(Stream(), StreamHead.Empty, Events(2)), Of(Stream(city: "wlg"), StreamHead.Empty, Event()));
        if (!Journal.JoinsPartitions)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendTogether([here, there]).AsTask());
            Assert.Empty(await WholeFeed(here.Stream.Partition));
            return;
        }

        // One stale head in either partition keeps all of it out.
        var other = Of(Stream("other", "wlg"), StreamHead.Empty, Event());
        await MustAppend(other);
        var refused = await Journal.AppendTogether([here, there, Of(other.Stream, StreamHead.Empty, Event())]);
        Assert.Equal([AppendStatus.Withheld, AppendStatus.Withheld, AppendStatus.Conflict], refused.Select(r => r.Status));
        Assert.Empty(await WholeFeed(here.Stream.Partition));
        Assert.Single(await WholeFeed(there.Stream.Partition));

        var results = await Journal.AppendTogether([here, there]);
        Assert.Equal([(AppendStatus.Appended, End(here)), (AppendStatus.Appended, End(there))], results.Select(r => (r.Status, r.Head)));
        Assert.Equal(2, (await WholeFeed(here.Stream.Partition)).Count);
        Assert.Equal(2, (await WholeFeed(there.Stream.Partition)).Count);
        await Reopen();
        Assert.All(await Journal.AppendTogether([here, there]), r => Assert.Equal(AppendStatus.AlreadyAppended, r.Status));
        await MustBeChained(here.Stream.Partition);
        await MustBeChained(there.Stream.Partition);
    }

    [Theory]
    [MemberData(nameof(BrokenJointRules))]
    public async Task A_joint_append_that_breaks_a_rule_is_refused_and_adds_nothing(string rule)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendTogether(BrokenJoint[rule](this)).AsTask());

        Assert.Empty(await WholeFeed(City()));
        Assert.DoesNotContain(await Journal.Partitions(), p => p.Partition == City());
    }
}
