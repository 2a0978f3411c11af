namespace VipOrleans.MatchingBench;

using Google.OrTools.Graph;
using VipOrleans.Domain.Matching;

/// <summary>
/// The greatest total score that any assignment under the same caps has, by min-cost flow. It asks nobody for their wishes: the benchmark,
/// not a mechanism.
/// </summary>
internal static class BestScore
{
    public static (long Score, int Pairs) Of(RandomMarket random)
    {
        var market = random.Market;
        int migrants = market.Migrants.Count, hosts = market.Hosts.Count, cities = market.Cities.Count;
        int host = migrants, city = host + hosts, region = city + cities, source = region + market.Regions.Count, sink = source + 1;
        var flow = new MinCostFlow();
        for (var m = 0; m < migrants; m++)
        {
            flow.AddArcWithCapacityAndUnitCost(source, m, 1, 0);
            foreach (var h in market.Migrants.Of(m))
            {
                if (market.Hosts.RankOf(h, m) >= 0) flow.AddArcWithCapacityAndUnitCost(m, host + h, 1, -random.Score(m, h));
            }
        }

        for (var h = 0; h < hosts; h++) flow.AddArcWithCapacityAndUnitCost(host + h, city + market.CityOf[h], 1, 0);
        for (var c = 0; c < cities; c++)
        {
            flow.AddArcWithCapacityAndUnitCost(city + c, Above(market.Cities[c].Region), market.Cities[c].Cap, 0);
        }

        for (var r = 0; r < market.Regions.Count; r++)
        {
            flow.AddArcWithCapacityAndUnitCost(region + r, Above(market.Regions[r].Parent), market.Regions[r].Cap, 0);
        }

        // Who is not matched goes past everybody.
        var past = flow.AddArcWithCapacityAndUnitCost(source, sink, migrants, 0);
        flow.SetNodeSupply(source, migrants);
        flow.SetNodeSupply(sink, -migrants);
        var status = flow.Solve();
        return status == MinCostFlowBase.Status.OPTIMAL
            ? (-flow.OptimalCost(), migrants - (int)flow.Flow(past))
            : throw new InvalidOperationException($"The flow was not solved: {status}.");

        int Above(int r) => r < 0 ? sink : region + r;
    }
}
