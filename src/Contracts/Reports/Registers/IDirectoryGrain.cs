namespace VipOrleans.Contracts.Reports;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;

/// <summary>
/// The lists of a city (hosts, sponsorships, the migrants in them) or of a nation (its migrants), folded from the feed. The key is the
/// city's or nation's id. An answer has everything that was acknowledged before the question was put.
/// </summary>
[Alias("vip.directory"), GrainInterfaceType("vip.directory")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Counts and sums.</summary>
    [Alias("summary")]
    Task<DirectorySummary> Summary();

    /// <summary>Hosts, in the order of their registration.</summary>
    [Alias("hosts")]
    Task<DirectoryPage<HostEntry>> Hosts(HostFilter filter, long after, int limit);

    /// <summary>Migrants, in the order in which they came into the city's or nation's books.</summary>
    [Alias("migrants")]
    Task<DirectoryPage<MigrantEntry>> Migrants(MigrantFilter filter, long after, int limit);

    /// <summary>Sponsorships, in the order of their proposals.</summary>
    [Alias("sponsorships")]
    Task<DirectoryPage<SponsorshipEntry>> Sponsorships(SponsorshipFilter filter, long after, int limit);

    /// <summary>Imports of earnings, in the order in which they came.</summary>
    [Alias("imports")]
    Task<DirectoryPage<ImportEntry>> Imports(ImportFilter filter, long after, int limit);

    /// <summary>Grace periods of migrants between two hosts, in the order in which they began.</summary>
    [Alias("grace-periods")]
    Task<DirectoryPage<GracePeriodEntry>> GracePeriods(GracePeriodFilter filter, long after, int limit);

    /// <summary>Ballots, in the order in which they were opened.</summary>
    [Alias("ballots")]
    Task<DirectoryPage<BallotEntry>> Ballots(long after, int limit);

    /// <summary>Openings, in the order in which they were announced.</summary>
    [Alias("openings")]
    Task<DirectoryPage<OpeningEntry>> Openings(long after, int limit);

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
[GenerateSerializer, Immutable, Alias("vip.host-entry")]
public sealed record HostEntry
{
    /// <summary>The host.</summary>
    [Id(0)]
    public required HostId Id { get; init; }

    /// <summary>The household.</summary>
    [Id(1)]
    public required HouseholdId Household { get; init; }

    /// <summary>Why the host is suspended; null where not.</summary>
    [Id(2)]
    public SuspensionReason? Suspended { get; init; }

    /// <summary>The one live sponsorship.</summary>
    [Id(3)]
    public SponsorshipId? Sponsorship { get; init; }
}

/// <summary>A migrant in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.migrant-entry")]
public sealed record MigrantEntry
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Id { get; init; }

    /// <summary>The country that the migrant comes from; null in a city's list, which knows the migrant by sponsorships only.</summary>
    [Id(1)]
    public string? Origin { get; init; }

    /// <summary>The one live sponsorship.</summary>
    [Id(2)]
    public SponsorshipId? Sponsorship { get; init; }
}

/// <summary>A sponsorship in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-entry")]
public sealed record SponsorshipEntry
{
    /// <summary>The sponsorship.</summary>
    [Id(0)]
    public required SponsorshipId Id { get; init; }

    /// <summary>The host.</summary>
    [Id(1)]
    public required HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    [Id(2)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The household.</summary>
    [Id(3)]
    public required HouseholdId Household { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public required SponsorshipStatus Status { get; init; }

    /// <summary>Why it ended.</summary>
    [Id(5)]
    public EndReason? EndReason { get; init; }

    /// <summary>All that was earned, in the city's currency; null before the first report.</summary>
    [Id(6)]
    public Money? Earned { get; init; }

    /// <summary>What went to the host; null before the first report.</summary>
    [Id(7)]
    public Money? Share { get; init; }
}

/// <summary>Counts and sums of a city or nation.</summary>
[GenerateSerializer, Immutable, Alias("vip.directory-summary")]
public sealed record DirectorySummary
{
    /// <summary>The position of the feed that the counts show.</summary>
    [Id(0)]
    public required long Position { get; init; }

    /// <summary>Registered hosts.</summary>
    [Id(1)]
    public required int Hosts { get; init; }

    /// <summary>Hosts who are suspended.</summary>
    [Id(2)]
    public required int SuspendedHosts { get; init; }

    /// <summary>Migrants.</summary>
    [Id(3)]
    public required int Migrants { get; init; }

    /// <summary>Sponsorships by where they stand; those of which there are none are left out.</summary>
    [Id(4)]
    public required IReadOnlyDictionary<SponsorshipStatus, int> Sponsorships { get; init; }

    /// <summary>All that was earned; null before the first report.</summary>
    [Id(5)]
    public Money? Earned { get; init; }

    /// <summary>What went to hosts; null before the first report.</summary>
    [Id(6)]
    public Money? Share { get; init; }

    /// <summary>Hosts who may vote: those for whom no guardian acts and whose data was not erased.</summary>
    [Id(7)]
    public int Electors { get; init; }
}

/// <summary>Which imports are wanted.</summary>
[GenerateSerializer, Immutable, Alias("vip.import-filter")]
public sealed record ImportFilter
{
    /// <summary>Only those that this employer sent.</summary>
    [Id(0)]
    public string? Employer { get; init; }
}

/// <summary>An import of earnings in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.import-entry")]
public sealed record ImportEntry
{
    /// <summary>The import.</summary>
    [Id(0)]
    public required ImportId Id { get; init; }

    /// <summary>The employer that sent it; null for an officer.</summary>
    [Id(1)]
    public string? Employer { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required ImportState State { get; init; }

    /// <summary>Its rows; 0 while it is being received.</summary>
    [Id(3)]
    public required int Rows { get; init; }

    /// <summary>Rows that changed something, once all were worked off.</summary>
    [Id(4)]
    public required int Accepted { get; init; }

    /// <summary>Rows that changed nothing, once all were worked off.</summary>
    [Id(5)]
    public required int Unchanged { get; init; }

    /// <summary>Bad rows, once all were worked off.</summary>
    [Id(6)]
    public required int Refused { get; init; }
}

/// <summary>Which grace periods are wanted; null for any.</summary>
[GenerateSerializer, Immutable, Alias("vip.grace-period-filter")]
public sealed record GracePeriodFilter
{
    /// <summary>Those on which an officer is to decide, or all others.</summary>
    [Id(0)]
    public bool? Due { get; init; }
}

/// <summary>A grace period in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.grace-period-entry")]
public sealed record GracePeriodEntry
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The sponsorship that is over.</summary>
    [Id(1)]
    public required SponsorshipId From { get; init; }

    /// <summary>When it began.</summary>
    [Id(2)]
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it is over.</summary>
    [Id(3)]
    public required DateTimeOffset Until { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public required GraceState State { get; init; }

    /// <summary>True where it is over, the place is still kept, and an officer is to extend it or to end the status.</summary>
    [Id(5)]
    public required bool IsDue { get; init; }

    /// <summary>The new sponsorship that has the place; null where none has.</summary>
    [Id(6)]
    public SponsorshipId? TakenOverBy { get; init; }

    /// <summary>Why an officer ended the status; none where no officer did.</summary>
    [Id(7)]
    public IReadOnlyList<StatusEndReason> Reasons { get; init; } = [];
}

/// <summary>An opening in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.opening-entry")]
public sealed record OpeningEntry
{
    /// <summary>The opening.</summary>
    [Id(0)]
    public required OpeningId Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required OpeningStatus Status { get; init; }

    /// <summary>From when on whoever asks is registered.</summary>
    [Id(2)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(3)]
    public required DateTimeOffset Until { get; init; }

    /// <summary>How many are in its list; null before it is closed.</summary>
    [Id(4)]
    public int? Entries { get; init; }
}

/// <summary>A ballot in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.ballot-entry")]
public sealed record BallotEntry
{
    /// <summary>The ballot.</summary>
    [Id(0)]
    public required BallotId Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required BallotStatus Status { get; init; }

    /// <summary>From when on votes are taken.</summary>
    [Id(2)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when.</summary>
    [Id(3)]
    public required DateTimeOffset Until { get; init; }
}
