namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What an employer takes from a pay beside the share.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Amount">How much, in the currency of the pay, above zero.</param>
/// <param name="ConsentOn">The day of the migrant's written consent to it; null if there is none.</param>
/// <param name="Purpose">A reference to what it is for, which names nobody; null if none was given.</param>
/// <param name="IsAgreed">True if its amount stands in the employment agreement.</param>
[GenerateSerializer, Immutable, Alias("vip.other-deduction")]
public sealed record OtherDeduction(
    DeductionKind Kind, Money Amount, DateOnly? ConsentOn = null, string? Purpose = null, bool IsAgreed = false)
{
    /// <summary>Most deductions of one pay.</summary>
    public const int Most = 20;
}

/// <summary>What a deduction is for.</summary>
[JsonConverter(typeof(CodeConverter<DeductionKind>))]
public enum DeductionKind
{
    /// <summary>Tax and social insurance: what the law requires.</summary>
    Tax,

    /// <summary>Rent of a home.</summary>
    Rent,

    /// <summary>The way to work.</summary>
    Transport,

    /// <summary>The fee of an agent or a recruiter.</summary>
    AgentFee,

    /// <summary>A loan or an advance that is paid back.</summary>
    Loan,

    /// <summary>Insurance beyond what the law requires.</summary>
    Insurance,

    /// <summary>Anything else.</summary>
    Other,
}
