using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VipOrleans.Chaos;

/// <summary>TCP ports of the loopback address.</summary>
internal static class Ports
{
    /// <summary>One that is free now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One process of the system: it can be started, killed and frozen. It ends with this process, however this process ends.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly Process _guard;
    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private TaskCompletionSource<int> _started = new();
    private TaskCompletionSource _ready = new(), _ended = new();

    /// <summary>Prepares a process.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="folder">A folder of its own, deleted at the end; its data is in it.</param>
    /// <param name="log">The file that has what it prints.</param>
    /// <param name="program">The program's DLL.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Its environment variables.</param>
    public Node(string name, string folder, string log, string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        (Name, Folder) = (name, Directory.CreateDirectory(folder).FullName);
        _log = new(log) { AutoFlush = true };
        string[] command = ["env", .. environment.Select(e => $"{e.Name}={e.Value}"), "dotnet", program, .. arguments];
        _guard = Process.Start(new ProcessStartInfo("sh", [Path.Combine(AppContext.BaseDirectory, "guard.sh"), Folder, "TERM", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Folder,
        })!;
        _guard.OutputDataReceived += (_, line) => Heard(line.Data);
        _guard.BeginOutputReadLine();
    }

    public string Name { get; }

    public string Folder { get; }

    private int Id { get; set; }

    /// <summary>True while the process lives, frozen or not.</summary>
    public bool IsRunning
    {
        get
        {
            try
            {
                // A process that has ended stays there as a zombie until its guard looks.
                return Id != 0 && File.ReadAllText($"/proc/{Id}/stat").Split(')')[^1].TrimStart()[0] is not ('Z' or 'X');
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    /// <summary>Starts the process and waits until it says that it is up.</summary>
    /// <returns>False where it ended instead, or did not say so in time; its log tells why.</returns>
    public async Task<bool> Start()
    {
        (_started, _ready) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        await Order("start");
        Id = await _started.Task;
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < StartsWithin && IsRunning;)
            if (await Task.WhenAny(_ready.Task, Task.Delay(100)) == _ready.Task) return true;
        await Kill();
        return false;
    }

    /// <summary>Kills the process (SIGKILL).</summary>
    public Task Kill() => End("kill");

    /// <summary>Asks the process to end (SIGTERM) and waits for it.</summary>
    public Task Stop() => End("stop");

    /// <summary>Stops the process in the middle of whatever it does (SIGSTOP).</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>Lets a frozen process go on (SIGCONT).</summary>
    public Task Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        lock (_gate) _log.Dispose();
    }

    private async Task Signal(string signal)
    {
        // The number 0 would name this process and all its kin.
        if (Id == 0) return;
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)])!;
        await kill.WaitForExitAsync();
    }

    private async Task End(string order)
    {
        _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Order(order);
        await _ended.Task;
        Id = 0;
    }

    private async Task Order(string order)
    {
        await _guard.StandardInput.WriteLineAsync(order);
        await _guard.StandardInput.FlushAsync();
    }

    private void Heard(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            if (_log.BaseStream is { CanWrite: true }) _log.WriteLine(line);
        }

        if (line.StartsWith("guard: started ", StringComparison.Ordinal)) _started.TrySetResult(int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        else if (line == "guard: ended") _ended.TrySetResult();
        else if (line.Contains("Application started", StringComparison.Ordinal)) _ready.TrySetResult();
    }
}
