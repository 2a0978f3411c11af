namespace VipOrleans.Gateway.Tests.Hosting;

using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Gateway.Access;
using VipOrleans.Silo;

public sealed class OwnProcessTests
{
    [Fact]
    public async Task A_gateway_that_is_no_silo_reaches_one_over_TCP()
    {
        var folder = Directory.CreateTempSubdirectory("vip-own-");
        var port = FreePort();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.AddVipSilo(new() { DataFolder = folder.FullName, ClientPort = port });
        using (var silo = builder.Build())
        {
            await silo.StartAsync();
            await using var app = TestGateway.Build(null, null, ("Cluster:Gateways:0", $"127.0.0.1:{port}"));
            await app.StartAsync();
            var token = app.Services.GetRequiredService<DevelopmentIssuer>()
                .Issue("nation", Role.NationOfficer, new(null, null, "nz", null), DateTime.UtcNow);
            using var client =
                new HttpClient { BaseAddress = new(app.Urls.Single()), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
            client.DefaultRequestHeaders.Add("Idempotency-Key", "open");
            // The first call makes everything for the first time, which on a busy machine takes longer than a check may.
            HttpStatusCode ready;
            for (var i = 0; (ready = (await client.GetAsync("/health/ready")).StatusCode) != HttpStatusCode.OK && i < 30; i++)
            {
                await Task.Delay(100);
            }

            Assert.Equal(HttpStatusCode.OK, ready);
            var opened =
                await client.PostAsJsonAsync("/v1/cities",
                    new { id = "nz-akl", name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland" });
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/cities/nz-akl")).StatusCode);
            await app.StopAsync();
            await silo.StopAsync();
        }

        folder.Delete(true);
    }

    [Fact]
    public void An_address_of_a_cluster_that_is_none_is_refused_at_the_start()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => TestGateway.Build(null, null, ("Cluster:Gateways:0", "somewhere")));
        Assert.Contains("somewhere", refused.Message);
    }

    [Theory]
    [InlineData("Username=vip;Password=s3cret", null, "Cluster:Connection")]
    [InlineData("Host=db;Pasword=s3cret", null, "Cluster:Connection")]
    [InlineData("Host=db;Password=s3cret", "127.0.0.1:30000", "leave one out")]
    [InlineData("http://vip.table.core.windows.net", null, "Cluster:Connection names no Azure storage account: the endpoint of Azure "
        + "Tables has to be https")]
    [InlineData("AccountName=vip;AccountKey=s3cret", null, "Cluster:Connection names no Azure storage account: it is no")]
    public void A_cluster_that_cannot_be_found_like_this_is_refused_at_the_start_without_repeating_a_secret(string connection,
        string? gateway, string words)
    {
        var refused =
            Assert.Throws<InvalidOperationException>(
                () => TestGateway.Build(null, null,
                    [("Cluster:Connection", connection),
                        .. gateway is null ? Array.Empty<(string, string)>() : [("Cluster:Gateways:0", gateway)]]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gateways_in_development_take_each_others_tokens_where_they_have_the_same_key()
    {
        Assert.Equal(PublicKey("one text for all gateways"), PublicKey("one text for all gateways"));
        Assert.NotEqual(PublicKey("one text for all gateways"), PublicKey("another text for a gateway"));
        Assert.NotEqual(PublicKey(null), PublicKey(null));

        static string PublicKey(string? seed) => Convert.ToHexString(new DevelopmentIssuer(seed).Key.ECDsa.ExportSubjectPublicKeyInfo());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
