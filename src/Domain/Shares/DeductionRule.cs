namespace VipOrleans.Domain.Shares;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What the law asks of one kind of deduction that is not the share.</summary>
/// <param name="Kind">The kind. Tax is what a law takes, and no profile has a rule for it.</param>
/// <param name="IsForbidden">True if nothing of the kind may be taken.</param>
/// <param name="NeedsConsent">True if it needs the migrant's written consent, given by the last day of the pay.</param>
/// <param name="NeedsPurpose">True if it needs a purpose in writing.</param>
/// <param name="NeedsAgreement">True if its amount must stand in the employment agreement.</param>
/// <param name="PercentHundredths">Hundredths of a percent that all deductions of the kind may come to; null for no cap.</param>
/// <param name="Of">What the percentage is of; null for the pay as the profile looks at it.</param>
[GenerateSerializer, Immutable, Alias("vip.deduction-rule")]
public sealed record DeductionRule(
    DeductionKind Kind, bool IsForbidden = false, bool NeedsConsent = false, bool NeedsPurpose = false, bool NeedsAgreement = false,
    int? PercentHundredths = null, DeductionCapBase? Of = null)
{
    /// <summary>What is wrong with the rule, and what would be right; null if nothing is.</summary>
    /// <param name="floor">The wage floor of its profile; null if it has none.</param>
    public string? Invalid(WageFloor? floor)
    {
        if (Kind == DeductionKind.Tax) return "What is taken as tax is what another law says: a profile has no rule for it.";
        if (PercentHundredths is < 0 or > 10_000) return "A percentage is 0 to 10,000 hundredths of a percent; 500 is 5 %.";
        if (Of is not null && PercentHundredths is null) return "A rule that says what a percentage is of gives the percentage.";
        return Of == DeductionCapBase.MinimumPay && floor is null
            ? "A percentage of the minimum pay needs a wage floor in the profile." : null;
    }
}

/// <summary>What a cap on a kind of deduction is a percentage of.</summary>
[JsonConverter(typeof(CodeConverter<DeductionCapBase>))]
public enum DeductionCapBase
{
    /// <summary>The pay as the profile looks at it.</summary>
    Pay,

    /// <summary>The minimum wage for the hours of the pay.</summary>
    MinimumPay,
}
