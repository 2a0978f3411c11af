namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

// What was earned, and what the share of it comes to.
public sealed partial class SponsorshipDecider
{
    /// <summary>Longest id of an employer, in characters.</summary>
    public const int MaxEmployer = 100;

    /// <summary>The employer of a report for which an officer names none.</summary>
    public const string NoEmployer = "city";

    private static Decision<SponsorshipEvent> Earnings(Sponsorship s, ReportEarnings c)
    {
        var report = c.Report;
        if (s.Terms is not { } terms || s.ArrivedOn is null) return WrongState(s, "have earnings before the arrival");
        if (InvalidMonth(s, report.Year, report.Month, report.Employer, c.Today) is { } refused) return refused;
        if (report.Earned.Currency != terms.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch, $"Earnings here are in {terms.Currency}.");
        }

        if (report.Earned.IsNegative || report.Earned.Minor > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"Earnings of a month are 0 to {Money.MaxMinor:N0} minor units.");
        }

        var year = YearOf(s, report.Year);
        var (start, next) = (year.MonthStart(report.Month), year.MonthStart(report.Month + 1));
        if (report.Paid is { } paid && (paid.From < start || paid.To >= next || paid.To < paid.From))
        {
            return Reject(RejectionCode.InvalidInput,
                $"Month {report.Month} of share year {report.Year} has the days {start:yyyy-MM-dd} to "
                    + $"{next.AddDays(-1):yyyy-MM-dd}; a pay in it is for some of them.");
        }

        var before = year.Report(report.Month, report.Employer);
        // What was reported before the end became known can still be put right.
        if (start > s.EndedOn && before is null)
        {
            return Reject(RejectionCode.MonthOutsideSponsorship,
                $"Month {report.Month} of share year {report.Year} begins on {start:yyyy-MM-dd}, and the sponsorship ended on "
                    + $"{s.EndedOn:yyyy-MM-dd}.");
        }

        if (before is null && year.EmployersIn(report.Month) >= ShareYear.MaxEmployers)
        {
            return Reject(RejectionCode.InvalidInput, $"A month has at most {ShareYear.MaxEmployers} employers.");
        }

        var (limit, refusal) = Limit(s, c, before);
        if (refusal is not null) return refusal;
        var known = new MonthReport(report.Month, report.Employer, report.Earned.Minor, limit?.Allowed.Minor,
            report.Paid ?? UntilLeft(s, start, next), limit is { Consented: true });
        if (known == before) return Accept("known");
        var reported =
            new EarningsReported(report.Year, report.Month, report.Earned, before is null ? null : new Money(before.Earned, terms.Currency),
                limit, report.Employer, known.Paid);
        return Booked("posted", s, report.Year, reported, Post(s, year.With(known), c.Today));
    }

    private static Decision<SponsorshipEvent> Withdrawal(Sponsorship s, WithdrawEarnings c)
    {
        if (s.Terms is not { } terms || s.ArrivedOn is null) return WrongState(s, "have earnings before the arrival");
        if (InvalidMonth(s, c.Year, c.Month, c.Employer, c.Today) is { } refused) return refused;
        var year = YearOf(s, c.Year);
        // What is not there, or was withdrawn already, is as it should be.
        if (year.Report(c.Month, c.Employer) is not { } before) return Accept("withdrawn");
        var withdrawn = new EarningsWithdrawn(c.Year, c.Month, c.Employer, new(before.Earned, terms.Currency));
        return Booked("withdrawn", s, c.Year, withdrawn, Post(s, year.Without(c.Month, c.Employer), c.Today));
    }

    // The years before are over once this one is reported; and where this one is over itself, more or less of it has expired than was told.
    private static Decision<SponsorshipEvent> Booked(string outcome, Sponsorship s, int year, SponsorshipEvent report, SharePosted posted)
    {
        SponsorshipEvent[] events = [.. Expired(s, year), report, posted];
        return Accept(outcome, [.. events, .. Expired(events.Aggregate(s, Evolve), year)]);
    }

    private static Rejection? InvalidMonth(Sponsorship s, int year, int month, string employer, DateOnly today)
    {
        if (month is < 1 or > GainShare.MonthsPerYear || year < 1 || year > MaxShareYears)
        {
            return new(RejectionCode.InvalidInput, $"A share year is 1 to {MaxShareYears} and a month of it 1 to 12.");
        }

        if (employer.Length is 0 or > MaxEmployer || !employer.All(ch => char.IsAsciiLetterOrDigit(ch) || ch is '.' or '-' or '_'))
        {
            return new(RejectionCode.InvalidInput, $"An employer's id is 1 to {MaxEmployer} letters, digits, '.', '-' and '_'.");
        }

        if (s.Continues is { } continues && year < continues.Year)
        {
            return new(RejectionCode.MonthOutsideSponsorship, $"The migrant came to this host in share year {continues.Year}.");
        }

        var start = s.MonthStart(year, month)!.Value;
        return start > today
            ? new(RejectionCode.DateInFuture,
                $"Month {month} of share year {year} begins on {start:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.") : null;
    }

    // A pay that comes after a migrant has left is for the days up to then, where it does not say so itself. Who came along with the host
    // has not left.
    private static PaidDays? UntilLeft(Sponsorship s, DateOnly start, DateOnly next) =>
        s.SucceededBy is null && s.Ended is EndReason.MigrantLeft or EndReason.Moved or EndReason.Deceased && s.EndedOn is { } last
            && last >= start && last.AddDays(1) < next ? new(start, last) : null;

    private static (PayLimit? Limit, Rejection? Rejection) Limit(Sponsorship s, ReportEarnings c, MonthReport? before)
    {
        if (c.Profile is not { } profile) return (null, null);
        var (earned, currency) = (c.Report.Earned, c.Report.Earned.Currency);
        if (profile.Currency != currency)
        {
            return (null, new(RejectionCode.CurrencyMismatch, $"The deduction profile {profile.Id} is in {profile.Currency}."));
        }

        if (c.Report.Details is null && profile.Basis != PayBasis.Gross)
        {
            return (null,
                new(RejectionCode.PayDetailsMissing,
                    $"The deduction profile {profile.Id} looks at {Codes<PayBasis>.Text(profile.Basis)} pay: report it with the earnings."));
        }

        var pay = c.Report.Details ?? new PayDetails(earned, Money.Zero(currency));
        if (pay.Basis.Currency != currency || pay.OtherDeductions.Currency != currency)
        {
            return (null, new(RejectionCode.CurrencyMismatch, $"The pay is in {currency}."));
        }

        if (pay.Basis.IsNegative || pay.Basis > earned || pay.OtherDeductions.IsNegative || pay.OtherDeductions > earned)
        {
            return (null,
                new(RejectionCode.InvalidInput,
                    "The pay that the profile looks at and the other deductions are zero or more, and at most what was earned."));
        }

        var looked = new Pay(PayPeriod.Month, pay.Basis.Minor, pay.OtherDeductions.Minor);
        var (consented, most) = Consent(s, profile, looked, earned.Minor, before);
        var allowed = Math.Min(profile.Allowed(looked, consented), most);
        var rule = profile.ConsentNeeded && !consented ? null : profile.Least(looked);
        return (new(profile.Id, profile.Version, pay.Basis, pay.OtherDeductions, consented, new(allowed, currency), profile.Basis, rule,
            profile.Source), null);
    }

    // A revoked consent stops the taking and gives nothing back: a correction takes no more of a month than was taken with it, and a report
    // that is told again changes nothing, whichever way the consent has gone since.
    private static (bool Consented, long Most) Consent(Sponsorship s, DeductionProfile profile, Pay pay, long earned, MonthReport? before)
    {
        var stands = s.ConsentOn is not null;
        if (before is not { Allowed: { } allowed }) return (stands, long.MaxValue);
        if (!profile.ConsentNeeded) return (before.Consented, long.MaxValue);
        if (before.Consented) return (true, stands ? long.MaxValue : allowed);
        return (stands && before.Earned != earned, long.MaxValue);
    }

    // A share year is over once a later one has been reported, or the sponsorship has ended: what the law has kept from being taken in it
    // is gone.
    private static IEnumerable<ResidueExpired> Expired(Sponsorship s, int year)
    {
        if (s.Terms is not { } terms || s.Baseline is null) yield break;
        var last = s.ShareYears.Values.Where(y => !y.Reports.IsEmpty).Select(y => y.Number).Append(year).Max();
        foreach (var over in s.ShareYears.Values.Where(y => y.Number < last || s.Ended is not null || y.Expired > 0))
        {
            var residue = s.ToDate(over).Residue;
            if (residue != over.Expired)
            {
                yield return new(over.Number, new(residue, terms.Currency), over.Expired == 0 ? null : new(over.Expired, terms.Currency));
            }

        }
    }

    // The end cuts its month, and the months after it are not the host's: the year is computed anew where that changes anything.
    private static IEnumerable<SponsorshipEvent> Closed(Sponsorship s, SponsorshipEnded ended, DateOnly today)
    {
        var over = Evolve(s, ended);
        if (s.ArrivedOn is null) yield break;
        foreach (var year in s.ShareYears.Values)
        {
            if (year.MonthStart(GainShare.MonthsPerYear + 1) <= ended.On) continue;
            var posted = Post(over, year, today);
            if (posted.Taken.Minor != 0 || posted.Postings.Count > 0) yield return posted;
        }
    }

    private static SharePosted Post(Sponsorship s, ShareYear year, DateOnly today)
    {
        var (currency, toDate) = (s.Terms!.Currency, s.ToDate(year));
        var taken = toDate.Taken - year.Taken;
        // Where nothing of the year is the host's, the line still says which month is the last that was reported.
        var through = toDate.Month == 0 ? year.Through : toDate.Month;
        return new(
            year.Number,
            through,
            s.BaselineOf(year.Number)!.Yearly,
            s.Terms.Share,
            new(toDate.Earned, currency),
            new(toDate.Due, currency),
            new(year.Taken, currency),
            new(taken, currency),
            SponsorshipBooks.Shared(s, $"{year.Number}-{through}", toDate.EarnedHere - year.EarnedHere, taken),
            toDate.Residue > 0 ? new Money(toDate.Residue, currency) : null,
            today,
            toDate.Through);
    }

    private static Sponsorship EvolveEarnings(Sponsorship s, SponsorshipEvent e) => e switch
    {
        EarningsReported x =>
            WithYear(s, YearOf(s, x.Year)
                .With(new(x.Month, x.Employer, x.Earned.Minor, x.Limit?.Allowed.Minor, x.Paid, x.Limit is { Consented: true }))),
        EarningsWithdrawn x => WithYear(s, YearOf(s, x.Year).Without(x.Month, x.Employer)),
        SharePosted x => WithYear(s, Taken(YearOf(s, x.Year), x)) with { Books = Posted(s, x.Postings) },
        ResidueExpired x => WithYear(s, YearOf(s, x.Year) with { Expired = x.Residue.Minor }),
        _ => throw new ArgumentOutOfRangeException(nameof(e)),
    };

    private static ShareYear Taken(ShareYear year, SharePosted x)
    {
        var employer = SponsorshipAccounts.Employer(x.Taken.Currency);
        var earned = x.Postings.Sum(t => t.From == employer ? t.Amount : t.To == employer ? -t.Amount : 0);
        return year with { Taken = x.TakenBefore.Minor + x.Taken.Minor, EarnedHere = year.EarnedHere + earned };
    }

    private static Sponsorship WithYear(Sponsorship s, ShareYear year) => s with { ShareYears = s.ShareYears.SetItem(year.Number, year) };

    private static ShareYear YearOf(Sponsorship s, int number) =>
        s.ShareYears.GetValueOrDefault(number) ?? ShareYear.Empty(number, s.FirstDay!.Value);

    private static Sponsorship Arrived(Sponsorship s, MigrantArrived x)
    {
        var arrived =
            s with { Status = SponsorshipStatus.Arrived, ArrivedOn = x.On, Baseline = x.Baseline, Continues = x.Continues,
                Leaves = x.Leaves, Succession = s.Succession?.AtArrival() };
        return x.Continues is { } year
            ? WithYear(arrived, ShareYear.Empty(year.Year, year.FirstDay) with { Reports = [.. year.Reports] }) : arrived;
    }
}
