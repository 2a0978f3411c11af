namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// The lists of a city (hosts, sponsorships, the migrants in them) or of a nation (its migrants), folded from the feed. The key is the
/// city's or nation's id. An answer has everything that was acknowledged before the question was put.
/// </summary>
[Alias("vip.registers"), GrainInterfaceType("vip.registers")]
public interface IRegistersGrain : IGrainWithStringKey
{
    /// <summary>Counts and sums.</summary>
    [Alias("summary")]
    Task<RegistersSummary> Summary();

    /// <summary>Hosts, in the order of their registration.</summary>
    [Alias("hosts")]
    Task<ListPage<HostEntry>> Hosts(HostFilter filter, long after, int limit);

    /// <summary>Migrants, in the order in which they came into the city's or nation's books.</summary>
    [Alias("migrants")]
    Task<ListPage<MigrantEntry>> Migrants(MigrantFilter filter, long after, int limit);

    /// <summary>Sponsorships, in the order of their proposals.</summary>
    [Alias("sponsorships")]
    Task<ListPage<SponsorshipEntry>> Sponsorships(SponsorshipFilter filter, long after, int limit);

    /// <summary>Imports of earnings, in the order in which they came.</summary>
    [Alias("imports")]
    Task<ListPage<ImportEntry>> Imports(ImportFilter filter, long after, int limit);

    /// <summary>Grace periods of migrants between two hosts, in the order in which they began.</summary>
    [Alias("grace-periods")]
    Task<ListPage<GracePeriodEntry>> GracePeriods(GracePeriodFilter filter, long after, int limit);

    /// <summary>Ballots, in the order in which they were opened.</summary>
    [Alias("ballots")]
    Task<ListPage<BallotEntry>> Ballots(long after, int limit);

    /// <summary>Openings, in the order in which they were announced.</summary>
    [Alias("openings")]
    Task<ListPage<OpeningEntry>> Openings(long after, int limit);

    /// <summary>
    /// Employments of all sponsorships, in the order in which they were named; of flagged ones those that nobody has settled first.
    /// </summary>
    [Alias("employments")]
    Task<ListPage<EmploymentEntry>> Employments(EmploymentFilter filter, long after, int limit);

    /// <summary>
    /// Pays that break a rule of the deduction profile: those that nobody has settled first, each part in the order in which they were
    /// first reported.
    /// </summary>
    [Alias("findings")]
    Task<ListPage<FindingEntry>> Findings(FindingFilter filter, long after, int limit);

    /// <summary>Throws the lists away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Which hosts are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.host-filter")]
public sealed record HostFilter
{
    /// <summary>Hosts of one household.</summary>
    [Id(0)]
    public HouseholdId? Household { get; init; }

    /// <summary>Suspended ones, or those who are not.</summary>
    [Id(1)]
    public bool? Suspended { get; init; }

    /// <summary>Those in a live sponsorship, or those who are in none.</summary>
    [Id(2)]
    public bool? InSponsorship { get; init; }
}

/// <summary>Which migrants are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.migrant-filter")]
public sealed record MigrantFilter
{
    /// <summary>Those in a live sponsorship, or those who are in none.</summary>
    [Id(0)]
    public bool? InSponsorship { get; init; }
}

/// <summary>Which sponsorships are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-filter")]
public sealed record SponsorshipFilter
{
    /// <summary>Those that stand so.</summary>
    [Id(0)]
    public SponsorshipStatus? Status { get; init; }

    /// <summary>Those of one host.</summary>
    [Id(1)]
    public HostId? Host { get; init; }

    /// <summary>Those of one migrant.</summary>
    [Id(2)]
    public MigrantId? Migrant { get; init; }

    /// <summary>Those of one household.</summary>
    [Id(3)]
    public HouseholdId? Household { get; init; }
}

/// <summary>A host in a list.</summary>
/// <param name="Id">The host.</param>
/// <param name="Household">The household.</param>
/// <param name="Suspended">Why the host is suspended; null where not.</param>
/// <param name="Sponsorship">The one live sponsorship.</param>
/// <param name="Away">Why the host is not there; null while they are.</param>
[GenerateSerializer, Immutable, Alias("vip.host-entry")]
public sealed record HostEntry(HostId Id, HouseholdId Household, SuspensionReason? Suspended, SponsorshipId? Sponsorship,
    HostSituation? Away = null);

/// <summary>A migrant in a list.</summary>
/// <param name="Id">The migrant.</param>
/// <param name="Origin">The country that the migrant comes from; null in a city's list, which knows the migrant by sponsorships
/// only.</param>
/// <param name="Sponsorship">The one live sponsorship.</param>
[GenerateSerializer, Immutable, Alias("vip.migrant-entry")]
public sealed record MigrantEntry(MigrantId Id, string? Origin, SponsorshipId? Sponsorship);

/// <summary>A sponsorship in a list.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant.</param>
/// <param name="Household">The household.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="Earned">All that was earned, in the city's currency; null before the first report.</param>
/// <param name="Share">What went to the host; null before the first report.</param>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-entry")]
public sealed record SponsorshipEntry(SponsorshipId Id, HostId Host, MigrantId Migrant, HouseholdId Household, SponsorshipStatus Status,
    EndReason? EndReason, Money? Earned, Money? Share);

/// <summary>Counts and sums of a city or nation.</summary>
/// <param name="Position">The position of the feed that the counts show.</param>
/// <param name="Hosts">Registered hosts.</param>
/// <param name="SuspendedHosts">Hosts who are suspended.</param>
/// <param name="Migrants">Migrants.</param>
/// <param name="Sponsorships">Sponsorships by where they stand; those of which there are none are left out.</param>
/// <param name="Earned">All that was earned; null before the first report.</param>
/// <param name="Share">What went to hosts; null before the first report.</param>
/// <param name="Electors">Hosts who may vote: those for whom no guardian acts and whose data was not erased.</param>
[GenerateSerializer, Immutable, Alias("vip.registers-summary")]
public sealed record RegistersSummary(long Position, int Hosts, int SuspendedHosts, int Migrants,
    IReadOnlyDictionary<SponsorshipStatus, int> Sponsorships, Money? Earned, Money? Share, int Electors);

/// <summary>Which imports are wanted.</summary>
[GenerateSerializer, Immutable, Alias("vip.import-filter")]
public sealed record ImportFilter
{
    /// <summary>Only those that this employer sent.</summary>
    [Id(0)]
    public string? Employer { get; init; }
}

/// <summary>An import of earnings in a list.</summary>
/// <param name="Id">The import.</param>
/// <param name="Employer">The employer that sent it; null for an officer.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Rows">Its rows; 0 while it is being received.</param>
/// <param name="Accepted">Rows that changed something, once all were worked off.</param>
/// <param name="Unchanged">Rows that changed nothing, once all were worked off.</param>
/// <param name="Refused">Bad rows, once all were worked off.</param>
[GenerateSerializer, Immutable, Alias("vip.import-entry")]
public sealed record ImportEntry(ImportId Id, string? Employer, ImportState State, int Rows, int Accepted, int Unchanged, int Refused);

/// <summary>Which grace periods are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.grace-period-filter")]
public sealed record GracePeriodFilter
{
    /// <summary>Those on which an officer is to decide, or all others.</summary>
    [Id(0)]
    public bool? Due { get; init; }
}

/// <summary>A grace period in a list.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="From">The sponsorship that is over.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it is over.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IsDue">True where it is over, the place is still kept, and an officer is to extend it or to end the status.</param>
/// <param name="TakenOverBy">The new sponsorship that has the place; null where none has.</param>
/// <param name="Reasons">Why an officer ended the status; none where no officer did.</param>
[GenerateSerializer, Immutable, Alias("vip.grace-period-entry")]
public sealed record GracePeriodEntry(MigrantId Migrant, SponsorshipId From, DateTimeOffset Since, DateTimeOffset Until,
    GraceState State, bool IsDue, SponsorshipId? TakenOverBy, IReadOnlyList<StatusEndReason> Reasons);

/// <summary>Which employments are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.employment-filter")]
public sealed record EmploymentFilter
{
    /// <summary>Those of one employer.</summary>
    [Id(0)]
    public string? Employer { get; init; }

    /// <summary>Those that an officer should look at, or those in which there is nothing to see.</summary>
    [Id(1)]
    public bool? IsFlagged { get; init; }

    /// <summary>Those of which nobody has settled what is flagged, or all others.</summary>
    [Id(2)]
    public bool? IsOpen { get; init; }
}

/// <summary>An employment in a list.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Employer">The employer's id within the nation.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day; null while no end is known.</param>
/// <param name="Standing">What the migrant has said of it; null if it was named before that was asked.</param>
/// <param name="Flags">Why an officer should look at it; empty if there is no reason.</param>
/// <param name="Settled">How an officer has settled it; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("vip.employment-entry")]
public sealed record EmploymentEntry(SponsorshipId Sponsorship, string Employer, DateOnly From, DateOnly? To,
    EmploymentWord? Standing, IReadOnlyList<EmploymentFlag> Flags, Settlement? Settled = null);

/// <summary>Which pays with findings are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.finding-filter")]
public sealed record FindingFilter
{
    /// <summary>Those of one sponsorship.</summary>
    [Id(0)]
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>Those of one employer.</summary>
    [Id(1)]
    public string? Employer { get; init; }

    /// <summary>Those that nobody has settled, or those that an officer has.</summary>
    [Id(2)]
    public bool? IsOpen { get; init; }
}

/// <summary>A pay that breaks a rule of the deduction profile, as it was reported last.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Pay">The id of the pay.</param>
/// <param name="Employer">The employer's id within the nation.</param>
/// <param name="From">The first day that the pay is for.</param>
/// <param name="To">The last day that the pay is for.</param>
/// <param name="Profile">The profile that it breaks.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Settled">How an officer has settled it; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("vip.finding-entry")]
public sealed record FindingEntry(SponsorshipId Sponsorship, string Pay, string Employer, DateOnly From, DateOnly To, string Profile,
    IReadOnlyList<DeductionFinding> Findings, Settlement? Settled = null);

/// <summary>An opening in a list.</summary>
/// <param name="Id">The opening.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="From">From when on whoever asks is registered.</param>
/// <param name="Until">Until when.</param>
/// <param name="Entries">How many are in its list; null before it is closed.</param>
[GenerateSerializer, Immutable, Alias("vip.opening-entry")]
public sealed record OpeningEntry(OpeningId Id, OpeningStatus Status, DateTimeOffset From, DateTimeOffset Until, int? Entries);

/// <summary>A ballot in a list.</summary>
/// <param name="Id">The ballot.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="From">From when on votes are taken.</param>
/// <param name="Until">Until when.</param>
[GenerateSerializer, Immutable, Alias("vip.ballot-entry")]
public sealed record BallotEntry(BallotId Id, BallotStatus Status, DateTimeOffset From, DateTimeOffset Until);
