namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;

/// <summary>Something that is asked of an import.</summary>
public abstract record ImportCommand
{
    private ImportCommand() { }

    /// <summary>A file begins to come; asked again, it changes nothing.</summary>
    /// <param name="Import">The import.</param>
    /// <param name="Form">How the file is written, and for whom it speaks.</param>
    public sealed record OpenImport(ImportId Import, EarningsFileForm Form) : ImportCommand;

    /// <summary>A chunk comes. One that is here already changes nothing.</summary>
    /// <param name="Chunk">The chunk.</param>
    public sealed record ReceiveRows(EarningsFileChunk Chunk) : ImportCommand;

    /// <summary>The file is at its end.</summary>
    /// <param name="Totals">What it came to.</param>
    public sealed record CloseImport(EarningsFileTotals Totals) : ImportCommand;

    /// <summary>A chunk has been worked off.</summary>
    /// <param name="Chunk">The chunk.</param>
    /// <param name="Accepted">Rows that changed something.</param>
    /// <param name="Unchanged">Rows that changed nothing.</param>
    /// <param name="BadRows">The bad rows, in the order of the file.</param>
    /// <param name="Results">How each of its rows went, in the order of the file, see <see cref="RowResult"/>.</param>
    public sealed record NoteRows(int Chunk, int Accepted, int Unchanged, IReadOnlyList<BadRow> BadRows,
        ReadOnlyMemory<byte>? Results = null) : ImportCommand;
}
