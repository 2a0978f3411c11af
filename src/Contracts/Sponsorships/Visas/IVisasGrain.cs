namespace VipOrleans.Contracts.Sponsorships;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// The visas of a nation, folded from its feed, and the clock that warns of their ends. The key is the nation's id. An answer has
/// everything that was acknowledged before the question was put.
/// </summary>
[Alias("vip.visas"), GrainInterfaceType("vip.visas")]
public interface IVisasGrain : IGrainWithStringKey
{
    /// <summary>A visa was granted in the nation: from now on the clock ticks, if it did not already.</summary>
    [Alias("watch")]
    Task Watch();

    /// <summary>Applications in the order in which they were made.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">Where to go on; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("list")]
    Task<ListPage<VisaEntry>> List(VisaFilter filter, long after, int limit);

    /// <summary>Who has made the application of each reference: none, one, or more if the authority's references are not its own.</summary>
    [Alias("applicants")]
    Task<IReadOnlyDictionary<string, IReadOnlyList<MigrantId>>> Applicants(IReadOnlyList<string> references);
}

/// <summary>Which applications for a visa are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.visa-filter")]
public sealed record VisaFilter
{
    /// <summary>Those that stand so.</summary>
    [Id(0)]
    public VisaState? State { get; init; }

    /// <summary>Granted visas whose last day is at most so many days away.</summary>
    [Id(1)]
    public int? ExpiresWithinDays { get; init; }
}

/// <summary>An application for a visa in a list.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Visa">The application.</param>
[GenerateSerializer, Immutable, Alias("vip.visa-entry")]
public sealed record VisaEntry(MigrantId Migrant, VisaView Visa);
