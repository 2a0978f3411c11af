namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>Something about a pay that breaks a rule of the deduction profile: an officer looks at it, and the migrant sees it.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Kind">The kind of the deduction; null for the pay itself.</param>
/// <param name="Reported">What was reported as taken, or as paid.</param>
/// <param name="Permitted">What may be taken of it at most; or, of the pay itself, what should have been paid at least.</param>
[GenerateSerializer, Immutable, Alias("vip.deduction-finding")]
public sealed record DeductionFinding(DeductionFault Fault, DeductionKind? Kind, Money Reported, Money Permitted);

/// <summary>How a pay, or what others take from it, can break a deduction profile.</summary>
[JsonConverter(typeof(CodeConverter<DeductionFault>))]
public enum DeductionFault
{
    /// <summary>Nothing of the kind may be taken.</summary>
    Forbidden,

    /// <summary>There was no written consent by the last day of the pay.</summary>
    NoConsent,

    /// <summary>No purpose was given.</summary>
    NoPurpose,

    /// <summary>The amount does not stand in the employment agreement.</summary>
    NotAgreed,

    /// <summary>More was taken than the kind may come to.</summary>
    OverCap,

    /// <summary>It takes the pay below the minimum wage for the hours worked.</summary>
    BelowWageFloor,

    /// <summary>The pay itself is below the minimum wage for the hours worked, before anything is taken.</summary>
    Underpaid,
}
