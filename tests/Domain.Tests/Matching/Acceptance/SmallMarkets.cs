namespace VipOrleans.Domain.Tests.Matching;

using CsCheck;
using VipOrleans.Domain.Matching;

/// <summary>Small markets with every kind of cap: hosts in cities, cities in regions, regions in regions, and cities outside.</summary>
internal static class SmallMarkets
{
    private const int Cities = 3;

    /// <summary>Markets of up to so many people on each side. Sometimes no cap binds.</summary>
    public static Gen<MatchingMarket> UpTo(int hosts, int migrants) =>
        Gen.Int[1, hosts].SelectMany(h => Gen.Int[1, migrants].SelectMany(m => Of(h, m)));

    public static Gen<MatchingMarket> Of(int hosts, int migrants) => Gen.Select(
        Lists(migrants, hosts), Lists(hosts, migrants), Gen.Int[0, Cities - 1].Array[hosts], Gen.Int[0, hosts].Array[2 * Cities],
        Gen.Int[0, hosts].Array[2], Gen.Int[-1, 1].Array[Cities],
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, hosts).ToArray()), Gen.Shuffle(Enumerable.Range(0, Cities).ToArray())))
        .Select((wishes, accepted, cityOf, caps, regionCaps, regionOf, orders) =>
    {
        MatchingRegion[] regions = [new(regionCaps[0], -1), new(regionCaps[1], 0)];
        var room = regionCaps.ToArray();
        var cities = new MatchingCity[Cities];
        for (var c = 0; c < Cities; c++)
        {
            var target = Math.Min(caps[c], caps[Cities + c]);
            for (var r = regionOf[c]; r >= 0; r = regions[r].Parent) target = Math.Min(target, room[r]);
            for (var r = regionOf[c]; r >= 0; r = regions[r].Parent) room[r] -= target;
            cities[c] = new(caps[c], target, regionOf[c]);
        }

        return new MatchingMarket(Rankings.Of(wishes), Rankings.Of(accepted), cityOf, cities, regions, orders.Item1, orders.Item2);
    });

    public static MatchingMarket WithoutCaps(MatchingMarket market) =>
        market with { Cities = [.. market.Cities.Select(_ => new MatchingCity(market.Hosts.Count, 0, -1))], Regions = [] };

    /// <summary>The market in which one migrant says something else.</summary>
    public static MatchingMarket Saying(MatchingMarket market, int migrant, IReadOnlyList<int> wishes) =>
        market with
        {
            Migrants =
            Rankings.Of(
                [.. Enumerable.Range(0, market.Migrants.Count)
                    .Select(m => m == migrant ? wishes : (IReadOnlyList<int>)market.Migrants.Of(m).ToArray())])
        };

    /// <summary>Every list of wishes that there is among so many: each choice in each order.</summary>
    public static List<int[]> AllLists(int others)
    {
        List<int[]> lists = [[]];
        for (var i = 0; i < lists.Count; i++)
        {
            for (var other = 0; other < others; other++)
            {
                if (!lists[i].Contains(other)) lists.Add([.. lists[i], other]);
            }
        }

        return lists;
    }

    /// <summary>Every assignment in which each accepts their partner and no cap is exceeded, as the host of each migrant.</summary>
    public static IEnumerable<int[]> AllAssignments(MatchingMarket market)
    {
        var hostOf = new int[market.Migrants.Count];
        Array.Fill(hostOf, -1);
        return From(0);

        IEnumerable<int[]> From(int migrant)
        {
            if (migrant == hostOf.Length)
            {
                yield return [.. hostOf];
                yield break;
            }

            hostOf[migrant] = -1;
            foreach (var rest in From(migrant + 1)) yield return rest;
            foreach (var host in market.Migrants.Of(migrant).ToArray())
            {
                if (market.Hosts.RankOf(host, migrant) < 0 || Array.IndexOf(hostOf, host, 0, migrant) >= 0) continue;
                hostOf[migrant] = host;
                for (var later = migrant + 1; later < hostOf.Length; later++) hostOf[later] = -1;
                if (!Definitions.ExceedsACap(market, hostOf)) foreach (var rest in From(migrant + 1)) yield return rest;
            }

            hostOf[migrant] = -1;
        }
    }

    // Each person's list: the others by a random key, those with a high key not at all.
    private static Gen<int[][]> Lists(int people, int others) =>
        Gen.Int[0, 99].Array[others].Select(
            keys => Enumerable.Range(0, others).Where(o => keys[o] < 80).OrderBy(o => keys[o]).ToArray()).Array[people];
}
