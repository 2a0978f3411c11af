namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>What happened to a city's entry of a migrant. The names are stable: they stand in journals.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SeekerListed), "seeker-listed")]
[JsonDerivedType(typeof(SeekerUnlisted), "seeker-unlisted")]
public abstract record SeekerEvent
{
    private SeekerEvent() { }

    /// <summary>The city shows the migrant to its hosts, or shows something else of them than before.</summary>
    public sealed record SeekerListed(MigrantId Migrant, SeekerListing Listing) : SeekerEvent;

    /// <summary>The city shows the migrant no more.</summary>
    public sealed record SeekerUnlisted : SeekerEvent;
}
