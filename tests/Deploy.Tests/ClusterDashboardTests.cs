namespace VipOrleans.Deploy.Tests;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using VipOrleans.Processes;

/// <summary>Orleans' dashboard on the port for operators: who gets in, and what is not there for anybody.</summary>
public sealed class ClusterDashboardTests
{
    // Whoever is asked for with the development issuer; an operator is tied to nothing.
    private static readonly object[] Others =
    [
        new { role = "city-officer", city = "nz-akl" }, new { role = "nation-officer", nation = "nz" },
        new { role = "auditor", nation = "nz" }, new { role = "employer", nation = "nz", employer = "acme" },
    ];

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_dashboard_is_for_operators_alone_and_shows_neither_states_nor_ids_nor_logs()
    {
        var folder = Directory.CreateTempSubdirectory("vip-dashboard-");
        var port = NodeProcess.FreePort();
        await using var pilot = LocalPilot.In(folder.FullName);
        pilot.Set("Gateway__OpsPort", $"{port}");
        pilot.Set("Cluster__Dashboard", "true");
        await pilot.Start();
        await pilot.WaitReady();
        var dashboard = new Uri($"http://127.0.0.1:{port}/dashboard/");
        using var http = new HttpClient();
        var @operator = await Token(http, pilot.Address, new { role = "operator" });
        var nation = await Token(http, pilot.Address, new { role = "nation-officer", nation = "nz" });

        // Something for it to show.
        using var open = new HttpRequestMessage(HttpMethod.Post, new Uri(pilot.Address, "/v1/cities"));
        (open.Headers.Authorization, open.Content) = (new("Bearer", nation),
            JsonContent.Create(new { id = "nz-akl", name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland" }));
        open.Headers.Add("Idempotency-Key", "open");
        Assert.Equal(HttpStatusCode.Created, (await http.SendAsync(open)).StatusCode);

        // Nobody gets in without the role, whatever they ask for; a browser is asked for a password.
        var (status, text, answer) = await Ask(http, dashboard, null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("Basic", Assert.Single(answer.WwwAuthenticate).Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(http, dashboard, new("Bearer", "nothing"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(http, dashboard, Password("anybody", "nothing"))).Status);
        foreach (var who in Others)
        {
            foreach (var path in new[] { "", "DashboardCounters", "GrainState" })
            {
                Assert.Equal(HttpStatusCode.Forbidden,
                    (await Ask(http, new(dashboard, path), new("Bearer", await Token(http, pilot.Address, who)))).Status);
            }
        }

        // An operator does, with the token as it is or as a browser's password.
        foreach (var way in new[] { new AuthenticationHeaderValue("Bearer", @operator), Password("me", @operator) })
        {
            (status, text, _) = await Ask(http, new(dashboard, "index.html"), way);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("<html", text, StringComparison.OrdinalIgnoreCase);
        }

        var counters = "";
        for (var i = 0; i < 100 && !counters.Contains("city", StringComparison.OrdinalIgnoreCase); i++)
        {
            counters = (await Ask(http, new(dashboard, "DashboardCounters"), new("Bearer", @operator))).Text;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Contains("city", counters, StringComparison.OrdinalIgnoreCase);
        foreach (var path in new[]
        {
            "DashboardCounters", "ClusterStats", "TopGrainMethods", "GrainTypes", "LifecycleStages", "version",
        })
        {
            (status, text, _) = await Ask(http, new(dashboard, path), new("Bearer", @operator));
            Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {text}");
            // No grain is named: what is said is said by kind.
            Assert.DoesNotContain("akl", text, StringComparison.OrdinalIgnoreCase);
        }

        // What would have states, ids or lines of logs is not there.
        foreach (var path in new[]
        {
            "GrainState?grainId=city/nz-akl&grainType=City", "GrainState/x", "Reminders", "Reminders/1", "Trace", "grainstate", "TRACE",
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(http, new(dashboard, path), new("Bearer", @operator))).Status);
        }

        // It is not on the API's port, and its token opens nothing there.
        Assert.Equal(HttpStatusCode.NotFound,
            (await Ask(http, new(pilot.Address, "/dashboard/DashboardCounters"), new("Bearer", @operator)))
            .Status);
        foreach (var path in new[] { "/v1/cities/nz-akl", "/v1/caller", "/v1/inbox", "/v1/nations/nz" })
            Assert.Equal(HttpStatusCode.Forbidden, (await Ask(http, new(pilot.Address, path), new("Bearer", @operator))).Status);
        await pilot.Stop();
        folder.Delete(recursive: true);
    }

    private static AuthenticationHeaderValue Password(string name, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

    private static async Task<string> Token(HttpClient http, Uri gateway, object who)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(gateway, "/v1/dev/tokens"), who);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;
    }

    private static async Task<(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)> Ask(HttpClient http, Uri address,
        AuthenticationHeaderValue? who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = who } };
        var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }
}
