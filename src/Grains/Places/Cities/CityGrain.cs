namespace VipOrleans.Grains.Places;

using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityCommand;

/// <summary>Hosts a city's rules.</summary>
[Reentrant, GrainType("city")]
public sealed partial class CityGrain(Journaling journaling, CityGauges gauges, PersonFiles persons)
    : EventSourcedGrain<CityDecider, City, CityCommand, CityEvent>(journaling),
    ICityGrain
{
    private CityId Id => CityId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, Confirmed.TimeZone);

    // A city's snapshot has all its places in it, so it is made less often.
    /// <inheritdoc/>
    protected override int SnapshotEvery =>
        Math.Max(base.SnapshotEvery, Confirmed.Taken.Count + Confirmed.Waiting.Count + (Confirmed.Registration?.Entries.Count ?? 0));

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        gauges.Set(Confirmed);
        if (Confirmed.CanServe) OnceActive(Serve);
        if (HasToFederate) OnceActive(Federate);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gauges.Remove(this.GetPrimaryKeyString());
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Open(CommandContext context, NewCity city)
    {
        // Before it is open, so that the nation's cap and pause hold from its first moment; what changes in between is heard right after.
        var rule = await Nation.Join(Id);
        return await Execute(context, new OpenCity(Id, city, rule));
    }

    /// <inheritdoc/>
    public Task<CommandResult> DecideQuota(CommandContext context, QuotaDecision decision) =>
        Execute(context, new DecideQuota(decision));

    /// <inheritdoc/>
    public Task<CommandResult> ConfirmQuota(CommandContext context) => Execute(context, new ConfirmQuota());

    /// <inheritdoc/>
    public Task<CommandResult> DecidePolicy(CommandContext context, CityPolicy policy) => Execute(context, new DecidePolicy(policy));

    /// <inheritdoc/>
    public Task<CommandResult> ChooseDeductionProfile(CommandContext context, DeductionProfileChoice choice) =>
        Execute(context, new ChooseDeductionProfile(choice));

    /// <inheritdoc/>
    public Task<DeductionProfile?> DeductionProfileOn(DateOnly day) => Task.FromResult(Confirmed.ProfileOn(day));

    /// <inheritdoc/>
    public Task<CommandResult> DecidePayingAccount(CommandContext context, BankParty account) =>
        Execute(context, new DecidePayingAccount(account));

    /// <inheritdoc/>
    public Task<BankParty?> PayingAccount() => Task.FromResult(Confirmed.PayingAccount);

    /// <inheritdoc/>
    public Task<CommandResult> Pause(CommandContext context, PauseReason reason) => Execute(context, new PauseCity(reason));

    /// <inheritdoc/>
    public Task<CommandResult> Resume(CommandContext context) => Execute(context, new ResumeCity());

    /// <inheritdoc/>
    public async Task<PlaceOutcome> HoldPlace(CommandContext context, SponsorshipId sponsorship, MigrantId? migrant = null) =>
        Answer(await Execute(context, new HoldPlace(sponsorship, migrant)), sponsorship);

    /// <inheritdoc/>
    public async Task<FormationOutcome> Form(CommandContext context, OfferedFormation formation)
    {
        var sponsorship = formation.Sponsorship;
        Append[] offered = [.. formation.Appends.Select(a => a.ToAppend())];
        NewEvent? completion = null;
        var (result, heads) = await ExecuteTogether(context, new HoldPlace(sponsorship, formation.Migrant), city =>
        {
            var answer = Answer(city, new() { Version = 0 }, sponsorship);
            var noted = SponsorshipSaga.Noted(answer.IsHeld ? new StepAnswer.PlaceHeld(answer.Terms!, answer.Until)
                : new StepAnswer.PlaceInLine());
            completion = new(EventCodec<SponsorshipEvent>.NameOf(noted), SponsorshipDecider.Aggregate.Events.Write(noted), Now, BySystem);
            return [.. offered[..^1], offered[^1].CompletedWith(completion)];
        });
        var place = Answer(Confirmed, result, sponsorship);
        return result.IsAccepted && heads.Count > 0
            ? new(place, [.. heads.Select(Offers.Settled)], completion!.Offered()) : new(place, []);
    }

    /// <inheritdoc/>
    public async Task<PlaceOutcome> PlaceOf(SponsorshipId sponsorship) => Answer(await WritesUnderWay(), sponsorship);

    /// <inheritdoc/>
    public Task<CommandResult> ConfirmPlace(CommandContext context, SponsorshipId sponsorship) =>
        Execute(context, new ConfirmPlace(sponsorship));

    /// <inheritdoc/>
    public Task<CommandResult> ReleasePlace(CommandContext context, SponsorshipId sponsorship, string holdCommand,
        bool hasArrived = false) =>
        Execute(context, new ReleasePlace(sponsorship, holdCommand, hasArrived));

    /// <inheritdoc/>
    public Task<CommandResult> KeepPlace(CommandContext context, PlaceToKeep place) => Execute(context, new KeepPlace(place));

    /// <inheritdoc/>
    public Task<CommandResult> ExtendGrace(CommandContext context, MigrantId migrant, int days) =>
        Execute(context, new ExtendGrace(migrant, days));

    /// <inheritdoc/>
    public async Task<CommandResult> EndStatus(CommandContext context, MigrantId migrant, IReadOnlyList<StatusEndReason> reasons,
        CaseWords? words)
    {
        // The feed gives notice of the ruling: what it is about and the news of it are one event.
        var ruling = RulingId.From(Id, $"{migrant}:{context.Id}");
        if (words is null) return await Execute(context, new EndStatus(migrant, [.. reasons], ruling));
        if (CaseNotes.Problem(words) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        var text = persons.NameOf(words, ruling.Value);
        var end = new EndStatus(migrant, [.. reasons], ruling, text);
        // What will be refused is not kept.
        if (CityDecider.Decide(Confirmed, end, MomentFor(context)).Rejection is null) await persons.StoreText(ruling.Value, words.Text);
        return await Execute(context.About(text), end);
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnStatusEnd(CommandContext context, MigrantId migrant, RulingId ruling, RulingEffect effect) =>
        Execute(context, new RuleOnStatusEnd(migrant, ruling, effect));

    /// <inheritdoc/>
    public Task<CommandResult> GiveUpPlace(CommandContext context, MigrantId migrant, SponsorshipId? from) =>
        Execute(context, new GiveUpPlace(migrant, from));

    /// <inheritdoc/>
    public Task<GracePeriodView?> GracePeriod(MigrantId migrant) =>
        Task.FromResult(Confirmed.Kept.TryGetValue(migrant, out var kept)
            ? new GracePeriodView(migrant, Version, kept.From, kept.Until, IsDue: kept.Until <= Now, kept.Proposed?.Ruling) : null);

    /// <inheritdoc/>
    public Task<CommandResult> ExpirePlace(CommandContext context, SponsorshipId sponsorship) =>
        Execute(context, new ExpirePlace(sponsorship));

    /// <inheritdoc/>
    public async Task<CityView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is null ? null : View();
    }

    /// <inheritdoc/>
    protected override void OnCommitted()
    {
        gauges.Set(Confirmed);
        // More waited than one command serves: go on, until the line or the places are used up.
        if (Confirmed.CanServe) _ = Serve();
        if (HasToFederate) _ = Federate();
    }

    private async Task Serve()
    {
        try
        {
            await Execute(new ServeWaiting());
        }
        catch (Exception e)
        {
            LogServingFailed(Log, e, Id);
        }
    }

    private PlaceOutcome Answer(CommandResult result, SponsorshipId sponsorship) => Answer(Confirmed, result, sponsorship);

    private PlaceOutcome Answer(City city, CommandResult result, SponsorshipId sponsorship)
    {
        if (!result.IsAccepted) return new(result);
        if (!city.Taken.TryGetValue(sponsorship, out var place)) return new(result, IsInLine: city.IsWaiting(sponsorship));
        var policy = city.PolicyOn(DayAt(Now));
        return new(result, IsInLine: false, IsHeld: true, place.Until,
            new(city.Currency, policy.Share, policy.RequiredChecks, policy.ReplyDays, policy.NoticeDays, policy.Levy,
                policy.GraceDays, policy.NoticeWaitDays));
    }

    private CityView View()
    {
        var city = Confirmed;
        var policy = city.Policy with
        {
            GraceDays = city.Policy.GraceDays ?? CityPolicy.DefaultGraceDays,
            SeesFirst = city.Policy.SeesFirst ?? Party.Migrant,
            MonthClosesAfterDays = city.Policy.MonthClosesAfterDays ?? CityPolicy.DefaultMonthClosesAfterDays,
            NoticeWaitDays = city.Policy.NoticeWaitDays ?? CityPolicy.DefaultNoticeWaitDays,
        };
        var breaches = city.BreachesOn(DayAt(Now));
        return new(Id, Version, Id.Nation, city.Name, city.Currency, city.TimeZone, policy,
            city.Quota == QuotaDecision.None ? null : city.Quota, city.Paused, city.Held, city.InUse, city.Free, city.Waiting.Count,
            city.ProfileOn(DayAt(Now)), city.Nation.Paused, city.Nation.HasCap ? city.Allotment.Places : null,
            city.Registration?.Numbers.Count ?? 0, city.Registration?.Opening, breaches.Count == 0 ? null : breaches,
            breaches.Count == 0 ? null : city.Nation.Floors?.MendBy, city.Shown?.Decision);
    }

    [LoggerMessage(141, LogLevel.Warning, "The line of {City} could not be served; the next change serves it.")]
    private static partial void LogServingFailed(ILogger log, Exception e, CityId city);
}
