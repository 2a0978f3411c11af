namespace VipOrleans.Chaos;

using VipOrleans.Domain.Kernel;
using VipOrleans.Journal;

/// <summary>
/// A journal that says "durable" at once and writes in the background: what it had not written when the process dies is gone.
/// </summary>
internal sealed class WritesLater : IJournal
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    private readonly IJournal _inner;
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, StreamHead> _told = [];
    private Task _writing = Task.CompletedTask;

    public WritesLater(IJournal inner) => _inner = inner;

    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        // What an earlier append of this stream was told is what a later one builds on; all else is asked of the store.
        lock (_gate)
        {
            if (append.Expected == StreamHead.Empty || _told.GetValueOrDefault(append.Stream) == append.Expected)
            {
                var (version, hash) = append.Expected;
                foreach (var e in append.Events) hash = hash.Next(append.Stream, ++version, e);
                var head = _told[append.Stream] = new(version, hash);
                _writing = Later(_writing, append);
                return new(AppendStatus.Appended, head, []);
            }
        }

        await _writing;
        var result = await _inner.Append(append, cancellation);
        lock (_gate) _told[append.Stream] = result.Head;
        return result;
    }

    public async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        var results = new List<AppendResult>();
        foreach (var append in appends) results.Add(await Append(append, cancellation));
        return results;
    }

    public async ValueTask<VipOrleans.Journal.StreamContent> Read(StreamId stream, string? snapshotSchema = null,
        CancellationToken cancellation = default)
    {
        await _writing;
        return await _inner.Read(stream, snapshotSchema, cancellation);
    }

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default)
    {
        await _writing;
        return await _inner.ReadPart(stream, after, limit, cancellation);
    }

    public async ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default)
    {
        await _writing;
        return await _inner.FindCommands(stream, commandIds, cancellation);
    }

    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        _inner.ReadFeed(partition, after, limit, cancellation);

    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => _inner.Partitions(cancellation);

    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) => ValueTask.CompletedTask;

    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        _inner.DeleteSnapshot(stream, cancellation);

    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => _inner.IsReady(cancellation);

    private async Task Later(Task before, Append append)
    {
        var moment = Task.Delay(Moment);
        await before;
        await moment;
        await _inner.Append(append, CancellationToken.None);
    }
}
