namespace VipOrleans.Cluster.Tests;

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>What becomes of those who wait for a silo that dies, and of silos and gateways that look for another cluster.</summary>
public sealed class FailoverTests
{
    // The product's own setting, which other tests of many processes do not have.
    private static readonly Dictionary<string, string> Settings = new() { ["Cluster__ProbeSeconds"] = "1" };

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Calls_under_way_in_a_silo_that_is_killed_are_answered_within_seconds()
    {
        await using var cluster =
            await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 3, gateways: 1, Settings);
        using var client = new ClusterClient([cluster.Gateways[0].Address]);
        var officer = await Forming.OpenCity(client);
        var hosts = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            hosts.Add((string)(await client.Post($"/v1/cities/{Forming.City}/hosts", officer, $"host-{i}",
                new { person = new { name = $"Host {i}" } }))["id"]!);
        }

        // What is asked of a frozen silo is under way there when it dies, and no time passes in which it could be missed.
        using var http = new HttpClient { BaseAddress = cluster.Gateways[0].Address, Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", officer);
        List<Task<HttpStatusCode>> asked = [];
        var waiting = 0;
        foreach (var silo in cluster.Silos)
        {
            await silo.Freeze();
            asked = [.. hosts.Select(h => Ask(http, $"/v1/hosts/{h}"))];
            await Task.Delay(500, TestContext.Current.CancellationToken);
            waiting = asked.Count(a => !a.IsCompleted);
            if (waiting > hosts.Count / 4)
            {
                await silo.Kill();
                break;
            }

            // Most of the hosts are in another silo.
            await silo.Thaw();
            await Task.WhenAll(asked);
        }

        Assert.True(waiting > hosts.Count / 4, "No silo has the hosts.");
        var died = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(asked);
        var took = Stopwatch.GetElapsedTime(died);

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{waiting} calls were under way; the last was answered after {took.TotalSeconds:0.0} s.");
        // Without another try they would be answered 504 after half a minute.
        Assert.True(took < TimeSpan.FromSeconds(15), $"The last call was answered after {took}.");
    }

    [Fact]
    public async Task A_gateway_and_a_silo_of_another_cluster_say_what_they_find()
    {
        await using var cluster = await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 2, gateways: 1);

        var gateway = cluster.Gateways[0];
        await gateway.Stop();
        gateway.Set("Cluster__ClusterId", "test");
        await gateway.Start();
        await Until(() => gateway.Log.Contains("No silo of the cluster 'test' is found; this gateway waits. In the database of "
            + "Cluster:Connection there is 2 of the cluster 'tests'.", StringComparison.Ordinal), gateway);

        var silo = cluster.Silos[1];
        await silo.Stop();
        silo.Set("Cluster__ClusterId", "test");
        await silo.Start();
        await Until(() => silo.Log.Contains("This silo is of the cluster 'test', and silos of another one meet in the same database: "
            + "1 of 'tests'.", StringComparison.Ordinal), silo);
    }

    [Fact]
    public async Task A_second_silo_on_the_port_of_the_first_ends_and_the_first_goes_on()
    {
        await using var cluster = await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 1, gateways: 0);
        var first = cluster.Silos[0];
        var folder = Directory.CreateTempSubdirectory("vip-second-").FullName;
        var settings = new Dictionary<string, string>(first.Settings)
        {
            ["Silo__DataFolder"] = folder,
            ["Silo__HealthPort"] = "0",
            ["Silo__ClientPort"] = $"{NodeProcess.FreePort()}",
        };

        var second = await ProgramRun.Of("Silo", [], settings);

        Assert.Equal(1, second.Code);
        Assert.StartsWith("The silo cannot run. Silo:Port: another process, perhaps another silo, listens on "
            + $"127.0.0.1:{settings["Silo__Port"]}.", second.Errors, StringComparison.Ordinal);
        Assert.True(await first.IsReady());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpStatusCode> Ask(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task Until(Func<bool> isSo, NodeProcess node)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 600 && node.IsRunning, $"{node.Name} said: {node.Log}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
