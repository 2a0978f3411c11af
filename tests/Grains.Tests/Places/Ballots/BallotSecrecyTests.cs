namespace VipOrleans.Grains.Tests.Places;

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Grains.Places;
using VipOrleans.Vault;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// Plays somebody who has copied every file and the auditor's feed after every single request, knows who was given a paper in which order,
/// and guesses whose each vote is.
/// </summary>
/// <remarks>
/// Whoever copies at every moment sees the moment of every vote: a vote is in the journal before it is acknowledged. That this tells
/// nothing is the work of the two windows; that no row of a copy made later has a moment is that of the box.
/// </remarks>
public sealed class BallotSecrecyTests
{
    private const int VotersOfEach = 8;

    // Making one for each ballot would take most of the test's time.
    private static readonly (byte[] PrivateKey, string PublicKey) Key = BlindSignatures.NewKey();

    [Fact]
    public async Task Whoever_copies_all_files_and_feeds_at_every_moment_guesses_no_better_than_chance()
    {
        var loot = await Play(ballots: 40, twoWindows: true, AtRandomMoments);
        foreach (var (name, hits, correlation) in Attacks(loot))
        {
            Assert.True(hits <= Bound(loot), $"{name} finds {hits} of {loot.Count * VotersOfEach} voters.");
            Assert.True(Math.Abs(correlation) <= CorrelationBound(loot), $"{name} correlates by {correlation:F2} in {loot.Count} ballots.");
        }
    }

    // The attacker is no straw man: where papers and votes share a window, and people vote as soon as they have a paper, all are found.
    [Fact]
    public async Task In_one_window_the_same_attacker_finds_everybody_who_votes_at_once()
    {
        var loot = await Play(ballots: 12, twoWindows: false, (_, _) => throw new InvalidOperationException("They vote at once."));
        var attacks = Attacks(loot).ToDictionary(a => a.Name);
        foreach (var name in new[] { "order of arrival", "order of positions", "last paper in the feed before the vote" })
        {
            Assert.Equal(loot.Count * VotersOfEach, attacks[name].Hits);
            Assert.True(attacks[name].Hits > Bound(loot));
        }

        Assert.True(attacks["order of arrival"].Correlation > CorrelationBound(loot));
    }

    // Two windows alone are not enough: clients have to choose their moments at random, as they are told to.
    [Fact]
    public async Task The_same_attacker_finds_voters_who_come_in_the_order_of_their_papers()
    {
        var loot = await Play(ballots: 12, twoWindows: true, (n, _) => (n + 0.5) / VotersOfEach);
        Assert.Equal(loot.Count * VotersOfEach, Attacks(loot).Single(a => a.Name == "order of arrival").Hits);
    }

    [Fact]
    public async Task A_vote_changes_nothing_in_any_file_but_its_box_and_nothing_in_the_citys_feed()
    {
        await using var world = await World();
        var city = await world.OpenCity(1);
        var voters = await BallotTests.Voters(world, city, VotersOfEach);
        // A snapshot after each vote, and a ballot whose window is over two days.
        var terms = Terms(world) with { Until = world.Time.GetUtcNow().AddDays(2) };
        var ballot = BallotId.From(city, "ballot");
        Accepted("opened", await BallotTests.Grain(world, ballot).Open(Command(), terms));
        await BallotTests.Papers(world, ballot, voters);
        world.Time.SetUtcNow(terms.From);
        await Settled(world, city);
        var (files, feed, version) = (world.FileRows(), await Feed(world, city), (await BallotTests.Grain(world, ballot).Get())!.Version);
        foreach (var (n, voter) in voters.Index())
        {
            world.Time.Advance(TimeSpan.FromHours(n));
            Accepted("cast", await BallotTests.Cast(world, ballot, voter, 1, revision: n + 1));
            await Settled(world, city);
            var now = world.FileRows();
            var box = new Box(now, ballot.BoxPartition);
            var added = now.ExceptBy(files.Select(f => f.ToString()), f => f.ToString()).ToList();
            Assert.All(added, row => Assert.True(box.Has(row), $"A vote adds this: {row}"));
            Assert.Equal(n + 1, box.Events.Count);
            Assert.Equal(feed, await Feed(world, city));
            Assert.Equal(version, (await BallotTests.Grain(world, ballot).Get())!.Version);
            files = now;
        }

        var votes = new Box(files, ballot.BoxPartition);
        var day = new DateTimeOffset(terms.From.UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.All(votes.Events, e =>
        {
            Assert.Equal((day, "system"), (long.Parse(e.Values["at_ms"], CultureInfo.InvariantCulture), e.Values["actor"]));
            // The seventh version of these ids begins with the time.
            Assert.NotEqual(7, Guid.Parse(e.Values["append_id"]).Version);
        });
        Assert.DoesNotContain(files,
            f => f.Table == "journal.db/commands" && votes.Streams.Any(s => s.Values["no"] == f.Values["stream"]));
        // Nobody follows the box's feed, and nothing is kept of it.
        Assert.Empty(world.Watched.FeedReadsOf(ballot.BoxPartition));
        // The city's own partition has no gap: every position is somebody's to read.
        Assert.Equal(Enumerable.Range(1, feed.Items), feed.Positions.Select(p => (int)p));
    }

    // Moments within the window, as the documentation tells clients to choose them.
    private static double AtRandomMoments(int n, Random random) => random.NextDouble();

    private static BallotTerms Terms(World world)
    {
        var now = world.Time.GetUtcNow();
        // So short that hardly anything comes by itself in between.
        return new(new(Places: 100), "Charter, article 9", now.AddSeconds(5), now.AddSeconds(15), 20, now.AddSeconds(4));
    }

    private static async Task<World> World() => await Start(new()
    {
        Services = services => services.AddSingleton<NewBallotKey>(() => Key),
        Configure = options => options.SnapshotEvery = 1,
    });

    private static async Task<List<Loot>> Play(int ballots, bool twoWindows, Func<int, Random, double> moment)
    {
        await using var world = await World();
        var city = await world.OpenCity(1);
        var hosts = await BallotTests.Voters(world, city, VotersOfEach);
        var loot = new List<Loot>();
        for (var seed = 0; seed < ballots; seed++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            var random = new Random(seed);
            var voters = hosts.Select(h => new BallotTests.Voter(h.Host)).OrderBy(_ => random.Next()).ToList();
            var terms = Terms(world);
            var ballot = BallotId.From(city, $"ballot-{seed}");
            var one = new Loot(ballot);
            if (twoWindows)
            {
                Accepted("opened", await BallotTests.Grain(world, ballot).Open(Command(), terms));
            }
            else
            {
                terms = terms with { From = world.Time.GetUtcNow(), PapersUntil = null };
                one = new(ballot = await BallotTests.OpenOld(world, city, terms, VotersOfEach, Key));
            }

            foreach (var voter in voters)
            {
                world.Time.Advance(TimeSpan.FromMilliseconds(400));
                await BallotTests.Papers(world, ballot, [voter]);
                await one.Copy(world, city);
                if (!twoWindows) await Vote(voter);
            }

            var moments = voters.Select((voter, n) => (Voter: voter, At: terms.From + moment(n, random) * (terms.Until - terms.From)));
            if (twoWindows)
            {
                foreach (var (voter, at) in moments.ToList().OrderBy(m => m.At))
                {
                    world.Time.SetUtcNow(at);
                    await Vote(voter);
                }
            }

            Assert.Equal(VotersOfEach, one.Votes.Count);
            loot.Add(one);

            async Task Vote(BallotTests.Voter voter)
            {
                Accepted("cast", await BallotTests.Cast(world, ballot, voter, random.Next(2)));
                await one.Copy(world, city);
                one.Truth[voter.Host.Value] = BallotTests.Hash(voter.Paper);
            }
        }

        return loot;
    }

    // What was committed is told to feeds a moment later; what comes of that is not the vote's.
    private static async Task Settled(World world, CityId city)
    {
        var before = -1;
        await Until(() => (before, before = world.FileRows().Count) is var (then, now) && then == now, "the files are at rest");
        await Feed(world, city);
    }

    private static async Task<FeedSample> Feed(World world, CityId city)
    {
        var slice = await world.Feed(city.Value).Read(0, 1_000, TimeSpan.Zero, TestContext.Current.CancellationToken);
        return new(slice.Last, slice.Items.Count, slice.Items.Select(i => i.Position).ToList(),
            slice.Items.LastOrDefault(i => i.Type == "ballot-paper-issued")?.Json);
    }

    /// <summary>What each way of guessing comes to over all ballots: how many voters it finds, and how orders go together.</summary>
    private static IEnumerable<(string Name, int Hits, double Correlation)> Attacks(List<Loot> loot)
    {
        yield return InOrder("order of arrival", (v, n) => n);
        yield return InOrder("order of positions", (v, _) => long.Parse(v.Event["position"], CultureInfo.InvariantCulture));
        yield return InOrder("order of the streams", (v, _) => long.Parse(v.Event["stream"], CultureInfo.InvariantCulture));
        yield return InOrder("order of the appends' ids", (v, _) => v.Event["append_id"]);
        yield return InOrder("order of times", (v, n) => (v.Event["at_ms"], n));
        yield return InOrder("order of fingerprints", (v, _) => v.Paper, p => p.Event["data"][p.Event["data"].IndexOf("fingerprint")..]);
        yield return InOrder("order of parts", (v, _) => BallotParts.OfPaper(v.Paper, BallotGrain.Parts),
            p => BallotParts.OfCitizen(HostId.Parse(p.Host), BallotGrain.Parts));
        yield return One("last paper in the feed before the vote", l => l.Votes.Select(v => (HostIn(v.LastPaper), v.Paper)));
        yield return One("nearest paper before the vote's time",
            l => l.Votes.Select(v => (l.Papers.LastOrDefault(p => Time(p) <= Time(v))?.Host, v.Paper)));
        yield return One("the same words",
            l => l.Votes.Select(v => (l.Papers.FirstOrDefault(p => Words(p).Overlaps(Words(v)))?.Host, v.Paper)));
        // Learns from the first half of the ballots, whose votes it is given, which of all ranks of paper and vote go together.
        var half = loot.Count / 2;
        var seen = new int[VotersOfEach, VotersOfEach];
        foreach (var l in loot[..half])
            for (var n = 0; n < VotersOfEach; n++) seen[l.Votes.FindIndex(v => v.Paper == l.Truth[l.Papers[n].Host]), n]++;
        yield return ("what the ballots before have taught",
            loot[half..].Sum(l => Hits(l,
                l.Votes.Select((v, n) => ((string?)l.Papers[Enumerable.Range(0, VotersOfEach).MaxBy(p => seen[n, p])].Host, v.Paper)))), 0);

        static long Time(Row row) => long.Parse(row.Event["at_ms"], CultureInfo.InvariantCulture);

        (string, int, double) One(string name, Func<Loot, IEnumerable<(string? Host, string Paper)>> guess) =>
            (name, loot.Sum(l => Hits(l, guess(l))), 0);

        (string, int, double) InOrder<T>(string name, Func<Vote, int, T> vote, Func<Paper, T>? paper = null)
        {
            var (hits, correlation) = (0, 0.0);
            foreach (var l in loot)
            {
                var papers = paper is null ? l.Papers : [.. l.Papers.OrderBy(paper)];
                var votes = l.Votes.Select((v, n) => (v, Order: vote(v, n))).OrderBy(v => v.Order).Select(v => v.v).ToList();
                hits += Hits(l, papers.Zip(votes, (p, v) => ((string?)p.Host, v.Paper)));
                correlation += Spearman([.. papers.Select(p => votes.FindIndex(v => v.Paper == l.Truth[p.Host]))]);
            }

            return (name, hits, correlation);
        }
    }

    private static int Hits(Loot loot, IEnumerable<(string? Host, string Paper)> guesses) =>
        guesses.Count(g => g.Host is not null && loot.Truth[g.Host] == g.Paper);

    private static string? HostIn(string? json) => json is null ? null : Loot.HostOf(json);

    // Whatever is long enough to be no accident, but for what all rows of the ballot have in common.
    private static HashSet<string> Words(Row row) =>
        [.. row.Event.Where(v => v.Key is not ("partition" or "stream" or "at_ms" or "type")).SelectMany(v => v.Value.Split('"', '.', '-'))
            .Where(w => w.Length >= 8)];

    // One of all in the mean, with a variance of one, for each ballot: six deviations above it come once in some ten million runs.
    private static double Bound(List<Loot> loot) => loot.Count + 6 * Math.Sqrt(loot.Count);

    // A rank correlation of n has a variance of 1 / (n - 1).
    private static double CorrelationBound(List<Loot> loot) => 5.5 * Math.Sqrt(loot.Count / (VotersOfEach - 1.0));

    private static double Spearman(int[] ranks)
    {
        var n = ranks.Length;
        return 1 - 6.0 * ranks.Select((r, i) => (double)(r - i) * (r - i)).Sum() / (n * ((double)n * n - 1));
    }

    private sealed record FeedSample(long Last, int Items, IReadOnlyList<long> Positions, string? LastPaper)
    {
        public bool Equals(FeedSample? other) => other is not null && (Last, Items, LastPaper) == (other.Last, other.Items, other.LastPaper)
            && Positions.SequenceEqual(other.Positions);

        public override int GetHashCode() => HashCode.Combine(Last, Items);
    }

    private abstract record Row(IReadOnlyDictionary<string, string> Event);

    private sealed record Paper(string Host, IReadOnlyDictionary<string, string> Event) : Row(Event);

    private sealed record Vote(string Paper, IReadOnlyDictionary<string, string> Event, string? LastPaper) : Row(Event);

    /// <summary>What belongs to a box in the files.</summary>
    private sealed class Box
    {
        private readonly HashSet<string> _rows;

        public Box(List<FileRow> files, string partition)
        {
            var own = files.Where(f => f.Table == "journal.db/partitions" && f.Values["id"] == partition).ToList();
            Streams = files.Where(f => f.Table == "journal.db/streams"
                && f.Values["id"].StartsWith($"{partition}/ballot-box/", StringComparison.Ordinal)).ToList();
            Events = files.Where(f => f.Table == "journal.db/events" && own.Any(p => p.Values["no"] == f.Values["partition"])).ToList();
            var snapshots = files.Where(f => f.Table == "journal.db/snapshots"
                && f.Values["stream"].StartsWith($"{partition}/ballot-box/", StringComparison.Ordinal));
            _rows = [.. own.Concat(Streams).Concat(Events).Concat(snapshots).Select(r => r.ToString())];
        }

        public List<FileRow> Streams { get; }

        public List<FileRow> Events { get; }

        public bool Has(FileRow row) => _rows.Contains(row.ToString());
    }

    /// <summary>What the attacker has of a ballot, and in the end the truth to compare with.</summary>
    private sealed class Loot(BallotId ballot)
    {
        /// <summary>In the order in which they were given out.</summary>
        public List<Paper> Papers { get; } = [];

        /// <summary>In the order in which they were first seen in a copy.</summary>
        public List<Vote> Votes { get; } = [];

        /// <summary>Who has which paper.</summary>
        public Dictionary<string, string> Truth { get; } = [];

        public async Task Copy(World world, CityId city)
        {
            var (files, feed) = (world.FileRows(), await Feed(world, city));
            var key = ballot.Value[^26..];
            var streams = files.Where(f => f.Table == "journal.db/streams" && f.Values["id"].Contains(key, StringComparison.Ordinal))
                .Select(f => f.Values["no"]).ToHashSet();
            var events = files.Where(f => f.Table == "journal.db/events" && streams.Contains(f.Values["stream"])).Select(f => f.Values);
            foreach (var e in events.OrderBy(e => long.Parse(e["position"], CultureInfo.InvariantCulture)))
            {
                if (e["type"] == "ballot-paper-issued" && Papers.All(p => p.Event["data"] != e["data"]))
                    Papers.Add(new(HostOf(e["data"]), e));
                if (e["type"] == "ballot-vote-cast" && Votes.All(v => v.Event["data"] != e["data"]))
                    Votes.Add(new(Field(e["data"], "paper"), e, feed.LastPaper));
            }
        }

        public static string HostOf(string json) => Field(json, "host");

        private static string Field(string json, string name) =>
            System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;
    }
}
