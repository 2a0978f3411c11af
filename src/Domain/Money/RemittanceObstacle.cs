namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>Why an offer cannot send an amount, or why a month sends nothing for an instruction. Codes are added, never renamed.</summary>
[JsonConverter(typeof(CodeConverter<RemittanceObstacle>))]
public enum RemittanceObstacle
{
    /// <summary>The month brought the migrant nothing in the currency that is sent.</summary>
    NothingEarned,

    /// <summary>What stands earlier in the plan has used up the net, or the percentage is less than one minor unit.</summary>
    NothingLeft,

    /// <summary>The fixed amount is more than what is left of the net. It is not cut: a part of a rent pays no rent.</summary>
    AmountAboveRest,

    /// <summary>The nation has withdrawn the offer.</summary>
    OfferWithdrawn,

    /// <summary>The offer's first day is still to come.</summary>
    OfferNotYetValid,

    /// <summary>The offer's last day is over.</summary>
    OfferExpired,

    /// <summary>The offer is for other currencies.</summary>
    OtherCurrency,

    /// <summary>The fee is all that is sent, or more.</summary>
    FeeAboveAmount,

    /// <summary>Too little is sent for one minor unit to arrive.</summary>
    NothingArrives,

    /// <summary>More would arrive than can be counted.</summary>
    TooMuch,

    /// <summary>There is no reference rate that is new enough, so the cost cannot be given.</summary>
    RateMissing,
}
