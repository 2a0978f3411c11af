namespace VipOrleans.Domain.Reports;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// A row of a file of earnings. It is kept as the fields of all columns in the order of <see cref="ImportColumn"/>, with commas between and
/// nothing quoted, because no field that may stand in a journal has a comma. A field that has not even the characters of its column may be
/// anything, a name among it, and is kept as <c>?</c>; a line that cannot be taken apart is kept as <c>?</c> and its
/// <see cref="RowProblem"/>.
/// </summary>
public sealed record EarningsRow
{
    /// <summary>The sponsorship.</summary>
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The share year.</summary>
    public required int Year { get; init; }

    /// <summary>The month of the share year.</summary>
    public required int Month { get; init; }

    /// <summary>The employer that the row names; null where it names none.</summary>
    public string? Employer { get; init; }

    /// <summary>True where the employer's report of the month is taken back; then there is no amount.</summary>
    public bool IsWithdrawal { get; init; }

    /// <summary>What was earned.</summary>
    public Money Earned { get; init; }

    /// <summary>The pay as a deduction profile looks at it; null where it is just what was earned.</summary>
    public PayDetails? Details { get; init; }

    /// <summary>The days that the pay is for; null where the row names none.</summary>
    public PaidDays? Paid { get; init; }

    /// <summary>Reads a row as it is kept.</summary>
    /// <param name="row">The row.</param>
    /// <param name="line">Its line in the file.</param>
    /// <param name="city">The city to which the file was sent.</param>
    /// <param name="own">The employer that sent the file; null for an officer.</param>
    /// <returns>The row, or what is wrong with it.</returns>
    public static (EarningsRow? Row, BadRow? Bad) Read(string row, int line, CityId city, string? own)
    {
        if (row.StartsWith(EarningsFile.Unfit, StringComparison.Ordinal) && Codes<RowProblem>.TryParse(row[1..], out var broken))
        {
            return Wrong(null, broken, Sentence(broken));
        }

        var fields = row.Split(',');
        if (fields.Length != EarningsFile.Columns.Count) return Wrong(null, RowProblem.FieldCount, Sentence(RowProblem.FieldCount));
        string Field(ImportColumn column) => fields[(int)column];

        var currency = default(Currency);
        var withdrawn = Field(ImportColumn.Withdrawn);
        if (withdrawn is not ("" or "yes")) return Invalid(ImportColumn.Withdrawn, "Expected nothing, or 'yes' to take the report back.");
        if (Missing([ImportColumn.Sponsorship, ImportColumn.Year, ImportColumn.Month]) is { } missing) return missing;
        if (withdrawn.Length == 0 && Missing([ImportColumn.Earned, ImportColumn.Currency]) is { } noAmount) return noAmount;
        if (!SponsorshipId.TryParse(Field(ImportColumn.Sponsorship), out var sponsorship))
        {
            return Invalid(ImportColumn.Sponsorship, $"Expected {SponsorshipId.Grammar}.");
        }

        if (sponsorship.City != city)
        {
            return new(null,
                new(line, ImportColumn.Sponsorship, Codes<RejectionCode>.Text(RejectionCode.OtherCity),
                    "The sponsorship is not of the city to which the file was sent.", row));
        }

        if (!TextForms.TryCount(Field(ImportColumn.Year), SponsorshipDecider.MaxShareYears, out var year))
        {
            return Invalid(ImportColumn.Year, $"Expected the share year: a whole number from 1 to {SponsorshipDecider.MaxShareYears}.");
        }

        if (!TextForms.TryCount(Field(ImportColumn.Month), GainShare.MonthsPerYear, out var month))
        {
            return Invalid(ImportColumn.Month,
                $"Expected the month of the share year: a whole number from 1 to {GainShare.MonthsPerYear}.");
        }

        var employer = Field(ImportColumn.Employer);
        var read = new EarningsRow
        {
            Sponsorship = sponsorship, Year = year, Month = month,
            Employer = own ?? (employer.Length == 0 ? null : employer), IsWithdrawal = withdrawn.Length > 0
        };
        if (read.IsWithdrawal) return WrongEmployer() ?? (read, null);

        if (Unlike(ImportColumn.Currency, MoneyForms.Currency) is { } noCurrency) return noCurrency;
        currency = Currency.Parse(Field(ImportColumn.Currency));
        var amount = MoneyForms.Amount(currency);
        foreach (var (column, form) in ((ImportColumn, TextForm)[])[(ImportColumn.Earned, amount), (ImportColumn.Pay, amount),
            (ImportColumn.OtherDeductions, amount), (ImportColumn.PaidFrom, TextForms.Day), (ImportColumn.PaidTo, TextForms.Day)])
        {
            if (Unlike(column, form) is { } unlike) return unlike;
        }

        if (Day(ImportColumn.PaidFrom) is null != Day(ImportColumn.PaidTo) is null)
        {
            return Wrong(Field(ImportColumn.PaidFrom).Length == 0 ? ImportColumn.PaidFrom : ImportColumn.PaidTo, RowProblem.ValueMissing,
                "The first and the last day that the pay is for go together.");
        }

        if (Day(ImportColumn.PaidTo) < Day(ImportColumn.PaidFrom))
        {
            return Invalid(ImportColumn.PaidTo, "The last day that the pay is for does not lie before the first.");
        }

        if (WrongEmployer() is { } notThatOne) return notThatOne;
        var earned = Amount(ImportColumn.Earned)!.Value;
        var (pay, other) = (Amount(ImportColumn.Pay), Amount(ImportColumn.OtherDeductions));
        return (read with
        {
            Earned = earned,
            Details = pay is null && other is null ? null : new(pay ?? earned, other ?? Money.Zero(currency)),
            Paid = Day(ImportColumn.PaidFrom) is { } from && Day(ImportColumn.PaidTo) is { } to ? new(from, to) : null,
        }, null);

        (EarningsRow?, BadRow?) Wrong(ImportColumn? column, RowProblem problem, string text) =>
            (null, new(line, column, Codes<RowProblem>.Text(problem), text, row));

        (EarningsRow?, BadRow?) Invalid(ImportColumn column, string text) => Wrong(column, RowProblem.ValueInvalid, text);

        // At last: of a row that is wrong otherwise the employer may have been kept back, which is not what has to be mended.
        (EarningsRow?, BadRow?)? WrongEmployer()
        {
            if (employer.Length == 0) return null;
            if (own is not null)
            {
                return employer == own ? null
                    : Wrong(ImportColumn.Employer, RowProblem.EmployerNotOwn, Sentence(RowProblem.EmployerNotOwn));
            }

            return Employers.IsId(employer) ? null
                : Invalid(ImportColumn.Employer, TextForms.Employer.Sentence);
        }

        (EarningsRow?, BadRow?)? Missing(ImportColumn[] columns)
        {
            foreach (var column in columns)
            {
                if (Field(column).Length == 0) return Wrong(column, RowProblem.ValueMissing, $"A row has '{EarningsFile.NameOf(column)}'.");
            }

            return null;
        }

        (EarningsRow?, BadRow?)? Unlike(ImportColumn column, TextForm form) =>
            Field(column).Length > 0 && form.Problem(Field(column)) is { } problem ? Invalid(column, problem) : null;

        Money? Amount(ImportColumn column) => Money.TryParse(Field(column), currency, out var money) ? money : null;

        DateOnly? Day(ImportColumn column) => TextForms.TryDay(Field(column), out var day) ? day : null;
    }

    private static string Sentence(RowProblem problem) => problem switch
    {
        RowProblem.LineTooLong =>
            $"A line has at most {EarningsFile.MaxLineBytes:N0} bytes. The row is not kept: take it from your own file.",
        RowProblem.NotUtf8 => "The line is not UTF-8. The row is not kept: take it from your own file.",
        RowProblem.NotCsv =>
            "The line is not CSV: close every quote, and put nothing but a comma behind a closing quote; a field has no line break. The "
                + "row is not kept: take it from your own file.",
        RowProblem.NotJson => "Expected one JSON object with each property once. The row is not kept: take it from your own file.",
        RowProblem.FieldCount => "Expected as many fields as the header has. The row is not kept: take it from your own file.",
        RowProblem.UnknownColumn =>
            $"Expected no other properties than: {string.Join(", ", EarningsFile.Columns.Select(EarningsFile.NameOf))}. The row is not "
                + $"kept: take it from your own file.",
        RowProblem.StaffNumberUnknown =>
            "The staff number names nobody: map it with POST /v1/cities/{city}/staff-numbers. The row is not kept: take it from your own "
                + "file.",
        RowProblem.EmployerNotOwn => "An employer reports for itself only: leave the employer out, or give your own id.",
        _ => "The row is not valid.",
    };
}
