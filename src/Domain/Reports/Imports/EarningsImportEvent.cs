namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>Something that happened to an import.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EarningsImportOpened), "earnings-import-opened")]
[JsonDerivedType(typeof(EarningsRowsReceived), "earnings-rows-received")]
[JsonDerivedType(typeof(EarningsImportReceived), "earnings-import-received")]
[JsonDerivedType(typeof(BadRowsFound), "earnings-bad-rows-found")]
[JsonDerivedType(typeof(EarningsRowsWorked), "earnings-rows-worked")]
[JsonDerivedType(typeof(EarningsImportDone), "earnings-import-done")]
public abstract record ImportEvent
{
    private ImportEvent() { }

    /// <summary>A file of earnings begins to come.</summary>
    /// <param name="Import">The import.</param>
    /// <param name="Actor">Who sends it, as a role and an id.</param>
    /// <param name="Employer">The employer that sends it; null for an officer.</param>
    /// <param name="Format">How it is written.</param>
    /// <param name="Header">Its columns in the order of its header; empty where it has none.</param>
    public sealed record EarningsImportOpened(ImportId Import, string Actor, string? Employer, ImportFormat Format,
        IReadOnlyList<ImportColumn> Header) : ImportEvent;

    /// <summary>A piece of the file is here.</summary>
    /// <param name="Chunk">Its number, from 0.</param>
    /// <param name="FirstLine">The line of the file with which it begins.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Data">The rows, see <see cref="RowChunk"/>.</param>
    public sealed record EarningsRowsReceived(int Chunk, int FirstLine, int Rows, ReadOnlyMemory<byte> Data) : ImportEvent;

    /// <summary>The whole file is here.</summary>
    /// <param name="Chunks">How many chunks it has.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
    public sealed record EarningsImportReceived(int Chunks, int Rows, long Bytes, string Sha256) : ImportEvent;

    /// <summary>Rows of a chunk were not carried out. Stands before the <see cref="EarningsRowsWorked"/> of its chunk.</summary>
    /// <param name="Chunk">The chunk.</param>
    /// <param name="Rows">The rows, in the order of the file.</param>
    public sealed record BadRowsFound(int Chunk, IReadOnlyList<BadRow> Rows) : ImportEvent;

    /// <summary>A chunk has been worked off.</summary>
    /// <param name="Chunk">The chunk.</param>
    /// <param name="Accepted">Rows that changed something.</param>
    /// <param name="Unchanged">Rows that changed nothing.</param>
    /// <param name="Refused">Bad rows.</param>
    /// <param name="Results">How each of its rows went, see <see cref="RowResult"/>; null where that was not kept yet.</param>
    public sealed record EarningsRowsWorked(int Chunk, int Accepted, int Unchanged, int Refused, ReadOnlyMemory<byte>? Results = null)
        : ImportEvent;

    /// <summary>Every row has been worked off.</summary>
    /// <param name="Accepted">Rows that changed something.</param>
    /// <param name="Unchanged">Rows that changed nothing.</param>
    /// <param name="Refused">Bad rows.</param>
    public sealed record EarningsImportDone(int Accepted, int Unchanged, int Refused) : ImportEvent;
}
