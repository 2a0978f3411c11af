namespace VipOrleans.Grains.Safeguarding;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Safeguarding.RulingCommand;

/// <summary>
/// Hosts a ruling's rules, and says to the sponsorship or the host what effect the ruling has.
/// </summary>
/// <remarks>
/// A persisted reminder is set before the notice and before each decision, and goes when nothing is left for it to do: no time to decide
/// runs, and whoever acts on the ruling knows its effect.
/// </remarks>
[Reentrant, GrainType("ruling")]
public sealed partial class RulingGrain(Journaling journaling, PersonFiles persons, CityFacts facts)
    : WordsGrain<RulingDecider, Ruling, RulingCommand, RulingEvent>(journaling, persons, "clock"), IRulingGrain
{
    private string? _timeZone;

    private RulingId Id => RulingId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    /// <inheritdoc/>
    protected override WakeUp Soon { get; } = WakeUp.Every(TimeSpan.FromMinutes(15));

    /// <inheritdoc/>
    public async Task<CommandResult> Propose(CommandContext context, RulingNotice notice)
    {
        var on = await DayOf(notice.At);
        if (await Proposal(notice, on) is not { } proposal)
        {
            return CommandResult.Refuse(RejectionCode.SponsorshipNotFound, "There is no such sponsorship, or no failure.", Version);
        }

        return await Begin(() => Execute(context, proposal));
    }

    /// <inheritdoc/>
    public Task<CommandResult> NoteReply(CommandContext context, CaseParty by) => Execute(context, new NoteReply(by));

    /// <inheritdoc/>
    public Task<CommandResult> NoteLifted(CommandContext context) => Begin(context, new NoteRulingLifted());

    /// <inheritdoc/>
    public Task<CommandResult> Reply(CommandContext context, CaseWords words) => Write(context, words, text => new ReplyToRuling(text!));

    /// <inheritdoc/>
    public Task<CommandResult> Decide(CommandContext context, bool isMade, CaseWords? words) =>
        Begin(() => Write(context, words, text => new DecideRuling(isMade, text)));

    /// <inheritdoc/>
    public Task<CommandResult> Appeal(CommandContext context, CaseWords words) => Write(context, words, text => new AppealRuling(text!));

    /// <inheritdoc/>
    public Task<CommandResult> DecideAppeal(CommandContext context, bool isUpheld, CaseWords? words) =>
        Begin(() => Write(context, words, text => new DecideAppeal(isUpheld, text)));

    /// <inheritdoc/>
    public Task<CommandResult> Rescind(CommandContext context, CaseWords? words) =>
        Begin(() => Write(context, words, text => new RescindRuling(text)));

    /// <inheritdoc/>
    public async Task<RulingView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is null ? null : RulingView.Of(Confirmed, Version, await Today());
    }

    /// <inheritdoc/>
    public Task<CaseTexts> Texts(PersonReader reader, CaseParty party) =>
        Read(Confirmed.Texts.Where(t => party == CaseParty.Officer || t.By == CaseParty.Officer || t.By == party), reader);

    /// <inheritdoc/>
    protected override async Task OnReminder()
    {
        await Today();
        await Execute(new LookAtRulingClock());
    }

    // Every step may be repeated, and after the word that it was lifted an earlier one comes too late.
    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.Effect is not { } effect || Confirmed.Told == effect) return true;
        var context = new CommandContext { Id = $"{Id}:{Codes<RulingEffect>.Text(effect)}", Fingerprint = 0, Actor = "system" };
        var applied = await Apply(context, Confirmed.Matter!, effect);
        return applied.IsAccepted && (await Execute(new NoteRulingTold(effect))).IsAccepted;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next()
    {
        var clockRuns = Confirmed is { Status: RulingStatus.Proposed } or { Status: RulingStatus.Made, Matter.WaitsForAppeals: true };
        return new(clockRuns || (Confirmed.Effect is { } effect && Confirmed.Told != effect) ? Soon : null);
    }

    // Null if there is nothing to rule on.
    private async Task<ProposeRuling?> Proposal(RulingNotice notice, DateOnly on) => notice.Act switch
    {
        OfficerAct.Suspension x => new(Id, RulingMatter.Suspended(x.Host, x.Reason, on), true, notice.Text, on),
        OfficerAct.FailedCheck { Result: { Reason: { } reason } result } x
            when await GrainFactory.Sponsorship(x.Sponsorship).Get() is { } view =>
            new(Id, RulingMatter.Failed(x.Sponsorship, view.Host, view.Migrant, x.Check, reason, result.On), x.ActsAtOnce, notice.Text, on),
        OfficerAct.Refusal x when await GrainFactory.Sponsorship(x.Sponsorship).Get() is { } view =>
            new(Id, RulingMatter.Refused(x.Sponsorship, view.Host, view.Migrant, x.Reasons, on), true, notice.Text, on, x.ReplyUntil),
        OfficerAct.End x when await GrainFactory.Sponsorship(x.Sponsorship).Get() is { } view =>
            new(Id, RulingMatter.End(x.Sponsorship, view.Host, view.Migrant, x.Reason, x.On), false, notice.Text, on),
        OfficerAct.StatusEnd x when await GrainFactory.Sponsorship(x.From).Get() is { } view =>
            new(Id, RulingMatter.StatusEnd(x.From, view.Host, x.Migrant, x.Reasons, on), false, notice.Text, on),
        OfficerAct.StoppedNotice x when await GrainFactory.Sponsorship(x.Sponsorship).Get() is { } view =>
            new(Id, RulingMatter.Notice(x.Sponsorship, view.Host, view.Migrant, on), true, notice.Text, on),
        _ => null,
    };

    private async Task<CommandResult> Apply(CommandContext context, RulingMatter matter, RulingEffect effect) => (matter, effect) switch
    {
        ({ Sponsorship: { } sponsorship, Check: { } check }, _) =>
            await GrainFactory.Sponsorship(sponsorship).RuleOnCheck(context, new(check, Id, effect, null)),
        ({ Kind: RulingKind.End, Sponsorship: { } ended }, _) =>
            await GrainFactory.Sponsorship(ended).RuleOnEnd(context, Id, effect),
        ({ Kind: RulingKind.Notice, Sponsorship: { } noticed }, _) =>
            await GrainFactory.Sponsorship(noticed).RuleOnNotice(context, Id, effect),
        ({ Kind: RulingKind.StatusEnd, Migrant: { } migrant }, _) =>
            await GrainFactory.City(Id.City).RuleOnStatusEnd(context, migrant, Id, effect),
        ({ Sponsorship: { } refused }, _) =>
            await GrainFactory.Sponsorship(refused).RuleOnRefusal(context, Id, effect),
        (_, RulingEffect.Lifted) => await GrainFactory.Host(matter.Host).LiftSuspension(
            context, Id, Confirmed.Status == RulingStatus.Overturned ? ReinstatementReason.AppealUpheld : ReinstatementReason.Cleared),
        // A suspension acts from its first day.
        _ => new() { Version = Version },
    };

    private async ValueTask<DateOnly> Today()
    {
        _timeZone = await facts.TimeZoneOf(Id.City);
        return DayAt(Now);
    }

    private async ValueTask<DateOnly> DayOf(DateTimeOffset time)
    {
        await Today();
        return DayAt(time);
    }

    private async Task<CommandResult> Write(CommandContext context, CaseWords? words, Func<CaseText?, RulingCommand> command)
    {
        await Today();
        return await Write(context, words, words is null ? Id.Value : CaseNotes.OwnerOf(context.Actor, words.By) ?? Id.Value, command);
    }
}
