namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What happened to a city's host-loss fund. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LossRulesDecided), "loss-rules-decided")]
[JsonDerivedType(typeof(LevyAllotted), "levy-allotted")]
[JsonDerivedType(typeof(LossClaimed), "loss-claimed")]
[JsonDerivedType(typeof(LossGranted), "loss-granted")]
[JsonDerivedType(typeof(LossRefused), "loss-refused")]
[JsonDerivedType(typeof(LossPaid), "loss-paid")]
[JsonDerivedType(typeof(LossCameBack), "loss-came-back")]
public abstract record LossFundEvent
{
    private LossFundEvent() { }

    /// <summary>The rules were decided.</summary>
    public sealed record LossRulesDecided(IReadOnlyList<LossRule> Rules) : LossFundEvent;

    /// <summary>A part of the levy was allotted to the fund.</summary>
    public sealed record LevyAllotted(string Reference, Money Amount) : LossFundEvent;

    /// <summary>A loss was claimed.</summary>
    /// <param name="Kind">What kind of loss.</param>
    /// <param name="Claim">The claim.</param>
    public sealed record LossClaimed(LossKind Kind, LossClaim Claim) : LossFundEvent;

    /// <summary>A claim is to be paid.</summary>
    public sealed record LossGranted(SponsorshipId Sponsorship, LossKind Kind, string By) : LossFundEvent;

    /// <summary>A claim is not paid.</summary>
    public sealed record LossRefused(SponsorshipId Sponsorship, LossKind Kind, string By) : LossFundEvent;

    /// <summary>A claim was paid.</summary>
    public sealed record LossPaid(SponsorshipId Sponsorship, LossKind Kind, string Reference) : LossFundEvent;

    /// <summary>The bank gave a payment back, and the claim waits for the next one.</summary>
    public sealed record LossCameBack(SponsorshipId Sponsorship, LossKind Kind, string Reference) : LossFundEvent;
}
