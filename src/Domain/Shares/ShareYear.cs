namespace VipOrleans.Domain.Shares;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// Twelve months from the day of arrival (or its anniversary): the pays and the months' reports that it has, and what has been taken.
/// </summary>
/// <remarks>
/// <para>The share year belongs to the migrant: with a change of host it goes on, and the computation runs over all of it. What is taken of
/// an interval goes to the host of its days. Days without a host belong to nobody.</para>
/// <para>What the year entitles to follows from what was reported and closed and from nothing else: neither from the order in which that
/// came, nor from what was taken so far. What is taken can be less, because no pay is charged above its own limit when it is
/// reported.</para>
/// </remarks>
/// <param name="Number">1 for the first year.</param>
/// <param name="Anchor">The first day of share year 1, from which months are counted.</param>
/// <param name="Reports">What was reported, by month and employer.</param>
/// <param name="Taken">What this sponsorship's host has been given of the year so far, refunds subtracted.</param>
/// <param name="EarnedHere">What was earned in the days of this sponsorship.</param>
/// <param name="Expired">What the law kept from being taken and has expired, as it was reported last; 0 before the year is over.</param>
/// <param name="ClosedThrough">The last month that time has closed, 0 to 12: it and the months before it count as complete, whoever has
/// reported; 0 for none.</param>
/// <param name="Pays">The pays, by last day and id.</param>
/// <param name="Charges">What was charged to each pay and month's report here, by id.</param>
public sealed record ShareYear(int Number, DateOnly Anchor, ImmutableArray<MonthReport> Reports, long Taken, long EarnedHere,
    long Expired = 0, int ClosedThrough = 0, ImmutableArray<ReportedPay> Pays = default, ImmutableArray<PayCharge> Charges = default)
{
    /// <summary>Most employers of one month.</summary>
    public const int MaxEmployers = 20;

    /// <summary>Most pays of one share year: those of a year of weeks from as many employers as a month can have would be more.</summary>
    public const int MaxPays = 600;

    /// <summary>The most days that a month may wait for reports after its last one before time closes it: a quarter of a year.</summary>
    public const int MaxClosesAfterDays = 92;

    /// <summary>A year in which nothing has been reported.</summary>
    public static ShareYear Empty(int number, DateOnly anchor) => new(number, anchor, [], 0, 0);

    /// <summary>The pays, by last day and id.</summary>
    public ImmutableArray<ReportedPay> Pays { get; init; } = Pays.IsDefault ? [] : Pays;

    /// <summary>What was charged to each pay and month's report here, by id.</summary>
    public ImmutableArray<PayCharge> Charges { get; init; } = Charges.IsDefault ? [] : Charges;

    /// <summary>The first day.</summary>
    [JsonIgnore]
    public DateOnly FirstDay => MonthStart(1);

    /// <summary>
    /// The last day that counts: that of the latest pay, or of the last month that was reported or closed. Null where none is. What is
    /// contested does not count.
    /// </summary>
    [JsonIgnore]
    public DateOnly? LastDay
    {
        get
        {
            var end = ClosedThrough > 0 ? MonthStart(ClosedThrough + 1) : DateOnly.MinValue;
            foreach (var span in Spans(isContested: false))
            {
                if (span.Counts > end) end = span.Counts;
            }

            var next = MonthStart(GainShare.MonthsPerYear + 1);
            return end <= FirstDay ? null : (end < next ? end : next).AddDays(-1);
        }
    }

    /// <summary>The last month of which all days count; 0 where none does.</summary>
    [JsonIgnore]
    public int Through => LastDay is { } last ? MonthOf(last.AddDays(1)) - 1 : 0;

    /// <summary>All that was reported for the year's days and counts.</summary>
    [JsonIgnore]
    public long EarnedToDate
    {
        get
        {
            DateOnly[] year = [FirstDay, MonthStart(GainShare.MonthsPerYear + 1)];
            return Spans(isContested: false).SelectMany(s => s.Parts(year)).Sum(p => p.Earned);
        }
    }

    /// <summary>What stays with the host until contests are decided, in minor units.</summary>
    [JsonIgnore]
    public long Held => Reports.Sum(r => r.Contest?.Held ?? 0) + Pays.Sum(p => p.Contest?.Held ?? 0);

    /// <summary>
    /// What was reported for the days of a host and is contested, in minor units: it stays in the books until it is decided.
    /// </summary>
    /// <param name="own">The days.</param>
    internal long EarnedApart(Stay own)
    {
        var (first, next) = (FirstDay, MonthStart(GainShare.MonthsPerYear + 1));
        var (from, end) = (own.From > first ? own.From : first, own.To is { } to && to < next ? to.AddDays(1) : next);
        return end <= from ? 0 : Spans(isContested: true).Sum(s => s.EarnedBy(end) - s.EarnedBy(from));
    }

    /// <summary>What an employer has reported for a month; null where it has reported nothing.</summary>
    public MonthReport? Report(int month, string employer) => Reports.FirstOrDefault(r => r.Month == month && r.Employer == employer);

    /// <summary>A pay; null where there is none with this id.</summary>
    public ReportedPay? Pay(string id) => Pays.FirstOrDefault(p => p.Id == id);

    /// <summary>How many employers have reported for a month.</summary>
    public int EmployersIn(int month) => Reports.Count(r => r.Month == month);

    /// <summary>True if no pay and no report has a day of a month.</summary>
    public bool IsWithoutPay(int month) => EmployersIn(month) == 0
        && !Pays.Any(p => p.Report.Touches(MonthStart(month), MonthStart(month + 1).AddDays(-1)));

    /// <summary>The first day of a month of the year.</summary>
    /// <param name="month">1 to 13: the thirteenth is the first of the next year.</param>
    public DateOnly MonthStart(int month) => MonthStart(Anchor, Number, month);

    /// <summary>The month of the year that a day lies in.</summary>
    /// <param name="day">A day of the year; the first of the next year is in month 13.</param>
    public int MonthOf(DateOnly day)
    {
        var month = 1;
        while (month <= GainShare.MonthsPerYear && MonthStart(month + 1) <= day) month++;
        return month;
    }

    /// <summary>The day on which time closes a month of the year.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="afterDays">How many days after its last day it is still open.</param>
    public DateOnly MonthClosesOn(int month, int afterDays) => MonthStart(month + 1).AddDays(afterDays);

    /// <summary>The first day of a month of a share year.</summary>
    public static DateOnly MonthStart(DateOnly anchor, int year, int month) =>
        anchor.AddMonths((GainShare.MonthsPerYear * (year - 1)) + month - 1);

    /// <summary>The share year that a day lies in; below 1 for a day before the first.</summary>
    public static int YearOf(DateOnly anchor, DateOnly day)
    {
        var year = day.Year - anchor.Year;
        while (MonthStart(anchor, year + 1, 1) > day) year--;
        return year + 1;
    }

    /// <summary>The year with a report, which takes the place of the same employer's for that month.</summary>
    public ShareYear With(MonthReport report) =>
        this with
        {
            Reports =
            [.. Without(report.Month, report.Employer).Reports.Add(report).OrderBy(r => r.Month)
                .ThenBy(r => r.Employer, StringComparer.Ordinal)]
        };

    /// <summary>The year with a pay, which takes the place of the one with the same id.</summary>
    public ShareYear WithPay(ReportedPay pay) =>
        this with
        {
            Pays = [.. Without(pay.Id).Pays.Add(pay).OrderBy(p => p.Report.To).ThenBy(p => p.Id, StringComparer.Ordinal)]
        };

    /// <summary>The year with all months up to one closed. What was closed stays closed.</summary>
    /// <param name="month">1 to 12.</param>
    public ShareYear Closed(int month) => this with { ClosedThrough = Math.Max(ClosedThrough, month) };

    /// <summary>The year without an employer's report for a month.</summary>
    public ShareYear Without(int month, string employer) =>
        this with { Reports = Reports.RemoveAll(r => r.Month == month && r.Employer == employer) };

    /// <summary>The year without a pay.</summary>
    public ShareYear Without(string pay) => this with { Pays = Pays.RemoveAll(p => p.Id == pay) };

    /// <summary>The year without a month's report, by its id.</summary>
    internal ShareYear WithoutMonth(string id) => this with { Reports = Reports.RemoveAll(r => IdOf(r) == id) };

    /// <summary>The year in which a pay, or a month's report, is contested, or is so no longer.</summary>
    internal ShareYear WithContest(string id, Func<PayContest?, PayContest?> change) => this with
    {
        Reports = [.. Reports.Select(r => IdOf(r) == id ? r with { Contest = change(r.Contest) } : r)],
        Pays = [.. Pays.Select(p => p.Id == id ? p with { Contest = change(p.Contest) } : p)],
    };

    /// <summary>How a pay, or a month's report, is contested; null while it is not, or if there is none.</summary>
    public PayContest? ContestOf(string id) => Pay(id) is { } pay ? pay.Contest : Reports.FirstOrDefault(r => IdOf(r) == id)?.Contest;

    /// <summary>The year as another host gets it: what stays here until contests are decided stays here.</summary>
    public ShareYear WithoutHeld() => Held == 0 && !IsContested ? this : this with
    {
        Reports = [.. Reports.Select(r => r.Contest is { } c ? r with { Contest = c with { Held = 0 } } : r)],
        Pays = [.. Pays.Select(p => p.Contest is { } c ? p with { Contest = c with { Held = 0 } } : p)],
    };

    /// <summary>What was charged to a pay here, in minor units; below zero it was given back.</summary>
    public long ChargedTo(string pay) => Charges.FirstOrDefault(c => c.Pay == pay).Amount;

    /// <summary>The year with more charged to a pay.</summary>
    public ShareYear Charged(string pay, long amount)
    {
        // Where nothing is taken any more, all of it was given back, by whichever pay or closing.
        var now = Taken <= 0 ? Math.Min(0, ChargedTo(pay) + amount) : ChargedTo(pay) + amount;
        if (now == ChargedTo(pay)) return this;
        var others = Charges.RemoveAll(c => c.Pay == pay);
        return this with
        {
            Charges = now == 0 ? others : [.. others.Add(new(pay, now)).OrderBy(c => c.Pay, StringComparer.Ordinal)]
        };
    }

    /// <summary>The days of a pay or of a month's report; null where there is none.</summary>
    internal PaidSpan? SpanOf(string id)
    {
        if (Pay(id) is { } pay) return SpanOf(pay);
        return Reports.FirstOrDefault(r => IdOf(r) == id) is { } report ? SpanOf(report) : null;
    }

    /// <summary>
    /// What the formula and the law give for each interval of the year, from what was earned and from nothing else: in which order it was
    /// reported, and what has been taken so far, does not count.
    /// </summary>
    /// <remarks>
    /// <para>An interval ends on the last day of a pay, at the end of a month in which no pay is running, or where a host's days begin or
    /// end; a pay that crosses such days of a host is split by days. It takes what is wanted, but never more than the law lets be taken
    /// from the pays that end with it. Days for which nobody has reported, because something later was or time has closed them, have no
    /// pay: where what was before them was limited, nothing is taken from them. What is wanted below zero is given back in full.</para>
    /// <para>Days of which the only pay is contested are left out: neither their pay nor their baseline counts.</para>
    /// <para>At the end of a host's days what the law has kept from being taken expires, and days without a host are passed over: neither
    /// is taken later.</para>
    /// </remarks>
    /// <param name="baselineYear">B, in minor units.</param>
    /// <param name="share">p/q.</param>
    /// <param name="stays">The days of every host in the year, in order, not overlapping; the last one may be without an end.</param>
    public IReadOnlyList<ShareInterval> Intervals(long baselineYear, Share share, IReadOnlyList<Stay> stays)
    {
        if (Until(stays) is not { } until) return [];
        var intervals = new List<ShareInterval>(GainShare.MonthsPerYear);
        var spans = Spans(isContested: false).ToArray();
        var cuts = Cuts(stays);
        var parts = spans.SelectMany(s => s.Parts(cuts)).OrderBy(p => p.End).ToArray();
        var apart = IsContested ? Apart(spans) : [];
        long passed = 0, earned = 0;
        var (limited, next, month, from) = (false, 0, 1, FirstDay);
        foreach (var end in Breaks(cuts, spans, until))
        {
            while (MonthStart(month + 1) < end) month++;
            var (start, days) = (MonthStart(month), MonthStart(month + 1).DayNumber - MonthStart(month).DayNumber);
            var elapsed = end.DayNumber - start.DayNumber;
            var (first, earnedIn, allowedIn) = (next, 0L, 0L);
            for (; next < parts.Length && parts[next].End <= end; next++)
            {
                limited = (next > first && limited) || parts[next].IsLimited;
                (earnedIn, allowedIn) = (earnedIn + parts[next].Earned, allowedIn + parts[next].Allowed);
            }

            earned += earnedIn;
            var left = apart.TakeWhile(a => a.Day < end).Sum(a => a.Parts);
            var time = ((month - 1) * GainShare.PartsPerMonth) + (elapsed * GainShare.PartsPerMonth / days) - left;
            var due = GainShare.DueByParts(earned, baselineYear, time, share);
            var allowed = limited ? allowedIn : (long?)null;
            var host = HostOf(from, stays);
            var want = due - passed;
            var taken = host < 0 ? 0 : want <= 0 || allowed is null ? want : Math.Min(want, allowed.Value);
            // Nobody's days, and what a host's last day leaves untaken, are behind us.
            var isLast = host >= 0 && stays[host].To is { } to && to.DayNumber + 1 == end.DayNumber;
            var lost = host < 0 ? want : isLast ? want - taken : 0;
            intervals.Add(
                new(month, from, end.AddDays(-1), elapsed, days, earnedIn, earned, due, passed, allowed, taken, lost, host, time));
            passed += taken + lost;
            from = end;
        }

        return intervals;
    }

    /// <summary>What the year has come to for one of its hosts.</summary>
    /// <param name="baselineYear">B, in minor units.</param>
    /// <param name="share">p/q.</param>
    /// <param name="before">The days of the hosts before, in order.</param>
    /// <param name="own">The host's own days, which come after those.</param>
    public ShareToDate ToDate(long baselineYear, Share share, IReadOnlyList<Stay> before, Stay own)
    {
        var intervals = Intervals(baselineYear, share, [.. before, own]);
        var last = intervals.LastOrDefault(i => i.Host == before.Count);
        if (last is null) return default;
        long earned = 0, taken = 0;
        foreach (var interval in intervals)
        {
            if (interval.Host != before.Count) continue;
            earned += interval.Earned;
            taken += interval.Taken;
        }

        return new(last.EarnedToDate, last.Due, taken, earned, last.Due - last.PassedBefore - last.Taken, last.Month,
            last.Elapsed == last.Days ? null : last.To);
    }

    /// <summary>
    /// The last month that counts: the last of which all days do; and if a host's days end later in the year, the one in which they do,
    /// because leaving closes the year. 0 if nothing has been reported or closed.
    /// </summary>
    /// <param name="stays">The days of every host in the year.</param>
    public int Counted(IReadOnlyList<Stay> stays)
    {
        if (LastDay is null) return 0;
        var (through, next) = (Through, MonthStart(GainShare.MonthsPerYear + 1));
        while (through < GainShare.MonthsPerYear && stays.Any(s => s.To >= MonthStart(through + 1) && s.To < next)) through++;
        return through;
    }

    private string IdOf(MonthReport report) => PayId.OfMonth(Number, report.Month, report.Employer);

    private bool IsContested => Reports.Any(r => r.Contest is not null) || Pays.Any(p => p.Contest is not null);

    // The day after the last that counts: past what was reported or closed only the days of hosts who are gone do.
    private DateOnly? Until(IReadOnlyList<Stay> stays)
    {
        if (LastDay is not { } last) return null;
        var (until, next) = (last.AddDays(1), MonthStart(GainShare.MonthsPerYear + 1));
        foreach (var stay in stays)
        {
            if (stay.To is { } to && to >= until && to < next) until = to.AddDays(1);
        }

        return until;
    }

    private IEnumerable<PaidSpan> Spans(bool isContested) =>
        Reports.Where(r => r.Contest is not null == isContested).Select(SpanOf)
            .Concat(Pays.Where(p => p.Contest is not null == isContested).Select(SpanOf));

    private PaidSpan SpanOf(MonthReport report)
    {
        var (start, next) = (MonthStart(report.Month), MonthStart(report.Month + 1));
        return report.Paid is { } paid
            ? new(paid.From, paid.To.AddDays(1), next, report.Earned, report.Allowed)
            : new(start, next, next, report.Earned, report.Allowed);
    }

    private static PaidSpan SpanOf(ReportedPay pay) =>
        new(pay.Report.From, pay.Report.To.AddDays(1), pay.Report.To.AddDays(1), pay.Report.Gross.Minor, pay.Allowed);

    // Where pays are split: the year's first day, the days on which hosts change, and the day after the year.
    private List<DateOnly> Cuts(IReadOnlyList<Stay> stays)
    {
        var (first, next) = (FirstDay, MonthStart(GainShare.MonthsPerYear + 1));
        var cuts = new SortedSet<DateOnly> { first, next };
        foreach (var stay in stays)
        {
            if (stay.From > first && stay.From < next) cuts.Add(stay.From);
            if (stay.To is { } to && to >= first && to.AddDays(1) < next) cuts.Add(to.AddDays(1));
        }

        return [.. cuts];
    }

    // The ends of the intervals: each the first day after one.
    private SortedSet<DateOnly> Breaks(List<DateOnly> cuts, PaidSpan[] spans, DateOnly until)
    {
        var (first, next) = (FirstDay, MonthStart(GainShare.MonthsPerYear + 1));
        var breaks = new SortedSet<DateOnly>(cuts.Where(c => c > first && c <= until));
        for (var month = 2; month <= GainShare.MonthsPerYear + 1 && MonthStart(month) <= until; month++)
        {
            var end = MonthStart(month);
            // Where a pay runs across the end of a month, its baseline is compared with it on its own last day and not before.
            if (end == next || !Array.Exists(spans, s => s.From < end && s.End > end)) breaks.Add(end);
        }

        foreach (var span in spans)
        {
            if (span.Counts > first) breaks.Add(span.Counts < next ? span.Counts : next);
        }

        return breaks;
    }

    // The days that only contested pays have, in order, each as its part of its month.
    private List<(DateOnly Day, long Parts)> Apart(PaidSpan[] counted)
    {
        var (days, next) = (new SortedSet<DateOnly>(), MonthStart(GainShare.MonthsPerYear + 1));
        foreach (var span in Spans(isContested: true))
        {
            for (var day = span.From < FirstDay ? FirstDay : span.From; day < span.End && day < next; day = day.AddDays(1)) days.Add(day);
        }

        days.RemoveWhere(day => Array.Exists(counted, s => s.From <= day && day < s.End));
        return [.. days.Select(day => (day, GainShare.PartsPerMonth / DaysOf(MonthOf(day))))];
    }

    private int DaysOf(int month) => MonthStart(month + 1).DayNumber - MonthStart(month).DayNumber;

    private static int HostOf(DateOnly day, IReadOnlyList<Stay> stays)
    {
        for (var i = 0; i < stays.Count; i++)
        {
            if (day >= stays[i].From && (stays[i].To is not { } to || day <= to)) return i;
        }

        return -1;
    }
}

/// <summary>What one employer has reported for one month.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Employer">The employer's id.</param>
/// <param name="Earned">The pay, in minor units, zero or more.</param>
/// <param name="Allowed">What the law lets be taken from it; null where no profile was in force.</param>
/// <param name="Paid">The days of the month that the pay is for; null for all of them.</param>
/// <param name="Consented">Whether the limit was made with the migrant's consent, under a profile that needs it.</param>
/// <param name="Contest">That the migrant contests it; null while nobody does.</param>
[GenerateSerializer, Immutable, Alias("vip.month-report")]
public sealed record MonthReport(int Month, string Employer, long Earned, long? Allowed = null, PaidDays? Paid = null,
    bool Consented = false, PayContest? Contest = null);

/// <summary>The days that a pay is for, both counted.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, not before the first.</param>
[GenerateSerializer, Immutable, Alias("vip.paid-days")]
public sealed record PaidDays(DateOnly From, DateOnly To);

/// <summary>The days of one host in a share year, both counted.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day; null while it goes on.</param>
[GenerateSerializer, Immutable, Alias("vip.stay")]
public readonly record struct Stay(DateOnly From, DateOnly? To);

/// <summary>A part of a share year in which one host, or nobody, has all the days. Amounts are minor units.</summary>
/// <param name="Month">The month of its last day, 1 to 12.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Elapsed">Days of the month up to and with the last day.</param>
/// <param name="Days">Days of the month.</param>
/// <param name="Earned">What was earned in it.</param>
/// <param name="EarnedToDate">E: what was earned from the first day of the share year to its last day.</param>
/// <param name="Due">What the formula gives by its last day.</param>
/// <param name="PassedBefore">What had been taken, had expired or was nobody's before it.</param>
/// <param name="Allowed">What the law lets be taken from the pay of its days; null where nothing limits it.</param>
/// <param name="Taken">What is taken of it; below zero it is given back.</param>
/// <param name="Lost">What expired at its end, or was nobody's.</param>
/// <param name="Host">Which of the hosts has its days, from 0; -1 for nobody.</param>
/// <param name="Time">t: parts of months by its last day, <see cref="GainShare.PartsPerMonth"/> a month, without contested days.</param>
public sealed record ShareInterval(
    int Month, DateOnly From, DateOnly To, int Elapsed, int Days, long Earned, long EarnedToDate, long Due, long PassedBefore,
    long? Allowed, long Taken, long Lost, int Host, long Time);

/// <summary>What a share year has come to for a host by the last day that counts, in minor units.</summary>
/// <param name="Earned">E: all that was earned in the share year by then.</param>
/// <param name="Due">What the formula gives for the share year by then.</param>
/// <param name="Taken">What is taken of it for this host.</param>
/// <param name="EarnedHere">What was earned in this host's days.</param>
/// <param name="Residue">What the law keeps from being taken. It is carried on within the share year and expires at its end; it is nobody's
/// debt.</param>
/// <param name="Month">The month of the last day; 0 where nothing counts.</param>
/// <param name="Through">The last day, where it is not the month's last.</param>
public readonly record struct ShareToDate(long Earned, long Due, long Taken, long EarnedHere, long Residue, int Month, DateOnly? Through);
