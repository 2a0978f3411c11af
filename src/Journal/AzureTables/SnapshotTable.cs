namespace VipOrleans.Journal;

using System.Globalization;
using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>
/// Snapshots: a row <c>head</c> that tells version, hash and schema and holds a small snapshot itself; a large one stands in rows
/// <c>p.id.number</c>
/// that are written first. A snapshot of which a piece is missing is none.
/// </summary>
internal sealed class SnapshotTable(TableClient table)
{
    private const string HeadRow = "head", Pieces = "p.";

    public async Task Save(StreamId stream, Snapshot snapshot, CancellationToken cancellation)
    {
        var partition = TableLayout.SnapshotPartition(stream);
        var kept = await Head(partition, cancellation);
        if (kept?.GetInt64("Version") > snapshot.Version) return;
        var id = Guid.NewGuid();
        var pieces = snapshot.Data.Length <= TableLimits.PackBytes
            ? 0 : (snapshot.Data.Length + TableLimits.PackBytes - 1) / TableLimits.PackBytes;
        for (var i = 0; i < pieces; i++)
        {
            var part = snapshot.Data.Slice(i * TableLimits.PackBytes,
                Math.Min(TableLimits.PackBytes, snapshot.Data.Length - (i * TableLimits.PackBytes)));
            await Put(new TableEntity(partition, PieceRow(id, i)).WithBytes(part.Span), null, cancellation);
        }

        var head = new TableEntity(partition, HeadRow)
        {
            ["Version"] = snapshot.Version,
            ["Hash"] = snapshot.Hash.ToArray(),
            ["Schema"] = snapshot.Schema,
            ["Seal"] = snapshot.Seal.ToArray(),
            ["Id"] = id,
            ["Pieces"] = pieces,
            ["Length"] = (long)snapshot.Data.Length,
        };
        if (pieces == 0) head.WithBytes(snapshot.Data.Span);
        try
        {
            await Put(head, kept, cancellation);
            await Clear(partition, but: pieces == 0 ? null : id, cancellation);
        }
        catch (RequestFailedException e) when (AzureTablesFailure.IsRace(e))
        {
            // Another one was kept meanwhile; it may be older.
            await Save(stream, snapshot, cancellation);
        }
    }

    public async Task<Snapshot?> Load(StreamId stream, string schema, CancellationToken cancellation)
    {
        var head = await Head(TableLayout.SnapshotPartition(stream), cancellation);
        return head?.GetString("Schema") == schema ? await Load(head, cancellation) : null;
    }

    /// <summary>The snapshot after a stream's, in the order of the partitions' keys.</summary>
    public async Task<KeptSnapshot?> Next(StreamId? after, CancellationToken cancellation)
    {
        for (var from = after is { } stream ? TableLayout.SnapshotPartition(stream) : TableLayout.Snapshots; ;)
        {
            TableEntity? head = null;
            await foreach (var row in table.QueryAsync<TableEntity>(
                $"PartitionKey gt '{from}' and PartitionKey lt '{TableLayout.EndOf(TableLayout.Snapshots)}' and RowKey eq '{HeadRow}'", 1,
                null, cancellation))
            {
                head = row;
                break;
            }

            if (head is null) return null;
            var name = head.PartitionKey[TableLayout.Snapshots.Length..].Replace('.', '/');
            if (await Load(head, cancellation) is { } snapshot) return new(KeptSnapshot.StreamOf(name), snapshot);
            from = head.PartitionKey;
        }
    }

    // Null if it was replaced while it was read, or a piece was lost: the events tell the truth.
    private async Task<Snapshot?> Load(TableEntity head, CancellationToken cancellation)
    {
        using var data = new MemoryStream();
        if (head.GetInt32("Pieces") is 0)
        {
            data.Write(head.Bytes());
        }
        else
        {
            var prefix = $"{Pieces}{head.GetGuid("Id"):N}.";
            await foreach (var row in table.QueryAsync<TableEntity>(
                $"PartitionKey eq '{head.PartitionKey}' and RowKey ge '{prefix}' and RowKey lt '{TableLayout.EndOf(prefix)}'", 4, null,
                cancellation))
                data.Write(row.Bytes());
        }

        if (data.Length != head.GetInt64("Length")) return null;
        return new(head.GetInt64("Version") ?? 0, head.GetBinary("Hash") is { Length: ChainHash.Size } hash ? new(hash) : default,
            head.GetString("Schema") ?? "", data.ToArray())
        {
            Seal = head.GetBinary("Seal") ?? [],
        };
    }

    public async Task Delete(StreamId stream, CancellationToken cancellation)
    {
        var partition = TableLayout.SnapshotPartition(stream);
        await table.DeleteEntityAsync(partition, HeadRow, ETag.All, cancellation);
        await Clear(partition, but: null, cancellation);
    }

    private async Task<TableEntity?> Head(string partition, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, HeadRow, null, cancellation);
        return found.HasValue ? found.Value : null;
    }

    private async Task Put(TableEntity row, TableEntity? kept, CancellationToken cancellation)
    {
        TableLimits.Check(row);
        if (kept is null) await table.AddEntityAsync(row, cancellation);
        else await table.UpdateEntityAsync(row, kept.ETag, TableUpdateMode.Replace, cancellation);
    }

    // Pieces of older snapshots, and of those whose writer died.
    private async Task Clear(string partition, Guid? but, CancellationToken cancellation)
    {
        var keep = but is { } id ? $"{Pieces}{id:N}." : "-";
        await foreach (var row in table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{partition}' and RowKey ge '{Pieces}' and RowKey lt '{TableLayout.EndOf(Pieces)}'", 1000,
            ["PartitionKey", "RowKey"], cancellation))
        {
            if (!row.RowKey.StartsWith(keep, StringComparison.Ordinal))
            {
                await table.DeleteEntityAsync(partition, row.RowKey, ETag.All, cancellation);
            }

        }
    }

    private static string PieceRow(Guid id, int number) => $"{Pieces}{id:N}.{number.ToString("D4", CultureInfo.InvariantCulture)}";
}
