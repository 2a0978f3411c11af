namespace VipOrleans.Deploy.Tests;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Gateway.Hosting;
using VipOrleans.Grains.Hosting;
using VipOrleans.Pilot;
using YamlDotNet.RepresentationModel;

public sealed class ObservabilityTests
{
    private const string Folder = "deploy/observability";

    [Fact]
    public async Task Every_metric_on_the_dashboard_and_in_the_alerts_is_one_that_silos_or_gateways_emit()
    {
        var emitted = await Emitted();

        var unknown = string.Join(", ", Expressions().SelectMany(Metrics).Distinct().Except(emitted));
        Assert.True(unknown.Length == 0, $"Nobody emits {unknown}.");
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
        var rules = ((YamlSequenceNode)DeployFiles.Yaml($"{Folder}/rules.yaml").At("groups")).Children.SelectMany(
            g => ((YamlSequenceNode)g.At("rules")).Children).Select(r => r.At("expr").ToString());
        var all = shown.Concat(rules).ToList();
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

    // A histogram is three series to Prometheus.
    private static async Task<HashSet<string>> Emitted()
    {
        var names = new ConcurrentDictionary<string, bool>();
        string[] exported = [.. VipTelemetry.Meters.Where(m => !m.EndsWith('*')), "Microsoft.AspNetCore.Hosting", "System.Runtime"];
        var prefixes = VipTelemetry.Meters.Where(m => m.EndsWith('*')).Select(m => m[..^1]).ToList();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (!exported.Contains(instrument.Meter.Name)
                    && !prefixes.Any(p => instrument.Meter.Name.StartsWith(p, StringComparison.Ordinal)))
                {
                    return;
                }

                var name = Regex.Replace(instrument.Name, "[.-]", "_");
                foreach (var ending in instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal)
                    ? new[] { "_bucket", "_sum", "_count" } : [""])
                {
                    names[name + ending] = true;
                }

            },
        };
        listener.Start();
        var folder = Directory.CreateTempSubdirectory("vip-deploy-");
        try
        {
            await using var app =
                PilotHost.Build(new() { DataFolder = folder.FullName, Urls = "http://127.0.0.1:0", Environment = "Development" });
            await app.StartAsync();
            // These are there with the first city.
            app.Services.GetRequiredService<CityGauges>();
            // Some instruments are made at their first use: of the journal, or of what a silo without a cluster never does.
            var loaded = AppDomain.CurrentDomain.GetAssemblies()
                .Where(a => a.GetName().Name is { } name
                    && (name.StartsWith("Orleans.", StringComparison.Ordinal) || name.StartsWith("VipOrleans.", StringComparison.Ordinal)));
            foreach (var type in loaded.SelectMany(a => a.GetTypes())
                .Where(t => t.Name.EndsWith("Instruments", StringComparison.Ordinal)
                    || t.Name.EndsWith("Telemetry", StringComparison.Ordinal)))
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }

            await app.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return [.. names.Keys];
    }
}
