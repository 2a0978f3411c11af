namespace VipOrleans.Domain.Matching;

/// <summary>
/// Flexible deferred acceptance with nested caps, migrants proposing (Kamada and Kojima, "Efficient Matching under Distributional
/// Constraints", American Economic Review 105, 2015).
/// </summary>
/// <remarks>
/// Each migrant proposes to the hosts in the order of their wishes; a host keeps the best who proposed; the caps keep the hosts that the
/// published order lets through (<see cref="PlacesInOrder"/>), and who is refused proposes on. The result does not depend on the order in
/// which migrants propose.
/// <para>
/// It is the matching that all migrants like best among those in which no migrant and host, each of whom would rather have the other, would
/// be let through by the published order; and it pays no migrant to misstate their wishes. Hosts have no such assurance: no mechanism can
/// give it to both sides.
/// </para>
/// </remarks>
public static class DeferredAcceptance
{
    private const int ProposalsPerReport = 65_536;

    /// <summary>Runs the mechanism. Time grows with the number of wishes.</summary>
    /// <param name="market">What it follows from.</param>
    /// <param name="progress">Told every 65,536 proposals, and at the end.</param>
    /// <param name="cancelled">Stops it.</param>
    /// <exception cref="ArgumentException">The market is not one: <see cref="MatchingMarket.Problem"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Assignment Run(MatchingMarket market, IProgress<MatchingProgress>? progress = null, CancellationToken cancelled = default)
    {
        if (market.Problem() is { } problem) throw new ArgumentException(problem, nameof(market));
        int migrants = market.Migrants.Count, hosts = market.Hosts.Count;
        var places = new PlacesInOrder(market);
        int[] hostOf = Nobody(migrants), migrantOf = Nobody(hosts), rankOf = new int[hosts], proposed = new int[migrants];
        var refused = new bool[hosts]; // by the caps, for good: asking them again would give the same answer
        long proposals = 0;

        for (var newcomer = 0; newcomer < migrants; newcomer++)
        {
            for (var proposer = newcomer; proposer >= 0;) proposer = Propose(proposer, newcomer);
        }

        progress?.Report(new(migrants, migrants, proposals));
        var result = new Assignment(hostOf, migrantOf, proposals);
        AssertCaps(market, result);
        return result;

        // One proposal of a migrant; answers who proposes next because of it, less than 0 for nobody.
        int Propose(int migrant, int newcomer)
        {
            var wishes = market.Migrants.Of(migrant);
            if (proposed[migrant] == wishes.Length) return PlacesInOrder.Nobody;
            if (++proposals % ProposalsPerReport == 0)
            {
                cancelled.ThrowIfCancellationRequested();
                progress?.Report(new(newcomer, migrants, proposals));
            }

            var host = wishes[proposed[migrant]++];
            if (refused[host]) return migrant;
            var rank = market.Hosts.RankOf(host, migrant);
            var partner = migrantOf[host];
            if (rank < 0 || (partner >= 0 && rankOf[host] < rank)) return migrant;

            (migrantOf[host], rankOf[host], hostOf[migrant]) = (migrant, rank, host);
            if (partner >= 0) return Leave(partner);
            var loser = places.Admit(host);
            if (loser < 0) return PlacesInOrder.Nobody;
            refused[loser] = true;
            partner = migrantOf[loser];
            migrantOf[loser] = PlacesInOrder.Nobody;
            return Leave(partner);
        }

        int Leave(int migrant)
        {
            hostOf[migrant] = PlacesInOrder.Nobody;
            return migrant;
        }
    }

    private static int[] Nobody(int count)
    {
        var nobody = new int[count];
        Array.Fill(nobody, PlacesInOrder.Nobody);
        return nobody;
    }

    // The law, counted again from the result alone.
    private static void AssertCaps(MatchingMarket market, Assignment result)
    {
        var inCity = new int[market.Cities.Count];
        var inRegion = new int[market.Regions.Count];
        for (var host = 0; host < result.MigrantOf.Count; host++)
        {
            if (result.MigrantOf[host] < 0) continue;
            var city = market.CityOf[host];
            inCity[city]++;
            for (var r = market.Cities[city].Region; r >= 0; r = market.Regions[r].Parent) inRegion[r]++;
        }

        if (inCity.Where((n, c) => n > market.Cities[c].Cap).Any() || inRegion.Where((n, r) => n > market.Regions[r].Cap).Any())
        {
            throw new InvalidOperationException("A round would exceed a cap. Nothing was proposed.");
        }
    }
}
