namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a migrant sends home each month.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Version">How many events made the migrant what they are.</param>
/// <param name="Instructions">The instructions, in order; none where nothing is sent.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-plan-view")]
public sealed record RemittancePlanView(
    [property: Id(0)] MigrantId Migrant, [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<RemittanceInstruction> Instructions);
