namespace VipOrleans.Domain.Tests.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>Offers and reference rates with numbers that can be checked by hand.</summary>
internal static class Corridors
{
    public static readonly Currency Jpy = Currency.Parse("JPY"), Kwd = Currency.Parse("KWD"), Inr = Currency.Parse("INR");

    /// <summary>An offer by the reference rate and without a fee, unless it is said otherwise.</summary>
    public static RemittanceOffer Offer(string id = "plain", string from = "NZD", string to = "PHP", string? fee = null,
        int feeHundredths = 0, int margin = 0, string? rate = null)
    {
        var sent = Currency.Parse(from);
        var fixedFee = fee is null ? Money.Zero(sent) : Money.Parse(fee, sent);
        return new(RemittanceOfferId.Parse(id), "Example Bank", sent, Currency.Parse(to), fixedFee, feeHundredths,
            rate is null ? null : Rate.Parse(rate), rate is null && from != to ? margin : null, new(2024, 1, 1), null, "made up");
    }

    /// <summary>A reference rate: how many units of the one currency a unit of the other buys.</summary>
    public static ExchangeRate Reference(string from, string to, string rate) => new(
        Currency.Parse(from),
        new(Currency.Parse(from), Rate.One, Sample.Ecb.Id, Sample.Ecb.Name, Sample.Today),
        new(Currency.Parse(to), Rate.Parse(rate), Sample.Ecb.Id, Sample.Ecb.Name, Sample.Today));
}
