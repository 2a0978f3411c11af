namespace VipOrleans.Contracts.Safeguarding;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;

/// <summary>A ruling. The key is the ruling's id.</summary>
[Alias("vip.ruling"), GrainInterfaceType("vip.ruling")]
public interface IRulingGrain : IGrainWithStringKey
{
    /// <summary>Gives notice of it.</summary>
    /// <param name="context">The command; its actor is the officer who acted.</param>
    /// <param name="notice">What the officer did.</param>
    [Alias("propose")]
    Task<CommandResult> Propose(CommandContext context, RulingNotice notice);

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

    /// <summary>The ruling as it is; null if there is none.</summary>
    [Alias("get")]
    Task<RulingView?> Get();

    /// <summary>Reads what was written, and writes down who read it.</summary>
    /// <param name="reader">Who reads.</param>
    /// <param name="party">What the reader is in the case: one side reads what officers and itself wrote.</param>
    [Alias("texts")]
    Task<CaseTexts> Texts(PersonReader reader, CaseParty party);
}

/// <summary>A ruling without what was written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Kind">What the city did.</param>
/// <param name="Host">The host.</param>
/// <param name="Sponsorship">The sponsorship in which a check failed, or that is refused; null for a suspension.</param>
/// <param name="Migrant">Its migrant; null for a suspension.</param>
/// <param name="Check">What was checked; null for all but a check.</param>
/// <param name="Reason">Why it failed; null for all but a check.</param>
/// <param name="Suspension">Why the host is suspended; null for all but a suspension.</param>
/// <param name="Scope">How far it reaches.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ActsAtOnce">True if it acts from the notice on.</param>
/// <param name="IsInForce">True if it has its effect now.</param>
/// <param name="ProposedOn">The day of the notice.</param>
/// <param name="ReplyUntil">The last day to reply.</param>
/// <param name="RepliedBy">Who has replied.</param>
/// <param name="DecideBy">The last day for the decision that is outstanding, or was last.</param>
/// <param name="IsOverdue">True if it should have been decided by now.</param>
/// <param name="AppealUntil">The last day to appeal; null while it is not made.</param>
/// <param name="ProposedBy">Who proposed it, as a role and an id; null for those concerned.</param>
/// <param name="MadeBy">Who made it, as a role and an id; null while nobody has, and for those concerned.</param>
/// <param name="RefusalReasons">Why the sponsorship is refused; null for all else.</param>
/// <param name="EndReason">Why the sponsorship is to end; null for all else, and for the host where hosts are not given the
/// reason.</param>
/// <param name="StatusReasons">Why the status of a migrant between two hosts is to end; null for all else.</param>
[GenerateSerializer, Immutable, Alias("vip.ruling-view")]
public sealed record RulingView(RulingId Id, long Version, RulingKind Kind, HostId Host, SponsorshipId? Sponsorship, MigrantId? Migrant,
    CheckKind? Check, RefusalReason? Reason, SuspensionReason? Suspension, RulingScope Scope, RulingStatus Status, bool ActsAtOnce,
    bool IsInForce, DateOnly ProposedOn, DateOnly ReplyUntil, IReadOnlyList<CaseParty> RepliedBy, DateOnly DecideBy, bool IsOverdue,
    DateOnly? AppealUntil, string? ProposedBy, string? MadeBy, IReadOnlyList<RefusalReason>? RefusalReasons, EndReason? EndReason = null,
    IReadOnlyList<StatusEndReason>? StatusReasons = null)
{
    /// <summary>A ruling of which there was notice, as it is shown on a day.</summary>
    public static RulingView Of(Ruling ruling, long version, DateOnly today)
    {
        var matter = ruling.Matter!;
        return new(ruling.Id!.Value, version, matter.Kind, matter.Host, matter.Sponsorship, matter.Migrant, matter.Check, matter.Reason,
            matter.Suspension, matter.Scope, ruling.Status, ruling.ActsAtOnce,
            ruling.Effect is { } effect ? effect == RulingEffect.Stands : ruling.ActsAtOnce, ruling.ProposedOn, ruling.ReplyUntil,
            [.. ruling.RepliedBy], ruling.DecideBy, ruling.IsOverdue(today), ruling.AppealUntil, ruling.ProposedBy, ruling.MadeBy,
            matter.RefusalReasons, matter.EndReason, matter.StatusReasons);
    }
}
