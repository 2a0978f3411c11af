namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;

/// <summary>
/// What officers of a nation have to look at because two records may be one person. The key is the nation's id. It lists and never decides:
/// no rule of the programme asks it anything.
/// </summary>
[Alias("vip.person-cases"), GrainInterfaceType("vip.person-cases")]
public interface IDuplicatesGrain : IGrainWithStringKey
{
    /// <summary>
    /// Pairs of records that share something nobody has set aside, and that are not linked, in the order of the records' ids.
    /// </summary>
    /// <param name="city">Only where at least one is a host of this city; null for all of the nation.</param>
    /// <param name="after">The last pair seen; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("cases")]
    Task<DuplicatePage> Findings(CityId? city, DuplicateCursor? after, int limit);

    /// <summary>Pairs of records that are linked, in the order of the records' ids.</summary>
    /// <param name="city">Only where at least one is a host of this city; null for all of the nation.</param>
    /// <param name="bothLive">Only those whose record is in a live sponsorship now while another one of the person is, or only the others;
    /// null for all.</param>
    /// <param name="after">The last pair seen; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("links")]
    Task<DuplicatePage> Links(CityId? city, bool? bothLive, DuplicateCursor? after, int limit);

    /// <summary>Pairs of which an officer has set something aside, in the order of the records' ids.</summary>
    /// <param name="city">Only where at least one is a host of this city; null for all of the nation.</param>
    /// <param name="after">The last pair seen; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("dismissed")]
    Task<DuplicatePage> Dismissed(CityId? city, DuplicateCursor? after, int limit);

    /// <summary>Contacts and addresses that so many records share that it says more about the contact than about two of them.</summary>
    /// <param name="city">Only where at least one is a host of this city; null for all of the nation.</param>
    /// <param name="after">The last one seen; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("shared-contacts")]
    Task<SharedContactPage> SharedContacts(CityId? city, DuplicateCursor? after, int limit);

    /// <summary>Throws the lists away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Patterns of hosting in a city, folded from its feed. The key is the city's id. It lists and never decides.</summary>
[Alias("vip.hosting-patterns"), GrainInterfaceType("vip.hosting-patterns")]
public interface IHostingPatternsGrain : IGrainWithStringKey
{
    /// <summary>All patterns that are over their threshold today, the highest counts first; at most 200.</summary>
    [Alias("patterns")]
    Task<IReadOnlyList<HostingPatternView>> Patterns();

    /// <summary>Throws the rows away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Where a list goes on.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-case-cursor")]
public sealed record DuplicateCursor
{
    /// <summary>The first record of the last item.</summary>
    [Id(0)]
    public required PersonId First { get; init; }

    /// <summary>The second record of the last item; null in a list of shared contacts.</summary>
    [Id(1)]
    public PersonId? Second { get; init; }

    /// <summary>What is shared; null in a list of pairs.</summary>
    [Id(2)]
    public PersonSign? Sign { get; init; }
}

/// <summary>A page of pairs.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-case-page")]
public sealed record DuplicatePage
{
    /// <summary>The pairs.</summary>
    [Id(0)]
    public required IReadOnlyList<DuplicateView> Items { get; init; }

    /// <summary>Where the next page begins; null after the last one.</summary>
    [Id(1)]
    public DuplicateCursor? Next { get; init; }
}

/// <summary>A page of shared contacts.</summary>
[GenerateSerializer, Immutable, Alias("vip.shared-contact-page")]
public sealed record SharedContactPage
{
    /// <summary>The contacts.</summary>
    [Id(0)]
    public required IReadOnlyList<SharedContactView> Items { get; init; }

    /// <summary>Where the next page begins; null after the last one.</summary>
    [Id(1)]
    public DuplicateCursor? Next { get; init; }
}

/// <summary>A contact or an address that many records share, without saying which.</summary>
[GenerateSerializer, Immutable, Alias("vip.shared-contact-view")]
public sealed record SharedContactView
{
    /// <summary>What it is.</summary>
    [Id(0)]
    public required PersonSign Sign { get; init; }

    /// <summary>How many records share it.</summary>
    [Id(1)]
    public required long Count { get; init; }

    /// <summary>From how many on it is listed.</summary>
    [Id(2)]
    public required int Threshold { get; init; }

    /// <summary>The records, in the order of their ids; at most 50.</summary>
    [Id(3)]
    public required IReadOnlyList<PersonId> Records { get; init; }
}

/// <summary>A pattern of hosting that is over its threshold.</summary>
[GenerateSerializer, Immutable, Alias("vip.hosting-pattern-view")]
public sealed record HostingPatternView
{
    /// <summary>What it is.</summary>
    [Id(0)]
    public required HostingPattern Kind { get; init; }

    /// <summary>The host, the principal record where there are several; null for a pattern of a home.</summary>
    [Id(1)]
    public HostId? Host { get; init; }

    /// <summary>The home, without saying where it is; null for a pattern of a host.</summary>
    [Id(2)]
    public HomeId? Home { get; init; }

    /// <summary>How often.</summary>
    [Id(3)]
    public required int Count { get; init; }

    /// <summary>From how often on it is listed.</summary>
    [Id(4)]
    public required int Threshold { get; init; }

    /// <summary>The sponsorships that were counted, in the order of their arrivals; at most 50.</summary>
    [Id(5)]
    public required IReadOnlyList<SponsorshipId> Sponsorships { get; init; }
}
