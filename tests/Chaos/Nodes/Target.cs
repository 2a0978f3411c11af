namespace VipOrleans.Chaos;

using VipOrleans.Journal;
using VipOrleans.Processes;
using VipOrleans.Servers;

/// <summary>Where the journal of a run is kept.</summary>
internal enum Store
{
    Sqlite,
    Postgres,
    Azure,
}

/// <summary>
/// The system as processes: for SQLite the pilot, which is one process by design; for the others three silos and two gateways. Clients
/// reach gateways, and silos their stores, over wires that can be cut.
/// </summary>
internal sealed class Target : IAsyncDisposable
{
    private const int SiloCount = 3, GatewayCount = 2;

    private readonly List<CuttingProxy> _clientWires = [], _storeWires = [];
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly string _folder;
    private string _journal = "";

    private Target(Store store, string folder) => (Store, _folder) = (store, folder);

    public Store Store { get; }

    /// <summary>The processes with grains; the pilot is one.</summary>
    public IReadOnlyList<NodeProcess> Silos { get; private set; } = [];

    /// <summary>The processes with the HTTP API where they are apart.</summary>
    public IReadOnlyList<NodeProcess> Gateways { get; private set; } = [];

    public IEnumerable<NodeProcess> Nodes => [.. Silos, .. Gateways];

    /// <summary>
    /// The PostgreSQL with everything that silos share; null for the pilot, and for silos on a storage account, whose emulator would lose
    /// what it has acknowledged.
    /// </summary>
    public PostgresServer? Database { get; private set; }

    /// <summary>Where clients send their requests.</summary>
    public IEnumerable<Uri> Addresses => _clientWires.Select(w => new Uri($"http://127.0.0.1:{w.Port}"));

    public IReadOnlyList<CuttingProxy> ClientWires => _clientWires;

    public IReadOnlyList<CuttingProxy> StoreWires => _storeWires;

    /// <summary>Starts everything.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">Where data and logs go.</param>
    /// <param name="fault">A fault to plant in the pilot; null for none.</param>
    public static async Task<Target> Start(Store store, string folder, string? fault = null)
    {
        var target = new Target(store, folder);
        try
        {
            if (store == Store.Sqlite) await target.StartPilot(fault);
            else await target.StartCluster();
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the journal, past all that reads or writes it for the system. The system has to be stopped.</summary>
    public async Task<IJournal> OpenJournal() => Store switch
    {
        Store.Sqlite => SqliteJournal.Open(Path.Combine(_folder, "data", "journal.db")),
        Store.Postgres => await PostgresJournal.Open(new PostgresJournalOptions { ConnectionString = _journal }),
        _ => await AzureTablesJournal.Open(new AzureTablesJournalOptions { Connection = _journal, Deadline = TimeSpan.FromSeconds(60) }),
    };

    public async ValueTask DisposeAsync()
    {
        // In the order opposite to their start: nobody looks for a server that is gone.
        foreach (var one in Enumerable.Reverse(_owned)) await one.DisposeAsync();
    }

    private async Task StartPilot(string? fault)
    {
        var pilot = fault is null
            ? LocalPilot.In(Path.Combine(_folder, "data"), _folder)
            : LocalPilot.In(Path.Combine(_folder, "data"), _folder, typeof(Target).Assembly.Location, FaultyPilot.Word, fault);
        _owned.Add(pilot);
        Silos = [pilot];
        await pilot.Start();
        await pilot.WaitReady();
        _clientWires.Add(Wire(pilot.Address.Port));
    }

    private async Task StartCluster()
    {
        var place = Store == Store.Azure ? await StartAccount() : await StartDatabase();
        // A silo that is gone is missed soon, so that a run has time for many.
        var settings = new Dictionary<string, string> { ["Cluster__ProbeSeconds"] = "1" };
        if (Store == Store.Azure) settings["Journal__Store"] = "AzureTables";
        var cluster = await LocalCluster.Start(place, SiloCount, GatewayCount, settings, _folder);
        _owned.Add(cluster);
        (Silos, Gateways) = (cluster.Silos, cluster.Gateways);
        foreach (var gateway in Gateways) _clientWires.Add(Wire(gateway.Address.Port));
    }

    private async Task<string> StartDatabase()
    {
        Database = await PostgresServer.Start();
        _owned.Add(Database);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(await Database.NewDatabase()).Database!;
        _storeWires.Add(Wire(Database.Port));
        _journal = Database.ConnectionString(name);
        return PostgresServer.ConnectionString(name, _storeWires[0].Port);
    }

    // Everything that silos share is in its tables and blobs.
    private async Task<string> StartAccount()
    {
        var azurite = await AzuriteServer.Start();
        _owned.Add(azurite);
        _storeWires.Add(Wire(azurite.BlobPort));
        _storeWires.Add(Wire(azurite.Port));
        _journal = azurite.ConnectionString;
        return AzuriteServer.Through(_storeWires[1].Port, _storeWires[0].Port);
    }

    private CuttingProxy Wire(int port)
    {
        var wire = new CuttingProxy(port);
        _owned.Add(wire);
        return wire;
    }
}
