namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a migrant sends home each month.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-plan-view")]
public sealed record RemittancePlanView
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>How many events made the migrant what they are.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The instructions, in order; none where nothing is sent.</summary>
    [Id(2)]
    public required IReadOnlyList<RemittanceInstruction> Instructions { get; init; }
}
