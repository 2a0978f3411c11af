namespace VipOrleans.Bench.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Parts_are_chosen_by_name_and_run_in_their_own_order() =>
        Assert.Equal(["holds", "growth"], Options.Parse(["--quick", "--parts", "growth, holds"]).Parts);

    [Fact]
    public void Without_a_choice_all_parts_run_at_least_five_rounds()
    {
        Assert.Equal([.. Options.AllParts.Except(["ballot", "file", "seasons"])], Options.Parse([]).Parts);
        Assert.Equal(Options.AllParts, Options.Parse(["--full"]).Parts);
        Assert.True(Options.Parse([]).Rounds >= 5);
    }

    [Theory]
    [InlineData("--parts", "hold")]
    [InlineData("--parts")]
    [InlineData("--parts", ",")]
    [InlineData("--fast")]
    [InlineData("--quick", "--readme", "README.md")]
    public void What_is_not_known_is_told_and_not_passed_over(params string[] words) =>
        Assert.Throws<FormatException>(() => Options.Parse(words));

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7)]
    public void A_figure_is_the_middle_of_its_rounds(double[] rounds, double median)
    {
        var figure = new Figure("holds", "over HTTP", "peer", 1, "/s", rounds);

        Assert.Equal((median, rounds.Min(), rounds.Max()), (figure.Median, figure.Least, figure.Most));
    }

    [Fact]
    public void The_table_compares_the_best_of_each_and_leaves_out_what_was_not_measured()
    {
        var results = new Results();
        foreach (var (x, peer, sqlite) in new[] { (1, 100, 150), (64, 1_000, 12_000) })
        {
            results.Add("holds", "over HTTP", "peer", x, "/s", peer);
            results.Add("holds", "over HTTP", "sqlite", x, "/s", sqlite);
        }

        var rows = ReportWriter.Table(results).Trim().Split('\n');

        Assert.Equal(3, rows.Length);
        Assert.Contains("| 1,000 /s (1,000–1,000) | 12,000 /s (12,000–12,000): 12.0 × |  | ≥ 20 ×: not met |", rows[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_is_to_the_better_of_the_peers_ways_and_an_aim_that_is_reached_is_called_met()
    {
        var results = new Results();
        results.Add("holds", "in process", "peer", 64, "/s", 100);
        results.Add("holds", "in process", "peer, rows", 64, "/s", 400);
        results.Add("holds", "in process", "sqlite", 64, "/s", 20_000);

        var row = ReportWriter.Table(results).Trim().Split('\n')[^1];

        Assert.Contains("400 /s (400–400), a row a place", row, StringComparison.Ordinal);
        Assert.Contains("50.0 ×", row, StringComparison.Ordinal);
        Assert.EndsWith("| ≥ 50 ×: met |", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cost_that_grows_with_the_size_is_not_called_flat()
    {
        var results = new Results();
        foreach (var (size,
            cpu) in new[] { (10_000, 100.0), (100_000, 116.0) }) results.Add("growth", "postings, CPU", "sqlite", size, "µs", cpu);

        Assert.Contains("100 to 116 µs (+16 %) | | within 15 %: not met |", ReportWriter.Table(results), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_at_half_of_the_best_rate_is_that_of_the_peers_faster_way()
    {
        var results = new Results();
        foreach (var (target, rate, wait) in new[] { ("peer", 100, 7.0), ("peer, rows", 400, 3), ("sqlite", 900, 2), ("postgres", 500, 4) })
        {
            results.Add("holds", "over HTTP", target, 64, "/s", rate);
            foreach (var (p, times) in new[] { ("p50", 1), ("p99", 10), ("p999", 100) })
            {
                results.Add("holds", $"over HTTP at half of its best rate, {p}", target, 0, "ms", wait * times);
            }
        }

        Assert.EndsWith("| 3.00 / 30.0 / 300 ms | 2.00 / 20.0 / 200 ms | 4.00 / 40.0 / 400 ms |  |",
            ReportWriter.Table(results).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_how_far_the_rounds_lay_apart()
    {
        var results = new Results();
        foreach (var value in new[] { 10.0, 30, 20 }) results.Add("limits", "flushes", "machine", 0, "/s", value);
        results.Notes.Add(("limits", "Said of it."));

        var text = ReportWriter.Markdown(results, new Dictionary<string, string> { ["Machine"] = "2 cores" }, []);

        Assert.Contains("- Machine: 2 cores", text, StringComparison.Ordinal);
        Assert.Contains("Said of it.", text, StringComparison.Ordinal);
        Assert.Contains("| flushes | machine |  | 20.0 /s | 10.0 to 30.0 | 3 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Latencies_keep_their_percentiles_within_two_parts_in_a_hundred()
    {
        var latencies = new Latencies();
        for (var us = 1; us <= 100_000; us++) latencies.Add(TimeSpan.FromMicroseconds(us));

        foreach (var part in new[] { 0.5, 0.99, 0.999, 1 }) Assert.InRange(latencies.Percentile(part), 99.9 * part, 102 * part);
        Assert.Equal(100_000, latencies.Count);
    }

    [Fact]
    public void The_readme_gets_the_new_table_in_place_of_the_old_one_and_keeps_the_rest()
    {
        var results = new Results();
        results.Add("holds", "over HTTP", "peer", 1, "/s", 100);
        var machine = new Dictionary<string, string> { ["Machine"] = "2 cores", ["Run"] = "today" };

        var once = ReportWriter.PutInto("before\n<!-- measured by bench -->\nstale\n<!-- end of what was measured -->\nafter\n", results,
            machine);

        Assert.StartsWith("before\n<!-- measured by bench -->\n| Work |", once, StringComparison.Ordinal);
        Assert.EndsWith("2 cores; today. Medians, with the least and the most of all rounds.\n<!-- end of what was measured -->\nafter\n",
            once, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", once, StringComparison.Ordinal);
        Assert.Equal(once, ReportWriter.PutInto(once, results, machine));
        Assert.Throws<FormatException>(() => ReportWriter.PutInto("no place", results, machine));
    }

    [Fact]
    public void A_report_is_written_with_its_charts()
    {
        var folder = Directory.CreateTempSubdirectory("vip-report-");
        try
        {
            var results = new Results();
            foreach (var x in new[] { 1, 64 }) results.Add("holds", "over HTTP", "peer", x, "/s", 100 * x);

            ReportWriter.Write(folder.FullName, results, new Dictionary<string, string>());

            Assert.Equal(["figures.csv", "holds-over-HTTP.svg", "report.md", "table.md"], folder.GetFiles().Select(f => f.Name).Order());
            Assert.StartsWith("holds,over HTTP,peer,1,/s,100", File.ReadAllLines(Path.Combine(folder.FullName, "figures.csv"))[1],
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
