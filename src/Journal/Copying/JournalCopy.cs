namespace VipOrleans.Journal;

using VipOrleans.Domain.Kernel;

/// <summary>How far a copy has come.</summary>
/// <param name="Events">Events that the copy has.</param>
/// <param name="Of">Events in all, as counted at the beginning.</param>
public readonly record struct CopyProgress(long Events, long Of);

/// <summary>What a copy did.</summary>
/// <param name="Heads">Where the feeds ended that were copied.</param>
/// <param name="Events">Events that were copied now.</param>
/// <param name="Present">Events that the copy had already, from an earlier run.</param>
/// <param name="Marks">Marks of commands that were copied now.</param>
/// <param name="Snapshots">Snapshots and checkpoints.</param>
public sealed record CopyReport(IReadOnlyList<PartitionHead> Heads, long Events, long Present, long Marks, long Snapshots);

/// <summary>
/// Copies a journal into another store: the same events under the same hashes and positions, the same appends and marks of commands, and
/// the snapshots. A retry gets the recorded answer from the copy too, and what was signed of the original holds for it.
/// </summary>
/// <remarks>
/// A run that was cut off is run again, and goes on where the copy ends. So is one beside a system that writes: copy while it runs, stop
/// it, copy again, and begin on the copy. The other store takes each append as if it were made now, with all that this checks.
/// </remarks>
public sealed class JournalCopy
{
    private readonly IJournalRecords _from;
    private readonly IJournal _to;
    private readonly IProgress<CopyProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Append> _waiting = [];
    private readonly HashSet<StreamId> _waitingStreams = [];
    private long _all, _events, _present, _marks, _snapshots, _waitingBytes;
    private int _waitingEvents, _waitingMarks;

    private JournalCopy(IJournalRecords from, IJournal to, IProgress<CopyProgress>? progress, CancellationToken cancellation) =>
        (_from, _to, _progress, _cancellation) = (from, to, progress, cancellation);

    /// <summary>Copies a journal's file, which no process may have open for writing.</summary>
    /// <param name="file">The file.</param>
    /// <param name="to">The other store itself, not sealed: ids and seals are copied as they are.</param>
    /// <param name="progress">Given word now and then.</param>
    /// <param name="cancellation">Gives up; the next run goes on there.</param>
    /// <exception cref="JournalUnavailableException">One of them cannot be used, or the other store has events that this one does not
    /// have.</exception>
    /// <exception cref="JournalCorruptException">The journal is not what was written.</exception>
    public static async Task<CopyReport> Run(string file, IJournal to, IProgress<CopyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        await using var records = SqliteRecords.Open(file);
        return await new JournalCopy(records, to, progress, cancellation).Copy();
    }

    /// <summary>Copies a journal in PostgreSQL, also beside those who write it.</summary>
    /// <inheritdoc cref="Run(string, IJournal, IProgress{CopyProgress}?, CancellationToken)"/>
    public static async Task<CopyReport> Run(PostgresJournalOptions from, IJournal to, IProgress<CopyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        await using var records = PostgresRecords.Open(from);
        return await new JournalCopy(records, to, progress, cancellation).Copy();
    }

    /// <summary>Copies a journal in Azure Tables, also beside those who write it.</summary>
    /// <inheritdoc cref="Run(string, IJournal, IProgress{CopyProgress}?, CancellationToken)"/>
    public static async Task<CopyReport> Run(AzureTablesJournalOptions from, IJournal to, IProgress<CopyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        await using var records = await AzureTablesRecords.Open(from, cancellation);
        return await new JournalCopy(records, to, progress, cancellation).Copy();
    }

    private async Task<CopyReport> Copy()
    {
        var partitions = await _from.Partitions(_cancellation);
        _all = partitions.Sum(p => p.Last);
        var there = (await _to.Partitions(_cancellation)).ToDictionary(p => p.Partition, StringComparer.Ordinal);
        if (there.Keys.Except(partitions.Select(p => p.Id)).FirstOrDefault() is { } strange) throw Other(strange);
        foreach (var partition in partitions) await Copy(partition, there.GetValueOrDefault(partition.Id));
        return new([.. partitions.Select(p => new PartitionHead(p.Id, p.Last, p.Hash))], _events, _present, _marks, _snapshots);
    }

    private async Task Copy(PartitionRecord partition, PartitionHead there)
    {
        var streams = new Dictionary<long, StreamId>();
        await foreach (var stream in _from.Streams(partition.Id, _cancellation)) streams[stream.No] = Parse(stream.Id);
        var marks = await Marks(partition.Id, streams);
        var heads = new Dictionary<StreamId, StreamHead>();
        var feed = default(FeedHash);
        Piece? run = null;
        for (var last = 0L; last < partition.Last;)
        {
            var page = await _from.Feed(partition, last, _cancellation);
            foreach (var e in page.Where(e => e.Position <= partition.Last))
            {
                if (e.Position != last + 1) throw Damaged(partition.Id, $"position {last + 1} of its feed is missing");
                (last, feed) = (e.Position, feed.Next(e.Position, e.Hash));
                var stream = e.Stream != 0 ? streams.GetValueOrDefault(e.Stream) : Parse(e.StreamName!);
                if (run is not null && (run.Stream != stream || run.Id != e.AppendId))
                {
                    await Close(run, heads, marks);
                    run = null;
                }

                if (e.Position > there.Position)
                {
                    run ??= new(stream, e.AppendId, heads.GetValueOrDefault(stream), []);
                    run.Events.Add(e);
                    continue;
                }

                heads[stream] = new(e.Version, e.Hash);
                _present++;
                if (e.Position == there.Position && feed != there.Hash) throw Other(partition.Id);
            }

            if (page.Count == 0) throw Damaged(partition.Id, $"its feed ends at {last} and not at {partition.Last}");
            _progress?.Report(new(_present + _events, _all));
        }

        if (there.Position > partition.Last) throw Other(partition.Id);
        if (run is not null) await Close(run, heads, marks);
        await Flush();
        if (feed != partition.Hash) throw Damaged(partition.Id, "the hash of its feed is another one");
        await foreach (var (stream, snapshot) in _from.Snapshots(partition.Id, _cancellation))
        {
            await _to.SaveSnapshot(Parse(stream), snapshot, _cancellation);
            _snapshots++;
        }
    }

    // Where the append ends that a mark came with; of one from before appends were sealed, a version within it.
    private static long EndOf(CommandMark mark) => Math.Max(1, AppendSeals.Read(mark).End);

    // By stream, in the order of the appends that they came with.
    private async Task<Dictionary<StreamId, Queue<CommandMark>>> Marks(string partition, Dictionary<long, StreamId> streams)
    {
        var byStream = new Dictionary<long, List<CommandMark>>();
        await foreach (var (stream, mark) in _from.Marks(partition, _cancellation))
        {
            if (!byStream.TryGetValue(stream, out var list)) byStream[stream] = list = [];
            list.Add(mark);
        }

        // A stream that began since is copied the next time.
        return byStream.Where(m => streams.ContainsKey(m.Key)).ToDictionary(m => streams[m.Key],
            m => new Queue<CommandMark>(m.Value.OrderBy(EndOf).ThenBy(x => x.CommandId, StringComparer.Ordinal)));
    }

    // An append has all its events, and the marks of the commands that they carry out.
    private async Task Close(Piece run, Dictionary<StreamId, StreamHead> heads, Dictionary<StreamId, Queue<CommandMark>> marks)
    {
        var commands = new List<CommandMark>();
        var end = run.Events[^1].Version;
        if (marks.TryGetValue(run.Stream, out var queue))
        {
            while (queue.TryPeek(out var next) && EndOf(next) <= end)
            {
                queue.Dequeue();
                if (EndOf(next) > run.After.Version) commands.Add(next);
            }
        }

        var append = new Append(run.Stream, run.After, run.Id,
            [.. run.Events.Select(e => new NewEvent(e.Type, e.Data, DateTimeOffset.FromUnixTimeMilliseconds(e.AtMs), e.Actor))], commands);
        if (run.Events[0].Version != run.After.Version + 1 || append.Hashes()[^1] != run.Events[^1].Hash)
            throw Damaged(run.Stream.Value, $"its events up to version {end} do not follow from those before");
        heads[run.Stream] = new(end, run.Events[^1].Hash);
        if (_waiting.Count > 0 && !Fits(append)) await Flush();
        _waiting.Add(append);
        _waitingStreams.Add(append.Stream);
        _waitingEvents += append.Events.Count;
        _waitingMarks += commands.Count;
        _waitingBytes += append.Bytes();
    }

    // One joint append has each stream once, in the order of the feed.
    private bool Fits(Append append) => _waiting.Count < JournalLimits.MaxAppendsTogether && !_waitingStreams.Contains(append.Stream)
        && _waitingEvents + append.Events.Count <= JournalLimits.MaxEventsTogether
        && _waitingMarks + append.Commands.Count <= JournalLimits.MaxCommandsTogether
        && _waitingBytes + append.Bytes() <= JournalLimits.MaxBytesTogether;

    private async Task Flush()
    {
        if (_waiting.Count == 0) return;
        IReadOnlyList<AppendResult> results = _waiting.Count == 1
            ? [await _to.Append(_waiting[0], _cancellation)] : await _to.AppendTogether([.. _waiting], _cancellation);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Status is not (AppendStatus.Appended or AppendStatus.AlreadyAppended)) throw Other(_waiting[i].Stream.Value);
        }

        _events += _waitingEvents;
        _marks += _waitingMarks;
        _waiting.Clear();
        _waitingStreams.Clear();
        (_waitingEvents, _waitingMarks, _waitingBytes) = (0, 0, 0);
    }

    private static StreamId Parse(string stream) =>
        StreamId.TryParse(stream, out var id) ? id : throw Damaged(stream, "this is no stream");

    private static JournalUnavailableException Other(string where) => new(
        $"The other store has events of '{where}' that this journal does not have. Copy into an empty store, or into an older copy of this "
            + "journal that nobody has written to.", outcomeKnown: true);

    private static JournalCorruptException Damaged(string where, string what) =>
        new($"'{where}' is damaged: {what}. Run 'journal verify' and look into who changed it; nothing of it was copied after that.");

    private sealed record Piece(StreamId Stream, Guid Id, StreamHead After, List<EventRecord> Events);
}
