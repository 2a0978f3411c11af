namespace VipOrleans.Grains.Sponsorships;

using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;

/// <summary>Makes a statement out of a sponsorship's events.</summary>
internal static class Statements
{
    public static StatementView Of(IEnumerable<(DateTimeOffset At, SponsorshipEvent Event)> events)
    {
        var state = SponsorshipDecider.Initial;
        var lines = new List<StatementLine>();
        SponsorshipEvent? report = null;
        long expired = 0;
        long version = 0;
        foreach (var (at, e) in events)
        {
            state = SponsorshipDecider.Evolve(state, e);
            version++;
            if (e is ResidueExpired x) expired += x.Change;
            // Report and posting are decided and written together, the report first.
            if (e is SharePosted posted) lines.Add(Line(at, posted, report));
            report = AccountStatements.IsReport(e) ? e : null;
        }

        return new()
        {
            Sponsorship = state.Id!.Value,
            Version = version,
            Host = state.Host,
            Migrant = state.Migrant,
            Household = state.Formation.Household,
            Share = state.Terms?.Share,
            Baseline = state.Earnings.Baseline,
            LaterBaselines = Later(state),
            Lines = lines,
            Totals = Totals(state, expired),
        };
    }

    /// <summary>The baselines of the share years after the first.</summary>
    public static IReadOnlyList<YearBaseline> Later(Sponsorship s) =>
        [.. s.Earnings.LaterBaselines.Select(b => new YearBaseline { Year = b.Key, Baseline = b.Value })];

    private static StatementLine Line(DateTimeOffset at, SharePosted posted, SponsorshipEvent? report)
    {
        var (reported, withdrawn) = (report as EarningsReported, report as EarningsWithdrawn);
        return new()
        {
            BookedAt = at,
            BookedOn = posted.BookedOn,
            Year = posted.Year,
            Month = reported?.Month ?? withdrawn?.Month ?? posted.ThroughMonth,
            Employer = reported?.Employer ?? withdrawn?.Employer,
            Paid = reported?.Paid,
            IsWithdrawn = withdrawn is not null,
            Earned = reported?.Earned ?? Money.Zero(posted.Taken.Currency),
            EarnedBefore = reported?.Before ?? withdrawn?.Before,
            ThroughMonth = posted.ThroughMonth,
            EarnedToDate = posted.EarnedToDate,
            DueToDate = posted.DueToDate,
            TakenBefore = posted.TakenBefore,
            Taken = posted.Taken,
            Limit = reported?.Limit,
            Residue = posted.Residue,
        };
    }

    private static StatementTotals? Totals(Sponsorship s, long expired)
    {
        if (s.Earnings.Baseline is null || s.Terms is not { } terms) return null;
        var earned = s.Earnings.ShareYears.Values.Sum(y => y.EarnedHere);
        var where = Balances.Of(s.Books.Ledger.Posted, expired, terms.Currency);
        return new()
        {
            Earned = new(earned, terms.Currency),
            Gain = new(s.Earnings.ShareYears.Values.Sum(y => s.GainOf(y)), terms.Currency),
            Share = new(s.Earnings.ShareYears.Values.Sum(y => y.Taken), terms.Currency),
            Kept = where.Kept,
            Expired = where.Expired,
            Due = where.Due,
            Collected = where.Unpaid,
            PaidOut = where.PaidOut,
        };
    }
}
