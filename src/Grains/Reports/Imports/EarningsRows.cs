namespace VipOrleans.Grains.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using static VipOrleans.Domain.Reports.ImportCommand;
using static VipOrleans.Domain.Reports.ImportEvent;

/// <summary>
/// Carries out the rows of an import: those of one sponsorship in the order of the file, different sponsorships side by side.
/// </summary>
internal sealed class EarningsRows(IGrainFactory grains, TimeProvider time, EarningsImport import, ImportId id, int kept,
    CancellationToken end)
{
    private const int SponsorshipsAtOnce = 64, MaxAttempts = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private readonly FileMonths _months = new();

    // Sponsorships in memory, the one that was written to longest ago first, with how often each stands in here.
    private readonly Queue<SponsorshipId> _active = new();
    private readonly Dictionary<SponsorshipId, int> _times = [];

    /// <summary>Passes over chunks that were worked off before: what stands in them may stand again further on.</summary>
    public void PassOver(IReadOnlyList<EarningsRowsReceived> chunks) => Read(chunks);

    /// <summary>Works chunks off, which come in the order of the file, and reports for each how it went.</summary>
    /// <exception cref="StoreUnavailableException">A store does not answer; nothing is lost when the same chunks are worked off
    /// again.</exception>
    public async Task<IReadOnlyList<NoteRows>> WorkOff(IReadOnlyList<EarningsRowsReceived> chunks)
    {
        var rows = Read(chunks);
        await WorkOff(rows);
        await LetRest(rows.Where(r => r.Row is not null).Select(r => r.Row!.Sponsorship).Distinct());
        return [.. chunks.Select(c => Note(c.Chunk, rows))];
    }

    private List<Work> Read(IReadOnlyList<EarningsRowsReceived> chunks)
    {
        var rows = new List<Work>();
        foreach (var chunk in chunks)
        {
            foreach (var (line, text) in RowChunk.Unpack(chunk.FirstLine, chunk.Data))
            {
                var (row, bad) = EarningsRow.Read(text, line, id.City, import.Employer);
                if (row is not null && _months.Reported(row, line) is { } before) bad = RowChange.Repeated(line, before, text);
                rows.Add(new(chunk.Chunk, line, text, row) { Bad = bad, IsDone = bad is not null });
            }
        }

        return rows;
    }

    private async Task WorkOff(List<Work> rows)
    {
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            var open = rows.Where(r => !r.IsDone).GroupBy(r => r.Row!.Sponsorship).ToArray();
            if (open.Length == 0) return;
            if (attempt > MaxAttempts)
            {
                throw new StoreUnavailableException("Rows could not be carried out, because a store does not answer.");
            }

            if (attempt > 1)
            {
                await Task.Delay(delay, time, end);
                delay *= 2;
            }

            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = SponsorshipsAtOnce, CancellationToken = end },
                async (sponsorship, _) =>
            {
                foreach (var row in sponsorship)
                {
                    // What comes after it in the file must not overtake it.
                    if (!await CarryOut(row)) return;
                }
            });
        }
    }

    private async Task LetRest(IEnumerable<SponsorshipId> used)
    {
        foreach (var sponsorship in used)
        {
            _active.Enqueue(sponsorship);
            _times[sponsorship] = _times.GetValueOrDefault(sponsorship) + 1;
        }

        while (_times.Count > kept)
        {
            var oldest = _active.Dequeue();
            if (--_times[oldest] > 0) continue;
            _times.Remove(oldest);
            await grains.Sponsorship(oldest).Rest();
        }
    }

    // False where it has to be tried again.
    private async Task<bool> CarryOut(Work work)
    {
        var row = work.Row!;
        var (sponsorship, change) = (grains.Sponsorship(row.Sponsorship), RowChange.Of(row));
        var context = RowChange.ContextOf(import.Sha256, import.Actor, work.Line, row);
        PayChanged changed;
        try
        {
            changed = await Ask(sponsorship, context, change);
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException or OrleansException)
        {
            return false;
        }

        if (changed.Result.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy) return false;
        work.Bad = RowChange.RefusalOf(changed.Result, work.Line, work.Text, import.Employer);
        work.HasChanged = RowChange.HasChanged(changed.Result);
        work.Result = RowChange.ResultOf(changed.Result, changed.Answer, changed.Pay);
        return work.IsDone = true;
    }

    private static async Task<PayChanged> Ask(ISponsorshipGrain sponsorship, CommandContext context, EarningsChange change)
    {
        if (change.Pay is { } pay) return await sponsorship.ChangePay(context, pay);
        var changed = await sponsorship.ChangeEarnings(context, change);
        return new() { Result = changed.Result, Answer = changed.Answer };
    }

    private static NoteRows Note(int chunk, List<Work> rows)
    {
        var own = rows.Where(r => r.Chunk == chunk).ToArray();
        return new(chunk, own.Count(r => r.Bad is null && r.HasChanged), own.Count(r => r.Bad is null && !r.HasChanged),
            [.. own.Where(r => r.Bad is not null).Select(r => r.Bad!)], RowResult.Pack([.. own.Select(r => r.Result)]));
    }

    private sealed class Work(int chunk, int line, string text, EarningsRow? row)
    {
        public int Chunk { get; } = chunk;
        public int Line { get; } = line;
        public string Text { get; } = text;
        public EarningsRow? Row { get; } = row;
        public BadRow? Bad { get; set; }
        public bool HasChanged { get; set; }
        public RowResult Result { get; set; } = new(RowStatus.Refused);
        public bool IsDone { get; set; }
    }
}
