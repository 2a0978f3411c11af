namespace VipOrleans.Bench;

using System.Text.Json.Nodes;
using VipOrleans.Servers;

/// <summary>What the parts work with: the server, the processes and the results.</summary>
internal sealed class Lab(Options options, PostgresServer postgres, DirectoryInfo folder) : IAsyncDisposable
{
    /// <summary>How many rows a city has, where the peer keeps a row a place.</summary>
    public const int PeerPlaces = 500_000;

    // More than 64 connections on a machine that runs the server, the peer and its clients cost more than they bring; the best of these is
    // measured.
    private static readonly int[] Pools = [8, 16, 32, 64];

    private static readonly System.Diagnostics.Stopwatch Clock = System.Diagnostics.Stopwatch.StartNew();
    private readonly List<Child> _children = [];
    private int _folders;
    private string[]? _peer;

    public Options Options { get; } = options;

    public PostgresServer Postgres { get; } = postgres;

    public Results Results { get; } = new();

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder.FullName, $"data{_folders++}")).FullName;

    public static void Say(string text) => Console.WriteLine($"[{Clock.Elapsed:mm\\:ss}] {text}");

    /// <summary>Says which round begins. Round -1 warms up and counts for nothing.</summary>
    public void SayRound(string part, int round) =>
        Say(round < 0 ? $"{part}: warming up" : $"{part}: round {round + 1} of {Options.Rounds}");

    /// <summary>Starts the peer, and this system on both journals.</summary>
    public async Task<(string Name, Child Child)[]> Targets()
    {
        _peer ??= await BestPeer();
        return
        [
            ("peer", await Keep(Child.Start(["peer", await Postgres.NewDatabase(), .. _peer]))),
            ("sqlite", await Keep(Child.Start("system", NewFolder()))),
            ("postgres", await Keep(Child.Start("system", NewFolder(), await Postgres.NewDatabase()))),
        ];
    }

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

    /// <summary>
    /// Has something done that keeps one process busy, and adds to the answer what an operation cost: the CPU of that process
    /// (<c>cpuMicros</c>) and of the database's (<c>databaseMicros</c>).
    /// </summary>
    public async Task<JsonObject> Measured(Child busy, Func<Task<JsonObject>> work)
    {
        var (own, database) = (busy.Cpu, Cpu.OfTree(Postgres.ProcessId));
        var answer = await work();
        var count = Math.Max(1, (long)answer["count"]!);
        // What it measured itself begins and ends with the work.
        answer["cpuMicros"] ??= (busy.Cpu - own).TotalMicroseconds / count;
        if (Cpu.OfTree(Postgres.ProcessId) is { } after && database is { } before)
        {
            answer["databaseMicros"] = (after - before).TotalMicroseconds / count;
        }

        return answer;
    }

    public void Add(string part, string what, string target, double x, JsonObject answer, params string[] more)
    {
        if (answer["bad"] is { } bad && (long)bad > 0)
        {
            throw new InvalidOperationException($"{bad} requests of {part} were refused: {answer["firstBad"]}");
        }

        Results.Add(part, what, target, x, "/s", (double)answer["perSecond"]!);
        AddMore(part, what, target, x, answer, more);
    }

    /// <summary>Notes what else was measured: percentiles, and what an operation cost. The database's part is left out where there is no
    /// database.</summary>
    public void AddMore(string part, string what, string target, double x, JsonObject answer, params string[] more)
    {
        foreach (var name in more.Contains("cpuMicros") && target != "sqlite" ? [.. more, "databaseMicros"] : more)
        {
            if (answer[name] is not { } value) continue;
            var of = name switch { "cpuMicros" => "CPU", "databaseMicros" => "CPU of the database", _ => name };
            Results.Add(part, $"{what}, {of}", target, x, name.StartsWith('p') ? "ms" : "µs", (double)value);
        }
    }

    public async ValueTask DisposeAsync() => await EndAll();

    // The peer gets the pool with which it is fastest on this machine, in this run: over both of its ways to keep a quota, 64 callers at
    // once.
    private async Task<string[]> BestPeer()
    {
        const int Places = 50_000;
        Say("peer: which pool is best here");
        string[][] ways = [.. Pools.Select(p => new[] { $"{p}" })];
        var peers = new List<Child>();
        try
        {
            foreach (var way in ways)
            {
                peers.Add(await Child.Start(["peer", await Postgres.NewDatabase(), .. way]));
                await peers[^1].Ask("open-city", new() { ["city"] = "nz-akl", ["places"] = Places, ["rows"] = true });
            }

            for (var round = -1; round < (Options.Quick ? 1 : 3); round++)
            {
                for (var i = 0; i < ways.Length; i++)
                {
                    var product = 1.0;
                    foreach (var rows in new[] { false, true })
                    {
                        var answer =
                            await peers[i].Ask("hold",
                                new()
                                {
                                    ["city"] = "nz-akl", ["clients"] = 64, ["seconds"] = Options.Quick ? 0.2 : 0.4, ["places"] = Places,
                                    ["run"] = $"{round}{rows}", ["rows"] = rows
                                });
                        product *= (double)answer["perSecond"]!;
                    }

                    if (round >= 0)
                    {
                        Results.Add("peer", $"pool of {string.Join(", ", ways[i])}: geometric mean of its two ways to hold", "peer", 64,
                            "/s", Math.Sqrt(product));
                    }

                }
            }
        }
        finally
        {
            foreach (var peer in peers) await peer.DisposeAsync();
        }

        var best = ways.MaxBy(
            way => Results.Find("peer", $"pool of {string.Join(", ", way)}: geometric mean of its two ways to hold", "peer")!.Median)!;
        Results.Notes.Add(
            ("peer", $"The peer was measured with several pools of connections and takes the one that was fastest in this run: "
                + $"{string.Join(", ", best)}."));
        return best;
    }
}
