namespace VipOrleans.Contracts.Money;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class MoneyGrains
{
    /// <summary>The grain of a nation's choice of exchange rates.</summary>
    public static IRatesGrain Rates(this IGrainFactory grains, NationId id) => grains.GetGrain<IRatesGrain>(id.Value);

    /// <summary>The grain of the rates of one source.</summary>
    public static IRateTableGrain RateTable(this IGrainFactory grains, NationId nation, RateSourceId source) =>
        grains.GetGrain<IRateTableGrain>($"{nation}/{source}");
}
