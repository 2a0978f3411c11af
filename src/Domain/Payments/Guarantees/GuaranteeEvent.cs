namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Money;

/// <summary>What happened to a city's guarantee account. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(GuaranteeDecided), "guarantee-decided")]
[JsonDerivedType(typeof(GuaranteeToppedUp), "guarantee-topped-up")]
[JsonDerivedType(typeof(GuaranteeTopUpTakenBack), "guarantee-top-up-taken-back")]
[JsonDerivedType(typeof(GuaranteeRanLow), "guarantee-ran-low")]
[JsonDerivedType(typeof(GuaranteeRecovered), "guarantee-recovered")]
public abstract record GuaranteeEvent
{
    private GuaranteeEvent() { }

    /// <summary>Its limit and its alarm were decided.</summary>
    public sealed record GuaranteeDecided(GuaranteeTerms Terms) : GuaranteeEvent;

    /// <summary>Money was put in.</summary>
    public sealed record GuaranteeToppedUp(GuaranteeTopUp TopUp) : GuaranteeEvent;

    /// <summary>A top-up was noted by mistake, and is none.</summary>
    /// <param name="Reference">Its reference.</param>
    public sealed record GuaranteeTopUpTakenBack(string Reference) : GuaranteeEvent;

    /// <summary>The balance was found below the alarm.</summary>
    /// <param name="Balance">The balance.</param>
    /// <param name="AlarmBelow">The alarm.</param>
    public sealed record GuaranteeRanLow(Money Balance, Money AlarmBelow) : GuaranteeEvent;

    /// <summary>The balance was found below the alarm no more.</summary>
    /// <param name="Balance">The balance.</param>
    public sealed record GuaranteeRecovered(Money Balance) : GuaranteeEvent;
}
