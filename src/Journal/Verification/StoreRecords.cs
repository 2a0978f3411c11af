namespace VipOrleans.Journal;

using System.Runtime.CompilerServices;

/// <summary>What any store tells of itself: events in the order of the feeds, and snapshots.</summary>
internal sealed class StoreRecords(IJournal journal) : IJournalRecords
{
    /// <inheritdoc/>
    public bool IsWhole => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionRecord>> Partitions(CancellationToken cancellation) =>
        [.. (await journal.Partitions(cancellation)).Select(p => new PartitionRecord(0, p.Partition, p.Position, p.Hash))];

    /// <inheritdoc/>
    public IAsyncEnumerable<StreamRecord> Streams(string partition, CancellationToken cancellation) =>
        AsyncEnumerable.Empty<StreamRecord>();

    /// <inheritdoc/>
    public IAsyncEnumerable<MarkRecord> Marks(string partition, CancellationToken cancellation) => AsyncEnumerable.Empty<MarkRecord>();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventRecord>> Feed(PartitionRecord partition, long after, CancellationToken cancellation) =>
        [.. (await journal.ReadFeed(partition.Id, after, JournalLimits.MaxFeedPage, cancellation)).Events.Select(e => new EventRecord(0,
            e.Stream.Value, e.Version, e.Position, e.Type, e.Data, e.At.ToUnixTimeMilliseconds(), e.Actor, e.Hash, Guid.Empty))];

    /// <inheritdoc/>
    public async IAsyncEnumerable<SnapshotRecord> Snapshots(string? partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (partition is null || journal is not ISnapshotCatalog catalog) yield break;
        for (var next = await catalog.NextSnapshot(null, cancellation); next is not null;
            next = await catalog.NextSnapshot(next.Stream, cancellation))
        {
            if (next.Stream.Partition == partition) yield return new(next.Stream.Value, next.Snapshot);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> Strays(CancellationToken cancellation) => AsyncEnumerable.Empty<string>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
