namespace VipOrleans.Cluster.Tests;

using VipOrleans.Processes;
using VipOrleans.Servers;

public sealed class AllSilosDeadTests
{
    [Fact]
    public async Task Where_all_silos_died_at_once_any_one_of_them_starts_again_and_has_what_was_acknowledged()
    {
        await using var cluster =
            await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 2, gateways: 1,
                new Dictionary<string, string> { ["Cluster__ProbeSeconds"] = "1" });
        using var client = new ClusterClient([.. cluster.Gateways.Select(g => g.Address)]);
        var officer = await Forming.OpenCity(client);
        var (host, _, sponsorship) = await Forming.Form(client, officer, "1");

        await Task.WhenAll(cluster.Silos.Select(s => s.Kill()));
        await cluster.Silos[0].Start();
        await cluster.Silos[0].WaitReady();

        Assert.Equal(host, (string)(await client.Get($"/v1/sponsorships/{sponsorship}", officer))["host"]!);
    }
}
