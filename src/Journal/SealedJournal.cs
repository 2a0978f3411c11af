namespace VipOrleans.Journal;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// A journal whose snapshots, checkpoints of projections among them, are sealed with a key: one that was changed, moved to another stream or
/// written by somebody else is not folded. Events need no seal here: their hashes, and the feeds' hashes that are signed elsewhere, tell.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="key">The journal's key.</param>
public sealed class SealedJournal(IJournal inner, JournalKey key) : IJournal, IAsyncDisposable, IDisposable
{
    // "VIPS", format 1.
    private const ulong Format = 0x5649_5053_0000_0001;

    private readonly byte[] _key = key.For(JournalKey.Snapshots);

    /// <summary>The store.</summary>
    public IJournal Inner => inner;

    /// <inheritdoc/>
    public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) => inner.Append(append, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends, CancellationToken cancellation = default) =>
        inner.AppendTogether(appends, cancellation);

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
    public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default) => inner.FindCommands(stream, commandIds, cancellation);

    /// <inheritdoc/>
    public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
        inner.ReadFeed(partition, after, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) => inner.Partitions(cancellation);

    /// <inheritdoc/>
    public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        JournalLimits.Check(stream, snapshot);
        return inner.SaveSnapshot(stream, snapshot with { Seal = Seal(stream, snapshot) }, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
        inner.DeleteSnapshot(stream, cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);

    /// <summary>Checks a snapshot that was read from the store.</summary>
    /// <exception cref="JournalCorruptException">Its seal does not fit.</exception>
    public void Check(StreamId stream, Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (CryptographicOperations.FixedTimeEquals(Seal(stream, snapshot), snapshot.Seal.Span)) return;
        throw new JournalCorruptException(
            $"The snapshot of stream '{stream}' at version {snapshot.Version} is not what this system has kept: its seal does not fit. Check "
                + "that the key is the one of this journal. If it is, somebody changed the snapshot: look into who, and restore the journal "
                + "from a copy, or delete the snapshot, which the events make again.");
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

    // Over the format, the version, the event's hash, the stream's id and the schema (each after its length in 4 bytes), and the data.
    private byte[] Seal(StreamId stream, Snapshot snapshot)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> head = stackalloc byte[16 + ChainHash.Size];
        BinaryPrimitives.WriteUInt64BigEndian(head, Format);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], snapshot.Version);
        snapshot.Hash.CopyTo(head[16..]);
        hmac.AppendData(head);
        foreach (var text in new[] { stream.Value, snapshot.Schema })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(head, utf8.Length);
            hmac.AppendData(head[..4]);
            hmac.AppendData(utf8);
        }

        hmac.AppendData(snapshot.Data.Span);
        return hmac.GetHashAndReset();
    }
}
