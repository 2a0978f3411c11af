namespace VipOrleans.Contracts.Sponsorships;

/// <summary>Closes a city's share months when their time has come. The key is the city's id.</summary>
[Alias("vip.month-clock"), GrainInterfaceType("vip.month-clock")]
public interface IMonthClockGrain : IGrainWithStringKey
{
    /// <summary>A migrant has arrived in the city: from now on the clock ticks, if it did not already.</summary>
    [Alias("watch")]
    Task Watch();
}
