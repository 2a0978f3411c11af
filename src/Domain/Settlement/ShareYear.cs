using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace VipOrleans.Domain;

/// <summary>Twelve months from the day of arrival (or its anniversary): what was earned in each, and what has been taken.</summary>
/// <param name="Number">1 for the first year.</param>
/// <param name="Earned">Earnings of each of the 12 months in minor units of the host currency; null for a month not reported.</param>
/// <param name="Taken">What the host has been given of this year so far, refunds subtracted.</param>
public sealed record ShareYear(int Number, ImmutableArray<long?> Earned, long Taken)
{
    /// <summary>A year in which nothing has been reported.</summary>
    public static ShareYear Empty(int number) => new(number, [.. new long?[GainShare.MonthsPerYear]], 0);

    /// <summary>The last month that has been reported; 0 where none has.</summary>
    [JsonIgnore]
    public int Through
    {
        get
        {
            var month = GainShare.MonthsPerYear;
            while (month > 0 && Earned[month - 1] is null) month--;
            return month;
        }
    }

    /// <summary>All that was reported for the year.</summary>
    [JsonIgnore]
    public long EarnedToDate => Earned.Sum(m => m ?? 0);

    /// <summary>The year with a month reported, for the first time or anew.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="earned">What was earned in it.</param>
    public ShareYear With(int month, long earned) => this with { Earned = Earned.SetItem(month - 1, earned) };
}
