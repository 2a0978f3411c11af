namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>
/// A journal whose snapshots, checkpoints of projections among them, are sealed with a key: one that was changed, moved to another stream
/// or written by somebody else is not folded. Appends have ids that are sealed with it too (<see cref="AppendSeals"/>), so that whoever
/// verifies the journal finds events that were hashed again and marks of commands that were changed. Events need no seal of their own:
/// their hashes, and the feeds' hashes that are signed elsewhere, tell.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="key">The journal's key.</param>
public sealed class SealedJournal(IJournal inner, JournalKey key) : IJournal, IAsyncDisposable, IDisposable
{
    private readonly SnapshotSeals _snapshots = new(key);
    private readonly AppendSeals _appends = new(key);

    /// <summary>The store.</summary>
    public IJournal Inner => inner;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(append);
        append.Validate();
        return AsAsked(await inner.Append(_appends.Seal(append), cancellation));
    }

    /// <inheritdoc/>
    public bool JoinsPartitions => inner.JoinsPartitions;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        JournalLimits.Check(appends, inner.JoinsPartitions);
        return [.. (await inner.AppendTogether([.. appends.Select(_appends.Seal)], cancellation)).Select(AsAsked)];
    }

    /// <inheritdoc/>
    public async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        var content = await inner.Read(stream, snapshotSchema, cancellation);
        if (content.Snapshot is { } snapshot) Check(stream, snapshot);
        return content;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(StreamId stream, long after, int limit,
        CancellationToken cancellation = default) => inner.ReadPart(stream, after, limit, cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) => AsAsked(await inner.FindCommands(stream, commandIds, cancellation));

    /// <inheritdoc/>
    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        inner.ReadFeed(partition, after, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => inner.Partitions(cancellation);

    /// <inheritdoc/>
    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        JournalLimits.Check(stream, snapshot);
        return inner.SaveSnapshot(stream, snapshot with { Seal = _snapshots.Seal(stream.Value, snapshot) }, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        inner.DeleteSnapshot(stream, cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);

    /// <summary>The seal of a snapshot that is kept elsewhere, as the one of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="snapshot">The snapshot.</param>
    public byte[] SealOf(StreamId stream, Snapshot snapshot) => _snapshots.Seal(stream.Value, snapshot);

    /// <summary>Checks a snapshot that was read from the store.</summary>
    /// <exception cref="JournalCorruptException">Its seal does not fit.</exception>
    public void Check(StreamId stream, Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_snapshots.Fits(stream.Value, snapshot)) return;
        throw new JournalCorruptException(
            $"The snapshot of stream '{stream}' at version {snapshot.Version} is not what this system has kept: its seal does not fit. "
                + "Check that the key is the one of this journal. If it is, somebody changed the snapshot: look into who, and restore the "
                + "journal from a copy, or delete the snapshot, which the events make again.");
    }

    /// <summary>Closes the store, if it can be closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable closing) await closing.DisposeAsync();
        else (inner as IDisposable)?.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (inner is IDisposable closing) closing.Dispose();
        else DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static AppendResult AsAsked(AppendResult result) =>
        result.Repeated.Count == 0 ? result : result with { Repeated = AsAsked(result.Repeated) };

    private static IReadOnlyList<CommandMark> AsAsked(IReadOnlyList<CommandMark> marks) => [.. marks.Select(m => AppendSeals.Read(m).Mark)];
}
