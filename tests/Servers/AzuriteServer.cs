namespace VipOrleans.Servers;

/// <summary>Azurite's table server: what stands for Azure Tables on a machine without Azure. It is laxer than Azure.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's well-known account and key; they open nothing but an Azurite.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly Lazy<Task<AzuriteServer>> One = new(() => Start());

    private readonly ServerProcess _process;

    private AzuriteServer(ServerProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>The server that all tests of this process share; it ends with the process.</summary>
    public static Task<AzuriteServer> Shared => One.Value;

    /// <summary>Its TCP port on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Its process id, for signals.</summary>
    public int ProcessId => _process.Id;

    /// <summary>How to connect to its tables.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{Port}/{Account};";

    /// <summary>Starts a server in a temporary folder.</summary>
    /// <exception cref="ServerUnavailableException">It cannot be had on this machine; the message tells what to install.</exception>
    public static async Task<AzuriteServer> Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnce();
            }
            catch (PortTakenException) when (attempt < 5)
            {
                // Another process took the port in between: once more, with another one.
            }
        }
    }

    /// <summary>Kills the server; what it had not written to its file is gone.</summary>
    public Task Kill() => _process.Kill();

    /// <summary>Starts the server again after <see cref="Kill"/>, on the same port.</summary>
    public Task StartAgain() => _process.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<AzuriteServer> StartOnce()
    {
        var script = Path.Combine(await NpmPackages.Folder, "azurite", "dist", "src", "table", "main.js");
        var folder = Directory.CreateTempSubdirectory("vip-azurite-").FullName;
        var port = ServerProcess.FreePort();
        var process = ServerProcess.Of(
            "Azurite", folder, "KILL", "successfully started on", "node", script, "--tableHost", "127.0.0.1", "--tablePort", $"{port}",
            "--location", folder,
            "--silent", "--skipApiVersionCheck", "--disableTelemetry");
        try
        {
            await process.Start();
            return new(process, port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
