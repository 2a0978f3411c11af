namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>Months of a share year that time closes.</summary>
/// <param name="Year">Share year.</param>
/// <param name="Counted">The last month that counts already; what is closed are the months after it.</param>
/// <param name="Through">The last of them; 12 closes the year, whether any of its months is left or not.</param>
public readonly record struct MonthsToClose(int Year, int Counted, int Through);

/// <summary>
/// When the months of a share year are complete although nobody, or not everybody, has reported them. What they were not reported for is no
/// pay, so the baseline goes on accruing and what was taken too much comes back by itself.
/// </summary>
public static class MonthClosings
{
    /// <summary>
    /// The months that are to be closed on a day, by year: those that are over for more than so many days and do not count yet, up to the
    /// month in which the sponsorship ended; and with its twelfth month the year. None before the arrival.
    /// </summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="afterDays">How many days after its last day a month is still open.</param>
    /// <param name="today">The day in the city.</param>
    public static IEnumerable<MonthsToClose> MonthsToClose(this Sponsorship s, int afterDays, DateOnly today)
    {
        if (s.ArrivedOn is null || s.Terms is null) yield break;
        for (var number = s.Earnings.Continues?.Year ?? 1; number <= SponsorshipDecider.MaxShareYears; number++)
        {
            var year = s.Earnings.Year(number);
            var last = 0;
            while (last < GainShare.MonthsPerYear && year.MonthClosesOn(last + 1, afterDays) <= today
                && !(year.MonthStart(last + 1) > s.EndedOn))
            {
                last++;
            }

            // Where the first month is open, so is all that comes later.
            if (last == 0) yield break;
            var counted = s.Counted(year);
            var closesYear = last == GainShare.MonthsPerYear && year.ClosedThrough < last && !(s.EndedOn < year.MonthStart(last + 1));
            if (last > counted || closesYear) yield return new(number, counted, last);
        }
    }

    internal static Decision<SponsorshipEvent> Decide(Sponsorship s, CloseMonths c, DateOnly today)
    {
        if (s.Terms is not { } terms || s.ArrivedOn is null) return s.Cannot("have months closed before the arrival");
        if (c.AfterDays is < 1 or > ShareYear.MaxClosesAfterDays)
        {
            return Reject(RejectionCode.InvalidInput,
                $"A month is closed 1 to {ShareYear.MaxClosesAfterDays} days after its last one.");
        }

        if (s.Earnings.Awaits is { } awaits) return Baselines.NoRate(awaits, terms.Currency, s.Earnings.FirstDay!.Value);
        var (events, after) = (new List<SponsorshipEvent>(), s);
        foreach (var months in s.MonthsToClose(c.AfterDays, today))
        {
            if (!s.Earnings.IsBaselineFixed(months.Year)) break;
            var closed = new MonthsClosed(months.Year, months.Through, months.Counted);
            var year = after.Earnings.Year(months.Year);
            var posted = SharePostings.Of(after, year.Closed(months.Through), today, new(after.Entitled(year)));
            var booked = SharePostings.Booked(after, months.Year, closed, posted);
            events.AddRange(booked);
            after = booked.Aggregate(after, SponsorshipDecider.Evolve);
        }

        return Accept("closed", [.. events]);
    }
}
