namespace VipOrleans.Domain.Payments;

using System.Numerics;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// What it costs to send an amount by an offer, and what arrives: exact, with each rounding against the offer, so that no cost is shown too
/// low and nothing that arrives too high.
/// </summary>
/// <param name="Offer">The offer.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Sent">What leaves the migrant's account, the fee in it.</param>
/// <param name="Fee">The fixed fee and the percentage of what is sent, rounded up to the minor unit.</param>
/// <param name="Rate">How many units of the other currency one unit buys, at most 12 decimals, cut; 1 in the same currency. The computation
/// uses all of it.</param>
/// <param name="Reference">The reference rate that it is compared with, each side with source and day; null in the same currency.</param>
/// <param name="Arrives">What arrives, cut down to the minor unit.</param>
/// <param name="RateCost">What the rate costs: what is sent less the fee, less what arrives turned back at the reference rate, rounded up.
/// Below zero where the rate is better.</param>
/// <param name="Cost">The total cost: fee and what the rate costs.</param>
/// <param name="CostHundredths">The total cost in hundredths of a percent of what is sent, rounded up.</param>
/// <param name="Warning">What the migrant should know; null if there is nothing.</param>
/// <param name="Channel">How it reaches whom it is for.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-quote")]
public sealed record RemittanceQuote(
    RemittanceOfferId Offer, string Provider, Money Sent, Money Fee, Rate Rate, ExchangeRate? Reference, Money Arrives, Money RateCost,
    Money Cost, int CostHundredths, RemittanceWarning? Warning, RemittanceChannel Channel)
{
    /// <summary>
    /// The highest cost without a warning, in hundredths of a percent: no corridor above 5 % (United Nations, Sustainable Development Goal
    /// 10, target c).
    /// </summary>
    public const int WarnAboveHundredths = 500;

    /// <summary>The cost that the same goal aims at, in hundredths of a percent: 3 %.</summary>
    public const int AimHundredths = 300;

    /// <summary>Prices an amount.</summary>
    /// <param name="offer">A valid offer.</param>
    /// <param name="sent">What is sent, above zero.</param>
    /// <param name="on">The day on which it would be sent.</param>
    /// <param name="reference">The reference rate; null in the same currency, or if there is none.</param>
    public static QuotedOffer Of(RemittanceOffer offer, Money sent, DateOnly on, ExchangeRate? reference)
    {
        if (offer.ObstacleOn(on) is { } obstacle) return No(offer, obstacle);
        if (sent.Currency != offer.From) return No(offer, RemittanceObstacle.OtherCurrency);
        if (offer.From != offer.To && (reference?.From.Currency != offer.From || reference.To.Currency != offer.To))
        {
            return No(offer, RemittanceObstacle.RateMissing);
        }

        var fee = offer.FixedFee.Minor + CeilingDivide((BigInteger)sent.Minor * offer.FeeHundredths, 10_000);
        var converted = sent.Minor - fee;
        if (converted <= 0) return No(offer, RemittanceObstacle.FeeAboveAmount);

        // Minor units per minor unit, as fractions.
        var (refUp, refDown) = offer.From == offer.To ? (BigInteger.One, BigInteger.One) : reference!.MinorRatio;
        var (up, down) = RatioOf(offer, refUp, refDown);
        var arrives = converted * up / down;
        if (arrives == 0) return No(offer, RemittanceObstacle.NothingArrives);
        var rateCost = CeilingDivide((converted * refUp) - (arrives * refDown), refUp);
        var cost = fee + rateCost;
        var hundredths = CeilingDivide(cost * 10_000, sent.Minor);
        if (arrives > long.MaxValue || rateCost < -long.MaxValue || hundredths < int.MinValue) return No(offer, RemittanceObstacle.TooMuch);
        return new(offer.Id, new(
            offer.Id,
            offer.Provider,
            sent,
            In(fee, offer.From),
            Domain.Money.Rate.Cut(up * offer.From.MinorPerUnit, down * offer.To.MinorPerUnit),
            offer.From == offer.To ? null : reference,
            In(arrives, offer.To),
            In(rateCost, offer.From),
            In(cost, offer.From),
            (int)hundredths,
            hundredths > WarnAboveHundredths ? RemittanceWarning.CostAboveFivePercent : null,
            offer.By), null);
    }

    /// <summary>Prices an amount by every offer of a corridor: the cheapest first, and those that cannot send it last.</summary>
    /// <param name="offers">Valid offers; those of other corridors are left out.</param>
    /// <param name="sent">What is sent, above zero.</param>
    /// <param name="to">The currency that arrives.</param>
    /// <param name="on">The day on which it would be sent.</param>
    /// <param name="reference">The reference rate; null in the same currency, or if there is none.</param>
    public static IReadOnlyList<QuotedOffer> Compare(IEnumerable<RemittanceOffer> offers, Money sent, Currency to, DateOnly on,
        ExchangeRate? reference)
    {
        QuotedOffer[] quoted =
        [
            .. offers.Where(o => o.From == sent.Currency && o.To == to).Select(o => Of(o, sent, on, reference))
                .OrderBy(q => q.Quote is null).ThenBy(q => q.Quote?.Cost.Minor).ThenByDescending(q => q.Quote?.Arrives.Minor)
                .ThenBy(q => q.Offer.Value, StringComparer.Ordinal),
        ];
        // The cheapest bank is what every other way is measured by, whole cost against whole cost.
        var bank = Array.Find(quoted, q => q.Quote?.Channel == RemittanceChannel.BankTransfer)?.Quote?.Cost;
        return bank is not { } cost ? quoted
            : [.. quoted.Select(q => q.Quote is { } quote ? q with { MoreThanBank = quote.Cost - cost } : q)];
    }

    private static (BigInteger Up, BigInteger Down) RatioOf(RemittanceOffer offer, BigInteger refUp, BigInteger refDown)
    {
        if (offer.Rate is { } own)
        {
            return (own.Digits * (BigInteger)offer.To.MinorPerUnit, BigInteger.Pow(10, own.Scale) * offer.From.MinorPerUnit);
        }

        return (refUp * (10_000 - (offer.MarginHundredths ?? 0)), refDown * 10_000);
    }

    private static QuotedOffer No(RemittanceOffer offer, RemittanceObstacle obstacle) => new(offer.Id, null, obstacle);

    private static Money In(BigInteger minor, Currency currency) => new((long)minor, currency);

    private static BigInteger CeilingDivide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign > 0 ? quotient + 1 : quotient;
    }
}

/// <summary>An offer with its quote, or with why it cannot send the amount.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Quote">The quote; null where it cannot.</param>
/// <param name="NotPossible">Why it cannot; null where it can.</param>
/// <param name="MoreThanBank">How much more it costs in all than the cheapest bank transfer, below zero if it costs less; null if no bank
/// can send the amount.</param>
public sealed record QuotedOffer(RemittanceOfferId Offer, RemittanceQuote? Quote, RemittanceObstacle? NotPossible,
    Money? MoreThanBank = null);

/// <summary>What a migrant should know before sending.</summary>
[JsonConverter(typeof(CodeConverter<RemittanceWarning>))]
public enum RemittanceWarning
{
    /// <summary>The total cost is above 5 % of what is sent.</summary>
    CostAboveFivePercent,
}
