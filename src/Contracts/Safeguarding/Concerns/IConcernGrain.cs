namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;

/// <summary>A concern. The key is the concern's id.</summary>
[Alias("vip.concern"), GrainInterfaceType("vip.concern")]
public interface IConcernGrain : IGrainWithStringKey
{
    /// <summary>Raises it. The words go to the vault.</summary>
    [Alias("raise")]
    Task<CommandResult> Raise(CommandContext context, SponsorshipId sponsorship, ConcernReport report, CaseWords words);

    /// <summary>Adds words of the one who raised it, or of an officer.</summary>
    [Alias("add")]
    Task<CommandResult> Add(CommandContext context, CaseWords words);

    /// <summary>An officer says what it is about and how urgent.</summary>
    [Alias("triage")]
    Task<CommandResult> Triage(CommandContext context, ConcernTriage triage);

    /// <summary>Says which officer looks after it.</summary>
    [Alias("assign")]
    Task<CommandResult> Assign(CommandContext context, string officer);

    /// <summary>Takes it to the nation.</summary>
    [Alias("escalate")]
    Task<CommandResult> Escalate(CommandContext context, EscalationReason reason);

    /// <summary>An officer ends it.</summary>
    [Alias("close")]
    Task<CommandResult> Close(CommandContext context, ConcernOutcome outcome, CaseWords? words);

    /// <summary>Opens it again.</summary>
    [Alias("reopen")]
    Task<CommandResult> Reopen(CommandContext context);

    /// <summary>The concern as it is; null if there is none.</summary>
    [Alias("get")]
    Task<ConcernView?> Get();

    /// <summary>Reads what was written, and writes down who read it.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="withInternal">True if officers' own notes are read too.</param>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader, bool withInternal);
}

/// <summary>A concern without what was written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Sponsorship">The sponsorship that it is about.</param>
/// <param name="By">Which party of the case raised it.</param>
/// <param name="RaisedBy">Who raised it, as a role and an id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Urgency">How urgent; null while no officer has said so.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Officer">Who looks after it, as a role and an id; null while nobody does, and for the one who raised it.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="DueAt">By when the next step is to be taken.</param>
/// <param name="IsOverdue">True if it should have been taken by now.</param>
/// <param name="Escalated">Why it went to the nation; null while it has not.</param>
/// <param name="Outcome">How it ended; null while it is open.</param>
[GenerateSerializer, Immutable, Alias("vip.concern-view")]
public sealed record ConcernView(ConcernId Id, long Version, SponsorshipId Sponsorship, CaseParty By, string RaisedBy, ConcernKind Kind,
    ConcernUrgency? Urgency, ConcernStatus Status, string? Officer, DateTimeOffset RaisedAt, DateTimeOffset DueAt, bool IsOverdue,
    EscalationReason? Escalated, ConcernOutcome? Outcome)
{
    /// <summary>A concern that was raised, as it is shown at a time.</summary>
    public static ConcernView Of(Concern concern, long version, DateTimeOffset now) =>
        new(concern.Id!.Value, version, concern.Sponsorship, concern.By, concern.RaisedBy, concern.Kind, concern.Urgency, concern.Status,
            concern.Officer, concern.RaisedAt, concern.DueAt, concern.IsOverdue(now), concern.Escalated, concern.Outcome);
}
