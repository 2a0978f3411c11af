namespace VipOrleans.Domain.Matching;

/// <summary>Which hosts may keep a partner under the caps, as more and more hosts get one.</summary>
/// <remarks>
/// The n-th place of a city is a unit. Units up to the city's target come first, then the first beyond it of each city, then the second;
/// among equals the published order of the cities decides. Of all units asked for, the caps let through the greedy choice in that order:
/// nested caps are a laminar matroid, so a unit that is refused once is never let through later, and one more unit displaces at most one
/// other. That is what makes deferred acceptance stable, and truthful for migrants. Within a city the units go to its hosts in the
/// published order of the hosts.
/// </remarks>
internal sealed class PlacesInOrder
{
    private const long Nothing = -1;

    private readonly MatchingMarket market;
    private readonly PriorityQueue<int, int>[] kept; // of each city: who has a place, the last in the published order first
    private readonly int[] taken; // of each region
    private readonly int[] leaf, first, end; // the cities of a region stand side by side in the tree
    private readonly int[] cityAt; // by position in the published order
    private readonly long[] lastUnits; // a tree of maxima over the rank of each city's last unit; a higher rank is let through later

    public PlacesInOrder(MatchingMarket market)
    {
        this.market = market;
        var cities = market.Cities.Count;
        kept = new PriorityQueue<int, int>[cities];
        for (var c = 0; c < cities; c++) kept[c] = new();
        taken = new int[market.Regions.Count];
        (leaf, first, end) = SideBySide(market);
        cityAt = new int[cities];
        for (var c = 0; c < cities; c++) cityAt[market.CityOrder[c]] = c;
        lastUnits = new long[2 * cities];
        Array.Fill(lastUnits, Nothing);
    }

    /// <summary>
    /// A host who had no partner gets one. Answers who loses a place for it: the host itself, another host, or nobody (less than 0). Who
    /// loses it never gets one again.
    /// </summary>
    public int Admit(int host)
    {
        var city = market.CityOf[host];
        kept[city].Enqueue(host, -market.HostOrder[host]);
        if (kept[city].Count > market.Cities[city].Cap) return kept[city].Dequeue();

        var full = market.Cities[city].Region;
        while (full >= 0 && taken[full] < market.Regions[full].Cap) full = market.Regions[full].Parent;
        if (full >= 0)
        {
            var last = LastUnit(first[full], end[full]);
            if (last < RankOf(city, kept[city].Count)) return kept[city].Dequeue();
            var loser = cityAt[(int)(last % kept.Length)];
            var displaced = kept[loser].Dequeue();
            Count(loser, -1);
            Count(city, +1);
            return displaced;
        }

        Count(city, +1);
        return Nobody;
    }

    /// <summary>The answer if nobody loses a place.</summary>
    public const int Nobody = -1;

    // When a city's n-th unit is let through: the lower, the earlier.
    private long RankOf(int city, int n) =>
        n == 0 ? Nothing : (Math.Max(0, n - market.Cities[city].Target) * (long)kept.Length) + market.CityOrder[city];

    private void Count(int city, int change)
    {
        for (var r = market.Cities[city].Region; r >= 0; r = market.Regions[r].Parent) taken[r] += change;
        var i = leaf[city] + kept.Length;
        lastUnits[i] = RankOf(city, kept[city].Count);
        for (i /= 2; i > 0; i /= 2) lastUnits[i] = Math.Max(lastUnits[2 * i], lastUnits[(2 * i) + 1]);
    }

    private long LastUnit(int from, int to)
    {
        var last = Nothing;
        for (int low = from + kept.Length, high = to + kept.Length; low < high; low /= 2, high /= 2)
        {
            if (low % 2 == 1) last = Math.Max(last, lastUnits[low++]);
            if (high % 2 == 1) last = Math.Max(last, lastUnits[--high]);
        }

        return last;
    }

    // Numbers the cities so that those of each region, and of the regions in it, have neighbouring numbers.
    private static (int[] Leaf, int[] First, int[] End) SideBySide(MatchingMarket market)
    {
        var citiesIn = market.Cities.Select((c, i) => (c.Region, City: i)).ToLookup(c => Math.Max(c.Region, -1), c => c.City);
        var regionsIn = market.Regions.Select((r, i) => (r.Parent, Region: i)).ToLookup(r => Math.Max(r.Parent, -1), r => r.Region);
        int[] leaf = new int[market.Cities.Count], first = new int[market.Regions.Count], end = new int[market.Regions.Count];
        var next = 0;
        Number(-1);
        return (leaf, first, end);

        void Number(int region)
        {
            if (region >= 0) first[region] = next;
            foreach (var city in citiesIn[region]) leaf[city] = next++;
            foreach (var inner in regionsIn[region]) Number(inner);
            if (region >= 0) end[region] = next;
        }
    }
}
