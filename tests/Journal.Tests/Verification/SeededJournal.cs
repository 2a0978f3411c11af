namespace VipOrleans.Journal.Tests.Verification;

using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>A journal's file of some hundred events in several cities, with snapshots and an anchor: always the same.</summary>
internal sealed class SeededJournal
{
    public static readonly JournalKey Key = new(Enumerable.Range(1, 32).Select(n => (byte)n).ToArray());

    private static readonly string[] Partitions = ["nz", "nz-akl", "nz-wlg"];
    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private SeededJournal(byte[] file, IReadOnlyList<byte[]> older, JournalAnchor anchor) => (File, Older, Anchor) = (file, older, anchor);

    /// <summary>The file as it is in the end.</summary>
    public byte[] File { get; }

    /// <summary>The file as it was before, oldest first.</summary>
    public IReadOnlyList<byte[]> Older { get; }

    /// <summary>What was signed in the end.</summary>
    public JournalAnchor Anchor { get; }

    /// <summary>Makes it in a folder.</summary>
    public static async Task<SeededJournal> Make(string folder, int appends = 150)
    {
        var path = Path.Combine(folder, "seeded.db");
        var random = new Random(20261130);
        var heads = new Dictionary<StreamId, StreamHead>();
        var older = new List<byte[]>();
        IReadOnlyList<PartitionHead> partitions = [];
        for (var piece = 0; piece < 3; piece++)
        {
            await using (var journal = new SealedJournal(SqliteJournal.Open(path), Key))
            {
                for (var n = 0; n < appends / 3; n++) await Append(journal, heads, random, (piece * appends) + n);
                foreach (var (stream, head) in heads.Where(_ => random.Next(2) == 0))
                {
                    await journal.SaveSnapshot(stream, new(head.Version, head.Hash, "state-1", Json($"snapshot {piece} of {stream}")));
                }

                await journal.SaveSnapshot(StreamId.Parse("nz-akl/projection/directory"), new(piece + 3, default, "directory-1",
                    Json($"checkpoint {piece}")));
                partitions = await journal.Partitions();
            }

            using (var file = Connect(path)) file.Run("PRAGMA journal_mode = DELETE");
            older.Add(await System.IO.File.ReadAllBytesAsync(path));
        }

        var anchor = new JournalAnchor(
            [.. partitions.Select(p => new AnchoredHead(p.Partition, p.Position, p.Hash, Begin.AddDays(1), Unsealed: 0))]);
        return new(older[^1], older[..^1], anchor);
    }

    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static async Task Append(SealedJournal journal, Dictionary<StreamId, StreamHead> heads, Random random, int n)
    {
        var stream = StreamId.Parse($"{Partitions[random.Next(Partitions.Length)]}/thing/{random.Next(5)}");
        var head = heads.GetValueOrDefault(stream);
        var events = Enumerable.Range(0, 1 + random.Next(4)).Select(i => new NewEvent($"thing-{(n + i) % 7}", Json($"event {n}.{i}"),
            Begin.AddMilliseconds((n * 1000) + i), $"city-officer:{n % 3}")).ToList();
        var marks = Enumerable.Range(0, random.Next(4)).Select(i => new CommandMark($"command-{n}-{i}", random.NextInt64(),
            head.Version + random.Next(events.Count + 1), i == 0 ? "" : $"done-{i}")).ToList();
        var result = await journal.Append(new(stream, head, Guid.CreateVersion7(), events, marks));
        Assert.Equal(AppendStatus.Appended, result.Status);
        heads[stream] = result.Head;
    }

    private static byte[] Json(string text) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"text":"{{text}}"}"""));
}
