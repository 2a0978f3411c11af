namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// What somebody shows a tax office of a year: what was paid, by whom and when. It is made of the year's statements, and its sums are
/// what they changed.
/// </summary>
/// <param name="Payer">Whose it is.</param>
/// <param name="Id">The host, the migrant, or the employer's id within the nation.</param>
/// <param name="Year">The year.</param>
/// <param name="IsClosed">True once nothing of the year can change.</param>
/// <param name="Sums">One for each item and currency, in the order of the items.</param>
/// <param name="Lines">What the sums are made of.</param>
[GenerateSerializer, Immutable, Alias("vip.tax-summary")]
public sealed record TaxSummary(TaxPayer Payer, string Id, StatementPeriod Year, bool IsClosed, IReadOnlyList<TaxSum> Sums,
    IReadOnlyList<TaxLine> Lines)
{
    /// <summary>The summary of a host or a migrant.</summary>
    /// <param name="of">Which of the two.</param>
    /// <param name="id">Its id.</param>
    /// <param name="year">The year.</param>
    /// <param name="isClosed">True once nothing of it can change.</param>
    /// <param name="accounts">The statements of the year.</param>
    public static TaxSummary From(TaxPayer of, string id, StatementPeriod year, bool isClosed, IEnumerable<AccountStatement> accounts)
    {
        var lines = new List<TaxLine>();
        foreach (var account in accounts)
        {
            lines.AddRange(of == TaxPayer.Host ? HostLines(account) : MigrantLines(account));
        }

        return Made(of, id, year, isClosed, lines);
    }

    /// <summary>The summary of an employer.</summary>
    /// <param name="employer">Its id within the nation.</param>
    /// <param name="year">The year.</param>
    /// <param name="isClosed">True once nothing of it can change.</param>
    /// <param name="rows">What it withheld and gave back, month by month.</param>
    public static TaxSummary OfEmployer(string employer, StatementPeriod year, bool isClosed, IEnumerable<EmployerTaxRow> rows)
    {
        var all = rows.ToArray();
        return Made(TaxPayer.Employer, employer, year, isClosed,
            [.. Grouped(TaxItem.Withheld, r => r.Withheld), .. Grouped(TaxItem.GivenBack, r => r.GivenBack)]);

        IEnumerable<TaxLine> Grouped(TaxItem what, Func<EmployerTaxRow, Money> amount) => all.Where(r => amount(r).Minor != 0)
            .GroupBy(r => r.Sponsorship)
            .Select(g => new TaxLine(what, g.Key, employer, g.Min(r => r.From), g.Max(r => r.To),
                g.Select(amount).Aggregate((a, b) => a + b), g.Count(), null));
    }

    private static TaxSummary Made(TaxPayer of, string id, StatementPeriod year, bool isClosed, IReadOnlyList<TaxLine> lines) =>
        new(of, id, year, isClosed,
            [.. lines.GroupBy(l => (l.What, l.Amount.Currency)).OrderBy(g => g.Key.What)
                .ThenBy(g => g.Key.Currency.Code, StringComparer.Ordinal)
                .Select(g => new TaxSum(g.Key.What, g.Select(l => l.Amount).Aggregate((a, b) => a + b)))],
            [.. lines.OrderBy(l => l.What).ThenBy(l => l.From).ThenBy(l => l.Sponsorship.Value, StringComparer.Ordinal)]);

    // Each payment by itself: it stands so on the host's bank statement. What the city keeps is one sum.
    private static IEnumerable<TaxLine> HostLines(AccountStatement account)
    {
        var city = account.Sponsorship.City.Value;
        foreach (var entry in account.Entries)
        {
            if (entry.Change.PaidOut.Minor != 0) yield return Line(TaxItem.SharePaid, city, entry, entry.Change.PaidOut);
            if (entry.Change.LossPaid.Minor != 0) yield return Line(TaxItem.LossPaid, city, entry, entry.Change.LossPaid);
        }

        foreach (var line in Summed(TaxItem.LevyKept, account, _ => city, e => e.Change.Levy)) yield return line;
        foreach (var line in Summed(TaxItem.FineKept, account, _ => city, e => e.Change.Fined)) yield return line;
    }

    private static IEnumerable<TaxLine> MigrantLines(AccountStatement account)
    {
        var city = account.Sponsorship.City.Value;
        foreach (var line in Summed(TaxItem.Earned, account, e => e.Employer, e => e.Change.Earned)) yield return line;
        foreach (var line in Summed(TaxItem.ShareTaken, account, e => e.Employer, e => e.Change.Earned - e.Change.Kept)) yield return line;
        foreach (var entry in account.Entries.Where(e => e.Change.RefundPaid.Minor != 0))
        {
            yield return Line(TaxItem.RefundPaid, city, entry, entry.Change.RefundPaid);
        }
    }

    private static TaxLine Line(TaxItem what, string by, StatementEntry entry, Money amount) =>
        new(what, entry.Sponsorship, by, entry.BookedOn, entry.BookedOn, amount, 1, entry.Reference);

    // By whoever reported it; what a closing or an end changes is the city's doing.
    private static IEnumerable<TaxLine> Summed(TaxItem what, AccountStatement account, Func<StatementEntry, string?> by,
        Func<StatementEntry, Money> amount) => account.Entries.Where(e => amount(e).Minor != 0)
        .GroupBy(e => by(e) ?? account.Sponsorship.City.Value, StringComparer.Ordinal)
        .Select(g => new TaxLine(what, account.Sponsorship, g.Key, g.Min(e => e.BookedOn), g.Max(e => e.BookedOn),
            g.Select(amount).Aggregate((a, b) => a + b), g.Count(), null));
}

/// <summary>Whose a tax summary is.</summary>
[JsonConverter(typeof(CodeConverter<TaxPayer>))]
public enum TaxPayer
{
    /// <summary>A host.</summary>
    Host,

    /// <summary>A migrant.</summary>
    Migrant,

    /// <summary>An employer.</summary>
    Employer,
}

/// <summary>What a line of a tax summary is about.</summary>
[JsonConverter(typeof(CodeConverter<TaxItem>))]
public enum TaxItem
{
    /// <summary>What employers have reported that they paid.</summary>
    Earned,

    /// <summary>The share that was taken of it, less what was given back.</summary>
    ShareTaken,

    /// <summary>What the bank has paid the migrant of refunds.</summary>
    RefundPaid,

    /// <summary>What the bank has paid the host of the share.</summary>
    SharePaid,

    /// <summary>What the bank has paid the host of the host-loss fund.</summary>
    LossPaid,

    /// <summary>What the city kept of the share as its levy.</summary>
    LevyKept,

    /// <summary>What the city kept of the share for fines.</summary>
    FineKept,

    /// <summary>What an employer was to withhold from pays.</summary>
    Withheld,

    /// <summary>What an employer was to give back with pays.</summary>
    GivenBack,
}

/// <summary>All of one item.</summary>
[GenerateSerializer, Immutable, Alias("vip.tax-sum")]
public sealed record TaxSum(TaxItem What, Money Amount);

/// <summary>A line of a tax summary.</summary>
/// <param name="What">What it is.</param>
/// <param name="Sponsorship">In which sponsorship.</param>
/// <param name="By">Who paid it or took it: an employer's id within the nation, or a city.</param>
/// <param name="From">The first day on which some of it was booked; of an employer's, the first day that it is for.</param>
/// <param name="To">The last one.</param>
/// <param name="Amount">How much.</param>
/// <param name="Bookings">How many bookings, or months of an employer, it is the sum of.</param>
/// <param name="Reference">The reference of a payment; null for all else.</param>
[GenerateSerializer, Immutable, Alias("vip.tax-line")]
public sealed record TaxLine(TaxItem What, SponsorshipId Sponsorship, string By, DateOnly From, DateOnly To, Money Amount, int Bookings,
    string? Reference);

/// <summary>What an employer was to do with the pays of a person's month.</summary>
/// <param name="Sponsorship">Whose.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Withheld">What it was to withhold.</param>
/// <param name="GivenBack">What it was to give back.</param>
public readonly record struct EmployerTaxRow(SponsorshipId Sponsorship, DateOnly From, DateOnly To, Money Withheld, Money GivenBack);
