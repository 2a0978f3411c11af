namespace VipOrleans.Grains.Payments;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Payments.CreditFileCommand;
using static VipOrleans.Domain.Payments.CreditFileEvent;

/// <summary>Hosts the rules of a file of booked credits and works its rows off.</summary>
/// <remarks>
/// The rows stay in the journal: what is in memory is one chunk. How far the work has come is noted after each, so a crash repeats one
/// chunk at most, and a repeated row has no second effect. A persisted reminder is set before the event with which the work begins, and
/// goes when all is done.
/// </remarks>
[Reentrant, GrainType("credit-file")]
public sealed partial class CreditFileGrain(Journaling journaling, FeedNews news)
    : SagaGrain<CreditFileDecider, CreditFile, CreditFileCommand, CreditFileEvent>(journaling, "work"), ICreditFileGrain
{
    private const int AtOnce = 64;

    private CreditFileId Id => CreditFileId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    // The events have the rows in them: what is read at activation is what came after the last snapshot.
    /// <inheritdoc/>
    protected override int SnapshotEvery => Math.Min(base.SnapshotEvery, 20);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (Confirmed.State == CreditFileState.Working) OnceActive(Run);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Open(CommandContext context) => Execute(context, new OpenCreditFile(Id));

    /// <inheritdoc/>
    public Task<CommandResult> Receive(CommandContext context, CreditFileChunk chunk) =>
        chunk.Data.Length > RowChunk.MaxBytes + 1_000
            ? Task.FromResult(
                CommandResult.Refuse(RejectionCode.InvalidInput, $"A chunk has at most {RowChunk.MaxBytes:N0} bytes.", Version))
            : Execute(context, new ReceiveCredits(chunk));

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context, CreditFileTotals totals) =>
        Begin(() => Execute(context, new CloseCreditFile(totals)), waits: false);

    /// <inheritdoc/>
    public async Task<CreditFileView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is { } id ? View(id) : null;
    }

    private CreditFileView View(CreditFileId id) => new(
        Id: id,
        Version: Version,
        State: Confirmed.State,
        Rows: Confirmed.Rows,
        Settled: Confirmed.Counts.Settled,
        SetAside: Confirmed.Counts.SetAside,
        Known: Confirmed.Counts.Known,
        Refused: Confirmed.Counts.Refused,
        Kind: Confirmed.Totals?.Kind,
        MessageId: Confirmed.Totals?.MessageId,
        Others: Confirmed.Totals?.Others,
        Sha256: Confirmed.Totals?.Sha256);

    /// <inheritdoc/>
    public async Task<ListPage<CreditFileRow>?> Entries(long after, int limit)
    {
        if (Confirmed.Id is null) return null;
        limit = Math.Clamp(limit, 1, PageLimits.Most);
        var (found, chunks) = (new List<CreditRow>(), Confirmed.Chunks);
        try
        {
            for (var chunk = 0; chunk < chunks && found.Count <= limit; chunk++)
            {
                var received = await Chunk(chunk);
                if (received.FirstRow + received.Rows - 1 <= after) continue;
                found.AddRange(RowChunk.Unpack(received.FirstRow, received.Data).Where(r => r.Line > after)
                    .Select(r => CreditRow.Parse(r.Row)));
            }
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }

        CreditRow[] rows = [.. found.Take(limit)];
        var known = (await GrainFactory.Collections(Id.City).CreditsOf([.. rows.Select(r => r.IdIn(Id.City))])).ToDictionary(c => c.Id);
        return new()
        {
            Items = [.. rows.Select(r => Entry(r, known.GetValueOrDefault(r.IdIn(Id.City))))],
            Next = found.Count > limit ? after + limit : null,
        };
    }

    /// <inheritdoc/>
    protected override Task InTurn(Func<Task> pass) => news.Carry(pass);

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.State != CreditFileState.Working) return true;
        var chunk = await Chunk(Confirmed.WorkedChunks);
        var rows = RowChunk.Unpack(chunk.FirstRow, chunk.Data).Select(r => CreditRow.Parse(r.Row)).ToList();
        // What is taken back may stand before what takes it back, and the other way round.
        if (await Book([.. rows.Where(r => !r.IsReversal)]) is not { } credits) return false;
        if (await Book([.. rows.Where(r => r.IsReversal)]) is not { } reversals) return false;
        if (!await Rematch()) return false;
        return (await Execute(new NoteCredits(chunk.Chunk, Sum(credits, reversals)))).IsAccepted;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed.State == CreditFileState.Working ? Soon : null);

    private async Task<CreditsReceived> Chunk(int number) =>
        (CreditsReceived)CreditFileDecider.Aggregate.Events.Read(
            (await Journal.ReadPart(Stream, CreditFile.VersionOfChunk(number) - 1, 1))[0].Data.Span);

    // Null if some could not be booked: the same rows come again.
    private async Task<CreditCounts?> Book(IReadOnlyList<CreditRow> rows)
    {
        if (rows.Count == 0) return new(0, 0, 0, 0);
        var plans = await GrainFactory.Collections(Id.City)
            .Plan([.. rows.Select(r => new CreditToPlan(r.IdIn(Id.City), r.Facts(Id), r.Reference, r.Amount.Minor))]);
        var (counts, isHanging) = (new CreditCounts(0, 0, 0, 0), false);
        foreach (var some in rows.Zip(plans).Chunk(AtOnce))
        {
            Stopping.ThrowIfCancellationRequested();
            foreach (var booking in await Task.WhenAll(some.Select(r => Book(r.First, r.Second))))
            {
                isHanging |= booking is null || booking.Status == CreditStatus.UnderWay;
                counts = Sum(counts, CountOf(booking));
            }
        }

        return isHanging ? null : counts;
    }

    private async Task<CreditBooking?> Book(CreditRow row, CreditPlan plan)
    {
        try
        {
            // The file and the line make the id: what is repeated after a crash is answered as the first time.
            var context = new CommandContext
            {
                Id = IdText.KeyFrom($"credit/{Id}/{row.Line}/{row.Key}"), Fingerprint = 0, Actor = BySystem,
            };
            var booking = await GrainFactory.Credit(row.IdIn(Id.City)).Book(context, row.Facts(Id), plan);
            return booking.Result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy ? null : booking;
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException or OrleansException)
        {
            LogNotBooked(Log, e, Id, row.Line);
            return null;
        }
    }

    // What a credit comes to that is known already was counted when it came.
    private static CreditCounts CountOf(CreditBooking? booking) => booking switch
    {
        null => new(0, 0, 0, 0),
        { Result.IsAccepted: false } => new(0, 0, 0, 1),
        { Result: { Outcome: "known" } } => new(0, 0, 1, 0),
        { Status: CreditStatus.SetAside } => new(0, 1, 0, 0),
        _ => new(1, 0, 0, 0),
    };

    private static CreditCounts Sum(CreditCounts a, CreditCounts b) =>
        new(a.Settled + b.Settled, a.SetAside + b.SetAside, a.Known + b.Known, a.Refused + b.Refused);

    private async Task<bool> Rematch()
    {
        foreach (var found in await GrainFactory.Collections(Id.City).Rematches())
        {
            if (!(await GrainFactory.Credit(found.Credit).Rematch(found.Plan)).IsAccepted) return false;
        }

        return true;
    }

    private CreditFileRow Entry(CreditRow row, CreditEntry? known) => new(
        Line: row.Line, Credit: row.IdIn(Id.City), Amount: row.Amount, On: row.On, IsReversal: row.IsReversal, Reference: row.Reference,
        Status: known?.Status, Why: known?.Why);

    [LoggerMessage(214, LogLevel.Warning,
        "Line {Line} of the credit file {File} could not be booked; it is booked when the reminder comes.")]
    private static partial void LogNotBooked(ILogger log, Exception e, CreditFileId file, int line);
}
