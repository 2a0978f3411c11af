namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class SponsorshipsGrains
{
    /// <summary>The grain of a sponsorship.</summary>
    public static ISponsorshipGrain Sponsorship(this IGrainFactory grains, SponsorshipId id) =>
        grains.GetGrain<ISponsorshipGrain>(id.Value);

    /// <summary>The clock that closes a city's share months.</summary>
    public static IMonthClockGrain MonthClock(this IGrainFactory grains, CityId id) => grains.GetGrain<IMonthClockGrain>(id.Value);
}
