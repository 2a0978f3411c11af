namespace VipOrleans.Contracts.Reports;

using VipOrleans.Domain.Kernel;

/// <summary>The grains of this module, by the ids of what they host.</summary>
public static class ReportsGrains
{
    /// <summary>The grain of an import of earnings.</summary>
    public static IEarningsImportGrain Import(this IGrainFactory grains, ImportId id) =>
        grains.GetGrain<IEarningsImportGrain>(id.Value);

    /// <summary>The grain of an employer's list of staff numbers.</summary>
    public static IStaffListGrain StaffList(this IGrainFactory grains, StaffListId id) => grains.GetGrain<IStaffListGrain>(id.Value);

    /// <summary>The grain of a city's registers.</summary>
    public static IRegistersGrain Registers(this IGrainFactory grains, CityId id) => grains.GetGrain<IRegistersGrain>(id.Value);

    /// <summary>The grain of a nation's registers.</summary>
    public static IRegistersGrain Registers(this IGrainFactory grains, NationId id) => grains.GetGrain<IRegistersGrain>(id.Value);

    /// <summary>The grain of the registers of a city or a nation.</summary>
    public static IRegistersGrain Registers(this IGrainFactory grains, string partition) =>
        grains.GetGrain<IRegistersGrain>(partition);

    /// <summary>The grain of a city's books.</summary>
    public static IBooksGrain Books(this IGrainFactory grains, CityId id) => grains.GetGrain<IBooksGrain>(id.Value);

    /// <summary>The grain of a city's feed.</summary>
    public static IFeedGrain Feed(this IGrainFactory grains, CityId id) => grains.GetGrain<IFeedGrain>(id.Value);
}
