namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>What was earned, and what the share of it comes to.</summary>
internal static class EarningsDecider
{
    public static Decision<SponsorshipEvent> Decide(Sponsorship s, EarningsCommand command, Moment moment) => command switch
    {
        SponsorshipCommand.Arrive c => Baselines.Arrive(s, c, moment.Day),
        FixBaseline c => Baselines.Fix(s, c, moment.Day),
        ReportEarnings c => Report(s, c, moment),
        WithdrawEarnings c => Withdraw(s, c, moment),
        ReportPay c => PaysDecider.Report(s, c, moment),
        WithdrawPay c => PaysDecider.Withdraw(s, c, moment),
        ContestPay c => ContestsDecider.Contest(s, c, moment.Day),
        ReplyToContest c => ContestsDecider.Reply(s, c, moment),
        DecideContest c => ContestsDecider.Decide(s, c, moment.Day),
        CloseMonths c => MonthClosings.Decide(s, c, moment.Day),
        GiveConsent c => c.IsMinor ? FormationDecider.MinorAlone : Consent(s, moment.Day),
        RevokeConsent => s.Earnings.ConsentOn is null ? Accept("revoked") : Accept("revoked", new ConsentRevoked()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Earnings do not know this command."),
    };

    private static Decision<SponsorshipEvent> Report(Sponsorship s, ReportEarnings c, Moment moment)
    {
        var (report, today) = (c.Report, moment.Day);
        if (EmploymentsDecider.Problem(report.Employer) is { } noEmployer) return noEmployer;
        // Before all that tells something of the sponsorship to an employer whom nobody has named.
        if (!c.IsPassedOn && (s.Employments.IsStranger(report.Employer) || EmploymentsDecider.IsAnother(s, report.Employer, moment)))
        {
            return Employers.NotNamed;
        }

        if (s.Terms is not { } terms || s.ArrivedOn is null) return s.Cannot("have earnings before the arrival");
        if (s.Earnings.Awaits is { } awaits) return Baselines.NoRate(awaits, terms.Currency, s.Earnings.FirstDay!.Value);
        if (InvalidMonth(s, report.Year, report.Month, today) is { } refused) return refused;
        if (report.Earned.Currency != terms.Currency)
        {
            return Reject(RejectionCode.CurrencyMismatch, $"Earnings here are in {terms.Currency}.");
        }

        if (report.Earned.IsNegative || report.Earned.Minor > Money.MaxMinor)
        {
            return Reject(RejectionCode.InvalidInput, $"Earnings of a month are 0 to {Money.MaxMinor:N0} minor units.");
        }

        var year = s.Earnings.Year(report.Year);
        var (start, next) = (year.MonthStart(report.Month), year.MonthStart(report.Month + 1));
        if (report.Paid is { } paid && (paid.From < start || paid.To >= next || paid.To < paid.From))
        {
            return Reject(RejectionCode.InvalidInput,
                $"Month {report.Month} of share year {report.Year} has the days {start:yyyy-MM-dd} to "
                    + $"{next.AddDays(-1):yyyy-MM-dd}; a pay in it is for some of them.");
        }

        if (!c.IsPassedOn && report.Employer != Employers.None && !s.Employments.IsNamed(report.Employer, start, next.AddDays(-1)))
        {
            return Reject(RejectionCode.MonthOutsideEmployment,
                $"Month {report.Month} of share year {report.Year} has the days {start:yyyy-MM-dd} to {next.AddDays(-1):yyyy-MM-dd}, and "
                    + "none of them is one of the employment's.");
        }

        if (!c.IsPassedOn && EmploymentsDecider.Contested(s, report.Employer, start, next.AddDays(-1)) is { } contested) return contested;

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

        if (!c.IsPassedOn && before is null && PaysDecider.ReportedAs(s, report.Employer, start, next.AddDays(-1)) is { } pay)
        {
            return Reject(RejectionCode.PayDaysReported,
                $"The employer has reported the pay {pay.Report.From:yyyy-MM-dd} to {pay.Report.To:yyyy-MM-dd}, which has days of the "
                    + "month: its months are reported pay by pay, or the pay is withdrawn first.");
        }

        var (limit, refusal) = PayLimits.Of(s, report, c.Profile, before);
        if (refusal is not null) return refusal;
        var known = new MonthReport(report.Month, report.Employer, report.Earned.Minor, limit?.Allowed.Minor,
            report.Paid ?? UntilLeft(s, start, next), limit is { Consented: true }, before?.Contest);
        if (known == before) return Accept("known", new EarningsConfirmed(report.Year, report.Month, report.Employer));
        var reported =
            new EarningsReported(report.Year, report.Month, report.Earned, before is null ? null : new Money(before.Earned, terms.Currency),
                limit, report.Employer, known.Paid);
        var after = year.With(known);
        var charge = SharePostings.ForReport(s, after, PayId.OfMonth(report.Year, report.Month, report.Employer));
        return Accept("posted", SharePostings.Booked(s, report.Year, reported, SharePostings.Of(s, after, today, charge, report.Employer)));
    }

    // An officer can take out whatever was reported, by an employer who was never named among it.
    private static Decision<SponsorshipEvent> Withdraw(Sponsorship s, WithdrawEarnings c, Moment moment)
    {
        var today = moment.Day;
        if (EmploymentsDecider.Problem(c.Employer) is { } noEmployer) return noEmployer;
        if (!c.IsPassedOn && Employers.IsOne(moment.Actor)
            && (s.Employments.IsStranger(c.Employer) || EmploymentsDecider.IsAnother(s, c.Employer, moment)))
        {
            return Employers.NotNamed;
        }

        if (s.Terms is not { } terms || s.ArrivedOn is null) return s.Cannot("have earnings before the arrival");
        if (InvalidMonth(s, c.Year, c.Month, today) is { } refused) return refused;
        var year = s.Earnings.Year(c.Year);
        // What is not there, or was withdrawn already, is as it should be.
        if (year.Report(c.Month, c.Employer) is not { } before)
        {
            return Accept("withdrawn", new EarningsConfirmed(c.Year, c.Month, c.Employer));
        }

        var withdrawn = new EarningsWithdrawn(c.Year, c.Month, c.Employer, new(before.Earned, terms.Currency));
        var charge = SharePostings.ForWithdrawal(s, year, PayId.OfMonth(c.Year, c.Month, c.Employer));
        return Accept("withdrawn",
            SharePostings.Booked(s, c.Year, withdrawn, SharePostings.Of(s, year.Without(c.Month, c.Employer), today, charge, c.Employer)));
    }

    private static Decision<SponsorshipEvent> Consent(Sponsorship s, DateOnly today)
    {
        if (!s.IsOpen) return s.Cannot("be consented to");
        return s.Earnings.ConsentOn is null ? Accept("consented", new ConsentGiven(today)) : Accept("consented");
    }

    private static Rejection? InvalidMonth(Sponsorship s, int year, int month, DateOnly today)
    {
        if (month is < 1 or > GainShare.MonthsPerYear || year < 1 || year > SponsorshipDecider.MaxShareYears)
        {
            return new(RejectionCode.InvalidInput, $"A share year is 1 to {SponsorshipDecider.MaxShareYears} and a month of it 1 to 12.");
        }

        if (s.Earnings.Continues is { } continues && year < continues.Year)
        {
            return new(RejectionCode.MonthOutsideSponsorship, $"The migrant came to this host in share year {continues.Year}.");
        }

        var start = s.Earnings.MonthStart(year, month)!.Value;
        return start > today
            ? new(RejectionCode.DateInFuture,
                $"Month {month} of share year {year} begins on {start:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.") : null;
    }

    // A pay that comes after a migrant has left is for the days up to then, where it does not say so itself. Who came along with the host
    // has not left.
    private static PaidDays? UntilLeft(Sponsorship s, DateOnly start, DateOnly next) =>
        s.Moves.SucceededBy is null && s.Ended is EndReason.MigrantLeft or EndReason.Moved or EndReason.Deceased && s.EndedOn is { } last
            && last >= start && last.AddDays(1) < next ? new(start, last) : null;
}
