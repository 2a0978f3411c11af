namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What a city's entry of a migrant can be asked.</summary>
public abstract record SeekerCommand
{
    private SeekerCommand() { }

    /// <summary>Shows what the migrant's profile says now.</summary>
    /// <param name="Migrant">The migrant.</param>
    /// <param name="Listing">What to show; null for nothing.</param>
    public sealed record FollowProfile(MigrantId Migrant, SeekerListing? Listing) : SeekerCommand;
}
