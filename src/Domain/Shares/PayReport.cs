namespace VipOrleans.Domain.Shares;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What one employer paid one person for a span of days.</summary>
/// <param name="Employer">The employer's id.</param>
/// <param name="From">The first day that the pay is for.</param>
/// <param name="To">The last day that the pay is for.</param>
/// <param name="Frequency">How often the employer pays.</param>
/// <param name="Gross">The pay before anything is taken, zero or more.</param>
/// <param name="AfterTax">The pay after tax and social insurance; null if that was not reported.</param>
/// <param name="Minutes">The time that was worked for it, in minutes; null if it was not reported.</param>
/// <param name="Others">What the employer takes from it beside the share; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("vip.pay-report")]
public sealed record PayReport(string Employer, DateOnly From, DateOnly To, PayFrequency Frequency, Money Gross, Money? AfterTax = null,
    int? Minutes = null, IReadOnlyList<OtherDeduction>? Others = null)
{
    /// <summary>What is wrong with the report, whoever it is for; null where nothing is.</summary>
    /// <param name="currency">The currency in which it is to be reported.</param>
    public Rejection? Problem(Currency currency)
    {
        if (Gross.Currency != currency || (AfterTax ?? Gross).Currency != currency
            || Others?.Any(o => o.Amount.Currency != currency) == true)
        {
            return new(RejectionCode.CurrencyMismatch, $"Earnings here are in {currency}.");
        }

        return Unlikely() is { } problem ? new(RejectionCode.InvalidInput, problem) : null;
    }

    /// <summary>The pay as the law looks at it.</summary>
    public LookedAtPay Looked() => new(Frequency, Gross, AfterTax, Minutes, Others ?? [], To);

    /// <summary>True if another report says the same.</summary>
    public bool Says(PayReport other) => PayId.Of(this) == PayId.Of(other);

    /// <summary>True if the pay is for one of the days from one to another, both counted.</summary>
    public bool Touches(DateOnly first, DateOnly last) => From <= last && first <= To;

    private string? Unlikely()
    {
        var (days, most) = (To.DayNumber - From.DayNumber + 1, MaxDays(Frequency));
        if (days < 1 || days > most)
        {
            return $"A pay of the frequency '{Codes<PayFrequency>.Text(Frequency)}' is for 1 to {most} days, the last not before the "
                + "first.";
        }

        if (Gross.IsNegative || Gross.Minor > Money.MaxMinor) return $"A pay is 0 to {Money.MaxMinor:N0} minor units.";
        if (AfterTax is { } left && (left.IsNegative || left > Gross)) return "What tax leaves is zero or more, and at most the pay.";
        if (Minutes is < 0 or > LookedAtPay.MostMinutes) return $"The time worked is 0 to {LookedAtPay.MostMinutes:N0} minutes.";
        if (Others is not { } others) return null;
        if (others.Count > OtherDeduction.Most) return $"A pay has at most {OtherDeduction.Most} other deductions.";
        if (others.Any(o => o.Amount.Minor <= 0)) return "A deduction is above zero.";
        if (others.Any(o => o.Purpose is { } purpose && !TextForms.Reference.Fits(purpose)))
        {
            return $"The purpose of a deduction: {TextForms.Reference.Sentence}";
        }

        return others.Aggregate((Int128)0, (sum, o) => sum + o.Amount.Minor) > Gross.Minor
            ? "Other deductions together are at most the pay." : null;
    }

    private static int MaxDays(PayFrequency frequency) => frequency switch
    {
        PayFrequency.Week => 7,
        PayFrequency.TwoWeeks => 14,
        PayFrequency.FourWeeks => 28,
        PayFrequency.HalfMonth => 16,
        _ => 31,
    };
}

/// <summary>How a pay is named: a correction, a withdrawal and a contest say which one they mean.</summary>
/// <remarks>
/// The id is made of what was first reported, so that the same pay again is the same pay, and a report that is repeated after a correction
/// does not undo it. A month's report has the name of its month and employer.
/// </remarks>
public static class PayId
{
    /// <summary>Longest id, in characters: that of a month's report by the employer with the longest id.</summary>
    public const int MaxLength = 13 + Employers.MaxId;

    private const string Month = "month-";

    /// <summary>The id of a pay.</summary>
    public static string Of(PayReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Employer}/{report.From:yyyy-MM-dd}/{report.To:yyyy-MM-dd}/");
        text.Append(CultureInfo.InvariantCulture, $"{Codes<PayFrequency>.Text(report.Frequency)}/{report.Gross}/{report.AfterTax}/");
        text.Append(CultureInfo.InvariantCulture, $"{report.Minutes}");
        foreach (var other in (report.Others ?? []).OrderBy(o => o.Kind).ThenBy(o => o.Amount.Minor)
            .ThenBy(o => o.Purpose, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"/{Codes<DeductionKind>.Text(other.Kind)}/{other.Amount}/{other.Purpose}");
            text.Append(CultureInfo.InvariantCulture, $"/{other.ConsentOn:yyyy-MM-dd}/{other.IsAgreed}");
        }

        return $"pay-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 10))}";
    }

    /// <summary>The id of a month's report.</summary>
    /// <param name="year">Share year, from 1.</param>
    /// <param name="month">Month of the share year, 1 to 12.</param>
    /// <param name="employer">The employer.</param>
    public static string OfMonth(int year, int month, string employer) => $"{Month}{year:00}-{month:00}-{employer}";

    /// <summary>True for the id of a month's report.</summary>
    public static bool IsMonth(string id) => id.StartsWith(Month, StringComparison.Ordinal);

    /// <summary>The form of an id.</summary>
    public static readonly TextForm Form = TextForm.Of(
        $"pay-[0-9a-f]{{20}}|month-[0-9]{{2}}-[0-9]{{2}}-[A-Za-z0-9._-]{{1,{Employers.MaxId}}}",
        "Expected the id of a pay, as the list of pays has it, such as \"pay-1f0c3a7de91b2c4d5e6f\".");
}
