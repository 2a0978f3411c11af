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
    Task<CommandResult> Raise(CommandContext context, SponsorshipId sponsorship, ConcernKind kind, CaseWords words);

    /// <summary>Adds words of who raised it, or of an officer.</summary>
    [Alias("add")]
    Task<CommandResult> Add(CommandContext context, CaseWords words);

    /// <summary>An officer says what it is about and how urgent.</summary>
    [Alias("triage")]
    Task<CommandResult> Triage(CommandContext context, ConcernKind kind, ConcernUrgency urgency);

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

    /// <summary>The concern as it is; null where there is none.</summary>
    [Alias("get")]
    Task<ConcernView?> Get();

    /// <summary>Reads what was written, and writes down who read it.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="withInternal">True where officers' own notes are read too.</param>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader, bool withInternal);
}

/// <summary>A concern without what was written.</summary>
[GenerateSerializer, Immutable, Alias("vip.concern-view")]
public sealed record ConcernView
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required ConcernId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The sponsorship that it is about.</summary>
    [Id(2)]
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>What who raised it is in the case.</summary>
    [Id(3)]
    public required CaseParty By { get; init; }

    /// <summary>Who raised it, as a role and an id.</summary>
    [Id(4)]
    public required string RaisedBy { get; init; }

    /// <summary>What it is about.</summary>
    [Id(5)]
    public required ConcernKind Kind { get; init; }

    /// <summary>How urgent; null while no officer has said so.</summary>
    [Id(6)]
    public ConcernUrgency? Urgency { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(7)]
    public required ConcernStatus Status { get; init; }

    /// <summary>Who looks after it, as a role and an id; null while nobody does, and for who raised it.</summary>
    [Id(8)]
    public string? Officer { get; init; }

    /// <summary>When it was raised.</summary>
    [Id(9)]
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>By when the next step is to be taken.</summary>
    [Id(10)]
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>True where it should have been taken by now.</summary>
    [Id(11)]
    public required bool IsOverdue { get; init; }

    /// <summary>Why it went to the nation; null while it has not.</summary>
    [Id(12)]
    public EscalationReason? Escalated { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    [Id(13)]
    public ConcernOutcome? Outcome { get; init; }
}
