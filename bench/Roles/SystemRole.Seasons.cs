namespace VipOrleans.Bench;

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;

/// <summary>The seasons of many years.</summary>
internal sealed partial class SystemRole
{
    private static int[] People(JsonObject a) => [.. a["people"]!.AsArray().Select(p => (int)p!)];

    private Task ShiftTo(DateOnly day)
    {
        // Noon or an hour later in Auckland, where the cities are.
        _time.ShiftTo(new(day, default, TimeSpan.Zero));
        return Task.CompletedTask;
    }

    private Task<JsonObject> ImportSeason(CityId city, int season, int month, int[] people)
    {
        var text = new StringBuilder("sponsorship,year,month,earned,currency,employer\n");
        foreach (var person in people)
        {
            var earned = Seed.Earned(person, month);
            text.Append(CultureInfo.InvariantCulture,
                $"{Seed.SeasonOf(city, season, person).Value},1,{month},{earned / 100}.{earned % 100:00},NZD,acme\n");
        }

        return Import([(city, Encoding.ASCII.GetBytes(text.ToString()))], $"season-{season}-{month}", people.Length);
    }

    // As the migrants leave for home, each by their own word.
    private Task<JsonObject> EndSeason(CityId city, int season, int[] people) => Loop.ForCount(64, people.Length, async n =>
        Require(await _grains.Sponsorship(Seed.SeasonOf(city, season, people[n]))
            .End(Context($"end-{season}-{people[n]}") with { Actor = "migrant:bench" }, Party.Migrant, EndReason.MigrantLeft, null)));

    private async Task<JsonObject> Books(CityId city)
    {
        var balance = await _grains.Books(city).TrialBalance() ?? throw new InvalidOperationException($"{city} has no books.");
        return new()
        {
            ["sum"] = balance.Sum.Minor, ["gap"] = balance.Gap.Minor,
            // What employers owe for pay, less what of it is the migrants'.
            ["withheld"] = -balance.Accounts.Where(a => a.Account is "employer" or "migrant").Sum(a => a.Balance.Minor),
        };
    }
}
