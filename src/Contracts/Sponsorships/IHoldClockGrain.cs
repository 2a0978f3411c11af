namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Domain.Kernel;

/// <summary>Wakes the sponsorships of a city whose hold of a place has run out, or that a crash has left half done. The key is the city's
/// id.</summary>
[Alias("vip.hold-clock"), GrainInterfaceType("vip.hold-clock")]
public interface IHoldClockGrain : IGrainWithStringKey
{
    /// <summary>A place is held in the city: from now on the clock ticks, if it did not already.</summary>
    [Alias("watch")]
    Task Watch();

    /// <summary>When the clock wakes a sponsorship; null if it knows no reason to.</summary>
    [Alias("wakes-at")]
    Task<DateTimeOffset?> WakesAt(SponsorshipId sponsorship);
}
