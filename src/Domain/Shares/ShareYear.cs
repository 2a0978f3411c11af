namespace VipOrleans.Domain.Shares;

using System.Collections.Immutable;
using System.Text.Json.Serialization;

/// <summary>
/// Twelve months from the day of arrival (or its anniversary): what each employer has reported for each of them, and what has been taken.
/// </summary>
/// <remarks>
/// The share year belongs to the migrant: with a change of host it goes on, and the computation runs over all of it. What is taken of an
/// interval goes to the host of its days. Days without a host belong to nobody.
/// </remarks>
/// <param name="Number">1 for the first year.</param>
/// <param name="Anchor">The first day of share year 1, from which months are counted.</param>
/// <param name="Reports">What was reported, by month and employer.</param>
/// <param name="Taken">What this sponsorship's host has been given of the year so far, refunds subtracted.</param>
/// <param name="EarnedHere">What was earned in the days of this sponsorship.</param>
/// <param name="Expired">What the law kept from being taken and has expired, as it was reported last; 0 before the year is over.</param>
/// <param name="ClosedThrough">The last month that time has closed, 0 to 12: it and the months before it count as complete, whoever has
/// reported; 0 for none.</param>
public sealed record ShareYear(int Number, DateOnly Anchor, ImmutableArray<MonthReport> Reports, long Taken, long EarnedHere,
    long Expired = 0, int ClosedThrough = 0)
{
    /// <summary>Most employers of one month.</summary>
    public const int MaxEmployers = 20;

    /// <summary>The most days that a month may wait for reports after its last one before time closes it: a quarter of a year.</summary>
    public const int MaxClosesAfterDays = 92;

    /// <summary>A year in which nothing has been reported.</summary>
    public static ShareYear Empty(int number, DateOnly anchor) => new(number, anchor, [], 0, 0);

    /// <summary>The last month that has been reported or closed; 0 where none has.</summary>
    [JsonIgnore]
    public int Through => Math.Max(ClosedThrough, Reports.IsEmpty ? 0 : Reports[^1].Month);

    /// <summary>All that was reported for the year.</summary>
    [JsonIgnore]
    public long EarnedToDate => Reports.Sum(r => r.Earned);

    /// <summary>What an employer has reported for a month; null where it has reported nothing.</summary>
    public MonthReport? Report(int month, string employer) => Reports.FirstOrDefault(r => r.Month == month && r.Employer == employer);

    /// <summary>How many employers have reported for a month.</summary>
    public int EmployersIn(int month) => Reports.Count(r => r.Month == month);

    /// <summary>The first day of a month of the year.</summary>
    /// <param name="month">1 to 13: the thirteenth is the first of the next year.</param>
    public DateOnly MonthStart(int month) => MonthStart(Anchor, Number, month);

    /// <summary>The day on which time closes a month of the year.</summary>
    /// <param name="month">1 to 12.</param>
    /// <param name="afterDays">How many days after its last day it is still open.</param>
    public DateOnly MonthClosesOn(int month, int afterDays) => MonthStart(month + 1).AddDays(afterDays);

    /// <summary>The first day of a month of a share year.</summary>
    public static DateOnly MonthStart(DateOnly anchor, int year, int month) =>
        anchor.AddMonths((GainShare.MonthsPerYear * (year - 1)) + month - 1);

    /// <summary>The year with a report, which takes the place of the same employer's for that month.</summary>
    public ShareYear With(MonthReport report) =>
        this with
        {
            Reports =
            [.. Without(report.Month, report.Employer).Reports.Add(report).OrderBy(r => r.Month)
                .ThenBy(r => r.Employer, StringComparer.Ordinal)]
        };

    /// <summary>The year with all months up to one closed. What was closed stays closed.</summary>
    /// <param name="month">1 to 12.</param>
    public ShareYear Closed(int month) => this with { ClosedThrough = Math.Max(ClosedThrough, month) };

    /// <summary>The year without an employer's report for a month.</summary>
    public ShareYear Without(int month, string employer) =>
        this with { Reports = Reports.RemoveAll(r => r.Month == month && r.Employer == employer) };

    /// <summary>
    /// What the formula and the law give for each interval of the year, from what was earned and from nothing else: in which order the
    /// months were reported, and what has been taken so far, does not count.
    /// </summary>
    /// <remarks>
    /// <para>An interval is a month, or a part of it where a host's days begin or end in it. It takes what is wanted, but never more than
    /// the law lets be taken from the pay of its days. A month that nobody has reported, because a later one was or time has closed it, has
    /// no pay: where the month before it was limited, nothing is taken from it. What is wanted below zero is given back in full.</para>
    /// <para>At the end of a host's days what the law has kept from being taken expires, and days without a host are passed over: neither
    /// is taken later.</para>
    /// </remarks>
    /// <param name="baselineYear">B, in minor units.</param>
    /// <param name="share">p/q.</param>
    /// <param name="stays">The days of every host in the year, in order, not overlapping; the last one may be without an end.</param>
    public IReadOnlyList<ShareInterval> Intervals(long baselineYear, Share share, IReadOnlyList<Stay> stays)
    {
        var intervals = new List<ShareInterval>(GainShare.MonthsPerYear);
        long passed = 0, earnedBefore = 0;
        var limited = false;
        var through = Counted(stays);
        for (var month = 1; month <= through; month++)
        {
            var (start, next) = (MonthStart(month), MonthStart(month + 1));
            var days = next.DayNumber - start.DayNumber;
            var reports = Reports.Where(r => r.Month == month).ToArray();
            if (reports.Length > 0) limited = reports.Any(r => r.Allowed is not null);
            var from = start;
            foreach (var end in Breaks(start, next, stays))
            {
                // Past what was reported or closed only the days of hosts who are gone count.
                if (month > Through && !stays.Any(s => s.To >= from)) return intervals;
                var elapsed = end.DayNumber - start.DayNumber;
                var earned = earnedBefore + reports.Sum(r => r.EarnedBy(end, start, next));
                var due = GainShare.DueToDate(earned, baselineYear, month - 1, elapsed, days, share);
                var allowed = limited
                    ? reports.Sum(r => r.AllowedBy(end, start, next)) - reports.Sum(r => r.AllowedBy(from, start, next)) : (long?)null;
                var host = HostOf(from, stays);
                var want = due - passed;
                var taken = host < 0 ? 0 : want <= 0 || allowed is null ? want : Math.Min(want, allowed.Value);
                var earnedIn = earned - (intervals.Count == 0 ? 0 : intervals[^1].EarnedToDate);
                // Nobody's days, and what a host's last day leaves untaken, are behind us.
                var isLast = host >= 0 && stays[host].To is { } to && to.DayNumber + 1 == end.DayNumber;
                var lost = host < 0 ? want : isLast ? want - taken : 0;
                intervals.Add(new(month, from, end.AddDays(-1), elapsed, days, earnedIn, earned, due, passed, allowed, taken, lost, host));
                passed += taken + lost;
                from = end;
            }

            earnedBefore += reports.Sum(r => r.Earned);
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
    /// The last month that counts: the last that was reported or closed; and if a host's days end later in the year, the one in which they
    /// do, because leaving closes the year. 0 if nothing has been reported or closed.
    /// </summary>
    /// <param name="stays">The days of every host in the year.</param>
    public int Counted(IReadOnlyList<Stay> stays)
    {
        if (Through == 0) return 0;
        var (through, next) = (Through, MonthStart(GainShare.MonthsPerYear + 1));
        while (through < GainShare.MonthsPerYear && stays.Any(s => s.To >= MonthStart(through + 1) && s.To < next)) through++;
        return through;
    }

    // The ends of the intervals of a month: each the first day after one.
    private static SortedSet<DateOnly> Breaks(DateOnly start, DateOnly next, IReadOnlyList<Stay> stays)
    {
        var breaks = new SortedSet<DateOnly> { next };
        foreach (var stay in stays)
        {
            if (stay.From > start && stay.From < next) breaks.Add(stay.From);
            if (stay.To is { } to && to >= start && to.AddDays(1) < next) breaks.Add(to.AddDays(1));
        }

        return breaks;
    }

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
[GenerateSerializer, Immutable, Alias("vip.month-report")]
public sealed record MonthReport(int Month, string Employer, long Earned, long? Allowed = null, PaidDays? Paid = null,
    bool Consented = false)
{
    /// <summary>
    /// What of the pay is for the days before a day: in proportion to the days, cut down, so that the parts add up to the pay.
    /// </summary>
    internal long EarnedBy(DateOnly day, DateOnly start, DateOnly next) => PartBy(Earned, day, start, next);

    /// <summary>What of the limit is for the days before a day. A pay without a limit lets all of it be taken.</summary>
    internal long AllowedBy(DateOnly day, DateOnly start, DateOnly next) => PartBy(Allowed ?? Earned, day, start, next);

    private long PartBy(long amount, DateOnly day, DateOnly start, DateOnly next)
    {
        var (from, end) = Paid is { } paid ? (paid.From.DayNumber, paid.To.DayNumber + 1) : (start.DayNumber, next.DayNumber);
        var days = Math.Clamp(day.DayNumber - from, 0, end - from);
        return (long)((Int128)amount * days / (end - from));
    }
}

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
/// <param name="Month">The month, 1 to 12.</param>
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
public sealed record ShareInterval(
    int Month, DateOnly From, DateOnly To, int Elapsed, int Days, long Earned, long EarnedToDate, long Due, long PassedBefore,
    long? Allowed, long Taken, long Lost, int Host);

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
