namespace VipOrleans.Domain.Reports;

using System.Globalization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// A row of a file of earnings: a month's report, a pay, or one of them taken back. It is kept as the fields of all columns in the order of
/// <see cref="ImportColumn"/>, with commas between and nothing quoted, because no field that may stand in a journal has a comma; what only
/// pays have is left out behind the last field that is not empty. A field that has not even the characters of its column may be
/// anything, a name among it, and is kept as <c>?</c>; a line that cannot be taken apart is kept as <c>?</c> and its
/// <see cref="RowProblem"/>.
/// </summary>
public sealed record EarningsRow
{
    /// <summary>The sponsorship.</summary>
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The share year; 0 where it is a pay.</summary>
    public int Year { get; init; }

    /// <summary>The month of the share year; 0 where it is a pay.</summary>
    public int Month { get; init; }

    /// <summary>The employer that the row names; null where it names none.</summary>
    public string? Employer { get; init; }

    /// <summary>The pay; null where it is a month's report, and where a pay is taken back.</summary>
    public PayReport? Pay { get; init; }

    /// <summary>The pay that is corrected or taken back, by its id; null for a new one.</summary>
    public string? PayId { get; init; }

    /// <summary>True where it is not a month's report.</summary>
    public bool IsPay => Pay is not null || PayId is not null;

    /// <summary>True where the employer's report of the month, or the pay, is taken back; then there is no amount.</summary>
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
        if (fields.Length <= (int)ImportColumn.Withdrawn || fields.Length > EarningsFile.Columns.Count)
        {
            return Wrong(null, RowProblem.FieldCount, Sentence(RowProblem.FieldCount));
        }

        string Field(ImportColumn column) => (int)column < fields.Length ? fields[(int)column] : "";

        var currency = default(Currency);
        var isPay = IsOfPay(row);
        var withdrawn = Field(ImportColumn.Withdrawn);
        if (withdrawn is not ("" or "yes")) return Invalid(ImportColumn.Withdrawn, "Expected nothing, or 'yes' to take the report back.");
        if (isPay && EarningsFile.OfMonths.Where(c => Field(c).Length > 0).Cast<ImportColumn?>().FirstOrDefault() is { } ofMonth)
        {
            return Invalid(ofMonth, "A row reports a month or a pay: of a pay this column is empty.");
        }

        if (Missing(isPay ? [ImportColumn.Sponsorship] : [ImportColumn.Sponsorship, ImportColumn.Year, ImportColumn.Month]) is { } missing)
        {
            return missing;
        }

        if (withdrawn.Length == 0 && Missing(isPay ? EarningsFile.RequiredOfPays : EarningsFile.Required) is { } noAmount) return noAmount;
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

        var employer = Field(ImportColumn.Employer);
        if (isPay) return ReadPay();
        if (!TextForms.TryCount(Field(ImportColumn.Year), SponsorshipDecider.MaxShareYears, out var year))
        {
            return Invalid(ImportColumn.Year, $"Expected the share year: a whole number from 1 to {SponsorshipDecider.MaxShareYears}.");
        }

        if (!TextForms.TryCount(Field(ImportColumn.Month), GainShare.MonthsPerYear, out var month))
        {
            return Invalid(ImportColumn.Month,
                $"Expected the month of the share year: a whole number from 1 to {GainShare.MonthsPerYear}.");
        }

        var read = new EarningsRow
        {
            Sponsorship = sponsorship, Year = year, Month = month, Employer = Reporter(), IsWithdrawal = withdrawn.Length > 0
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

        (EarningsRow?, BadRow?) ReadPay()
        {
            var payId = Field(ImportColumn.PayId) is { Length: > 0 } named ? named : null;
            if (payId is not null && !Shares.PayId.Form.Fits(payId)) return Invalid(ImportColumn.PayId, Shares.PayId.Form.Sentence);
            var pay = new EarningsRow
            {
                Sponsorship = sponsorship, Employer = Reporter(), PayId = payId, IsWithdrawal = withdrawn.Length > 0,
            };
            if (pay.IsWithdrawal) return Missing([ImportColumn.PayId]) ?? WrongEmployer() ?? (pay, null);
            if (Unlike(ImportColumn.Currency, MoneyForms.Currency) is { } noCurrency) return noCurrency;
            currency = Currency.Parse(Field(ImportColumn.Currency));
            var (amount, others) = (MoneyForms.Amount(currency), new List<OtherDeduction>());
            foreach (var (column, form) in ((ImportColumn, TextForm)[])[(ImportColumn.From, TextForms.Day),
                (ImportColumn.To, TextForms.Day), (ImportColumn.Gross, amount), (ImportColumn.AfterTax, amount)])
            {
                if (Unlike(column, form) is { } unlike) return unlike;
            }

            if (Day(ImportColumn.To) < Day(ImportColumn.From))
            {
                return Invalid(ImportColumn.To, "The last day that the pay is for does not lie before the first.");
            }

            if (!Codes<PayFrequency>.TryParse(Field(ImportColumn.Frequency), out var frequency))
            {
                return Invalid(ImportColumn.Frequency, $"Expected one of: {string.Join(", ", Codes<PayFrequency>.All)}.");
            }

            if (!TryMinutes(Field(ImportColumn.Hours), out var minutes)) return Invalid(ImportColumn.Hours, HoursSentence);
            foreach (var columns in EarningsFile.Deductions)
            {
                if ((Unlike(columns.Amount, amount) ?? Unlike(columns.ConsentOn, TextForms.Day)) is { } unlike) return unlike;
                if (Field(columns.Agreed) is not ("" or "yes"))
                {
                    return Invalid(columns.Agreed, "Expected nothing, or 'yes' if the amount stands in the employment agreement.");
                }

                // A payroll writes what it does not take as zero.
                if (Amount(columns.Amount) is { Minor: > 0 } taken)
                {
                    others.Add(new(columns.Kind, taken, Day(columns.ConsentOn),
                        Field(columns.Purpose) is { Length: > 0 } purpose ? purpose : null,
                        Field(columns.Agreed).Length > 0));
                }
            }

            if (WrongEmployer() is { } notThatOne) return notThatOne;
            // At last, as the employer: see there.
            foreach (var columns in EarningsFile.Deductions)
            {
                if (Unlike(columns.Purpose, TextForms.Reference) is { } unlike) return unlike;
            }

            return (pay with
            {
                Pay = new(pay.Employer ?? Employers.None, Day(ImportColumn.From)!.Value, Day(ImportColumn.To)!.Value, frequency,
                    Amount(ImportColumn.Gross)!.Value, Amount(ImportColumn.AfterTax), minutes, others.Count == 0 ? null : others),
            }, null);
        }

        string? Reporter() => own ?? (employer.Length == 0 ? null : employer);

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

        (EarningsRow?, BadRow?)? Missing(IReadOnlyList<ImportColumn> columns)
        {
            foreach (var column in columns)
            {
                if (Field(column).Length == 0)
                {
                    return Wrong(column, RowProblem.ValueMissing,
                        $"A row has '{EarningsFile.NameOf(column)}'{(column == ImportColumn.Year ? ", or the columns of a pay" : "")}.");
                }
            }

            return null;
        }

        (EarningsRow?, BadRow?)? Unlike(ImportColumn column, TextForm form) =>
            Field(column).Length > 0 && form.Problem(Field(column)) is { } problem ? Invalid(column, problem) : null;

        Money? Amount(ImportColumn column) => Money.TryParse(Field(column), currency, out var money) ? money : null;

        DateOnly? Day(ImportColumn column) => TextForms.TryDay(Field(column), out var day) ? day : null;
    }

    /// <summary>True if a row as it is kept has something that only a pay has.</summary>
    public static bool IsOfPay(string row) => row.Split(',').Skip((int)ImportColumn.Withdrawn + 1).Any(f => f.Length > 0);

    private static readonly string HoursSentence =
        $"Expected the hours worked, at most {LookedAtPay.MostMinutes / 60:N0}, such as '38.25' or '38:15'.";

    // A part of a minute counts as a whole one: the law protects so much pay for each.
    private static bool TryMinutes(string text, out int? minutes)
    {
        minutes = null;
        if (text.Length == 0) return true;
        var (parts, isClock) = (text.Split(':', '.'), text.Contains(':'));
        if (parts.Length > 2 || !TryDigits(parts[0], 1, 3, out var hours)) return false;
        var rest = 0;
        if (parts.Length == 2 && !TryDigits(parts[1], isClock ? 2 : 1, 2, out rest)) return false;
        if (isClock && rest > 59) return false;
        var hundredths = parts.Length == 2 && parts[1].Length == 1 ? rest * 10 : rest;
        minutes = (hours * 60) + (isClock ? rest : ((hundredths * 60) + 99) / 100);
        return minutes <= LookedAtPay.MostMinutes;

        static bool TryDigits(string digits, int least, int most, out int number)
        {
            number = 0;
            return digits.Length >= least && digits.Length <= most && digits.All(char.IsAsciiDigit)
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
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
