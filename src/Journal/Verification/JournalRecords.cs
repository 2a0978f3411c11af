namespace VipOrleans.Journal;

/// <summary>A partition as the store keeps it.</summary>
/// <param name="No">The store's number of it; 0 if it has none.</param>
/// <param name="Id">The city or nation.</param>
/// <param name="Last">Position of its last event.</param>
/// <param name="Hash">The hash of its feed.</param>
internal sealed record PartitionRecord(long No, string Id, long Last, FeedHash Hash);

/// <summary>A stream's head as the store keeps it.</summary>
internal sealed record StreamRecord(long No, string Id, long Version, ChainHash Hash);

/// <summary>An event as the store keeps it, unchecked.</summary>
/// <param name="Stream">
/// The store's number of its stream; 0 if the store has none, and only then <paramref name="StreamName"/> counts.
/// </param>
/// <param name="StreamName">Its stream.</param>
/// <param name="Version">Its number in the stream.</param>
/// <param name="Position">Its place in the feed.</param>
/// <param name="Type">Its name.</param>
/// <param name="Data">What it says.</param>
/// <param name="AtMs">When, in Unix milliseconds.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="AppendId">The append that it came with; empty if the store does not tell.</param>
internal readonly record struct EventRecord(long Stream, string? StreamName, long Version, long Position, string Type,
    ReadOnlyMemory<byte> Data, long AtMs, string Actor, ChainHash Hash, Guid AppendId);

/// <summary>A mark as the store keeps it.</summary>
internal readonly record struct MarkRecord(long Stream, CommandMark Mark);

/// <summary>A snapshot as the store keeps it.</summary>
internal sealed record SnapshotRecord(string Stream, Snapshot Snapshot);

/// <summary>Reads what a store keeps, row by row and without believing any of it.</summary>
internal interface IJournalRecords : IAsyncDisposable
{
    /// <summary>True if the store tells heads of streams, ids of appends and marks of commands.</summary>
    bool IsWhole { get; }

    /// <summary>All partitions.</summary>
    Task<IReadOnlyList<PartitionRecord>> Partitions(CancellationToken cancellation);

    /// <summary>The heads of a partition's streams.</summary>
    IAsyncEnumerable<StreamRecord> Streams(string partition, CancellationToken cancellation);

    /// <summary>The marks of a partition's streams.</summary>
    IAsyncEnumerable<MarkRecord> Marks(string partition, CancellationToken cancellation);

    /// <summary>A page of a partition's events after a position, in the order of the feed; empty at the end.</summary>
    Task<IReadOnlyList<EventRecord>> Feed(PartitionRecord partition, long after, CancellationToken cancellation);

    /// <summary>All snapshots of a partition's streams; those of no partition for null.</summary>
    IAsyncEnumerable<SnapshotRecord> Snapshots(string? partition, CancellationToken cancellation);

    /// <summary>What belongs to no partition or no stream, in a sentence for each kind.</summary>
    IAsyncEnumerable<string> Strays(CancellationToken cancellation);
}
