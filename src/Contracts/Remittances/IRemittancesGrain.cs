using VipOrleans.Domain;

namespace VipOrleans.Contracts;

/// <summary>A nation's offers to send money home. The key is the nation's id.</summary>
[Alias("vip.remittance-offers"), GrainInterfaceType("vip.remittance-offers")]
public interface IRemittanceOffersGrain : IGrainWithStringKey
{
    /// <summary>Decides which offers stand, all of them together.</summary>
    [Alias("decide")]
    Task<CommandResult> Decide(CommandContext context, IReadOnlyList<RemittanceOffer> offers);

    /// <summary>The offers that stand.</summary>
    [Alias("get")]
    Task<RemittanceOffersView> Get();
}

/// <summary>What a migrant's plan makes of a month. The key is the migrant's id. It asks everyone and keeps nothing.</summary>
[Alias("vip.remittances"), GrainInterfaceType("vip.remittances")]
public interface IRemittancesGrain : IGrainWithStringKey
{
    /// <summary>Works out a calendar month with the plan, the offers and the rates of now; null where there is no such migrant.</summary>
    [Alias("month")]
    Task<RemittanceMonthView?> Month(StatementPeriod month);
}

/// <summary>A nation's offers to send money home.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-offers-view")]
public sealed record RemittanceOffersView
{
    /// <summary>The nation.</summary>
    [Id(0)]
    public required NationId Nation { get; init; }

    /// <summary>How many changes made the list what it is; 0 before the first.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The offers, by id.</summary>
    [Id(2)]
    public required IReadOnlyList<RemittanceOffer> Offers { get; init; }
}

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

/// <summary>What a migrant's plan makes of a calendar month.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-month-view")]
public sealed record RemittanceMonthView
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The month.</summary>
    [Id(1)]
    public required StatementPeriod Month { get; init; }

    /// <summary>True once nothing can be booked in the month any more.</summary>
    [Id(2)]
    public required bool IsClosed { get; init; }

    /// <summary>The day whose offers and rates count.</summary>
    [Id(3)]
    public required DateOnly On { get; init; }

    /// <summary>What the month brought the migrant: earned less taken, as it was booked in the month, in each currency.</summary>
    [Id(4)]
    public required IReadOnlyList<Money> Nets { get; init; }

    /// <summary>What becomes of each instruction of the plan, in order.</summary>
    [Id(5)]
    public required IReadOnlyList<RemittanceLine> Lines { get; init; }
}
