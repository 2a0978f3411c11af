namespace VipOrleans.Bench;

using System.Globalization;
using System.Text;

/// <summary>Writes what was measured: a report, a table for the README, charts and the bare numbers.</summary>
internal static class ReportWriter
{
    private static readonly (string Part, string What, string Heading, string X)[] Charts =
    [
        ("holds", "over HTTP", "Holds of places in one city, over HTTP", "clients"),
        ("holds", "in process", "Holds of places in one city, in process", "callers"),
        ("growth", "postings", "Months posted with so many sponsorships", "sponsorships"),
        ("silos", "postings", "Months posted by so many silos on one machine", "silos"),
    ];

    public static void Write(string folder, Results results, IReadOnlyDictionary<string, string> machine)
    {
        Directory.CreateDirectory(folder);
        var charts = new List<(string Part, string File)>();
        foreach (var (part, what, heading, x) in Charts)
        {
            var lines = results.All.Where(f => f.Part == part && f.What == what && f.Unit == "/s").GroupBy(f => f.Target).ToArray();
            if (lines.Length == 0 || lines.All(l => l.Count() < 2)) continue;
            var file = $"{part}-{what.Replace(' ', '-')}.svg";
            Chart(Path.Combine(folder, file), heading, x, lines);
            charts.Add((part, file));
        }

        File.WriteAllText(Path.Combine(folder, "report.md"), Markdown(results, machine, charts));
        File.WriteAllText(Path.Combine(folder, "table.md"), $"{Table(results)}\n{Ceilings(results)}");
        var csv = results.All.Select(
            f => string.Create(CultureInfo.InvariantCulture,
                $"{f.Part},{Field(f.What)},{Field(f.Target)},{f.X},{f.Unit},{string.Join(';', f.Rounds)}"));
        File.WriteAllLines(Path.Combine(folder, "figures.csv"), ["part,what,target,x,unit,rounds", .. csv]);
    }

    // Names have commas, and no quotes.
    private static string Field(string name) => name.Contains(',', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    public static string Markdown(Results results, IReadOnlyDictionary<string, string> machine,
        IReadOnlyList<(string Part, string File)> charts)
    {
        var text = new StringBuilder(
            "# What was measured\n\nEach number is the median of its rounds, with the least and the most; the rounds of all that is "
                + "compared took turns. The load generator shares the machine with what it measures.\n\n");
        foreach (var (name, value) in machine) text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append("\n## Against the peer\n\n").Append(Table(results)).Append('\n').Append(Ceilings(results));
        foreach (var part in results.All.GroupBy(f => f.Part))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {part.Key}\n\n");
            foreach (var (_, note) in results.Notes.Where(n => n.Part == part.Key)
                .Distinct()) text.Append(CultureInfo.InvariantCulture, $"{note}\n\n");
            foreach (var (_,
                file) in charts.Where(c => c.Part == part.Key)) text.Append(CultureInfo.InvariantCulture, $"![{part.Key}]({file})\n\n");
            text.Append("| What | Of | At | Median | Least to most | Rounds |\n|---|---|---|---|---|---|\n");
            foreach (var f in part)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {f.What} | {f.Target} | {(f.X == 0 ? "" : f.X.ToString("N0", CultureInfo.InvariantCulture))} | "
                        + $"{Number(f.Median)} {f.Unit} | {Number(f.Least)} to {Number(f.Most)} | {f.Rounds.Count} |\n");
            }

        }

        return text.ToString();
    }

    /// <summary>The README's table: what could be measured of it in this run, each figure with its least and most.</summary>
    public static string Table(Results r)
    {
        var text = new StringBuilder("| Work | The peer | This system, SQLite | This system, PostgreSQL | Aim |\n|---|---|---|---|---|\n");
        Row("Holds on one hot city, over HTTP, at its best number of clients", "holds", "over HTTP", 20);
        Row("The same in process", "holds", "in process", 50);
        Row("A whole sponsorship formed, from proposal to held place", "formation", "formed", 3);
        Row("The same over HTTP, two requests to the peer's one", "formation", "formed over HTTP", null);
        foreach (var size in r.All.Where(f => f.Part == "earnings").Select(f => f.X).Distinct().Order())
        {
            Row(string.Create(CultureInfo.InvariantCulture, $"A month's earnings among {size:N0} sponsorships, one by one"), "earnings",
                "one by one", 5, size);
            Row("The same by file", "earnings", "by file", 1, size);
        }

        Row("A statement read over HTTP", "statements", "read", null);
        Half("A hold over HTTP at half of the best rate: p50 / p99 / p99.9", "holds", "over HTTP");
        Half("A sponsorship formed over HTTP at half of the best rate", "formation", "formed over HTTP");
        Half("A statement at half of the best rate", "statements", "read");
        if (r.Find("opening", "answered, p99", "peer") is not null)
        {
            var oversold = r.All.Where(f => f is { Part: "opening", What: "oversold" }).Sum(f => f.Rounds.Sum());
            text.Append(CultureInfo.InvariantCulture,
                $"| Opening day, 2,000 requests a second: p50 / p99 / p99.9 | {Day("peer")} | {Day("sqlite")} | {Day("postgres")} | 0 "
                    + $"oversold: {(oversold == 0 ? "met" : $"{oversold} oversold")} |\n");
        }

        if (r.All.Where(f => f is { Part: "growth", What: Memory }).MaxBy(f => f.X) is { } memory)
            text.Append(CultureInfo.InvariantCulture,
                $"| Memory of one active sponsorship over the runtime's own | | {Spread(memory, " bytes")} | | ≤ 2,048: "
                    + $"{Verdict(memory.Median <= 2_048)} |\n");
        if (r.All.Where(f => f is { Part: "growth", What: "postings, CPU" }).OrderBy(f => f.X).ToArray() is [var small, .., var large])
        {
            var more = (large.Median / small.Median - 1) * 100;
            text.Append(CultureInfo.InvariantCulture,
                $"| CPU of a posting, from {small.X:N0} to {large.X:N0} sponsorships | | {Number(small.Median)} to "
                    + $"{Number(large.Median)} µs ({more:+0;-0;0} %) | | within 15 %: {Verdict(more <= 15)} |\n");
        }

        return text.ToString();

        void Row(string name, string part, string what, double? aim, double? at = null)
        {
            if (Best("peer") is not { } one) return;
            var (sqlite, postgres) = (Best("sqlite"), Best("postgres"));
            var ratio = new[] { sqlite, postgres }.Max(f => f is null ? 0 : f.Median / one.Median);
            var verdict = aim is { } wanted ? string.Create(CultureInfo.InvariantCulture, $"≥ {wanted} ×: {Verdict(ratio >= wanted)}") : "";
            text.Append(CultureInfo.InvariantCulture,
                $"| {name} | {Spread(one, " /s")}{(one.Target == PeerRows ? ", a row a place" : "")} | {Of(sqlite)} | "
                    + $"{Of(postgres)} | {verdict} |\n");

            // The peer is as good as the better of its ways.
            Figure? Best(string target) =>
                r.All.Where(
                    f => f.Part == part && f.What == what && (f.Target == target || (target == "peer" && f.Target == PeerRows))
                        && (at is null || f.X == at)).MaxBy(f => f.Median);
            string Of(Figure? f) =>
                f is null ? "" : $"{Spread(f, " /s")}: {(f.Median / one.Median).ToString("0.0", CultureInfo.InvariantCulture)} ×";
        }

        // Each side at half of its own best; of the peer's ways the one that does more.
        void Half(string name, string part, string what)
        {
            var half = $"{what} at half of its best rate";
            var peer = r.All.Where(f => f.Part == part && f.What == what && f.Target is "peer" or PeerRows).MaxBy(f => f.Median)?.Target;
            if (peer is null || r.Find(part, $"{half}, p50", peer) is null) return;
            text.Append(CultureInfo.InvariantCulture,
                $"| {name} | {Waits(part, half, peer)} | {Waits(part, half, "sqlite")} | {Waits(part, half, "postgres")} |  |\n");
        }

        string Day(string target) => Waits("opening", "answered", target);

        string Waits(string part, string what, string target) =>
            string.Join(" / ", Percentiles.Select(p => r.Find(part, $"{what}, {p}", target)).Select(f => f is null ? "" : Number(f.Median)))
                + " ms";
    }

    /// <summary>The ceilings of the machine, as they were in this run.</summary>
    public static string Ceilings(Results r)
    {
        var ceilings = r.All.Where(f => f.Part == "limits").Select(f => $"{f.What} {Spread(f, " " + f.Unit)}").ToArray();
        return ceilings.Length == 0 ? "" : $"Ceilings of the machine in the same run: {string.Join("; ", ceilings)}.\n";
    }

    /// <summary>A text with the table between its marks, in place of what stood there.</summary>
    /// <exception cref="FormatException">The text has no such marks.</exception>
    public static string PutInto(string text, Results results, IReadOnlyDictionary<string, string> machine)
    {
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new FormatException($"There is no place for the table: it goes between the lines '{Begin}' and '{End}'.");
        }

        return $"{text[..begin]}{Begin}\n{Table(results)}\n{Ceilings(results)}{machine.GetValueOrDefault("Machine")}; "
            + $"{machine.GetValueOrDefault("Run")}. Medians, with the least and the most of all rounds.\n{text[end..]}";
    }

    private const string Begin = "<!-- measured by bench -->", End = "<!-- end of what was measured -->";

    private static readonly string[] Percentiles = ["p50", "p99", "p999"];

    private const string Memory = "memory of one active sponsorship over the runtime's own", PeerRows = "peer, rows";

    private static string Verdict(bool met) => met ? "met" : "not met";

    private static string Spread(Figure f, string unit) => $"{Number(f.Median)}{unit} ({Number(f.Least)}–{Number(f.Most)})";

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : Math.Abs(value) >= 10 ? "N1" : "N2", CultureInfo.InvariantCulture);

    private static void Chart(string file, string heading, string x, IGrouping<string, Figure>[] lines)
    {
        var plot = new ScottPlot.Plot();
        foreach (var line in lines)
        {
            var points = line.OrderBy(f => f.X).ToArray();
            plot.Add.Scatter(points.Select(p => Math.Log10(Math.Max(1, p.X))).ToArray(),
                points.Select(p => Math.Log10(Math.Max(1, p.Median))).ToArray()).LegendText = line.Key;
        }

        // Both axes are logarithmic; the labels say the numbers themselves.
        plot.Axes.Bottom.TickGenerator = Powers(lines.Max(l => l.Max(f => f.X)) > 1_000 ? 10 : 2);
        plot.Axes.Left.TickGenerator = Powers(10);
        plot.Title(heading);
        plot.XLabel(x);
        plot.YLabel("operations a second");
        plot.ShowLegend();
        plot.SaveSvg(file, 800, 500);
    }

    private static ScottPlot.TickGenerators.NumericManual Powers(int step)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var value = 1L; value <= 10_000_000; value *= step)
        {
            ticks.AddMajor(Math.Log10(value), value.ToString("N0", CultureInfo.InvariantCulture));
        }

        return ticks;
    }
}
