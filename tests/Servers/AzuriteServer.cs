namespace VipOrleans.Servers;

/// <summary>Azurite: what stands for Azure's tables and blobs on a machine without Azure. It is laxer than Azure.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's well-known account and key; they open nothing but an Azurite.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly Lazy<Task<AzuriteServer>> One = new(() => Start());

    private readonly ServerProcess _process;

    private AzuriteServer(ServerProcess process, int port, int blobPort) => (_process, Port, BlobPort) = (process, port, blobPort);

    /// <summary>The server that all tests of this process share; it ends with the process.</summary>
    public static Task<AzuriteServer> Shared => One.Value;

    /// <summary>Its TCP port for tables on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Its TCP port for blobs on the loopback address.</summary>
    public int BlobPort { get; }

    /// <summary>Its process id, for signals.</summary>
    public int ProcessId => _process.Id;

    /// <summary>How to connect to its tables and blobs.</summary>
    public string ConnectionString => Through(Port, BlobPort);

    /// <summary>How to connect to its tables and blobs through other ports, which lead to its own.</summary>
    /// <param name="port">For tables.</param>
    /// <param name="blobPort">For blobs.</param>
    public static string Through(int port, int blobPort) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};"
        + $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};";

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
        var script = Path.Combine(await NpmPackages.Folder, "azurite", "dist", "src", "azurite.js");
        var folder = Directory.CreateTempSubdirectory("vip-azurite-").FullName;
        var (port, blobPort) = (ServerProcess.FreePort(), ServerProcess.FreePort());
        var process = ServerProcess.Of(
            "Azurite", folder, "KILL", "Table service is successfully listening", "node", script, "--tableHost", "127.0.0.1", "--tablePort",
            $"{port}", "--blobHost", "127.0.0.1", "--blobPort", $"{blobPort}", "--queueHost", "127.0.0.1", "--queuePort",
            $"{ServerProcess.FreePort()}", "--location", folder,
            "--silent", "--skipApiVersionCheck", "--disableTelemetry");
        try
        {
            await process.Start();
            return new(process, port, blobPort);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
