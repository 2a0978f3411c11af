namespace VipOrleans.Portal.Pages;

using System.Globalization;
using System.Text.Json;
using VipOrleans.Client;
using VipOrleans.Portal.Hosting;

/// <summary>What anyone reads without signing in.</summary>
internal static class PublicPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Page("/", Visitor.Anyone, visit => Task.FromResult(visit.Show<HomePage>()));
        pages.Page("/cities", Visitor.Anyone, Cities);
        pages.Page("/cities/{city}", Visitor.Anyone, City);
        pages.Page("/calculator", Visitor.Anyone, Calculator);
    }

    private static async Task<IResult> Cities(Visit visit) =>
        visit.Show<CitiesPage>(new Compared(await Public(visit).All(visit.Gone)));

    private static async Task<IResult> City(Visit visit)
    {
        if (await Public(visit).One(visit.Route("city"), visit.Gone) is not { } city) return visit.Show<NotFoundPage>(status: 404);
        var ballots = await visit.Api.ListBallotsAsync(city.Id, 20, cancellationToken: visit.Gone);
        var openings = await visit.Api.ListOpeningsAsync(city.Id, 20, cancellationToken: visit.Gone);
        return visit.Show<CityPage>(new OneCity(city, ballots.Items, openings.Items));
    }

    private static async Task<IResult> Calculator(Visit visit)
    {
        var cities = (await Public(visit).All(visit.Gone)).SelectMany(n => n.Items).ToList();
        var (home, there) = (visit.Query("home"), visit.Query("there"));
        if (home is null && there is null) return visit.Show<CalculatorPage>(new Calculated(cities, null));
        var form = new FormState(new Dictionary<string, string>
        {
            ["home"] = home ?? "", ["there"] = there ?? "", ["city"] = visit.Query("city") ?? "",
        }, [], "");
        var problems = new List<FieldProblem>();
        var before = Amount(visit, form["home"], "home", problems);
        var after = Amount(visit, form["there"], "there", problems);
        if (problems.Count > 0) return visit.Show<CalculatorPage>(new Calculated(cities, null), form.With(problems));
        var city = cities.FirstOrDefault(c => c.Id == form["city"]);
        return visit.Show<CalculatorPage>(new Calculated(cities, Estimate.Of(before, after, city)), form);
    }

    private static decimal Amount(Visit visit, string text, string field, List<FieldProblem> problems)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, visit.Words.Language.Culture,
            out var amount)
            && amount is >= 0 and <= 1_000_000_000 && decimal.Round(amount, 2) == amount) return amount;
        problems.Add(new(field, visit.Words["calculator.amount"]));
        return 0;
    }

    private static PublicCities Public(Visit visit) => visit.Http.RequestServices.GetRequiredService<PublicCities>();
}

/// <summary>The nations that take part.</summary>
public sealed record Compared(IReadOnlyList<NationCities> Nations);

/// <summary>A city with what it has put to the vote or to the draw.</summary>
public sealed record OneCity(CityView City, IReadOnlyList<BallotEntry> Ballots, IReadOnlyList<OpeningEntry> Openings);

/// <summary>The calculator, with what it has worked out.</summary>
public sealed record Calculated(IReadOnlyList<CityView> Cities, Estimate? Result);

/// <summary>What a month would bring, by the share that a city has; amounts of a month in one currency.</summary>
/// <param name="Earned">Earned there.</param>
/// <param name="Gain">What that is more than at home.</param>
/// <param name="Share">The host's share of it at most, which is no more than the law of the city lets be taken.</param>
/// <param name="Stays">What stays at least.</param>
/// <param name="City">The city whose share it is; null for the usual half.</param>
/// <param name="Lawful">What the law of the city lets be taken from such a pay; null if it is not known.</param>
public sealed record Estimate(Money Earned, Money Gain, Money Share, Money Stays, CityView? City, Money? Lawful)
{
    // Those of the programme's places whose smallest unit is the unit itself.
    private static readonly string[] WithoutCents = ["VUV", "XPF", "JPY", "KRW", "CLP", "ISK", "PYG", "UGX", "VND"];

    /// <summary>Works it out. A share is rounded down, in the migrant's favour.</summary>
    public static Estimate Of(decimal home, decimal there, CityView? city)
    {
        var parts = (city?.Policy.Share ?? "1/2").Split('/');
        var (numerator, denominator) = (decimal.Parse(parts[0], CultureInfo.InvariantCulture),
            decimal.Parse(parts[1], CultureInfo.InvariantCulture));
        var gain = decimal.Max(0, there - home);
        var most = city?.DeductionProfile is { } law ? Most(law, there, WithoutCents.Contains(city.Currency) ? 1 : 100) : null;
        var share = decimal.Round(decimal.Min(gain * numerator / denominator, most ?? decimal.MaxValue), 2, MidpointRounding.ToZero);
        return new(In(there), In(gain), In(share), In(there - share), city, most is { } amount ? In(amount) : null);

        Money In(decimal amount) => new() { Amount = amount.ToString("F2", CultureInfo.InvariantCulture), Currency = city?.Currency ?? "" };
    }

    /// <summary>What a law lets be taken from a month's pay: the least that one of its limits allows, rounded down.</summary>
    /// <param name="law">The law.</param>
    /// <param name="pay">The pay, as the law looks at it.</param>
    /// <param name="minor">How many of the currency's smallest units are one.</param>
    public static decimal? Most(DeductionProfile law, decimal pay, int minor)
    {
        decimal? most = null;
        foreach (var limit in law.Limits)
        {
            decimal? allowed = limit.Limit switch
            {
                "percentage-cap" or "total-cap" => pay * Number(limit.Parts["percentHundredths"]) / 10_000,
                "protected-floor" => pay - Number(limit.Parts["month"]) / minor,
                "percentage-bands" => limit.Parts["month"].EnumerateArray()
                    .Where(b => !b.TryGetProperty("upTo", out var to) || to.ValueKind == JsonValueKind.Null || pay * minor <= Number(to))
                    .Select(b => (decimal?)(pay * Number(b.GetProperty("percentHundredths")) / 10_000)).FirstOrDefault(),
                // A month has 52 weeks in twelve; the hours are the law's own guess for whoever says none.
                "wage-floor" => pay - Number(limit.Parts["hour"]) / minor * Number(limit.Parts["hoursAWeek"]) * 52 / 12,
                _ => null,
            };
            if (allowed is { } amount) most = decimal.Min(most ?? decimal.MaxValue, decimal.Max(0, amount));
        }

        return most is { } least ? decimal.Round(least, 2, MidpointRounding.ToZero) : null;

        static decimal Number(JsonElement number) => number.GetDecimal();
    }
}
