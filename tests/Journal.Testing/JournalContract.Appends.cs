namespace VipOrleans.Journal.Testing;

using System.Text;
using VipOrleans.Domain.Kernel;

public abstract partial class JournalContract
{
    [Fact]
    public async Task An_append_is_read_back_as_it_was_given()
    {
        NewEvent[] events = [Event("a"), Event("b") with { Type = "other-thing", Actor = "host-7" }, Event("c")];
        var head = await MustAppend(Of(Stream(), StreamHead.Empty, events));

        var content = await Journal.Read(Stream());

        Assert.Equal(head, content.Head);
        Assert.Null(content.Snapshot);
        Assert.Equal([1, 2, 3], content.Events.Select(e => e.Version));
        var hash = default(ChainHash);
        foreach (var (given, read) in events.Zip(content.Events))
        {
            hash = hash.Next(Stream(), read.Version, given);
            Assert.Equal((Stream(), given.Type, given.Actor, given.At, hash), (read.Stream, read.Type, read.Actor, read.At, read.Hash));
            Assert.Equal(given.Data.ToArray(), read.Data.ToArray());
        }

        Assert.Equal(hash, head.Hash);
    }

    [Fact]
    public async Task A_stream_that_was_never_written_is_empty()
    {
        var content = await Journal.Read(Stream(), "any");

        Assert.Equal(StreamHead.Empty, content.Head);
        Assert.Null(content.Snapshot);
        Assert.Empty(content.Events);
    }

    [Fact]
    public async Task An_append_to_another_head_is_a_conflict_and_adds_nothing()
    {
        var first = await MustAppend(Stream(), StreamHead.Empty, 1);
        var head = await MustAppend(Stream(), first, 2);

        StreamHead[] wrong = [StreamHead.Empty, first, new(2, head.Hash), new(3, first.Hash), new(4, head.Hash)];
        foreach (var expected in wrong)
        {
            var result = await Journal.Append(Of(Stream(), expected, Event()));
            Assert.Equal((AppendStatus.Conflict, head), (result.Status, result.Head));
        }

        var never = await Journal.Append(Of(Stream("never"), head, Event()));
        Assert.Equal((AppendStatus.Conflict, StreamHead.Empty), (never.Status, never.Head));
        Assert.Equal(3, (await WholeFeed(City())).Count);
    }

    [Fact]
    public async Task Of_many_writers_on_one_head_exactly_one_appends()
    {
        var head = StreamHead.Empty;
        for (var round = 1; round <= 20; round++)
        {
            var expected = head;
            var results =
                await Task.WhenAll(
                    Enumerable.Range(0, 16).Select(i => Task.Run(async () => await Journal.Append(Of(Stream(), expected, Event($"{i}"))))));

            head = Assert.Single(results, r => r.Status == AppendStatus.Appended).Head;
            Assert.All(results.Where(r => r.Status != AppendStatus.Appended),
                r => Assert.Equal((AppendStatus.Conflict, head), (r.Status, r.Head)));
            Assert.Equal(round, head.Version);
        }

        Assert.Equal(20, (await Journal.Read(Stream())).Events.Count);
    }

    [Fact]
    public async Task One_streams_conflict_does_not_disturb_appends_to_others()
    {
        var head = await MustAppend(Stream("contested"), StreamHead.Empty, 1);
        var appends = Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? Of(Stream("contested"), StreamHead.Empty, Event("late"))
            : Of(Stream($"calm{i}"), StreamHead.Empty, Event()));

        var results = await Task.WhenAll(appends.Select(a => Journal.Append(a).AsTask()));

        Assert.All(results.Where((_, i) => i % 2 == 0), r => Assert.Equal((AppendStatus.Conflict, head), (r.Status, r.Head)));
        Assert.All(results.Where((_, i) => i % 2 == 1), r => Assert.Equal(AppendStatus.Appended, r.Status));
        Assert.Equal(51, (await WholeFeed(City())).Count);
    }

    [Fact]
    public async Task The_same_append_again_is_already_appended_also_after_later_appends()
    {
        var before = await MustAppend(Stream(), StreamHead.Empty, 2);
        var append = Of(Stream(), before, Events(3));
        var after = await MustAppend(append);

        var again = await Journal.Append(append);
        Assert.Equal((AppendStatus.AlreadyAppended, after), (again.Status, again.Head));

        var head = await MustAppend(Stream(), after, 4);
        await Reopen();
        again = await Journal.Append(append);
        Assert.Equal((AppendStatus.AlreadyAppended, after), (again.Status, again.Head));
        Assert.Equal(head, (await Journal.Read(Stream())).Head);
    }

    [Fact]
    public async Task The_same_append_many_times_at_once_is_made_once()
    {
        var append = Of(Stream(), StreamHead.Empty, Events(2));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Journal.Append(append))));

        Assert.Single(results, r => r.Status == AppendStatus.Appended);
        Assert.Equal(49, results.Count(r => r.Status == AppendStatus.AlreadyAppended));
        Assert.Equal((await Journal.Read(Stream())).Head, Assert.Single(results.Select(r => r.Head).Distinct()));
    }

    [Fact]
    public async Task A_lost_answer_asked_for_again_is_not_mistaken_for_a_repeated_command()
    {
        var append = Of(Stream(), StreamHead.Empty, Event()) with { Commands = [Command("c1", StreamHead.Empty)] };
        var head = await MustAppend(append);

        var again = await Journal.Append(append);

        Assert.Equal((AppendStatus.AlreadyAppended, head), (again.Status, again.Head));
        Assert.Empty(again.Repeated);
    }

    [Fact]
    public async Task A_command_carried_out_before_is_refused_with_what_it_did_the_first_time()
    {
        CommandMark first = new("c1", long.MinValue, 1, "done"), second = new("c2", long.MaxValue, 3, "");
        var one = await MustAppend(Of(Stream(), StreamHead.Empty, Event()) with { Commands = [first] });
        var head = await MustAppend(Of(Stream(), one, Events(2)) with { Commands = [second] });

        var result = await Journal.Append(Of(Stream(), head, Event()) with
        {
            Commands = [Command("c0", head), Command("c2", head, outcome: "other"), Command("c1", head)],
        });

        Assert.Equal((AppendStatus.CommandRepeated, head), (result.Status, result.Head));
        Assert.Equal([second, first], result.Repeated);
        Assert.Equal(head, (await Journal.Read(Stream())).Head);
    }

    [Fact]
    public async Task A_repeated_command_is_told_also_to_who_expects_an_older_head()
    {
        var mark = Command("c1", StreamHead.Empty);
        await MustAppend(Of(Stream(), StreamHead.Empty, Event()) with { Commands = [mark] });

        var result = await Journal.Append(Of(Stream(), StreamHead.Empty, Event()) with { Commands = [Command("c1", StreamHead.Empty)] });

        Assert.Equal(AppendStatus.CommandRepeated, result.Status);
        Assert.Equal([mark], result.Repeated);
    }

    [Fact]
    public async Task Of_many_appends_with_one_command_exactly_one_appends()
    {
        var head = await MustAppend(Stream(), StreamHead.Empty, 1);
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
            await Journal.Append(Of(Stream(), head, Event($"{i}")) with { Commands = [Command("c1", head, outcome: $"{i}")] }))));

        Assert.Single(results, r => r.Status == AppendStatus.Appended);
        Assert.Equal(29, results.Count(r => r.Status == AppendStatus.CommandRepeated));
        Assert.Single(results.SelectMany(r => r.Repeated).Distinct());
    }

    [Fact]
    public async Task A_refused_append_takes_no_command_id()
    {
        await MustAppend(Stream(), StreamHead.Empty, 1);
        var append = Of(Stream(), StreamHead.Empty, Event()) with { Commands = [Command("c1", StreamHead.Empty)] };
        Assert.Equal(AppendStatus.Conflict, (await Journal.Append(append)).Status);

        var head = (await Journal.Read(Stream())).Head;
        await MustAppend(append with { Expected = head, Commands = [Command("c1", head)] });
    }

    [Fact]
    public async Task A_command_id_is_taken_in_its_own_stream_only_and_letter_by_letter()
    {
        string[] ids = ["c", "C", "c ", " c", "é", "e\u0301", "c%", "c_", "c'", "c\"; DROP TABLE events; --", "日本", "😀",
            new string('x', 100)];
        foreach (var stream in new[] { Stream("one"), Stream("two"), Stream("one", "wlg") })
        {
            var head = StreamHead.Empty;
            foreach (var id in ids) head = await MustAppend(Of(stream, head, Event()) with { Commands = [Command(id, head)] });
            var repeated = await Journal.Append(Of(stream, head, Event()) with { Commands = [.. ids.Select(id => Command(id, head))] });
            Assert.Equal(ids, repeated.Repeated.Select(c => c.CommandId));
        }
    }

    [Theory]
    [InlineData("0/0/0")]
    [InlineData("-/-/-")]
    [InlineData("host/host/host")]
    public async Task Unusual_but_legal_streams_are_streams(string tail)
    {
        var stream = StreamId.Parse($"{_run}-{tail}");
        var longest = StreamId.Parse($"{_run}/k/{new string('a', StreamId.MaxLength - _run.Length - 3)}");
        foreach (var id in new[] { stream, longest })
        {
            var head = await MustAppend(id, StreamHead.Empty, 2);
            Assert.Equal(head, (await Journal.Read(id)).Head);
            Assert.All(await WholeFeed(id.Partition), e => Assert.Equal(id, e.Stream));
        }
    }

    [Fact]
    public async Task Commands_that_were_carried_out_are_found_with_what_they_answered()
    {
        CommandMark first = new("a", 1, 1, "held"), second = new("b", 2, 2, "");
        var head = await MustAppend(Of(Stream(), StreamHead.Empty, Event()) with { Commands = [first] });
        await MustAppend(Of(Stream(), head, Event()) with { Commands = [second] });

        Assert.Equal([second, first], await Journal.FindCommands(Stream(), ["b", "never", "a", "A"]));
        Assert.Empty(await Journal.FindCommands(Stream(), []));
        Assert.Empty(await Journal.FindCommands(Stream("never"), ["a"]));
    }

    [Fact]
    public async Task The_largest_legal_append_is_read_back()
    {
        var large = new NewEvent(
            new string('ü', JournalLimits.MaxTypeLength), Enumerable.Range(0, JournalLimits.MaxEventBytes).Select(i => (byte)i).ToArray(),
            DateTimeOffset.UnixEpoch,
            new string('中', JournalLimits.MaxActorLength));
        CommandMark[] commands =
            [.. Enumerable.Range(0, JournalLimits.MaxCommandsPerAppend)
                .Select(i => new CommandMark($"c{i}", i, 1, new string('ü', i == 0 ? JournalLimits.MaxOutcomeLength : 3)))];

        var head = await MustAppend(Of(Stream(), StreamHead.Empty, large) with { Commands = commands });
        head = await MustAppend(Stream(), head, JournalLimits.MaxEventsPerAppend);

        var content = await Journal.Read(Stream());
        Assert.Equal(head, content.Head);
        Assert.Equal(large.Data.ToArray(), content.Events[0].Data.ToArray());
        Assert.Equal((large.Type, large.Actor), (content.Events[0].Type, content.Events[0].Actor));
        Assert.Equal(commands,
            (await Journal.Append(
                Of(Stream(), head, Event()) with { Commands = [.. commands.Select(c => c with { Version = head.Version })] })).Repeated);
    }

    [Fact]
    public async Task The_append_with_the_most_bytes_is_read_back_and_fed()
    {
        var most = new NewEvent("t", new byte[JournalLimits.MaxEventBytes], DateTimeOffset.UnixEpoch, "a");
        var count = JournalLimits.MaxAppendBytes / (JournalLimits.MaxEventBytes + 2);
        var rest = JournalLimits.MaxAppendBytes - (count * (JournalLimits.MaxEventBytes + 2)) - 2;
        var head = await MustAppend(
            Of(Stream(), StreamHead.Empty, [.. Enumerable.Repeat(most, count), most with { Data = new byte[rest] }]));
        // As many bytes as many small events, and as answers of commands.
        var small = new NewEvent(new string('t', 64), new byte[2300], DateTimeOffset.UnixEpoch, new string('a', 100));
        var marks = Enumerable.Range(0, 12)
            .Select(i => new CommandMark($"c{i}", i, head.Version + 500, new string('o', JournalLimits.MaxOutcomeLength)));
        head = await MustAppend(Of(Stream(), head, [.. Enumerable.Repeat(small, 500)]) with { Commands = [.. marks] });

        Assert.Equal(head, (await Journal.Read(Stream())).Head);
        Assert.Equal(count + 501, (await WholeFeed(City(), 100)).Count);
    }

    public static TheoryData<string> BrokenRules => new(Broken.Keys);

    private static readonly Dictionary<string, Func<Append, Append>> Broken = new()
    {
        ["no stream"] = a => a with { Stream = default },
        ["no id"] = a => a with { Id = Guid.Empty },
        ["a negative version"] = a => a with { Expected = new(-1, default) },
        ["a hash without an event"] = a => a with { Expected = new(0, default(ChainHash).Next(a.Stream, 1, Event())) },
        ["no events"] = a => a with { Events = [] },
        ["an append too large"] =
            a => a with { Events = [.. Enumerable.Repeat(Event() with { Data = new byte[JournalLimits.MaxEventBytes] }, 22)] },
        ["too many events"] = a => a with { Events = Events(JournalLimits.MaxEventsPerAppend + 1) },
        ["an event without data"] = a => a with { Events = [Event() with { Data = default }] },
        ["an event too large"] = a => a with { Events = [Event(), Event() with { Data = new byte[JournalLimits.MaxEventBytes + 1] }] },
        ["an event without type"] = a => a with { Events = [Event() with { Type = "" }] },
        ["a type too long"] = a => a with { Events = [Event() with { Type = new string('t', JournalLimits.MaxTypeLength + 1) }] },
        ["an actor too long"] = a => a with { Events = [Event() with { Actor = new string('a', JournalLimits.MaxActorLength + 1) }] },
        ["an event without actor"] = a => a with { Events = [Event() with { Actor = "" }] },
        ["half a character"] = a => a with { Events = [Event() with { Actor = "\ud83d" }] },
        ["a null character"] = a => a with { Commands = [Command("c\0d", a.Expected)] },
        ["an empty command id"] = a => a with { Commands = [Command("", a.Expected)] },
        ["a command id too long"] = a => a with { Commands = [Command(new string('c', JournalLimits.MaxCommandIdLength + 1), a.Expected)] },
        ["an outcome too long"] =
            a => a with { Commands = [Command("c", a.Expected, outcome: new string('o', JournalLimits.MaxOutcomeLength + 1))] },
        ["a command of a later version"] = a => a with { Commands = [Command("c", a.Expected, events: 2)] },
        ["one command twice"] = a => a with { Commands = [Command("c", a.Expected), Command("d", a.Expected), Command("c", a.Expected)] },
        ["too many commands"] =
            a => a with
            {
                Commands =
                [.. Enumerable.Range(0, JournalLimits.MaxCommandsPerAppend + 1).Select(i => Command($"c{i}", a.Expected))]
            },
    };

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public async Task An_append_that_breaks_a_rule_is_refused_and_adds_nothing(string rule)
    {
        var append = Of(Stream(), StreamHead.Empty, Event());

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.Append(Broken[rule](append)).AsTask());

        Assert.Empty(await WholeFeed(City()));
        await MustAppend(append);
    }

    [Fact]
    public async Task Times_are_kept_to_the_millisecond_in_utc()
    {
        DateTimeOffset[] times =
        [
            new DateTimeOffset(2026, 3, 1, 12, 30, 15, 999, TimeSpan.FromHours(13)).AddTicks(9999), DateTimeOffset.UnixEpoch.AddTicks(-1),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
        ];
        await MustAppend(Of(Stream(), StreamHead.Empty, [.. times.Select(t => Event() with { At = t })]));

        var read = (await Journal.Read(Stream())).Events.Select(e => e.At).ToList();

        Assert.Equal(times.Select(t => t.ToUnixTimeMilliseconds()), read.Select(t => t.ToUnixTimeMilliseconds()));
        Assert.All(read, t => Assert.Equal((TimeSpan.Zero, 0L), (t.Offset, t.Ticks % TimeSpan.TicksPerMillisecond)));
    }

    [Fact]
    public async Task A_stream_of_100_000_events_is_read_whole()
    {
        const int Count = 100_000;
        var head = StreamHead.Empty;
        while (head.Version < Count)
        {
            // Many appends before the next answer would be conflicts: each must know the head of the one before.
            head = await MustAppend(Of(Stream(), head, Events(JournalLimits.MaxEventsPerAppend, $"{head.Version}-")));
        }

        var content = await Journal.Read(Stream());
        Assert.Equal(head, content.Head);
        Assert.Equal(Count, content.Events.Count);
        Assert.Equal("""{"text":"99500-500"}""", Encoding.UTF8.GetString(content.Events[^1].Data.Span));

        var late = content.Events[^11];
        await Journal.SaveSnapshot(Stream(), new(late.Version, late.Hash, "s", "{}"u8.ToArray()));
        Assert.Equal(10, (await Journal.Read(Stream(), "s")).Events.Count);
    }

    [Fact]
    public async Task All_is_there_after_the_store_was_closed_and_opened_again()
    {
        var command = Command("c1", StreamHead.Empty, 2);
        var append = Of(Stream(), StreamHead.Empty, Events(2)) with { Commands = [command] };
        var head = await MustAppend(append);
        await Journal.SaveSnapshot(Stream(), new(1, (await Journal.Read(Stream())).Events[0].Hash, "s", "{}"u8.ToArray()));
        var feed = await WholeFeed(City());

        await Reopen();

        Assert.Equal(feed.Select(e => (e.Position, e.Hash)), (await WholeFeed(City())).Select(e => (e.Position, e.Hash)));
        var content = await Journal.Read(Stream(), "s");
        Assert.Equal((head, 1, 1), (content.Head, content.Snapshot!.Version, content.Events.Count));
        Assert.Equal([command], (await Journal.Append(Of(Stream(), head, Event()) with { Commands = [Command("c1", head)] })).Repeated);
        await MustAppend(Stream("two"), StreamHead.Empty, 1);
        var positions = (await WholeFeed(City())).Select(e => e.Position).ToList();
        Assert.Equal(3, positions.Distinct().Count());
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public async Task An_altered_event_is_found_and_named()
    {
        await MustAppend(Stream("good"), StreamHead.Empty, 3);
        await MustAppend(Stream("bad"), StreamHead.Empty, 5);

        await Alter(Stream("bad"), 3);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.Read(Stream("bad")).AsTask());
        Assert.Contains(Stream("bad").Value, error.Message, StringComparison.Ordinal);
        Assert.Contains("event 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await Journal.Read(Stream("good"))).Events.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_missing_event_is_found_and_named(int version)
    {
        await MustAppend(Stream(), StreamHead.Empty, 5);

        await Remove(Stream(), version);

        var error = await Assert.ThrowsAsync<JournalCorruptException>(() => Journal.Read(Stream()).AsTask());
        Assert.Contains(Stream().Value, error.Message, StringComparison.Ordinal);
        Assert.Contains($"event {version}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_in_order_says_that_it_is_ready() => Assert.True(await Journal.IsReady());
}
