namespace VipOrleans.Domain.Reports;

using System.Collections.Frozen;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;

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

    /// <summary>The columns that a header must have if the file reports months.</summary>
    public static IReadOnlyList<ImportColumn> Required { get; } = [ImportColumn.Sponsorship, ImportColumn.Year, ImportColumn.Month,
        ImportColumn.Earned, ImportColumn.Currency];

    /// <summary>The columns that a header must have if the file reports pays.</summary>
    public static IReadOnlyList<ImportColumn> RequiredOfPays { get; } = [ImportColumn.Sponsorship, ImportColumn.From, ImportColumn.To,
        ImportColumn.Frequency, ImportColumn.Gross, ImportColumn.Currency];

    /// <summary>The columns that only a month's report has.</summary>
    public static IReadOnlyList<ImportColumn> OfMonths { get; } = [ImportColumn.Year, ImportColumn.Month, ImportColumn.Earned,
        ImportColumn.Pay, ImportColumn.OtherDeductions, ImportColumn.PaidFrom, ImportColumn.PaidTo];

    /// <summary>The columns of the other deductions, in the order of their kinds.</summary>
    public static IReadOnlyList<DeductionColumns> Deductions { get; } =
        [.. Enum.GetValues<DeductionKind>().Select(kind => new DeductionColumns(kind))];

    /// <summary>True for a column that only a pay has.</summary>
    public static bool IsOfPays(ImportColumn column) => column > ImportColumn.Withdrawn;

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

    /// <summary><c>yes</c> takes the employer's earlier report of the month, or the pay, back.</summary>
    Withdrawn,

    /// <summary>The first day that a pay is for.</summary>
    From,

    /// <summary>The last day that a pay is for.</summary>
    To,

    /// <summary>How often the employer pays.</summary>
    Frequency,

    /// <summary>The pay before anything is taken.</summary>
    Gross,

    /// <summary>The pay after tax and social insurance.</summary>
    AfterTax,

    /// <summary>The hours worked for the pay.</summary>
    Hours,

    /// <summary>The pay that is corrected or taken back, by its id; empty for a new one.</summary>
    PayId,

    /// <summary>What is taken from the pay for tax and social insurance.</summary>
    Tax,

    /// <summary>A reference to what <see cref="Tax"/> is for, which names nobody.</summary>
    TaxPurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Tax"/>.</summary>
    TaxConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Tax"/> stands in the employment agreement.</summary>
    TaxAgreed,

    /// <summary>What is taken from the pay for rent.</summary>
    Rent,

    /// <summary>A reference to what <see cref="Rent"/> is for, which names nobody.</summary>
    RentPurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Rent"/>.</summary>
    RentConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Rent"/> stands in the employment agreement.</summary>
    RentAgreed,

    /// <summary>What is taken from the pay for the way to work.</summary>
    Transport,

    /// <summary>A reference to what <see cref="Transport"/> is for, which names nobody.</summary>
    TransportPurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Transport"/>.</summary>
    TransportConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Transport"/> stands in the employment agreement.</summary>
    TransportAgreed,

    /// <summary>What is taken from the pay for the fee of an agent or a recruiter.</summary>
    AgentFee,

    /// <summary>A reference to what <see cref="AgentFee"/> is for, which names nobody.</summary>
    AgentFeePurpose,

    /// <summary>The day of the migrant's written consent to <see cref="AgentFee"/>.</summary>
    AgentFeeConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="AgentFee"/> stands in the employment agreement.</summary>
    AgentFeeAgreed,

    /// <summary>What is taken from the pay for a loan or an advance.</summary>
    Loan,

    /// <summary>A reference to what <see cref="Loan"/> is for, which names nobody.</summary>
    LoanPurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Loan"/>.</summary>
    LoanConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Loan"/> stands in the employment agreement.</summary>
    LoanAgreed,

    /// <summary>What is taken from the pay for insurance beyond what the law requires.</summary>
    Insurance,

    /// <summary>A reference to what <see cref="Insurance"/> is for, which names nobody.</summary>
    InsurancePurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Insurance"/>.</summary>
    InsuranceConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Insurance"/> stands in the employment agreement.</summary>
    InsuranceAgreed,

    /// <summary>What is taken from the pay for anything else.</summary>
    Other,

    /// <summary>A reference to what <see cref="Other"/> is for, which names nobody.</summary>
    OtherPurpose,

    /// <summary>The day of the migrant's written consent to <see cref="Other"/>.</summary>
    OtherConsentOn,

    /// <summary><c>yes</c> if the amount of <see cref="Other"/> stands in the employment agreement.</summary>
    OtherAgreed,
}

/// <summary>The columns of what an employer takes from a pay for one kind of deduction.</summary>
/// <param name="Kind">The kind.</param>
public readonly record struct DeductionColumns(DeductionKind Kind)
{
    private const int PerKind = 4;

    /// <summary>How much.</summary>
    public ImportColumn Amount => ImportColumn.Tax + (PerKind * (int)Kind);

    /// <summary>What for.</summary>
    public ImportColumn Purpose => Amount + 1;

    /// <summary>The day of the consent to it.</summary>
    public ImportColumn ConsentOn => Amount + 2;

    /// <summary>Whether it is agreed.</summary>
    public ImportColumn Agreed => Amount + 3;
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
