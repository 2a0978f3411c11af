namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>
/// What a migrant says is not right. It changes nothing of what was taken until an officer, who has both sides, decides: neither is more
/// taken of it, nor does a refund arise from the dispute.
/// </summary>
internal static class ContestsDecider
{
    public static Decision<SponsorshipEvent> Contest(Sponsorship s, ContestPay c, DateOnly today)
    {
        if (PaysDecider.Years(s, c.Pay) is not { Length: > 0 } years) return PaysDecider.NotFound;
        if (ContestOf(s, c.Pay) is not null) return Accept("contested");
        if (s.Earnings.Pay(c.Pay) is { IsMigrants: true })
        {
            return Reject(RejectionCode.PayNotFound, "This is the migrant's own report: it is corrected or withdrawn.");
        }

        var held = years.Select(number =>
        {
            var year = s.Earnings.Year(number);
            var apart = year.WithContest(c.Pay, _ => new(today, c.Reason));
            return new HeldOfYear(number, s.Entitled(year) - s.Entitled(apart));
        });
        var employer = Of(s, c.Pay)?.Employer;
        return Accept("contested",
            new PayContested(c.Pay, c.Reason, today, [.. held], c.Words, employer == Employers.None ? null : employer));
    }

    public static Decision<SponsorshipEvent> Reply(Sponsorship s, ReplyToContest c, Moment moment)
    {
        var employer = Of(s, c.Pay)?.Employer;
        if (!c.IsPassedOn && PaysDecider.NotOfEmployer(s, employer, moment) is { } refused) return refused;
        if (employer is null) return PaysDecider.NotFound;
        if (ContestOf(s, c.Pay) is not { } contest) return NotContested;
        return contest.Reply == c.Answer && (c.Words is null || c.Words == contest.ReplyWords)
            ? Accept("replied") : Accept("replied", new ContestReplied(c.Pay, c.Answer, c.Words));
    }

    public static Decision<SponsorshipEvent> Decide(Sponsorship s, DecideContest c, DateOnly today)
    {
        var years = PaysDecider.Years(s, c.Pay);
        if (Of(s, c.Pay) is not { } pay) return PaysDecider.NotFound;
        if (ContestOf(s, c.Pay) is null) return NotContested;
        var decided = new ContestDecided(c.Pay, c.IsUpheld, pay.Employer, pay.To);
        return Accept(c.IsUpheld ? "upheld" : "rejected", PaysDecider.Booked(s, years, [decided], today, (was, year) => c.IsUpheld
            ? SharePostings.ForWithdrawal(was, was.Earnings.Year(year.Number), c.Pay) : SharePostings.ForReport(was, year, c.Pay)));
    }

    private static Rejection NotContested { get; } = new(RejectionCode.ContestNotFound, "Nobody contests this pay.");

    private static PayContest? ContestOf(Sponsorship s, string pay) =>
        s.Earnings.OfPay(pay).Select(y => y.ContestOf(pay)).FirstOrDefault(c => c is not null);

    private static (string Employer, DateOnly To)? Of(Sponsorship s, string id)
    {
        if (s.Earnings.Pay(id) is { Report: var paid }) return (paid.Employer, paid.To);
        foreach (var year in s.Earnings.ShareYears.Values)
        {
            foreach (var report in year.Reports.Where(r => PayId.OfMonth(year.Number, r.Month, r.Employer) == id))
            {
                return (report.Employer, year.MonthStart(report.Month + 1).AddDays(-1));
            }
        }

        return null;
    }
}
