namespace VipOrleans.Pilot;

using System.Globalization;
using Spectre.Console;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Domain.Sponsorships;

/// <summary>Prints what the sample city has come to.</summary>
public static class SampleTables
{
    private static readonly string[] Words = ["none", "one", "two", "three", "four", "five", "six"];

    /// <summary>Prints the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="console">Where to.</param>
    public static void Print(SampleReport report, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Places(report));
        console.WriteLine(
            $"  Sponsorships: {string.Join(", ", report.ByStatus.Select(s => $"{s.Count} {Codes<SponsorshipStatus>.Text(s.Status)}"))}.");
        console.WriteLine();
        console.Write(Sponsorships(report));
        foreach (var household in report.Households) console.Write(Household(household));
        console.Write(Limited(report));
        console.Write(Corrections(report));
        if (report.Payout is { } payout) console.Write(Payout(payout));
        console.Write(Books(report.Books));
        console.WriteLine(
            $"  The city's guarantee has advanced {Amount(report.Books.Advanced)} to migrants, and hosts have repaid "
                + $"{Amount(report.Books.Repaid)} of it.");
        console.WriteLine();
        console.Write(Choices(report));
    }

    private static Table Choices(SampleReport r)
    {
        var table = Titled("Who decides, who chooses, who changes: a second nation");
        table.AddColumns("", "");
        foreach (var c in r.Choices) table.AddRow([.. Text(c.What, c.Outcome)]);
        return table.HideHeaders();
    }

    private static Table Places(SampleReport r)
    {
        var table = Titled($"{r.City}: places and sponsorships");
        Numbers(table, "Places offered", "Held", "Used", "Waiting in line", "Sponsorships formed");
        table.AddRow([.. new long[] { r.Offered, r.Held, r.Used, r.Waiting, r.Formed }.Select(Number)]);
        return table;
    }

    private static Table Sponsorships(SampleReport r)
    {
        var table = Titled($"Gain sharing, in {r.Sum.Earned.Currency}");
        table.AddColumns("", "Host", "Migrant", "From", "Status");
        Numbers(table, "Months", "Earned", "Gain", "Share", "Kept");
        foreach (var row in r.Rows)
        {
            table.AddRow(
                [row.Id, .. Text(row.Host, row.Migrant), row.Origin, Codes<SponsorshipStatus>.Text(row.Status), Number(row.Months),
                    .. Amounts(row.Totals)]);
        }

        table.AddEmptyRow();
        table.AddRow(["", "[bold]All[/]", "", "", "", Number(r.Rows.Sum(x => x.Months)), .. Amounts(r.Sum).Select(Bold)]);
        return table;
    }

    private static Table Household(HouseholdYear h)
    {
        var table = Titled($"The year of a household of {Words.ElementAtOrDefault(h.Hosts) ?? Number(h.Hosts)}");
        table.AddColumns("Host", "Migrant", "From");
        Numbers(table, "At home", "Earned", "Gain", "Share", "Kept");
        foreach (var row in h.Rows)
        {
            table.AddRow([.. Text(row.Host, row.Migrant), row.Origin, Amount(row.Baseline), .. Amounts(row.Totals)]);
        }

        if (h.Sum is { } sum)
        {
            table.AddEmptyRow();
            table.AddRow(["[bold]All[/]", "", "", "", .. Amounts(sum).Select(Bold)]);
        }

        return table;
    }

    private static Table Limited(SampleReport r)
    {
        var table = Titled("Where the law takes less than the formula");
        table.AddColumns("", "Profile");
        Numbers(table, "Due", "Law allows", "Taken", "Expired");
        foreach (var l in r.Limited)
        {
            table.AddRow(l.Id, Markup.Escape(l.Profile), Amount(l.Due), Amount(l.Allowed), Amount(l.Taken), Amount(l.Expired));
        }

        return table;
    }

    private static Table Corrections(SampleReport r)
    {
        var table = Titled("Corrected months");
        table.AddColumns("", "Month");
        Numbers(table, "Before", "Now", "Taken, or given back");
        foreach (var c in r.Corrections)
        {
            table.AddRow(c.Id, $"{c.Month} of year {c.Year}", Amount(c.Before), Amount(c.Now), Amount(c.Taken));
        }

        return table;
    }

    private static Table Payout(PayoutAnswer p)
    {
        var table = Titled($"A payout of {Number(p.Count ?? 0)} payments");
        table.AddColumn("Payments");
        Numbers(table, "Number", "Sum");
        foreach (var t in p.Totals) table.AddRow(Codes<PaymentState>.Text(t.State), Number(t.Count), Amount(t.Sum));
        return table;
    }

    private static Table Books(BooksAnswer b)
    {
        var table = Titled("Trial balance, zero after every step");
        table.AddColumn("Account");
        Numbers(table, "Balance");
        foreach (var a in b.Accounts) table.AddRow(Markup.Escape(a.Account), Amount(a.Balance));
        table.AddRow("[bold]Sum[/]", Bold(Amount(b.Sum)));
        return table;
    }

    private static Table Titled(string title) =>
        new Table { Border = TableBorder.Simple, Title = new(Markup.Escape(title), new(decoration: Decoration.Bold)) };

    private static void Numbers(Table table, params string[] names)
    {
        foreach (var name in names) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
    }

    private static IEnumerable<string> Text(params string[] texts) => texts.Select(Markup.Escape);

    private static IEnumerable<string> Amounts(Totals t) => new[] { t.Earned, t.Gain, t.Share, t.Kept }.Select(Amount);

    private static string Bold(string text) => $"[bold]{text}[/]";

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
