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
        var last = LastCounted(s, year);
        foreach (var over in s.Earnings.ShareYears.Values.Where(y => IsOver(s, y, last)))
        {
            var toDate = s.ToDate(over);
            var residue = toDate.Residue + toDate.Taken + over.Held - over.Taken;
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
            var posted = Of(over, year, today, new(s.Entitled(year)));
            if (posted.Taken.Minor != 0 || posted.Postings.Count > 0) yield return posted;
        }
    }

    // The years before are over once this one is counted; and where this one is over itself, more or less of it has expired than was said.
    public static SponsorshipEvent[] Booked(Sponsorship s, int year, SponsorshipEvent cause, SharePosted posted)
    {
        SponsorshipEvent[] events = [.. Expired(s, year), cause, posted];
        return [.. events, .. Expired(events.Aggregate(s, SponsorshipDecider.Evolve), year)];
    }

    /// <summary>The posting of what a year has come to, as far as it may be charged now.</summary>
    /// <param name="s">The sponsorship, with what has changed.</param>
    /// <param name="year">The year, with what has changed.</param>
    /// <param name="today">The day in the city.</param>
    /// <param name="charge">How much may be charged.</param>
    /// <param name="employer">Who reports, and gives back what is too much with the next pay; null where nobody does.</param>
    public static SharePosted Of(Sponsorship s, ShareYear year, DateOnly today, Charge charge, string? employer = null)
    {
        var (currency, toDate) = (s.Terms!.Currency, s.ToDate(year));
        var open = toDate.Taken + year.Held - year.Taken;
        var earned = toDate.EarnedHere + year.EarnedApart(s.Days()!.Value) - year.EarnedHere;
        // What a contested pay holds stays with the host, but for what a correction of it leaves no pay for: a migrant never owes.
        var kept = s.Books.Ledger.Available(SponsorshipAccounts.Migrant(currency));
        var taken = Math.Min(charge.Of(open, toDate.Taken + year.Held), kept + earned);
        // Where nothing of the year is the host's, the line still says which month is the last that was reported or closed.
        var through = toDate.Month == 0 ? year.LastDay is { } last ? year.MonthOf(last) : 0 : toDate.Month;
        var residue = toDate.Residue + open - taken;
        return new(
            year.Number,
            through,
            s.Earnings.BaselineOf(year.Number)!.Yearly,
            s.Terms.Share,
            new(toDate.Earned, currency),
            new(toDate.Due, currency),
            new(year.Taken, currency),
            new(taken, currency),
            SponsorshipBooks.Shared(s, $"{year.Number}-{through}", earned, taken,
                employer is not null && GivesBack(s, employer, today) ? employer : null),
            residue > 0 ? new Money(residue, currency) : null,
            today,
            toDate.Through);
    }

    /// <summary>How much may be charged to a pay, or to a month's report, when it was reported or corrected.</summary>
    /// <param name="before">The sponsorship before.</param>
    /// <param name="after">The year with the report.</param>
    /// <param name="id">The pay, or the month's report.</param>
    public static Charge ForReport(Sponsorship before, ShareYear after, string id)
    {
        var had = before.Earnings.Year(after.Number);
        var entitled = IsOver(before, had, LastCounted(before, after.Number)) ? before.Entitled(had) : (long?)null;
        if (after.SpanOf(id) is not { } span) return new(entitled);
        if (after.Pay(id) is { IsMigrants: true }) return new(entitled, 0);
        var charged = had.ChargedTo(id);
        if (span.Allowed is not { } allowed) return new(entitled);
        // Of a limit each host, and each year, has the part of its days.
        var (own, first, next) = (before.Days()!.Value, after.FirstDay, after.MonthStart(GainShare.MonthsPerYear + 1));
        var from = own.From > first ? own.From : first;
        var end = own.To is { } to && to < next ? to.AddDays(1) : next;
        var room = span.AllowedBy(end) - span.AllowedBy(from) - Math.Max(0, charged);
        // What a correction lets be taken no longer goes back, though something else could be charged more; after the end the days have
        // been cut already.
        return new(entitled, before.EndedOn is null ? Math.Min(room, allowed - charged) : Math.Max(0, room));
    }

    /// <summary>How much is charged, or given back, when a pay or a month's report is taken out.</summary>
    /// <param name="before">The sponsorship before.</param>
    /// <param name="year">The year before.</param>
    /// <param name="id">The pay, or the month's report.</param>
    public static Charge ForWithdrawal(Sponsorship before, ShareYear year, string id)
    {
        var charged = year.ChargedTo(id);
        var isLimited = year.SpanOf(id)?.Allowed is not null;
        return new(before.Entitled(year), isLimited && charged > 0 && before.EndedOn is null ? -charged : null);
    }

    // Who reports gives back with the next pay, unless there is none: the employment is over, or the migrant is gone.
    private static bool GivesBack(Sponsorship s, string employer, DateOnly today) =>
        s.Ended is not (EndReason.MigrantLeft or EndReason.Moved or EndReason.Deceased or EndReason.Absent)
            && (!s.Employments.IsNamed(employer) || s.Employments.IsNamed(employer, today, DateOnly.MaxValue));

    private static int LastCounted(Sponsorship s, int year) =>
        s.Earnings.ShareYears.Values.Where(y => y.LastDay is not null).Select(y => y.Number).Append(year).Max();

    private static bool IsOver(Sponsorship s, ShareYear year, int last) =>
        year.Number < last || s.Ended is not null || year.Expired > 0 || year.ClosedThrough == GainShare.MonthsPerYear;
}

/// <summary>
/// How much of what a share year has come to is charged now: a pay is never charged above its own limit, and what waited for a pay is not
/// taken without one.
/// </summary>
/// <param name="EntitledBefore">What the year had come to before; null where what has been waiting may be taken too.</param>
/// <param name="Room">What the pay still lets be taken; null where no pay is reported. Below zero as much is given back in any
/// case.</param>
internal readonly record struct Charge(long? EntitledBefore, long? Room = null)
{
    /// <summary>What is charged; below zero it is given back.</summary>
    /// <param name="open">What the year has come to less what was taken of it.</param>
    /// <param name="entitled">What the year has come to.</param>
    public long Of(long open, long entitled)
    {
        var charged = open;
        if (EntitledBefore is { } before && open > 0) charged = Math.Min(charged, Math.Max(0, entitled - before));
        if (Room is { } room) charged = Math.Min(charged, room);
        // Other pays may have given back already what this one no longer lets be taken: nothing that was never taken is given back.
        var taken = entitled - open;
        return Math.Max(charged, Math.Min(0, entitled) - taken);
    }
}
