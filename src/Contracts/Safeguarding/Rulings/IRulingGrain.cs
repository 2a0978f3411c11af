namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;

/// <summary>A ruling. The key is the ruling's id.</summary>
[Alias("vip.ruling"), GrainInterfaceType("vip.ruling")]
public interface IRulingGrain : IGrainWithStringKey
{
    /// <summary>Gives notice of a ruling on a check that failed.</summary>
    /// <param name="context">The command; its actor is the officer who recorded the failure.</param>
    /// <param name="sponsorship">Where the check failed.</param>
    /// <param name="check">What was checked.</param>
    /// <param name="result">The failure.</param>
    /// <param name="actsAtOnce">Whether it acts already.</param>
    /// <param name="text">The reasons in words, which are in the vault; null for none.</param>
    /// <param name="at">When it was recorded.</param>
    [Alias("propose")]
    Task<CommandResult> Propose(CommandContext context, SponsorshipId sponsorship, CheckKind check, CheckResult result, bool actsAtOnce,
        CaseText? text, DateTimeOffset at);

    /// <summary>Gives notice of a ruling on a suspension.</summary>
    /// <param name="context">The command; its actor is the officer who suspended the host.</param>
    /// <param name="host">The host.</param>
    /// <param name="reason">Why.</param>
    /// <param name="text">The reasons in words, which are in the vault; null for none.</param>
    /// <param name="at">When it was decided.</param>
    [Alias("propose-suspension")]
    Task<CommandResult> ProposeSuspension(CommandContext context, HostId host, SuspensionReason reason, CaseText? text, DateTimeOffset at);

    /// <summary>Gives notice of a ruling on a refusal.</summary>
    /// <param name="context">The command; its actor is the officer who refused.</param>
    /// <param name="sponsorship">The sponsorship.</param>
    /// <param name="reasons">Why.</param>
    /// <param name="replyUntil">The last day to reply.</param>
    /// <param name="text">The reasons in words, which are in the vault; null for none.</param>
    /// <param name="at">When it was decided.</param>
    [Alias("propose-refusal")]
    Task<CommandResult> ProposeRefusal(CommandContext context, SponsorshipId sponsorship, IReadOnlyList<RefusalReason> reasons,
        DateOnly replyUntil, CaseText? text, DateTimeOffset at);

    /// <summary>Notes that one of those concerned replied to the refusal itself.</summary>
    [Alias("note-reply")]
    Task<CommandResult> NoteReply(CommandContext context, CaseParty by);

    /// <summary>Notes that the city has undone by itself what the ruling is about.</summary>
    [Alias("note-lifted")]
    Task<CommandResult> NoteLifted(CommandContext context);

    /// <summary>One of those concerned replies.</summary>
    [Alias("reply")]
    Task<CommandResult> Reply(CommandContext context, CaseWords words);

    /// <summary>Another officer makes it or drops it.</summary>
    [Alias("decide")]
    Task<CommandResult> Decide(CommandContext context, bool isMade, CaseWords? words);

    /// <summary>One of those concerned appeals.</summary>
    [Alias("appeal")]
    Task<CommandResult> Appeal(CommandContext context, CaseWords words);

    /// <summary>Yet another officer upholds the appeal or dismisses it.</summary>
    [Alias("decide-appeal")]
    Task<CommandResult> DecideAppeal(CommandContext context, bool isUpheld, CaseWords? words);

    /// <summary>The city takes it back.</summary>
    [Alias("rescind")]
    Task<CommandResult> Rescind(CommandContext context, CaseWords? words);

    /// <summary>The ruling as it is; null where there is none.</summary>
    [Alias("get")]
    Task<RulingView?> Get();

    /// <summary>Reads what was written, and writes down who read it.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="party">What the reader is in the case: one side reads what officers and itself wrote.</param>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader, CaseParty party);
}

/// <summary>A ruling without what was written.</summary>
[GenerateSerializer, Immutable, Alias("vip.ruling-view")]
public sealed record RulingView
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required RulingId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>What the city did.</summary>
    [Id(2)]
    public required RulingKind Kind { get; init; }

    /// <summary>The host.</summary>
    [Id(3)]
    public required HostId Host { get; init; }

    /// <summary>The sponsorship in which a check failed, or that is refused; null for a suspension.</summary>
    [Id(4)]
    public SponsorshipId? Sponsorship { get; init; }

    /// <summary>Its migrant; null for a suspension.</summary>
    [Id(5)]
    public MigrantId? Migrant { get; init; }

    /// <summary>What was checked; null for all but a check.</summary>
    [Id(6)]
    public CheckKind? Check { get; init; }

    /// <summary>Why it failed; null for all but a check.</summary>
    [Id(7)]
    public RefusalReason? Reason { get; init; }

    /// <summary>Why the host is suspended; null for all but a suspension.</summary>
    [Id(8)]
    public SuspensionReason? Suspension { get; init; }

    /// <summary>How far it reaches.</summary>
    [Id(9)]
    public required RulingScope Scope { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(10)]
    public required RulingStatus Status { get; init; }

    /// <summary>True where it acts from the notice on.</summary>
    [Id(11)]
    public required bool ActsAtOnce { get; init; }

    /// <summary>True where it has its effect now.</summary>
    [Id(12)]
    public required bool IsInForce { get; init; }

    /// <summary>The day of the notice.</summary>
    [Id(13)]
    public required DateOnly ProposedOn { get; init; }

    /// <summary>The last day to reply.</summary>
    [Id(14)]
    public required DateOnly ReplyUntil { get; init; }

    /// <summary>Who has replied.</summary>
    [Id(15)]
    public required IReadOnlyList<CaseParty> RepliedBy { get; init; }

    /// <summary>The last day for the decision that is outstanding, or was last.</summary>
    [Id(16)]
    public required DateOnly DecideBy { get; init; }

    /// <summary>True where it should have been decided by now.</summary>
    [Id(17)]
    public required bool IsOverdue { get; init; }

    /// <summary>The last day to appeal; null while it is not made.</summary>
    [Id(18)]
    public DateOnly? AppealUntil { get; init; }

    /// <summary>Who proposed it, as a role and an id; null for those concerned.</summary>
    [Id(19)]
    public string? ProposedBy { get; init; }

    /// <summary>Who made it, as a role and an id; null while nobody has, and for those concerned.</summary>
    [Id(20)]
    public string? MadeBy { get; init; }

    /// <summary>Why the sponsorship is refused; null for a check and a suspension.</summary>
    [Id(21)]
    public IReadOnlyList<RefusalReason>? RefusalReasons { get; init; }
}
