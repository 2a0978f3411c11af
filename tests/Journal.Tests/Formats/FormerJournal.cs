namespace VipOrleans.Journal.Tests.Formats;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What stands in the file that the first version of the journal wrote: the source of what every migration has to come to.
/// </summary>
internal sealed class FormerJournal
{
    private FormerJournal(List<FormerAppend> appends) => Appends = appends;

    public static string File => Path.Combine(AppContext.BaseDirectory, "Formats", "journal-1.sqlite");

    /// <summary>All appends, those of a partition in the order of its feed, with the hashes of format 1.</summary>
    public IReadOnlyList<FormerAppend> Appends { get; }

    public IEnumerable<string> Partitions => Appends.Select(a => a.Stream.Partition).Distinct();

    public IEnumerable<StreamId> Streams => Appends.Select(a => a.Stream).Distinct();

    public IEnumerable<RecordedEvent> Feed(string partition) =>
        Appends.Where(a => a.Stream.Partition == partition).SelectMany(a => a.Events);

    public static FormerJournal Read()
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var marks = new List<(StreamId Stream, CommandMark Mark)>();
        Each(connection, "SELECT s.id, command_id, fingerprint, c.version, outcome FROM commands c JOIN streams s ON s.no = c.stream",
            r => marks.Add((StreamId.Parse(r.GetString(0)), new(r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4)))));
        var events = new List<(Guid Append, RecordedEvent Event)>();
        Each(connection, """
            SELECT s.id, e.version, position, type, data, at_ms, actor, e.hash, append_id FROM events e JOIN streams s ON s.no = e.stream
            ORDER BY partition, position
            """, r => events.Add((new Guid((byte[])r[8], bigEndian: true), new(StreamId.Parse(r.GetString(0)), r.GetInt64(1), r.GetInt64(2),
                r.GetString(3), (byte[])r[4], DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5)), r.GetString(6), new((byte[])r[7])))));
        return new([.. events.GroupBy(e => e.Append, e => e.Event).Select(g => new FormerAppend(g.Key, [.. g], [.. marks
            .Where(m => m.Stream == g.First().Stream && m.Mark.Version >= g.First().Version && m.Mark.Version <= g.Last().Version)
            .Select(m => m.Mark)]))]);
    }

    /// <summary>A migrated journal has all that was in the former one, under the present hashes, and goes on.</summary>
    public async Task MustBeIn(IJournal journal, MigrationReport? report)
    {
        Assert.Equal(new MigrationReport(Partitions.Count(), Streams.Count(), Appends.Sum(a => a.Events.Count)), report);
        var heads = (await journal.Partitions()).ToDictionary(p => p.Partition);
        Assert.Equal(Partitions.Order(), heads.Keys.Order());
        foreach (var partition in Partitions)
        {
            var feed = (await journal.ReadFeed(partition, 0, JournalLimits.MaxFeedPage)).Events;
            Assert.Equal(Feed(partition).Select(Text), feed.Select(Text));
            Assert.Equal(new(partition, feed[^1].Position, feed.Aggregate(default(FeedHash), (hash, e) => hash.Next(e))), heads[partition]);
            Assert.Equal(Hashes[partition], heads[partition].Hash.ToString());
        }

        foreach (var stream in Streams)
        {
            foreach (var schema in new[] { "test-1", "directory-1" }) Assert.Null((await journal.Read(stream, schema)).Snapshot);
            var events = (await journal.Read(stream)).Events;
            StreamHead HeadAt(long version) => version == 0 ? StreamHead.Empty : new(version, events[(int)version - 1].Hash);
            foreach (var append in Appends.Where(a => a.Stream == stream))
            {
                var again = await journal.Append(append.At(HeadAt(append.Events[0].Version - 1)));
                Assert.Equal((AppendStatus.AlreadyAppended, HeadAt(append.Events[^1].Version)), (again.Status, again.Head));
                Assert.Equal(append.Commands, await journal.FindCommands(stream, [.. append.Commands.Select(c => c.CommandId)]));
            }

            var next = new Append(stream, HeadAt(events.Count), Guid.NewGuid(),
                [new("next", "{}"u8.ToArray(), DateTimeOffset.UnixEpoch, "a")], []);
            Assert.Equal(AppendStatus.Appended, (await journal.Append(next)).Status);
        }

        Assert.Null((await journal.Read(StreamId.Parse("nz-akl/projection/directory"), "directory-1")).Snapshot);
    }

    private static string Text(RecordedEvent e) =>
        $"{e.Position} {e.Stream} {e.Version} {e.Type} {e.At:O} {e.Actor} {Convert.ToHexString(e.Data.Span)}";

    private static void Each(SqliteConnection connection, string sql, Action<SqliteDataReader> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read()) take(reader);
    }

    // Computed by another program from the description of the format.
    private static readonly Dictionary<string, string> Hashes = new(StringComparer.Ordinal)
    {
        ["nz"] = "e1d2aa512dc6297cfb8aec58b6a17d2352dd4af2dc0c8488cc2b96a62f63aa57",
        ["nz-akl"] = "35316bba2dfba42e8ac063727467c6d710ae2595f77eeaec2596818faa29af32",
        ["nz-wlg"] = "263c90eec77fb6dd343a81b94f24fa051f69ad2c163a09e5f4a06dc505c1c8a8",
    };
}

/// <summary>An append that format 1 has.</summary>
internal sealed record FormerAppend(Guid Id, IReadOnlyList<RecordedEvent> Events, IReadOnlyList<CommandMark> Commands)
{
    public StreamId Stream => Events[0].Stream;

    public Append At(StreamHead expected) =>
        new(Stream, expected, Id, [.. Events.Select(e => new NewEvent(e.Type, e.Data, e.At, e.Actor))], Commands);
}
