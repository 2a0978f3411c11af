namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

/// <summary>The cluster as Aspire starts it (<c>deploy/AppHost</c>).</summary>
public sealed partial class AspireTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public async Task Aspire_starts_a_cluster_that_forms_a_sponsorship_and_stops_without_leaving_a_process()
    {
        var data = Directory.CreateTempSubdirectory("vip-aspire-").FullName;
        var start = new ProcessStartInfo("dotnet",
            [
                Path.Combine(Repository(), "deploy", "AppHost", Output(), "VipOrleans.AppHost.dll"), "--data", data, "--first-port",
                $"{Random.Shared.Next(30_000, 32_000)}",
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_gcServer"] = "0";
        // By this all that it starts is known, whoever its parent is by then.
        start.Environment["VIP_ASPIRE_TEST"] = data;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = new List<string>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(4)) is { } line)
            {
                printed.Add(line);
                if (line.Contains("all is ready", StringComparison.Ordinal)) break;
            }

            _ = process.StandardOutput.ReadToEndAsync();
            var said = string.Join('\n', printed);
            Assert.True(said.Contains("all is ready", StringComparison.Ordinal), said + (process.HasExited ? await errors : ""));
            foreach (var name in new[] { "postgres", "silo-1", "silo-2", "silo-3", "gateway-1", "gateway-2", "portal" })
                Assert.Contains($"{name} is ready", printed);

            var gateways = Gateway().Matches(said).Select(m => new Uri(m.Value)).ToList();
            Assert.Equal(2, gateways.Count);
            using var client = new ClusterClient(gateways);
            var officer = await Forming.OpenCity(client);
            var (host, _, sponsorship) = await Forming.Form(client, officer, "1");
            foreach (var gateway in gateways)
                Assert.Equal(host, (string)(await client.Get($"/v1/sponsorships/{sponsorship}", officer, gateway))["host"]!);

            // The dashboard is there, and for whoever has its token only.
            using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
            using var dashboard = await http.GetAsync(new Uri(Dashboard().Match(said).Value));
            Assert.Equal(HttpStatusCode.Redirect, dashboard.StatusCode);
            Assert.Contains("login", dashboard.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await Left(data));
        Directory.Delete(data, recursive: true);
    }

    // What was started and still runs; its own watchman may need a moment to see that all is over.
    private static async Task<List<string>> Left(string data)
    {
        for (var i = 0; ; i++)
        {
            var left = Directory.GetDirectories("/proc").Where(p => Read(p, "environ").Contains($"VIP_ASPIRE_TEST={data}",
                StringComparison.Ordinal)).Select(p => Read(p, "cmdline").Replace('\0', ' ')).ToList();
            if (left.Count == 0 || i == 100) return left;
            await Task.Delay(100);
        }
    }

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Output() => Path.GetRelativePath(Path.Combine(Repository(), "tests", "Cluster.Tests"), AppContext.BaseDirectory);

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"(?<=gateway \d: )http://\S+")]
    private static partial Regex Gateway();

    [GeneratedRegex(@"(?<=the dashboard: )[^;\s]+")]
    private static partial Regex Dashboard();
}
