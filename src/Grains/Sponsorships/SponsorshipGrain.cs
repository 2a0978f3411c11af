namespace VipOrleans.Grains.Sponsorships;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;

/// <summary>Hosts a sponsorship's rules and runs its saga.</summary>
/// <remarks>
/// A persisted reminder is set before the event that gives the saga something to do, and goes when nothing is left: a crash at any point
/// leaves either nothing to do or somebody who comes to do it.
/// </remarks>
[Reentrant, GrainType("sponsorship")]
public sealed partial class SponsorshipGrain(Journaling journaling, PersonFiles persons, CityFacts facts)
    : SagaGrain<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>(journaling, EventCodecs.Sponsorship,
        SponsorshipsJson.Default.Sponsorship, "sponsorship-7", "saga"),
        ISponsorshipGrain
{
    // A saga that waits for people or for a date.
    private static readonly WakeUp NowAndThen = WakeUp.Every(TimeSpan.FromHours(1));

    private string? _timeZone;
    private Task _replying = Task.CompletedTask;

    private SponsorshipId Id => SponsorshipId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Propose(CommandContext context, HostId host, MigrantId migrant, Party by)
    {
        var hostView = GrainFactory.GetGrain<IHostGrain>(host.Value).Get();
        var migrantView = GrainFactory.GetGrain<IMigrantGrain>(migrant.Value).Get();
        await Task.WhenAll(hostView, migrantView);
        var known = new ProposalFacts(
            (await hostView) is { Erased: false }, (await migrantView) is { Erased: false }, (await hostView)?.Household ?? default,
            (await hostView)?.Home ?? default);
        return await Execute(context, new Propose(Id, host, migrant, by, known));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Accept(CommandContext context, Party by) => Begin(context, new Accept(by));

    /// <inheritdoc/>
    public async Task<CommandResult> Decline(CommandContext context, Party by)
    {
        var decline = new Decline(by, await Today());
        // Nothing is taken by a proposal; but where the host was to move, there is a move to undo.
        return Confirmed.Succession is null ? await Execute(context, decline) : await Begin(context, decline);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Withdraw(CommandContext context, Party by) =>
        await Begin(context, new Withdraw(by, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> RecordCheck(CommandContext context, CheckKind kind, CheckResult result, CaseWords? words)
    {
        var today = await Today();
        if (result is not { Outcome: CheckOutcome.Failed, Via: null })
        {
            return await Begin(context, new RecordCheck(kind, result, today));
        }

        var ruling = RulingOf(context);
        result = result with { Ruling = ruling };
        return await Write(context, words, ruling, text => new RecordCheck(kind, result, today, text));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> RuleOnCheck(CommandContext context, CheckKind kind, RulingId ruling, RulingEffect effect,
        SponsorshipId? via) =>
        await Begin(context, new RuleOnCheck(kind, ruling, effect, via, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Refuse(CommandContext context, IReadOnlyList<RefusalReason> reasons, CaseWords? words)
    {
        var (today, ruling) = (await Today(), RulingOf(context));
        return await Write(context, words, ruling, text => new Refuse(reasons, today, ruling, text, Now));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> RuleOnRefusal(CommandContext context, RulingId ruling, RulingEffect effect) =>
        await Begin(context, new RuleOnRefusal(ruling, effect, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Reply(CommandContext context, Party by, string text)
    {
        if (!PersonFiles.IsNote(text))
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "A reply is a text of 1 to 4,000 characters.", Version);
        }

        var today = await Today();
        // One at a time: of two replies at once, the second must not overwrite the words of the first.
        while (!_replying.IsCompleted) await Task.WhenAny(_replying);
        var reply = ReplyInTurn(context, by, text, today);
        _replying = reply;
        return await reply;
    }

    /// <inheritdoc/>
    public async Task<string?> ReadReply(PersonReader reader) =>
        Confirmed.Refusal?.RepliedBy is { } by ? await persons.ReadNote(PersonOf(by), NoteName, reader) : null;

    /// <inheritdoc/>
    public Task Rest()
    {
        // Who works on it now keeps it in memory.
        if (IsIdle) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Reopen(CommandContext context) => await Begin(context, new Reopen(await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Arrive(CommandContext context, DateOnly on)
    {
        var baselines = Confirmed.Id is null ? null : await GrainFactory.GetGrain<IMigrantGrain>(Confirmed.Migrant.Value).Baselines();
        var verified = baselines?.Verified is [.., var newest] ? newest : null;
        await Follow();
        var predecessor = Confirmed is { IsBeforeArrival: true, Succession.State: SuccessionState.Forming or SuccessionState.Alone }
            ? await Predecessor() : null;
        var isContinuing = Confirmed.Succession?.State == SuccessionState.Forming;
        var continues = Confirmed.Id is null ? null : isContinuing
            ? await GrainFactory.GetGrain<ISponsorshipGrain>(Confirmed.Succession!.Of.Value).YearIfMovedOn(on) : await RunningYear(on);
        var leaves = Confirmed.Id is null || isContinuing ? null : await OtherCity();
        var arrive =
            new Arrive(on, baselines?.Declared is not null, verified, await RateFor(verified, on), await Today(), continues, leaves,
                predecessor);
        // What is left behind in another city is given up after the arrival, and a crash must not keep it from that.
        return leaves is null && Confirmed.Succession is null ? await Execute(context, arrive) : await Begin(context, arrive);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Activate(CommandContext context) => Execute(context, new Activate());

    /// <inheritdoc/>
    public async Task<CommandResult> GiveNotice(CommandContext context) => await Execute(context, new GiveNotice(await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> ChangeHost(CommandContext context) => await Begin(context, new ChangeHost(await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> End(CommandContext context, Party? by, EndReason reason, DateOnly? on)
    {
        var today = await Today();
        return await Begin(context, new End(by, reason, on ?? today, today));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> EndAbsent(CommandContext context) => await Begin(context, new EndAbsent(await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> GiveConsent(CommandContext context) => await Execute(context, new GiveConsent(await Today()));

    /// <inheritdoc/>
    public Task<CommandResult> RevokeConsent(CommandContext context) => Execute(context, new RevokeConsent());

    /// <inheritdoc/>
    public Task Wake() => Run();

    /// <inheritdoc/>
    public Task<SponsorshipView?> Get() => Task.FromResult(Confirmed.Id is not { } id ? null : new SponsorshipView
    {
        Id = id,
        Version = Version,
        City = id.City,
        Host = Confirmed.Host,
        Migrant = Confirmed.Migrant,
        Household = Confirmed.Household,
        Status = Confirmed.Status,
        ProposedBy = Confirmed.ProposedBy,
        Place = Confirmed.PlaceClaim,
        PlaceHeldUntil = Confirmed.PlaceClaim == Claim.Held ? Confirmed.PlaceUntil : null,
        Terms = Confirmed.Terms,
        Checks = [.. Confirmed.Checks.Select(c => new CheckView { Kind = c.Key, Result = c.Value })],
        Refusal = Confirmed.Refusal,
        ArrivedOn = Confirmed.ArrivedOn,
        Baseline = Confirmed.Baseline,
        NoticeUntil = Confirmed.NoticeUntil,
        EndReason = Confirmed.Ended,
        EndedOn = Confirmed.EndedOn,
        ConsentOn = Confirmed.ConsentOn,
        LaterBaselines = Statements.Later(Confirmed),
        Succeeds = Confirmed.Succession?.Of,
        Move = Confirmed.Succession?.State,
        SucceededBy = Confirmed.SucceededBy,
        HostBefore = Confirmed.ArrivedOn is null ? Confirmed.Succession?.Host : null,
    });

    /// <inheritdoc/>
    public async Task<StatementView?> Statement() =>
        Confirmed.Id is null ? null : Statements.Of((await Events()).Select(e => (e.At, e.Event)));

    /// <inheritdoc/>
    public async Task<AccountStatement?> Account(StatementPeriod period)
    {
        if (Confirmed.Id is null) return null;
        await Today();
        return AccountStatements.Of(await Events(), period, at => CityTime.Day(at, _timeZone ?? "UTC"));
    }

    // The lines are not kept in memory: a statement is read far less often than sponsorships are active.
    private async Task<IReadOnlyList<JournaledEvent>> Events()
    {
        try
        {
            var content = await Journal.Read(Stream);
            return [.. content.Events.Select(e => new JournaledEvent(e.Version, e.At, EventCodecs.Sponsorship.Read(e.Data.Span)))];
        }
        catch (JournalUnavailableException e)
        {
            throw new StoreUnavailableException(e.Message);
        }
    }

    private string NoteName => $"reply-{Id.Value}";

    private string PersonOf(Party party) => party == Party.Host ? Confirmed.Host.Value : Confirmed.Migrant.Value;

    // The feed gives notice of the ruling: what it is about and the news of it are one event.
    private RulingId RulingOf(CommandContext context) => RulingId.From(Id.City, $"{Id}:{context.Id}");

    // The reasons are the ruling's: they are kept under its key.
    private async Task<CommandResult> Write(CommandContext context, CaseWords? words, RulingId ruling,
        Func<CaseText?, SponsorshipCommand> command)
    {
        if (words is null) return await Begin(context, command(null));
        if (CaseNotes.Problem(words) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        var text = persons.NameOf(words, ruling.Value);
        // What will be refused is not kept.
        if (SponsorshipDecider.Decide(Confirmed, command(text), MomentFor(context.Actor)).Rejection is null) await persons.StoreText(ruling.Value, words.Text);
        return await Begin(context.About(text), command(text));
    }

    private async Task<CommandResult> ReplyInTurn(CommandContext context, Party by, string text, DateOnly today)
    {
        // The words are in the vault before the event says that there are any; a later reply does not overwrite them.
        var isOpen = Confirmed is { Status: SponsorshipStatus.Refused, Refusal: { RepliedBy: null } refusal }
            && today <= refusal.ReplyUntil;
        if (isOpen && !IsThrownAway && (context.IfMatch is null || context.IfMatch == Version))
        {
            await persons.StoreNote(PersonOf(by), NoteName, text);
        }

        return await Execute(context, new Reply(by, today));
    }

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        await Follow();
        var today = await Today();
        var step = SponsorshipSaga.Next(Confirmed, Now, today);
        if (step == SagaStep.None) return true;
        if (step == SagaStep.CloseRefused)
        {
            await Execute(new CloseRefused(today));
            return true;
        }

        if (await Call(step) is not { } answer) return false;
        await Execute(new NoteStep(step, answer, today));
        return true;
    }

    /// <inheritdoc/>
    protected override async ValueTask<WakeUp?> Next() =>
        SponsorshipSaga.Next(Confirmed, Now, await Today()) is not (SagaStep.None or SagaStep.AskPlace) ? Soon
            : SponsorshipSaga.IsUnfinished(Confirmed) ? NowAndThen : null;

    private async Task<StepAnswer?> Call(SagaStep step)
    {
        var context = new CommandContext { Id = SponsorshipSaga.CommandId(Id, step), Fingerprint = 0, Actor = "system" };
        var host = GrainFactory.GetGrain<IHostGrain>(Confirmed.Host.Value);
        var migrant = GrainFactory.GetGrain<IMigrantGrain>(Confirmed.Migrant.Value);
        var city = GrainFactory.GetGrain<ICityGrain>(Id.City.Value);
        return step switch
        {
            SagaStep.TakeHost => Answer(await host.Take(context, Id)),
            SagaStep.TakeMigrant => Taken(await migrant.Take(context, Id, Confirmed.Succession?.Of)),
            SagaStep.HoldPlace => Answer(await city.HoldPlace(context, Id, Confirmed.Migrant)),
            SagaStep.AskPlace => Answer(await city.PlaceOf(Id)),
            SagaStep.ConfirmPlace => Answer(await city.ConfirmPlace(context, Id)),
            SagaStep.ExpirePlace => Answer(await city.ExpirePlace(context, Id)),
            SagaStep.ReleasePlace =>
                Answer(await city.ReleasePlace(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.HoldPlace),
                    Confirmed.ArrivedOn is not null)),
            SagaStep.KeepPlace =>
                Answer(await city.KeepPlace(context, Id, Confirmed.Migrant, Confirmed.Terms!.GraceDays ?? CityPolicy.DefaultGraceDays,
                    Confirmed.ArrivedOn is not null)),
            SagaStep.LeaveOtherPlace =>
                Answer(await GrainFactory.GetGrain<ICityGrain>(Confirmed.Leaves!.Value.City.Value)
                    .GiveUpPlace(context, Confirmed.Migrant, Confirmed.Leaves)),
            SagaStep.FreeMigrant =>
                Answer(await migrant.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeMigrant),
                    !Confirmed.Ended!.Value.LetsSuccessorGoOn())),
            SagaStep.FreeHost => Answer(await host.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeHost))),
            SagaStep.EndPredecessor =>
                Left(await GrainFactory.GetGrain<ISponsorshipGrain>(Confirmed.Succession!.Of.Value)
                    .MoveAway(context, Id, Confirmed.ArrivedOn!.Value)),
            SagaStep.CompleteMove => await Both(Before, host, record => record.CompleteMove(context, Confirmed.Host)) is not StepDone ? null
                // Where the migrant has ended the other one in the very moment of the arrival, this is the live one, and stays it.
                : Confirmed.IsOpen ? Answer(await migrant.Take(context, Id)) : new StepDone(),
            SagaStep.UndoMove => await Both(host, Before, record => record.UndoMove(context, Confirmed.Host)),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "The saga does not know this step."),
        };
    }

    private static StepAnswer? Answer(CommandResult result) => result.Rejected switch
    {
        null => new StepDone(),
        // Not an answer of the rules: the same question again, later.
        RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch => null,
        { } code => new StepRefused(code),
    };

    private static StepAnswer? Answer(PlaceAnswer place) => place switch
    {
        { Result.IsAccepted: false } => Answer(place.Result),
        { IsHeld: true } => new PlaceKept(place.Terms!, place.Until),
        { IsInLine: true } => new PlaceInLine(),
        _ => null,
    };

    private async ValueTask<DateOnly> Today()
    {
        _timeZone ??= await facts.TimeZoneOf(Id.City);
        return Time.Today(_timeZone ?? "UTC");
    }
}
