namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;

/// <summary>
/// What officers of a city have to look after, folded from the feed. The key is the city's id. An answer has everything that was
/// acknowledged before the question was put.
/// </summary>
[Alias("vip.cases"), GrainInterfaceType("vip.cases")]
public interface ICasesGrain : IGrainWithStringKey
{
    /// <summary>Concerns in the order in which they were raised.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("concerns")]
    Task<DirectoryPage<ConcernView>> Concerns(ConcernFilter filter, long after, int limit);

    /// <summary>Sponsorships with an open welfare check, in the order in which the migrants were asked.</summary>
    /// <param name="isOverdue">Only those where the time to answer is over, or only where not; null for all.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("welfare-checks")]
    Task<DirectoryPage<WelfareCheckView>> WelfareChecks(bool? isOverdue, long after, int limit);

    /// <summary>Rulings in the order of their notices.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("rulings")]
    Task<DirectoryPage<RulingView>> Rulings(RulingFilter filter, long after, int limit);

    /// <summary>Throws the lists away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Which concerns are asked for; null for all.</summary>
[GenerateSerializer, Immutable, Alias("vip.concern-filter")]
public sealed record ConcernFilter
{
    /// <summary>Only where they stand so.</summary>
    [Id(0)]
    public ConcernStatus? Status { get; init; }

    /// <summary>Only where the next step should have been taken, or only where not.</summary>
    [Id(1)]
    public bool? IsOverdue { get; init; }

    /// <summary>Only those that went to the nation, or only those that did not.</summary>
    [Id(2)]
    public bool? IsEscalated { get; init; }

    /// <summary>Only of this sponsorship.</summary>
    [Id(3)]
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>Only those that this one raised, as a role and an id.</summary>
    [Id(4)]
    public string? RaisedBy { get; init; }
}

/// <summary>Which rulings are asked for; null for all.</summary>
[GenerateSerializer, Immutable, Alias("vip.ruling-filter")]
public sealed record RulingFilter
{
    /// <summary>Only those that an officer has to decide, or only the others.</summary>
    [Id(0)]
    public bool? IsOpen { get; init; }

    /// <summary>Only those that should have been decided by now, or only the others.</summary>
    [Id(1)]
    public bool? IsOverdue { get; init; }

    /// <summary>Only of this sponsorship.</summary>
    [Id(2)]
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>Only of this host.</summary>
    [Id(3)]
    public HostId? Host { get; init; }
}
