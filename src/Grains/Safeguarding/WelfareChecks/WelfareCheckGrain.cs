namespace VipOrleans.Grains.Safeguarding;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Safeguarding.WelfareCheckCommand;

/// <summary>
/// Hosts the rules of a sponsorship's welfare checks, and ends the sponsorship once two officers have confirmed the absence.
/// </summary>
/// <remarks>
/// A persisted reminder is set before the confirmation and goes when the sponsorship has ended: a crash between the two leaves somebody who
/// comes to end it.
/// </remarks>
[Reentrant, GrainType("welfare-check")]
public sealed partial class WelfareCheckGrain(Journaling journaling, PersonFiles persons, CityFacts facts)
    : WordsGrain<WelfareCheckDecider, WelfareCheck, WelfareCheckCommand, WelfareCheckEvent>(journaling, persons, "end"), IWelfareCheckGrain
{
    private string? _timeZone;

    private SponsorshipId Id => SponsorshipId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream =>
        StreamId.Parse(Id.Stream.Value.Replace("/sponsorship/", "/welfare-check/", StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    /// <inheritdoc/>
    public async Task<CommandResult> Report(CommandContext context, Absence absence, CaseWords? words)
    {
        var view = await GrainFactory.Sponsorship(Id).Get();
        var isEmployed = Employers.IdIn(Id.City.Nation, context.Actor) is { } employer
            && (await GrainFactory.Sponsorship(Id).Employments())?.IsNamed(employer, await Today()) == true;
        var known = view is null
            ? null : new AbsenceFacts(view.Migrant,
                view.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice, isEmployed);
        await Today();
        return await Write(context, words, CaseNotes.OwnerOf(context.Actor, absence.By) ?? Id.Value,
            text => new ReportAbsence(Id, known, absence, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Answer(CommandContext context, CaseWords? words) =>
        Write(context, words, Confirmed.Migrant.Value ?? Id.Value, text => new AnswerWelfareCheck(text));

    /// <inheritdoc/>
    public Task<CommandResult> NoteReach(CommandContext context, int number, DateOnly on, ReachedBy by) =>
        Confirmed.Sponsorship is null
            ? Task.FromResult(new CommandResult { Version = Version, Outcome = "known" }) : Execute(context, new NoteReach(number, on, by));

    /// <inheritdoc/>
    public async Task<CommandResult> Visit(CommandContext context, DateOnly on)
    {
        await Today();
        return await Execute(context, new NoteVisit(on));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context, WelfareCheckOutcome outcome) =>
        Execute(context, new CloseWelfareCheck(outcome));

    /// <inheritdoc/>
    public async Task<CommandResult> SuggestEnd(CommandContext context)
    {
        await Today();
        return await Execute(context, new SuggestEnd());
    }

    /// <inheritdoc/>
    public Task<CommandResult> ConfirmEnd(CommandContext context) => Begin(context, new ConfirmEnd());

    /// <inheritdoc/>
    public async Task<WelfareCheckView?> Get()
    {
        await BeingMade();
        return Confirmed.Sponsorship is null ? null : WelfareCheckView.Of(Confirmed, Version, await Today());
    }

    /// <inheritdoc/>
    public Task<CaseTexts> Texts(PersonReader reader) =>
        Read(Confirmed.Reports.Select(r => r.Text).Append(Confirmed.Answer).OfType<CaseText>(), reader);

    // Every step may be repeated: the sponsorship is ended once, and one that has ended by itself meanwhile has ended too.
    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        if (Confirmed.Status != WelfareCheckStatus.EndConfirmed) return true;
        var ended = await GrainFactory.Sponsorship(Id)
            .EndAbsent(new() { Id = $"{Id}:absent-{Confirmed.Number}", Fingerprint = 0, Actor = "system" });
        return (ended.IsAccepted || ended.Rejected == RejectionCode.WrongState) && (await Execute(new NoteEnded())).IsAccepted;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(Confirmed.Status == WelfareCheckStatus.EndConfirmed ? Soon : null);

    private async ValueTask<DateOnly> Today()
    {
        _timeZone = await facts.TimeZoneOf(Id.City);
        return DayAt(Now);
    }
}
