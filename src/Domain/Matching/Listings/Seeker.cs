namespace VipOrleans.Domain.Matching;

using VipOrleans.Domain.Kernel;

/// <summary>What a city shows of a migrant who looks for a host there. It follows the migrant's profile, which is their nation's.</summary>
public sealed record Seeker
{
    /// <summary>The migrant; null before the first listing.</summary>
    public MigrantId? Migrant { get; init; }

    /// <summary>What is shown; null while nothing is.</summary>
    public SeekerListing? Listing { get; init; }
}

/// <summary>What a city's lists show of a migrant.</summary>
/// <param name="Profile">The parts of the profile that the migrant opened, and no others.</param>
/// <param name="Consent">The number of the migrant's consent to heritage or faith being used; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("vip.seeker-listing")]
public sealed record SeekerListing(Profile Profile, int Consent);
