namespace VipOrleans.Bench.Tests;

public sealed class CapacityTests
{
    private static readonly IReadOnlyList<string>[] Prices =
    [
        ["machine", "hour", "1", "2026-01-01", "https://example.com"], ["disk", "GiB", "2", "2026-01-01", "https://example.com"],
        ["backup", "GiB", "3", "2026-01-01", "https://example.com"]
    ];

    private static readonly IReadOnlyList<string>[] Workload =
    [
        ["formed", "1", "1000", "9", "said"], ["pay", "10", "100", "1", "said"], ["statement", "2", "50", "0", "said"]
    ];

    private static Results Measured(bool database = true)
    {
        var all = new Results();
        foreach (var (part, what,
            rate) in new[] { ("formation", "formed", 400.0), ("earnings", "by file", 5_000), ("statements", "read", 2_000) })
        {
            all.Add(part, what, "postgres", 64, "/s", rate);
            all.Add(part, $"{what}, CPU", "postgres", 64, "µs", 0.4 * 1e6 / rate);
            if (database) all.Add(part, $"{what}, CPU of the database", "postgres", 64, "µs", 0.6 * 1e6 / rate);
        }

        all.Add("growth", "memory of one active sponsorship over the runtime's own", "sqlite", 100_000, "bytes", 2_048);
        all.Add("growth", "memory of one empty activation", "sqlite", 100_000, "bytes", 2_048);
        all.Add("growth", "journal and its index", "sqlite", 100_000, "bytes a sponsorship", 9_216);
        return all;
    }

    [Fact]
    public void A_demand_is_what_is_done_in_the_busiest_hours_times_what_it_costs()
    {
        // 3.6 million: 1 formed, 100 pays and 40 statements a second.
        var one = new CapacityModel(Measured(), 2, Prices, Workload).Of(new("all", 1, 3_600_000));

        Assert.Equal([("formed", 1.0), ("pay", 100), ("statement", 40)], one.PeakRates.Select(r => (r.Key, r.Value)));
        // 0.4 of a second of the silo for each second of a rate: 1/400, 100/5000 and 40/2000 of it.
        Assert.Equal(0.4 * ((1 / 400.0) + 0.02 + 0.02), one.SiloCores, 9);
        Assert.Equal(0.6 * ((1 / 400.0) + 0.02 + 0.02), one.DatabaseCores, 9);
        // A twentieth is active, with 4 KiB each, and one machine is to spare.
        Assert.Equal(3_600_000 * 0.05 * 4_096 / (1L << 30), one.MemoryGiB, 9);
        Assert.Equal((2, 2), (one.Silos, one.Databases));
        // 19 events a year of 1 KiB.
        Assert.Equal(3_600_000 * 19.0 * 1_024 / (1L << 30), one.JournalGiBAYear, 6);
        Assert.Equal((4 * 8_766) + (one.JournalGiBAYear * 12 * ((2 * 2) + 3)), one.UsdAYear, 3);
    }

    [Fact]
    public void Ten_times_the_demand_on_the_same_figures_takes_ten_times_the_cores_and_whole_machines()
    {
        var model = new CapacityModel(Measured(), 2, Prices, Workload);

        var (small, large) = (model.Of(new("", 1, 1e8)), model.Of(new("", 10, 1e9)));

        Assert.Equal(10, large.SiloCores / small.SiloCores, 6);
        Assert.True(large.Silos > small.Silos && large.Databases % 2 == 0);
    }

    [Fact]
    public void A_database_that_was_not_measured_is_charged_with_what_the_machine_had_left()
    {
        var work = new CapacityModel(Measured(database: false), 2, Prices, Workload).Work.Single(w => w.What == "pay");

        // Two cores for 1/5000 of a second, of which the silo had 80 µs.
        Assert.Equal((80.0, 320.0), (Math.Round(work.Micros.Silo, 6), Math.Round(work.Micros.Database, 6)));
    }

    [Fact]
    public void What_was_not_measured_or_cannot_be_read_is_named()
    {
        Assert.Contains("'formation'", Error(new(), Prices, Workload), StringComparison.Ordinal);
        Assert.Contains("'draws'", Error(Measured(), Prices, [["draws", "1", "1", "1", ""]]), StringComparison.Ordinal);
        Assert.Contains("Field 2 of the row 'pay'", Error(Measured(), Prices, [["pay", "many", "1", "1", ""]]), StringComparison.Ordinal);
        Assert.Contains("'backup'", Assert.Throws<FormatException>(
            () => new CapacityModel(Measured(), 2, Prices[..2], Workload).Of(new("", 1, 1))).Message, StringComparison.Ordinal);

        static string Error(Results measured, IReadOnlyList<string>[] prices, IReadOnlyList<string>[] workload) =>
            Assert.Throws<FormatException>(() => new CapacityModel(measured, 2, prices, workload)).Message;
    }

    [Fact]
    public void The_report_in_the_repository_is_what_its_figures_come_to()
    {
        var results = Path.Combine(Root(), "bench", "results");
        var copy = Directory.CreateTempSubdirectory("vip-capacity-").FullName;
        foreach (var file in new[] { "figures.csv", "report.md" }) File.Copy(Path.Combine(results, file), Path.Combine(copy, file));

        var text = CapacityFiles.Compute(copy);

        Directory.Delete(copy, recursive: true);
        Assert.Equal(File.ReadAllText(Path.Combine(results, "capacity.md")), text);
        foreach (var row in CapacityFiles.Own("prices.csv"))
        {
            Assert.True(DateOnly.TryParse(row[3], System.Globalization.CultureInfo.InvariantCulture, out _), row[0]);
            Assert.StartsWith("https://", row[4], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_with_commas_come_back_as_they_were_written()
    {
        var folder = Directory.CreateTempSubdirectory("vip-figures-").FullName;
        var results = new Results();
        foreach (var value in new[] { 1.5, 2 }) results.Add("holds", "in process, CPU", "peer, rows", 64, "µs", value);

        ReportWriter.Write(folder, results, new Dictionary<string, string>());

        var read = CapacityFiles.Figures(File.ReadAllText(Path.Combine(folder, "figures.csv"))).All.Single();
        Directory.Delete(folder, recursive: true);
        Assert.Equal(("holds", "in process, CPU", "peer, rows", 64.0, "µs"), (read.Part, read.What, read.Target, read.X, read.Unit));
        Assert.Equal([1.5, 2], read.Rounds);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
