namespace VipOrleans.Journal.Testing;

using System.Text;
using CsCheck;
using VipOrleans.Domain.Kernel;

public abstract partial class JournalContract
{
    private const int Streams = 3;

    /// <summary>
    /// A step of a random history; numbers choose among few streams, heads, append ids and commands, so that they often meet again.
    /// </summary>
    private abstract record Step
    {
        /// <summary>
        /// Appends on a head that the stream has or had (<paramref name="Back"/> appends ago), under an id that may have been used.
        /// </summary>
        internal sealed record Add(int Stream, int Back, int AppendId, int Events, int[] Commands) : Step;

        /// <summary>A joint append of several.</summary>
        internal sealed record Join(Add[] Adds) : Step
        {
            public override string ToString() => string.Join(" with ", Adds.Select(a => $"{a} {string.Join(',', a.Commands)}"));
        }

        internal sealed record Snap(int Stream, int Version, string Schema) : Step;

        internal sealed record Unsnap(int Stream) : Step;
    }

    private static readonly Gen<Step.Add> Adds = Gen.Select(
        Gen.Int[0, Streams - 1], Gen.Frequency((4, Gen.Const(0)), (1, Gen.Int[1, 3])), Gen.Int[0, 30], Gen.Int[1, 4],
        Gen.Int[0, 25].Array[0, 2],
        (stream, back, id, events, commands) => new Step.Add(stream, back, id, events, [.. commands.Distinct()]));

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Adds.Select(a => (Step)a)),
        (4, Adds.Array[1, 4].Select(adds => (Step)new Step.Join([.. adds.DistinctBy(a => a.Stream)]))),
        (2, Gen.Select(Gen.Int[0, Streams - 1], Gen.Int[0, 12], Gen.Bool,
            (stream, version, other) => (Step)new Step.Snap(stream, version, other ? "s2" : "s1"))),
        (1, Gen.Int[0, Streams - 1].Select(stream => (Step)new Step.Unsnap(stream))));

    [Fact]
    public Task Any_history_ends_as_a_model_of_few_lines_says() =>
        Steps.Array[1, 30].SampleAsync(
            async steps =>
            {
                var city = $"{City()}-{Guid.NewGuid():N}";
                var streams = Enumerable.Range(0, Streams).Select(i => new Modelled(StreamId.Parse($"{city}/model/{i}"))).ToArray();
                var feed = new List<(StreamId, long, ChainHash)>();
                foreach (var step in steps) await Play(step, streams, feed);
                foreach (var stream in streams) await Compare(stream);
                Assert.Equal(feed, (await WholeFeed(city, page: 3)).Select(e => (e.Stream, e.Version, e.Hash)));
                await MustBeChained(city);
            },
            iter: 150, threads: 2,
            print: steps => string.Join("\n", steps.Select(s => s is Step.Add a ? $"{a} {string.Join(',', a.Commands)}" : $"{s}")));

    private async Task Play(Step step, Modelled[] streams, List<(StreamId, long, ChainHash)> feed)
    {
        switch (step)
        {
            case Step.Add add:
                await Play([add], streams, feed, async appends => [await Journal.Append(appends[0])]);
                break;
            case Step.Join join:
                await Play(join.Adds, streams, feed, async appends => await Journal.AppendTogether(appends));
                break;
            case Step.Snap snap:
                var target = streams[snap.Stream];
                var hash = snap.Version >= 1 && snap.Version <= target.Events.Count ? target.Events[snap.Version - 1].Hash : default;
                var snapshot = new Snapshot(snap.Version, hash, snap.Schema, Json);
                await Journal.SaveSnapshot(target.Id, snapshot);
                if (target.Snapshot is null || target.Snapshot.Version <= snap.Version) target.Snapshot = snapshot;
                break;
            case Step.Unsnap unsnap:
                await Journal.DeleteSnapshot(streams[unsnap.Stream].Id);
                streams[unsnap.Stream].Snapshot = null;
                break;
        }
    }

    private static async Task Play(Step.Add[] adds, Modelled[] streams, List<(StreamId, long, ChainHash)> feed,
        Func<Append[], Task<IReadOnlyList<AppendResult>>> append)
    {
        var parts = adds.Select(a => (Stream: streams[a.Stream], Append: streams[a.Stream].Append(a))).ToArray();
        var objections = parts.Select(p => p.Stream.Objection(p.Append)).ToList();
        var refused = objections.Any(o => o is { Status: not AppendStatus.AlreadyAppended });
        var results = await append([.. parts.Select(p => p.Append)]);
        Assert.Equal(parts.Length, results.Count);
        foreach (var ((stream, part), objection, result) in parts.Zip(objections, results))
        {
            var wanted = objection ?? (refused ? new(AppendStatus.Withheld, stream.Head, []) : stream.Make(part));
            Assert.Equal((wanted.Status, wanted.Head), (result.Status, result.Head));
            Assert.Equal(wanted.Repeated, result.Repeated);
            if (result.Status == AppendStatus.Appended)
                feed.AddRange(stream.Events.TakeLast(part.Events.Count).Select(e => (stream.Id, e.Version, e.Hash)));
        }
    }

    private async Task Compare(Modelled stream)
    {
        foreach (var schema in new[] { null, "s1", "s2" })
        {
            var content = await Journal.Read(stream.Id, schema);
            var usable = schema is not null && stream.Snapshot is { } kept && kept.Schema == schema && stream.Holds(kept)
                ? stream.Snapshot : null;
            Assert.Equal(stream.Head, content.Head);
            Assert.Equal((usable?.Version, usable?.Hash), (content.Snapshot?.Version, content.Snapshot?.Hash));
            Assert.Equal(stream.Events.Skip((int)(stream.Events.Count == 0 ? 0 : usable?.Version ?? 0)).Select(e => (e.Version, e.Hash)),
                content.Events.Select(e => (e.Version, e.Hash)));
        }
    }

    /// <summary>What the contract says about one stream, in lists.</summary>
    private sealed class Modelled(StreamId id)
    {
        private readonly List<StreamHead> _heads = [StreamHead.Empty];
        private readonly Dictionary<string, CommandMark> _commands = [];

        public StreamId Id { get; } = id;

        public List<(long Version, ChainHash Hash, Guid Append)> Events { get; } = [];

        public Snapshot? Snapshot { get; set; }

        public StreamHead Head => _heads[^1];

        public bool Holds(Snapshot snapshot) =>
            Events.Count == 0 || snapshot.Version == 0
                || (snapshot.Version <= Events.Count && Events[(int)snapshot.Version - 1].Hash == snapshot.Hash);

        public Append Append(Step.Add add)
        {
            var expected = _heads[Math.Max(0, _heads.Count - 1 - add.Back)];
            var events = Enumerable.Range(0, add.Events)
                .Select(i => new NewEvent("e", Encoding.UTF8.GetBytes($"{i}"), DateTimeOffset.UnixEpoch, "a")).ToList();
            var commands = add.Commands.Select(c => new CommandMark($"c{c}", c, expected.Version + add.Events, $"{add.AppendId}")).ToList();
            return new(Id, expected, new Guid(add.AppendId + 1, 0, 0, new byte[8]), events, commands);
        }

        public AppendResult? Objection(Append append)
        {
            var next = (int)append.Expected.Version;
            if (next < Events.Count && Events[next].Append == append.Id)
            {
                var end = Events.Skip(next).TakeWhile(e => e.Append == append.Id).Last();
                return new(AppendStatus.AlreadyAppended, new(end.Version, end.Hash), []);
            }

            var repeated = append.Commands.Where(c => _commands.ContainsKey(c.CommandId)).Select(c => _commands[c.CommandId]).ToList();
            if (repeated.Count > 0) return new(AppendStatus.CommandRepeated, Head, repeated);
            return append.Expected != Head ? new(AppendStatus.Conflict, Head, []) : null;
        }

        public AppendResult Make(Append append)
        {
            var (version, hash) = Head;
            foreach (var e in append.Events)
            {
                hash = hash.Next(Id, ++version, e);
                Events.Add((version, hash, append.Id));
            }

            foreach (var command in append.Commands) _commands[command.CommandId] = command;
            _heads.Add(new(version, hash));
            return new(AppendStatus.Appended, Head, []);
        }
    }
}
