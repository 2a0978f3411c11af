namespace VipOrleans.Domain.Tests.Matching;

using VipOrleans.Domain.Matching;

/// <summary>What is stable, word for word from the definitions and without anything of the mechanism's own code.</summary>
internal static class Definitions
{
    public static bool ExceedsACap(MatchingMarket market, int[] hostOf)
    {
        var inCity = CountByCity(market, hostOf);
        return inCity.Where((n, c) => n > market.Cities[c].Cap).Any()
            || market.Regions.Where((r, i) => InRegion(market, inCity, i) > r.Cap).Any();
    }

    public static bool EachAcceptsTheOther(MatchingMarket market, int[] hostOf) =>
        hostOf.Index().All(p => p.Item < 0 || (market.Migrants.RankOf(p.Index, p.Item) >= 0 && market.Hosts.RankOf(p.Item, p.Index) >= 0))
        && hostOf.Where(h => h >= 0).Distinct().Count() == hostOf.Count(h => h >= 0);

    /// <summary>Every migrant and host who both would rather have each other than what they have.</summary>
    public static IEnumerable<(int Migrant, int Host)> WhoWouldRather(MatchingMarket market, int[] hostOf)
    {
        for (var m = 0; m < hostOf.Length; m++)
        {
            foreach (var h in market.Migrants.Of(m).ToArray())
            {
                if (h == hostOf[m]) break;
                var rank = market.Hosts.RankOf(h, m);
                var partner = Array.IndexOf(hostOf, h);
                if (rank >= 0 && (partner < 0 || rank < market.Hosts.RankOf(h, partner))) yield return (m, h);
            }
        }
    }

    /// <summary>
    /// Weakly stable (Kamada and Kojima): a pair that would rather is there only where the host is free and something that holds its city
    /// is full.
    /// </summary>
    public static bool IsWeaklyStable(MatchingMarket market, int[] hostOf) =>
        WhoWouldRather(market, hostOf).All(p => !hostOf.Contains(p.Host) && Full(market, hostOf, p.Host, except: -1));

    /// <summary>
    /// Strongly stable: only where the pair, the migrant leaving the old host, would exceed a cap. There may be no such assignment.
    /// </summary>
    public static bool IsStronglyStable(MatchingMarket market, int[] hostOf) =>
        WhoWouldRather(market, hostOf).All(p => !hostOf.Contains(p.Host) && Full(market, hostOf, p.Host, except: hostOf[p.Migrant]));

    /// <summary>
    /// Stable (Kamada and Kojima): or where the move fits and takes the cities no nearer to their targets, or, inside one city, the
    /// published order puts the old host first.
    /// </summary>
    public static bool IsStable(MatchingMarket market, int[] hostOf)
    {
        var inCity = CountByCity(market, hostOf);
        return WhoWouldRather(market, hostOf).All(p =>
        {
            if (hostOf.Contains(p.Host)) return false;
            var old = hostOf[p.Migrant];
            if (Full(market, hostOf, p.Host, except: old)) return true;
            if (old < 0) return false;
            var (from, to) = (market.CityOf[old], market.CityOf[p.Host]);
            if (from == to) return market.HostOrder[old] < market.HostOrder[p.Host];
            return Excess(to, inCity[to] + 1) > Excess(from, inCity[from] - 1);
        });

        int Excess(int city, int n) => Math.Max(0, n - market.Cities[city].Target);
    }

    /// <summary>
    /// Stable under the published order: no pair that would rather, and whose host the order would let in beside all who are in.
    /// </summary>
    public static bool RespectsThePublishedOrder(MatchingMarket market, int[] hostOf) => WhoWouldRather(market, hostOf).All(p =>
        !hostOf.Contains(p.Host) && !LetThrough(market, [.. hostOf.Where(h => h >= 0), p.Host]).Contains(p.Host));

    /// <summary>
    /// The hosts whom the published order lets through, of those who ask: units one by one, as the rule is told to people.
    /// </summary>
    public static HashSet<int> LetThrough(MatchingMarket market, IReadOnlyCollection<int> asking)
    {
        var units = market.Cities.Index().SelectMany(c => Enumerable.Range(1, asking.Count(h => market.CityOf[h] == c.Index))
            .Select(n => (Beyond: Math.Max(0, n - c.Item.Target), Order: market.CityOrder[c.Index], City: c.Index))).Order();
        var inCity = new int[market.Cities.Count];
        foreach (var unit in units)
        {
            inCity[unit.City]++;
            if (inCity[unit.City] > market.Cities[unit.City].Cap
                || market.Regions.Where((r, i) => InRegion(market, inCity, i) > r.Cap).Any())
            {
                inCity[unit.City]--;
            }

        }

        return [.. asking.GroupBy(h => market.CityOf[h]).SelectMany(g => g.OrderBy(h => market.HostOrder[h]).Take(inCity[g.Key]))];
    }

    /// <summary>
    /// The mechanism as the paper tells it: all who are free propose at once, and everything is decided again from all proposals ever made.
    /// </summary>
    public static int[] AllAtOnce(MatchingMarket market)
    {
        var made = new HashSet<(int Migrant, int Host)>();
        while (true)
        {
            var best = made.GroupBy(p => p.Host)
                .ToDictionary(g => g.Key, g => g.Select(p => p.Migrant).MinBy(m => market.Hosts.RankOf(g.Key, m)));
            var hostOf = Enumerable.Repeat(-1, market.Migrants.Count).ToArray();
            foreach (var host in LetThrough(market, best.Keys)) hostOf[best[host]] = host;
            var more = false;
            for (var m = 0; m < hostOf.Length; m++)
            {
                if (hostOf[m] >= 0) continue;
                var next = market.Migrants.Of(m).ToArray().Where(h => market.Hosts.RankOf(h, m) >= 0 && !made.Contains((m, h))).Cast<int?>()
                    .FirstOrDefault();
                if (next is { } host) more |= made.Add((m, host));
            }

            if (!more) return hostOf;
        }
    }

    // Whether one more at the host would exceed a cap of something that does not also lose the one at the other host.
    private static bool Full(MatchingMarket market, int[] hostOf, int host, int except)
    {
        var inCity = CountByCity(market, hostOf);
        if (except >= 0) inCity[market.CityOf[except]]--;
        inCity[market.CityOf[host]]++;
        return inCity[market.CityOf[host]] > market.Cities[market.CityOf[host]].Cap
            || market.Regions.Where((r, i) => InRegion(market, inCity, i) > r.Cap).Any();
    }

    private static int[] CountByCity(MatchingMarket market, int[] hostOf)
    {
        var counts = new int[market.Cities.Count];
        foreach (var host in hostOf)
        {
            if (host >= 0) counts[market.CityOf[host]]++;
        }

        return counts;
    }

    private static int InRegion(MatchingMarket market, int[] inCity, int region) => inCity.Index().Where(c =>
    {
        var r = market.Cities[c.Index].Region;
        while (r >= 0 && r != region) r = market.Regions[r].Parent;
        return r == region;
    }).Sum(c => c.Item);
}
