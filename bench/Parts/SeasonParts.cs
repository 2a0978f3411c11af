namespace VipOrleans.Bench;

using System.Globalization;
using System.Text.Json.Nodes;

/// <summary>Many years of seasons, one after the other, with the sums of all that was withheld.</summary>
internal static class SeasonParts
{
    private const int Cities = 10;

    public static async Task Seasons(Lab lab)
    {
        var (people, seasons) = lab.Options.Quick ? (220, 611) : (SeasonPlan.People, SeasonPlan.Seasons);
        lab.Results.Notes.Add(
            ("seasons", $"{people:N0} people who work {seasons:N0} seasons of {SeasonPlan.Months} months from {SeasonPlan.First} to "
                + $"{SeasonPlan.Last} in {Cities} cities: the totals are those published of New Zealand's Recognised Seasonal Employer "
                    + $"scheme, "
                + "how they are spread over years and people is made up. Arrivals are written by the real rules through the journal, "
                    + "without "
                + "the grains; each month is a file a city over HTTP, and the migrants leave one by one. What the books of all cities say "
                    + "was "
                + "withheld is compared with what each season's baseline and earnings come to: otherwise the run fails."));
        var plan = SeasonPlan.Of(people, seasons);
        Environment.SetEnvironmentVariable(SystemRole.StartVariable, $"{SeasonPlan.First}-02-01");
        Child system;
        try
        {
            system = await lab.Keep(Child.Start("system", lab.NewFolder()));
        }
        finally
        {
            Environment.SetEnvironmentVariable(SystemRole.StartVariable, null);
        }

        for (var c = 0; c < Cities; c++) await system.Ask("open-city", new() { ["city"] = City(c), ["places"] = seasons });
        var expected = new long[Cities];
        foreach (var (y, all) in plan.Index())
        {
            var season = SeasonPlan.First + y;
            int[][] byCity = [.. Enumerable.Range(0, Cities).Select(c => all.Where((_, n) => n % Cities == c).ToArray())];
            Lab.Say($"season of {season}: {all.Count:N0} people");
            var arrival = SeasonPlan.Arrival(season);
            await ShiftTo(arrival);
            for (var c = 0; c < Cities; c++) await system.Ask("seed-season", Order(c));
            for (var month = 1; month <= SeasonPlan.Months; month++)
            {
                // The last day of the month: the last one is that on which they leave.
                await ShiftTo(arrival.AddMonths(month).AddDays(-1));
                var rates = new List<double>();
                for (var c = 0; c < Cities; c++)
                {
                    var order = Order(c);
                    order["month"] = month;
                    rates.Add((double)(await system.Ask("import-season", order))["perSecond"]!);
                }

                lab.Results.Add("seasons", "rows of months by file", "sqlite", seasons, "/s", rates.Average());
            }

            for (var c = 0; c < Cities; c++)
            {
                expected[c] += byCity[c].Sum(Share);
                var ended = await system.Ask("end-season", Order(c));
                lab.Results.Add("seasons", "migrants who left", "sqlite", seasons, "/s", (double)ended["perSecond"]!);
            }

            JsonObject Order(int c) => new()
            {
                ["city"] = City(c), ["season"] = season, ["people"] = new JsonArray([.. byCity[c].Select(p => (JsonNode)p)])
            };
        }

        for (var c = 0; c < Cities; c++)
        {
            var books = await system.Ask("books", new() { ["city"] = City(c) });
            var (withheld, sum, gap) = ((long)books["withheld"]!, (long)books["sum"]!, (long)books["gap"]!);
            if (withheld != expected[c] || sum != 0 || gap != 0)
            {
                throw new InvalidOperationException(
                    $"{City(c)}: the books say that {withheld} was withheld (sum {sum}, gap {gap}), and it should be {expected[c]}.");
            }
        }

        lab.Results.Add("seasons", "withheld in all seasons, to the cent what it should be", "sqlite", seasons, "NZD",
            expected.Sum() / 100.0);

        Task ShiftTo(DateOnly day) => system.Ask("shift-to", new() { ["day"] = day.ToString("O", CultureInfo.InvariantCulture) });
    }

    private static string City(int c) => string.Create(CultureInfo.InvariantCulture, $"nz-rse{c}");

    // Half of what was earned over the baseline of half a year, rounded down once: written out here, and not asked of the rules.
    private static long Share(int person)
    {
        var earned = Enumerable.Range(1, SeasonPlan.Months).Sum(m => Seed.Earned(person, m));
        return Math.Max(0, ((12 * earned) - (788_620L * SeasonPlan.Months)) / 24);
    }
}
