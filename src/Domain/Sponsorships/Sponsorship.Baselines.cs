namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

public sealed partial record Sponsorship
{
    /// <summary>The baselines of the share years after the first, by number, each fixed when the year had its first report.</summary>
    public ImmutableSortedDictionary<int, FixedBaseline> LaterBaselines { get; init; } =
        ImmutableSortedDictionary<int, FixedBaseline>.Empty;

    /// <summary>
    /// The baseline of a share year: its own, or that of the latest year before it that has one; null before the arrival.
    /// </summary>
    /// <param name="year">1 or more.</param>
    public FixedBaseline? BaselineOf(int year)
    {
        var found = Baseline;
        foreach (var (number, later) in LaterBaselines)
        {
            if (number > year) break;
            found = later;
        }

        return found;
    }

    /// <summary>True where a share year has begun to be counted with its baseline, which then never changes.</summary>
    public bool IsBaselineFixed(int year) => year <= 1 || LaterBaselines.ContainsKey(year) || ShareYears.ContainsKey(year);
}

/// <summary>The baseline that a share year counts with, and what it was made from.</summary>
/// <param name="Verified">What an officer verified, with what the migrant had declared.</param>
/// <param name="Rate">How it was converted; null where the currency is the same.</param>
/// <param name="Yearly">The yearly baseline in the host currency.</param>
[GenerateSerializer, Immutable, Alias("vip.fixed-baseline")]
public sealed record FixedBaseline(VerifiedBaseline Verified, ExchangeRate? Rate, Money Yearly);
