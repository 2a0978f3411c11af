namespace VipOrleans.Deploy.Tests;

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VipOrleans.Pilot;

/// <summary>The scripts by which a pilot is backed up, and what the papers say of erasures after a restore.</summary>
public sealed class BackupScriptTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_running_pilot_is_copied_into_a_folder_for_its_owner_only_on_which_another_starts_with_the_same_answers()
    {
        var (data, backups, restored) = (Folder(), Folder(), Folder());
        string before;
        await using (var pilot = PilotHost.Build(new() { DataFolder = data, Urls = "http://127.0.0.1:0", Environment = "Development" }))
        {
            await pilot.StartAsync();
            before = await OpenAndRead(PilotHost.AddressOf(pilot), open: true);

            var copy = (await Run(data, backups)).Trim();

            Assert.StartsWith(Path.Combine(backups, "vip-"), copy, StringComparison.Ordinal);
            Assert.Equal(["ids.key", "journal.db", "vault.db"], Directory.GetFiles(copy).Select(Path.GetFileName).Order());
            Assert.All(Directory.GetFiles(copy), f =>
            {
                if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f));
            });
            Assert.True(File.Exists(Path.Combine(data, "last-backup")));
            foreach (var file in Directory.GetFiles(copy)) File.Copy(file, Path.Combine(restored, Path.GetFileName(file)));
            await pilot.StopAsync();
        }

        // The keys lie elsewhere.
        foreach (var key in new[] { "journal.key", "vault-development.key" })
            File.Copy(Path.Combine(data, key), Path.Combine(restored, key));
        await using (var pilot = PilotHost.Build(new() { DataFolder = restored, Urls = "http://127.0.0.1:0", Environment = "Development" }))
        {
            await pilot.StartAsync();
            Assert.Equal(before, await OpenAndRead(PilotHost.AddressOf(pilot), open: false));
            await pilot.StopAsync();
        }

        foreach (var folder in new[] { data, backups, restored }) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_drill_beside_a_working_pilot_verifies_the_copy_compares_it_and_says_what_would_be_lost()
    {
        var (data, backups) = (Folder(), Folder());
        await using var pilot = PilotHost.Build(new() { DataFolder = data, Urls = "http://127.0.0.1:0", Environment = "Development" });
        await pilot.StartAsync();
        using var http = new HttpClient { BaseAddress = PilotHost.AddressOf(pilot) };
        await OpenAndRead(http.BaseAddress, open: true);
        using var token = await http.PostAsJsonAsync("/v1/dev/tokens", new { role = "city-officer", city = "nz-akl" });
        http.DefaultRequestHeaders.Authorization =
            new("Bearer", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        await Register(0);
        using var enough = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            for (var i = 1; !enough.IsCancellationRequested; i++) await Register(i);
        });

        var said = await RunScript("deploy/sqlite/drill.sh", data, backups);
        await enough.CancelAsync();
        await load;

        Assert.Contains("The journal is what was written.", said, StringComparison.Ordinal);
        Assert.Matches(@"drill: the same: [1-9]\d* events; [1-9]\d* persons", said);
        // What came since the copy, and nothing else: the interval between copies.
        Assert.Matches(@"would lose [1-9]\d* events of \d+ s", said);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        await pilot.StopAsync();
        foreach (var folder in new[] { data, backups }) Directory.Delete(folder, recursive: true);

        async Task Register(int number)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cities/nz-akl/hosts");
            request.Headers.Add("Idempotency-Key", $"host-{number}");
            request.Content = JsonContent.Create(new { person = new { name = $"Host {number}" } });
            (await http.SendAsync(request)).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public void Every_key_that_a_pilot_makes_in_its_data_folder_is_named_among_what_is_backed_up()
    {
        var part = DeployFiles.Text("docs/operations.md").Split("\n## ").Single(p => p.StartsWith("Back up\n", StringComparison.Ordinal));

        foreach (var key in new[] { Silo.KeyFile.OfIds, Silo.KeyFile.OfJournal, Vault.VaultKeys.DevelopmentKeyFile })
            Assert.Contains($"| `{key}`", part, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy/postgres/erasures.sh")]
    [InlineData("docs/operations.md")]
    public void A_request_that_an_operator_is_given_to_send_has_what_the_api_asks_for(string file)
    {
        var paths = JsonNode.Parse(DeployFiles.Text("docs/api/openapi.json"))!["paths"]!.AsObject();
        var given = Regex.Matches(DeployFiles.Text(file), @"DELETE (/v1/[^\s`;,:]+)").Select(m => m.Groups[1].Value.TrimEnd('.')).ToList();

        Assert.NotEmpty(given);
        foreach (var request in given)
        {
            var (path, query) = request.Split('?') is [var p, var q] ? (p, q) : (request, "");
            var operation = paths.Where(o => Regex.Replace(o.Key, @"\{\w+\}", "<id>") == path).Select(o => o.Value!["delete"])
                .Single(o => o is not null)!;
            var wanted = operation["parameters"]!.AsArray().Where(x => (string?)x!["in"] == "query" && (bool?)x["required"] == true)
                .Select(x => (string)x!["name"]!);
            Assert.Equal(wanted.Order(), query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(x => x.Split('=')[0]).Order());
        }
    }

    private static string Folder() => Directory.CreateTempSubdirectory("vip-backup-").FullName;

    private static async Task<string> OpenAndRead(Uri address, bool open)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var token = await http.PostAsJsonAsync("/v1/dev/tokens", new { role = "nation-officer", nation = "nz" });
        http.DefaultRequestHeaders.Authorization =
            new("Bearer", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
        if (open)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/cities") { Headers = { { "Idempotency-Key", "open" } } };
            request.Content = JsonContent.Create(new { id = "nz-akl", name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland" });
            (await http.SendAsync(request)).EnsureSuccessStatusCode();
        }

        return await http.GetStringAsync("/v1/cities/nz-akl");
    }

    private static Task<string> Run(params string[] arguments) => RunScript("deploy/sqlite/backup.sh", arguments);

    private static async Task<string> RunScript(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(DeployFiles.Root, script), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true
        };
        start.Environment["VIP_SILO"] = Processes.NodeProcess.BuiltFrom("Silo");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
