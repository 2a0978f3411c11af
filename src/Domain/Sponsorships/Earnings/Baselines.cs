namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>How share years get their baseline: the first with the arrival, a later one before its first report.</summary>
internal static class Baselines
{
    // What an arrival is answered while its baseline waits for an exchange rate.
    private const string AwaitingRate = "arrived-awaiting-rate";

    public static Decision<SponsorshipEvent> Arrive(Sponsorship s, Arrive c, DateOnly today)
    {
        if (s.Status != SponsorshipStatus.Granted) return s.Cannot("have an arrival");
        if (c.On > today)
        {
            return Reject(RejectionCode.DateInFuture,
                $"The arrival is on {c.On:yyyy-MM-dd}, and today is {today:yyyy-MM-dd} in the city.");
        }

        if (MovesDecider.CannotContinue(s, c, today) is { } refused) return refused;
        if (!s.ChecksPassed(today))
        {
            return Reject(RejectionCode.ChecksNotPassed, "A check that the city requires has failed or expired since the grant.");
        }

        if (NotLetIn(c) is { } turnedAway) return turnedAway;
        // A share year keeps its baseline, whoever hosts.
        if (c.Continues is { } year && year.Currency == s.Terms!.Currency) return Continued(s, c, year, today);
        if (!c.IsDeclared) return Reject(RejectionCode.BaselineMissing, "The migrant has not declared a baseline.");
        if (c.Verified is not { } verified)
        {
            return Reject(RejectionCode.BaselineNotVerified, "The migrant has declared a baseline, and no officer has verified it.");
        }

        var (baseline, refusal) = Convert(verified, s.Terms!.Currency, c.On, c.Rate);
        if (baseline is not null) return Accept("arrived", new MigrantArrived(c.On, baseline, null, c.Leaves));
        // Somebody who is here is here: it is the money that waits for a rate, not the person.
        return refusal!.Code == RejectionCode.ExchangeRateMissing
            ? Accept(AwaitingRate, new MigrantArrived(c.On, null, null, c.Leaves, verified)) : refusal;
    }

    // Whoever comes to another host has entered before: their share year goes on, and nothing of the kind is asked again.
    private static Rejection? NotLetIn(Arrive c) => c switch
    {
        { Continues: not null } or { Entry: null } => null,
        { Entry.Age: AgeGroup.Minor } => FormationDecider.MinorAlone,
        { Entry: { AsksAge: true, Age: null } } => new(RejectionCode.AgeNotVerified,
            "The nation asks for a date of birth that an officer has verified, and nobody has verified the migrant's."),
        { Entry.LacksVisa: true } => new(RejectionCode.VisaMissing,
            $"The nation asks for a visa on the arrival, and none is valid on {c.On:yyyy-MM-dd}."),
        _ => null,
    };

    /// <summary>Why nothing is reported while the baseline waits for a rate.</summary>
    public static Rejection NoRate(VerifiedBaseline awaits, Currency currency, DateOnly on) => new(RejectionCode.ExchangeRateMissing,
        $"The arrival is noted, and the money waits for a rate from {awaits.Yearly.Currency} to {currency} for {on:yyyy-MM-dd}: an officer "
            + "of the nation imports it, and then the report is sent again.");

    // If the report that begins the year is going to be refused, nothing is fixed, and the report's own refusal tells why.
    public static Decision<SponsorshipEvent> Fix(Sponsorship s, FixBaseline c, DateOnly today)
    {
        if (s.Earnings is { Awaits: { } awaits, FirstDay: { } first }) return FixFirst(s, c, awaits, first);
        if (c.Year is < 1 or > SponsorshipDecider.MaxShareYears || s.Earnings.IsBaselineFixed(c.Year)
            || s.Earnings.MonthStart(c.Year, 1) is not { } start || start > today
            || start > s.EndedOn)
        {
            return Accept("known");
        }

        var current = s.Earnings.BaselineOf(c.Year)!;
        if (c.Verified is not { } verified || verified.On > start || verified.Version <= current.Verified.Version)
        {
            return Accept("fixed", new BaselineFixed(c.Year, current));
        }

        var (baseline, refusal) = Convert(verified, s.Terms!.Currency, start, c.Rate);
        return baseline is not null ? Accept("fixed", new BaselineFixed(c.Year, baseline)) : refusal!;
    }

    private static Decision<SponsorshipEvent> FixFirst(Sponsorship s, FixBaseline c, VerifiedBaseline awaits, DateOnly on)
    {
        if (c.Verified != awaits) return Accept("known");
        var currency = s.Terms!.Currency;
        var (baseline, refusal) = Convert(awaits, currency, on, c.Rate);
        if (baseline is not null) return Accept("fixed", new BaselineFixed(1, baseline));
        return refusal!.Code == RejectionCode.ExchangeRateMissing ? NoRate(awaits, currency, on) : refusal;
    }

    private static (FixedBaseline? Baseline, Rejection? Refusal) Convert(VerifiedBaseline verified, Currency currency, DateOnly on,
        RateFinding? found)
    {
        if (verified.Yearly.Currency == currency) return (new(verified, null, verified.Yearly), null);
        if (found?.Rate is not { } rate || rate.From.Currency != verified.Yearly.Currency || rate.To.Currency != currency
            || rate.From.On > on || rate.To.On > on)
        {
            return (null,
                found?.Missing
                    ?? new(RejectionCode.ExchangeRateMissing,
                        $"There is no rate from {verified.Yearly.Currency} to {currency} for {on:yyyy-MM-dd}."));
        }

        return rate.TryConvert(verified.Yearly, out var yearly) && yearly.Minor <= Money.MaxMinor
            ? (new(verified, rate, yearly), null)
            : (null, new(RejectionCode.InvalidInput,
                $"At this rate the baseline is more than {Money.MaxMinor:N0} minor units of {currency}."));
    }

    // What was reported before for days that are this host's is posted here: the host before has given it back.
    private static Decision<SponsorshipEvent> Continued(Sponsorship s, Arrive c, ContinuedYear year, DateOnly today)
    {
        var arrived = new MigrantArrived(c.On, year.Baseline, year, c.Leaves, year.Awaits);
        if (year.Awaits is not null) return Accept(AwaitingRate, arrived);
        var after = SponsorshipDecider.Evolve(s, arrived);
        var posted = SharePostings.Of(after, after.Earnings.Year(year.Year), today, new(0));
        return posted.Postings.Count > 0 ? Accept("arrived", arrived, posted) : Accept("arrived", arrived);
    }
}
