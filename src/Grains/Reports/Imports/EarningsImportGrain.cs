namespace VipOrleans.Grains.Reports;

using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Reports.ImportCommand;
using static VipOrleans.Domain.Reports.ImportEvent;

/// <summary>Hosts the rules of an import and works its rows off.</summary>
/// <remarks>
/// The rows stay in the journal: what is in memory is a window of a few chunks, and a few bytes of every row. How far the work has come is
/// noted after each window, so a crash repeats a window at most, and a repeated row has no second effect. A persisted reminder is set
/// before the event with which the work begins, and goes when all is done.
/// </remarks>
[Reentrant, GrainType("import")]
public sealed partial class EarningsImportGrain(Journaling journaling, FeedNews news, IOptions<JournalingOptions> options)
    : SagaGrain<EarningsImportDecider, EarningsImport, ImportCommand, ImportEvent>(journaling, "work"),
        IEarningsImportGrain, IDisposable
{
    private const int ChunksAtOnce = 8, EventsPerRead = 256, MaxPage = 500;

    // The events among the results may have 60 KiB of bad rows each.
    private const int ResultEventsPerRead = 16;

    // Room in a cursor for the place within an event, which never has so many rows.
    private const long RowsOfEvent = 10_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _leaving = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ImportId Id => ImportId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    // The events have the rows in them: what is read at activation is what came after the last snapshot.
    /// <inheritdoc/>
    protected override int SnapshotEvery => Math.Min(base.SnapshotEvery, 20);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Confirmed.State == ImportState.Working) OnceActive(Run);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _leaving.Dispose();

    /// <inheritdoc/>
    public Task<CommandResult> Open(CommandContext context, EarningsFileForm form) =>
        Execute(context, new OpenImport(Id, form));

    /// <inheritdoc/>
    public Task<CommandResult> Receive(CommandContext context, EarningsFileChunk chunk) =>
        chunk.Data.Length > RowChunk.MaxBytes + 1_000
            ? Task.FromResult(
                CommandResult.Refuse(RejectionCode.InvalidInput, $"A chunk has at most {RowChunk.MaxBytes:N0} bytes.", Version))
            : Execute(context, new ReceiveRows(chunk));

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context, EarningsFileTotals totals) =>
        Begin(() => Execute(context, new CloseImport(totals)), waits: false);

    /// <inheritdoc/>
    public async Task<EarningsImportView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is { } id ? View(id) : null;
    }

    /// <inheritdoc/>
    public async Task<EarningsImportView?> Follow(long after, TimeSpan wait, CancellationToken cancellation = default)
    {
        var changed = _changed.Task;
        if (Version > after || Confirmed.Id is null) return await Get();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, news.Stopping, _leaving.Token);
        try
        {
            await changed.WaitAsync(wait < LongestWait ? wait : LongestWait, Time, end.Token);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Nothing came, or the silo stops: the reader asks again.
        }

        return await Get();
    }

    /// <inheritdoc/>
    public async Task<BadRowPage> BadRows(long after, int limit)
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        var (found, last) = (new List<BadRow>(), 0L);
        // They stand behind the chunks and the event that closes the file.
        var (version, index) = after > 0
            ? (after / RowsOfEvent, after % RowsOfEvent) : (EarningsImport.VersionOfChunk(Confirmed.Chunks) + 1, 0);
        try
        {
            while (found.Count <= limit && version <= Version)
            {
                var events = await Journal.ReadPart(Stream, version - 1, EventsPerRead);
                if (events.Count == 0) break;
                foreach (var e in events.Where(e => e.Version <= Version && e.Type == EventCodec<ImportEvent>.All[typeof(BadRowsFound)]))
                {
                    var rows = ((BadRowsFound)EarningsImportDecider.Aggregate.Events.Read(e.Data.Span)).Rows;
                    for (var i = e.Version == version ? (int)index : 0; i < rows.Count && found.Count <= limit; i++)
                    {
                        found.Add(rows[i]);
                        // The place behind the last row that is given.
                        if (found.Count == limit) last = (e.Version * RowsOfEvent) + i + 1;
                    }
                }

                (version, index) = (events[^1].Version + 1, 0);
            }
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        var given = found.Take(limit).ToArray();
        return new(Entries: [.. given.Select(Entry)], Rows: [.. given.Select(b => b.Row)], Next: found.Count > limit ? last : null);
    }

    /// <inheritdoc/>
    public async Task<ListPage<RowResultEntry>> Results(long after, int limit)
    {
        limit = Math.Clamp(limit, 1, MaxPage);
        var found = new List<RowResultEntry>();
        // A place is the event with which a chunk's results begin, and how many of its rows were given.
        var (start, given) = after > 0
            ? (after / RowsOfEvent, (int)(after % RowsOfEvent)) : (EarningsImport.VersionOfChunk(Confirmed.Chunks) + 1, 0);
        var (version, bad) = (start, new Dictionary<int, BadRow>());
        try
        {
            while (version <= Version)
            {
                var events = await Journal.ReadPart(Stream, version - 1, ResultEventsPerRead);
                if (events.Count == 0) break;
                foreach (var e in events.TakeWhile(e => e.Version <= Version))
                {
                    version = e.Version + 1;
                    var read = EarningsImportDecider.Aggregate.Events.Read(e.Data.Span);
                    if (read is BadRowsFound x) foreach (var row in x.Rows) bad[row.Line] = row;
                    if (read is not EarningsRowsWorked worked) continue;
                    var rows = await ResultsOf(worked, bad);
                    var taken = rows.Skip(given).Take(limit - found.Count).ToArray();
                    found.AddRange(taken);
                    given += taken.Length;
                    if (given < rows.Count) return new() { Items = found, Next = (start * RowsOfEvent) + given };
                    (start, given, bad) = (version, 0, []);
                    if (found.Count == limit && worked.Chunk + 1 < Confirmed.WorkedChunks)
                    {
                        return new() { Items = found, Next = start * RowsOfEvent };
                    }
                }
            }
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        return new() { Items = found };
    }

    /// <inheritdoc/>
    protected override void OnCommitted()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    /// <inheritdoc/>
    protected override bool IsLeaving => base.IsLeaving || _leaving.IsCancellationRequested;

    /// <inheritdoc/>
    protected override Task InTurn(Func<Task> pass) => news.Carry(pass);

    // All that is left, with one set of rows: they keep what they learn of sponsorships.
    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.State != ImportState.Working) return true;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(news.Stopping, _leaving.Token);
        var rows = new EarningsRows(GrainFactory, Time, Confirmed, Id, options.Value.KeptByImport, end.Token);
        for (var chunk = 0; chunk < Confirmed.WorkedChunks; chunk += ChunksAtOnce)
        {
            rows.PassOver(await Chunks(chunk, Math.Min(ChunksAtOnce, Confirmed.WorkedChunks - chunk)));
        }

        while (Confirmed.State == ImportState.Working && !IsThrownAway)
        {
            if (!await WorkOffWindow(rows)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed.State == ImportState.Working ? Soon : null);

    // Works some chunks off; false where what was done could not be noted.
    private async Task<bool> WorkOffWindow(EarningsRows rows)
    {
        var first = Confirmed.WorkedChunks;
        var worked = await rows.WorkOff(await Chunks(first, Math.Min(ChunksAtOnce, Confirmed.Chunks - first)));
        // At once, so that they are written together; each counts for its chunk only where the one before it was noted.
        var notes = await Task.WhenAll(worked.Select(Execute));
        return notes.All(n => n.IsAccepted);
    }

    private async Task<EarningsRowsReceived[]> Chunks(int first, int count)
    {
        var events = await Journal.ReadPart(Stream, EarningsImport.VersionOfChunk(first) - 1, count);
        return [.. events.Select(e => (EarningsRowsReceived)EarningsImportDecider.Aggregate.Events.Read(e.Data.Span))];
    }

    private async Task<IReadOnlyList<RowResultEntry>> ResultsOf(EarningsRowsWorked worked, Dictionary<int, BadRow> bad)
    {
        // Of what was worked off before results were kept, the bad rows are known.
        var results = worked.Results is { } packed ? RowResult.Unpack(packed) : null;
        var (chunk, n) = ((await Chunks(worked.Chunk, 1))[0], 0);
        var entries = new List<RowResultEntry>();
        foreach (var (line, text) in RowChunk.Unpack(chunk.FirstLine, chunk.Data))
        {
            var result = results?[n++];
            var refused = bad.GetValueOrDefault(line);
            if (result is null && refused is null) continue;
            var row = EarningsRow.Read(text, line, Id.City, Confirmed.Employer).Row;
            entries.Add(RowResultEntry.Of(line, row, result ?? new(RowStatus.Refused), refused));
        }

        return entries;
    }

    private EarningsImportView View(ImportId id) => new(
        Id: id,
        Version: Version,
        City: id.City,
        Employer: Confirmed.Employer,
        Format: Confirmed.Format,
        Header: [.. Confirmed.Header.Select(EarningsFile.NameOf)],
        State: Confirmed.State,
        Rows: Confirmed.Rows,
        Bytes: Confirmed.Bytes,
        Sha256: Confirmed.Sha256,
        Accepted: Confirmed.Accepted,
        Unchanged: Confirmed.Unchanged,
        Refused: Confirmed.Refused,
        Errors: [.. Confirmed.FirstBadRows.Select(Entry)]);

    private static BadRowEntry Entry(BadRow bad) =>
        new(Line: bad.Line, Column: bad.Column is { } column ? EarningsFile.NameOf(column) : null, Code: bad.Code, Text: bad.Text);
}
