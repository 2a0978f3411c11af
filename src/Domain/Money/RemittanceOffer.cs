namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>How a provider sends money from one currency to another: data with days and a source, never code.</summary>
/// <param name="Id">Its id in the nation; it stands for the same two currencies forever.</param>
/// <param name="Provider">Who sends the money, 1 to 100 characters.</param>
/// <param name="From">The currency that is sent.</param>
/// <param name="To">The currency that arrives.</param>
/// <param name="FixedFee">What each order costs, in <paramref name="From"/>, zero or more.</param>
/// <param name="FeeHundredths">What it costs on top, in hundredths of a percent of what is sent, 0 to 10,000: 150 is 1.5 %.</param>
/// <param name="Rate">The provider's own rate: how many units of <paramref name="To"/> one unit of <paramref name="From"/> buys; null where
/// it follows the reference rate.</param>
/// <param name="MarginHundredths">How much worse than the reference rate it is, in hundredths of a percent, 0 to 9,999; null where the rate
/// is fixed.</param>
/// <param name="ValidFrom">The first day on which it holds.</param>
/// <param name="ValidUntil">The last day on which it holds; null for no end.</param>
/// <param name="Source">Where it was published, 1 to 300 characters.</param>
/// <param name="Channel">How it reaches whom it is for; null for a bank transfer, as before there was a choice.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-offer")]
public sealed record RemittanceOffer(
    RemittanceOfferId Id,
    string Provider,
    Currency From,
    Currency To,
    Money FixedFee,
    int FeeHundredths,
    Rate? Rate,
    int? MarginHundredths,
    DateOnly ValidFrom,
    DateOnly? ValidUntil,
    string Source,
    RemittanceChannel? Channel = null)
{
    /// <summary>How it reaches whom it is for.</summary>
    [JsonIgnore]
    public RemittanceChannel By => Channel ?? RemittanceChannel.BankTransfer;

    /// <summary>What is wrong with an offer, and what would be right; null where nothing is.</summary>
    public static string? Invalid(RemittanceOffer offer)
    {
        if (offer.Id.Value is null) return $"An offer has an id: {RemittanceOfferId.Grammar}.";
        if (!IsText(offer.Provider, 100) || !IsText(offer.Source, 300))
        {
            return $"The offer {offer.Id} names its provider and its source in 1 to 100 and 300 characters.";
        }

        if (offer.From.Code is null || offer.To.Code is null) return $"The offer {offer.Id} is from and to a currency of ISO 4217.";
        if (offer.FixedFee.Currency != offer.From) return $"The fixed fee of the offer {offer.Id} is in {offer.From}.";
        if (offer.FixedFee.Minor is < 0 or > Money.MaxMinor)
        {
            return $"The fixed fee of the offer {offer.Id} is 0 to {Money.MaxMinor:N0} minor units.";
        }

        if (offer.FeeHundredths is < 0 or > 10_000)
        {
            return $"The fee of the offer {offer.Id} is 0 to 10,000 hundredths of a percent; 150 is 1.5 %.";
        }

        if (offer.ValidUntil < offer.ValidFrom)
        {
            return $"The offer {offer.Id} is valid until {offer.ValidUntil:yyyy-MM-dd}, which is before {offer.ValidFrom:yyyy-MM-dd}.";
        }

        return InvalidRate(offer);
    }

    /// <summary>Why the offer does not hold on a day; null where it does.</summary>
    public RemittanceObstacle? ObstacleOn(DateOnly day) =>
        day < ValidFrom ? RemittanceObstacle.OfferNotYetValid : day > ValidUntil ? RemittanceObstacle.OfferExpired : null;

    private static string? InvalidRate(RemittanceOffer offer)
    {
        if (offer.From == offer.To)
        {
            return offer.Rate is null && offer.MarginHundredths is null
                ? null : $"The offer {offer.Id} has no rate and no margin: what is sent arrives in the same currency.";
        }

        if (offer.Rate is null == offer.MarginHundredths is null)
        {
            return $"The offer {offer.Id} has either a rate of its own or a margin on the reference rate.";
        }

        if (offer.Rate is { Digits: 0 }) return $"The rate of the offer {offer.Id} is a positive number.";
        return offer.MarginHundredths is < 0 or > 9_999
            ? $"The margin of the offer {offer.Id} is 0 to 9,999 hundredths of a percent; 150 is 1.5 %." : null;
    }

    private static bool IsText(string text, int longest) =>
        text.Length >= 1 && text.Length <= longest && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
