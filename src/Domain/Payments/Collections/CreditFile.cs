namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// One file of a bank with booked credits: received in chunks, then worked off chunk by chunk. The rows are in the journal and not in here:
/// chunk <c>n</c>, from 0, is event <c>n + 2</c> of the stream.
/// </summary>
public sealed record CreditFile
{
    /// <summary>The file's id; null before it was opened.</summary>
    public CreditFileId? Id { get; init; }

    /// <summary>Where it stands.</summary>
    public CreditFileState State { get; init; }

    /// <summary>How many chunks have been received.</summary>
    public int Chunks { get; init; }

    /// <summary>How many rows have been received.</summary>
    public int Rows { get; init; }

    /// <summary>What the whole file came to; null before it is here.</summary>
    public CreditFileTotals? Totals { get; init; }

    /// <summary>How many chunks have been worked off.</summary>
    public int WorkedChunks { get; init; }

    /// <summary>How its rows went so far.</summary>
    public CreditCounts Counts { get; init; } = new(0, 0, 0, 0);

    /// <summary>The version of the event that has a chunk.</summary>
    public static long VersionOfChunk(int chunk) => chunk + 2;
}

/// <summary>Where a file of booked credits stands.</summary>
[JsonConverter(typeof(CodeConverter<CreditFileState>))]
public enum CreditFileState
{
    /// <summary>It was never opened.</summary>
    None,

    /// <summary>It is being received, or broke off: the same request again goes on.</summary>
    Receiving,

    /// <summary>The whole file is here and is being worked off.</summary>
    Working,

    /// <summary>Every row has been worked off.</summary>
    Done,
}

/// <summary>A piece of a file of booked credits.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="FirstRow">The row with which it begins, from 1.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Data">The rows, packed as <see cref="RowChunk"/> does.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-file-chunk")]
public sealed record CreditFileChunk(int Number, int FirstRow, int Rows, byte[] Data);

/// <summary>What a file of booked credits came to.</summary>
/// <param name="Kind">What kind of file it is.</param>
/// <param name="MessageId">The bank's id of it.</param>
/// <param name="Chunks">How many chunks.</param>
/// <param name="Rows">How many credits, and credits taken back.</param>
/// <param name="Others">How many other movements, which are no credits.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-file-totals")]
public sealed record CreditFileTotals(BankFileKind Kind, string MessageId, int Chunks, int Rows, int Others, long Bytes, string Sha256);

/// <summary>How the rows of a file went.</summary>
/// <param name="Settled">Credits that paid what is owed, and reversals that took one back.</param>
/// <param name="SetAside">Those of which something waits for an officer.</param>
/// <param name="Known">Those that had come before, in this file or another.</param>
/// <param name="Refused">Those that contradict what came before under the bank's same reference.</param>
[GenerateSerializer, Immutable, Alias("vip.credit-counts")]
public sealed record CreditCounts(int Settled, int SetAside, int Known, int Refused)
{
    internal CreditCounts Plus(CreditCounts other) =>
        new(Settled + other.Settled, SetAside + other.SetAside, Known + other.Known, Refused + other.Refused);
}

/// <summary>Something that is asked of a file of booked credits.</summary>
public abstract record CreditFileCommand
{
    private CreditFileCommand() { }

    /// <summary>A file begins to come; asked again, it changes nothing.</summary>
    public sealed record OpenCreditFile(CreditFileId Id) : CreditFileCommand;

    /// <summary>A chunk comes. One that is here already changes nothing.</summary>
    public sealed record ReceiveCredits(CreditFileChunk Chunk) : CreditFileCommand;

    /// <summary>The file is at its end.</summary>
    public sealed record CloseCreditFile(CreditFileTotals Totals) : CreditFileCommand;

    /// <summary>A chunk has been worked off.</summary>
    /// <param name="Chunk">Its number.</param>
    /// <param name="Counts">How its rows went.</param>
    public sealed record NoteCredits(int Chunk, CreditCounts Counts) : CreditFileCommand;
}

/// <summary>Something that happened to a file of booked credits. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(CreditFileOpened), "credit-file-opened")]
[JsonDerivedType(typeof(CreditsReceived), "credit-file-rows-received")]
[JsonDerivedType(typeof(CreditFileReceived), "credit-file-received")]
[JsonDerivedType(typeof(CreditsWorked), "credit-file-rows-worked")]
[JsonDerivedType(typeof(CreditFileDone), "credit-file-done")]
public abstract record CreditFileEvent
{
    private CreditFileEvent() { }

    /// <summary>A file begins to come.</summary>
    public sealed record CreditFileOpened(CreditFileId Opened) : CreditFileEvent;

    /// <summary>A piece of it is here.</summary>
    /// <param name="Chunk">Its number, from 0.</param>
    /// <param name="FirstRow">The row with which it begins.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Data">The rows, see <see cref="CreditRow"/>.</param>
    public sealed record CreditsReceived(int Chunk, int FirstRow, int Rows, ReadOnlyMemory<byte> Data) : CreditFileEvent;

    /// <summary>The whole file is here.</summary>
    public sealed record CreditFileReceived(CreditFileTotals Totals) : CreditFileEvent;

    /// <summary>A chunk has been worked off.</summary>
    public sealed record CreditsWorked(int Chunk, CreditCounts Counts) : CreditFileEvent;

    /// <summary>Every row has been worked off.</summary>
    public sealed record CreditFileDone(CreditCounts Counts) : CreditFileEvent;
}
