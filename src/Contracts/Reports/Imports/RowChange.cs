namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// The one place where a row of a file of earnings becomes a report to a sponsorship: whether the file is carried out or only tried, it
/// asks the same.
/// </summary>
public static class RowChange
{
    /// <summary>What a row asks of its sponsorship.</summary>
    public static EarningsChange Of(EarningsRow row)
    {
        var employer = row.Employer ?? Employers.None;
        if (row.IsPay)
        {
            return new() { Year = 0, Month = 0, Employer = employer, Pay = new() { Pay = row.PayId, Report = row.Pay } };
        }

        return new()
        {
            Year = row.Year,
            Month = row.Month,
            Employer = employer,
            Report = row.IsWithdrawal ? null : new(row.Year, row.Month, employer, row.Earned, row.Details, row.Paid),
        };
    }

    /// <summary>
    /// Under which identity a row is carried out. The file and the line make the id, and for whom the row speaks: the same file again,
    /// under whatever key, repeats what was done and does nothing again, even where a correction came in between.
    /// </summary>
    /// <param name="sha256">SHA-256 of the file.</param>
    /// <param name="actor">Who sent the file.</param>
    /// <param name="line">The row's line.</param>
    /// <param name="row">The row.</param>
    public static CommandContext ContextOf(string? sha256, string actor, int line, EarningsRow row) =>
        new() { Id = IdText.KeyFrom($"earnings/{sha256}/{line}/{row.Employer}"), Fingerprint = 0, Actor = actor };

    /// <summary>The bad row that a refusal makes; null if the row was not refused.</summary>
    /// <param name="result">What the sponsorship answered.</param>
    /// <param name="line">The row's line.</param>
    /// <param name="text">The row as it is kept.</param>
    /// <param name="own">The employer that sent the file; null for an officer.</param>
    public static BadRow? RefusalOf(CommandResult result, int line, string text, string? own)
    {
        if (own is not null && result.Rejected is RejectionCode.SponsorshipNotFound)
        {
            // An employer does not learn which sponsorships exist.
            result = CommandResult.Refuse(Employers.NotNamed.Code, Employers.NotNamed.Detail, 0);
        }

        return result.Rejected is { } code
            ? new(line, ColumnOf(code, text), Codes<RejectionCode>.Text(code), result.Detail ?? "", text) : null;
    }

    /// <summary>The bad row that a month makes that a line before it has reported.</summary>
    /// <param name="line">The row's line.</param>
    /// <param name="before">The line before it.</param>
    /// <param name="text">The row as it is kept.</param>
    public static BadRow Repeated(int line, int before, string text) => new(line, ImportColumn.Month,
        Codes<RowProblem>.Text(RowProblem.MonthRepeated),
        $"Line {before} of this file reports the same month of the same employer, and a month has one sum an employer: add the sums up, or "
            + "take the first one back with a row of its own.", text);

    /// <summary>True if a row changed something by what its sponsorship answered.</summary>
    public static bool HasChanged(CommandResult result) => result is { IsAccepted: true, IsRepeat: false } && result.Outcome != "known";

    /// <summary>How a row went.</summary>
    /// <param name="result">What the sponsorship answered.</param>
    /// <param name="answer">What the employer does with it; null where nothing was there to take back.</param>
    /// <param name="pay">The pay; null for a month.</param>
    public static RowResult ResultOf(CommandResult result, EmployerAnswer? answer, string? pay)
    {
        if (!result.IsAccepted) return new(RowStatus.Refused);
        var status = HasChanged(result) ? RowStatus.Accepted : RowStatus.Unchanged;
        return answer is null ? new(status) : RowResult.Of(status, answer, pay);
    }

    private static ImportColumn? ColumnOf(RejectionCode code, string text) => code switch
    {
        RejectionCode.SponsorshipNotFound or RejectionCode.OtherCity or RejectionCode.WrongState or RejectionCode.EmployerNotNamed =>
            ImportColumn.Sponsorship,
        RejectionCode.MonthOutsideSponsorship or RejectionCode.MonthOutsideEmployment or RejectionCode.DateInFuture =>
            EarningsRow.IsOfPay(text) ? ImportColumn.From : ImportColumn.Month,
        RejectionCode.CurrencyMismatch => ImportColumn.Currency,
        RejectionCode.PayDetailsMissing => EarningsRow.IsOfPay(text) ? ImportColumn.AfterTax : ImportColumn.Pay,
        RejectionCode.PayDaysReported => EarningsRow.IsOfPay(text) ? ImportColumn.From : ImportColumn.Month,
        RejectionCode.PayNotFound => ImportColumn.PayId,
        _ => null,
    };
}
