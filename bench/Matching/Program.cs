using System.Diagnostics;
using System.Globalization;
using VipOrleans.Domain.Matching;
using VipOrleans.MatchingBench;

const string Help = """
    Measures the matching of hosts and migrants in this process.

      scale     one round of the greatest size: progress, time and peak memory of the process; the making of the market is counted apart
        --hosts <n>        (default: 100000)
        --migrants <n>     (default: 100000)
        --candidates <n>   whom each ranks at most (default: 50)
        --seed <n>         (default: 1)

      score     the mechanism's total score beside the greatest that is possible under the same caps
        --people <n>       hosts, and as many migrants (default: 2000)
        --candidates <n>   (default: 20)
        --rounds <n>       markets (default: 5)

      help, -h, --help     print this
    """;
var culture = CultureInfo.InvariantCulture;
if (args is ["help", ..] || args.Any(a => a is "-h" or "--help"))
{
    Console.WriteLine(Help);
    return 0;
}

try
{
    switch (args)
    {
        case ["scale", .. var rest]:
            var scale = Numbers(
                rest,
                new()
                {
                    ["--hosts"] = 100_000,
                    ["--migrants"] = 100_000,
                    ["--candidates"] = 50,
                    ["--seed"] = 1,
                }
            );
            Scale(scale["--hosts"], scale["--migrants"], scale["--candidates"], scale["--seed"]);
            return 0;
        case ["score", .. var rest]:
            var score = Numbers(
                rest,
                new()
                {
                    ["--people"] = 2_000,
                    ["--candidates"] = 20,
                    ["--rounds"] = 5,
                }
            );
            Score(score["--people"], score["--candidates"], score["--rounds"]);
            return 0;
        default:
            throw new FormatException(
                args is [var word, ..] ? $"'{word}' is not known here; --help says what is." : "Say scale or score; --help has more."
            );
    }
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

void Scale(int hosts, int migrants, int candidates, int seed)
{
    Console.WriteLine(
        string.Create(
            culture,
            $"{hosts:N0} hosts, {migrants:N0} migrants, {candidates} candidates each, 100 cities in 5 regions under one cap; "
                + $"{Environment.ProcessorCount} cores"
        )
    );
    var clock = Stopwatch.StartNew();
    var market = new RandomMarket(hosts, migrants, candidates, seed).Market;
    Console.WriteLine(string.Create(culture, $"market made        {clock.Elapsed.TotalSeconds,8:F2} s"));
    clock.Restart();
    var result = DeferredAcceptance.Run(
        market,
        new Printed(p =>
            Console.WriteLine(
                string.Create(
                    culture,
                    $"  {100L * p.Settled / Math.Max(1, p.Migrants),3} %  {p.Proposals,12:N0} proposals  "
                        + $"{clock.Elapsed.TotalSeconds,6:F2} s"
                )
            )
        )
    );
    var took = clock.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(culture, $"round computed     {took,8:F2} s   (aim: 10 s)"));
    Console.WriteLine(
        string.Create(culture, $"peak memory        {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,8:F0} MiB (aim: 2,048 MiB)")
    );
    Console.WriteLine(string.Create(culture, $"pairs              {result.Pairs,8:N0}"));
}

void Score(int people, int candidates, int rounds)
{
    Console.WriteLine(
        string.Create(
            culture,
            $"{people:N0} hosts and migrants, {candidates} candidates each; the greatest total score by min-cost flow (Google OR-Tools)"
        )
    );
    Console.WriteLine("seed   mechanism  pairs        best  pairs    gap");
    for (var seed = 1; seed <= rounds; seed++)
    {
        var random = new RandomMarket(people, people, candidates, seed);
        var result = DeferredAcceptance.Run(random.Market);
        var ours = result.HostOf.Select((h, m) => h < 0 ? 0L : random.Score(m, h)).Sum();
        var (best, pairs) = BestScore.Of(random);
        Console.WriteLine(
            string.Create(
                culture,
                $"{seed,4} {ours,11:N0} {result.Pairs,6:N0} {best,11:N0} {pairs,6:N0} {100.0 * (best - ours) / best,5:F1} %"
            )
        );
    }
}

Dictionary<string, int> Numbers(string[] words, Dictionary<string, int> numbers)
{
    for (var i = 0; i < words.Length; i += 2)
    {
        if (!numbers.ContainsKey(words[i]))
            throw new FormatException($"'{words[i]}' is not known here; --help says what is.");
        numbers[words[i]] =
            i + 1 < words.Length && int.TryParse(words[i + 1], NumberStyles.None, culture, out var number) && number > 0
                ? number
                : throw new FormatException($"{words[i]} lacks its number.");
    }

    return numbers;
}

internal sealed class Printed(Action<MatchingProgress> print) : IProgress<MatchingProgress>
{
    public void Report(MatchingProgress value) => print(value);
}
