namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class SponsorshipsGrains
{
    /// <summary>The grain of a sponsorship.</summary>
    public static ISponsorshipGrain Sponsorship(this IGrainFactory grains, SponsorshipId id) =>
        grains.GetGrain<ISponsorshipGrain>(id.Value);

    /// <summary>The clock that wakes a city's sponsorships whose hold has run out.</summary>
    public static IHoldClockGrain HoldClock(this IGrainFactory grains, CityId id) => grains.GetGrain<IHoldClockGrain>(id.Value);

    /// <summary>The grain of a migrant's visas.</summary>
    public static IVisaFileGrain VisaFile(this IGrainFactory grains, MigrantId id) => grains.GetGrain<IVisaFileGrain>(id.Value);

    /// <summary>The list of a nation's visas, and their clock.</summary>
    public static IVisasGrain Visas(this IGrainFactory grains, NationId id) => grains.GetGrain<IVisasGrain>(id.Value);

    /// <summary>The clock that closes a city's share months.</summary>
    public static IMonthClockGrain MonthClock(this IGrainFactory grains, CityId id) => grains.GetGrain<IMonthClockGrain>(id.Value);
}
