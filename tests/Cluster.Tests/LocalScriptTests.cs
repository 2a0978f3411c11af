namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VipOrleans.Servers;

/// <summary>The one command of the README.</summary>
public sealed partial class LocalScriptTests
{
    [Fact]
    public async Task One_command_starts_three_silos_and_two_gateways_that_form_a_sponsorship_and_stop_together()
    {
        var data = Directory.CreateTempSubdirectory("vip-local-").FullName;
        var script = Path.Combine(Repository(), "deploy", "local", "cluster.sh");
        var start = new ProcessStartInfo("bash",
            [script, "--no-build", "--data", data, "--first-port",
                $"{Random.Shared.Next(20_000, 30_000)}"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VIP_POSTGRES"] = await (await PostgresServer.Shared).NewDatabase();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var printed = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                printed.Add(line);
                if (line.Contains("all is ready", StringComparison.Ordinal)) break;
            }

            var gateways = printed.Select(l => GatewayLine().Match(l)).Where(m => m.Success).Select(m => new Uri(m.Groups[1].Value))
                .ToList();
            Assert.True(gateways.Count == 2, string.Join('\n', printed) + (process.HasExited ? await errors : ""));
            Assert.Equal(3,
                printed.Count(l => l.Contains("silo", StringComparison.Ordinal) && l.Contains("is ready", StringComparison.Ordinal)));

            using var client = new ClusterClient(gateways);
            var officer = await Forming.OpenCity(client);
            var (host, _, sponsorship) = await Forming.Form(client, officer, "1");
            foreach (var gateway in gateways)
            {
                Assert.Equal(host, (string)(await client.Get($"/v1/sponsorships/{sponsorship}", officer, gateway))["host"]!);
            }

            // A silo and a gateway that are killed take nothing with them.
            foreach (var name in new[] { "silo 2", "gateway 2" })
            {
                var number = ProcessNumber().Match(printed.Single(l => l.Contains($"{name} is ready", StringComparison.Ordinal))).Value;
                using (var end = Process.Start("kill", ["-KILL", number])) await end.WaitForExitAsync();
                string? line;
                do line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
                while (line is not null && !line.Contains("going on with:", StringComparison.Ordinal));
                Assert.DoesNotContain(name.Replace(' ', '-'), line!, StringComparison.Ordinal);
            }

            using var left = new ClusterClient([gateways[0]]);
            await Forming.Form(left, officer, "2");
        }
        finally
        {
            // As Ctrl-C does, which a shell cannot trap where tests run in the background: there it is born deaf to it.
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(0, process.ExitCode);
        // Nothing of it is left: each of its processes had the folder in its environment.
        Assert.DoesNotContain(Directory.GetDirectories("/proc"),
            p => EnvironmentOf(p).Contains($"Silo__DataFolder={data}", StringComparison.Ordinal));
        Directory.Delete(data, recursive: true);
    }

    private static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "VipOrleans.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"(?<=process )\d+")]
    private static partial Regex ProcessNumber();

    [GeneratedRegex(@"gateway \d is ready: (http://\S+)")]
    private static partial Regex GatewayLine();
}
