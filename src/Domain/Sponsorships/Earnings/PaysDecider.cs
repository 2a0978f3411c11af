namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>
/// What was paid for some days: reported, corrected, withdrawn. Pays of one employer add up, and none takes another's place.
/// </summary>
internal static class PaysDecider
{
    public static Decision<SponsorshipEvent> Report(Sponsorship s, ReportPay c, Moment moment)
    {
        var report = c.Report;
        if (EmploymentsDecider.Problem(report.Employer) is { } noEmployer) return noEmployer;
        // Before all that tells something of the sponsorship to an employer whom nobody has named.
        if (!c.IsPassedOn && (s.Employments.IsStranger(report.Employer) || EmploymentsDecider.IsAnother(s, report.Employer, moment)))
        {
            return Employers.NotNamed;
        }

        if (s.Terms is not { } terms || s.ArrivedOn is null) return s.Cannot("have earnings before the arrival");
        if (s.Earnings.Awaits is { } awaits) return Baselines.NoRate(awaits, terms.Currency, s.Earnings.FirstDay!.Value);
        if (report.Problem(terms.Currency) is { } problem) return problem;
        if (report.From > moment.Day)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The pay is from {report.From:yyyy-MM-dd} on, and today is {moment.Day:yyyy-MM-dd} in the city.");
        }

        var (id, before) = Known(s, c);
        if (c.Corrects is not null && before?.Report.Employer != report.Employer) return NotFound;
        // What was reported before the end, or an end of the employment, became known can still be put right.
        if (before is null && Outside(s, report, c.IsPassedOn) is { } outside) return outside;
        if (!c.IsPassedOn && EmploymentsDecider.Contested(s, report.Employer, report.From, report.To) is { } contested) return contested;
        if (Overlapping(s, report, c, moment, id) is { } overlapping) return overlapping;
        var years = s.Earnings.YearsOf(report).ToArray();
        // A year gets its baseline when it begins, and is not counted before.
        if (years.Length > 0 && s.Earnings.MonthStart(years[^1], 1) is { } begins && begins > moment.Day)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The pay goes on into share year {years[^1]}, which begins on {begins:yyyy-MM-dd}: report it then.");
        }

        if (before is null && years.Any(y => s.Earnings.Year(y).Pays.Length >= ShareYear.MaxPays))
        {
            return Reject(RejectionCode.InvalidInput, $"A share year has at most {ShareYear.MaxPays} pays.");
        }

        var (limit, refusal) = PayLimits.Of(s, report, c.Profile, before);
        if (refusal is not null) return refusal;
        var allowed = limit?.Allowed.Minor;
        // The same pay again is the same, and so is a pay that was corrected since: a report that is repeated does not undo that.
        if (before is not null && (c.Corrects is null || (before.Report.Says(report) && before.Allowed == allowed)))
        {
            return Accept("known", new PayConfirmed(id));
        }

        var isMigrants = before?.IsMigrants ?? IsMigrant(moment);
        var pay = new ReportedPay(id, report, allowed, limit is { Consented: true }, isMigrants);
        var givesWay = isMigrants ? [] : MigrantsOwn(s, report);
        SponsorshipEvent[] causes = [.. givesWay.Select(p => new PayWithdrawn(p.Id, p.Report)),
            new PayReported(pay, before?.Report.Gross, limit)];
        int[] touched = [.. Years(s, id).Union(years).Union(givesWay.SelectMany(p => Years(s, p.Id)))];
        return Accept("posted", Booked(s, touched, causes, moment.Day,
            (was, year) => year.Pay(id) is null ? SharePostings.ForWithdrawal(was, was.Earnings.Year(year.Number), id)
                : SharePostings.ForReport(was, year, id), isMigrants ? null : report.Employer));
    }

    public static Decision<SponsorshipEvent> Withdraw(Sponsorship s, WithdrawPay c, Moment moment)
    {
        var pay = s.Earnings.Pay(c.Pay);
        if (!c.IsPassedOn && NotOfEmployer(s, pay?.Report.Employer, moment) is { } refused) return refused;
        if (s.Terms is null || s.ArrivedOn is null) return s.Cannot("have earnings before the arrival");
        // Where it was passed on to there may be none of its days; and what is not there, or was withdrawn already, is as it should be.
        if (pay is null) return PayId.IsMonth(c.Pay) ? NotFound : Accept("withdrawn", new PayConfirmed(c.Pay));
        if (!c.IsPassedOn && IsMigrant(moment) && !pay.IsMigrants) return NotOwn;
        return Accept("withdrawn", Booked(s, Years(s, pay.Id), [new PayWithdrawn(pay.Id, pay.Report)], moment.Day,
            (was, year) => SharePostings.ForWithdrawal(was, was.Earnings.Year(year.Number), pay.Id),
            pay.IsMigrants ? null : pay.Report.Employer));
    }

    /// <summary>A pay of an employer that has one of the days from one to another; null if there is none.</summary>
    public static ReportedPay? ReportedAs(Sponsorship s, string employer, DateOnly first, DateOnly last) => s.Earnings.ShareYears.Values
        .SelectMany(y => y.Pays).FirstOrDefault(p => p.Report.Employer == employer && !p.IsMigrants && p.Report.Touches(first, last));

    /// <summary>
    /// Why an employer has nothing to do with a pay: it is not named, or the pay is another one's. Null for everybody else, and if there is
    /// no such pay, which whoever is named may know.
    /// </summary>
    public static Rejection? NotOfEmployer(Sponsorship s, string? employer, Moment moment)
    {
        if (!Employers.IsOne(moment.Actor)) return null;
        var nation = s.Id!.Value.City.Nation;
        if (Employers.IdIn(nation, Employers.Scoped(moment.Actor, nation)) is not { } own || s.Employments.IsStranger(own))
        {
            return Employers.NotNamed;
        }

        return employer is null || employer == own ? null : NotFound;
    }

    /// <summary>True if the migrant acts.</summary>
    public static bool IsMigrant(Moment moment) => Actors.PartyOf(moment.Actor) == Party.Migrant;

    /// <summary>There is no such pay.</summary>
    public static Rejection NotFound { get; } = new(RejectionCode.PayNotFound,
        "There is no pay with this id here. A month's report is corrected and withdrawn as a month.");

    /// <summary>The years in which a pay, or a month's report, stands, in their order.</summary>
    public static int[] Years(Sponsorship s, string id) => [.. s.Earnings.OfPay(id).Select(y => y.Number)];

    /// <summary>Some events and the postings of the years that they change, each as it stands with all of them.</summary>
    /// <param name="s">The sponsorship.</param>
    /// <param name="years">The years.</param>
    /// <param name="causes">The events; the last one is what the postings are charged to.</param>
    /// <param name="today">The day in the city.</param>
    /// <param name="charge">How much is charged of a year, given the sponsorship before and the year after.</param>
    /// <param name="employer">Who reports, and gives back what is too much with the next pay; null where nobody does.</param>
    public static SponsorshipEvent[] Booked(Sponsorship s, IReadOnlyCollection<int> years, SponsorshipEvent[] causes, DateOnly today,
        Func<Sponsorship, ShareYear, Charge> charge, string? employer = null)
    {
        // Of days that lie in no share year of this host nothing is counted.
        if (years.Count == 0) return causes;
        List<SponsorshipEvent> events = [.. SharePostings.Expired(s, years.Max()), .. causes];
        var after = events.Aggregate(s, SponsorshipDecider.Evolve);
        foreach (var number in years.Order())
        {
            var year = after.Earnings.Year(number);
            var posted = SharePostings.Of(after, year, today, charge(s, year), employer);
            events.Add(posted);
            after = SponsorshipDecider.Evolve(after, posted);
        }

        return [.. events, .. SharePostings.Expired(after, years.Max())];
    }

    private static Rejection NotOwn { get; } = new(RejectionCode.PayNotFound,
        "The employer has reported this pay: contest it, and an officer decides.");

    private static (string Id, ReportedPay? Before) Known(Sponsorship s, ReportPay c)
    {
        if (c.Corrects is { } corrected) return (corrected, s.Earnings.Pay(corrected));
        var id = PayId.Of(c.Report);
        if (s.Earnings.Pay(id) is { } same) return (id, same);
        // Another pay was corrected to say this.
        var says = s.Earnings.YearsOf(c.Report).SelectMany(y => s.Earnings.Year(y).Pays).FirstOrDefault(p => p.Report.Says(c.Report));
        return says is null ? (id, null) : (says.Id, says);
    }

    private static Rejection? Outside(Sponsorship s, PayReport report, bool isPassedOn)
    {
        if (isPassedOn) return null;
        if (report.Employer != Employers.None && !s.Employments.IsNamed(report.Employer, report.From, report.To))
        {
            return new(RejectionCode.MonthOutsideEmployment,
                $"None of the days {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd} is one of the employment's.");
        }

        if (report.From > s.EndedOn)
        {
            return new(RejectionCode.MonthOutsideSponsorship,
                $"The pay is from {report.From:yyyy-MM-dd} on, and the sponsorship ended on {s.EndedOn:yyyy-MM-dd}.");
        }

        return s.Earnings.YearsOf(report).Any()
            ? null : new(RejectionCode.MonthOutsideSponsorship, "None of the pay's days lies in a share year that is counted here.");
    }

    private static Rejection? Overlapping(Sponsorship s, PayReport report, ReportPay c, Moment moment, string id)
    {
        if (c.IsPassedOn) return null;
        if (s.Earnings.YearsOf(report).Select(s.Earnings.Year).Any(y => y.Reports.Any(r => r.Employer == report.Employer
            && report.Touches(r.Paid?.From ?? y.MonthStart(r.Month), r.Paid?.To ?? y.MonthStart(r.Month + 1).AddDays(-1)))))
        {
            return new(RejectionCode.PayDaysReported,
                "The employer has reported days of the pay as a month already: correct that month, or withdraw it and report its pays.");
        }

        if (!IsMigrant(moment)) return null;
        if (c.Corrects is not null && s.Earnings.Pay(id) is { IsMigrants: false }) return NotOwn;
        return report.Employer != Employers.None && ReportedAs(s, report.Employer, report.From, report.To) is not null
            ? new(RejectionCode.PayDaysReported, "The employer has reported days of the pay already: contest that, and an officer decides.")
            : null;
    }

    // What a migrant reported because the employer did not gives way when it does.
    private static ReportedPay[] MigrantsOwn(Sponsorship s, PayReport report) =>
        [.. s.Earnings.YearsOf(report).SelectMany(y => s.Earnings.Year(y).Pays).Where(p => p.IsMigrants
            && p.Report.Employer == report.Employer && p.Report.Touches(report.From, report.To)).DistinctBy(p => p.Id)];
}
