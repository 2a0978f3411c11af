namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>
/// The journal in Azure Tables, for many processes at once: a city is one partition, whose header's ETag lets one transaction through at a
/// time.
/// </summary>
/// <remarks>The layout is described in <c>docs/decisions</c>.</remarks>
public sealed class AzureTablesJournal : IJournal, ISnapshotCatalog, IAsyncDisposable
{
    // More than this do not fit into one transaction, with a row for the stream and one for the command of each.
    private const int BatchAppends = 48;

    private readonly TableClient _table;
    private readonly AzureTablesReader _reader;
    private readonly SnapshotTable _snapshots;
    private readonly PartitionLanes _lanes;
    private readonly SemaphoreSlim _turns;
    private readonly TimeSpan _deadline;
    private volatile bool _closed;

    private AzureTablesJournal(TableClient table, AzureTablesJournalOptions options)
    {
        _table = table;
        _deadline = options.Deadline;
        _snapshots = new(table);
        _reader = new(table, _snapshots);
        _turns = new(options.Readers);
        _lanes = new(
            new(options.Writers, options.QueueLength, options.QueueBytes, BatchAppends, JournalLimits.MaxAppendBytes, options.Deadline),
            new AzureTablesWriter(table).Commit);
    }

    /// <summary>How many transactions were tried since the start.</summary>
    internal long Transactions => _lanes.Transactions;

    /// <summary>Connects, and makes the table where it is missing.</summary>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    /// <exception cref="JournalUnavailableException">The account cannot be reached, does not let this process in, or has a table
    /// of a newer version, or of an older one that has to be migrated.</exception>
    public static async Task<AzureTablesJournal> Open(AzureTablesJournalOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var table = options.Connect();
        var journal = new AzureTablesJournal(table, options);
        await journal.Retry($"open the table '{options.Table}'", async token =>
        {
            var layout = await LayoutOf(table, token);
            if (layout is null
                && await LayoutOf(options.Connect(options.FormerTable, retries: 0), token) is < TableLayout.Version and var old)
                throw Unfit(JournalFormat.IsOld($"The journal in the table '{options.FormerTable}'", old));
            if (layout < TableLayout.Version) throw Unfit(JournalFormat.IsOld($"The journal in the table '{options.Table}'", layout.Value));
            if (layout > TableLayout.Version)
                throw Unfit(
                    $"The table '{options.Table}' has layout {layout}, made by a newer version of this program, which knows layouts up to "
                        + $"{TableLayout.Version}. Run the newer version.");
            if (layout is not null) return true;
            await table.CreateIfNotExistsAsync(token);
            await table.UpsertEntityAsync(
                new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = TableLayout.Version }, TableUpdateMode.Replace,
                token);
            return true;
        }, cancellation);
        return journal;

        static JournalUnavailableException Unfit(string message) => new(message, outcomeKnown: true);
    }

    /// <summary>The version of a table's layout; null for a table that is not there or has no journal.</summary>
    internal static async Task<int?> LayoutOf(TableClient table, CancellationToken cancellation)
    {
        try
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(TableLayout.Registry, TableLayout.LayoutRow, null, cancellation);
            return row.HasValue ? row.Value!.GetInt32("Version") : null;
        }
        catch (RequestFailedException e) when (e.ErrorCode == "TableNotFound")
        {
            return null;
        }
    }

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
        JournalLimits.Check(appends);
        return await Measured(appends, cancellation);
    }

    private ValueTask<IReadOnlyList<AppendResult>> Measured(IReadOnlyList<Append> appends, CancellationToken cancellation) =>
        JournalTelemetry.Measure(appends, () => _lanes.Append(appends, cancellation));

    /// <inheritdoc/>
    public async ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        return await Turn($"read stream '{stream}'", token => _reader.Read(stream, snapshotSchema, token), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
        CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        ArgumentNullException.ThrowIfNull(commandIds);
        return await Turn($"read the commands of stream '{stream}'", token => _reader.FindCommands(stream, commandIds, token),
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.CheckPage(partition, after, limit);
        return await Turn($"read the feed of '{partition}'", token => _reader.ReadFeed(partition, after, limit, token), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) =>
        await Turn("list the partitions", _reader.Partitions, cancellation);

    /// <inheritdoc/>
    public async ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default)
    {
        JournalLimits.Check(stream, snapshot);
        await Turn($"keep a snapshot of '{stream}'", async token => { await _snapshots.Save(stream, snapshot, token); return true; },
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default)
    {
        JournalLimits.CheckStream(stream);
        await Turn($"delete the snapshot of '{stream}'", async token => { await _snapshots.Delete(stream, token); return true; },
            cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<KeptSnapshot?> NextSnapshot(StreamId? after, CancellationToken cancellation = default) =>
        await Turn("read the snapshots", token => _snapshots.Next(after, token), cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> IsReady(CancellationToken cancellation = default)
    {
        if (_closed) return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            // The newest secret or role is asked for too: what may not be written is not ready.
            await _table.UpsertEntityAsync(
                new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = TableLayout.Version }, TableUpdateMode.Merge,
                patience.Token);
            return true;
        }
        catch (Exception e) when (AzureTablesFailure.Of(e) is not null && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Takes no more appends and waits for those that were handed over.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _lanes.DisposeAsync();
        _turns.Dispose();
    }

    // On the thread pool: what is read is not worked through in a grain's turn.
    private async Task<T> Turn<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        if (_closed) throw new JournalUnavailableException("The journal is closed.", outcomeKnown: true);
        if (!await _turns.WaitAsync(_deadline, cancellation))
        {
            throw new JournalUnavailableException($"Cannot {what}: the journal is busy. Try again later.", outcomeKnown: true);
        }

        try
        {
            return await Task.Run(() => Retry(what, work, cancellation), cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<T> Retry<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        var backoff = new Backoff(_deadline / 2);
        while (true)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                return await work(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && AzureTablesFailure.Of(e) is { } failure)
            {
                if (!failure.MayPass || backoff.IsOver)
                {
                    throw new JournalUnavailableException($"Cannot {what} in Azure Tables: {failure.Reason}", outcomeKnown: true, e);
                }

                await backoff.Wait(failure.RetryAfter, cancellation);
            }
        }
    }
}
