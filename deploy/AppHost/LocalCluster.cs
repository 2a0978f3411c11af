namespace VipOrleans.AppHost;

using System.Net.Sockets;
using Aspire.Hosting.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

/// <summary>The processes of the cluster, as resources of Aspire.</summary>
internal sealed class LocalCluster
{
    private const int Silos = 3, Gateways = 2;

    // Everybody's: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string AzuriteKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly IDistributedApplicationBuilder _builder;
    private readonly AppHostOptions _options;
    private readonly Secrets _secrets;
    private readonly string _repository, _output, _database;
    private readonly OrleansService _orleans;
    private readonly List<IResource> _gateways = [], _silos = [], _stores = [];

    /// <summary>Adds all of them.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="repository">The root of the repository.</param>
    /// <param name="output">Where in each project its program is built.</param>
    public LocalCluster(IDistributedApplicationBuilder builder, AppHostOptions options, string repository, string output)
    {
        (_builder, _options, _repository, _output) = (builder, options, repository, output);
        Directory.CreateDirectory(options.Data);
        _secrets = new(options.Data);
        _database = Database();
        _orleans = builder.AddOrleans("cluster").WithClusterId("local").WithServiceId("vip-orleans");
        _orleans.WithClustering(new ClusterDatabase(_database)).WithReminders(new ClusterDatabase(_database));
        var journal = Journal();
        for (var n = 1; n <= Silos; n++) AddSilo(n, journal);
        for (var n = 1; n <= Gateways; n++) AddGateway(n);
        AddPortal();
    }

    /// <summary>All, in the order in which they are stopped: those that answer first, what they store in last.</summary>
    public IEnumerable<IResource> InOrderOfStop => [.. _gateways, .. _silos, .. _stores];

    /// <summary>Where people and programs go.</summary>
    public IEnumerable<string> Addresses =>
    [
        .. Enumerable.Range(0, Gateways).Select(n => $"gateway {n + 1}: http://127.0.0.1:{_options.FirstPort + n}"),
        $"portal: http://127.0.0.1:{_options.FirstPort + 2}",
    ];

    private string Database()
    {
        if (Environment.GetEnvironmentVariable("VIP_POSTGRES") is { Length: > 0 } given) return given;
        var port = _options.FirstPort + 19;
        var password = _secrets.Of("postgres.password");
        var server = _builder.AddExecutable("postgres", "bash", _repository, "deploy/local/postgres.sh", "--data", _options.Data,
            "--port", $"{port}");
        _builder.Services.AddHealthChecks().AddAsyncCheck("postgres-port", stop => Listens(port, stop));
        _stores.Add(server.WithHealthCheck("postgres-port").Resource);
        return $"Host=127.0.0.1;Port={port};Username=vip;Password={password};Database=postgres";
    }

    private (string Store, string Connection) Journal()
    {
        if (!_options.Azurite) return ("Postgres", _database);
        var port = _options.FirstPort + 20;
        var server = _builder.AddExecutable("azurite", "bash", _repository, "deploy/local/azurite.sh", _options.Data, $"{port}");
        _builder.Services.AddHealthChecks().AddAsyncCheck("azurite-port", stop => Listens(port, stop));
        _stores.Add(server.WithHealthCheck("azurite-port").Resource);
        return ("AzureTables", $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AzuriteKey};"
            + $"TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;");
    }

    private void AddSilo(int n, (string Store, string Connection) journal)
    {
        var (port, clients, health) = (_options.FirstPort + 3 + n, _options.FirstPort + 7 + n, _options.FirstPort + 11 + n);
        string siloPort = $"{port}", clientPort = $"{clients}", healthPort = $"{health}";
        var folder = Path.Combine(_options.Data, $"silo-{n}");
        var silo = Add($"silo-{n}", "Silo", health).WithReference(_orleans)
            .WithEndpoint("orleans-silo", e => (e.Port, e.TargetPort, e.IsProxied) = (port, port, false))
            .WithEndpoint("orleans-gateway", e => (e.Port, e.TargetPort, e.IsProxied) = (clients, clients, false))
            .WithEnvironment("Cluster__ClusterId", "local")
            .WithEnvironment("Journal__Store", journal.Store).WithEnvironment("Journal__Connection", journal.Connection)
            .WithEnvironment("Journal__Key", _secrets.Of("journal.key"))
            .WithEnvironment("Journal__AnchorPath", Path.Combine(folder, "journal.anchor"))
            .WithEnvironment("Vault__MasterKeys", "local:" + _secrets.Of("vault.key"))
            .WithEnvironment("Silo__Address", "127.0.0.1").WithEnvironment("Silo__DataFolder", folder)
            .WithEnvironment("Silo__Port", siloPort).WithEnvironment("Silo__ClientPort", clientPort)
            .WithEnvironment("Silo__HealthPort", healthPort);
        _silos.Add(silo.Resource);
    }

    private void AddGateway(int n)
    {
        var port = _options.FirstPort + n - 1;
        var address = $"http://127.0.0.1:{port}";
        var gateway = Add($"gateway-{n}", "Gateway", port).WithReference(_orleans.AsClient())
            .WithEnvironment("Cluster__ClusterId", "local").WithEnvironment("ASPNETCORE_URLS", address)
            .WithEnvironment("Auth__DevelopmentIssuer", "true").WithEnvironment("Auth__DevelopmentKey", _secrets.Of("tokens.key"))
            .WithEnvironment("Ids__Key", _secrets.Of("ids.key")).WithEnvironment("Gateway__DrainSeconds", "1");
        _gateways.Add(gateway.Resource);
    }

    private void AddPortal()
    {
        var port = _options.FirstPort + 2;
        string address = $"http://127.0.0.1:{port}", gateway = $"http://127.0.0.1:{_options.FirstPort}";
        var portal = Add("portal", "Portal", port, "/en").WithEnvironment("ASPNETCORE_URLS", address)
            .WithEnvironment("Portal__Api", gateway).WithEnvironment("Portal__Authority", gateway);
        _gateways.Add(portal.Resource);
    }

    // Ports are said and not given out: what a person notes today is right tomorrow.
    private IResourceBuilder<ExecutableResource> Add(string name, string project, int health, string ready = "/health/ready") =>
        _builder.AddExecutable(name, "dotnet", _repository,
                Path.Combine(_repository, "src", project, _output, $"VipOrleans.{project}.dll"))
            .WithHttpEndpoint(port: health, targetPort: health, name: "http", isProxied: false).WithHttpHealthCheck(ready)
            .WithEnvironment("DOTNET_ENVIRONMENT", "Development").WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("DOTNET_gcServer", "0").WithOtlpExporter();

    private static async Task<HealthCheckResult> Listens(int port, CancellationToken stop)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, stop);
            return HealthCheckResult.Healthy();
        }
        catch (SocketException e)
        {
            return HealthCheckResult.Unhealthy($"Port {port} does not answer: {e.Message}");
        }
    }
}
