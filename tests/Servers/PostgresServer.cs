namespace VipOrleans.Servers;

using System.Diagnostics;
using Npgsql;

/// <summary>A PostgreSQL server of the tests' own: the machine's binaries where it has some, else those of an npm package.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Password = "tests-only";
    private static readonly Lazy<Task<PostgresServer>> One = new(() => Start());
    private static int _databases;

    private readonly ServerProcess _process;

    private readonly string _data, _binaries;

    private PostgresServer(ServerProcess process, int port, string data, string binaries) =>
        (_process, Port, _data, _binaries) = (process, port, data, binaries);

    /// <summary>The server that all tests of this process share; it ends with the process.</summary>
    public static Task<PostgresServer> Shared => One.Value;

    /// <summary>Its TCP port on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Its process id, for signals.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Makes a cluster in a temporary folder and starts a server on it that flushes every commit.</summary>
    /// <param name="settings">Further settings, such as <c>fsync=off</c>.</param>
    /// <exception cref="ServerUnavailableException">It cannot be had on this machine; the message tells what to install.</exception>
    public static async Task<PostgresServer> Start(params string[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnce(settings);
            }
            catch (PortTakenException) when (attempt < 5)
            {
                // Another process took the port in between: once more, with another one.
            }
        }
    }

    /// <summary>How to connect to a database of this server.</summary>
    public string ConnectionString(string database) =>
        ConnectionString(database, Port);

    /// <summary>How to connect to a database of this server through another port, such as a <see cref="CuttingProxy"/>'s.</summary>
    public static string ConnectionString(string database, int port) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Password={Password};Database={database};Include Error Detail=true";

    /// <summary>Makes an empty database and tells how to connect to it.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await Run("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement as the server's owner.</summary>
    public async Task Run(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A client program of the server's own version, such as <c>pg_dump</c>.</summary>
    /// <exception cref="ServerUnavailableException">It is not on this machine: the npm package has the server only.</exception>
    public string Client(string program)
    {
        var own = Path.Combine(_binaries, program);
        return File.Exists(own) ? own
            : throw new ServerUnavailableException(
                $"'{program}' is missing beside PostgreSQL's server. Install PostgreSQL 14 or newer with its clients (Debian: apt-get "
                    + $"install postgresql), then run the tests again.");
    }

    /// <summary>
    /// Kills all processes of the server, as a power cut of its machine would, but for what the operating system had not yet written.
    /// </summary>
    public Task Kill() => _process.Kill();

    /// <summary>Starts the server again after <see cref="Kill"/>, on the same port.</summary>
    public Task StartAgain() => _process.Start();

    /// <summary>Starts the server again as a replica: it answers what it is asked, and takes no writes.</summary>
    public async Task BecomeReplica()
    {
        await _process.Stop();
        await File.WriteAllTextAsync(Path.Combine(_data, "standby.signal"), "");
        await _process.Start();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<PostgresServer> StartOnce(string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("vip-postgres-").FullName;
        var data = Path.Combine(folder, "data");
        var port = ServerProcess.FreePort();
        ServerProcess? process = null;
        try
        {
            var binaries = await Binaries(folder);
            await MakeCluster(binaries, folder, data);
            string[] all = [$"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200",
                "shared_buffers=64MB", .. settings];
            var command =
                Programs.WithoutRights([Path.Combine(binaries, "postgres"), "-D", data, .. all.SelectMany(s => new[] { "-c", s })]);
            process = ServerProcess.Of("PostgreSQL", folder, "QUIT", "database system is ready to accept", command);
            await process.Start();
            return new(process, port, data, binaries);
        }
        catch
        {
            if (process is not null) await process.DisposeAsync();
            else Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task MakeCluster(string binaries, string folder, string data)
    {
        var password = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(password, Password);
        await Programs.GiveAway(folder);
        var initdb = Programs.WithoutRights(
            Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8",
            "--locale=C", "--no-sync");
        var (code, output) = await Programs.Run(new(initdb[0], initdb[1..]) { WorkingDirectory = folder });
        if (code != 0) throw new ServerUnavailableException($"PostgreSQL's initdb failed: {output}");
    }

    private static async Task<string> Binaries(string folder)
    {
        string[] installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var newest = installed.Where(d => File.Exists(Path.Combine(d, "bin", "initdb")))
            .OrderBy(d => double.TryParse(Path.GetFileName(d), out var v) ? v : 0).LastOrDefault();
        if (newest is not null && Environment.GetEnvironmentVariable("VIP_TEST_POSTGRES") != "npm") return Path.Combine(newest, "bin");
        var native = Path.Combine(await NpmPackages.Folder, "@embedded-postgres", "linux-x64", "native");
        if (!Directory.Exists(native))
            throw new ServerUnavailableException(
                "There is no PostgreSQL here, and its npm package is for Linux on x64 only. Install PostgreSQL 14 or newer (Debian: "
                    + "apt-get install postgresql), then run the tests again.");
        if (!Environment.IsPrivilegedProcess) return Path.Combine(native, "bin");
        // The user without rights may not be allowed into the folder of the sources.
        var copy = Path.Combine(folder, "native");
        await Programs.Run(new ProcessStartInfo("cp", ["-r", native, copy]));
        return Path.Combine(copy, "bin");
    }
}
