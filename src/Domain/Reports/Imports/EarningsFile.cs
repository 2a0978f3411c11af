namespace VipOrleans.Domain.Reports;

using System.Collections.Frozen;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What a file of earnings may be. Every limit of it stands here.</summary>
public static class EarningsFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Most rows of one file; empty lines and the header do not count.</summary>
    public const int MaxRows = 2_000_000;

    /// <summary>Longest line, in bytes without its end. A longer one is a bad row.</summary>
    public const int MaxLineBytes = 4096;

    /// <summary>Most lines of one file, empty ones among them.</summary>
    public const int MaxLines = 2 * MaxRows;

    /// <summary>
    /// How a row was written where its own fields cannot stand in a journal: what it may hold is not known, and may be personal.
    /// </summary>
    public const string Unfit = "?";

    /// <summary>The columns that a header must have.</summary>
    public static IReadOnlyList<ImportColumn> Required { get; } = [ImportColumn.Sponsorship, ImportColumn.Year, ImportColumn.Month,
        ImportColumn.Earned, ImportColumn.Currency];

    /// <summary>All columns, in the order in which rows are kept.</summary>
    public static IReadOnlyList<ImportColumn> Columns { get; } = Enum.GetValues<ImportColumn>();

    /// <summary>
    /// The column that may stand in place of the sponsorship: an employer's own number, which is looked up while the file is read and is
    /// not kept.
    /// </summary>
    public const string StaffNumber = "staffNumber";

    private static readonly FrozenDictionary<ImportColumn, string> Names =
        Columns.ToFrozenDictionary(c => c, c => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(c.ToString()));

    private static readonly FrozenDictionary<string, ImportColumn> ByName =
        Names.ToFrozenDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);

    /// <summary>A column's name in a header and as a JSON property, such as <c>otherDeductions</c>.</summary>
    public static string NameOf(ImportColumn column) => Names[column];

    /// <summary>The column of a name; false if there is none.</summary>
    public static bool TryColumn(string name, out ImportColumn column) => ByName.TryGetValue(name, out column);
}

/// <summary>How a file of earnings is written.</summary>
[JsonConverter(typeof(CodeConverter<ImportFormat>))]
public enum ImportFormat
{
    /// <summary>Comma-separated values of RFC 4180 with a header; a field has no line break.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Ndjson,
}

/// <summary>The columns of a file of earnings.</summary>
[JsonConverter(typeof(CodeConverter<ImportColumn>))]
public enum ImportColumn
{
    /// <summary>The sponsorship's id.</summary>
    Sponsorship,

    /// <summary>The share year.</summary>
    Year,

    /// <summary>The month of the share year.</summary>
    Month,

    /// <summary>The employer's id; an employer leaves it out or gives its own.</summary>
    Employer,

    /// <summary>What was earned, as text with the decimals of its currency.</summary>
    Earned,

    /// <summary>The currency of all amounts of the row.</summary>
    Currency,

    /// <summary>The pay that the deduction profile looks at, where it is not what was earned.</summary>
    Pay,

    /// <summary>What others take from the pay first.</summary>
    OtherDeductions,

    /// <summary>The first day that the pay is for.</summary>
    PaidFrom,

    /// <summary>The last day that the pay is for.</summary>
    PaidTo,

    /// <summary><c>yes</c> takes the employer's earlier report of the month back.</summary>
    Withdrawn,
}

/// <summary>What is wrong with a row by itself, before a sponsorship is asked. Codes are added, never renamed or removed.</summary>
[JsonConverter(typeof(CodeConverter<RowProblem>))]
public enum RowProblem
{
    /// <summary>The line is longer than <see cref="EarningsFile.MaxLineBytes"/>.</summary>
    LineTooLong,

    /// <summary>The line is not UTF-8.</summary>
    NotUtf8,

    /// <summary>The line is not CSV: a quote that is not closed, or text behind a closing quote.</summary>
    NotCsv,

    /// <summary>The line is not one JSON object, or has a property twice.</summary>
    NotJson,

    /// <summary>The line has more or fewer fields than the header.</summary>
    FieldCount,

    /// <summary>The object has a property that is no column.</summary>
    UnknownColumn,

    /// <summary>A value that is needed is missing.</summary>
    ValueMissing,

    /// <summary>A value has not the form of its column.</summary>
    ValueInvalid,

    /// <summary>An employer reports for itself only.</summary>
    EmployerNotOwn,

    /// <summary>The staff number names nobody: it was not mapped.</summary>
    StaffNumberUnknown,

    /// <summary>A row before it reports the same month of the same employer.</summary>
    MonthRepeated,
}
