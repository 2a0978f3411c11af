namespace VipOrleans.Bench;

using System.Globalization;
using System.Text;

/// <summary>Says what a demand comes to, and out of which numbers.</summary>
internal static class CapacityReport
{
    /// <summary>The report as Markdown.</summary>
    public static string Markdown(CapacityModel model)
    {
        var text = new StringBuilder();
        Line("# What it would take");
        Line("");
        Line("Computed from the figures beside this file, with the prices and the workload of `bench/Capacity`; nothing here was measured "
            + "at");
        Line("this size. `dotnet run -c Release --project bench -- capacity` computes it again.");
        Line("");
        Line($"| | {string.Join(" | ", CapacityModel.Demands.Select(d => d.Name))} |");
        Line($"|---|{string.Concat(CapacityModel.Demands.Select(_ => "---|"))}");
        var all = CapacityModel.Demands.Select(model.Of).ToArray();
        foreach (var work in model.Work) Row($"Busiest hours, {work.What}", c => $"{Round(c.PeakRates[work.What])} /s");
        Row("Cores that silos and gateways use then", c => Round(c.SiloCores));
        Row("Cores that databases use then", c => Round(c.DatabaseCores));
        Row("Memory of active sponsorships", c => $"{Round(c.MemoryGiB)} GiB");
        Row("Machines for silos, one to spare", c => Round(c.Silos));
        Row("Machines for databases, half of them standbys", c => Round(c.Databases));
        Row("Journal, growth in a year", c => $"{Round(c.JournalGiBAYear)} GiB");
        Row("Money in the first year", c => $"{Round(c.UsdAYear)} USD");
        Row("For each sponsorship", c => $"{(c.UsdAYear / c.Demand.Sponsorships).ToString("0.0000", CultureInfo.InvariantCulture)} USD");
        Line("");
        Line("## What is done, and what it costs");
        Line("");
        Line("| What | A year and sponsorship | In how many hours | Events | CPU of the silo | CPU of the database | Why |");
        Line("|---|---|---|---|---|---|---|");
        foreach (var w in model.Work)
        {
            Line($"| {w.What} | {Exact(w.AYear)} | {Round(w.PeakHours)} | {Exact(w.Events)} | {Round(w.Micros.Silo)} µs | "
                + $"{Round(w.Micros.Database)} µs | "
                + $"{w.Why} |");
        }

        Line("");
        Line("Where the database's CPU was not measured, it is all that the machine had, less the silo's: with the load generator in it, "
            + "and so");
        Line("more than it was.");
        Line("");
        Line("## Prices");
        Line("");
        Line("| What | Unit | USD | On | Source |");
        Line("|---|---|---|---|---|");
        foreach (var p in model.Prices) Line($"| {p.Thing} | {p.Unit} | {Exact(p.Usd)} | {p.AsOf} | <{p.Source}> |");
        Line("");
        Line("## What it leaves out");
        Line("");
        Line($"- Machines are used to {Exact(CapacityModel.Used * 100)} % in the busiest hours, and "
            + $"{Exact(CapacityModel.Active * 100)} % of all sponsorships are "
            + $"active "
            + "at the same time: both are assumed.");
        Line("- A city is one stream whose commands are decided one after the other. What a hot city does a second is in the report, part "
            + "`holds`;");
        Line("  none of these demands comes near it, but an opening day of a city of a million does.");
        Line("- A nation's commits of one silo go one after the other on PostgreSQL; a nation of this size keeps its cities in several "
            + "databases.");
        Line("- Network, support, people, and what a cloud takes for traffic are not in it.");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
        void Row(string name, Func<Capacity, string> value) => Line($"| {name} | {string.Join(" | ", all.Select(value))} |");
    }

    private static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);

    // Three digits say enough of what is computed.
    private static string Round(double value)
    {
        if (value == 0) return "0";
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        var rounded = unit > 1 ? Math.Round(value / unit) * unit : value;
        return rounded.ToString(Math.Abs(rounded) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
    }
}
