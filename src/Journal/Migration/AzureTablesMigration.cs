namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>
/// Migrates a journal in Azure Tables by copying it, as a table has no transaction over its partitions: the new table counts from the
/// moment when it has the row of its layout, which is written last.
/// </summary>
internal sealed class AzureTablesMigration(TableClient former, TableClient now, IProgress<MigrationProgress>? progress,
    CancellationToken cancellation)
{
    private const string EndOfRow = "/";

    private readonly List<TableTransactionAction> _waiting = [];
    private long _waitingBytes;
    private long _events, _all, _streams;

    public static async Task<MigrationReport?> Run(AzureTablesJournalOptions options, IProgress<MigrationProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (former, now) = (options.Connect(options.FormerTable, retries: 8), options.Connect(options.Table, retries: 8));
        try
        {
            if (await AzureTablesJournal.LayoutOf(now, cancellation) is { } layout)
            {
                return layout == TableLayout.Version
                    ? null : throw Unavailable($"The table '{options.Table}' has layout {layout}, which this program does not migrate to.");
            }

            if (await AzureTablesJournal.LayoutOf(former, cancellation) != 1)
            {
                throw Unavailable($"There is no journal of format 1 in the table '{options.FormerTable}'.");
            }

            await now.CreateIfNotExistsAsync(cancellation);
            return await new AzureTablesMigration(former, now, progress, cancellation).Migrate();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && AzureTablesFailure.Of(e) is { } failure)
        {
            throw Unavailable($"The journal could not be migrated, and can be once more: {failure.Reason}", e);
        }
    }

    private static JournalUnavailableException Unavailable(string message, Exception? inner = null) =>
        new(message, outcomeKnown: true, inner);

    private async Task<MigrationReport> Migrate()
    {
        var partitions = new List<(string Name, TableEntity Header)>();
        await foreach (var row in Rows(TableLayout.Registry, "", null))
        {
            if (row.RowKey == TableLayout.LayoutRow) continue;
            // Without a header it was listed, and never written.
            if (await new PartitionTable(former, row.RowKey).Header(cancellation) is { } header) partitions.Add((row.RowKey, header));
        }

        _all = partitions.Sum(p => Last(p.Header));
        foreach (var (name, header) in partitions) await Copy(name, header);
        await now.UpsertEntityAsync(
            new TableEntity(TableLayout.Registry, TableLayout.LayoutRow) { ["Version"] = TableLayout.Version }, TableUpdateMode.Replace,
            cancellation);
        return new(partitions.Count, _streams, _events);
    }

    private static long Last(TableEntity header) => header.GetInt64("Last") ?? 0;

    private async Task Copy(string partition, TableEntity header)
    {
        var feed = await CopyFeed(partition);
        if (feed.Last != Last(header))
        {
            throw new JournalCorruptException(
                $"The feed of '{partition}' is damaged: it ends at {feed.Last}, and its head is {Last(header)}. Look into who changed it.");
        }

        await CopyStreams(partition, feed);
        // The rows of commands stay as they are.
        foreach (var prefix in new[] { "c.", TableLayout.Unindexed })
        {
            await foreach (var row in Rows(partition, prefix, TableLayout.EndOf(prefix))) await Put(Like(row));
        }

        var head = Like(header);
        head["FeedHash"] = feed.Hash.ToArray();
        await Put(head);
        await Flush();
        await now.UpsertEntityAsync(new TableEntity(TableLayout.Registry, partition), TableUpdateMode.Replace, cancellation);
    }

    private async Task<FormerFeed> CopyFeed(string partition)
    {
        var feed = new FormerFeed(partition);
        await foreach (var row in Rows(partition, TableLayout.Feed, TableLayout.EndOf(TableLayout.Feed)))
        {
            var events = row.Events();
            foreach (var (e, i) in events.Select((e, i) => (e, i)).ToList())
            {
                if (e.Position != feed.Last + 1)
                {
                    throw new JournalCorruptException(
                        $"The feed of '{partition}' is damaged: position {feed.Last + 1} is missing. Look into who changed it.");
                }

                events[i] = feed.Next(e);
            }

            await Put(Like(row).WithBytes(EventPack.Write(events)));
            _events += events.Count;
            progress?.Report(new(_events, _all));
        }

        return feed;
    }

    // A stream's rows come with the newest first.
    private async Task CopyStreams(string partition, FormerFeed feed)
    {
        var rows = new List<TableEntity>();
        var copied = 0;
        await foreach (var row in Rows(partition, "s.", "s" + EndOfRow))
        {
            if (rows.Count > 0 && StreamOf(rows[0]) != StreamOf(row)) await CopyStream();
            rows.Add(row);
        }

        if (rows.Count > 0) await CopyStream();
        if (copied != feed.Streams) throw new JournalCorruptException($"The feed of '{partition}' has streams that are not there.");
        _streams += copied;

        async Task CopyStream()
        {
            rows.Reverse();
            var stream = rows[0].Events()[0].Stream;
            if (!rows[0].RowKey.StartsWith(TableLayout.Stream(stream), StringComparison.Ordinal))
            {
                throw StreamChain.Corrupt(stream, 1, "stands where another stream's events belong");
            }

            var chain = new FormerChain(stream);
            foreach (var row in rows)
            {
                var events = row.Events().ConvertAll(chain.Next);
                var copy = Like(row).WithBytes(EventPack.Write(events));
                copy["LastHash"] = events[^1].Hash.ToArray();
                await Put(copy);
            }

            chain.MustEndAt(PartitionTable.End(rows[^1]));
            if (feed.End(stream, chain.Former) != chain.Now) throw StreamChain.Corrupt(stream, chain.Version, "is another one in the feed");
            copied++;
            rows.Clear();
        }
    }

    // What a stream's rows begin with: all but the digits of the version.
    private static string StreamOf(TableEntity row) => row.RowKey[..row.RowKey.LastIndexOf('.')];

    private AsyncPageable<TableEntity> Rows(string partition, string from, string? before) => former.QueryAsync<TableEntity>(
        $"PartitionKey eq '{partition}' and RowKey ge '{from}'{(before is null ? "" : $" and RowKey lt '{before}'")}", 200, null,
        cancellation);

    private static TableEntity Like(TableEntity row)
    {
        var copy = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row)
        {
            if (name is not ("PartitionKey" or "RowKey" or "odata.etag" or "Timestamp")) copy[name] = value;
        }

        return copy;
    }

    // In transactions, which cost one request each. What was copied before a migration was cut off is copied over.
    private async Task Put(TableEntity row)
    {
        var bytes = TableLimits.SizeInTransaction(row);
        if (_waiting.Count == TableLimits.TransactionEntities || _waitingBytes + bytes > TableLimits.TransactionBytes - (64 * 1024))
        {
            await Flush();
        }

        _waiting.Add(new(TableTransactionActionType.UpsertReplace, row));
        _waitingBytes += bytes;
    }

    private async Task Flush()
    {
        if (_waiting.Count == 0) return;
        TableLimits.Check(_waiting);
        await now.SubmitTransactionAsync(_waiting, cancellation);
        _waiting.Clear();
        _waitingBytes = 0;
    }
}
