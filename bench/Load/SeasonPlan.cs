namespace VipOrleans.Bench;

/// <summary>
/// Who comes in which season. What is published of New Zealand's Recognised Seasonal Employer scheme are its totals: 36,675 people from
/// Pacific islands worked 101,840 seasons from 2007 to 2022. How they are spread over the years and people here is made up: the scheme
/// grows evenly, most of those who come have come before, and nobody comes twice in a season.
/// </summary>
internal static class SeasonPlan
{
    /// <summary>What is published.</summary>
    public const int People = 36_675, Seasons = 101_840, First = 2007, Last = 2022;

    /// <summary>How many months a season has.</summary>
    public const int Months = 6;

    /// <summary>On which day everybody arrives.</summary>
    /// <param name="season">The year in which the season begins.</param>
    public static DateOnly Arrival(int season) => new(season, 10, 15);

    /// <summary>The numbers of those who come, season by season.</summary>
    /// <param name="people">How many people there are in all.</param>
    /// <param name="seasons">How many seasons they work in all.</param>
    /// <returns>The people of each season from <see cref="First"/> to <see cref="Last"/>.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(int people, int seasons)
    {
        if (people > seasons) throw new ArgumentException($"{people} people cannot work {seasons} seasons.");
        var years = Last - First + 1;
        // From one part to three parts of the same size.
        var sizes = Shares(seasons, [.. Enumerable.Range(0, years).Select(y => years - 1 + (2 * y))]);
        int[] fresh = [sizes[0], .. Shares(people - sizes[0], sizes[1..])];
        if (fresh.Any(f => f < 0)) throw new ArgumentException($"The first season alone takes more than {people} people.");
        var (known, next, plan) = (0, 0, new List<IReadOnlyList<int>>());
        for (var y = 0; y < years; y++)
        {
            var returning = sizes[y] - fresh[y];
            if (returning > known)
            {
                throw new ArgumentException($"{known} people cannot come {returning} times in the season of {First + y}.");
            }

            var (pool, from) = (known, next);
            plan.Add([.. Enumerable.Range(0, returning).Select(i => (from + i) % pool), .. Enumerable.Range(known, fresh[y])]);
            next = pool == 0 ? 0 : (next + returning) % pool;
            known += fresh[y];
        }

        return plan;
    }

    // Whole parts in proportion to weights, whose sum is the whole.
    private static int[] Shares(int whole, int[] weights)
    {
        var (sum, done, parts) = ((long)weights.Sum(), 0L, new int[weights.Length]);
        for (var (i, given) = (0, 0); i < weights.Length; i++)
        {
            done += weights[i];
            parts[i] = (int)(whole * done / sum) - given;
            given += parts[i];
        }

        return parts;
    }
}
