namespace VipOrleans.Domain.Money;

using VipOrleans.Domain.Kernel;

/// <summary>
/// A migrant's standing order to send a part of their own net home: at most <see cref="MaxInstructions"/> instructions, in the order in
/// which they are served. Only the migrant sets, changes or clears it.
/// </summary>
public static class RemittancePlan
{
    /// <summary>Most instructions of a plan. None: nothing is sent.</summary>
    public const int MaxInstructions = 10;

    /// <summary>Most beneficiaries of a migrant at a time.</summary>
    public const int MaxBeneficiaries = 20;

    /// <summary>All of the net, in hundredths of a percent.</summary>
    public const int WholeNet = 10_000;

    /// <summary>What is wrong with a plan, and what would be right; null where nothing is.</summary>
    public static string? Invalid(IReadOnlyList<RemittanceInstruction> plan)
    {
        if (plan.Count > MaxInstructions) return $"A plan has at most {MaxInstructions} instructions.";
        if (plan.Distinct().Count() != plan.Count) return "No instruction stands twice in a plan.";
        foreach (var (i, instruction) in plan.Index())
        {
            if (instruction.Beneficiary.Value is null || instruction.Offer.Value is null)
            {
                return $"Instruction {i + 1} names a beneficiary and an offer.";
            }

            if (instruction.Amount is null == instruction.PercentHundredths is null)
            {
                return $"Instruction {i + 1} has either a fixed amount or a percentage of the net.";
            }

            if (instruction.PercentHundredths is < 1 or > WholeNet)
            {
                return $"The percentage of instruction {i + 1} is 1 to {WholeNet:N0} hundredths of a percent; 2500 is 25 %.";
            }

            if (instruction.Amount is { } amount && (amount.Currency.Code is null || amount.Minor is < 1 or > Money.MaxMinor))
            {
                return $"The amount of instruction {i + 1} is 1 to {Money.MaxMinor:N0} minor units of a currency of ISO 4217.";
            }

        }

        return plan.Sum(i => i.PercentHundredths ?? 0) > WholeNet ? "The percentages of a plan add up to at most 100 % of the net." : null;
    }
}

/// <summary>One line of a plan: how much goes to whom, by which offer. Either a fixed amount or a percentage.</summary>
/// <param name="Beneficiary">Who gets it. Name, account and address are in the vault.</param>
/// <param name="Offer">The nation's offer by which it is sent.</param>
/// <param name="Amount">A fixed amount in the currency that is earned, above zero: all of it or nothing.</param>
/// <param name="PercentHundredths">Hundredths of a percent of a month's whole net, 1 to 10,000.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-instruction")]
public sealed record RemittanceInstruction(BeneficiaryId Beneficiary, RemittanceOfferId Offer, Money? Amount = null,
    int? PercentHundredths = null);
