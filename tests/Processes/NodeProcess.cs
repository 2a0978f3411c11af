namespace VipOrleans.Processes;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

/// <summary>One silo, gateway or pilot in a process of its own. It ends with the test process, however that ends.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private const int LogLines = 200;

    // When the test process is gone its end of the pipe closes, and the node goes too.
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 2>&1 &
        node=$!
        echo "guard: started $node"
        (cat <&3 >/dev/null 2>&1; kill -KILL "$node" 2>/dev/null) >/dev/null 2>&1 &
        wait "$node"
        echo "guard: ended $?"
        """;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly string _readyPath;
    private readonly string? _logFile;
    private readonly string[] _arguments;
    private readonly Dictionary<string, string> _environment;
    private string _program;
    private readonly Queue<string> _log = new();
    private Process? _guard;
    private TaskCompletionSource<int> _started = New(), _ended = New();

    /// <summary>Prepares a process; <see cref="Start"/> starts it.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="program">The program's DLL, such as <see cref="BuiltFrom"/> gives it.</param>
    /// <param name="environment">Its environment variables, beside those of this process.</param>
    /// <param name="address">Where it answers over HTTP.</param>
    /// <param name="readyPath">The path of its readiness check.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="logs">A folder in which all that it prints is kept in a file; null for none.</param>
    internal NodeProcess(string name, string program, Dictionary<string, string> environment, Uri address, string readyPath,
        string[]? arguments = null, string? logs = null)
    {
        (Name, _program, _environment, Address, _readyPath, _arguments) = (name, program, environment, address, readyPath, arguments ?? []);
        _logFile = logs is null ? null : Path.Combine(logs, $"{name}.log");
    }

    /// <summary>Its name in messages, such as <c>silo-1</c>.</summary>
    public string Name { get; }

    /// <summary>Where it answers over HTTP: a gateway its API, a silo its health checks.</summary>
    public Uri Address { get; }

    /// <summary>Its process id, for signals.</summary>
    public int Id { get; private set; }

    /// <summary>True from its start to its end.</summary>
    public bool IsRunning => _guard is not null && !_ended.Task.IsCompleted;

    /// <summary>The last lines that it printed, of all its runs.</summary>
    public string Log
    {
        get
        {
            lock (_log) return string.Join(Environment.NewLine, _log);
        }
    }

    /// <summary>The DLL that a project under <c>src</c> is built into.</summary>
    /// <param name="project">The project.</param>
    /// <param name="checkout">The root of another checkout that was built, such as a release's; null for this one.</param>
    public static string BuiltFrom(string project, string? checkout = null) => Path.GetFullPath(Path.Combine(
        checkout is null ? Metadata("Sources") : Path.Combine(checkout, "src"), project, Metadata("Output"), $"VipOrleans.{project}.dll"));

    /// <summary>A TCP port that is free now, and that this process has given to nobody else.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            // The system gives a port again as soon as it is free, so two that are asked for one after the other may be the same.
            if (Given.TryAdd(port, true)) return port;
        }
    }

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings => _environment;

    /// <summary>Its program from its next start on, such as a newer one.</summary>
    public void RunFrom(string program) => _program = program;

    /// <summary>Changes an environment variable for its next start.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    /// <summary>Sets the runtime for many processes that share a small machine and do not live long.</summary>
    internal static void ShareTheMachine(Dictionary<string, string> environment) =>
        (environment["DOTNET_gcServer"], environment["DOTNET_TieredPGO"]) = ("0", "0");

    /// <summary>Starts it, also again after its end, on the same ports.</summary>
    public async Task Start()
    {
        if (IsRunning) throw new InvalidOperationException($"{Name} is running.");
        await Close();
        (_started, _ended) = (New(), New());
        var (started, ended) = (_started, _ended);
        var start = new ProcessStartInfo("sh", ["-c", Guard, "guard", "dotnet", _program, .. _arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath()
        };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        _guard = Process.Start(start)!;
        _guard.OutputDataReceived += (_, e) => Hear(e.Data, started, ended);
        _guard.ErrorDataReceived += (_, e) => Hear(e.Data, started, ended);
        _guard.BeginOutputReadLine();
        _guard.BeginErrorReadLine();
        Id = await started.Task;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message has its last words.</exception>
    public async Task WaitReady(TimeSpan? patience = null)
    {
        var until = DateTime.UtcNow + (patience ?? TimeSpan.FromMinutes(3));
        while (!await IsReady())
        {
            if (!IsRunning || DateTime.UtcNow > until)
            {
                throw new InvalidOperationException(
                    $"{Name} {(IsRunning ? "is not ready in time" : "ended")}. Its last words:{Environment.NewLine}{Log}");
            }

            await Task.Delay(200);
        }
    }

    /// <summary>What its readiness check says now; false where nothing answers.</summary>
    public async Task<bool> IsReady() => await Ask(_readyPath) == HttpStatusCode.OK;

    /// <summary>What it answers to a GET on a connection of its own now; null where nothing answers.</summary>
    public async Task<HttpStatusCode?> Ask(string path)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path)) { Headers = { ConnectionClose = true } };
            using var answer = await Http.SendAsync(request);
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Asks it to end (SIGTERM) and waits until it has: its exit code.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        return await _ended.Task;
    }

    /// <summary>Kills it (SIGKILL), as a crash of its machine would, and waits until it is gone. A frozen one too.</summary>
    public async Task Kill()
    {
        await Signal("KILL");
        await _ended.Task;
    }

    /// <summary>Freezes it (SIGSTOP): it does nothing, and its connections stay open.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>Lets it go on after <see cref="Freeze"/> (SIGCONT).</summary>
    public Task Thaw() => Signal("CONT");

    /// <summary>Sends it a signal by its name.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]))!;
        await kill.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Close();

    private async Task Close()
    {
        if (_guard is null) return;
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _guard = null;
    }

    private void Hear(string? line, TaskCompletionSource<int> started, TaskCompletionSource<int> ended)
    {
        if (line is null) return;
        if (line.StartsWith("guard: started ", StringComparison.Ordinal)) started.TrySetResult(LastNumber(line));
        else if (line.StartsWith("guard: ended ", StringComparison.Ordinal)) ended.TrySetResult(LastNumber(line));
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLines) _log.Dequeue();
            if (_logFile is not null) File.AppendAllText(_logFile, $"{DateTime.UtcNow:HH:mm:ss.fff} {line}{Environment.NewLine}");
        }
    }

    private static int LastNumber(string line) => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);

    private static TaskCompletionSource<int> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Metadata(string key) =>
        typeof(NodeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
