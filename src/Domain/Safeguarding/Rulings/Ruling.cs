namespace VipOrleans.Domain.Safeguarding;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Safeguarding.RulingEvent;

/// <summary>
/// What a city holds against somebody, and what they can do about it: notice with reasons and scope, a time to reply, a decision by another
/// officer than the one who proposed it, a time to appeal, and an appeal that yet another officer decides. Whatever ends in favour of those
/// concerned takes its effect back; all of it stays in the journal.
/// </summary>
public sealed record Ruling
{
    /// <summary>The ruling's id; null before the notice.</summary>
    public RulingId? Id { get; init; }

    /// <summary>What it is about.</summary>
    public RulingMatter? Matter { get; init; }

    /// <summary>Where it stands.</summary>
    public RulingStatus Status { get; init; }

    /// <summary>The officer who proposed it, as a role and an id.</summary>
    public string ProposedBy { get; init; } = "";

    /// <summary>
    /// True if it acts from the notice on, because a person may be in danger. It expires unless another officer confirms it in time.
    /// </summary>
    public bool ActsAtOnce { get; init; }

    /// <summary>The day of the notice.</summary>
    public DateOnly ProposedOn { get; init; }

    /// <summary>
    /// The last day on which those concerned can reply. Only then it can be made, unless all of them have replied before.
    /// </summary>
    public DateOnly ReplyUntil { get; init; }

    /// <summary>The last day for the decision that is outstanding: on the proposal, then on an appeal.</summary>
    public DateOnly DecideBy { get; init; }

    /// <summary>The officer who made it; null while nobody has.</summary>
    public string? MadeBy { get; init; }

    /// <summary>The last day on which those concerned can appeal; null while it is not made.</summary>
    public DateOnly? AppealUntil { get; init; }

    /// <summary>Who has replied, each once.</summary>
    public ImmutableList<CaseParty> RepliedBy { get; init; } = [];

    /// <summary>What was written, in order: the reasons first.</summary>
    public ImmutableList<CaseText> Texts { get; init; } = [];

    /// <summary>The effect that the one who acts on it knows; null while they know none.</summary>
    public RulingEffect? Told { get; init; }

    /// <summary>The effect that it has to have now; null while the proposal is open and what was done at once stands.</summary>
    [JsonIgnore]
    public RulingEffect? Effect => Status switch
    {
        RulingStatus.None or RulingStatus.Proposed => null,
        // What would end waits until nobody can appeal any more.
        RulingStatus.Made or RulingStatus.Appealed when Matter!.WaitsForAppeals => null,
        RulingStatus.Made or RulingStatus.Appealed or RulingStatus.Confirmed or RulingStatus.Final => RulingEffect.Stands,
        _ => RulingEffect.Lifted,
    };

    /// <summary>True while an officer has to decide.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is RulingStatus.Proposed or RulingStatus.Appealed;

    /// <summary>True if it should have been decided by now.</summary>
    public bool IsOverdue(DateOnly today) => IsOpen && today > DecideBy;

    internal Ruling Evolve(RulingEvent e) => e switch
    {
        RulingProposed x => this with
        {
            Id = x.Ruling,
            Matter = x.Matter,
            Status = RulingStatus.Proposed,
            ProposedBy = x.By,
            ActsAtOnce = x.ActsAtOnce,
            ProposedOn = x.On,
            ReplyUntil = x.ReplyUntil,
            DecideBy = x.DecideBy,
            Texts = With(x.Text),
        },
        RulingReplied x =>
            this with
            {
                Texts = With(x.Text),
                RepliedBy = RepliedBy.Contains(x.By) ? RepliedBy : RepliedBy.Add(x.By)
            },
        RulingMade x =>
            this with { Status = RulingStatus.Made, MadeBy = x.By, AppealUntil = x.AppealUntil, Texts = With(x.Text) },
        RulingDropped x => this with { Status = RulingStatus.Dropped, Texts = With(x.Text) },
        RulingExpired => this with { Status = RulingStatus.Expired },
        RulingAppealed x => this with { Status = RulingStatus.Appealed, DecideBy = x.DecideBy, Texts = With(x.Text) },
        AppealUpheld x => this with { Status = RulingStatus.Overturned, Texts = With(x.Text) },
        AppealDismissed x => this with { Status = RulingStatus.Confirmed, Texts = With(x.Text) },
        RulingRescinded x => this with { Status = RulingStatus.Rescinded, Texts = With(x.Text) },
        RulingBecameFinal => this with { Status = RulingStatus.Final },
        RulingTold x => this with { Told = x.Effect },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The ruling does not know this event."),
    };

    private ImmutableList<CaseText> With(CaseText? text) => text is null ? Texts : Texts.Add(text);
}

/// <summary>What a ruling is about.</summary>
/// <param name="Kind">What a city did.</param>
/// <param name="Host">The host.</param>
/// <param name="Sponsorship">The sponsorship in which a check failed, that is refused or whose host is fined; null for a
/// suspension.</param>
/// <param name="Migrant">Its migrant; null for a suspension and a fine.</param>
/// <param name="Check">What was checked; null for all but a check.</param>
/// <param name="Reason">Why it failed; null for all but a check.</param>
/// <param name="Suspension">Why the host is suspended; null for all but a suspension.</param>
/// <param name="On">The day of the check, of the suspension or of the refusal; of an end, the day that it is to have.</param>
/// <param name="RefusalReasons">Why the sponsorship is refused; null for all else.</param>
/// <param name="EndReason">Why the sponsorship is to end; null for all else.</param>
/// <param name="StatusReasons">Why the status of a migrant between two hosts is to end; null for all else.</param>
/// <param name="Fine">Why the host is fined, and how much; null for all but a fine.</param>
public sealed record RulingMatter(
    RulingKind Kind, HostId Host, SponsorshipId? Sponsorship, MigrantId? Migrant, CheckKind? Check, RefusalReason? Reason,
    SuspensionReason? Suspension, DateOnly On, IReadOnlyList<RefusalReason>? RefusalReasons = null, EndReason? EndReason = null,
    IReadOnlyList<StatusEndReason>? StatusReasons = null, RuledFine? Fine = null)
{
    /// <summary>A host who is fined. The migrant is no party to it: nothing of a fine is ever theirs to bear.</summary>
    public static RulingMatter Fined(SponsorshipId sponsorship, HostId host, RuledFine fine, DateOnly on) =>
        new(RulingKind.Fine, host, sponsorship, null, null, null, null, on, Fine: fine);

    /// <summary>A check that failed.</summary>
    public static RulingMatter Failed(SponsorshipId sponsorship, HostId host, MigrantId migrant, CheckKind check, RefusalReason reason,
        DateOnly on) =>
        new(RulingKind.FailedCheck, host, sponsorship, migrant, check, reason, null, on);

    /// <summary>A host who was suspended.</summary>
    public static RulingMatter Suspended(HostId host, SuspensionReason reason, DateOnly on) =>
        new(RulingKind.Suspension, host, null, null, null, null, reason, on);

    /// <summary>A sponsorship that was refused.</summary>
    public static RulingMatter Refused(SponsorshipId sponsorship, HostId host, MigrantId migrant, IReadOnlyList<RefusalReason> reasons,
        DateOnly on) =>
        new(RulingKind.Refusal, host, sponsorship, migrant, null, null, null, on, reasons);

    /// <summary>A sponsorship that an officer wants to end.</summary>
    public static RulingMatter End(SponsorshipId sponsorship, HostId host, MigrantId migrant, EndReason reason, DateOnly on) =>
        new(RulingKind.End, host, sponsorship, migrant, null, null, null, on, null, reason);

    /// <summary>A migrant between two hosts whose status an officer wants to end; the host and the sponsorship are the last ones.</summary>
    public static RulingMatter StatusEnd(SponsorshipId from, HostId host, MigrantId migrant, IReadOnlyList<StatusEndReason> reasons,
        DateOnly on) =>
        new(RulingKind.StatusEnd, host, from, migrant, null, null, null, on, null, null, reasons);

    /// <summary>A notice of a host that may be retaliation.</summary>
    public static RulingMatter Notice(SponsorshipId sponsorship, HostId host, MigrantId migrant, DateOnly on) =>
        new(RulingKind.Notice, host, sponsorship, migrant, null, null, null, on);

    /// <summary>True if it takes its effect only when nobody can appeal any more: what it ends could not be brought back.</summary>
    [JsonIgnore]
    public bool WaitsForAppeals => Kind is RulingKind.Refusal or RulingKind.End or RulingKind.StatusEnd;

    /// <summary>How far it reaches.</summary>
    [JsonIgnore]
    public RulingScope Scope => Check switch
    {
        _ when WaitsForAppeals || Kind is RulingKind.Notice or RulingKind.Fine => RulingScope.Sponsorship,
        null or CheckKind.Background => RulingScope.Host,
        CheckKind.AccommodationExists or CheckKind.AccommodationSuitable => RulingScope.Home,
        _ => RulingScope.Sponsorship,
    };

    /// <summary>Whom it concerns: who can reply and appeal.</summary>
    [JsonIgnore]
    public IReadOnlyList<CaseParty> Concerned => Migrant is null ? [CaseParty.Host]
        : Kind == RulingKind.StatusEnd ? [CaseParty.Migrant] : [CaseParty.Host, CaseParty.Migrant];
}

/// <summary>A fine that is under a ruling.</summary>
/// <param name="Reason">What for.</param>
/// <param name="Amount">How much.</param>
[GenerateSerializer, Immutable, Alias("vip.ruled-fine")]
public sealed record RuledFine(FineReason Reason, Money Amount);

/// <summary>What a city did that is under a ruling.</summary>
[JsonConverter(typeof(CodeConverter<RulingKind>))]
public enum RulingKind
{
    /// <summary>It failed a check.</summary>
    FailedCheck,

    /// <summary>It suspended a host.</summary>
    Suspension,

    /// <summary>It refused a sponsorship.</summary>
    Refusal,

    /// <summary>It wants to end a sponsorship.</summary>
    End,

    /// <summary>It wants to end the status of a migrant who is between two hosts.</summary>
    StatusEnd,

    /// <summary>It stopped a host's notice that may be retaliation.</summary>
    Notice,

    /// <summary>It fined a host, if the nation has fines.</summary>
    Fine,
}

/// <summary>Where a ruling stands.</summary>
[JsonConverter(typeof(CodeConverter<RulingStatus>))]
public enum RulingStatus
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Those concerned have notice of it and can reply.</summary>
    Proposed,

    /// <summary>Another officer made it; those concerned can appeal.</summary>
    Made,

    /// <summary>Appealed against.</summary>
    Appealed,

    /// <summary>The appeal was dismissed.</summary>
    Confirmed,

    /// <summary>The officer who had to decide did not make it.</summary>
    Dropped,

    /// <summary>Nobody decided it in time.</summary>
    Expired,

    /// <summary>The appeal was upheld.</summary>
    Overturned,

    /// <summary>The city took it back.</summary>
    Rescinded,

    /// <summary>Nobody appealed in time against a refusal or an end, which now has its effect.</summary>
    Final,
}

/// <summary>How far a ruling reaches.</summary>
[JsonConverter(typeof(CodeConverter<RulingScope>))]
public enum RulingScope
{
    /// <summary>This sponsorship.</summary>
    Sponsorship,

    /// <summary>
    /// The host: for a check every open sponsorship and every one that is proposed later, for a suspension every one that would begin.
    /// </summary>
    Host,

    /// <summary>Every open sponsorship at the address, and every one that is proposed later.</summary>
    Home,
}
