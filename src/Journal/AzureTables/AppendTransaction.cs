namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>
/// One entity group transaction: the header, the feed's rows, and the streams' and commands' rows of as many appends as fit.
/// </summary>
internal sealed class AppendTransaction(PartitionState state)
{
    // An append with more commands than this keeps them in few rows first, and gives them rows of their own afterwards.
    private const int MostCommandRows = 80;

    // The header, and as many rows of the feed as the largest append takes.
    private const int RowsForHeaderAndFeed = 4;

    private readonly List<RecordedEvent> _events = [];
    private readonly List<(TableEntity Row, PendingAppend Owner)> _rows = [];
    private readonly List<PendingAppend> _appends = [];
    private long _bytes = 16 * 1024;
    private bool _hasUnindexed;
    private bool _isFull;

    public bool IsEmpty => _appends.Count == 0;

    private long Last => state.Last + _events.Count;

    /// <summary>True for an append whose commands do not all fit beside its events.</summary>
    public static bool IsLarge(PendingAppend pending) =>
        pending.Append.Commands.Count > MostCommandRows || pending.Append.Commands.Sum(c => c.Outcome.Length) > 64 * 1024;

    /// <summary>Takes an append in where it fits. The first that does not ends it: appends keep their order.</summary>
    public void Offer(PendingAppend pending)
    {
        if (_isFull) return;
        var events = Recorded(pending);
        var rows = Rows(pending, events);
        var bytes = rows.Sum(TableLimits.SizeInTransaction) + (events.Sum(EventPack.SizeOf) * 4L / 3);
        if (!IsEmpty
            && (_rows.Count + rows.Count > TableLimits.TransactionEntities - RowsForHeaderAndFeed
                || _bytes + bytes > TableLimits.TransactionBytes))
        {
            _isFull = true;
            return;
        }

        _events.AddRange(events);
        _rows.AddRange(rows.Select(r => (r, pending)));
        _appends.Add(pending);
        _bytes += bytes;
        _hasUnindexed |= IsLarge(pending);
    }

    /// <summary>What is to be done, the header first: where others were faster, that is what fails.</summary>
    public List<TableTransactionAction> Actions()
    {
        var header = new TableEntity(state.Partition, TableLayout.Header) { ["Last"] = Last, ["HasUnindexed"] = _hasUnindexed };
        var feed = EventPack.Pieces(_events)
            .Select(p => new TableEntity(state.Partition, TableLayout.FeedRow(p[^1].Position)).WithBytes(EventPack.Write(p)));
        return
        [
            state.Header is { } etag
                ? new(TableTransactionActionType.UpdateReplace, header, etag) : new(TableTransactionActionType.Add, header),
            .. _rows.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r.Row)),
            .. feed.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)),
        ];
    }

    /// <summary>Whose row an action is; null for the header and the feed.</summary>
    public PendingAppend? OwnerOf(int action) => action >= 1 && action <= _rows.Count ? _rows[action - 1].Owner : null;

    /// <summary>Notes in the state that it was made.</summary>
    public void Committed(ETag header)
    {
        state.Committed(header, Last, _hasUnindexed);
        foreach (var pending in _appends) state.Heads[pending.Append.Stream] = pending.End;
    }

    /// <summary>Answers the appends in it.</summary>
    public void Answer()
    {
        foreach (var pending in _appends) pending.Complete(AppendStatus.Appended, pending.End);
    }

    private List<RecordedEvent> Recorded(PendingAppend pending)
    {
        var (append, hashes) = (pending.Append, pending.Hashes);
        return [.. append.Events.Select(
            (e, i) => new RecordedEvent(append.Stream, append.Expected.Version + 1 + i, Last + 1 + i, e.Type, e.Data, e.At, e.Actor,
                hashes[i]))];
    }

    private List<TableEntity> Rows(PendingAppend pending, List<RecordedEvent> events)
    {
        var append = pending.Append;
        var rows = EventPack.Pieces(events)
            .Select(piece => new TableEntity(state.Partition, TableLayout.StreamRow(append.Stream, piece[0].Version))
            {
                ["FirstVersion"] = piece[0].Version,
                ["LastVersion"] = piece[^1].Version,
                ["LastHash"] = piece[^1].Hash.ToArray(),
                ["AppendId"] = append.Id,
            }.WithBytes(EventPack.Write(piece))).ToList();
        rows.AddRange(IsLarge(pending)
            ? MarkPack.Pieces(append.Commands).Select((piece, i) =>
                new TableEntity(state.Partition,
                    TableLayout.UnindexedRow(events[^1].Position, i))
                { ["Stream"] = append.Stream.Value }.WithBytes(MarkPack.Write(piece)))
            : append.Commands.Select(c => TableRows.Mark(state.Partition, TableLayout.CommandRow(append.Stream, c.CommandId), c)));
        return rows;
    }
}
