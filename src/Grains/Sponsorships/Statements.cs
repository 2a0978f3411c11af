namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>Makes a statement out of a sponsorship's events.</summary>
internal static class Statements
{
    public static StatementView Of(IEnumerable<JournaledEvent> events)
    {
        var fold = new StatementFold();
        var lines = new List<StatementLine>();
        foreach (var e in events)
        {
            if (fold.Apply(e) is { By.Event: SharePosted posted } booking) lines.Add(Line(e.At, posted, booking.Cause));
        }

        var state = fold.State;
        return new(
            Sponsorship: state.Id!.Value,
            Version: fold.Version,
            Host: state.Host,
            Migrant: state.Migrant,
            Household: state.Formation.Household,
            Share: state.Terms?.Share,
            Baseline: state.Earnings.Baseline,
            LaterBaselines: Later(state),
            Lines: lines,
            Totals: Totals(fold));
    }

    /// <summary>The baselines of the share years after the first.</summary>
    public static IReadOnlyList<YearBaseline> Later(Sponsorship s) =>
        [.. s.Earnings.LaterBaselines.Select(b => new YearBaseline { Year = b.Key, Baseline = b.Value })];

    private static StatementLine Line(DateTimeOffset at, SharePosted posted, SponsorshipEvent? cause)
    {
        var (reported, withdrawn, closed) = (cause as EarningsReported, cause as EarningsWithdrawn, cause as MonthsClosed);
        var (pay, taken) = (cause as PayReported, cause as PayWithdrawn);
        return new(
            BookedAt: at,
            BookedOn: posted.BookedOn,
            Year: posted.Year,
            Month: reported?.Month ?? withdrawn?.Month ?? posted.ThroughMonth,
            Employer: reported?.Employer ?? withdrawn?.Employer ?? pay?.Pay.Report.Employer ?? taken?.Report.Employer
                ?? (cause as ContestDecided)?.Employer,
            Paid: reported?.Paid ?? ((pay?.Pay.Report ?? taken?.Report) is { } days ? new(days.From, days.To) : null),
            IsWithdrawn: withdrawn is not null || taken is not null,
            Earned: reported?.Earned ?? pay?.Pay.Report.Gross ?? Money.Zero(posted.Taken.Currency),
            EarnedBefore: reported?.Before ?? withdrawn?.Before ?? pay?.Before ?? taken?.Report.Gross,
            ThroughMonth: posted.ThroughMonth,
            EarnedToDate: posted.EarnedToDate,
            DueToDate: posted.DueToDate,
            TakenBefore: posted.TakenBefore,
            Taken: posted.Taken,
            // What others take from a pay, and whether they may, is no business of the host, who reads this too.
            Limit: (reported?.Limit ?? pay?.Limit) is { } limit ? limit with { Findings = null } : null,
            Residue: posted.Residue,
            ClosedFrom: closed?.Counted < closed?.Through ? closed?.Counted + 1 : null,
            Pay: pay?.Pay.Id ?? taken?.Pay ?? (cause as ContestDecided)?.Pay);
    }

    private static StatementTotals? Totals(StatementFold fold)
    {
        var s = fold.State;
        if (s.Earnings.Baseline is null || s.Terms is not { } terms || fold.Balances() is not { } where) return null;
        return new(
            Earned: new(s.Earnings.ShareYears.Values.Sum(y => y.EarnedHere), terms.Currency),
            Gain: new(s.Earnings.ShareYears.Values.Sum(y => s.GainOf(y)), terms.Currency),
            Share: new(s.Earnings.ShareYears.Values.Sum(y => y.Taken), terms.Currency),
            Kept: where.Kept,
            Expired: where.Expired,
            Due: where.Due,
            Collected: where.Unpaid,
            PaidOut: where.PaidOut);
    }
}
