namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;

/// <summary>
/// One partition of the table, as its writer sees it: reads what an append is decided by. All that it reads by a key is one row.
/// </summary>
internal sealed class PartitionTable(TableClient table, string partition)
{
    private static readonly string[] HeadColumns = ["FirstVersion", "LastVersion", "LastHash", "AppendId"];

    /// <summary>The header, or null for a partition that was never written.</summary>
    public async Task<TableEntity?> Header(CancellationToken cancellation = default) => await Find(TableLayout.Header, null, cancellation);

    /// <summary>Where a stream ends.</summary>
    public async Task<StreamHead> Head(StreamId stream)
    {
        await foreach (var row in Rows(TableLayout.Stream(stream), null, null, 1, HeadColumns)) return End(row);
        return StreamHead.Empty;
    }

    /// <summary>
    /// Where the run of rows ends that has this append's id and begins right after its expected head; null where another one begins there,
    /// or none.
    /// </summary>
    public async Task<StreamHead?> EndOf(Append append)
    {
        StreamHead? end = null;
        var next = append.Expected.Version + 1;
        while (await Find(TableLayout.StreamRow(append.Stream, next), HeadColumns) is { } row && row.GetGuid("AppendId") == append.Id)
        {
            end = End(row);
            next = end.Value.Version + 1;
        }

        return end;
    }

    /// <summary>The marks of those commands that have a row.</summary>
    public async Task<List<CommandMark>> Marks(StreamId stream, IEnumerable<string> commandIds, CancellationToken cancellation = default)
    {
        var marks = new List<CommandMark>();
        foreach (var some in commandIds.Chunk(32))
        {
            var rows = await Task.WhenAll(some.Select(id => Find(TableLayout.CommandRow(stream, id), null, cancellation)));
            marks.AddRange(rows.OfType<TableEntity>().Select(TableRows.Mark));
        }

        return marks;
    }

    /// <summary>The rows of commands that have none of their own yet.</summary>
    public IAsyncEnumerable<TableEntity> Unindexed(CancellationToken cancellation = default) =>
        Rows(TableLayout.Unindexed, null, null, 10, null, cancellation);

    /// <summary>The rows of the feed after a position.</summary>
    public IAsyncEnumerable<TableEntity> Feed(long after, int page, CancellationToken cancellation = default) =>
        Rows(TableLayout.Feed, TableLayout.FeedRow(after) + ".", null, page, null, cancellation);

    /// <summary>The rows of a stream, the newest first: those that begin after a version, or those that begin at it or before.</summary>
    public IAsyncEnumerable<TableEntity> Stream(StreamId stream, long version, bool after, int page, CancellationToken cancellation) =>
        after
        ? Rows(TableLayout.Stream(stream), null, TableLayout.StreamRow(stream, version), page, null, cancellation)
        : Rows(TableLayout.Stream(stream), TableLayout.StreamRow(stream, version), null, page, null, cancellation);

    /// <summary>Where a row of a stream ends.</summary>
    public static StreamHead End(TableEntity row) =>
        new(row.GetInt64("LastVersion") ?? 0, row.GetBinary("LastHash") is { Length: ChainHash.Size } hash ? new(hash) : default);

    private async Task<TableEntity?> Find(string rowKey, IEnumerable<string>? columns = null, CancellationToken cancellation = default)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, rowKey, columns, cancellation);
        return found.HasValue ? found.Value : null;
    }

    // From a key, or the prefix, to before a key, or the prefix's end. A page is what one request brings.
    private AsyncPageable<TableEntity> Rows(string prefix, string? from, string? before, int page, IEnumerable<string>? columns,
        CancellationToken cancellation = default) =>
        table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{partition}' and RowKey ge '{from ?? prefix}' and RowKey lt '{before ?? TableLayout.EndOf(prefix)}'", page,
            columns, cancellation);
}
