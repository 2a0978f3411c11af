namespace VipOrleans.Grains.Tests.Hosting;

using System.Collections.Concurrent;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// A journal that writes down what it was asked for. What it writes down it holds: for a city of tens of thousands that is gigabytes, with
/// each event once for each of its readers, and each snapshot.
/// </summary>
/// <param name="inner">The journal.</param>
/// <param name="writesDown">False if nobody looks at it afterwards.</param>
public sealed class WatchedJournal(IJournal inner, bool writesDown = true) : IJournal
{
    public ConcurrentQueue<Append> Appends { get; } = new();

    public ConcurrentQueue<StreamContent> ReadsOf(StreamId stream) => _reads.GetOrAdd(stream, _ => new());

    public ConcurrentQueue<long> FeedReadsOf(string partition) => _feedReads.GetOrAdd(partition, _ => new());

    public ConcurrentQueue<(StreamId Stream, Snapshot Snapshot)> Snapshots { get; } = new();

    private readonly ConcurrentDictionary<StreamId, ConcurrentQueue<StreamContent>> _reads = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _feedReads = new();
    private readonly ConcurrentQueue<RecordedEvent> _fed = new();
    private int _conflicts, _joint;

    /// <summary>True once a feed has given an event of this type to a reader.</summary>
    public bool HasFed(string partition, string type) => _fed.Any(e => e.Stream.Partition == partition && e.Type == type);

    /// <summary>How many joint appends it was asked for.</summary>
    public int Joint => Volatile.Read(ref _joint);

    public int Conflicts => Volatile.Read(ref _conflicts);

    public IEnumerable<Append> AppendsTo(StreamId stream) => Appends.Where(a => a.Stream == stream);

    public bool JoinsPartitions => inner.JoinsPartitions;

    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        if (writesDown) Appends.Enqueue(append);
        var result = await inner.Append(append, cancellation);
        if (result.Status == AppendStatus.Conflict) Interlocked.Increment(ref _conflicts);
        return result;
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _joint);
        foreach (var append in writesDown ? appends : []) Appends.Enqueue(append);
        var results = await inner.AppendTogether(appends, cancellation);
        foreach (var result in results)
        {
            if (result.Status == AppendStatus.Conflict) Interlocked.Increment(ref _conflicts);
        }

        return results;
    }

    public async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        var content = await inner.Read(stream, snapshotSchema, cancellation);
        if (writesDown) ReadsOf(stream).Enqueue(content);
        return content;
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default) => inner.ReadPart(stream, after, limit, cancellation);

    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) =>
        inner.FindCommands(stream, commandIds, cancellation);

    public async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        if (writesDown) FeedReadsOf(partition).Enqueue(after);
        var page = await inner.ReadFeed(partition, after, limit, cancellation);
        foreach (var e in writesDown ? page.Events : []) _fed.Enqueue(e);
        return page;
    }

    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => inner.Partitions(cancellation);

    public async ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        await inner.SaveSnapshot(stream, snapshot, cancellation);
        if (writesDown) Snapshots.Enqueue((stream, snapshot));
    }

    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        inner.DeleteSnapshot(stream, cancellation);

    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);
}
