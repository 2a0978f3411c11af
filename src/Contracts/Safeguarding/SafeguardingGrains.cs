namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class SafeguardingGrains
{
    /// <summary>The grain of a concern.</summary>
    public static IConcernGrain Concern(this IGrainFactory grains, ConcernId id) => grains.GetGrain<IConcernGrain>(id.Value);

    /// <summary>The grain of a ruling.</summary>
    public static IRulingGrain Ruling(this IGrainFactory grains, RulingId id) => grains.GetGrain<IRulingGrain>(id.Value);

    /// <summary>The grain of a sponsorship's welfare check.</summary>
    public static IWelfareCheckGrain WelfareCheck(this IGrainFactory grains, SponsorshipId id) =>
        grains.GetGrain<IWelfareCheckGrain>(id.Value);

    /// <summary>The grain of a city's list of concerns, rulings and welfare checks.</summary>
    public static ISafeguardingGrain Safeguarding(this IGrainFactory grains, CityId id) => grains.GetGrain<ISafeguardingGrain>(id.Value);
}
