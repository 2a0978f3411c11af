using System.Reflection;
using System.Security.Cryptography;
using VipOrleans.Journal;
using VipOrleans.Servers;

namespace VipOrleans.Chaos;

/// <summary>Where the journal of a run is kept.</summary>
internal enum Store
{
    Sqlite,
    Postgres,
    Azure,
}

/// <summary>
/// The system as processes: for SQLite the pilot, which is one process by design; for the others three silos and two gateways. Clients reach
/// gateways, and silos their stores, over wires that can be cut.
/// </summary>
internal sealed class Target : IAsyncDisposable
{
    private const int SiloCount = 3, GatewayCount = 2;

    private readonly List<CuttingProxy> _clientWires = [], _storeWires = [];
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly string _folder;
    private string _journal = "";

    private Target(Store store, string folder) => (Store, _folder) = (store, folder);

    public Store Store { get; }

    /// <summary>The processes with grains; the pilot is one.</summary>
    public List<Node> Silos { get; } = [];

    /// <summary>The processes with the HTTP API where they are apart.</summary>
    public List<Node> Gateways { get; } = [];

    public IEnumerable<Node> Nodes => [.. Silos, .. Gateways];

    /// <summary>The PostgreSQL with the journal, or with the membership of silos whose journal is in Azure Tables; null for the pilot.</summary>
    public PostgresServer? Database { get; private set; }

    /// <summary>Where clients send their requests.</summary>
    public IEnumerable<Uri> Addresses => _clientWires.Select(w => new Uri($"http://127.0.0.1:{w.Port}"));

    public IReadOnlyList<CuttingProxy> ClientWires => _clientWires;

    public IReadOnlyList<CuttingProxy> StoreWires => _storeWires;

    public int Cuts => _clientWires.Concat(_storeWires).Sum(w => w.Cuts);

    /// <summary>Starts everything.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">Where data and logs go.</param>
    /// <param name="issuer">Who makes tokens.</param>
    /// <param name="fault">A fault to plant in the pilot; null for none.</param>
    public static async Task<Target> Start(Store store, string folder, Issuer issuer, string? fault = null)
    {
        var target = new Target(store, folder);
        try
        {
            if (store == Store.Sqlite) target.AddPilot(issuer, fault);
            else await target.AddCluster(issuer);
            foreach (var node in target.Nodes)
                if (!await node.Start()) throw new InvalidOperationException($"{node.Name} does not start; see {target.LogOf(node.Name)}.");
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the journal, past all that reads or writes it for the system. The pilot has to be stopped.</summary>
    public async Task<IJournal> OpenJournal() => Store switch
    {
        Store.Sqlite => SqliteJournal.Open(Path.Combine(Silos[0].Folder, "data", "journal.db")),
        Store.Postgres => await PostgresJournal.Open(new PostgresJournalOptions { ConnectionString = _journal }),
        _ => await AzureTablesJournal.Open(new AzureTablesJournalOptions { Connection = _journal, Deadline = TimeSpan.FromSeconds(60) }),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
        foreach (var wire in _clientWires.Concat(_storeWires)) await wire.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
    }

    private void AddPilot(Issuer issuer, string? fault)
    {
        var port = Ports.Free();
        string[] arguments = ["--data", "data", "--urls", $"http://127.0.0.1:{port}"];
        var program = fault is null ? "VipOrleans.Pilot.dll" : "VipOrleans.Chaos.dll";
        Silos.Add(NewNode("pilot", program, fault is null ? arguments : ["faulty-pilot", fault, .. arguments], Common(issuer)));
        _clientWires.Add(new(port));
    }

    private async Task AddCluster(Issuer issuer)
    {
        Database = await PostgresServer.Start();
        _servers.Add(Database);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(await Database.NewDatabase()).Database!;
        var wire = new CuttingProxy(Database.Port);
        _storeWires.Add(wire);
        var database = PostgresServer.ConnectionString(name, wire.Port);
        _journal = Database.ConnectionString(name);
        List<(string, string)> stores = [("Journal__Store", "Postgres"), ("Journal__Connection", database)];
        if (Store == Store.Azure)
        {
            var azurite = await AzuriteServer.Start();
            _servers.Add(azurite);
            wire = new CuttingProxy(azurite.Port);
            _storeWires.Add(wire);
            _journal = azurite.ConnectionString;
            stores = [("Journal__Store", "AzureTables"), ("Journal__Connection", _journal.Replace($":{azurite.Port}/", $":{wire.Port}/", StringComparison.Ordinal)), ("Cluster__Connection", database)];
        }

        var keys = $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
        var clientPorts = Enumerable.Range(0, SiloCount).Select(_ => Ports.Free()).ToArray();
        for (var i = 0; i < SiloCount; i++)
        {
            (string, string)[] own = [("Silo__Address", "127.0.0.1"), ("Silo__Port", $"{Ports.Free()}"), ("Silo__ClientPort", $"{clientPorts[i]}"), ("Silo__DataFolder", "data"), ("Vault__MasterKeys", keys)];
            Silos.Add(NewNode($"silo-{i + 1}", SiloProgram, [], [.. Common(issuer), .. stores, .. own]));
        }

        for (var i = 0; i < GatewayCount; i++)
        {
            var port = Ports.Free();
            var reach = clientPorts.Select((p, n) => ($"Cluster__Gateways__{n}", $"127.0.0.1:{p}"));
            Gateways.Add(NewNode($"gateway-{i + 1}", "VipOrleans.Gateway.dll", ["--urls", $"http://127.0.0.1:{port}"], [.. Common(issuer), .. reach]));
            _clientWires.Add(new(port));
        }
    }

    private static string SiloProgram { get; } = Path.GetFullPath(typeof(Target).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Silo").Value!);

    private string LogOf(string name) => Path.Combine(_folder, $"{name}.log");

    private Node NewNode(string name, string program, string[] arguments, IEnumerable<(string, string)> environment) =>
        new(name, Path.Combine(_folder, name), LogOf(name), Path.Combine(AppContext.BaseDirectory, program), arguments, environment);

    // Development, because a provider of tokens without TLS is taken there only.
    private static IEnumerable<(string, string)> Common(Issuer issuer) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_ENVIRONMENT", "Development"), ("DOTNET_gcServer", "0"), ("DOTNET_NOLOGO", "1"),
        ("Auth__Authority", issuer.Address), ("Auth__Audience", Issuer.Audience),
        ("Limits__RequestsPerSecond", "100000"), ("Limits__Burst", "100000"),
        ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
    ];
}
