namespace VipOrleans.Journal;

using Azure;
using Azure.Data.Tables;
using VipOrleans.Domain.Kernel;

/// <summary>What a writer knows of a partition; true as long as the header's ETag is the one that it knows.</summary>
internal sealed class PartitionState(TableClient table, string partition)
{
    // So many rows of the feed are read to learn what others wrote; with more, everything is read again where it is needed.
    private const int MostCatchUp = 50;

    private bool _isLoaded;

    public string Partition => partition;

    public PartitionTable Table { get; } = new(table, partition);

    /// <summary>The header's ETag; null if there is no header yet.</summary>
    public ETag? Header { get; private set; }

    /// <summary>Position of the last event.</summary>
    public long Last { get; private set; }

    /// <summary>The hash of the feed up to there.</summary>
    public FeedHash Feed { get; private set; }

    /// <summary>True where a large append's commands may not all have their rows yet.</summary>
    public bool HasUnindexed { get; set; }

    /// <summary>True while a transaction is under way, and where nobody knows how it ended.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>The heads of streams, as far as they are known.</summary>
    public Dictionary<StreamId, StreamHead> Heads { get; } = [];

    /// <summary>Reads the header where it is not known; true where it was read now.</summary>
    public async Task<bool> Load()
    {
        if (_isLoaded) return false;
        Take(await Table.Header());
        _isLoaded = true;
        return true;
    }

    /// <summary>Reads the header again, and what others wrote; true where they did.</summary>
    public async Task<bool> Refresh()
    {
        var (known, seen) = (Header, Last);
        Take(await Table.Header());
        if (Header == known) return false;
        if (Heads.Count > 0) await CatchUp(seen);
        return true;
    }

    /// <summary>Reads the heads that are not known.</summary>
    public async Task LoadHeads(IEnumerable<StreamId> streams)
    {
        var unknown = streams.Where(s => !Heads.ContainsKey(s)).Distinct().ToList();
        var heads = await Task.WhenAll(unknown.Select(Table.Head));
        foreach (var (stream, head) in unknown.Zip(heads)) Heads[stream] = head;
    }

    /// <summary>Notes a transaction of one's own.</summary>
    public void Committed(ETag header, long last, FeedHash feed, bool hasUnindexed) =>
        (Header, Last, Feed, HasUnindexed) = (header, last, feed, hasUnindexed);

    /// <summary>Forgets everything.</summary>
    public void Forget()
    {
        Heads.Clear();
        _isLoaded = false;
    }

    private void Take(TableEntity? header)
    {
        Header = header?.ETag;
        Last = header?.GetInt64("Last") ?? 0;
        Feed = TableRows.Feed(header);
        HasUnindexed = header?.GetBoolean("HasUnindexed") ?? false;
    }

    private async Task CatchUp(long seen)
    {
        var rows = 0;
        await foreach (var row in Table.Feed(seen, MostCatchUp))
        {
            if (++rows > MostCatchUp)
            {
                Heads.Clear();
                return;
            }

            foreach (var e in row.Events()) Heads[e.Stream] = new(e.Version, e.Hash);
        }
    }
}
