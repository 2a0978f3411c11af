namespace VipOrleans.Cluster.Tests;

using System.Collections.Concurrent;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>
/// Each process of a cluster is stopped and started again, one after another, while people work. With <c>VIP_UPGRADE_FROM</c>, the root of
/// a release's sources that were built, all of them run from there first, and each is started again as it is today
/// (<c>tests/upgrade.sh</c>). What they print is kept in the folder <c>VIP_LOGS</c>, if it is given.
/// </summary>
public sealed class RollingRestartTests
{
    private static readonly string? Release = Environment.GetEnvironmentVariable("VIP_UPGRADE_FROM");

    [Fact]
    public async Task A_rolling_restart_under_load_loses_nothing_and_refuses_nothing_that_a_retry_does_not_mend()
    {
        await using var cluster = await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 2, gateways: 2,
            logs: Environment.GetEnvironmentVariable("VIP_LOGS"), release: Release);
        await Roll(cluster, Release is null
            ? [cluster.Silos[0], cluster.Gateways[0], cluster.Silos[1], cluster.Gateways[1]] : [.. cluster.Silos, .. cluster.Gateways]);
    }

    [Fact]
    public async Task A_rolling_restart_of_silos_on_one_storage_account_loses_nothing()
    {
        await using var account = await AzuriteServer.Start();
        await using var cluster = await LocalCluster.Start(account.ConnectionString, silos: 2, gateways: 1,
            new Dictionary<string, string> { ["Journal__Store"] = "AzureTables" });
        await Roll(cluster, cluster.Silos[0], cluster.Silos[1]);

        // One of another cluster says what it finds there.
        var gateway = cluster.Gateways[0];
        await gateway.Stop();
        gateway.Set("Cluster__ClusterId", "test");
        await gateway.Start();
        for (var i = 0; !gateway.Log.Contains("In the storage account of Cluster:Connection there is 2 of the cluster 'tests'.",
            StringComparison.Ordinal); i++)
        {
            Assert.True(i < 600 && gateway.IsRunning, $"{gateway.Name} said: {gateway.Log}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Roll(LocalCluster cluster, params NodeProcess[] nodes)
    {
        // Until the last silo is of the newer release, what asks an older one for something new is refused, and mended by a retry then.
        using var client = new ClusterClient([.. cluster.Gateways.Select(g => g.Address)], Release is null ? 200 : 2_000);
        var officer = await Forming.OpenCity(client);
        var formed = new ConcurrentDictionary<string, (string Host, string Migrant, string Sponsorship)>();
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 3).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                formed[$"{worker}-{i}"] = await Forming.Form(client, officer, $"{worker}-{i}");
            }

        })).ToList();

        await Until(() => !formed.IsEmpty, load);
        foreach (var node in nodes)
        {
            var before = formed.Count;
            var isOfOneRelease = Release is null || node != cluster.Silos[0];
            var stopping = node.Stop();
            Assert.Equal(0, await stopping);
            Assert.False(await node.IsReady());
            if (isOfOneRelease) await Until(() => formed.Count > before, load);
            node.RunFrom(NodeProcess.BuiltFrom(cluster.Silos.Contains(node) ? "Silo" : "Gateway"));
            await node.Start();
            await node.WaitReady();
            before = formed.Count;
            if (isOfOneRelease) await Until(() => formed.Count > before, load);
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);

        foreach (var gateway in cluster.Gateways.Select(g => g.Address))
        {
            var listed = await All(client, officer, $"/v1/cities/{Forming.City}/sponsorships", gateway);
            Assert.Equal(formed.Values.Select(f => f.Sponsorship).Order(), listed.Order());
            Assert.Equal(formed.Values.Select(f => f.Host).Order(),
                (await All(client, officer, $"/v1/cities/{Forming.City}/hosts", gateway)).Order());
        }

        foreach (var (key, (host, migrant, sponsorship)) in formed)
        {
            // Whatever a silo left half done is taken up again by a reminder, a minute later.
            var kept = await client.Get($"/v1/sponsorships/{sponsorship}", officer);
            for (var i = 0; i < 1_800 && (string)kept["status"]! == "accepted"; i++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                kept = await client.Get($"/v1/sponsorships/{sponsorship}", officer);
            }

            Assert.Equal((host, migrant, "checking"), ((string)kept["host"]!, (string)kept["migrant"]!, (string)kept["status"]!));
            Assert.Equal($"Host {key}", (string)(await client.Get($"/v1/hosts/{host}/person?purpose=identity-check", officer))["name"]!);
        }

        // The same requests again are answered as they were, and make nothing new.
        var again = formed.Keys.First();
        Assert.Equal(formed[again], await Forming.Form(client, officer, again));
        var summary = await client.Get($"/v1/cities/{Forming.City}/summary", officer);
        Assert.Equal((formed.Count, formed.Count), ((int)summary["hosts"]!, (int)summary["sponsorships"]!["checking"]!));
    }

    private static async Task<List<string>> All(ClusterClient client, string officer, string path, Uri gateway)
    {
        var ids = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await client.Get($"{path}?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}", officer, gateway);
            ids.AddRange(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            if ((cursor = (string?)page["next"]) is null) return ids;
        }
    }

    private static async Task Until(Func<bool> reached, List<Task> load)
    {
        for (var i = 0; i < 1200 && !reached(); i++)
        {
            // A worker that failed ends the test with its own words.
            if (load.FirstOrDefault(t => t.IsFaulted) is { } failed) await failed;
            await Task.Delay(100);
        }

        Assert.True(reached(), "The load came to a stand.");
    }
}
