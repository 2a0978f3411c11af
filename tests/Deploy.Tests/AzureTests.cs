namespace VipOrleans.Deploy.Tests;

using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VipOrleans.Silo;

/// <summary>
/// The Bicep files, compiled by their own compiler, and what Azure would be asked to make. Nothing of it was made in Azure.
/// </summary>
public sealed partial class AzureTests
{
    private static readonly Lazy<Task<JsonObject>> Compiled = new(Compile);

    [Fact]
    public async Task Silos_and_gateways_have_settings_that_the_programs_take()
    {
        var silo = Environment(await App("silo"));
        var gateway = Environment(await App("gateway"));

        var settings = ProgramSettings.Silo(silo);
        var read = ProgramSettings.Gateway(gateway);

        Assert.Equal((VipOrleans.Silo.JournalStore.AzureTables, settings.JournalConnection), (settings.Store, settings.Account));
        Assert.Equal(settings.Account, read["Cluster:Connection"]);
        Assert.Equal(settings.ClusterId, read["Cluster:ClusterId"]);
        // Silos reach the account with an identity: no key stands in what they are given.
        Assert.StartsWith("https://", settings.JournalConnection, StringComparison.Ordinal);
        Assert.Contains("AZURE_CLIENT_ID", silo.Keys);
        Assert.Contains("AZURE_CLIENT_ID", gateway.Keys);
        ProgramSettings.CheckHeap(silo);
        ProgramSettings.CheckHeap(gateway);
    }

    [Fact]
    public async Task Containers_have_the_programs_ports_paths_and_time_to_stop()
    {
        var defaults = VipOrleans.Silo.SiloConfiguration.Read(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        foreach (var (app, port) in new[] { ("silo", defaults.HealthPort), ("gateway", 8080) })
        {
            var template = (await App(app))["properties"]!["template"]!;
            var probes = template["containers"]![0]!["probes"]!.AsArray();
            Assert.Equal(["Liveness", "Readiness", "Startup"], probes.Select(p => (string)p!["type"]!).Order());
            Assert.All(probes, p => Assert.Contains((string)p!["httpGet"]!["path"]!, ProgramSettings.HealthPaths));
            Assert.All(probes, p => Assert.Equal(port, (int)p!["httpGet"]!["port"]!));
            Assert.Equal("/health/live", (string?)probes.Single(p => (string?)p!["type"] == "Liveness")!["httpGet"]!["path"]);
            Assert.True(
                TimeSpan.FromSeconds(
                    (int)template["terminationGracePeriodSeconds"]!) >= ProgramSettings.Stopping(Environment(await App(app)))
                        + TimeSpan.FromSeconds(10));
        }

        var ingress = (await App("gateway"))["properties"]!["configuration"]!["ingress"]!;
        Assert.Equal((8080, false, "http://+:8080"),
            ((int)ingress["targetPort"]!, (bool)ingress["allowInsecure"]!, Environment(await App("gateway"))["ASPNETCORE_URLS"]));
        // An ingress would reach any silo; they are called by their own addresses.
        Assert.Null((await App("silo"))["properties"]!["configuration"]!["ingress"]);
        Assert.Equal("/data",
            (string?)(await App("silo"))["properties"]!["template"]!["containers"]![0]!["volumeMounts"]![0]!["mountPath"]);
    }

    [Fact]
    public async Task Silos_always_run_and_stand_on_hardware_where_replicas_reach_each_other()
    {
        var scale = (await App("silo"))["properties"]!["template"]!["scale"]!;
        Assert.Equal(("[parameters('silos')]", "[parameters('silos')]"), ((string?)scale["minReplicas"], (string?)scale["maxReplicas"]));
        Assert.Equal(3, (int)(await Compiled.Value)["parameters"]!["silos"]!["minValue"]!);
        Assert.True((int)(await App("gateway"))["properties"]!["template"]!["scale"]!["minReplicas"]! >= 2);
        var dedicated =
            (await Only("Microsoft.App/managedEnvironments"))["properties"]!["workloadProfiles"]!.AsArray()
                .Single(p => (string?)p!["workloadProfileType"] != "Consumption")!;
        foreach (var app in new[] { "silo", "gateway" })
        {
            Assert.Equal((string?)dedicated["name"], (string?)(await App(app))["properties"]!["workloadProfileName"]);
        }

    }

    [Fact]
    public async Task Data_is_reached_over_TLS_from_the_network_only_and_without_a_key()
    {
        var storage = (await Only("Microsoft.Storage/storageAccounts"))["properties"]!;
        Assert.Equal(("TLS1_2", true, false, false, "Disabled"),
            ((string?)storage["minimumTlsVersion"], (bool)storage["supportsHttpsTrafficOnly"]!, (bool)storage["allowSharedKeyAccess"]!,
                (bool)storage["allowBlobPublicAccess"]!, (string?)storage["publicNetworkAccess"]));
        Assert.Equal("Deny", (string?)storage["networkAcls"]!["defaultAction"]);
        var endpoints = await Only("Microsoft.Network/privateEndpoints");
        Assert.Contains("createArray('table', 'blob')", (string?)endpoints["copy"]!["count"], StringComparison.Ordinal);
        Assert.Equal("[createArray('table', 'blob')[copyIndex()]]",
            (string?)endpoints["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]);
        // One account is all that has data, and what is erased there is not kept for a while.
        var blobs = await Only("Microsoft.Storage/storageAccounts/blobServices");
        Assert.False((bool)blobs["properties"]!["deleteRetentionPolicy"]!["enabled"]!);
        Assert.DoesNotContain("DBforPostgreSQL", (await Compiled.Value).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identities_may_do_what_they_need_and_no_more()
    {
        var roles = await All("Microsoft.Authorization/roleAssignments");
        var variables = (await Compiled.Value)["variables"]!.AsObject();
        // Microsoft's numbers of Storage Table Data Contributor, Key Vault Secrets User and AcrPull.
        var known = new Dictionary<string, string>
        {
            ["tableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
            ["tableDataReader"] = "76199698-9eea-4c19-bc75-cec21354c6b6", ["blobDataContributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            ["secretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6", ["registryPull"] = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
        };
        foreach (var (name, number) in known) Assert.Contains(number, (string)variables[name]!, StringComparison.Ordinal);

        Assert.Equal(
            [("blobDataContributor", "storageAccounts"), ("registryPull", "registries"), ("secretsUser", "ids-key"),
                ("secretsUser", "journal-key"), ("secretsUser", "vault-master-keys"), ("tableDataContributor", "storageAccounts"),
                ("tableDataReader", "tables")],
            roles.Select(
                r => (RoleVariable().Match((string)r["properties"]!["roleDefinitionId"]!).Groups[1].Value, Scope((string)r["scope"]!)))
                .Order());
        // The master keys and the journal are the silos' alone.
        foreach (var role in roles.Where(r => Scope((string)r["scope"]!) is "vault-master-keys" or "journal-key" or "storageAccounts"))
        {
            Assert.Contains("{0}-silo", (string)role["properties"]!["principalId"]!, StringComparison.Ordinal);
        }

        // The world talks to gateways, which see who the silos are and nothing else of the account.
        var members = roles.Single(r => Scope((string)r["scope"]!) == "tables");
        Assert.Contains("{0}-gateway", (string)members["properties"]!["principalId"]!, StringComparison.Ordinal);
        Assert.Contains("'OrleansSiloInstances'", (string)members["scope"]!, StringComparison.Ordinal);
        // The key of ids is the gateways' alone.
        Assert.Contains("{0}-gateway",
            (string)roles.Single(r => Scope((string)r["scope"]!) == "ids-key")["properties"]!["principalId"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("ids-key", (await App("silo")).ToJsonString(), StringComparison.Ordinal);
        var gateway = (await App("gateway")).ToJsonString();
        Assert.All(new[] { "vault-master-keys", "journal-key" }, k => Assert.DoesNotContain(k, gateway, StringComparison.Ordinal));
        foreach (var app in new[] { "silo", "gateway" })
        {
            Assert.Equal("UserAssigned", (string?)(await App(app))["identity"]!["type"]);
            Assert.Contains($"{{0}}-{app}", Assert.Single((await App(app))["identity"]!["userAssignedIdentities"]!.AsObject()).Key,
                StringComparison.Ordinal);
        }

        static string Scope(string scope) =>
            new[] { "vault-master-keys", "ids-key", "journal-key", "tableServices/tables", "storageAccounts", "registries" }.First(
                s => scope.Contains(s, StringComparison.Ordinal)).Split('/')[^1];
    }

    [Fact]
    public async Task No_secret_stands_in_clear()
    {
        foreach (var app in new[] { await App("silo"), await App("gateway") })
        {
            var secrets = app["properties"]!["configuration"]!["secrets"]!.AsArray();
            Assert.All(secrets, s => Assert.True(s!["keyVaultUrl"] is not null && s["identity"] is not null && s["value"] is null));
            foreach (var variable in app["properties"]!["template"]!["containers"]![0]!["env"]!.AsArray()
                .Where(v => (string?)v!["name"] is "Vault__MasterKeys" or "Ids__Key" or "Journal__Key"))
                Assert.Contains((string?)variable!["secretRef"], secrets.Select(s => (string?)s!["name"]));
        }

        // No output tells one, and nothing lists an account's keys.
        var text = (await Compiled.Value).ToJsonString();
        Assert.DoesNotContain("listKeys", text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["api", "gatewayClientId", "journal", "siloClientId"],
            (await Compiled.Value)["outputs"]!.AsObject().Select(o => o.Key).Order());
    }

    [Fact]
    public async Task Logs_go_to_the_workspace()
    {
        Assert.Equal("azure-monitor",
            (string?)(await Only("Microsoft.App/managedEnvironments"))["properties"]!["appLogsConfiguration"]!["destination"]);
        var setting = await Only("Microsoft.Insights/diagnosticSettings");
        Assert.Contains("Microsoft.OperationalInsights/workspaces", (string)setting["properties"]!["workspaceId"]!,
            StringComparison.Ordinal);
        Assert.Contains("Microsoft.App/managedEnvironments", (string)setting["scope"]!, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(JsonObject app) =>
        app["properties"]!["template"]!["containers"]![0]!["env"]!.AsArray()
            .ToDictionary(v => (string)v!["name"]!, v => (string?)v!["secretRef"] switch
    {
        null when ((string)v["value"]!).StartsWith('[') => Evaluated((string)v["name"]!),
        null => (string)v["value"]!,
        "vault-master-keys" => "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "journal-key" => "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        "ids-key" => "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=",
        var other => throw new KeyNotFoundException(other),
    });

    // What Azure would make of the expression of a variable.
    private static string Evaluated(string name) => name switch
    {
        "Journal__Connection" or "Cluster__Connection" => "https://vipabc.table.core.windows.net",
        "Cluster__ClusterId" => "azure",
        "Auth__Authority" => "https://login.example.org",
        "Auth__Audience" => "vip",
        "AZURE_CLIENT_ID" => "00000000-0000-0000-0000-000000000000",
        "OTEL_EXPORTER_OTLP_ENDPOINT" => "",
        _ => throw new KeyNotFoundException(name),
    };

    private static async Task<JsonObject> App(string app) =>
        (await All("Microsoft.App/containerApps")).Single(a => ((string)a["name"]!).Contains($"-{app}'", StringComparison.Ordinal));

    private static async Task<JsonObject> Only(string type) => Assert.Single(await All(type));

    private static async Task<List<JsonObject>> All(string type) =>
        [.. Resources(await Compiled.Value).Where(r => (string?)r["type"] == type)];

    private static IEnumerable<JsonObject> Resources(JsonNode template) => template["resources"]!.AsArray().Select(r => r!.AsObject());

    private static async Task<JsonObject> Compile()
    {
        var compiler = DeployFiles.Metadata("Bicep");
        Assert.True(
            OperatingSystem.IsLinux()
                && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
                "The compiler of Bicep that the tests have is for Linux on x64: run them there.");
        // The package does not keep the right to run it.
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(compiler, File.GetUnixFileMode(compiler) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(compiler,
            ["build", Path.Combine(DeployFiles.Root, "deploy/azure/main.bicep"), "--stdout"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        // Warnings are of types and names that Azure would not take.
        Assert.Equal((0, ""), (process.ExitCode, (await errors).Trim()));
        return JsonNode.Parse(output)!.AsObject();
    }

    [GeneratedRegex(@"variables\('(\w+)'\)")]
    private static partial Regex RoleVariable();
}
