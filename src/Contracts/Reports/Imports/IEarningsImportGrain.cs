namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;

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

    /// <summary>How each row went that has been worked off, in the order of the file.</summary>
    /// <param name="after">Where to go on: 'next' of the page before; 0 for the first.</param>
    /// <param name="limit">1 to 500.</param>
    [Alias("row-results")]
    Task<ListPage<RowResultEntry>> Results(long after, int limit);
}

/// <summary>An import of earnings and how far it is.</summary>
/// <param name="Id">The import's id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="City">The city to which the file was sent.</param>
/// <param name="Employer">The employer that sent it; null for an officer.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Header">The columns of its header in their order; empty where it has none.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Rows">Rows received.</param>
/// <param name="Accepted">Rows that were carried out and changed something.</param>
/// <param name="Unchanged">Rows that say what stood in the books already, or were carried out before: by the same file, or before a
/// restart.</param>
/// <param name="Refused">Bad rows.</param>
/// <param name="Errors">The first bad rows, at most 20.</param>
/// <param name="Bytes">Length of the file in bytes; 0 before all was received.</param>
/// <param name="Sha256">SHA-256 of the file; null before all was received.</param>
[GenerateSerializer, Immutable, Alias("vip.earnings-import-view")]
public sealed record EarningsImportView(ImportId Id, long Version, CityId City, string? Employer, ImportFormat Format,
    IReadOnlyList<string> Header, ImportState State, int Rows, int Accepted, int Unchanged, int Refused,
    IReadOnlyList<BadRowEntry> Errors, long Bytes, string? Sha256);

/// <summary>What is wrong with a row.</summary>
/// <param name="Line">Its line in the file, from 1; the header and empty lines count.</param>
/// <param name="Column">The column that is wrong; null where it is the row as a whole.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Text">What is wrong and what would be right.</param>
[GenerateSerializer, Immutable, Alias("vip.bad-row-entry")]
public sealed record BadRowEntry(int Line, string? Column, string Code, string Text);

/// <summary>A page of bad rows.</summary>
/// <param name="Entries">What is wrong.</param>
/// <param name="Rows">The rows themselves as they are kept (see <see cref="EarningsRow"/>), one for each entry.</param>
/// <param name="Next">Where to go on; null if there are no more for now.</param>
[GenerateSerializer, Immutable, Alias("vip.bad-row-page")]
public sealed record BadRowPage(IReadOnlyList<BadRowEntry> Entries, IReadOnlyList<string> Rows, long? Next);

/// <summary>How a row went, and what the employer does with it.</summary>
/// <param name="Line">Its line in the file, from 1; the header and empty lines count.</param>
/// <param name="Sponsorship">The sponsorship; null where the row names none.</param>
/// <param name="Year">The share year; null where the row names none. Of a pay the one with which it is paid to the city.</param>
/// <param name="Month">The month of it; null where the row names none.</param>
/// <param name="Status">How it went.</param>
/// <param name="Code">Why it was refused; null where it was not.</param>
/// <param name="Withhold">What is withheld from the pay; null where the row was refused.</param>
/// <param name="GiveBack">What is paid back to the migrant with the pay; null where the row was refused.</param>
/// <param name="Reference">Under which the city is paid, ISO 11649; null where the row was refused.</param>
/// <param name="By">The last day on which the city is paid; null where the row was refused.</param>
/// <param name="Pay">The pay that the row reported, corrected or took back, by its id; null for a month, and where it was refused.</param>
/// <param name="From">The first day of the pay; null for a month, and for a pay that was taken back.</param>
/// <param name="To">The last day of the pay; null for a month, and for a pay that was taken back.</param>
/// <param name="Netted">What of refunds that waited, because of the employer's own reports, the migrant gets with the pay in that as much
/// less is withheld; null where the row was refused.</param>
[GenerateSerializer, Immutable, Alias("vip.row-result-entry")]
public sealed record RowResultEntry(int Line, SponsorshipId? Sponsorship, int? Year, int? Month, RowStatus Status, string? Code,
    Money? Withhold, Money? GiveBack, string? Reference, DateOnly? By, string? Pay = null, DateOnly? From = null, DateOnly? To = null,
    Money? Netted = null)
{
    /// <summary>Makes the entry of a row.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="row">The row; null where it cannot be read.</param>
    /// <param name="result">How it went.</param>
    /// <param name="bad">Why it was refused; null where it was not.</param>
    public static RowResultEntry Of(int line, EarningsRow? row, RowResult result, BadRow? bad)
    {
        var taken = result.Taken;
        int? year = row is { IsPay: false } ? row.Year : result.Pay?.Year, month = row is { IsPay: false } ? row.Month : result.Pay?.Month;
        return new(
            Line: line,
            Sponsorship: row?.Sponsorship,
            Year: year,
            Month: month,
            Status: result.Status,
            Code: bad?.Code,
            Withhold: taken is { } more ? new Money(Math.Max(0, more.Minor), more.Currency) : null,
            GiveBack: taken is { } less ? new Money(Math.Max(0, -less.Minor), less.Currency) : null,
            Reference: taken is null || row is null || year is null || month is null ? null
                : EmployerReference.Of(row.Sponsorship, row.Employer ?? Employers.None, year.Value, month.Value).Value,
            By: taken is null ? null : result.By,
            Pay: result.Pay?.Id,
            From: row?.Pay?.From,
            To: row?.Pay?.To,
            Netted: taken is { } net ? new Money(result.Netted, net.Currency) : null);
    }
}
