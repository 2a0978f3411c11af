namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Reports.ImportCommand;
using static VipOrleans.Domain.Reports.ImportEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Reports.ImportEvent>;

/// <summary>The rules of an import.</summary>
public sealed class EarningsImportDecider : IDecider<EarningsImport, ImportCommand, ImportEvent>
{
    // What one event of bad rows may come to in JSON, where a quote takes six bytes; an event of the journal has at most 60 KiB.
    private const int BadRowsBytes = 48 * 1024;

    private EarningsImportDecider() { }

    /// <inheritdoc/>
    public static EarningsImport Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<EarningsImport, ImportEvent> Aggregate { get; } =
        new("import-1", ReportsJson.Default.ImportEvent, ReportsJson.Default.EarningsImport);

    /// <inheritdoc/>
    public static Decision<ImportEvent> Decide(EarningsImport s, ImportCommand command, Moment moment)
    {
        if (command is OpenImport open) return Opening(s, open, moment);
        if (s.Id is null) return Reject(RejectionCode.ImportNotFound, "There is no such import.");
        return command switch
        {
            ReceiveRows c => Receiving(s, c.Chunk),
            CloseImport c => Closing(s, c.Totals),
            NoteRows c => Noting(s, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The import does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static EarningsImport Evolve(EarningsImport s, ImportEvent e) => e switch
    {
        EarningsImportOpened x =>
            s with
            {
                Id = x.Import,
                Actor = x.Actor,
                Employer = x.Employer,
                Format = x.Format,
                Header = [.. x.Header],
                State = ImportState.Receiving
            },
        EarningsRowsReceived x => s with { Chunks = x.Chunk + 1, Rows = s.Rows + x.Rows },
        EarningsImportReceived x => s with { Bytes = x.Bytes, Sha256 = x.Sha256, State = ImportState.Working },
        BadRowsFound x =>
            s with { FirstBadRows = s.FirstBadRows.AddRange(x.Rows.Take(EarningsImport.MaxFirstBadRows - s.FirstBadRows.Count)) },
        EarningsRowsWorked x =>
            s with
            {
                WorkedChunks = x.Chunk + 1,
                Accepted = s.Accepted + x.Accepted,
                Unchanged = s.Unchanged + x.Unchanged,
                Refused = s.Refused + x.Refused
            },
        EarningsImportDone => s with { State = ImportState.Done },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The import does not know this event."),
    };

    private static Decision<ImportEvent> Opening(EarningsImport s, OpenImport c, Moment moment)
    {
        if (s.Id is not null) return Accept("opened");
        if (c.Form.Employer is { } employer && (employer == Employers.None || !Employers.IsId(employer)))
        {
            return Reject(RejectionCode.InvalidInput, "An employer's id is 1 to 100 letters, digits, '.', '-' and '_'.");
        }

        return Accept("opened", new EarningsImportOpened(c.Import, moment.Actor, c.Form.Employer, c.Form.Format, c.Form.Header));
    }

    private static Decision<ImportEvent> Receiving(EarningsImport s, EarningsFileChunk c)
    {
        if (c.Number < s.Chunks) return Accept("received");
        if (s.State != ImportState.Receiving || c.Number > s.Chunks)
        {
            return Reject(RejectionCode.WrongState, $"Chunk {s.Chunks} of the file is expected here, while the import is receiving.");
        }

        return c.Rows < 0 || s.Rows + c.Rows > EarningsFile.MaxRows
            ? Reject(RejectionCode.InvalidInput, $"A file has at most {EarningsFile.MaxRows:N0} rows; send the rest as another file.")
            : Accept("received", new EarningsRowsReceived(c.Number, c.FirstLine, c.Rows, c.Data));
    }

    private static Decision<ImportEvent> Closing(EarningsImport s, EarningsFileTotals c)
    {
        if (s.State != ImportState.Receiving)
        {
            return s.Sha256 == c.Sha256
                ? Accept("received") : Reject(RejectionCode.IdempotencyKeyReused, "Another file was received under this key.");
        }

        // A file that is shorter than what is here is another file.
        return c.Chunks != s.Chunks || c.Rows != s.Rows || c.Rows == 0
            ? Reject(RejectionCode.IdempotencyKeyReused,
                "What was received under this key before is not the beginning of this file. Use a new key for another file.")
            : Accept("received", new EarningsImportReceived(c.Chunks, c.Rows, c.Bytes, c.Sha256));
    }

    private static Decision<ImportEvent> Noting(EarningsImport s, NoteRows c)
    {
        if (s.State != ImportState.Working || c.Chunk != s.WorkedChunks) return Accept("known");
        var worked = new EarningsRowsWorked(c.Chunk, c.Accepted, c.Unchanged, c.BadRows.Count, c.Results);
        IEnumerable<ImportEvent> events = [.. Split(c), worked];
        if (c.Chunk + 1 == s.Chunks)
        {
            events = events.Append(new EarningsImportDone(s.Accepted + c.Accepted, s.Unchanged + c.Unchanged, s.Refused + c.BadRows.Count));
        }

        return Accept("noted", [.. events]);
    }

    private static IEnumerable<BadRowsFound> Split(NoteRows c)
    {
        var (rows, bytes) = (new List<BadRow>(), 0);
        foreach (var row in c.BadRows)
        {
            var size = 100 + (6 * row.Text.Length) + (6 * row.Row.Length) + row.Code.Length;
            if (rows.Count > 0 && bytes + size > BadRowsBytes)
            {
                yield return new(c.Chunk, rows);
                (rows, bytes) = ([], 0);
            }

            rows.Add(row);
            bytes += size;
        }

        if (rows.Count > 0) yield return new(c.Chunk, rows);
    }
}
