using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace VipOrleans.Domain;

/// <summary>Twelve months from the day of arrival (or its anniversary): what was earned in each, and what has been taken.</summary>
/// <param name="Number">1 for the first year.</param>
/// <param name="Earned">Earnings of each of the 12 months in minor units of the host currency; null for a month not reported.</param>
/// <param name="Taken">What the host has been given of this year so far, refunds subtracted.</param>
/// <param name="Allowed">
/// What the law lets be taken from the pay of each month for which a deduction profile was in force, in minor units; null where there is none.
/// </param>
public sealed record ShareYear(int Number, ImmutableArray<long?> Earned, long Taken, ImmutableSortedDictionary<int, long>? Allowed = null)
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
    /// <param name="allowed">What may be taken from it; null where no profile is in force.</param>
    public ShareYear With(int month, long earned, long? allowed = null) => this with
    {
        Earned = Earned.SetItem(month - 1, earned),
        Allowed = allowed is { } limit ? (Allowed ?? ImmutableSortedDictionary<int, long>.Empty).SetItem(month, limit) : Allowed?.Remove(month),
    };

    /// <summary>
    /// What the formula and the law give for the year, month by month, from what was earned and from nothing else: in which order the months
    /// were reported, and what has been taken so far, does not count.
    /// </summary>
    /// <remarks>
    /// A month takes what is wanted, but never more than the law lets be taken from that month's pay. A month that nobody has reported has no
    /// pay: where the month before it was limited, nothing is taken from it. What is wanted below zero is given back in full.
    /// </remarks>
    public ShareToDate ToDate(long baselineYear, Share share)
    {
        long earned = 0, due = 0, taken = 0;
        var limited = false;
        for (var month = 1; month <= Through; month++)
        {
            var report = Earned[month - 1];
            var allowed = Allowed is not null && Allowed.TryGetValue(month, out var limit) ? limit : (long?)null;
            limited = report is null ? limited : allowed is not null;
            earned += report ?? 0;
            due = GainShare.DueToDate(earned, baselineYear, month, share);
            var want = due - taken;
            taken += want <= 0 || !limited ? want : Math.Min(want, allowed ?? 0);
        }

        return new(earned, due, taken);
    }
}

/// <summary>What a share year has come to by its last reported month, in minor units.</summary>
/// <param name="Earned">E.</param>
/// <param name="Due">What the formula gives.</param>
/// <param name="Taken">What the law lets be taken of it.</param>
public readonly record struct ShareToDate(long Earned, long Due, long Taken)
{
    /// <summary>What the law keeps from being taken. It is carried on within the share year and expires at its end; it is nobody's debt.</summary>
    public long Residue => Due - Taken;
}
