namespace VipOrleans.Domain.Shares;

/// <summary>The formula of gain sharing: exact, cumulative, rounded once in the migrant's favour.</summary>
public static class GainShare
{
    /// <summary>Months of a share year.</summary>
    public const int MonthsPerYear = 12;

    /// <summary>
    /// What the share has come to by the end of a month of the share year:
    /// <c>max(0, floor((12·E − B·n) · p / (12·q)))</c>.
    /// </summary>
    /// <remarks>
    /// Cumulative like the UK's PAYE: the running total is rounded and never the month, so the months add up to the year to the cent, and
    /// late, corrected and lumpy earnings come out right in any order.
    /// </remarks>
    /// <param name="earnedToDate">E: earnings of the share year so far, in minor units of the host currency, 0 or more.</param>
    /// <param name="baselineYear">B: the baseline of a whole year, in the same minor units, 0 or more.</param>
    /// <param name="month">n: 1 to 12.</param>
    /// <param name="share">p/q.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static long DueToDate(long earnedToDate, long baselineYear, int month, Share share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        return DueToDate(earnedToDate, baselineYear, month - 1, 1, 1, share);
    }

    /// <summary>
    /// What the share has come to on a day within a month of the share year: the formula with n = whole months + days/daysInMonth,
    /// <c>max(0, floor((12·E·D − B·(m·D + d)) · p / (12·q·D)))</c>.
    /// </summary>
    /// <param name="earnedToDate">E: earnings of the share year so far, in minor units of the host currency, 0 or more.</param>
    /// <param name="baselineYear">B: the baseline of a whole year, in the same minor units, 0 or more.</param>
    /// <param name="wholeMonths">m: months that are over, 0 to 11.</param>
    /// <param name="days">d: days of the month after them, 1 to <paramref name="daysInMonth"/>.</param>
    /// <param name="daysInMonth">D: days of that month, 1 to 31.</param>
    /// <param name="share">p/q.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static long DueToDate(long earnedToDate, long baselineYear, int wholeMonths, int days, int daysInMonth, Share share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(earnedToDate);
        ArgumentOutOfRangeException.ThrowIfNegative(baselineYear);
        ArgumentOutOfRangeException.ThrowIfNegative(wholeMonths);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(wholeMonths, MonthsPerYear);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, daysInMonth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(daysInMonth, 31);
        ArgumentOutOfRangeException.ThrowIfZero(share.Denominator, nameof(share));
        var gain = ((Int128)MonthsPerYear * earnedToDate * daysInMonth) - ((Int128)baselineYear * ((wholeMonths * daysInMonth) + days));
        // Division of a positive number cuts towards zero, which is the floor.
        return gain <= 0 ? 0 : (long)(gain * share.Numerator / (MonthsPerYear * (Int128)share.Denominator * daysInMonth));
    }

    /// <summary>
    /// Parts of a month that the days of every month are whole numbers of: a month of 28, 29, 30 or 31 days has so many, whatever its
    /// length.
    /// </summary>
    public const long PartsPerMonth = 4L * 3 * 5 * 7 * 29 * 31;

    /// <summary>
    /// The formula by parts of a month, from which days can be left out: <c>max(0, floor((12·E·P − B·t) · p / (12·q·P)))</c>.
    /// </summary>
    /// <param name="earnedToDate">E, as above.</param>
    /// <param name="baselineYear">B, as above.</param>
    /// <param name="elapsed">t: parts of months, <see cref="PartsPerMonth"/> a month, zero or more.</param>
    /// <param name="share">p/q.</param>
    internal static long DueByParts(long earnedToDate, long baselineYear, long elapsed, Share share)
    {
        var gain = ((Int128)MonthsPerYear * earnedToDate * PartsPerMonth) - ((Int128)baselineYear * elapsed);
        return gain <= 0 ? 0 : (long)(gain * share.Numerator / (MonthsPerYear * (Int128)share.Denominator * PartsPerMonth));
    }
}
