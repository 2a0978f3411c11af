using System.Diagnostics;
using System.Globalization;
using VipOrleans.Domain.Matching;
using VipOrleans.MatchingBench;

// scale: one round of the greatest size, with progress, time and peak memory of the process, the making of the market counted apart.
// score: the mechanism's total score beside the greatest that is possible under the same caps.
var culture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["scale", .. var rest]:
        Scale(Number(rest, "--hosts", 100_000), Number(rest, "--migrants", 100_000), Number(rest, "--candidates", 50),
            Number(rest, "--seed", 1));
        return 0;
    case ["score", .. var rest]:
        Score(Number(rest, "--people", 2_000), Number(rest, "--candidates", 20), Number(rest, "--rounds", 5));
        return 0;
    default:
        Console.Error.WriteLine(
            "scale [--hosts 100000] [--migrants 100000] [--candidates 50] [--seed 1] | score [--people 2000] [--candidates 20] [--rounds 5]");
        return 2;
}

void Scale(int hosts, int migrants, int candidates, int seed)
{
    Console.WriteLine(
        string.Create(culture,
            $"{hosts:N0} hosts, {migrants:N0} migrants, {candidates} candidates each, 100 cities in 5 regions under one cap; "
                + $"{Environment.ProcessorCount} cores"));
    var clock = Stopwatch.StartNew();
    var market = new RandomMarket(hosts, migrants, candidates, seed).Market;
    Console.WriteLine(string.Create(culture, $"market made        {clock.Elapsed.TotalSeconds,8:F2} s"));
    clock.Restart();
    var result =
        DeferredAcceptance.Run(market,
            new Printed(
                p => Console.WriteLine(
                    string.Create(culture,
                        $"  {100L * p.Settled / Math.Max(1, p.Migrants),3} %  {p.Proposals,12:N0} proposals  "
                            + $"{clock.Elapsed.TotalSeconds,6:F2} s"))));
    var took = clock.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(culture, $"round computed     {took,8:F2} s   (aim: 10 s)"));
    Console.WriteLine(
        string.Create(culture, $"peak memory        {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,8:F0} MiB (aim: 2,048 MiB)"));
    Console.WriteLine(string.Create(culture, $"pairs              {result.Pairs,8:N0}"));
}

void Score(int people, int candidates, int rounds)
{
    Console.WriteLine(
        string.Create(culture,
            $"{people:N0} hosts and migrants, {candidates} candidates each; the greatest total score by min-cost flow (Google OR-Tools)"));
    Console.WriteLine("seed   mechanism  pairs        best  pairs    gap");
    for (var seed = 1; seed <= rounds; seed++)
    {
        var random = new RandomMarket(people, people, candidates, seed);
        var result = DeferredAcceptance.Run(random.Market);
        var ours = result.HostOf.Select((h, m) => h < 0 ? 0L : random.Score(m, h)).Sum();
        var (best, pairs) = BestScore.Of(random);
        Console.WriteLine(
            string.Create(culture,
                $"{seed,4} {ours,11:N0} {result.Pairs,6:N0} {best,11:N0} {pairs,6:N0} {100.0 * (best - ours) / best,5:F1} %"));
    }
}

int Number(string[] options, string name, int otherwise) =>
    Array.IndexOf(options, name) is >= 0 and var i && i + 1 < options.Length ? int.Parse(options[i + 1], culture) : otherwise;

internal sealed class Printed(Action<MatchingProgress> print) : IProgress<MatchingProgress>
{
    public void Report(MatchingProgress value) => print(value);
}
