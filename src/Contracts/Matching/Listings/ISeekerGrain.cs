namespace VipOrleans.Contracts.Matching;

/// <summary>A city's entry of a migrant who looks for a host there. The key is the city's id, a slash and the migrant's id.</summary>
[Alias("vip.seeker"), GrainInterfaceType("vip.seeker")]
public interface ISeekerGrain : IGrainWithStringKey
{
    /// <summary>Shows what the migrant's profile says now.</summary>
    [Alias("follow")]
    Task Follow();
}
