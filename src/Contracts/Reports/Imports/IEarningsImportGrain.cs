namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;

/// <summary>
/// One file of earnings: takes it in chunks, works it off by itself, and tells how far it is. The key is the import's id.
/// </summary>
[Alias("vip.earnings-import"), GrainInterfaceType("vip.earnings-import")]
public interface IEarningsImportGrain : IGrainWithStringKey
{
    /// <summary>A file begins to come.</summary>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, EarningsFileForm form);

    /// <summary>A chunk comes. They come in their order; one that is here already changes nothing.</summary>
    [Alias("receive")]
    Task<CommandResult> Receive(CommandContext context, EarningsFileChunk chunk);

    /// <summary>The file is at its end: from now on it is worked off.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context, EarningsFileTotals totals);

    /// <summary>The import as it is; null if there is none.</summary>
    [Alias("get")]
    Task<EarningsImportView?> Get();

    /// <summary>
    /// The import as soon as it is newer than a version; as it is, where nothing comes in time. Null if there is none.
    /// </summary>
    /// <param name="after">The version that the caller has seen; 0 for none.</param>
    /// <param name="wait">How long to wait, at most 20 seconds.</param>
    /// <param name="cancellation">Gives up.</param>
    [Alias("follow")]
    Task<EarningsImportView?> Follow(long after, TimeSpan wait, CancellationToken cancellation = default);

    /// <summary>The bad rows that have been found so far, in the order of the file.</summary>
    /// <param name="after">Where to go on: <see cref="BadRowPage.Next"/> of the page before; 0 for the first.</param>
    /// <param name="limit">1 to 500.</param>
    [Alias("bad-rows")]
    Task<BadRowPage> BadRows(long after, int limit);
}

/// <summary>An import of earnings and how far it is.</summary>
[GenerateSerializer, Immutable, Alias("vip.earnings-import-view")]
public sealed record EarningsImportView
{
    /// <summary>The import's id.</summary>
    [Id(0)]
    public required ImportId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The city to which the file was sent.</summary>
    [Id(2)]
    public required CityId City { get; init; }

    /// <summary>The employer that sent it; null for an officer.</summary>
    [Id(3)]
    public string? Employer { get; init; }

    /// <summary>How the file is written.</summary>
    [Id(4)]
    public required ImportFormat Format { get; init; }

    /// <summary>The columns of its header in their order; empty where it has none.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)]
    public required ImportState State { get; init; }

    /// <summary>Rows received.</summary>
    [Id(7)]
    public required int Rows { get; init; }

    /// <summary>Rows that were carried out and changed something.</summary>
    [Id(8)]
    public required int Accepted { get; init; }

    /// <summary>Rows that say what stood in the books already, or were carried out before: by the same file, or before a restart.</summary>
    [Id(9)]
    public required int Unchanged { get; init; }

    /// <summary>Bad rows.</summary>
    [Id(10)]
    public required int Refused { get; init; }

    /// <summary>The first bad rows, at most 20.</summary>
    [Id(11)]
    public required IReadOnlyList<BadRowEntry> Errors { get; init; }

    /// <summary>Length of the file in bytes; 0 before all was received.</summary>
    [Id(12)]
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the file; null before all was received.</summary>
    [Id(13)]
    public string? Sha256 { get; init; }
}

/// <summary>What is wrong with a row.</summary>
[GenerateSerializer, Immutable, Alias("vip.bad-row-entry")]
public sealed record BadRowEntry
{
    /// <summary>Its line in the file, from 1; the header and empty lines count.</summary>
    [Id(0)]
    public required int Line { get; init; }

    /// <summary>The column that is wrong; null where it is the row as a whole.</summary>
    [Id(1)]
    public string? Column { get; init; }

    /// <summary>The stable code.</summary>
    [Id(2)]
    public required string Code { get; init; }

    /// <summary>What is wrong and what would be right.</summary>
    [Id(3)]
    public required string Text { get; init; }
}

/// <summary>A page of bad rows.</summary>
[GenerateSerializer, Immutable, Alias("vip.bad-row-page")]
public sealed record BadRowPage
{
    /// <summary>What is wrong.</summary>
    [Id(0)]
    public required IReadOnlyList<BadRowEntry> Entries { get; init; }

    /// <summary>The rows themselves as they are kept (see <see cref="EarningsRow"/>), one for each entry.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>Where to go on; null where there are no more for now.</summary>
    [Id(2)]
    public long? Next { get; init; }
}
