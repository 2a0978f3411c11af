namespace VipOrleans.Domain.Sponsorships;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.SponsorshipEvent;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Sponsorships.SponsorshipEvent>;

/// <summary>
/// Fines of a host, where the nation has them: capped, under a ruling, and collected only from what the host would be paid. Nothing of one
/// is ever a debt, and none touches what is the migrant's.
/// </summary>
internal static class FinesDecider
{
    /// <summary>Most fines of one sponsorship, lifted ones among them.</summary>
    public const int Most = 100;

    public static Decision<SponsorshipEvent> Propose(Sponsorship s, ProposeFine c, DateOnly today)
    {
        if (s.Books.Fines.ContainsKey(c.Ruling.Value)) return Accept("proposed");
        if (c.Limits is not { } limits)
        {
            return Reject(RejectionCode.FinesNotAllowed, "The nation has no fines for hosts, and a city has none of its own.");
        }

        var currency = s.Terms!.Currency;
        if (c.Amount.Currency != currency || limits.AtMost.Currency != currency)
        {
            return Reject(RejectionCode.CurrencyMismatch, $"The host is paid in {currency}, and the nation's limit is in "
                + $"{limits.AtMost.Currency}.");
        }

        if (c.Amount.Minor < 1 || c.Amount > limits.AtMost)
        {
            return Reject(RejectionCode.FineAboveLimit, $"A fine is above zero and at most {limits.AtMost}.");
        }

        var inAYear = s.Books.Fines.Values.Where(f => f.On > today.AddYears(-1) && f.Effect != RulingEffect.Lifted).Sum(f => f.Amount);
        if (inAYear + c.Amount.Minor > limits.InAYear.Minor)
        {
            return Reject(RejectionCode.FineAboveLimit,
                $"The fines of twelve months come to at most {limits.InAYear}, and {new Money(inAYear, currency)} is reached already.");
        }

        return s.Books.Fines.Count >= Most
            ? Reject(RejectionCode.InvalidInput, $"A sponsorship has at most {Most} fines.")
            : Accept("proposed", new FineProposed(c.Ruling, c.Reason, c.Amount, today, c.Text));
    }

    public static Decision<SponsorshipEvent> Rule(Sponsorship s, RuleOnFine c)
    {
        if (s.Books.Fines.GetValueOrDefault(c.Ruling.Value) is not { } fine)
        {
            return Reject(RejectionCode.RulingNotFound, "No fine here is under this ruling.");
        }

        // Whatever comes late: a fine that was lifted does not stand again.
        if (fine.Effect == c.Effect || fine.Effect == RulingEffect.Lifted) return Accept("known");
        return Accept(c.Effect == RulingEffect.Stands ? "stands" : "lifted",
            new FineRuled(c.Ruling, c.Effect, c.Effect == RulingEffect.Stands
                ? SponsorshipBooks.FineStands(s, c.Ruling.Value, fine.Amount)
                : SponsorshipBooks.FineLifted(s, c.Ruling.Value, fine.Effect is null ? 0 : fine.Amount)));
    }
}
