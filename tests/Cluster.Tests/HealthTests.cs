namespace VipOrleans.Cluster.Tests;

using System.Net;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>What health checks tell a load balancer, and what silos and gateways tell a collector, each in a process of its own.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_silo_without_its_database_and_a_gateway_without_a_silo_are_not_ready_but_live_and_are_ready_again_after()
    {
        await using var server = await PostgresServer.Start();
        await using var cluster = await LocalCluster.Start(await server.NewDatabase(), silos: 1, gateways: 1);
        var (silo, gateway) = (cluster.Silos[0], cluster.Gateways[0]);
        Assert.Equal(0, (await Question("Silo", silo)).Code);
        Assert.Equal(0, (await Question("Gateway", gateway)).Code);

        await server.Kill();
        await Until(async () => await silo.Ask("/health/ready") == HttpStatusCode.ServiceUnavailable, silo);
        Assert.Equal(HttpStatusCode.OK, await silo.Ask("/health/live"));
        var question = await Question("Silo", silo);
        Assert.Equal(1, question.Code);
        Assert.StartsWith("Not ready: ", question.Errors, StringComparison.Ordinal);
        await server.StartAgain();
        await silo.WaitReady();

        await silo.Kill();
        await Until(async () => await gateway.Ask("/health/ready") == HttpStatusCode.ServiceUnavailable, gateway);
        Assert.Equal(HttpStatusCode.OK, await gateway.Ask("/health/live"));
        Assert.Equal(1, (await Question("Gateway", gateway)).Code);
        await silo.Start();
        await silo.WaitReady();
        await gateway.WaitReady();
    }

    [Fact]
    public async Task Who_stops_is_not_ready_from_then_on_and_a_gateway_still_takes_requests_while_it_drains()
    {
        var settings = new Dictionary<string, string> { ["Gateway__DrainSeconds"] = "15" };
        await using var cluster =
            await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 1, gateways: 1, settings);
        var (silo, gateway) = (cluster.Silos[0], cluster.Gateways[0]);

        var stopping = gateway.Stop();
        await Until(async () => await gateway.Ask("/health/ready") == HttpStatusCode.ServiceUnavailable, gateway);
        // On a new connection: a balancer that has not looked yet.
        Assert.Equal(HttpStatusCode.OK, await gateway.Ask("/problems"));
        Assert.False(stopping.IsCompleted, "It went before it had drained.");
        Assert.Equal(0, await stopping);

        stopping = silo.Stop();
        var answers = new List<HttpStatusCode?>();
        while (!stopping.IsCompleted) answers.Add(await silo.Ask("/health/ready"));
        Assert.Equal(0, await stopping);
        // Not ready while it was still there, and never ready again.
        var ready = answers.TakeWhile(a => a == HttpStatusCode.OK).Count();
        Assert.True(ready < answers.Count, $"It was ready to its end, in {answers.Count} answers.");
        Assert.DoesNotContain(answers.Skip(ready), a => a == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_silo_and_gateway_exports_its_telemetry_under_a_name_of_its_own()
    {
        var port = NodeProcess.FreePort();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        var exported = new HashSet<string>();
        var listening = Listen();
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        };
        await using (var cluster =
            await LocalCluster.Start(await (await PostgresServer.Shared).NewDatabase(), silos: 2, gateways: 1, settings))
        {
            string[] expected =
            [
                .. cluster.Silos.Select(s => $"vip-silo {Environment.MachineName}:{s.Settings["Silo__Port"]}"),
                .. cluster.Gateways.Select(g => $"vip-gateway {Environment.MachineName}:{g.Address.Port}"),
            ];
            await Until(() => Task.FromResult(Exported().Count >= expected.Length), cluster.Gateways[0]);
            Assert.Equal(expected.Order(), Exported().Order());
        }

        collector.Close();
        await listening;

        List<string> Exported()
        {
            lock (exported) return [.. exported];
        }

        async Task Listen()
        {
            try
            {
                while (true)
                {
                    var context = await collector.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    context.Response.Close();
                    lock (exported) exported.Add(
                        $"{Attribute(body.ToArray(), "service.name")} {Attribute(body.ToArray(), "service.instance.id")}");
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }

    // A text attribute in OTLP's protobuf: field 1 is the key, field 2 the value, whose field 1 is the text; all are shorter than 128
    // bytes.
    private static string? Attribute(byte[] message, string name)
    {
        var key = System.Text.Encoding.UTF8.GetBytes(name);
        byte[] begin = [0x0a, (byte)key.Length, .. key];
        var at = message.AsSpan().IndexOf(begin);
        if (at < 0) return null;
        var value = message.AsSpan(at + 2 + key.Length);
        return value[0] == 0x12 && value[2] == 0x0a ? System.Text.Encoding.UTF8.GetString(value.Slice(4, value[3])) : null;
    }

    private static Task<ProgramRun> Question(string program, NodeProcess node) => ProgramRun.Of(program, ["health"], node.Settings);

    private static async Task Until(Func<Task<bool>> reached, NodeProcess node)
    {
        for (var until = DateTime.UtcNow.AddMinutes(3); !await reached(); await Task.Delay(50))
            Assert.True(DateTime.UtcNow < until, $"It did not come to that. The last words of {node.Name}: {node.Log}");
    }
}
