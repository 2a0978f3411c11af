namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>
/// The journal in PostgreSQL, for many processes at once: appends to a partition are in order because each holds the lock of its row. All
/// that waits in a process for one nation and its cities goes in one transaction, and so does what belongs together.
/// </summary>
/// <remarks>Which server is fit for it is checked on each new connection; no replica is ever read. See <c>docs/decisions</c>.</remarks>
public sealed class PostgresJournal : IJournal, ISnapshotCatalog, IAsyncDisposable
{
    internal const string Part = "journal";

    // Takes a little room and gives it back.
    private const string WriteProbe = """
        INSERT INTO journal_snapshots (stream, version, hash, schema, seal, data)
        VALUES ('', 0, '', 'probe', '', decode(repeat('00', 65536), 'hex'))
        ON CONFLICT (stream) DO UPDATE SET data = excluded.data RETURNING true
        """;

    private readonly PostgresDatabase _database;
    private readonly PostgresReader _reader;
    private readonly PartitionLanes _lanes;
    private volatile bool _closed;

    private PostgresJournal(PostgresDatabase database, PostgresJournalOptions options)
    {
        _database = database;
        _reader = new(database, options.Readers);
        var writer = new PostgresWriter(database);
        _lanes = new(
            new(options.Writers, options.QueueLength, options.QueueBytes, options.MaxBatchAppends, options.MaxBatchBytes, options.Deadline),
            (_, batch) => writer.Commit(batch), LaneOf);
    }

    /// <summary>How many transactions were tried since the start.</summary>
    internal long Transactions => _lanes.Transactions;

    /// <summary>Connects, makes the tables or brings them up to date, and checks that the server keeps what it acknowledges.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">
    /// The server cannot be reached, is a replica, does not flush, is too old, or has tables of a newer version of this program, or of an
    /// older one that have to be migrated.
    /// </exception>
    public static async Task<PostgresJournal> Open(PostgresJournalOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = new PostgresDatabase(options.Database());
        try
        {
            var also = new PostgresMigrationHooks(
                have => have is > 0 and < JournalFormat.Current ? JournalFormat.IsOld($"The journal in {database.Name}", have) : null);
            await database.Prepare(Part, typeof(PostgresJournal).Assembly, also, cancellation);
            return new(database, options);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool JoinsPartitions => true;

    /// <inheritdoc/>
    public async ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(append);
        append.Validate();
        return (await Measured([append], cancellation))[0];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
        CancellationToken cancellation = default)
    {
        JournalLimits.Check(appends, ofAnyPartition: true);
        return await Measured(appends, cancellation);
    }

    private ValueTask<IReadOnlyList<AppendResult>> Measured(IReadOnlyList<Append> appends, CancellationToken cancellation) =>
        JournalTelemetry.Measure(appends, () => _lanes.Append(appends, cancellation));

    /// <inheritdoc/>
    public async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        ThrowIfClosed();
        return await _reader.Read(stream, snapshotSchema, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        ArgumentNullException.ThrowIfNull(commandIds);
        ThrowIfClosed();
        return await _reader.FindCommands(stream, commandIds, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.CheckPage(partition, after, limit);
        ThrowIfClosed();
        return await _reader.ReadFeed(partition, after, limit, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default)
    {
        ThrowIfClosed();
        return await _reader.Partitions(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        JournalLimits.Check(stream, snapshot);
        ThrowIfClosed();
        await _reader.SaveSnapshot(stream.Value, snapshot, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        ThrowIfClosed();
        await _reader.DeleteSnapshot(stream.Value, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<KeptSnapshot?> NextSnapshot(StreamId? after, CancellationToken cancellation = default)
    {
        ThrowIfClosed();
        return await _reader.NextSnapshot(after?.Value ?? "", cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsReady(CancellationToken cancellation = default) =>
        !_closed && await _database.IsWritable(_lanes.IsFull ? WriteProbe : null, cancellation);

    /// <summary>Takes no more appends, waits for those that were handed over, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _lanes.DisposeAsync();
        await _database.DisposeAsync();
        _reader.Dispose();
    }

    // A nation and its cities go together: what is written for one of them rarely comes alone. A ballot's box goes by itself, so that no
    // transaction has a vote beside something that tells of its voter.
    private static string LaneOf(string partition) => StreamId.IsPlace(partition) ? partition[..2] : partition;

    private void ThrowIfClosed()
    {
        if (_closed) throw new JournalUnavailableException("The journal is closed.", outcomeKnown: true);
    }
}
