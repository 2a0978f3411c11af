using Orleans.Concurrency;
using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Grains;

/// <summary>Hosts the rules of a sponsorship's welfare checks, and keeps what is written in the vault.</summary>
[Reentrant, GrainType("welfare-check")]
public sealed class WelfareCheckGrain(Journaling journaling, PersonFiles persons, CityFacts facts)
    : EventSourcedGrain<WelfareCheckDecider, WelfareCheck, WelfareCheckCommand, WelfareCheckEvent>(journaling, EventCodecs.WelfareCheck, DomainJson.Default.WelfareCheck, "welfare-check-1"), IWelfareCheckGrain
{
    private SponsorshipId Id => SponsorshipId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => StreamId.Parse(Id.Stream.Value.Replace("/sponsorship/", "/welfare-check/", StringComparison.Ordinal));

    /// <inheritdoc/>
    public async Task<CommandResult> Report(CommandContext context, string source, DateOnly lastSeen, CaseParty by, CaseWords? words)
    {
        var view = await GrainFactory.GetGrain<ISponsorshipGrain>(Id.Value).Get();
        var known = view is null ? null : new AbsenceFacts(view.Migrant, view.Status is SponsorshipStatus.Arrived or SponsorshipStatus.Active or SponsorshipStatus.Notice);
        var today = await Today();
        return await Write(context, words, by == CaseParty.Host && view is not null ? view.Host.Value : Id.Value,
            text => new ReportAbsence(Id, known, new(source, by, context.Actor, lastSeen, today, text), today));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Answer(CommandContext context, CaseWords? words) => Write(context, words, Confirmed.Migrant.Value ?? Id.Value, text => new AnswerWelfareCheck(text));

    /// <inheritdoc/>
    public Task<CommandResult> Close(CommandContext context, WelfareCheckOutcome outcome) => Execute(context, new CloseWelfareCheck(outcome));

    /// <inheritdoc/>
    public async Task<CommandResult> SuggestEnd(CommandContext context) => await Execute(context, new SuggestEnd(context.Actor, await Today()));

    /// <inheritdoc/>
    public Task<WelfareCheckView?> Get() => Task.FromResult(Confirmed.Sponsorship is not { } id ? null : new WelfareCheckView
    {
        Sponsorship = id,
        Version = Version,
        Number = Confirmed.Number,
        Status = Confirmed.Status,
        AskedOn = Confirmed.AskedOn,
        WaitUntil = Confirmed.WaitUntil,
        Reports = [.. Confirmed.Reports.Select(r => new AbsenceReportView { By = r.By, LastSeen = r.LastSeen, On = r.On })],
        Outcome = Confirmed.Outcome,
    });

    /// <inheritdoc/>
    public Task<CaseTexts> Texts(PersonReader reader) => persons.Read(Confirmed.Reports.Select(r => r.Text).Append(Confirmed.Answer).OfType<CaseText>(), reader);

    private async ValueTask<DateOnly> Today() => Time.Today(await facts.TimeZoneOf(Id.City) ?? "UTC");

    private async Task<CommandResult> Write(CommandContext context, CaseWords? words, string owner, Func<CaseText?, WelfareCheckCommand> command)
    {
        if (words is null) return await Execute(context, command(null));
        if (!PersonFiles.IsNote(words.Text)) return CommandResult.Refuse(RejectionCode.InvalidInput, CaseNotes.Rule, Version);
        var text = persons.NameOf(words, owner);
        // What will be refused, or says nothing new, is not kept.
        if (WelfareCheckDecider.Decide(Confirmed, command(text)).Events is { Count: > 0 }) await persons.StoreText(owner, words.Text);
        return await Execute(context.About(text), command(text));
    }
}
