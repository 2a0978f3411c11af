namespace VipOrleans.Gateway.Reports;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;

/// <summary>The words of a printed statement.</summary>
internal static partial class StatementText
{
    /// <summary>Each balance with its name, in the order in which money moves.</summary>
    public static readonly IReadOnlyList<(string Name, Func<Balances, Money> Of)> Balances =
    [
        ("Earned", b => b.Earned),
        ("Kept by the migrant", b => b.Kept),
        ("Host's share, with the employer", b => b.Due),
        ("Host's share, with the city", b => b.Unpaid),
        ("On its way to the host", b => b.InTransit),
        ("Paid to the host", b => b.PaidOut),
        ("City's levy", b => b.Levy),
        ("Advanced by the city's guarantee", b => b.Advanced),
        ("Expired: the law did not let it be taken", b => b.Expired),
        ("Refund that waits for the migrant", b => b.Refund),
        ("Refund on its way to the migrant", b => b.RefundInTransit),
        ("Refund paid to the migrant", b => b.RefundPaid),
        ("From the host-loss fund, not paid yet", b => b.Loss),
        ("From the host-loss fund, on its way", b => b.LossInTransit),
        ("From the host-loss fund, paid to the host", b => b.LossPaid),
        ("Kept by the city for fines of the host", b => b.Fined),
    ];

    /// <summary>What a subject is called.</summary>
    public static string Of(StatementSubject subject) => Codes<StatementSubject>.Text(subject);

    /// <summary>What a kind of line is called.</summary>
    public static string Of(StatementEntryKind kind) => kind switch
    {
        StatementEntryKind.Earnings => "Earnings and share",
        StatementEntryKind.YearClosed => "Share at the end",
        StatementEntryKind.Expired => "Expired",
        StatementEntryKind.Collected => "Collected from the employer",
        StatementEntryKind.CollectionReversed => "Collection taken back",
        StatementEntryKind.PayoutReserved => "Payment prepared",
        StatementEntryKind.PayoutSettled => "Payment made",
        StatementEntryKind.PayoutReleased => "Payment not made",
        StatementEntryKind.PayoutReturned => "Payment given back by the bank",
        StatementEntryKind.MonthsClosed => "Months closed without pay",
        StatementEntryKind.RefundReserved => "Refund prepared",
        StatementEntryKind.RefundSettled => "Refund paid to the migrant",
        StatementEntryKind.RefundReleased => "Refund not paid",
        StatementEntryKind.RefundReturned => "Refund given back by the bank",
        StatementEntryKind.LossGiven => "Given by the host-loss fund",
        StatementEntryKind.Fined => "Kept for a fine",
        StatementEntryKind.FineLifted => "Fine lifted",
        _ => Codes<StatementEntryKind>.Text(kind),
    };

    /// <summary>One line that says what a line books.</summary>
    public static string Headline(StatementEntry entry)
    {
        if (entry.ClosedWithoutPay is [var first, .., var last])
        {
            return $"{Of(entry.Kind)}, months {first.Month} to {last.Month} of share year {first.Year} ({first.From.Long()} to "
                + $"{last.To.Long()})";
        }

        var what = entry.Kind != StatementEntryKind.MonthsClosed ? Of(entry.Kind)
            : entry.ClosedWithoutPay is null ? "Share year closed" : "Month closed without pay";
        if (entry.Pay is { } pay) return $"{what}, {pay.From.Long()} to {pay.To.Long()}";
        return entry.For is { } month
            ? $"{what}, month {month.Month} of share year {month.Year} ({month.From.Long()} to {month.To.Long()})" : what;
    }

    /// <summary>What else is known of a line.</summary>
    public static IEnumerable<(string Name, string Text)> Facts(StatementEntry entry)
    {
        if (entry.Employer is { } employer)
        {
            yield return ("Reported by", entry.Pay?.By == Party.Migrant ? $"the migrant, of {employer}" : employer);
        }

        if (entry.Earned is { } earned) yield return (entry.Pay is null ? "Earned in the month" : "Earned", earned.Text());
        if (entry.EarnedBefore is { } before) yield return (entry.Earned is null ? "Withdrawn" : "Reported before", before.Text());
        if (entry.Corrects is { } corrects)
        {
            yield return ("Corrects",
                $"line {corrects.Number}, booked on {corrects.BookedOn.Long()}, in the statement of {corrects.Statement}");
        }

        if (entry.ClosedWithoutPay is not null)
        {
            yield return ("Closed without pay",
                $"nobody had reported by {entry.BookedOn.Long()}, and at home something would have been earned; a late report still counts "
                    + "in full");
            if (entry.Change.Kept.Minor > 0) yield return ("Given back to the migrant", entry.Change.Kept.Text());
        }

        if (entry.Reference is { } reference) yield return ("Reference", reference);
    }

    /// <summary>What the one whose tax summary it is is called.</summary>
    public static string Of(TaxPayer payer) => Codes<TaxPayer>.Text(payer);

    /// <summary>What a line of a tax summary is called.</summary>
    public static string Of(TaxItem item) => item switch
    {
        TaxItem.Earned => "Earned, as employers reported it",
        TaxItem.ShareTaken => "Share taken, less what was given back",
        TaxItem.RefundPaid => "Refunds paid by the city",
        TaxItem.SharePaid => "Share paid by the city",
        TaxItem.LossPaid => "Paid by the host-loss fund",
        TaxItem.LevyKept => "Levy kept by the city",
        TaxItem.FineKept => "Kept by the city for fines",
        TaxItem.Withheld => "Withheld from pays",
        TaxItem.GivenBack => "Given back with pays",
        _ => Codes<TaxItem>.Text(item),
    };

    /// <summary>A day in words, such as <c>6 March 2024</c>: no reader takes the month for the day.</summary>
    public static string Long(this DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An amount with groups of three digits and its currency, such as <c>12,345.60 NZD</c>.</summary>
    public static string Text(this Money money)
    {
        var amount = money.Amount;
        var point = amount.IndexOf('.', StringComparison.Ordinal);
        var end = point < 0 ? amount.Length : point;
        var text = new StringBuilder(amount);
        for (var i = end - 3; i > (money.IsNegative ? 1 : 0); i -= 3) text.Insert(i, ',');
        if (money.IsNegative) text[0] = '−';
        return text.Append(' ').Append(money.Currency.Code).ToString();
    }

    /// <summary>The amounts of a calculation with groups of three digits, as they stand in the other tables.</summary>
    public static string Grouped(string calculation) => Amount().Replace(calculation, m => Digit().Replace(m.Value, "$0,"));

    /// <summary>An amount with its sign, for a change.</summary>
    public static string Signed(this Money money) => money.Minor > 0 ? $"+{money.Text()}" : money.Text();

    /// <summary>A word at the beginning of a line.</summary>
    public static string Capital(this string word) => char.ToUpperInvariant(word[0]) + word[1..];

    // The whole part of a number with a point: a year or an id has none.
    [GeneratedRegex(@"(?<![\d.])\d{4,}(?=\.\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\d(?=(\d{3})+\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Digit();
}

/// <summary>
/// How a statement looks: black on white, system fonts, figures in columns; below each other on a phone, and close together on paper, where
/// no line is torn by a page's end.
/// </summary>
internal static class StatementStyle
{
    public const string Text =
        """
        :root { color-scheme: light; }
        body { font: 1rem/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1, h2, h3, dd { overflow-wrap: anywhere; }
        th, td { overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; margin: 0 0 1rem; }
        h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
        dl { margin: 0 0 1rem; }
        dl div { display: flex; gap: 1rem; }
        dt { flex: none; width: 9rem; color: #444; }
        dd { margin: 0; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: .25rem 0; }
        th, td { padding: .3rem .5rem; border-bottom: 1px solid #bbb; vertical-align: top; text-align: right; }
        th { font-weight: 500; }
        th[scope=row], th[scope=rowgroup], thead th:first-child { text-align: left; }
        thead th { border-bottom: 2px solid #111; }
        table.why td, table.why th { text-align: left; }
        article { border-top: 1px solid #111; padding-top: .25rem; }
        footer { border-top: 2px solid #111; margin-top: 2rem; color: #444; }
        @media screen and (max-width: 44rem) {
          body { margin: 1rem auto; }
          dt { width: 6.5rem; }
          table, caption, tbody, tr, th, td { display: block; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          tr { border-bottom: 1px solid #bbb; padding: .25rem 0; }
          th, td, thead th { border: 0; padding: .1rem 0; }
          td { display: flex; justify-content: space-between; gap: 1rem; }
          td:empty { display: none; }
          td::before { content: attr(data-column); flex: none; width: 4rem; color: #444; text-align: left; }
          table.why td { display: block; }
          table.why td:empty { display: none; }
          table.why td::before { content: attr(data-column) ": "; }
        }
        @media print {
          @page { size: A4; margin: 15mm; }
          body { margin: 0; padding: 0; max-width: none; font-size: 8pt; line-height: 1.25; }
          h1 { font-size: 14pt; margin: 0 0 2mm; }
          h2 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
          h3 { font-size: 8pt; margin: 1mm 0; break-after: avoid; }
          dl { margin: 0 0 1mm; break-after: avoid; }
          table { margin: 0 0 2mm; }
          caption, th, td { padding: .3mm 1mm; break-after: avoid; }
          th, td { border-bottom-width: .1mm; }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          article { padding-top: 0; }
          article dl { margin: 0; }
          article dl div, table.change tr { display: inline; margin-right: 4mm; }
          article dt, article dd, .change, .change tbody, .change th, .change td { display: inline; padding: 0; border: 0; }
          article dt, .change th { margin-right: 1mm; }
          .change caption, .change thead { display: none; }
          .why { margin-top: 1mm; }
          .why caption { display: none; }
          footer { margin-top: 4mm; }
        }
        """;

    /// <summary>Lets this style in and nothing else: no script, no picture, nothing from elsewhere.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
}
