namespace VipOrleans.Domain.Reports;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// One file of earnings: received in chunks, then worked off chunk by chunk. The rows are in the journal and not in here: chunk <c>n</c>,
/// from 0, is event <c>n + 2</c> of the stream.
/// </summary>
public sealed record EarningsImport
{
    /// <summary>Most bad rows that the state keeps; the others are in the journal.</summary>
    public const int MaxFirstBadRows = 20;

    /// <summary>The version of the event before the first chunk.</summary>
    public const long VersionBeforeChunks = 1;

    /// <summary>The import's id; null before it was opened.</summary>
    public ImportId? Id { get; init; }

    /// <summary>Who sent the file, as a role and an id.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The employer that sent the file; null for an officer.</summary>
    public string? Employer { get; init; }

    /// <summary>How the file is written.</summary>
    public ImportFormat Format { get; init; }

    /// <summary>The columns of the header in their order; empty if there is no header.</summary>
    public ImmutableArray<ImportColumn> Header { get; init; } = [];

    /// <summary>Where the import stands.</summary>
    public ImportState State { get; init; }

    /// <summary>How many chunks have been received.</summary>
    public int Chunks { get; init; }

    /// <summary>How many rows have been received.</summary>
    public int Rows { get; init; }

    /// <summary>Length of the file in bytes; 0 before all was received.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal digits; null before all was received.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How many chunks have been worked off.</summary>
    public int WorkedChunks { get; init; }

    /// <summary>Rows that were carried out and changed something.</summary>
    public int Accepted { get; init; }

    /// <summary>Rows that say what stood in the books already, or were carried out before: by the same file, or before a restart.</summary>
    public int Unchanged { get; init; }

    /// <summary>Bad rows.</summary>
    public int Refused { get; init; }

    /// <summary>The first bad rows.</summary>
    public ImmutableList<BadRow> FirstBadRows { get; init; } = [];

    /// <summary>The version of the event that has a chunk.</summary>
    public static long VersionOfChunk(int chunk) => chunk + 1 + VersionBeforeChunks;
}

/// <summary>Where an import stands.</summary>
[JsonConverter(typeof(CodeConverter<ImportState>))]
public enum ImportState
{
    /// <summary>It was never opened.</summary>
    None,

    /// <summary>The file is being received, or broke off: the same request again goes on.</summary>
    Receiving,

    /// <summary>The whole file is here and is being worked off.</summary>
    Working,

    /// <summary>Every row has been worked off.</summary>
    Done,
}

/// <summary>A row that was not carried out.</summary>
/// <param name="Line">Its line in the file, from 1; the header and empty lines count.</param>
/// <param name="Column">The column that is wrong; null where it is the row as a whole.</param>
/// <param name="Code">A <see cref="RowProblem"/>, or the <see cref="RejectionCode"/> of the sponsorship.</param>
/// <param name="Text">What is wrong and what would be right; quotes nothing of the row.</param>
/// <param name="Row">The row as it is kept, see <see cref="EarningsRow"/>.</param>
public sealed record BadRow(int Line, ImportColumn? Column, string Code, string Text, string Row);
