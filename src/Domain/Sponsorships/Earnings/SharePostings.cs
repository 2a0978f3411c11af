namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>What is posted of a share year, and what of it expires.</summary>
internal static class SharePostings
{
    // A share year is over once time has closed it, a later one counts, or the sponsorship has ended: what the law has kept from being
    // taken in it is gone.
    public static IEnumerable<ResidueExpired> Expired(Sponsorship s, int year)
    {
        if (s.Terms is not { } terms || s.Earnings.Baseline is null) yield break;
        var last = s.Earnings.ShareYears.Values.Where(y => y.Through > 0).Select(y => y.Number).Append(year).Max();
        foreach (var over in s.Earnings.ShareYears.Values.Where(
            y => y.Number < last || s.Ended is not null || y.Expired > 0 || y.ClosedThrough == GainShare.MonthsPerYear))
        {
            var residue = s.ToDate(over).Residue;
            if (residue != over.Expired)
            {
                yield return new(over.Number, new(residue, terms.Currency), over.Expired == 0 ? null : new(over.Expired, terms.Currency));
            }

        }
    }

    // The end cuts its month, and the months after it are not the host's: the year is computed again where that changes anything.
    public static IEnumerable<SponsorshipEvent> AtEnd(Sponsorship s, SponsorshipEnded ended, DateOnly today)
    {
        var over = SponsorshipDecider.Evolve(s, ended);
        if (s.ArrivedOn is null || s.Earnings.Awaits is not null) yield break;
        foreach (var year in s.Earnings.ShareYears.Values)
        {
            if (year.MonthStart(GainShare.MonthsPerYear + 1) <= ended.On) continue;
            var posted = Of(over, year, today);
            if (posted.Taken.Minor != 0 || posted.Postings.Count > 0) yield return posted;
        }
    }

    // The years before are over once this one is counted; and where this one is over itself, more or less of it has expired than was said.
    public static SponsorshipEvent[] Booked(Sponsorship s, int year, SponsorshipEvent cause, SharePosted posted)
    {
        SponsorshipEvent[] events = [.. Expired(s, year), cause, posted];
        return [.. events, .. Expired(events.Aggregate(s, SponsorshipDecider.Evolve), year)];
    }

    public static SharePosted Of(Sponsorship s, ShareYear year, DateOnly today, string? employer = null)
    {
        var (currency, toDate) = (s.Terms!.Currency, s.ToDate(year));
        var taken = toDate.Taken - year.Taken;
        // Where nothing of the year is the host's, the line still says which month is the last that was reported or closed.
        var through = toDate.Month == 0 ? year.Through : toDate.Month;
        return new(
            year.Number,
            through,
            s.Earnings.BaselineOf(year.Number)!.Yearly,
            s.Terms.Share,
            new(toDate.Earned, currency),
            new(toDate.Due, currency),
            new(year.Taken, currency),
            new(taken, currency),
            SponsorshipBooks.Shared(s, $"{year.Number}-{through}", toDate.EarnedHere - year.EarnedHere, taken,
                employer is not null && GivesBack(s, employer, today)),
            toDate.Residue > 0 ? new Money(toDate.Residue, currency) : null,
            today,
            toDate.Through);
    }

    // Who reports gives back with the next pay, unless there is none: the employment is over, or the migrant is gone.
    private static bool GivesBack(Sponsorship s, string employer, DateOnly today) =>
        s.Ended is not (EndReason.MigrantLeft or EndReason.Moved or EndReason.Deceased or EndReason.Absent)
            && (!s.Employments.IsNamed(employer) || s.Employments.IsNamed(employer, today, DateOnly.MaxValue));
}
