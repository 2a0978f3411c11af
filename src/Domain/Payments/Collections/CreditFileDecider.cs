namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Payments.CreditFileCommand;
using static VipOrleans.Domain.Payments.CreditFileEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.CreditFileEvent>;

/// <summary>The rules of a file of booked credits.</summary>
public sealed class CreditFileDecider : IDecider<CreditFile, CreditFileCommand, CreditFileEvent>
{
    private CreditFileDecider() { }

    /// <inheritdoc/>
    public static CreditFile Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<CreditFile, CreditFileEvent> Aggregate { get; } =
        new("credit-file-1", PaymentsJson.Default.CreditFileEvent, PaymentsJson.Default.CreditFile);

    /// <inheritdoc/>
    public static Decision<CreditFileEvent> Decide(CreditFile s, CreditFileCommand command, Moment moment)
    {
        if (command is OpenCreditFile open)
        {
            return s.Id is null ? Accept("opened", new CreditFileOpened(open.Id)) : Accept("opened");
        }

        if (s.Id is null) return Reject(RejectionCode.CreditFileNotFound, "There is no such file of booked credits.");
        return command switch
        {
            ReceiveCredits c => Receive(s, c.Chunk),
            CloseCreditFile c => Close(s, c.Totals),
            NoteCredits c => Note(s, c),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "The file does not know this command."),
        };
    }

    /// <inheritdoc/>
    public static CreditFile Evolve(CreditFile s, CreditFileEvent e) => e switch
    {
        CreditFileOpened x => s with { Id = x.Opened, State = CreditFileState.Receiving },
        CreditsReceived x => s with { Chunks = x.Chunk + 1, Rows = s.Rows + x.Rows },
        CreditFileReceived x => s with { Totals = x.Totals, State = CreditFileState.Working },
        CreditsWorked x => s with { WorkedChunks = x.Chunk + 1, Counts = s.Counts.Plus(x.Counts) },
        CreditFileDone => s with { State = CreditFileState.Done },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The file does not know this event."),
    };

    private static Decision<CreditFileEvent> Receive(CreditFile s, CreditFileChunk c)
    {
        if (c.Number < s.Chunks) return Accept("received");
        if (s.State != CreditFileState.Receiving || c.Number > s.Chunks)
        {
            return Reject(RejectionCode.WrongState, $"Chunk {s.Chunks} of the file is expected here, while it is being received.");
        }

        return c.Rows < 1 || s.Rows + c.Rows > CreditFileReader.MaxRows
            ? Reject(RejectionCode.InvalidInput,
                $"A file has at most {CreditFileReader.MaxRows:N0} credits; ask the bank for smaller ones.")
            : Accept("received", new CreditsReceived(c.Number, c.FirstRow, c.Rows, c.Data));
    }

    private static Decision<CreditFileEvent> Close(CreditFile s, CreditFileTotals c)
    {
        if (s.State != CreditFileState.Receiving)
        {
            return s.Totals?.Sha256 == c.Sha256
                ? Accept("received") : Reject(RejectionCode.IdempotencyKeyReused, "Another file was received under this key.");
        }

        if (c.Chunks != s.Chunks || c.Rows != s.Rows)
        {
            return Reject(RejectionCode.IdempotencyKeyReused,
                "What was received under this key before is not the beginning of this file. Use a new key for another file.");
        }

        var received = new CreditFileReceived(c);
        return c.Chunks == 0
            ? Accept("received", received, new CreditFileDone(s.Counts)) : Accept("received", received);
    }

    private static Decision<CreditFileEvent> Note(CreditFile s, NoteCredits c)
    {
        if (s.State != CreditFileState.Working || c.Chunk != s.WorkedChunks) return Accept("known");
        var worked = new CreditsWorked(c.Chunk, c.Counts);
        return c.Chunk + 1 == s.Chunks
            ? Accept("noted", worked, new CreditFileDone(s.Counts.Plus(c.Counts))) : Accept("noted", worked);
    }
}
