namespace VipOrleans.Domain.Safeguarding;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using static VipOrleans.Domain.Safeguarding.ConcernEvent;

/// <summary>
/// Something that is wrong in a sponsorship, as one of those concerned reported it to the city. Only the one who raised it, and officers,
/// ever see it.
/// </summary>
public sealed record Concern
{
    /// <summary>The concern's id; null before it is raised.</summary>
    public ConcernId? Id { get; init; }

    /// <summary>The sponsorship that it is about.</summary>
    public SponsorshipId Sponsorship { get; init; }

    /// <summary>Which party of the case raised it.</summary>
    public CaseParty By { get; init; }

    /// <summary>Who raised it, as a role and an id.</summary>
    public string RaisedBy { get; init; } = "";

    /// <summary>What it is about: first as it was raised, then as an officer sees it.</summary>
    public ConcernKind Kind { get; init; }

    /// <summary>How urgent an officer found it; null before that.</summary>
    public ConcernUrgency? Urgency { get; init; }

    /// <summary>Where it stands.</summary>
    public ConcernStatus Status { get; init; }

    /// <summary>The officer who looks after it; null while nobody does.</summary>
    public string? Officer { get; init; }

    /// <summary>When it was raised.</summary>
    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>By when the next step is to be taken: first how urgent it is, then its end.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Why it went to the nation; null while it has not.</summary>
    public EscalationReason? Escalated { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public ConcernOutcome? Outcome { get; init; }

    /// <summary>What was written, in order.</summary>
    public ImmutableList<CaseText> Texts { get; init; } = [];

    /// <summary>True while somebody has to do something.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ConcernStatus.Raised or ConcernStatus.Triaged;

    /// <summary>True if the next step should have been taken by now.</summary>
    public bool IsOverdue(DateTimeOffset now) => IsOpen && now >= DueAt;

    internal Concern Evolve(ConcernEvent e) => e switch
    {
        ConcernRaised x => this with
        {
            Id = x.Concern,
            Sponsorship = x.Sponsorship,
            By = x.Text.By,
            RaisedBy = Employers.Scoped(x.RaisedBy, x.Sponsorship.City.Nation),
            Kind = x.Kind,
            Status = ConcernStatus.Raised,
            RaisedAt = x.At,
            DueAt = x.DueAt,
            Texts = [x.Text],
        },
        ConcernAddedTo x => this with { Texts = Texts.Add(x.Text) },
        ConcernTriaged x => this with { Kind = x.Kind, Urgency = x.Urgency, DueAt = x.DueAt, Status = ConcernStatus.Triaged },
        ConcernAssigned x => this with { Officer = x.Officer },
        ConcernEscalated x => this with { Escalated = x.Reason },
        ConcernClosed x => this with
        {
            Status = ConcernStatus.Closed,
            Outcome = x.Outcome,
            Texts = x.Text is { } text ? Texts.Add(text) : Texts,
        },
        ConcernReopened x => this with
        {
            Status = Urgency is null ? ConcernStatus.Raised : ConcernStatus.Triaged,
            Outcome = null,
            DueAt = x.DueAt,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "The concern does not know this event."),
    };
}

/// <summary>What somebody reports: one value from the request to the decider. The words beside it go to the vault.</summary>
/// <param name="Kind">What it is about.</param>
[GenerateSerializer, Immutable, Alias("vip.concern-report")]
public sealed record ConcernReport(ConcernKind Kind);

/// <summary>What an officer says of a concern.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Urgency">How urgent it is.</param>
[GenerateSerializer, Immutable, Alias("vip.concern-triage")]
public sealed record ConcernTriage(ConcernKind Kind, ConcernUrgency Urgency);

/// <summary>
/// How long officers have. The limits are published; none of them makes anybody safe, they only make it seen that somebody was slow.
/// </summary>
public static class ConcernLimits
{
    /// <summary>Most texts of one concern.</summary>
    public const int MaxTexts = 100;

    /// <summary>Most of them by the one who raised it: the others are for officers.</summary>
    public const int MaxOwnTexts = 60;

    /// <summary>
    /// How long it may take until an officer says how urgent a concern is: an hour if somebody is in danger, a day otherwise.
    /// </summary>
    public static TimeSpan ForTriage(ConcernKind kind) => kind == ConcernKind.Danger ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    /// <summary>How long it may take from there to the end: 1, 3, 14 or 28 days.</summary>
    public static TimeSpan ForEnd(ConcernUrgency urgency) => TimeSpan.FromDays(urgency switch
    {
        ConcernUrgency.Emergency => 1,
        ConcernUrgency.Urgent => 3,
        ConcernUrgency.Normal => 14,
        _ => 28,
    });
}

/// <summary>What a concern is about.</summary>
[JsonConverter(typeof(CodeConverter<ConcernKind>))]
public enum ConcernKind
{
    /// <summary>Somebody is in danger now.</summary>
    Danger,

    /// <summary>Violence, threats or harassment.</summary>
    Abuse,

    /// <summary>Work that is forced, unpaid or underpaid.</summary>
    Exploitation,

    /// <summary>A passport or other document is withheld from its owner.</summary>
    DocumentsWithheld,

    /// <summary>The home is not as it should be.</summary>
    Housing,

    /// <summary>Money that is asked for, taken or not paid.</summary>
    Money,

    /// <summary>Somebody is treated worse for what they are or believe.</summary>
    Discrimination,

    /// <summary>Illness, of body or mind.</summary>
    Health,

    /// <summary>Host and migrant do not get on.</summary>
    Conflict,

    /// <summary>Anything else.</summary>
    Other,

    /// <summary>A fee that somebody has asked of the migrant, or taken, for the place, the journey or the work.</summary>
    RecruitmentFee,

    /// <summary>A debt that the migrant has because of the place, the journey or the work.</summary>
    RecruitmentDebt,
}

/// <summary>How urgent a concern is.</summary>
[JsonConverter(typeof(CodeConverter<ConcernUrgency>))]
public enum ConcernUrgency
{
    /// <summary>To be ended within a day.</summary>
    Emergency,

    /// <summary>Within three days.</summary>
    Urgent,

    /// <summary>Within fourteen days.</summary>
    Normal,

    /// <summary>Within twenty-eight days.</summary>
    Low,
}

/// <summary>Where a concern stands.</summary>
[JsonConverter(typeof(CodeConverter<ConcernStatus>))]
public enum ConcernStatus
{
    /// <summary>Nobody has raised it.</summary>
    None,

    /// <summary>Raised; no officer has said how urgent it is.</summary>
    Raised,

    /// <summary>An officer has said how urgent it is.</summary>
    Triaged,

    /// <summary>Ended.</summary>
    Closed,
}

/// <summary>Why a concern went to the nation.</summary>
[JsonConverter(typeof(CodeConverter<EscalationReason>))]
public enum EscalationReason
{
    /// <summary>The time was over. The clock does this.</summary>
    Overdue,

    /// <summary>The one who raised it asked for it.</summary>
    AskedFor,

    /// <summary>It is graver than the city can deal with.</summary>
    Gravity,

    /// <summary>Somebody of the city is part of it. From then on it is the nation's alone.</summary>
    ConflictOfInterest,

    /// <summary>It touches several cities.</summary>
    SeveralCities,
}

/// <summary>How a concern ended.</summary>
[JsonConverter(typeof(CodeConverter<ConcernOutcome>))]
public enum ConcernOutcome
{
    /// <summary>What was wrong has been put right.</summary>
    Resolved,

    /// <summary>Something is being done about it elsewhere: a suspension, a check, a court.</summary>
    ActionTaken,

    /// <summary>The police or another authority has it.</summary>
    PassedOn,

    /// <summary>Nothing of it could be confirmed.</summary>
    NotConfirmed,

    /// <summary>The one who raised it does not want it followed up.</summary>
    Withdrawn,
}
