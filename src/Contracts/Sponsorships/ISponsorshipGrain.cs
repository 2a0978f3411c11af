using VipOrleans.Domain;

namespace VipOrleans.Contracts;

/// <summary>A sponsorship and its saga. The key is the sponsorship's id.</summary>
[Alias("vip.sponsorship"), GrainInterfaceType("vip.sponsorship")]
public interface ISponsorshipGrain : IGrainWithStringKey
{
    /// <summary>One side proposes.</summary>
    [Alias("propose")]
    Task<CommandResult> Propose(CommandContext context, HostId host, MigrantId migrant, Party by);

    /// <summary>The other side says yes; host, migrant and place are taken.</summary>
    [Alias("accept")]
    Task<CommandResult> Accept(CommandContext context, Party by);

    /// <summary>The other side says no.</summary>
    [Alias("decline")]
    Task<CommandResult> Decline(CommandContext context, Party by);

    /// <summary>A side withdraws before the arrival.</summary>
    [Alias("withdraw")]
    Task<CommandResult> Withdraw(CommandContext context, Party by);

    /// <summary>Notes the result of a check.</summary>
    [Alias("record-check")]
    Task<CommandResult> RecordCheck(CommandContext context, CheckKind kind, CheckResult result);

    /// <summary>Refuses the sponsorship.</summary>
    [Alias("refuse")]
    Task<CommandResult> Refuse(CommandContext context, IReadOnlyList<RefusalReason> reasons);

    /// <summary>A side replies to a refusal; the text goes to the vault.</summary>
    [Alias("reply")]
    Task<CommandResult> Reply(CommandContext context, Party by, string text);

    /// <summary>Reads the reply to a refusal and writes down who read it; null where there is none.</summary>
    [Alias("read-reply")]
    Task<string?> ReadReply(PersonReader reader);

    /// <summary>Takes a refusal back.</summary>
    [Alias("reopen")]
    Task<CommandResult> Reopen(CommandContext context);

    /// <summary>Notes that the migrant arrived. The baseline is the newest that was verified, at the nation's rate on or before that day.</summary>
    [Alias("arrive")]
    Task<CommandResult> Arrive(CommandContext context, DateOnly on);

    /// <summary>Confirms that the migrant lives and may work in the city.</summary>
    [Alias("activate")]
    Task<CommandResult> Activate(CommandContext context);

    /// <summary>The host gives notice.</summary>
    [Alias("give-notice")]
    Task<CommandResult> GiveNotice(CommandContext context);

    /// <summary>Ends the sponsorship.</summary>
    /// <param name="context">The command.</param>
    /// <param name="by">The side that ends it; null where the city does.</param>
    /// <param name="reason">The coded reason.</param>
    /// <param name="on">The last day; null for today.</param>
    [Alias("end")]
    Task<CommandResult> End(CommandContext context, Party? by, EndReason reason, DateOnly? on);

    /// <summary>Reports what was earned in a month of a share year.</summary>
    /// <param name="context">The command.</param>
    /// <param name="year">Share year.</param>
    /// <param name="month">Month of the share year.</param>
    /// <param name="earned">All that was earned in it.</param>
    /// <param name="details">The pay as the city's deduction profile looks at it, where that is not just what was earned.</param>
    [Alias("report-earnings")]
    Task<CommandResult> ReportEarnings(CommandContext context, int year, int month, Money earned, PayDetails? details = null);

    /// <summary>The migrant consents to the share being taken from the pay.</summary>
    [Alias("give-consent")]
    Task<CommandResult> GiveConsent(CommandContext context);

    /// <summary>The migrant revokes the consent.</summary>
    [Alias("revoke-consent")]
    Task<CommandResult> RevokeConsent(CommandContext context);

    /// <summary>Goes on with what is half done. Called by whoever has news for the sponsorship.</summary>
    [Alias("wake")]
    Task Wake();

    /// <summary>The sponsorship as it is; null where there is none.</summary>
    [Alias("get")]
    Task<SponsorshipView?> Get();

    /// <summary>Every posting and what it was made from; null where there is no such sponsorship.</summary>
    [Alias("statement")]
    Task<StatementView?> Statement();
}

/// <summary>A sponsorship.</summary>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-view")]
public sealed record SponsorshipView
{
    /// <summary>The sponsorship's id.</summary>
    [Id(0)]
    public required SponsorshipId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The city.</summary>
    [Id(2)]
    public required CityId City { get; init; }

    /// <summary>The host.</summary>
    [Id(3)]
    public required HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    [Id(4)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The host's household.</summary>
    [Id(5)]
    public required HouseholdId Household { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(6)]
    public required SponsorshipStatus Status { get; init; }

    /// <summary>Who proposed.</summary>
    [Id(7)]
    public required Party ProposedBy { get; init; }

    /// <summary>How far the claim on a place has come.</summary>
    [Id(8)]
    public required Claim Place { get; init; }

    /// <summary>When the hold of the place may be expired; null where none is held.</summary>
    [Id(9)]
    public DateTimeOffset? PlaceHeldUntil { get; init; }

    /// <summary>The city's terms; null before a place is held.</summary>
    [Id(10)]
    public SponsorshipTerms? Terms { get; init; }

    /// <summary>The newest result of each check that was made.</summary>
    [Id(11)]
    public required IReadOnlyList<CheckView> Checks { get; init; }

    /// <summary>The refusal that stands.</summary>
    [Id(12)]
    public Refusal? Refusal { get; init; }

    /// <summary>The day of arrival.</summary>
    [Id(13)]
    public DateOnly? ArrivedOn { get; init; }

    /// <summary>The baseline as fixed at arrival.</summary>
    [Id(14)]
    public FixedBaseline? Baseline { get; init; }

    /// <summary>The day on which the host's notice runs out.</summary>
    [Id(15)]
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>Why it ended.</summary>
    [Id(16)]
    public EndReason? EndReason { get; init; }

    /// <summary>Its last day.</summary>
    [Id(17)]
    public DateOnly? EndedOn { get; init; }

    /// <summary>The day of the migrant's consent to the share being taken from the pay; null where there is none.</summary>
    [Id(18)]
    public DateOnly? ConsentOn { get; init; }

    /// <summary>The baselines of later share years, in their order; a year without one has that of the year before.</summary>
    [Id(19)]
    public IReadOnlyList<YearBaseline> LaterBaselines { get; init; } = [];
}

/// <summary>The baseline of a share year after the first.</summary>
[GenerateSerializer, Immutable, Alias("vip.year-baseline")]
public sealed record YearBaseline
{
    /// <summary>Share year, from 2.</summary>
    [Id(0)]
    public required int Year { get; init; }

    /// <summary>Its baseline.</summary>
    [Id(1)]
    public required FixedBaseline Baseline { get; init; }
}

/// <summary>The newest result of one check.</summary>
[GenerateSerializer, Immutable, Alias("vip.check-view")]
public sealed record CheckView
{
    /// <summary>What was checked.</summary>
    [Id(0)]
    public required CheckKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    [Id(1)]
    public required CheckResult Result { get; init; }
}

/// <summary>A sponsorship's statement: every posting and what it was made from.</summary>
[GenerateSerializer, Immutable, Alias("vip.statement-view")]
public sealed record StatementView
{
    /// <summary>The sponsorship.</summary>
    [Id(0)]
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The version of the sponsorship that the statement shows.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The host.</summary>
    [Id(2)]
    public required HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    [Id(3)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The household.</summary>
    [Id(4)]
    public required HouseholdId Household { get; init; }

    /// <summary>The host's part of the gain; null before a place is held.</summary>
    [Id(5)]
    public Share? Share { get; init; }

    /// <summary>The baseline as fixed at arrival; null before.</summary>
    [Id(6)]
    public FixedBaseline? Baseline { get; init; }

    /// <summary>The postings, in the order in which they were made.</summary>
    [Id(7)]
    public required IReadOnlyList<StatementLine> Lines { get; init; }

    /// <summary>The sums of all share years; null before the arrival.</summary>
    [Id(8)]
    public StatementTotals? Totals { get; init; }

    /// <summary>The baselines of later share years, in their order; a year without one has that of the year before.</summary>
    [Id(9)]
    public IReadOnlyList<YearBaseline> LaterBaselines { get; init; } = [];
}

/// <summary>One posting of a statement.</summary>
[GenerateSerializer, Immutable, Alias("vip.statement-line")]
public sealed record StatementLine
{
    /// <summary>When it was booked.</summary>
    [Id(0)]
    public required DateTimeOffset BookedAt { get; init; }

    /// <summary>The share year that it is for.</summary>
    [Id(1)]
    public required int Year { get; init; }

    /// <summary>The month of the share year that was reported.</summary>
    [Id(2)]
    public required int Month { get; init; }

    /// <summary>What was earned in the month.</summary>
    [Id(3)]
    public required Money Earned { get; init; }

    /// <summary>What had been reported for the month before; null for a first report.</summary>
    [Id(4)]
    public Money? EarnedBefore { get; init; }

    /// <summary>n: the last month of the share year that has been reported.</summary>
    [Id(5)]
    public required int ThroughMonth { get; init; }

    /// <summary>E: earned in the share year so far.</summary>
    [Id(6)]
    public required Money EarnedToDate { get; init; }

    /// <summary>What the formula gives for the share year so far.</summary>
    [Id(7)]
    public required Money DueToDate { get; init; }

    /// <summary>What had been taken of the share year before.</summary>
    [Id(8)]
    public required Money TakenBefore { get; init; }

    /// <summary>What is taken with this posting; below zero a refund to the migrant.</summary>
    [Id(9)]
    public required Money Taken { get; init; }

    /// <summary>What the law lets be taken from the month's pay, and what that was made from; null where no profile is in force.</summary>
    [Id(10)]
    public PayLimit? Limit { get; init; }

    /// <summary>What the law keeps from being taken so far this share year; null where it keeps nothing.</summary>
    [Id(11)]
    public Money? Residue { get; init; }
}

/// <summary>The sums of a statement.</summary>
[GenerateSerializer, Immutable, Alias("vip.statement-totals")]
public sealed record StatementTotals
{
    /// <summary>All that was earned.</summary>
    [Id(0)]
    public required Money Earned { get; init; }

    /// <summary>Earned less the baseline of the months reported, cut to the minor unit; below zero where less was earned than at home.</summary>
    [Id(1)]
    public required Money Gain { get; init; }

    /// <summary>What went to the host.</summary>
    [Id(2)]
    public required Money Share { get; init; }

    /// <summary>What stayed with the migrant.</summary>
    [Id(3)]
    public required Money Kept { get; init; }

    /// <summary>What the law kept from being taken, of years that are over: gone, and nobody's debt.</summary>
    [Id(4)]
    public required Money Expired { get; init; }
}
