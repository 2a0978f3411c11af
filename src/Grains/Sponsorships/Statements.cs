using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Grains;

/// <summary>Makes a statement out of a sponsorship's events.</summary>
internal static class Statements
{
    public static StatementView Of(IEnumerable<(DateTimeOffset At, SponsorshipEvent Event)> events)
    {
        var state = SponsorshipDecider.Initial;
        var lines = new List<StatementLine>();
        EarningsReported? reported = null;
        long expired = 0;
        long version = 0;
        foreach (var (at, e) in events)
        {
            state = SponsorshipDecider.Evolve(state, e);
            version++;
            if (e is EarningsReported r) reported = r;
            if (e is ResidueExpired x) expired += x.Residue.Minor;
            // Report and posting are decided and written together, the report first.
            if (e is SharePosted posted && reported is not null)
            {
                lines.Add(new()
                {
                    BookedAt = at,
                    Year = posted.Year,
                    Month = reported.Month,
                    Earned = reported.Earned,
                    EarnedBefore = reported.Before,
                    ThroughMonth = posted.ThroughMonth,
                    EarnedToDate = posted.EarnedToDate,
                    DueToDate = posted.DueToDate,
                    TakenBefore = posted.TakenBefore,
                    Taken = posted.Taken,
                    Limit = reported.Limit,
                    Residue = posted.Residue,
                });
            }
        }

        return new()
        {
            Sponsorship = state.Id!.Value,
            Version = version,
            Host = state.Host,
            Migrant = state.Migrant,
            Household = state.Household,
            Share = state.Terms?.Share,
            Baseline = state.Baseline,
            LaterBaselines = Later(state),
            Lines = lines,
            Totals = Totals(state, expired),
        };
    }

    /// <summary>The baselines of the share years after the first.</summary>
    public static IReadOnlyList<YearBaseline> Later(Sponsorship s) => [.. s.LaterBaselines.Select(b => new YearBaseline { Year = b.Key, Baseline = b.Value })];

    private static StatementTotals? Totals(Sponsorship s, long expired)
    {
        if (s.Baseline is null || s.Terms is not { } terms) return null;
        var earned = s.ShareYears.Values.Sum(y => y.EarnedToDate);
        // B·n/12 rounded up, so that the gain is cut down like the share.
        var atHome = s.ShareYears.Values.Aggregate(Int128.Zero, (sum, y) => sum + ((((Int128)s.BaselineOf(y.Number)!.Yearly.Minor * y.Through) + GainShare.MonthsPerYear - 1) / GainShare.MonthsPerYear));
        return new()
        {
            Earned = new(earned, terms.Currency),
            Gain = new((long)(earned - atHome), terms.Currency),
            Share = new(s.Books.Posted(SponsorshipAccounts.Host(terms.Currency)), terms.Currency),
            Kept = new(s.Books.Posted(SponsorshipAccounts.Migrant(terms.Currency)), terms.Currency),
            Expired = new(expired, terms.Currency),
        };
    }
}
