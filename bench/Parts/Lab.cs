using System.Text.Json.Nodes;
using VipOrleans.Servers;

namespace VipOrleans.Bench;

/// <summary>What the parts work with: the server, the processes and the results.</summary>
internal sealed class Lab(Options options, PostgresServer postgres, DirectoryInfo folder) : IAsyncDisposable
{
    // Found by measuring: with more, the peer's connections only wait for each other.
    public const int PeerPool = 16;
    public const int PeerPlaces = 500_000;

    private static readonly System.Diagnostics.Stopwatch Clock = System.Diagnostics.Stopwatch.StartNew();
    private readonly List<Child> _children = [];
    private int _folders;

    public Options Options { get; } = options;

    public PostgresServer Postgres { get; } = postgres;

    public Results Results { get; } = new();

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder.FullName, $"data{_folders++}")).FullName;

    public static void Say(string text) => Console.WriteLine($"[{Clock.Elapsed:mm\\:ss}] {text}");

    /// <summary>Starts the peer, and this system on both journals.</summary>
    public async Task<(string Name, Child Child)[]> Targets() =>
    [
        ("peer", await Keep(Child.Start("peer", await Postgres.NewDatabase()))),
        ("sqlite", await Keep(Child.Start("system", NewFolder()))),
        ("postgres", await Keep(Child.Start("system", NewFolder(), await Postgres.NewDatabase()))),
    ];

    public Task<Child> Load() => Keep(Child.Start("load"));

    public async Task<Child> Keep(Task<Child> starting)
    {
        var child = await starting;
        _children.Add(child);
        return child;
    }

    /// <summary>Ends the processes of a part.</summary>
    public async Task EndAll()
    {
        foreach (var child in _children) await child.DisposeAsync();
        _children.Clear();
    }

    public void Add(string part, string what, string target, double x, JsonObject answer, params string[] more)
    {
        if (answer["bad"] is { } bad && (long)bad > 0) throw new InvalidOperationException($"{bad} requests of {part} were refused: {answer["firstBad"]}");
        Results.Add(part, what, target, x, "/s", (double)answer["perSecond"]!);
        foreach (var name in more)
        {
            if (answer[name] is { } value) Results.Add(part, name, target, x, name.StartsWith('p') ? "ms" : name == "cpuMicros" ? "µs of CPU each" : "bytes allocated each", (double)value);
        }
    }

    public async ValueTask DisposeAsync() => await EndAll();
}
