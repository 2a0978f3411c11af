namespace VipOrleans.Deploy.Tests;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spectre.Console;
using VipOrleans.Grains;
using VipOrleans.Journal;
using VipOrleans.Pilot;
using VipOrleans.Processes;
using YamlDotNet.RepresentationModel;

public sealed class ObservabilityTests
{
    private const string Folder = "deploy/observability";

    // A pilot that is well has none of these: they are there, but have nothing to show.
    private static readonly string[] OfFailures =
    [
        "orleans_app_requests_timedout", "orleans_messaging_sent_failed", "orleans_messaging_rejected", "orleans_messaging_rerouted",
    ];

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Every_metric_on_the_dashboard_and_in_the_alerts_is_one_that_a_running_pilot_shows()
    {
        var wanted = Expressions().SelectMany(Metrics).Distinct().Except(OfFailures).ToList();

        var exported = await Run(wanted);

        var unknown = string.Join(", ", wanted.Except(exported));
        Assert.True(unknown.Length == 0, $"Nobody shows {unknown}.");
        Assert.Empty(OfFailures.Except(await Counters()));
    }

    [Fact]
    public void Every_alert_has_a_section_that_says_what_it_means_what_to_look_at_and_what_to_do()
    {
        var sections = Sections();

        Assert.Equal(Rules().Select(r => r.At("alert").ToString()).Order(), sections.Keys.Order());
        foreach (var (alert, text) in sections)
        {
            foreach (var part in new[] { "Means", "Look at", "Do" })
                Assert.True(Regex.IsMatch(text, $@"^- \*\*{part}\*\*: \S.{{10,}}", RegexOptions.Multiline), $"{alert} has no '{part}'.");
        }
    }

    [Fact]
    public void A_counter_of_which_an_alert_asks_the_increase_is_there_before_its_first_event()
    {
        var increased = Rules().Select(r => r.At("expr").ToString()).SelectMany(e => Regex.Matches(e, @"increase\((\w+)"))
            .Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(increased);
        var zeroes = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name.StartsWith("VipOrleans.", StringComparison.Ordinal)) l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => zeroes.TryAdd(Regex.Replace(i.Name, "[.-]", "_"), value));
        listener.Start();

        JournalTelemetry.CountFromZero();
        GrainsHosting.CountFromZero();

        Assert.Empty(increased.Except(zeroes.Where(z => z.Value == 0).Select(z => z.Key)));
    }

    [Fact]
    public void A_metric_that_nobody_emits_would_be_seen() =>
        Assert.Equal(["vip_places", "up_and_away_bucket"],
            Metrics("sum by (le, city) (vip_places{state=\"free\"}) / on (city) rate(up_and_away_bucket[5m]) > 0.01"));

    [Fact]
    public void The_dashboard_shows_the_programme_http_the_journal_orleans_and_the_runtime()
    {
        var panels = Dashboard()["panels"]!.AsArray();

        Assert.Equal(["The programme", "HTTP", "Journal", "Orleans", "Runtime"],
            panels.Where(p => (string?)p!["type"] == "row").Select(p => (string?)p!["title"]));
        Assert.Equal(panels.Count, panels.Select(p => (int)p!["id"]!).Distinct().Count());
    }

    [Fact]
    public void The_dashboards_source_is_the_one_that_is_provisioned_and_it_asks_prometheus()
    {
        var source =
            (YamlMappingNode)((YamlSequenceNode)DeployFiles.Yaml($"{Folder}/grafana/provisioning/datasources/prometheus.yaml")
                .At("datasources")).Children.Single();
        var uids = Dashboard()["panels"]!.AsArray().SelectMany(p => p!["targets"]?.AsArray() ?? [])
            .Select(t => (string?)t!["datasource"]!["uid"]).Distinct();

        Assert.Equal([source.At("uid").ToString()], uids);
        Assert.Equal("prometheus", source.At("type").ToString());
    }

    [Fact]
    public void The_collectors_pipelines_use_what_is_defined_and_prometheus_asks_the_collector_where_it_answers()
    {
        var collector = DeployFiles.Yaml($"{Folder}/collector.yaml");
        foreach (var pipeline in new[] { "metrics", "traces" })
        {
            foreach (var part in new[] { "receivers", "processors", "exporters" })
            {
                Assert.Empty(collector.At("service", "pipelines", pipeline, part).Items().Except(collector.At(part).Keys()));
            }
        }

        var port = collector.At("exporters", "prometheus", "endpoint").ToString().Split(':')[1];
        var scrape =
            (YamlMappingNode)((YamlSequenceNode)DeployFiles.Yaml($"{Folder}/prometheus.yaml").At("scrape_configs")).Children.Single();
        Assert.Equal([$"collector:{port}"], ((YamlSequenceNode)scrape.At("static_configs")).Children.Single().At("targets").Items());
        // Without suffixes a name on the dashboard is the meter's own, which is what the test of metrics compares.
        Assert.Equal("false", collector.At("exporters", "prometheus", "add_metric_suffixes").ToString());
        // Otherwise every silo would appear as the collector.
        Assert.Equal("true", scrape.At("honor_labels").ToString());
    }

    private static JsonNode Dashboard() => JsonNode.Parse(DeployFiles.Text($"{Folder}/grafana/dashboards/vip-orleans.json"))!;

    private static List<string> Expressions()
    {
        var shown = Dashboard()["panels"]!.AsArray().SelectMany(p => p!["targets"]?.AsArray() ?? []).Select(t => (string)t!["expr"]!);
        var all = shown.Concat(Rules().Select(r => r.At("expr").ToString())).ToList();
        Assert.True(all.Count > 30, "Expressions are missing.");
        return all;
    }

    // What is left of an expression without its label matchers, durations, groupings and functions.
    private static IEnumerable<string> Metrics(string expression)
    {
        var text = Regex.Replace(expression, @"\{[^}]*\}|\[[^\]]*\]|\b(by|on|without|ignoring)\s*\([^)]*\)", " ");
        return Regex.Matches(text, @"[a-z_:][a-z0-9_:]*(?!\w)(?!\s*\()", RegexOptions.IgnoreCase).Select(m => m.Value)
            .Except(["and", "or", "unless", "by", "on"]);
    }

    // The names that a pilot with the sample shows to Prometheus.
    private static async Task<HashSet<string>> Run(IReadOnlyCollection<string> wanted)
    {
        var folder = Directory.CreateTempSubdirectory("vip-deploy-");
        try
        {
            // A backup was made.
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "last-backup"), "");
            var port = NodeProcess.FreePort();
            await using var pilot = LocalPilot.In(folder.FullName);
            pilot.Set("Gateway__OpsPort", $"{port}");
            await pilot.Start();
            await pilot.WaitReady();
            var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
            await SampleRun.Run(pilot.Address, console, CancellationToken.None);
            using var http = new HttpClient { BaseAddress = pilot.Address };
            // Nobody has asked for the dashboard of the cluster.
            using var dashboard = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/dashboard/"));
            Assert.Equal(HttpStatusCode.NotFound, dashboard.StatusCode);
            var exported = await Scrape(http, port);
            // What is looked at now and then comes a minute later.
            for (var i = 0; i < 90 && !wanted.All(exported.Contains); i++)
            {
                await Ask(http);
                await Task.Delay(1000, TestContext.Current.CancellationToken);
                exported = await Scrape(http, port);
            }

            return exported;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What has figures while somebody asks for it, and a command that is refused.
    private static async Task Ask(HttpClient http)
    {
        using var token = await http.PostAsJsonAsync("/v1/dev/tokens", new { role = "city-officer", city = "nz-akl" });
        http.DefaultRequestHeaders.Authorization =
            new("Bearer", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        await http.GetStringAsync("/v1/cities/nz-akl/summary");
        await http.GetStringAsync("/v1/cities/nz-akl/guarantee");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cities");
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        request.Content = JsonContent.Create(new { id = "nz-akl", name = "Again", currency = "NZD", timeZone = "Pacific/Auckland" });
        using var nation = await http.PostAsJsonAsync("/v1/dev/tokens", new { role = "nation-officer", nation = "nz" });
        request.Headers.Authorization =
            new("Bearer", (string)(await nation.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        using var refused = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    // Every counter that a pilot has, as Prometheus writes its name.
    private static async Task<List<string>> Counters()
    {
        var counters = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument is Counter<int> or Counter<long> or ObservableCounter<int> or ObservableCounter<long>)
                    counters.Add(Regex.Replace(instrument.Name, "[.-]", "_"));
            },
        };
        listener.Start();
        var folder = Directory.CreateTempSubdirectory("vip-deploy-");
        await using (var app = PilotHost.Build(
            new() { DataFolder = folder.FullName, Urls = "http://127.0.0.1:0", Environment = "Development" }))
        {
            await app.StartAsync();
            // Some are made at their first use: of what a silo without a cluster never does.
            foreach (var part in AppDomain.CurrentDomain.GetAssemblies()
                .Where(x => x.GetName().Name?.StartsWith("Orleans.", StringComparison.Ordinal) == true))
            {
                foreach (var type in part.GetTypes().Where(t => t.Name.EndsWith("Instruments", StringComparison.Ordinal)))
                    RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }

            await app.StopAsync();
        }

        folder.Delete(recursive: true);
        return [.. counters];
    }

    private static async Task<HashSet<string>> Scrape(HttpClient http, int port) =>
    [
        .. (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"))).Split('\n')
            .Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('{', ' ')[0]),
    ];

    // What stands under each heading of the third level in the part about alerts.
    private static Dictionary<string, string> Sections()
    {
        var part = DeployFiles.Text("docs/operations.md").Split("\n## ").Single(p => p.StartsWith("Alerts\n", StringComparison.Ordinal));
        return part.Split("\n### ").Skip(1).ToDictionary(s => s.Split('\n')[0], s => s, StringComparer.Ordinal);
    }

    private static IEnumerable<YamlNode> Rules() => ((YamlSequenceNode)DeployFiles.Yaml($"{Folder}/rules.yaml").At("groups")).Children
        .SelectMany(g => ((YamlSequenceNode)g.At("rules")).Children);
}
