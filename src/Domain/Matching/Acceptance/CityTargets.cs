namespace VipOrleans.Domain.Matching;

/// <summary>The targets of cities that share one cap.</summary>
public static class CityTargets
{
    /// <summary>
    /// Divides a cap in proportion to the cities' own caps: whole places, the largest remainders first, the published order among equals.
    /// No target is above its city's cap.
    /// </summary>
    /// <param name="cap">The cap over all of them, at least 0.</param>
    /// <param name="caps">Each city's own cap, at least 0.</param>
    /// <param name="order">Each city's position in the published order.</param>
    public static int[] InProportion(int cap, IReadOnlyList<int> caps, IReadOnlyList<int> order)
    {
        var sum = caps.Sum(c => (long)c);
        if (sum <= cap) return [.. caps];
        var targets = caps.Select(c => (int)((Int128)cap * c / sum)).ToArray();
        var left = cap - targets.Sum(t => (long)t);
        // There are fewer places left than cities with a remainder, and a remainder means that the target is below the city's cap.
        foreach (var city in Enumerable.Range(0, caps.Count).OrderByDescending(c => (Int128)cap * caps[c] % sum).ThenBy(c => order[c])
            .Take((int)left))
        {
            targets[city]++;
        }

        return targets;
    }
}
