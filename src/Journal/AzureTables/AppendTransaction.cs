namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>
/// One entity group transaction: the header, the feed's rows, and the streams' and commands' rows of as many appends as fit.
/// </summary>
internal sealed class AppendTransaction(PartitionState state)
{
    // An append with more commands or more bytes of outcomes than this keeps them in few rows first, and gives them rows of their own
    // afterwards. A joint append needs a row for each stream, too.
    private const int MostCommandRows = 80, MostCommandRowsTogether = 40;
    private const int MostOutcomes = 64 * 1024, MostOutcomesTogether = 16 * 1024;

    // The header, and as many rows of the feed as the largest append takes.
    private const int RowsForHeaderAndFeed = 4;

    private readonly List<RecordedEvent> _events = [];
    private readonly List<(TableEntity Row, PendingAppend Owner)> _rows = [];
    private readonly List<PendingPart> _parts = [];
    private long _bytes = 16 * 1024;
    private FeedHash _feed = state.Feed;
    private bool _hasUnindexed;
    private bool _isFull;

    public bool IsEmpty => _parts.Count == 0;

    private long Last => state.Last + _events.Count;

    /// <summary>True for an append whose commands do not all fit beside its events.</summary>
    public static bool IsLarge(PendingAppend pending)
    {
        var (rows, outcomes) = pending.Parts.Length > 1 ? (MostCommandRowsTogether, MostOutcomesTogether) : (MostCommandRows, MostOutcomes);
        return pending.Parts.Sum(p => p.Append.Commands.Count) > rows
            || pending.Parts.Sum(p => p.Append.Commands.Sum(c => c.Outcome.Length)) > outcomes;
    }

    /// <summary>
    /// Takes in what is to be made of an append; false where it does not fit. The first that does not fit ends it: appends keep their
    /// order.
    /// </summary>
    public bool Offer(Verdict verdict)
    {
        if (_isFull) return false;
        var events = Recorded(verdict.ToMake);
        var isLarge = IsLarge(verdict.Pending);
        var rows = Rows(verdict.ToMake, events, isLarge);
        var bytes = rows.Sum(TableLimits.SizeInTransaction) + (events.Sum(EventPack.SizeOf) * 4L / 3);
        if (!IsEmpty
            && (_rows.Count + rows.Count > TableLimits.TransactionEntities - RowsForHeaderAndFeed
                || _bytes + bytes > TableLimits.TransactionBytes))
        {
            _isFull = true;
            return false;
        }

        _events.AddRange(events);
        _rows.AddRange(rows.Select(r => (r, verdict.Pending)));
        _parts.AddRange(verdict.ToMake);
        foreach (var e in events) _feed = _feed.Next(e);
        _bytes += bytes;
        _hasUnindexed |= isLarge;
        return true;
    }

    /// <summary>What is to be done, the header first: where others were faster, that is what fails.</summary>
    public List<TableTransactionAction> Actions()
    {
        var header = new TableEntity(state.Partition, TableLayout.Header)
        {
            ["Last"] = Last,
            ["FeedHash"] = _feed.ToArray(),
            ["HasUnindexed"] = _hasUnindexed,
        };
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
        state.Committed(header, Last, _feed, _hasUnindexed);
        foreach (var part in _parts) state.Heads[part.Append.Stream] = part.End;
    }

    private List<RecordedEvent> Recorded(PendingPart[] parts)
    {
        var events = new List<RecordedEvent>();
        foreach (var part in parts)
        {
            var (append, version, position) = (part.Append, part.Append.Expected.Version, Last + events.Count);
            events.AddRange(append.Events.Select((e, i) =>
                new RecordedEvent(append.Stream, ++version, ++position, e.Type, e.Data, e.At, e.Actor, part.Hashes[i])));
        }

        return events;
    }

    private List<TableEntity> Rows(PendingPart[] parts, List<RecordedEvent> events, bool isLarge)
    {
        var rows = new List<TableEntity>();
        var from = 0;
        foreach (var part in parts)
        {
            rows.AddRange(Rows(part.Append, events.GetRange(from, part.Hashes.Length), isLarge));
            from += part.Hashes.Length;
        }

        return rows;
    }

    private List<TableEntity> Rows(Append append, List<RecordedEvent> events, bool isLarge)
    {
        var rows = EventPack.Pieces(events)
            .Select(piece => new TableEntity(state.Partition, TableLayout.StreamRow(append.Stream, piece[0].Version))
            {
                ["FirstVersion"] = piece[0].Version,
                ["LastVersion"] = piece[^1].Version,
                ["LastHash"] = piece[^1].Hash.ToArray(),
                ["AppendId"] = append.Id,
            }.WithBytes(EventPack.Write(piece))).ToList();
        rows.AddRange(isLarge
            ? MarkPack.Pieces(append.Commands).Select((piece, i) =>
                new TableEntity(state.Partition,
                    TableLayout.UnindexedRow(events[^1].Position, i))
                { ["Stream"] = append.Stream.Value }.WithBytes(MarkPack.Write(piece)))
            : append.Commands.Select(c => TableRows.Mark(state.Partition, TableLayout.CommandRow(append.Stream, c.CommandId), c)));
        return rows;
    }
}
