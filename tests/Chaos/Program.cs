using System.Globalization;
using VipOrleans.Chaos;
using VipOrleans.Checking;
using VipOrleans.Contracts.Kernel;

if (args is [FaultyPilot.Word, var fault, .. var rest])
{
    await FaultyPilot.Run(fault, rest);
    return 0;
}

const string Help = """
    Runs the system in processes of its own, hurts them at random under load, and checks that nothing was lost.

      --store <sqlite|postgres|azure>   where the journal is (default: sqlite)
      --minutes <n>                     how long it is hurt (default: 1)
      --kills <n>                       and until so many processes of the system were killed (default: 0)
      --seed <n>                        the first round's seed: what is done and what is hurt (default: 1)
      --clients <n>                     how many clients there are (default: 8)
      --keep <folder>                   where the seed, the history and the logs of a round that failed are kept (default: the temporary folder)
      --fault <name>                    a fault planted in the pilot, such as acknowledge-before-commit, which is to be caught
      help, -h, --help                  print this

    It works in rounds of 25 kills or 10 minutes, each with a seed of its own and with a check at its end. It ends with 1 after a round in which
    something was lost; then it names the folder with what is kept of it.
    """;
if (ProgramArguments.AsksForHelp(args))
{
    Console.WriteLine(Help);
    return 0;
}

const int KillsOfARound = 25;
var (options, roundsOf) = (new ChaosOptions(Store.Sqlite, 1, 0, TimeSpan.FromMinutes(1)), TimeSpan.FromMinutes(10));
try
{
    for (var i = 0; i < args.Length; i += 2)
    {
        options = args[i] switch
        {
            "--store" =>
                options with
                {
                    Store = Enum.TryParse<Store>(Value(), ignoreCase: true, out var store)
                    ? store : throw new FormatException($"There is no store '{args[i + 1]}'.")
                },
            "--minutes" => options with { Time = TimeSpan.FromMinutes(double.Parse(Value(), CultureInfo.InvariantCulture)) },
            "--kills" => options with { Kills = int.Parse(Value(), CultureInfo.InvariantCulture) },
            "--seed" => options with { Seed = int.Parse(Value(), CultureInfo.InvariantCulture) },
            "--clients" => options with { Clients = int.Parse(Value(), CultureInfo.InvariantCulture) },
            "--keep" => options with { Folder = Value() },
            "--fault" => options with { Fault = Value() },
            _ => throw new FormatException($"'{args[i]}' is not known here."),
        };

        string Value() => i + 1 < args.Length ? args[i + 1] : throw new FormatException($"'{args[i]}' lacks its value.");
    }

    if (options is { Fault: not null, Store: not Store.Sqlite })
    {
        throw new FormatException("A fault is planted in the pilot, whose store is sqlite.");
    }

}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Help}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The round at hand still comes to its check.
    pressed.Cancel = true;
    stop.Cancel();
};
var until = DateTime.UtcNow + options.Time;
var total = new Totals();
for (var seed = options.Seed; !stop.IsCancellationRequested && (total.Kills < options.Kills || DateTime.UtcNow < until); seed++)
{
    var (kills, time) = (options.Kills - total.Kills, until - DateTime.UtcNow);
    // Whichever is asked for and is more.
    var round = options with
    {
        Seed = seed,
        Kills = Math.Clamp(kills, 0, KillsOfARound),
        Time = kills > KillsOfARound || time < TimeSpan.Zero ? TimeSpan.Zero : time < roundsOf ? time : roundsOf
    };
    Console.WriteLine($"Round with seed {seed}");
    var result = await ChaosRun.Run(round, Console.WriteLine, stop.Token);
    total.Add(result);
    foreach (var violation in result.Violations.Take(50)) Console.WriteLine($"{violation.Law}: {violation.What}");
    Console.WriteLine($"So far: {total}");
    if (result.Violations.Count == 0) continue;
    Console.WriteLine($"{result.Violations.Count} violations; seed {seed}, history and logs are in {result.Kept}.");
    return 1;
}

Console.WriteLine("Nothing was lost.");
return 0;

/// <summary>The counts of all rounds.</summary>
internal sealed class Totals
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Kills { get; private set; }

    public void Add(ChaosResult result)
    {
        Kills += result.Tally.Kills;
        foreach (var (what, count) in result.Tally.Counts) Count(what, count);
        foreach (var answer in Enum.GetValues<Answer>()) Count(answer.ToString().ToLowerInvariant(), result.History.Count(answer));
        Count("rounds", 1);
        Count("violations", result.Violations.Count);
    }

    public override string ToString() => string.Join(", ", _counts.Select(c => $"{c.Value} {c.Key}"));

    private void Count(string what, int count) => _counts[what] = _counts.GetValueOrDefault(what) + count;
}
