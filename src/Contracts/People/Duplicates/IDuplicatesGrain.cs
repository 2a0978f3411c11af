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
/// <param name="First">The first record of the last item.</param>
/// <param name="Second">The second record of the last item; null in a list of shared contacts.</param>
/// <param name="Sign">What is shared; null in a list of pairs.</param>
[GenerateSerializer, Immutable, Alias("vip.person-case-cursor")]
public sealed record DuplicateCursor(
    [property: Id(0)] PersonId First, [property: Id(1)] PersonId? Second, [property: Id(2)] PersonSign? Sign);

/// <summary>A page of pairs.</summary>
/// <param name="Items">The pairs.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.person-case-page")]
public sealed record DuplicatePage([property: Id(0)] IReadOnlyList<DuplicateView> Items, [property: Id(1)] DuplicateCursor? Next);

/// <summary>A page of shared contacts.</summary>
/// <param name="Items">The contacts.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
[GenerateSerializer, Immutable, Alias("vip.shared-contact-page")]
public sealed record SharedContactPage([property: Id(0)] IReadOnlyList<SharedContactView> Items, [property: Id(1)] DuplicateCursor? Next);

/// <summary>A contact or an address that many records share, without saying which.</summary>
/// <param name="Sign">What it is.</param>
/// <param name="Count">How many records share it.</param>
/// <param name="Threshold">From how many on it is listed.</param>
/// <param name="Records">The records, in the order of their ids; at most 50.</param>
[GenerateSerializer, Immutable, Alias("vip.shared-contact-view")]
public sealed record SharedContactView(
    [property: Id(0)] PersonSign Sign, [property: Id(1)] long Count, [property: Id(2)] int Threshold,
    [property: Id(3)] IReadOnlyList<PersonId> Records);

/// <summary>A pattern of hosting that is over its threshold.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Host">The host, the principal record if there are several; null for a pattern of a home.</param>
/// <param name="Home">The home, without saying where it is; null for a pattern of a host.</param>
/// <param name="Count">How often.</param>
/// <param name="Threshold">From how often on it is listed.</param>
/// <param name="Sponsorships">The sponsorships that were counted, in the order of their arrivals; at most 50.</param>
[GenerateSerializer, Immutable, Alias("vip.hosting-pattern-view")]
public sealed record HostingPatternView(
    [property: Id(0)] HostingPattern Kind, [property: Id(1)] HostId? Host, [property: Id(2)] HomeId? Home,
    [property: Id(3)] int Count, [property: Id(4)] int Threshold, [property: Id(5)] IReadOnlyList<SponsorshipId> Sponsorships);
