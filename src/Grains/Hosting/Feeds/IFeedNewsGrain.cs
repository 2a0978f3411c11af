namespace VipOrleans.Grains.Hosting;

using Orleans.Concurrency;

/// <summary>How silos tell a feed that it has grown. The key is the city's or nation's id.</summary>
[Alias("vip.feed-news"), GrainInterfaceType("vip.feed-news")]
public interface IFeedNewsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Events have been appended: whoever waits for them is woken, and news is delivered to the sponsorships that it concerns.
    /// </summary>
    [Alias("grown"), AlwaysInterleave]
    Task Grown();
}
