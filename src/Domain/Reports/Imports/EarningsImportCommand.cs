namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;

/// <summary>Something that is asked of an import.</summary>
public abstract record ImportCommand
{
    private ImportCommand() { }

    /// <summary>A file begins to come; asked again, it changes nothing.</summary>
    /// <param name="Import">The import.</param>
    /// <param name="Actor">Who sends it.</param>
    /// <param name="Employer">The employer that sends it; null for an officer.</param>
    /// <param name="Format">How it is written.</param>
    /// <param name="Header">Its columns; empty where it has no header.</param>
    public sealed record OpenImport(ImportId Import, string Actor, string? Employer, ImportFormat Format,
        IReadOnlyList<ImportColumn> Header)
        : ImportCommand;

    /// <summary>A chunk comes. One that is here already changes nothing.</summary>
    /// <param name="Chunk">Its number, from 0.</param>
    /// <param name="FirstLine">The line with which it begins.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Data">The rows.</param>
    public sealed record ReceiveRows(int Chunk, int FirstLine, int Rows, ReadOnlyMemory<byte> Data) : ImportCommand;

    /// <summary>The file is at its end.</summary>
    /// <param name="Chunks">How many chunks it has.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
    public sealed record CloseImport(int Chunks, int Rows, long Bytes, string Sha256) : ImportCommand;

    /// <summary>A chunk has been worked off.</summary>
    /// <param name="Chunk">The chunk.</param>
    /// <param name="Accepted">Rows that changed something.</param>
    /// <param name="Unchanged">Rows that changed nothing.</param>
    /// <param name="BadRows">The bad rows, in the order of the file.</param>
    public sealed record NoteRows(int Chunk, int Accepted, int Unchanged, IReadOnlyList<BadRow> BadRows) : ImportCommand;
}
