namespace VipOrleans.Pilot;

using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;

/// <summary>Prints what the sample city has come to.</summary>
public static class SampleTables
{
    private static readonly string[] Words = ["none", "one", "two", "three", "four", "five", "six"];

    /// <summary>Prints what the first city has come to.</summary>
    /// <param name="report">The report.</param>
    /// <param name="console">Where to.</param>
    public static void PrintCity(SampleReport report, IAnsiConsole console)
    {
        console.WriteLine();
        foreach (var part in City(report)) console.Write(part);
    }

    /// <summary>Prints what people of the second nation decided, chose and changed.</summary>
    /// <param name="choices">The rows.</param>
    /// <param name="console">Where to.</param>
    public static void PrintChoices(IReadOnlyList<ChoiceRow> choices, IAnsiConsole console) => console.Write(Choices(choices));

    /// <summary>Prints what the employers' files, and the bank's, have come to.</summary>
    /// <param name="payroll">The report.</param>
    /// <param name="console">Where to.</param>
    public static void PrintPayroll(SamplePayrollReport payroll, IAnsiConsole console)
    {
        var table = new ReportTable("From the payroll's file to the bank's: a third city", Texts("", "")) { EndsInProse = true };
        foreach (var row in payroll.Rows()) table.Add(row.What, row.Outcome);
        console.Write(table);
    }

    private static IEnumerable<IRenderable> City(SampleReport r) =>
    [
        Places(r),
        new ReportText($"Sponsorships: {string.Join(", ", r.ByStatus.Select(s => $"{s.Count} {Text(s.Status)}"))}."),
        Sponsorships(r),
        .. r.Households.Select(Household),
        Limited(r),
        Corrections(r),
        .. r.Payout is { } payout ? new[] { Payout(payout) } : [],
        Books(r.Books),
        Guarantee(r.Books),
    ];

    private static ReportTable Choices(IReadOnlyList<ChoiceRow> choices)
    {
        var table = new ReportTable("Who decides, who chooses, who changes: a second nation", Texts("", "")) { EndsInProse = true };
        foreach (var c in choices) table.Add(c.What, c.Outcome);
        return table;
    }

    private static ReportTable Places(SampleReport r)
    {
        var columns = Numbers("Places offered", "Held", "Used", "Waiting in line", "Sponsorships formed");
        var table = new ReportTable($"{r.City}: places and sponsorships", columns);
        table.Add([.. new long[] { r.Offered, r.Held, r.Used, r.Waiting, r.Formed }.Select(Number)]);
        return table;
    }

    private static ReportTable Sponsorships(SampleReport r)
    {
        ReportColumn[] columns =
        [
            .. Texts("", "Host", "Migrant", "From", "Status"), .. Numbers("Months"),
            .. Numbers("Earned", "Gain", "Share", "Kept"),
        ];
        var table = new ReportTable($"Gain sharing, in {r.Sum.Earned.Currency}", columns) { SecondLine = 6 };
        foreach (var row in r.Rows)
            table.Add([row.Id, row.Host, row.Migrant, row.Origin, Text(row.Status), Number(row.Months), .. Amounts(row.Totals)]);
        table.AddSum(["All", "", "", "", "", Number(r.Rows.Sum(x => x.Months)), .. Amounts(r.Sum)]);
        return table;
    }

    private static ReportTable Household(HouseholdYear h)
    {
        ReportColumn[] columns = [.. Texts("Host", "Migrant", "From"), .. Numbers("At home", "Earned", "Gain", "Share", "Kept")];
        var hosts = Words.ElementAtOrDefault(h.Hosts) ?? Number(h.Hosts);
        var table = new ReportTable($"The year of a household of {hosts}", columns) { SecondLine = 3 };
        foreach (var row in h.Rows) table.Add([row.Host, row.Migrant, row.Origin, Amount(row.Baseline), .. Amounts(row.Totals)]);
        if (h.Sum is { } sum) table.AddSum(["All", "", "", "", .. Amounts(sum)]);
        return table;
    }

    private static ReportTable Limited(SampleReport r)
    {
        ReportColumn[] columns = [.. Texts("", "Profile"), .. Numbers("Due", "Law allows", "Taken", "Expired")];
        var table = new ReportTable("Where the law takes less than the formula", columns) { SecondLine = 2 };
        foreach (var l in r.Limited) table.Add(l.Id, l.Profile, Amount(l.Due), Amount(l.Allowed), Amount(l.Taken), Amount(l.Expired));
        return table;
    }

    private static ReportTable Corrections(SampleReport r)
    {
        ReportColumn[] columns = [.. Texts("", "Month"), .. Numbers("Before", "Now", "Taken, or given back")];
        var table = new ReportTable("Corrected months", columns) { SecondLine = 2 };
        foreach (var c in r.Corrections) table.Add(c.Id, $"{c.Month} of year {c.Year}", Amount(c.Before), Amount(c.Now), Amount(c.Taken));
        return table;
    }

    private static ReportTable Payout(PayoutAnswer p)
    {
        var table = new ReportTable($"A payout of {Number(p.Count ?? 0)} payments", [.. Texts("Payments"), .. Numbers("Number", "Sum")]);
        foreach (var t in p.Totals) table.Add(Codes<PaymentState>.Text(t.State), Number(t.Count), Amount(t.Sum));
        return table;
    }

    private static ReportTable Books(BooksAnswer b)
    {
        var table = new ReportTable("Trial balance, zero after every step", [.. Texts("Account"), .. Numbers("Balance")]);
        foreach (var a in b.Accounts) table.Add(a.Account, Amount(a.Balance));
        table.AddSum("Sum", Amount(b.Sum));
        return table;
    }

    private static ReportText Guarantee(BooksAnswer b) =>
        new($"The city's guarantee has advanced {Amount(b.Advanced)} to migrants, and hosts have repaid {Amount(b.Repaid)} of it.");

    private static ReportColumn[] Texts(params string[] names) => [.. names.Select(n => new ReportColumn(n))];

    private static ReportColumn[] Numbers(params string[] names) => [.. names.Select(n => new ReportColumn(n, IsNumber: true))];

    private static string Text(SponsorshipStatus status) => Codes<SponsorshipStatus>.Text(status);

    private static IEnumerable<string> Amounts(Totals t) => new[] { t.Earned, t.Gain, t.Share, t.Kept }.Select(Amount);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    // The amount's own text, with a comma between thousands.
    private static string Amount(Money money)
    {
        var text = money.Amount;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var end = point < 0 ? text.Length : point;
        for (var i = end - 3; i > (money.IsNegative ? 1 : 0); i -= 3) text = text.Insert(i, ",");
        return text;
    }
}
