namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Shares;

/// <summary>What a sponsorship's share years come to: earnings, terms and the last day together.</summary>
public static class ShareYears
{
    /// <summary>The days of this host. A day that was the host's before counts for that one. Null before the arrival.</summary>
    /// <param name="s">The sponsorship.</param>
    public static Stay? Days(this Sponsorship s)
    {
        if (s.ArrivedOn is not { } arrived) return null;
        var from = s.Earnings.Continues?.Stays is [.., { To: { } last }] && last >= arrived ? last.AddDays(1) : arrived;
        return new(from, s.EndedOn);
    }

    /// <summary>What a share year has come to for this host.</summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="year">The year, of this sponsorship.</param>
    /// <exception cref="InvalidOperationException">The migrant has not arrived.</exception>
    public static ShareToDate ToDate(this Sponsorship s, ShareYear year) =>
        year.ToDate(Yearly(s, year), s.Terms!.Share, StaysBefore(s, year.Number), s.Days()!.Value);

    /// <summary>
    /// What a share year entitles this host to by the last day that counts, with what stays as it is while something is contested. It does
    /// not depend on the order in which anything was reported.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="year">The year, of this sponsorship.</param>
    public static long Entitled(this Sponsorship s, ShareYear year) => s.ToDate(year).Taken + year.Held;

    /// <summary>Each interval of a share year, of all its hosts.</summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="year">The year, of this sponsorship.</param>
    /// <exception cref="InvalidOperationException">The migrant has not arrived.</exception>
    public static IReadOnlyList<ShareInterval> Intervals(this Sponsorship s, ShareYear year) =>
        year.Intervals(Yearly(s, year), s.Terms!.Share, [.. StaysBefore(s, year.Number), s.Days()!.Value]);

    /// <summary>The last month of a share year that counts; 0 if none does.</summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="year">The year, of this sponsorship.</param>
    /// <exception cref="InvalidOperationException">The migrant has not arrived.</exception>
    public static int Counted(this Sponsorship s, ShareYear year) => year.Counted([.. StaysBefore(s, year.Number), s.Days()!.Value]);

    /// <summary>
    /// Where a share year stands for a host to whom the migrant goes on; null if none is running on that day, or this sponsorship goes
    /// on itself.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="on">The day of arrival there.</param>
    public static ContinuedYear? YearOn(this Sponsorship s, DateOnly on)
    {
        if (s.Id is not { } id || s.EndedOn is null || s.Days() is not { } days || s.Terms is not { } terms
            || s.Earnings.FirstDay is not { } first || on < days.From)
        {
            return null;
        }

        var number = 1;
        while (number < SponsorshipDecider.MaxShareYears && ShareYear.MonthStart(first, number + 1, 1) <= on) number++;
        // A share year in which the migrant was with nobody here has not begun: a new first one begins with the arrival.
        if (s.Earnings.MonthStart(number, 1) > s.EndedOn) return null;
        var year = s.Earnings.Year(number).WithoutHeld();
        return new(id, first, number, terms.Currency, s.Earnings.BaselineOf(number), year.Reports, [.. StaysBefore(s, number), days],
            s.Earnings.Awaits, year.Pays.IsEmpty ? null : year.Pays);
    }

    /// <summary>
    /// As <see cref="YearOn"/>, if this sponsorship, should it go on, were to end on that day: for one that continues it in another city.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="on">The day of arrival there.</param>
    public static ContinuedYear? YearIfMovedOn(this Sponsorship s, DateOnly on) =>
        (s.EndedOn is null ? s with { Ending = s.Ending with { On = on } } : s).YearOn(on);

    /// <summary>
    /// What was earned in this host's days of a share year less the baseline of as many, cut down to the minor unit; below zero if it is
    /// less.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="year">The year, of this sponsorship.</param>
    public static long GainOf(this Sponsorship s, ShareYear year)
    {
        // B·t/12 for each interval, t in parts of months, and rounded up once.
        const long Parts = GainShare.MonthsPerYear * GainShare.PartsPerMonth;
        var (own, before, atHome) = (StaysBefore(s, year.Number).Count, 0L, (Int128)0);
        foreach (var i in s.Intervals(year))
        {
            if (i.Host == own) atHome += (Int128)Yearly(s, year) * (i.Time - before);
            before = i.Time;
        }

        return year.EarnedHere - (long)((atHome + Parts - 1) / Parts);
    }

    private static long Yearly(Sponsorship s, ShareYear year) => s.Earnings.BaselineOf(year.Number)!.Yearly.Minor;

    private static IReadOnlyList<Stay> StaysBefore(Sponsorship s, int year) =>
        s.Earnings.Continues is { } continues && continues.Year == year ? continues.Stays : [];
}
