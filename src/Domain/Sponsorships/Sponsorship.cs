namespace VipOrleans.Domain.Sponsorships;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;

/// <summary>One host sponsors one migrant in one city, from the proposal to the last statement.</summary>
public sealed partial record Sponsorship
{
    /// <summary>The sponsorship's id; null before the proposal.</summary>
    public SponsorshipId? Id { get; init; }

    /// <summary>The host.</summary>
    public HostId Host { get; init; }

    /// <summary>The migrant.</summary>
    public MigrantId Migrant { get; init; }

    /// <summary>The host's household at the proposal.</summary>
    public HouseholdId Household { get; init; }

    /// <summary>The host's address at the proposal.</summary>
    public HomeId Home { get; init; }

    /// <summary>Who proposed.</summary>
    public Party ProposedBy { get; init; }

    /// <summary>Where the sponsorship stands.</summary>
    public SponsorshipStatus Status { get; init; }

    /// <summary>Why it ended or never came about; null while it is open.</summary>
    public EndReason? Ended { get; init; }

    /// <summary>The last day of the sponsorship, once it ended.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>How far the claim on the host has come.</summary>
    public Claim HostClaim { get; init; }

    /// <summary>How far the claim on the migrant has come.</summary>
    public Claim MigrantClaim { get; init; }

    /// <summary>How far the claim on a place has come.</summary>
    public Claim PlaceClaim { get; init; }

    /// <summary>
    /// The sponsorship in another city from which a place is still kept for the migrant, who has arrived here; null where there is none.
    /// </summary>
    public SponsorshipId? Leaves { get; init; }

    /// <summary>
    /// The sponsorship of the same two people that this one continues in another city, and how far that has come; null for one of its own.
    /// </summary>
    public Succession? Succession { get; init; }

    /// <summary>
    /// The sponsorship in another city in which this one was continued, once the migrant had arrived there; null for none.
    /// </summary>
    public SponsorshipId? SucceededBy { get; init; }

    /// <summary>When the hold of the place may be expired.</summary>
    public DateTimeOffset PlaceUntil { get; init; }

    /// <summary>The city's terms, fixed when the place was held; null before.</summary>
    public SponsorshipTerms? Terms { get; init; }

    /// <summary>The newest result of each check that counts.</summary>
    public ImmutableSortedDictionary<CheckKind, CheckResult> Checks { get; init; } =
        ImmutableSortedDictionary<CheckKind, CheckResult>.Empty;

    /// <summary>
    /// The results of the checks that have failures under a ruling, oldest first, so that what stood before stands again where one is
    /// lifted. Other checks are not in here.
    /// </summary>
    public ImmutableSortedDictionary<CheckKind, ImmutableList<RuledCheck>> Ruled { get; init; } =
        ImmutableSortedDictionary<CheckKind, ImmutableList<RuledCheck>>.Empty;

    /// <summary>The rulings that were lifted: a failure of theirs that comes late is none.</summary>
    public ImmutableSortedSet<string> LiftedRulings { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The refusal that stands, or null.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The day of arrival: the first day of the first share year.</summary>
    public DateOnly? ArrivedOn { get; init; }

    /// <summary>The baseline as fixed at arrival.</summary>
    public FixedBaseline? Baseline { get; init; }

    /// <summary>The day on which the host's notice runs out; null where none was given.</summary>
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>The day of the migrant's written consent to the share being taken from the pay; null where there is none.</summary>
    public DateOnly? ConsentOn { get; init; }

    /// <summary>What the city has collected, by reference.</summary>
    public ImmutableSortedDictionary<string, Collection> Collections { get; init; } =
        ImmutableSortedDictionary.Create<string, Collection>(StringComparer.Ordinal);

    /// <summary>The payments to the host, by id.</summary>
    public ImmutableSortedDictionary<string, HostPayment> Payments { get; init; } =
        ImmutableSortedDictionary.Create<string, HostPayment>(StringComparer.Ordinal);

    /// <summary>The books of this sponsorship.</summary>
    public Ledger Books { get; init; } = Ledger.Empty;

    /// <summary>True until it has ended.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is not (SponsorshipStatus.None or SponsorshipStatus.Ended);

    /// <summary>True before the arrival.</summary>
    [JsonIgnore]
    public bool IsBeforeArrival => IsOpen && ArrivedOn is null;

    /// <summary>True where every check that the city requires has passed and is valid on a day.</summary>
    public bool ChecksPassed(DateOnly today) =>
        Terms is { } terms && terms.RequiredChecks.All(kind => Checks.TryGetValue(kind, out var check) && check.IsGood(today));
}

/// <summary>The terms of a sponsorship, as its city had decided them when the place was held.</summary>
/// <param name="Currency">The currency in which the migrant earns.</param>
/// <param name="Share">The host's part of the gain.</param>
/// <param name="RequiredChecks">What must have passed before a grant.</param>
/// <param name="ReplyDays">How long a refused party may reply, in days.</param>
/// <param name="NoticeDays">The host's notice, in days.</param>
/// <param name="Levy">The city's part of what is collected for the host; null for none.</param>
/// <param name="GraceDays">How many days the migrant keeps the place after it; null for 90.</param>
[GenerateSerializer, Immutable, Alias("vip.sponsorship-terms")]
public sealed record SponsorshipTerms(Currency Currency, Share Share, IReadOnlyList<CheckKind> RequiredChecks, int ReplyDays,
    int NoticeDays, Share? Levy = null, int? GraceDays = null);

/// <summary>A collection: what the city got from the employer.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="Levy">What of it went to the city.</param>
/// <param name="Repaid">What of it went to the guarantee account.</param>
/// <param name="IsReversed">True once it was taken back.</param>
public sealed record Collection(long Amount, long Levy, long Repaid, bool IsReversed);

/// <summary>A payment to the host, as this sponsorship's part of it.</summary>
/// <param name="Amount">How much, in minor units.</param>
/// <param name="State">How far it has come.</param>
public sealed record HostPayment(long Amount, HostPaymentState State);

/// <summary>How far a payment to a host has come in the sponsorship's books.</summary>
[JsonConverter(typeof(CodeConverter<HostPaymentState>))]
public enum HostPaymentState
{
    /// <summary>On its way: the bank has it, or will get it.</summary>
    Reserved,

    /// <summary>The host was paid.</summary>
    Settled,

    /// <summary>It did not come about.</summary>
    Released,

    /// <summary>The bank gave it back.</summary>
    Returned,
}

/// <summary>Where a sponsorship stands.</summary>
[JsonConverter(typeof(CodeConverter<SponsorshipStatus>))]
public enum SponsorshipStatus
{
    /// <summary>Nobody has proposed it.</summary>
    None,

    /// <summary>One side proposed; the other has not answered.</summary>
    Proposed,

    /// <summary>Both sides agree; host, migrant and place are being taken.</summary>
    Accepted,

    /// <summary>Host and migrant are taken; it waits in line for a place.</summary>
    Waiting,

    /// <summary>A place is held; the checks are made.</summary>
    Checking,

    /// <summary>All checks passed and the place is confirmed: the migrant may come.</summary>
    Granted,

    /// <summary>Refused; a reply is possible until a date.</summary>
    Refused,

    /// <summary>The migrant has arrived.</summary>
    Arrived,

    /// <summary>The city has confirmed that the migrant lives and may work there.</summary>
    Active,

    /// <summary>The host has given notice.</summary>
    Notice,

    /// <summary>Over, or never came about; the reason says which.</summary>
    Ended,
}

/// <summary>How far a sponsorship's claim on a host, a migrant or a place has come.</summary>
[JsonConverter(typeof(CodeConverter<Claim>))]
public enum Claim
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>To be asked for; the question may have been put and its answer lost.</summary>
    Wanted,

    /// <summary>In line (places only).</summary>
    InLine,

    /// <summary>Taken, or held.</summary>
    Held,

    /// <summary>Confirmed (places only).</summary>
    Confirmed,

    /// <summary>Given back, or never got.</summary>
    Freed,
}

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(CodeConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Failed, with a reason.</summary>
    Failed,

    /// <summary>It had passed, and is too old now.</summary>
    Expired,
}

/// <summary>The newest result of a check.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it failed; null where it did not.</param>
/// <param name="On">The day of the check.</param>
/// <param name="ValidUntil">The last day on which a pass counts; null for no end.</param>
/// <param name="Via">The sponsorship in which a check of the same host or address failed; null for a check of this one.</param>
/// <param name="Ruling">The ruling on a failure; null for what did not fail, and for failures from before there were rulings.</param>
[GenerateSerializer, Immutable, Alias("vip.check-result")]
public sealed record CheckResult(CheckOutcome Outcome, RefusalReason? Reason, DateOnly On, DateOnly? ValidUntil, SponsorshipId? Via,
    RulingId? Ruling = null)
{
    /// <summary>True where it passed and is valid on a day.</summary>
    public bool IsGood(DateOnly today) => Outcome == CheckOutcome.Passed && (ValidUntil is null || ValidUntil >= today);
}

/// <summary>A result of a check that has failures under a ruling.</summary>
/// <param name="Result">The result.</param>
/// <param name="Waits">True for a failure that does not count until its ruling is made.</param>
public sealed record RuledCheck(CheckResult Result, bool Waits);

/// <summary>A refusal, and what was answered to it.</summary>
/// <param name="Reasons">The coded reasons, at least one.</param>
/// <param name="ReplyUntil">The last day on which a reply is possible.</param>
/// <param name="RepliedBy">Who replied; null while nobody has.</param>
/// <param name="Ruling">The ruling on it, which alone closes the sponsorship; null for refusals from before there were rulings.</param>
[GenerateSerializer, Immutable, Alias("vip.refusal")]
public sealed record Refusal(IReadOnlyList<RefusalReason> Reasons, DateOnly ReplyUntil, Party? RepliedBy, RulingId? Ruling = null);

/// <summary>What reasons mean.</summary>
public static class EndReasons
{
    /// <summary>True where the migrant goes on without this host and keeps the place through the grace period.</summary>
    public static bool KeepsPlace(this EndReason reason) =>
        reason is EndReason.ChangedHost or EndReason.HostEnded or EndReason.Deceased or EndReason.Absent;

    /// <summary>
    /// True where a sponsorship that was to continue the ended one goes on by itself: the migrant has said yes to it and has not gone
    /// another way. A notice that runs out and a programme that stops take nobody's place in the new city away.
    /// </summary>
    public static bool LetsSuccessorGoOn(this EndReason reason) => reason is EndReason.HostEnded or EndReason.Programme or EndReason.Moved;

    /// <summary>
    /// What the host is told: null for whatever the migrant decided, and for where the migrant is. A migrant's reasons are all told as
    /// none, so that the one that is not told cannot be guessed from its absence.
    /// </summary>
    public static EndReason? ToldToHost(this EndReason reason) =>
        reason is EndReason.MigrantLeft or EndReason.ChangedHost or EndReason.Moved or EndReason.Completed or EndReason.Absent
            or EndReason.NothingToContinue ? null : reason;
}
