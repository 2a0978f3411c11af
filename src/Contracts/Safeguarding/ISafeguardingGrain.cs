namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;

/// <summary>
/// What officers of a city have to look after, folded from the feed. The key is the city's id. An answer has everything that was
/// acknowledged before the question was put.
/// </summary>
[Alias("vip.cases"), GrainInterfaceType("vip.cases")]
public interface ISafeguardingGrain : IGrainWithStringKey
{
    /// <summary>Concerns in the order in which they were raised.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("concerns")]
    Task<ListPage<ConcernView>> Concerns(ConcernFilter filter, long after, int limit);

    /// <summary>Concerns, the newest first, as those are listed who look for their own.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The number of the last one seen, counted from the first of these concerns; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("own-concerns")]
    Task<ListPage<ConcernView>> OwnConcerns(ConcernFilter filter, long before, int limit);

    /// <summary>Sponsorships with an open welfare check, in the order in which the migrants were asked.</summary>
    /// <param name="isOverdue">Only those of which the time to answer is over, or only the others; null for all.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("welfare-checks")]
    Task<ListPage<WelfareCheckView>> WelfareChecks(bool? isOverdue, long after, int limit);

    /// <summary>The open welfare checks of which no message has reached the migrant, so that an officer visits.</summary>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("unreached-welfare-checks")]
    Task<ListPage<WelfareCheckView>> UnreachedWelfareChecks(long after, int limit);

    /// <summary>Rulings in the order of their notices.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("rulings")]
    Task<ListPage<RulingView>> Rulings(RulingFilter filter, long after, int limit);

    /// <summary>Throws the lists away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Which concerns are asked for; null for all.</summary>
/// <param name="Status">Only those that stand there.</param>
/// <param name="IsOverdue">Only those of which the next step should have been taken, or only the others.</param>
/// <param name="IsEscalated">Only those that went to the nation, or only those that did not.</param>
/// <param name="Sponsorship">Only of this sponsorship.</param>
/// <param name="RaisedBy">Only those that this one raised, as a role and an id.</param>
/// <param name="FormerlyBy">And those that the same one raised under this former name.</param>
/// <param name="Kind">Only of this kind, as an officer sees it now.</param>
[GenerateSerializer, Immutable, Alias("vip.concern-filter")]
public sealed record ConcernFilter(ConcernStatus? Status = null, bool? IsOverdue = null, bool? IsEscalated = null,
    SponsorshipId? Sponsorship = null, string? RaisedBy = null, string? FormerlyBy = null, ConcernKind? Kind = null);

/// <summary>Which rulings are asked for; null for all.</summary>
/// <param name="IsOpen">Only those that an officer has to decide, or only the others.</param>
/// <param name="IsOverdue">Only those that should have been decided by now, or only the others.</param>
/// <param name="Sponsorship">Only of this sponsorship.</param>
/// <param name="Host">Only of this host.</param>
[GenerateSerializer, Immutable, Alias("vip.ruling-filter")]
public sealed record RulingFilter(bool? IsOpen = null, bool? IsOverdue = null, SponsorshipId? Sponsorship = null, HostId? Host = null);
