namespace VipOrleans.Servers;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

/// <summary>
/// One server process on a free loopback port, with a folder of its own. It ends with this process, however this process ends.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _guard;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Queue<string> _log = new();
    private readonly string _name, _ready;

    private ServerProcess(Process guard, string name, string ready) => (_guard, _name, _ready) = (guard, name, ready);

    /// <summary>The server's process id.</summary>
    public int Id { get; private set; }

    /// <summary>Prepares a server; <see cref="Start"/> starts it.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="folder">Its folder, deleted at the end.</param>
    /// <param name="signal">The signal that ends it at once.</param>
    /// <param name="ready">What its output says when it is ready.</param>
    /// <param name="command">Its command.</param>
    public static ServerProcess Of(string name, string folder, string signal, string ready, params string[] command)
    {
        var guard = Process.Start(
            new ProcessStartInfo("sh", [Path.Combine(AppContext.BaseDirectory, "guard.sh"), folder, signal, .. command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
            })!;
        var server = new ServerProcess(guard, name, ready);
        guard.OutputDataReceived += (_, line) => server.Heard(line.Data);
        guard.BeginOutputReadLine();
        return server;
    }

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

    /// <summary>Starts the server and waits until it is ready.</summary>
    public async Task Start()
    {
        await Order("start");
        Id = int.Parse((await Hear("guard: started ")).Split(' ')[^1], CultureInfo.InvariantCulture);
        await Hear(_ready);
    }

    /// <summary>
    /// Kills the server and the processes that it has started (SIGKILL). Its folder stays, and <see cref="Start"/> starts it again.
    /// </summary>
    public async Task Kill()
    {
        var children = Children(Id);
        await EndBy("kill");
        foreach (var child in children) await Programs.Run(new("kill", ["-KILL", $"{child}"]));
        // They hold on to the server's memory for a moment, with which it would not start again.
        for (var i = 0; i < 100 && children.Exists(IsAlive); i++) await Task.Delay(50);
    }

    /// <summary>Ends the server. Its folder stays, and <see cref="Start"/> starts it again.</summary>
    public Task Stop() => EndBy("stop");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private static List<int> Children(int parent) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(id => Status(id) is { } status && status.Parent == parent)];

    private static bool IsAlive(int process) => Status(process) is { State: not ('Z' or 'X') };

    // The name of the program stands in brackets before, and may have any character in it.
    private static (char State, int Parent)? Status(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (words[0][0], int.Parse(words[1], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task EndBy(string order)
    {
        await Order(order);
        await Hear("guard: ended");
    }

    private async Task Order(string order)
    {
        while (_lines.Reader.TryRead(out _)) { }
        await _guard.StandardInput.WriteLineAsync(order);
        await _guard.StandardInput.FlushAsync();
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
            return;
        }

        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > 30) _log.Dequeue();
        }

        _lines.Writer.TryWrite(line);
    }

    private async Task<string> Hear(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(patience.Token);
                if (line.Contains(text, StringComparison.OrdinalIgnoreCase)) return line;
                if (line.Contains("in use", StringComparison.OrdinalIgnoreCase) || line.Contains("EADDRINUSE", StringComparison.Ordinal))
                {
                    throw new PortTakenException();
                }

            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw Unavailable($"did not say '{text}' within {Patience.TotalSeconds} s");
        }
    }

    private ServerUnavailableException Unavailable(string what)
    {
        lock (_log) return new($"{_name} {what}. Its last words: {string.Join(Environment.NewLine, _log)}");
    }
}

/// <summary>Another process took the port between the choice of it and the server's start.</summary>
internal sealed class PortTakenException : Exception;
