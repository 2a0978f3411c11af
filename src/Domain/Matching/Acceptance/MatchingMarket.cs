namespace VipOrleans.Domain.Matching;

/// <summary>A city in a round.</summary>
/// <param name="Cap">How many of its hosts may be matched, at least 0.</param>
/// <param name="Target">How many it is sure to get if enough of its hosts are wanted, 0 to <paramref name="Cap"/>.</param>
/// <param name="Region">The number of the region that it lies in; less than 0 for none.</param>
public readonly record struct MatchingCity(int Cap, int Target, int Region);

/// <summary>
/// What has a cap over cities or over other regions: a nation, or a part of one. Regions are nested: each lies in at most one other.
/// </summary>
/// <param name="Cap">How many hosts of all its cities may be matched, at least 0.</param>
/// <param name="Parent">The number of the region that it lies in, less than its own; less than 0 for none.</param>
public readonly record struct MatchingRegion(int Cap, int Parent);

/// <summary>All that the result of a round follows from. Hosts, migrants, cities and regions are numbered from 0.</summary>
/// <param name="Migrants">Which hosts each migrant accepts.</param>
/// <param name="Hosts">Which migrants each host accepts. A host has one place.</param>
/// <param name="CityOf">The city of each host.</param>
/// <param name="Cities">The cities.</param>
/// <param name="Regions">The regions.</param>
/// <param name="HostOrder">The published order of the hosts: each host's position. Where a city cannot take all, the earlier host goes
/// first.</param>
/// <param name="CityOrder">The published order of the cities: each city's position.</param>
public sealed record MatchingMarket(
    Rankings Migrants,
    Rankings Hosts,
    IReadOnlyList<int> CityOf,
    IReadOnlyList<MatchingCity> Cities,
    IReadOnlyList<MatchingRegion> Regions,
    IReadOnlyList<int> HostOrder,
    IReadOnlyList<int> CityOrder)
{
    /// <summary>What is wrong with the market; null if nothing is.</summary>
    public string? Problem()
    {
        if (CityOf.Count != Hosts.Count) return "Each host has one city.";
        if (!IsOrder(HostOrder, Hosts.Count)) return "The order of the hosts gives each its own position.";
        if (!IsOrder(CityOrder, Cities.Count)) return "The order of the cities gives each its own position.";
        if (CityOf.Any(c => c < 0 || c >= Cities.Count)) return "A host is in a city that is not there.";
        if (Cities.Any(c => c.Cap < 0 || c.Target < 0 || c.Target > c.Cap))
        {
            return "A city's cap is at least 0, and its target is 0 up to the cap.";
        }

        if (Cities.Any(c => c.Region >= Regions.Count)) return "A city is in a region that is not there.";
        if (Regions.Where((r, i) => r.Cap < 0 || r.Parent >= i).Any())
        {
            return "A region's cap is at least 0, and it is numbered after the region that it lies in.";
        }

        return Dangling(Migrants, Hosts.Count) ?? Dangling(Hosts, Migrants.Count) ?? TargetsAboveCap();
    }

    private static bool IsOrder(IReadOnlyList<int> positions, int count)
    {
        var seen = new bool[count];
        return positions.Count == count && positions.All(p => p >= 0 && p < count && !seen[p] && (seen[p] = true));
    }

    private static string? Dangling(Rankings side, int others)
    {
        var last = new int[others];
        for (var person = 0; person < side.Count; person++)
        {
            foreach (var other in side.Of(person))
            {
                if (other < 0 || other >= others) return "A wish names somebody who is not there.";
                if (last[other] == person + 1) return "A wish names somebody twice.";
                last[other] = person + 1;
            }
        }

        return null;
    }

    // A target is a promise: what is promised to the cities of a region must fit below its cap.
    private string? TargetsAboveCap()
    {
        var promised = new long[Regions.Count];
        foreach (var city in Cities)
        {
            if (city.Region >= 0) promised[city.Region] += city.Target;
        }

        for (var r = Regions.Count - 1; r >= 0; r--)
        {
            if (promised[r] > Regions[r].Cap) return "The targets of a region's cities are together no more than its cap.";
            if (Regions[r].Parent >= 0) promised[Regions[r].Parent] += promised[r];
        }

        return null;
    }
}

/// <summary>Who is proposed to whom.</summary>
/// <param name="HostOf">The host of each migrant; less than 0 for none.</param>
/// <param name="MigrantOf">The migrant of each host; less than 0 for none.</param>
/// <param name="Proposals">How many proposals it took.</param>
public sealed record Assignment(IReadOnlyList<int> HostOf, IReadOnlyList<int> MigrantOf, long Proposals)
{
    /// <summary>How many pairs there are.</summary>
    public int Pairs => HostOf.Count(h => h >= 0);
}

/// <summary>How far a round's computation has come.</summary>
/// <param name="Settled">Migrants who have made their first proposal.</param>
/// <param name="Migrants">All migrants.</param>
/// <param name="Proposals">Proposals so far.</param>
public readonly record struct MatchingProgress(int Settled, int Migrants, long Proposals);
