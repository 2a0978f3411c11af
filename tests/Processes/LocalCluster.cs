namespace VipOrleans.Processes;

/// <summary>Silos and gateways on the loopback address, each in a process of its own, that meet in one PostgreSQL database.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vip-cluster-").FullName;

    private LocalCluster(string database, int silos, int gateways, IReadOnlyDictionary<string, string>? settings, string? logs,
        string? release)
    {
        Silos = [.. Enumerable.Range(1, silos).Select(i => Silo(i, database, settings, logs, release))];
        Gateways = [.. Enumerable.Range(1, gateways).Select(i => Gateway(i, database, settings, logs, release))];
    }

    /// <summary>The silos.</summary>
    public IReadOnlyList<NodeProcess> Silos { get; }

    /// <summary>The gateways; each takes the development tokens of the others.</summary>
    public IReadOnlyList<NodeProcess> Gateways { get; }

    private IEnumerable<NodeProcess> All => [.. Silos, .. Gateways];

    /// <summary>Starts a cluster and waits until all of it is ready.</summary>
    /// <param name="database">The connection string of the database, or with <c>Journal__Store</c> of the storage account, of journal,
    /// membership, reminders and vault.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="settings">Environment variables that win over those of this class, such as <c>Journal__Store</c>.</param>
    /// <param name="logs">A folder in which all that they print is kept; null for none.</param>
    /// <param name="release">The root of a release's sources that were built, from which they run at first; null for today's.</param>
    /// <exception cref="InvalidOperationException">One of them did not start; the message has its last words.</exception>
    public static async Task<LocalCluster> Start(string database, int silos, int gateways,
        IReadOnlyDictionary<string, string>? settings = null, string? logs = null, string? release = null)
    {
        var cluster = new LocalCluster(database, silos, gateways, settings, logs, release);
        try
        {
            // One after another: on a small machine all at once would be slower.
            foreach (var node in cluster.All)
            {
                await node.Start();
                await node.WaitReady();
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in All) await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private NodeProcess Silo(int number, string database, IReadOnlyDictionary<string, string>? settings, string? logs, string? release)
    {
        var health = NodeProcess.FreePort();
        return new($"silo-{number}", NodeProcess.BuiltFrom("Silo", release), With(settings, new()
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Journal__Store"] = "Postgres",
            ["Journal__Connection"] = database,
            ["Cluster__Connection"] = database,
            ["Journal__Key"] = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
            ["Vault__MasterKeys"] = "tests:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            ["Silo__Address"] = "127.0.0.1",
            ["Silo__Port"] = $"{NodeProcess.FreePort()}",
            ["Silo__ClientPort"] = $"{NodeProcess.FreePort()}",
            ["Silo__HealthPort"] = $"{health}",
            ["Silo__DataFolder"] = Path.Combine(_folder, $"silo-{number}"),
        }), new($"http://127.0.0.1:{health}"), "/health/ready", logs: logs);
    }

    private static NodeProcess Gateway(int number, string database, IReadOnlyDictionary<string, string>? settings, string? logs,
        string? release)
    {
        var address = $"http://127.0.0.1:{NodeProcess.FreePort()}";
        return new($"gateway-{number}", NodeProcess.BuiltFrom("Gateway", release), With(settings, new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address,
            ["Cluster__Connection"] = database,
            ["Auth__DevelopmentIssuer"] = "true",
            ["Auth__DevelopmentKey"] = DevelopmentKey,
            ["Ids__Key"] = IdsKey,
            ["Limits__RequestsPerSecond"] = "100000",
            ["Limits__Burst"] = "100000",
            // A load of some minutes is what people do in years.
            ["Limits__ConcernsPerMonth"] = "1000000",
            ["Limits__InvitationsPerMonth"] = "1000000",
            ["Limits__ProposalsPerMonth"] = "1000000",
            ["Limits__ProposalsOfPairPerYear"] = "1000000",
            ["Limits__ImportsPerDay"] = "1000000",
            ["Limits__ImportMebibytesPerDay"] = "1000000",
        }), new(address), "/health/ready", logs: logs);
    }

    /// <summary>The key of development tokens, so that one counts at every gateway, and after a restart.</summary>
    internal const string DevelopmentKey = "the gateways of one test cluster";

    /// <summary>The key of ids, so that a test can say which id a command has.</summary>
    public const string IdsKey = "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8=";

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? settings, Dictionary<string, string> own)
    {
        own["Cluster__ClusterId"] = "tests";
        own["Logging__LogLevel__Default"] = "Warning";
        // Many processes share a small machine: a silo that waits for its turn is not dead.
        own["Cluster__ProbeSeconds"] = "2";
        NodeProcess.ShareTheMachine(own);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) own[name] = value;
        return own;
    }
}
