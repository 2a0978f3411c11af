namespace VipOrleans.Journal;

using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

/// <summary>The rows of a journal in Azure Tables: also which append an event came with, and the marks of commands.</summary>
/// <remarks>A stream has no number in a table, so each gets one here, in the order in which it is met.</remarks>
internal sealed class AzureTablesRecords : IJournalRecords
{
    private const int Page = 1000;

    private readonly TableClient _table;
    private readonly AzureTablesJournal _journal;
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private string? _partition;
    private Dictionary<string, List<(long First, long Last, Guid Append)>> _appends = [];

    private AzureTablesRecords(TableClient table, AzureTablesJournal journal) => (_table, _journal) = (table, journal);

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <summary>Opens a journal.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be reached.</exception>
    public static async Task<AzureTablesRecords> Open(AzureTablesJournalOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Connect(options.Table, retries: 8), await AzureTablesJournal.Open(options, cancellation));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PartitionRecord>> Partitions(CancellationToken cancellation) =>
        [.. (await _journal.Partitions(cancellation)).Select(p => new PartitionRecord(0, p.Partition, p.Position, p.Hash))
            .OrderBy(p => p.Id, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamRecord> Streams(string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Index(partition, cancellation);
        foreach (var stream in _appends.Keys) yield return new(Number(stream), stream, _appends[stream].Max(a => a.Last), default);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MarkRecord> Marks(string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A large append's marks get their rows a while after it, so that one may be in both places.
        var seen = new HashSet<(long, string)>();
        await foreach (var row in Rows(partition, TableLayout.Unindexed, TableLayout.EndOf(TableLayout.Unindexed), null, cancellation))
        {
            var stream = Number(row.GetString("Stream"));
            foreach (var mark in MarkPack.Read(row.Bytes()))
            {
                if (seen.Add((stream, mark.CommandId))) yield return new(stream, mark);
            }
        }

        await foreach (var row in Rows(partition, "c.", "c/", null, cancellation))
        {
            var (stream, mark) = (Number(StreamOf(partition, row.RowKey)), TableRows.Mark(row));
            if (seen.Add((stream, mark.CommandId))) yield return new(stream, mark);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventRecord>> Feed(PartitionRecord partition, long after, CancellationToken cancellation)
    {
        await Index(partition.Id, cancellation);
        var page = await _journal.ReadFeed(partition.Id, after, JournalLimits.MaxFeedPage, cancellation);
        return [.. page.Events.Where(e => e.Position <= partition.Last).Select(e => new EventRecord(Number(e.Stream.Value), e.Stream.Value,
            e.Version, e.Position, e.Type, e.Data, e.At.ToUnixTimeMilliseconds(), e.Actor, e.Hash, AppendOf(e)))];
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SnapshotRecord> Snapshots(string? partition, CancellationToken cancellation) =>
        new StoreRecords(_journal).Snapshots(partition, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> Strays(CancellationToken cancellation) => AsyncEnumerable.Empty<string>();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    // Which append each piece of a stream came with; read once a partition, without the events.
    private async Task Index(string partition, CancellationToken cancellation)
    {
        if (_partition == partition) return;
        var appends = new Dictionary<string, List<(long, long, Guid)>>(StringComparer.Ordinal);
        await foreach (var row in Rows(partition, "s.", "s/", ["RowKey", "FirstVersion", "LastVersion", "AppendId"], cancellation))
        {
            var stream = StreamOf(partition, row.RowKey);
            if (!appends.TryGetValue(stream, out var list)) appends[stream] = list = [];
            list.Add((row.GetInt64("FirstVersion") ?? 0, row.GetInt64("LastVersion") ?? 0, row.GetGuid("AppendId") ?? Guid.Empty));
        }

        // The newest row comes first.
        foreach (var list in appends.Values) list.Reverse();
        (_partition, _appends) = (partition, appends);
    }

    private Guid AppendOf(RecordedEvent e)
    {
        var pieces = _appends.GetValueOrDefault(e.Stream.Value) ?? throw Missing(e);
        var (low, high) = (0, pieces.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (e.Version < pieces[middle].First) high = middle - 1;
            else if (e.Version > pieces[middle].Last) low = middle + 1;
            else return pieces[middle].Append;
        }

        throw Missing(e);
    }

    private static JournalCorruptException Missing(RecordedEvent e) =>
        new($"The stream '{e.Stream}' is damaged: version {e.Version} stands in the feed and not in the stream.");

    private long Number(string stream)
    {
        if (!_numbers.TryGetValue(stream, out var number)) _numbers[stream] = number = _numbers.Count + 1;
        return number;
    }

    // s.kind.key.version and c.kind.key.hash: a key may have full stops, the other parts have none.
    private static string StreamOf(string partition, string rowKey)
    {
        var kind = rowKey.IndexOf('.', 2);
        return $"{partition}/{rowKey[2..kind]}/{rowKey[(kind + 1)..rowKey.LastIndexOf('.')]}";
    }

    private AsyncPageable<TableEntity> Rows(string partition, string from, string before, string[]? columns,
        CancellationToken cancellation) => _table.QueryAsync<TableEntity>(
            $"PartitionKey eq '{partition}' and RowKey ge '{from}' and RowKey lt '{before}'", Page, columns, cancellation);
}
