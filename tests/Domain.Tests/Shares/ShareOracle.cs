namespace VipOrleans.Domain.Tests.Shares;

using System.Numerics;
using VipOrleans.Domain.Shares;

/// <summary>The share of a year, computed another way than the product does: with fractions of whole numbers, day by day.</summary>
internal static class ShareOracle
{
    // Divisible by 28, 29, 30 and 31: any day of any month is a whole number of these parts of a month.
    private const int Parts = 4 * 5 * 7 * 9 * 29 * 31;

    /// <summary>What the formula gives by the end of a day, from what was earned by then.</summary>
    /// <param name="first">The first day of the share year.</param>
    /// <param name="reports">Month, first and last day that the pay is for, and the pay.</param>
    /// <param name="baseline">B.</param>
    /// <param name="share">p/q.</param>
    /// <param name="day">The last day that counts.</param>
    /// <param name="anchor">The first day of share year 1; null where the year is the first.</param>
    /// <param name="year">The share year.</param>
    public static long Due(DateOnly first, IEnumerable<(int Month, DateOnly From, DateOnly To, long Earned)> reports, long baseline,
        Share share, DateOnly day, DateOnly? anchor = null, int year = 1)
    {
        // The months are counted from the first arrival: 31 August is followed by 29 February, and that by 31 March.
        var (from0, skip) = (anchor ?? first, 12 * (year - 1));
        BigInteger parts = 0;
        for (var month = 0; month < 12; month++)
        {
            var (start, next) = (from0.AddMonths(skip + month), from0.AddMonths(skip + month + 1));
            for (var d = start; d < next && d <= day; d = d.AddDays(1)) parts += Parts / (next.DayNumber - start.DayNumber);
        }

        BigInteger earned = 0;
        foreach (var (_, from, to, pay) in reports)
        {
            var of = to.DayNumber - from.DayNumber + 1;
            earned += (BigInteger)pay * Math.Clamp(day.DayNumber - from.DayNumber + 1, 0, of) / of;
        }

        var gain = (12 * earned * Parts) - (baseline * parts);
        return gain.Sign <= 0 ? 0 : (long)(gain * share.Numerator / (12 * (BigInteger)share.Denominator * Parts));
    }
}
