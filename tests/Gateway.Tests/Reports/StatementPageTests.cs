namespace VipOrleans.Gateway.Tests.Reports;

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Reports;

/// <summary>The page of a year in which a share is reported, collected and paid every month.</summary>
public sealed class StatementPageTests
{
    private static readonly Currency Nzd = Currency.Parse("NZD");

    [Fact]
    public async Task On_a_phone_each_figure_stands_below_its_row_with_the_name_of_its_column()
    {
        var page = await Page(Year());

        var tables = page.Descendants("table").ToArray();
        Assert.Equal(["balances", "change", "movements", "why"], tables.Select(t => (string?)t.Attribute("class")).Distinct().Order());
        foreach (var table in tables)
        {
            var columns = table.Descendants("thead").Single().Descendants("th").Select(th => th.Value).ToArray();
            foreach (var cell in table.Descendants("td").Where(td => td.Value.Length > 0))
            {
                Assert.Contains(columns, c => c.StartsWith((string)cell.Attribute("data-column")!, StringComparison.Ordinal));
            }
        }

        var phone = Block("@media screen and (max-width: 44rem)");
        Assert.Matches("table, caption, tbody, tr, th, td [{] display: block; [}]", phone);
        Assert.Contains("content: attr(data-column)", phone, StringComparison.Ordinal);
        // What has a width in figures of its own has to fit into 328 px, and a long id breaks.
        Assert.All(Regex.Matches(StatementStyle.Text, @"(?<!max-)width: ([\d.]+)rem"),
            width => Assert.InRange(double.Parse(width.Groups[1].Value, CultureInfo.InvariantCulture), 0, 9));
        Assert.DoesNotMatch("nowrap|min-width: [^)]*;", StatementStyle.Text);
        Assert.Contains("h1, h2, h3, dd { overflow-wrap: anywhere; }", StatementStyle.Text, StringComparison.Ordinal);
        Assert.Contains("th, td { overflow-wrap: break-word; }", StatementStyle.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_explains_each_step_once_and_refers_to_it_after_that()
    {
        var page = await Page(Year());

        var steps = page.Descendants("table").Where(t => (string?)t.Attribute("class") == "why").SelectMany(t => t.Element("tbody")!
            .Elements("tr").Select(tr => tr.Value)).ToArray();
        // Two of all months, four of each, and a reference in each but the first: all of them in each line would be 336.
        Assert.Equal(2 + (12 * 4) + 11, steps.Length);
        var ids = page.Descendants("article").Select(a => (string)a.Attribute("id")!).ToArray();
        Assert.Equal(48, ids.Distinct().Count());
        Assert.All(page.Descendants("a"), a => Assert.Contains(((string)a.Attribute("href")!)[1..], ids));
        Assert.Contains("the steps of line 1, 5, 9", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_a_correction_changed_is_explained_again()
    {
        var (before, after) = (Step("due", "1.00"), Step("due", "2.00"));
        var baseline = Step("baseline of a year", "7,886.20");

        var lines = NewSteps.Of([Line(3, baseline, before), Line(4), Line(7, baseline, after), Line(8, baseline, before)]);

        Assert.Equal(["3:  | baseline of a year 7,886.20, due 1.00", "4:  | ", "7: 3 | due 2.00", "8: 3 | "],
            lines.Select(l => $"{l.Entry.Number}: {string.Join(", ", l.Above)} | "
                + string.Join(", ", l.Steps.Select(s => $"{s.What} {s.Result}"))));

        static StatementEntry Line(long number, params ExplanationStep[] why) =>
            new(Sample.Sponsorship, number, new(2026, 3, 1), StatementEntryKind.Earnings, null, null, null, null, null, null,
                Balances.Zero(Nzd), why);
        static ExplanationStep Step(string what, string result) => new(what, "", result, "");
    }

    private static PeriodStatement Year()
    {
        var zero = Balances.Zero(Nzd);
        var entries = Enumerable.Range(1, 12).SelectMany(month => Month(month, zero)).ToArray();
        var closing = entries.Aggregate(zero, (sum, e) => sum + e.Change);
        return PeriodStatement.Of(StatementSubject.Sponsorship, Sample.Sponsorship.Value, StatementPeriod.Parse("2026"), true,
            [new(Sample.Sponsorship, Sample.Host, Sample.Migrant, Sample.Household, 60, zero, entries, closing)]);
    }

    private static IEnumerable<StatementEntry> Month(int month, Balances zero)
    {
        var (first, number) = (new DateOnly(2026, month, 1), (4 * month) - 3);
        var (earned, kept, due) = (Of("4200.00"), Of("2428.60"), Of("1771.40"));
        var entry = new StatementEntry(Sample.Sponsorship, number, first.AddDays(2), StatementEntryKind.Earnings,
            new(1, month, first, first.AddMonths(1).AddDays(-1)), "kiwi-orchards", earned, null, null, null,
            zero with { Earned = earned, Kept = kept, Due = due }, [.. Why(month)]);
        var payment = $"payment-{month}-0123456789abcdef";
        yield return entry;
        yield return Moved(1, StatementEntryKind.Collected, $"kiwi-orchards-2026-{month}", zero with { Due = -due, Unpaid = due });
        yield return Moved(2, StatementEntryKind.PayoutReserved, payment, zero with { Unpaid = -due, InTransit = due });
        yield return Moved(3, StatementEntryKind.PayoutSettled, payment, zero with { InTransit = -due, PaidOut = due });

        StatementEntry Moved(int after, StatementEntryKind kind, string reference, Balances change) =>
            entry with
            {
                Number = number + after,
                BookedOn = entry.BookedOn.AddDays(5 * after),
                Kind = kind,
                For = null,
                Employer = null,
                Earned = null,
                Reference = reference,
                Change = change,
                Why = [],
            };
    }

    // As long as those of a city that has a law's limit.
    private static IEnumerable<ExplanationStep> Why(int through)
    {
        yield return new("baseline of a year", "264000.00 PHP × 2.0143 ÷ 67.431, rounded once, half up", "7886.20 NZD",
            "payslips of 2025-11-03; PHP: European Central Bank of 2025-11-03; NZD: European Central Bank of 2025-11-03");
        yield return new("share", "", "1/2", "the city's terms when the place was held");
        for (var m = 1; m <= through; m++)
        {
            yield return new($"earned in month {m}", "", "4200.00 NZD", $"reported by kiwi-orchards for 2026-{m:00}-01 to 2026-{m:00}-28");
            yield return new($"most that may be taken from the pay of month {m} by kiwi-orchards", "4200.00 × 25 ÷ 100, cut down",
                "1050.00 NZD", "deduction profile quarter, version 2 (Made up, section 4), on gross pay 4200.00, of which others take 0.00 "
                    + "first");
        }

        for (var m = 1; m <= through; m++)
        {
            yield return new($"due by 2026-{m:00}-28",
                $"(12 × {4200 * m}.00 − {m} × 7886.20) × 1 ÷ (12 × 2) = {1771 * m}.408333…, cut down",
                $"{1771 * m}.40 NZD", "what is earned in the share year so far, less the baseline of as many months, times the share");
            yield return new($"of 2026-{m:00}-01 to 2026-{m:00}-28", $"the less of {1771 * m}.40 − {1050 * (m - 1)}.00 and 1050.00",
                "1050.00 NZD", "due less what was taken, expired or nobody's before; the law lets no more be taken from the pay of these "
                    + "days, in proportion to the days");
        }
    }

    private static Money Of(string amount) => Money.Parse(amount, Nzd);

    private static string Block(string start)
    {
        var text = StatementStyle.Text;
        var from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"'{start}' is missing.");
        return text[from..text.IndexOf("\n}", from, StringComparison.Ordinal)];
    }

    private static async Task<XElement> Page(PeriodStatement statement)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<StatementPage>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { ["Statement"] = statement }))).ToHtmlString());
        return XDocument.Parse(
            Regex.Replace(Regex.Replace(html.TrimStart(), "^<!DOCTYPE html>", ""), "<(meta[^>/]*)/?>", "<$1/>")).Root!;
    }
}
