namespace VipOrleans.Portal.Tests.Pages;

using System.Text.Json;
using VipOrleans.Client;
using VipOrleans.Portal.Pages;

/// <summary>What the calculator says that a law lets be taken from a month's pay of 3,000.00.</summary>
public sealed class EstimateTests
{
    [Theory]
    [InlineData("""[{ "limit": "percentage-cap", "percentHundredths": 2500 }]""", "750.00")]
    [InlineData("""[{ "limit": "total-cap", "percentHundredths": 3333 }]""", "999.90")]
    [InlineData("""[{ "limit": "protected-floor", "week": 60000, "month": 260000 }]""", "400.00")]
    [InlineData("""[{ "limit": "protected-floor", "week": 60000, "month": 300100 }]""", "0.00")]
    [InlineData("""[{ "limit": "percentage-bands", "week": [], "month": [{ "percentHundredths": 500, "upTo": 299999 }, { "percentHundredths": 1100, "upTo": 300000 }, { "percentHundredths": 5000 }] }]""", "330.00")]
    [InlineData("""[{ "limit": "percentage-bands", "week": [], "month": [{ "percentHundredths": 500, "upTo": 200000 }, { "percentHundredths": 5000, "upTo": null }] }]""", "1500.00")]
    [InlineData("""[{ "limit": "wage-floor", "hour": 1000, "hoursAWeek": 40 }]""", "1266.66")]
    [InlineData("""[{ "limit": "percentage-cap", "percentHundredths": 2500 }, { "limit": "protected-floor", "week": 1, "month": 250000 }]""", "500.00")]
    [InlineData("""[{ "limit": "one-of-tomorrow" }]""", null)]
    public void The_least_of_the_limits_counts_and_is_rounded_down(string limits, string? most)
    {
        var law = new DeductionProfile
        {
            Id = "law", Version = 1, Jurisdiction = "NZ", ValidFrom = new(2025, 4, 1), Source = "made up", Currency = "NZD",
            Basis = PayBasis.Gross, ConsentNeeded = false, Limits = JsonSerializer.Deserialize<List<DeductionLimit>>(limits)!,
        };
        Assert.Equal(most, Estimate.Most(law, 3_000m, 100)?.ToString("F2", System.Globalization.CultureInfo.InvariantCulture));
    }
}
