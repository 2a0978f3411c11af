namespace VipOrleans.Deploy.Tests;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using VipOrleans.Silo;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

/// <summary>The compose file, as far as it can be judged without running it.</summary>
public sealed partial class ComposeTests
{
    private const string File = "deploy/compose.yaml";
    private static readonly JsonObject Compose = Load();
    private static readonly JsonObject Services = Compose["services"]!.AsObject();
    private static readonly string[] Silos = Named("silo-"), Gateways = Named("gateway-");

    // What an operator writes into .env.
    private static readonly Dictionary<string, string> Written = new()
    {
        ["VIP_POSTGRES_PASSWORD"] = "a1b2c3",
        ["VIP_VAULT_MASTER_KEYS"] = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        ["VIP_JOURNAL_KEY"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        ["VIP_IDS_KEY"] = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=",
        ["VIP_AUTH_AUTHORITY"] = "https://login.example.org",
        ["VIP_AUTH_AUDIENCE"] = "vip",
        ["VIP_GRAFANA_PASSWORD"] = "d4e5f6",
    };

    [Fact]
    public void The_file_is_what_the_compose_specification_allows()
    {
        var schema =
            JsonSchema.FromText(
                DeployFiles.Text("tests/Deploy.Tests/compose-spec/compose-spec.json")
                    .Replace("http://json-schema.org/draft/2019-09/schema#", "http://json-schema.org/draft-07/schema#",
                        StringComparison.Ordinal));
        Assert.True(Judge(Compose), "The file.");

        // The judge can fail.
        var wrong = Compose.DeepClone().AsObject();
        wrong["services"]!["silo-1"]!["helthcheck"] = new JsonObject();
        Assert.False(Judge(wrong));

        bool Judge(JsonObject file) => schema.Evaluate(JsonSerializer.SerializeToElement(file)).IsValid;
    }

    [Fact]
    public void Three_silos_and_two_gateways_have_settings_that_the_programs_take()
    {
        Assert.Equal((3, 2), (Silos.Length, Gateways.Length));
        var clusters = new HashSet<string?>();
        foreach (var name in Silos)
        {
            var settings = ProgramSettings.Silo(Environment(name));
            Assert.Equal(VipOrleans.Silo.JournalStore.Postgres, settings.Store);
            Assert.Equal(8081, settings.HealthPort);
            clusters.Add($"{settings.ClusterId} {settings.ServiceId} {settings.Membership}");
        }

        foreach (var name in Gateways)
        {
            var settings = ProgramSettings.Gateway(Environment(name));
            clusters.Add(
                $"{settings["Cluster:ClusterId"]} {settings["Cluster:ServiceId"] ?? "vip-orleans"} {settings["Cluster:Connection"]}");
            // Only the balancer is before it.
            Assert.Equal((string?)Compose["networks"]!["edge"]!["ipam"]!["config"]![0]!["subnet"], settings["Gateway:TrustedProxies:0"]);
            Assert.Null(Services[name]!["ports"]);
        }

        Assert.Single(clusters);
    }

    [Fact]
    public void Every_service_is_locked_down()
    {
        foreach (var (name, service) in Services)
        {
            Assert.True((bool?)service!["read_only"], name);
            Assert.Equal("ALL", (string?)service["cap_drop"]!.AsArray().Single());
            Assert.Equal("no-new-privileges:true", (string?)service["security_opt"]!.AsArray().Single());
            Assert.NotEqual("0", ((string)service["user"]!).Split(':')[0]);
            Assert.NotNull(service["mem_limit"]);
            foreach (var forbidden in new[] { "privileged", "cap_add", "network_mode", "pid", "devices" }) Assert.Null(service[forbidden]);
            foreach (var port in service["ports"]?.AsArray() ?? [])
            {
                Assert.StartsWith("127.0.0.1:", (string)port!, StringComparison.Ordinal);
            }

        }
    }

    [Fact]
    public void Own_images_are_those_that_the_container_files_make_and_run_as_their_user()
    {
        foreach (var (services, image) in new[] { (Silos, "silo"), (Gateways, "gateway") })
        {
            foreach (var name in services)
            {
                var service = Services[name]!;
                Assert.Equal($"vip-orleans/{image}:latest", Fill((string)service["image"]!));
                Assert.Equal($"deploy/{image}.Dockerfile", (string?)service["build"]!["dockerfile"]);
                // The user of Microsoft's images, whose number APP_UID is.
                Assert.Equal("1654:1654", (string?)service["user"]);
            }

            Assert.Contains($"docker build -f deploy/{image}.Dockerfile -t vip-orleans/{image} .",
                DeployFiles.Text($"deploy/{image}.Dockerfile"), StringComparison.Ordinal);
        }

        foreach (var (name, service) in Services.Where(s => !Silos.Contains(s.Key) && !Gateways.Contains(s.Key)))
        {
            var tag = ((string)service!["image"]!).Split(':')[1];
            Assert.True(tag.Any(char.IsAsciiDigit) && tag != "latest", $"{name} has no version.");
        }
    }

    [Fact]
    public void Health_is_asked_by_a_command_that_the_image_has()
    {
        foreach (var name in Silos.Concat(Gateways))
        {
            var image = name[..name.IndexOf('-', StringComparison.Ordinal)];
            var entry = JsonNode.Parse(ContainerTests.Lines(image)[^1]["ENTRYPOINT ".Length..])!.AsArray().Select(e => (string)e!);
            Assert.Equal(["CMD", .. entry, "health"], Services[name]!["healthcheck"]!["test"]!.AsArray().Select(e => (string)e!));
            Assert.True(Seconds(Services[name]!["healthcheck"]!["timeout"]) > 8, "The question itself waits for eight seconds.");
        }

        // The collector's image has nothing to ask with.
        Assert.Equal(["collector"], Services.Where(s => s.Value!["healthcheck"] is null).Select(s => s.Key));
        foreach (var (name, service) in Services)
        {
            foreach (var (needed, condition) in service!["depends_on"]?.AsObject() ?? [])
            {
                Assert.True(Services.ContainsKey(needed), $"{name} needs {needed}.");
                if ((string?)condition!["condition"] == "service_healthy") Assert.NotNull(Services[needed]!["healthcheck"]);
            }
        }
    }

    [Fact]
    public void A_container_is_given_longer_to_stop_than_it_takes()
    {
        foreach (var name in Silos.Concat(Gateways))
            Assert.True(
                TimeSpan.FromSeconds(Seconds(Services[name]!["stop_grace_period"])) >= ProgramSettings.Stopping(Environment(name))
                    + TimeSpan.FromSeconds(10), name);
    }

    [Fact]
    public void Volumes_networks_configurations_and_files_are_there_and_used()
    {
        foreach (var (section, used) in new[]
        {
            ("networks", Services.SelectMany(s => s.Value!["networks"]!.AsArray().Select(n => (string)n!))),
            ("configs", Services.SelectMany(s => (s.Value!["configs"]?.AsArray() ?? []).Select(c => (string)c!["source"]!))),
            ("volumes", Mounts().Select(m => m.Source).Where(s => !s.StartsWith('.'))),
        })
        {
            Assert.Equal(Compose[section]!.AsObject().Select(e => e.Key).Order(), used.Distinct().Order());
        }

        foreach (var config in Compose["configs"]!.AsObject())
        {
            Assert.True(DeployFiles.Exists($"deploy/{(string)config.Value!["file"]!}"), config.Key);
        }

        foreach (var (_, source, _) in Mounts()
            .Where(m => m.Source.StartsWith('.'))) Assert.True(DeployFiles.Exists($"deploy/{source}"), source);
        foreach (var silo in Silos) Assert.Equal("/data", Mounts().Single(m => m.Service == silo).Target);
        Assert.Contains("Silo__DataFolder=/data", string.Join(' ', ContainerTests.Lines("silo")), StringComparison.Ordinal);
        // Silos have one address each, which is the one that they tell the others.
        foreach (var silo in Silos) Assert.Equal(["cluster"], Services[silo]!["networks"]!.AsArray().Select(n => (string)n!));
        Assert.True((bool?)Compose["networks"]!["cluster"]!["internal"]);
    }

    [Fact]
    public void No_secret_has_a_value_until_the_operator_gives_one()
    {
        var text = DeployFiles.Text(File);
        var example = DeployFiles.Text("deploy/.env.example").Split('\n')
            .Where(l => l.Contains('=', StringComparison.Ordinal) && !l.StartsWith('#')).Select(l => l.Split('=', 2))
            .ToDictionary(l => l[0], l => l[1].Trim());

        Assert.Equal(Variable().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order(),
            example.Keys.Except(["COMPOSE_PROJECT_NAME"]).Order());
        foreach (var name in Written.Keys)
        {
            Assert.Equal("", example[name]);
            // Without it compose itself stops and says so.
            Assert.All(Variable().Matches(text).Where(m => m.Groups[1].Value == name), m => Assert.Equal(":?", m.Groups[2].Value));
        }

        foreach (var (service, settings) in Services.Select(s => (s.Key, s.Value!["environment"]?.AsObject() ?? [])))
        {
            foreach (var (name,
                value) in settings.Where(
                    e => e.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
                        || e.Key is "Vault__MasterKeys" or "Ids__Key" or "Journal__Key"
                        || e.Key.EndsWith("__Connection", StringComparison.Ordinal)))
                Assert.Contains("${VIP_", (string)value!, StringComparison.Ordinal);
            Assert.NotEmpty(service);
        }

        Assert.Contains("deploy/.env", DeployFiles.Text(".gitignore").Split('\n'));
    }

    [Fact]
    public void The_balancer_asks_each_gateway_whether_it_is_ready_and_sees_it_drain()
    {
        var lines = DeployFiles.Text("deploy/compose/haproxy.cfg").Split('\n').Select(l => l.Trim()).ToList();
        var port = new Uri(Environment(Gateways[0])["ASPNETCORE_URLS"].Replace("+", "any", StringComparison.Ordinal)).Port;

        Assert.Equal(Gateways.Select(g => $"server {g} {g}:{port} check"),
            lines.Where(l => l.StartsWith("server ", StringComparison.Ordinal)));
        Assert.Contains($"http-check send meth GET uri {ProgramSettings.HealthPaths[1]}", lines);
        var check = CheckEvery().Match(string.Join('\n', lines));
        var seen = int.Parse(check.Groups[1].Value,
            CultureInfo.InvariantCulture) * (int.Parse(check.Groups[2].Value, CultureInfo.InvariantCulture) + 1);
        Assert.True(seen < int.Parse(Environment(Gateways[0])["Gateway__DrainSeconds"], CultureInfo.InvariantCulture),
            "A gateway is gone before the balancer knows.");
        Assert.Contains("http-request del-header X-Forwarded-For", lines);
        Assert.Contains("option forwardfor", lines);
        Assert.EndsWith($":{BindPort().Match(string.Join('\n', lines)).Groups[1].Value}", (string)Services["balancer"]!["ports"]![0]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_measured_goes_to_the_collector_and_grafana_finds_its_files()
    {
        var endpoint = new Uri(Environment(Silos[0])["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("collector", endpoint.Host);
        Assert.EndsWith($":{endpoint.Port}",
            DeployFiles.Yaml("deploy/observability/collector.yaml").At("receivers", "otlp", "protocols", "grpc", "endpoint").ToString(),
            StringComparison.Ordinal);
        foreach (var (from,
            to) in new[] { (Silos[0], "collector"), (Gateways[0], "collector"), ("prometheus", "collector"), ("grafana", "prometheus"),
                ("balancer", Gateways[0]), (Silos[0], "postgres"), (Gateways[0], Silos[0]) })
            Assert.True(Networks(from).Intersect(Networks(to)).Any(), $"{from} does not reach {to}.");
        var dashboards =
            ((YamlDotNet.RepresentationModel.YamlSequenceNode)DeployFiles.Yaml(
                "deploy/observability/grafana/provisioning/dashboards/vip-orleans.yaml").At("providers")).Children.Single()
                .At("options", "path").ToString();
        Assert.Contains(Mounts(), m => m.Service == "grafana" && m.Target == dashboards);

        static IEnumerable<string> Networks(string service) => Services[service]!["networks"]!.AsArray().Select(n => (string)n!);
    }

    private static IEnumerable<(string Service, string Source, string Target)> Mounts() =>
        from service in Services
        from mount in service.Value!["volumes"]?.AsArray() ?? []
        let parts = ((string)mount!).Split(':')
        select (service.Key, parts[0], parts[1]);

    private static Dictionary<string, string> Environment(string service) =>
        Services[service]!["environment"]!.AsObject().ToDictionary(e => e.Key, e => Fill((string)e.Value!));

    private static string Fill(string text) =>
        Variable().Replace(text, m => Written.TryGetValue(m.Groups[1].Value, out var value) ? value : m.Groups[3].Value);

    private static double Seconds(JsonNode? duration) => double.Parse(((string)duration!).TrimEnd('s'), CultureInfo.InvariantCulture);

    private static string[] Named(string start) =>
        [.. Services.Select(s => s.Key).Where(n => n.StartsWith(start, StringComparison.Ordinal))];

    private static JsonObject Load()
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(new MergingParser(new YamlDotNet.Core.Parser(new StringReader(DeployFiles.Text(File)))));
        return Json(yaml)!.AsObject();
    }

    private static JsonNode? Json(object? node) => node switch
    {
        null => null,
        IDictionary<object, object?> map => new JsonObject(map.Select(e => KeyValuePair.Create((string)e.Key, Json(e.Value)))),
        IList<object?> list => new JsonArray([.. list.Select(Json)]),
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        IConvertible number => JsonValue.Create(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    [GeneratedRegex(@"\$\{([A-Z_]+)(:[-?])([^}]*)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"default-server inter (\d+)s fall (\d+)")]
    private static partial Regex CheckEvery();

    [GeneratedRegex(@"bind :(\d+)")]
    private static partial Regex BindPort();
}
