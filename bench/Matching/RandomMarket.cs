namespace VipOrleans.MatchingBench;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

/// <summary>A market made by chance from a seed, with a score for each pair that accept each other.</summary>
/// <remarks>
/// Both sides' wishes follow the score and a taste of their own, in equal parts: pure scores would make the two sides agree, pure tastes
/// would make scores meaningless.
/// </remarks>
internal sealed class RandomMarket
{
    private const int Regions = 5, CitiesPerRegion = 20;

    public RandomMarket(int hosts, int migrants, int candidates, int seed)
    {
        var random = new Random(seed);
        var starts = new int[migrants + 1];
        var wishes = new int[(long)migrants * candidates];
        var scores = new int[wishes.Length];
        var perHost = new int[hosts + 1];
        var drawn = new HashSet<int>(candidates);
        var (taste, order) = (new int[candidates], new int[candidates]);
        for (var m = 0; m < migrants; m++)
        {
            drawn.Clear();
            while (drawn.Count < candidates) drawn.Add(random.Next(hosts));
            var i = 0;
            foreach (var h in drawn)
            {
                order[i] = h;
                taste[i] = -Score(seed, m, h) - random.Next(1_000);
                i++;
            }

            Array.Sort(taste, order);
            for (i = 0; i < candidates; i++)
            {
                wishes[(m * candidates) + i] = order[i];
                scores[(m * candidates) + i] = Score(seed, m, order[i]);
                perHost[order[i] + 1]++;
            }

            starts[m + 1] = (m + 1) * candidates;
        }

        for (var h = 0; h < hosts; h++) perHost[h + 1] += perHost[h];
        var fill = perHost[..hosts];
        int[] suitors = new int[wishes.Length], tastes = new int[wishes.Length];
        for (var i = 0; i < wishes.Length; i++)
        {
            var at = fill[wishes[i]]++;
            (suitors[at], tastes[at]) = (i / candidates, -scores[i] - random.Next(1_000));
        }

        for (var h = 0; h < hosts; h++) Array.Sort(tastes, suitors, perHost[h], perHost[h + 1] - perHost[h]);

        var cityOf = Enumerable.Range(0, hosts).Select(_ => random.Next(Regions * CitiesPerRegion)).ToArray();
        var size = new int[Regions * CitiesPerRegion];
        foreach (var c in cityOf) size[c]++;
        // Cities have places for 80 % of their hosts, regions for 70 %, all together for 65 %.
        var regions = new List<MatchingRegion> { new(hosts * 65 / 100, -1) };
        var cities = new List<MatchingCity>();
        for (var r = 0; r < Regions; r++)
        {
            var caps = size.Skip(r * CitiesPerRegion).Take(CitiesPerRegion).Select(n => n * 80 / 100).ToArray();
            regions.Add(new(size.Skip(r * CitiesPerRegion).Take(CitiesPerRegion).Sum() * 70 / 100, 0));
            cities.AddRange(caps.Select(cap => new MatchingCity(cap, cap / 2, r + 1)));
        }

        Market = new(new(starts, wishes), new(perHost, suitors), cityOf, cities, regions, PublishedOrder.Of("hosts", Ids(hosts)),
            PublishedOrder.Of("cities", Ids(cities.Count)));
        Seed = seed;
    }

    public MatchingMarket Market { get; }

    private int Seed { get; }

    /// <summary>What a pair is worth, 0 to 999.</summary>
    public int Score(int migrant, int host) => Score(Seed, migrant, host);

    private static int Score(int seed, int migrant, int host)
    {
        var x = (ulong)(uint)migrant * 0x9E3779B97F4A7C15 ^ (ulong)(uint)host * 0xC2B2AE3D27D4EB4F ^ (ulong)(uint)seed;
        x = (x ^ (x >> 33)) * 0xFF51AFD7ED558CCD;
        return (int)((x ^ (x >> 33)) % 1_000);
    }

    private static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
}
