namespace VipOrleans.Journal;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// Where things stand in the table. The partition key is the city's or nation's id, so that a whole city changes in one transaction; row
/// keys are
/// <c>h</c> (header), <c>f.position</c> (feed), <c>s.kind.key.version</c> (stream), <c>c.kind.key.hash</c> (command) and <c>u.position</c>
/// (commands of a large append, until each of them has its row).
/// </summary>
internal static class TableLayout
{
    /// <summary>
    /// The header: position of the last event, the feed's hash up to it, and what is still to be indexed. Every transaction of the
    /// partition replaces it.
    /// </summary>
    public const string Header = "h";

    /// <summary>The partition that lists all partitions, so that nobody has to look through the table for them.</summary>
    public const string Registry = "_partitions";

    /// <summary>The row of <see cref="Registry"/> that tells which version of this layout the table has; no city has such an id.</summary>
    public const string LayoutRow = "_layout";

    /// <summary>The version of this layout.</summary>
    public const int Version = JournalFormat.Current;

    /// <summary>The end of a range of keys that begin with a prefix ending in a full stop.</summary>
    public static string EndOf(string prefix) => prefix[..^1] + '/';

    /// <summary>What the rows of the feed begin with.</summary>
    public const string Feed = "f.";

    /// <summary>What the rows of commands without a row of their own begin with.</summary>
    public const string Unindexed = "u.";

    /// <summary>A piece of the feed stands at the position of its last event: whoever has seen position p reads the rows after p.</summary>
    public static string FeedRow(long lastPosition) => Feed + Digits(lastPosition);

    /// <summary>A piece of the commands of the append whose last event stands at a position.</summary>
    public static string UnindexedRow(long lastPosition, int piece) => $"{Unindexed}{Digits(lastPosition)}.{piece}";

    /// <summary>What the rows of a stream begin with.</summary>
    public static string Stream(StreamId stream) => $"s.{stream.Kind}.{Key(stream)}.";

    /// <summary>
    /// A piece of a stream stands at the version of its first event, counted down, so that the newest comes first: Azure Tables reads in
    /// one direction only, and the end of a stream is asked for most.
    /// </summary>
    public static string StreamRow(StreamId stream, long firstVersion) => Stream(stream) + Digits(long.MaxValue - firstVersion);

    /// <summary>A command's mark. The id may have any character, a key may not.</summary>
    public static string CommandRow(StreamId stream, string commandId) =>
        $"c.{stream.Kind}.{Key(stream)}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(commandId)))}";

    /// <summary>
    /// The partition of a stream's snapshot: its own, so that large snapshots take nothing of what the city's partition can do.
    /// </summary>
    public static string SnapshotPartition(StreamId stream) => $"{Snapshots}{stream.Partition}.{stream.Kind}.{Key(stream)}";

    /// <summary>What the partitions of snapshots begin with.</summary>
    public const string Snapshots = "_snapshot.";

    private static string Key(StreamId stream) => stream.Value[(stream.Value.LastIndexOf('/') + 1)..];

    private static string Digits(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
