namespace VipOrleans.Grains.Safeguarding;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Safeguarding.ConcernCommand;

/// <summary>Hosts a concern's rules, and lets the clock look at it.</summary>
/// <remarks>
/// A persisted reminder is set before the event that starts the clock, and goes when nothing is left for it to say. Nobody's safety rests
/// on it.
/// </remarks>
[Reentrant, GrainType("concern")]
public sealed partial class ConcernGrain(Journaling journaling, PersonFiles persons)
    : WordsGrain<ConcernDecider, Concern, ConcernCommand, ConcernEvent>(journaling, persons, "clock"), IConcernGrain
{
    private ConcernId Id => ConcernId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    protected override WakeUp Soon { get; } = WakeUp.Every(TimeSpan.FromMinutes(15));

    /// <inheritdoc/>
    public async Task<CommandResult> Raise(CommandContext context, SponsorshipId sponsorship, ConcernReport report, CaseWords words)
    {
        var view = await GrainFactory.Sponsorship(sponsorship).Employments();
        var isNamed = Employers.IdIn(sponsorship.City.Nation, context.Actor) is { } employer && view?.IsNamed(employer) == true;
        var owner = CaseNotes.OwnerOf(context.Actor, words.By) ?? Id.Value;
        return await Begin(
            () => Write(context, words, owner, text => new RaiseConcern(Id, sponsorship, view is not null, report, text!, isNamed)));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Add(CommandContext context, CaseWords words) =>
        Write(context, words, Owner, text => new AddToConcern(text!));

    /// <inheritdoc/>
    public Task<CommandResult> Triage(CommandContext context, ConcernTriage triage) => Execute(context, new TriageConcern(triage));

    /// <inheritdoc/>
    public Task<CommandResult> Assign(CommandContext context, string officer) => Execute(context, new AssignConcern(officer));

    /// <inheritdoc/>
    public Task<CommandResult> Escalate(CommandContext context, EscalationReason reason) => Execute(context, new EscalateConcern(reason));

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context, ConcernOutcome outcome, CaseWords? words) =>
        Write(context, words, Owner, text => new CloseConcern(outcome, text));

    /// <inheritdoc/>
    public Task<CommandResult> Reopen(CommandContext context) => Begin(context, new ReopenConcern());

    /// <inheritdoc/>
    public async Task<ConcernView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is null ? null : ConcernView.Of(Confirmed, Version, Now);
    }

    /// <inheritdoc/>
    public async Task<CaseTexts> Texts(PersonReader reader, bool withInternal) =>
        ConcernDecider.MayRead(Confirmed, MomentFor(reader.Actor) with { FormerActor = reader.FormerActor }) is { } refused
            ? new() { Refused = CommandResult.Refuse(refused.Code, refused.Detail, Version) }
            : await Read(Confirmed.Texts.Where(t => withInternal || !t.IsInternal), reader);

    /// <inheritdoc/>
    protected override Task OnReminder() => Execute(new LookAtConcernClock());

    /// <inheritdoc/>
    protected override bool IsClock => true;

    /// <inheritdoc/>
    protected override Task<bool> TakeStep() => Task.FromResult(true);

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed is { IsOpen: true, Escalated: null } ? Soon : null);

    private string Owner => Confirmed.Texts is [var first, ..] ? first.Owner : Id.Value;
}
