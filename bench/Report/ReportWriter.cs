using System.Globalization;
using System.Text;

namespace VipOrleans.Bench;

/// <summary>Writes what was measured: a report, a table for the README, charts and the bare numbers.</summary>
internal static class ReportWriter
{
    private static readonly (string Part, string What, string Heading, string X)[] Charts =
    [
        ("holds", "over HTTP", "Holds of places in one city, over HTTP", "clients"),
        ("holds", "in process", "Holds of places in one city, in process", "callers"),
        ("growth", "postings", "Months posted with so many sponsorships", "sponsorships"),
    ];

    public static void Write(string folder, Results results, IReadOnlyDictionary<string, string> machine)
    {
        Directory.CreateDirectory(folder);
        var charts = new List<(string Part, string File)>();
        foreach (var (part, what, heading, x) in Charts)
        {
            var lines = results.All.Where(f => f.Part == part && f.What == what && f.Unit == "/s").GroupBy(f => f.Target).ToArray();
            if (lines.Length == 0) continue;
            var file = $"{part}-{what.Replace(' ', '-')}.svg";
            Chart(Path.Combine(folder, file), heading, x, lines);
            charts.Add((part, file));
        }

        File.WriteAllText(Path.Combine(folder, "report.md"), Markdown(results, machine, charts));
        File.WriteAllText(Path.Combine(folder, "table.md"), Table(results));
        var csv = results.All.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Part},{f.What},{f.Target},{f.X},{f.Unit},{string.Join(';', f.Rounds)}"));
        File.WriteAllLines(Path.Combine(folder, "figures.csv"), ["part,what,target,x,unit,rounds", .. csv]);
    }

    public static string Markdown(Results results, IReadOnlyDictionary<string, string> machine, IReadOnlyList<(string Part, string File)> charts)
    {
        var text = new StringBuilder("# What was measured\n\nEach number is the median of its rounds, with the least and the most; the rounds of all that is compared took turns. The load generator shares the machine with what it measures.\n\n");
        foreach (var (name, value) in machine) text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append("\n## Against the peer\n\n").Append(Table(results));
        foreach (var part in results.All.GroupBy(f => f.Part))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {part.Key}\n\n");
            foreach (var (_, note) in results.Notes.Where(n => n.Part == part.Key).Distinct()) text.Append(CultureInfo.InvariantCulture, $"{note}\n\n");
            foreach (var (_, file) in charts.Where(c => c.Part == part.Key)) text.Append(CultureInfo.InvariantCulture, $"![{part.Key}]({file})\n\n");
            text.Append("| What | Of | At | Median | Least to most | Rounds |\n|---|---|---|---|---|---|\n");
            foreach (var f in part) text.Append(CultureInfo.InvariantCulture, $"| {f.What} | {f.Target} | {(f.X == 0 ? "" : f.X.ToString("N0", CultureInfo.InvariantCulture))} | {Number(f.Median)} {f.Unit} | {Number(f.Least)} to {Number(f.Most)} | {f.Rounds.Count} |\n");
        }

        return text.ToString();
    }

    /// <summary>The README's table: what could be measured of it in this run.</summary>
    public static string Table(Results r)
    {
        var text = new StringBuilder("| Work | The peer | This system, SQLite | This system, PostgreSQL | Aim |\n|---|---|---|---|---|\n");
        Row("Holds on one hot city, over HTTP, at the best number of clients", "holds", "over HTTP", "≥ 20 ×");
        Row("The same in process", "holds", "in process", "≥ 50 ×");
        Row("A whole sponsorship formed, from proposal to held place", "formation", "formed", "≥ 3 ×");
        Row("A month's earnings, row by row", "earnings", "one by one", "≥ 5 ×");
        Row("A month's earnings, as a file", "earnings", "file", "≥ 1 ×");
        Row("A statement read over HTTP", "statements", "read", "");
        if (r.Find("opening", "p99", "peer") is { } peer)
        {
            text.Append(CultureInfo.InvariantCulture, $"| Opening day, 2,000 requests a second: p99 | {Number(peer.Median)} ms | {Ms("sqlite")} | {Ms("postgres")} | 0 oversold |\n");
            string Ms(string target) => r.Find("opening", "p99", target) is { } f ? $"{Number(f.Median)} ms" : "";
        }

        return text.ToString();

        void Row(string name, string part, string what, string aim)
        {
            if (r.Best(part, what, "peer") is not { } one) return;
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Number(one.Median)} /s | {Of("sqlite")} | {Of("postgres")} | {aim} |\n");
            string Of(string target) => r.Best(part, what, target) is { } f ? $"{Number(f.Median)} /s ({(f.Median / one.Median).ToString("0.0", CultureInfo.InvariantCulture)} ×)" : "";
        }
    }

    public static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : Math.Abs(value) >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);

    private static void Chart(string file, string heading, string x, IEnumerable<IGrouping<string, Figure>> lines)
    {
        var plot = new ScottPlot.Plot();
        foreach (var line in lines)
        {
            var points = line.OrderBy(f => f.X).ToArray();
            plot.Add.Scatter(points.Select(p => Math.Log10(Math.Max(1, p.X))).ToArray(), points.Select(p => Math.Log10(Math.Max(1, p.Median))).ToArray()).LegendText = line.Key;
        }

        plot.Title(heading);
        plot.XLabel($"{x} (10^x)");
        plot.YLabel("operations a second (10^y)");
        plot.ShowLegend();
        plot.SaveSvg(file, 800, 500);
    }
}
