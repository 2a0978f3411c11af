namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

// What was paid for some days.
public sealed partial class SponsorshipGrain
{
    /// <inheritdoc/>
    public async Task<PayChanged> ChangePay(CommandContext context, PayChange change, bool isTrial)
    {
        // What is withdrawn is not there any more when it is answered.
        var (id, report) = (PayOf(change, Confirmed), await ReportOf(change, Confirmed));
        var changed = await Everywhere(context, new() { Year = 0, Month = 0, Employer = report?.Employer ?? Employers.None, Pay = change },
            isTrial);
        if (!changed.Result.IsAccepted) return new() { Result = changed.Result };
        return new()
        {
            Result = changed.Result,
            Pay = id,
            Answer = report is null || change.Contest is not null || change.Reply is not null
                ? null : EmployerAnswer.Of(Confirmed, report, changed.Effects),
        };
    }

    /// <inheritdoc/>
    public async Task<PaysView?> Pays()
    {
        if (Confirmed.Id is not { } id) return null;
        if (Confirmed.Earnings.FirstDay is not { } first || Confirmed.Terms is not { } terms) return new(id, Version, []);
        var charged = new Dictionary<string, long>(StringComparer.Ordinal);
        var isAlone = Confirmed.Earnings.Continues is null && Confirmed.EndedOn is null;
        foreach (var other in isAlone ? [id] : (await Others()).Append(id).Distinct())
        {
            foreach (var charge in other == id ? await PayCharges(first) : await GrainFactory.Sponsorship(other).PayCharges(first))
            {
                charged[charge.Pay] = charged.GetValueOrDefault(charge.Pay) + charge.Amount;
            }
        }

        return new(id, Version, [.. Confirmed.Earnings.ShareYears.Values.SelectMany(y => Items(y, terms.Currency)).DistinctBy(p => p.Id)
            .OrderBy(p => p.Report.To).ThenBy(p => p.Id, StringComparer.Ordinal).Select(p => Charged(p, charged.GetValueOrDefault(p.Id)))]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PayCharge>> PayCharges(DateOnly firstDay) =>
        Task.FromResult<IReadOnlyList<PayCharge>>(Confirmed.Earnings.FirstDay != firstDay ? []
            : [.. Confirmed.Earnings.ShareYears.Values.SelectMany(y => y.Charges).GroupBy(c => c.Pay, StringComparer.Ordinal)
                .Select(g => new PayCharge(g.Key, g.Sum(c => c.Amount)))]);

    private static IEnumerable<PayView> Items(ShareYear year, Currency currency)
    {
        var zero = Money.Zero(currency);
        foreach (var r in year.Reports)
        {
            var (start, last) = (year.MonthStart(r.Month), year.MonthStart(r.Month + 1).AddDays(-1));
            yield return new(PayId.OfMonth(year.Number, r.Month, r.Employer),
                new(r.Employer, r.Paid?.From ?? start, r.Paid?.To ?? last, PayFrequency.Month, new(r.Earned, currency)), IsMonth: true,
                By: null, Allowed(r.Allowed), zero, zero, View(r.Contest));
        }

        foreach (var p in year.Pays)
        {
            yield return new(p.Id, p.Report, IsMonth: false, By: p.IsMigrants ? Party.Migrant : null, Allowed(p.Allowed), zero, zero,
                View(p.Contest));
        }

        Money? Allowed(long? minor) => minor is { } most ? new Money(most, currency) : null;

        static PayContestView? View(PayContest? contest) => contest is null ? null : new(contest.On, contest.Reason, contest.Reply);
    }

    private static PayView Charged(PayView pay, long amount)
    {
        var charged = new Money(amount, pay.Withheld.Currency);
        return amount < 0 ? pay with { GivenBack = -charged } : pay with { Withheld = charged };
    }

    // Another pay may have been corrected to say what is reported.
    private static string PayOf(PayChange change, Sponsorship s)
    {
        if (change.Pay is { } named) return named;
        var (report, id) = (change.Report!, PayId.Of(change.Report!));
        var pays = s.Earnings.ShareYears.Values.SelectMany(y => y.Pays).ToArray();
        return Array.Exists(pays, p => p.Id == id) ? id : Array.Find(pays, p => p.Report.Says(report))?.Id ?? id;
    }

    private async Task<PayReport?> ReportOf(PayChange change, Sponsorship s)
    {
        if (change.Report is { } report) return report;
        var id = PayOf(change, s);
        var known = s.Earnings.ShareYears.Values.Select(y => y.Pay(id)).FirstOrDefault(p => p is not null);
        if (known is not null) return known.Report;
        if ((await Pays())?.Items.FirstOrDefault(p => p.Id == id) is { } month) return month.Report;
        return (await Events()).Select(e => e.Event).OfType<PayWithdrawn>().LastOrDefault(e => e.Pay == id)?.Report;
    }

    private async Task<EarningsEffects> ApplyPay(CommandContext context, EarningsChange change, PayChange pay, Trial? trial,
        bool isPassedOn)
    {
        var id = PayOf(pay, trial?.State ?? Confirmed);
        if (pay.Report is { } report)
        {
            // A host whose share years have none of its days has nothing to do with it.
            if (isPassedOn && YearsOf(report).Length == 0) return new() { Result = new() { Version = Version, Outcome = "not-here" } };
            // An employer whom nobody has named fixes nothing and learns nothing: it gets its refusal first.
            foreach (var year in isPassedOn || !Confirmed.Employments.IsStranger(report.Employer) ? YearsOf(report) : [])
            {
                if (await BaselineProblem(year, trial) is { } problem) return new() { Result = problem };
            }

            return await Carry(context, change,
                new ReportPay(report, await facts.ProfileOn(Id.City, report.From, await Today()), pay.Pay, isPassedOn), trial);
        }

        SponsorshipCommand command = pay switch
        {
            { Contest: { } reason } => new ContestPay(id, reason),
            { Reply: { } reply } => new ReplyToContest(id, reply, isPassedOn),
            { IsUpheld: { } isUpheld } => new DecideContest(id, isUpheld),
            _ => new WithdrawPay(id, isPassedOn),
        };
        return await Carry(context, change, command, trial);
    }

    private int[] YearsOf(PayReport report) => Confirmed.ArrivedOn is null ? [] : [.. Confirmed.Earnings.YearsOf(report)];
}
