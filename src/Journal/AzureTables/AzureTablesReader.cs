namespace VipOrleans.Journal;

using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;

/// <summary>What the journal reads from Azure Tables. A request brings one page, and no page more than is asked for is read.</summary>
internal sealed class AzureTablesReader(TableClient table, SnapshotTable snapshots)
{
    private const int StreamPage = 100, FeedPageRows = 50;

    public async Task<StreamContent> Read(StreamId stream, string? schema, CancellationToken cancellation)
    {
        var partition = new PartitionTable(table, stream.Partition);
        var kept = schema is null ? null : await snapshots.Load(stream, schema, cancellation);
        var anchor = kept is null ? null : await Anchor(partition, stream, kept.Version, cancellation);
        var usable = kept is not null
            && (kept.Version == 0 ? kept.Hash == default : anchor?.Find(e => e.Version == kept.Version)?.Hash == kept.Hash);
        var from = usable ? kept!.Version : 0;

        // The newest row comes first, and rows never change: what is read is the stream as it was when the first row was read.
        var rows = new List<TableEntity>();
        await foreach (var row in partition.Stream(stream, from, after: true, StreamPage, cancellation)) rows.Add(row);
        rows.Reverse();
        var events = (from > 0 ? anchor!.Where(e => e.Version > from) : []).Concat(rows.SelectMany(r => r.Events()));
        // Without events a snapshot stands for itself: a projection's checkpoint.
        if (rows.Count == 0 && from == 0) return new(StreamHead.Empty, kept, []);
        var head = rows.Count > 0 ? PartitionTable.End(rows[^1]) : new(anchor![^1].Version, anchor[^1].Hash);
        var snapshot = usable ? kept : null;
        var chain = new StreamChain(stream, head, snapshot);
        foreach (var e in events) chain.Add(e);
        return new(head, snapshot, chain.End());
    }

    public async Task<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var partition = new PartitionTable(table, stream.Partition);
        var packed = new Dictionary<string, CommandMark>(StringComparer.Ordinal);
        // In this order: what the header does not tell of any more has its row.
        if (ids.Count > 0 && (await partition.Header(cancellation))?.GetBoolean("HasUnindexed") == true)
        {
            await foreach (var row in partition.Unindexed(cancellation))
            {
                if (row.GetString("Stream") != stream.Value) continue;
                foreach (var mark in MarkPack.Read(row.Bytes())) packed[mark.CommandId] = mark;
            }
        }

        var marks = (await partition.Marks(stream, ids, cancellation)).ToDictionary(m => m.CommandId, StringComparer.Ordinal);
        return [.. ids.Select(id => marks.GetValueOrDefault(id) ?? packed.GetValueOrDefault(id)).OfType<CommandMark>()];
    }

    public async Task<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation)
    {
        var events = new List<RecordedEvent>();
        var last = after;
        var bytes = 0;
        await foreach (var row in new PartitionTable(table, partition).Feed(after, Math.Min(limit + 1, FeedPageRows), cancellation))
        {
            foreach (var e in row.Events())
            {
                if (e.Position <= after) continue;
                if (events.Count == limit || bytes >= JournalLimits.MaxFeedPageBytes) return new(events, last, true);
                // Positions have no gaps here, so a gap is an event that was taken away, and no reader must pass it by.
                if (e.Position != last + 1)
                {
                    throw new JournalCorruptException($"The feed of '{partition}' is damaged: position {last + 1} is missing.");
                }

                events.Add(e);
                bytes += e.Data.Length;
                last = e.Position;
            }
        }

        return new(events, last, false);
    }

    public async Task<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{TableLayout.Registry}' and RowKey ne '{TableLayout.LayoutRow}'", 1000, ["RowKey"], cancellation))
            names.Add(row.RowKey);
        var heads = new List<PartitionHead>();
        foreach (var some in names.Chunk(32))
        {
            var headers = await Task.WhenAll(some.Select(name => new PartitionTable(table, name).Header(cancellation)));
            heads.AddRange(
                some.Zip(headers).Where(p => p.Second is not null)
                    .Select(p => new PartitionHead(p.First, p.Second!.GetInt64("Last") ?? 0, TableRows.Feed(p.Second))));
        }

        return heads;
    }

    // The events of the row in which a version stands.
    private static async Task<List<RecordedEvent>?> Anchor(PartitionTable partition, StreamId stream, long version,
        CancellationToken cancellation)
    {
        await foreach (var row in partition.Stream(stream, version, after: false, 1, cancellation)) return row.Events();
        return null;
    }
}
