using System.Globalization;
using VipOrleans.Chaos;

if (args is ["faulty-pilot", var fault, .. var rest])
{
    await FaultyPilot.Run(fault, rest);
    return 0;
}

const string Help = """
    Runs the system in processes of its own, hurts them at random under load, and checks that nothing was lost.

      --store <sqlite|postgres|azure>   where the journal is (default: sqlite)
      --minutes <n>                     how long it is hurt (default: 1)
      --kills <n>                       and until so many processes were killed (default: 0)
      --seed <n>                        what is done and what is hurt (default: 1)
      --clients <n>                     how many clients there are (default: 8)
      --fault <name>                    a fault planted in the pilot, such as acknowledge-before-commit, which is to be caught

    It ends with 1 where something was lost; then it names the folder with the seed, the history and the logs.
    """;
var options = new ChaosOptions(Store.Sqlite, 1, 0, TimeSpan.FromMinutes(1));
try
{
    for (var i = 0; i < args.Length; i += 2)
    {
        var value = i + 1 < args.Length ? args[i + 1] : throw new FormatException($"'{args[i]}' lacks its value.");
        options = args[i] switch
        {
            "--store" => options with { Store = Enum.TryParse<Store>(value, ignoreCase: true, out var store) ? store : throw new FormatException($"There is no store '{value}'.") },
            "--minutes" => options with { Time = TimeSpan.FromMinutes(double.Parse(value, CultureInfo.InvariantCulture)) },
            "--kills" => options with { Kills = int.Parse(value, CultureInfo.InvariantCulture) },
            "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
            "--clients" => options with { Clients = int.Parse(value, CultureInfo.InvariantCulture) },
            "--fault" => options with { Fault = value },
            _ => throw new FormatException($"'{args[i]}' is not known here."),
        };
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
    pressed.Cancel = true;
    stop.Cancel();
};
var result = await ChaosRun.Run(options, Console.WriteLine, stop.Token);
foreach (var line in result.Tally.Lines()) Console.WriteLine(line);
foreach (var violation in result.Violations.Take(50)) Console.WriteLine($"{violation.Law}: {violation.What}");
Console.WriteLine(result.Violations.Count == 0 ? "Nothing was lost." : $"{result.Violations.Count} violations; seed {options.Seed}, history and logs are in {result.Kept}.");
return result.Violations.Count == 0 ? 0 : 1;
