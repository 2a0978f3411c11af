namespace VipOrleans.Grains.Sponsorships;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Reports;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Grains.Hosting;
using VipOrleans.Journal;
using static VipOrleans.Domain.Sponsorships.SponsorshipCommand;
using static VipOrleans.Domain.Sponsorships.StepAnswer;

/// <summary>Hosts a sponsorship's rules and runs its saga.</summary>
/// <remarks>
/// A persisted reminder is set before the event that gives the saga something to do, and goes when nothing is left: a crash at any point
/// leaves either nothing to do or somebody who comes to do it.
/// </remarks>
[Reentrant, GrainType("sponsorship")]
public sealed partial class SponsorshipGrain(Journaling journaling, PersonFiles persons, CityFacts facts)
    : SagaGrain<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>(journaling, "saga"),
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
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    /// <inheritdoc/>
    public Task<CommandResult> Propose(CommandContext context, HostId host, MigrantId migrant, Party by) =>
        Propose(context, host, migrant, by, null);

    /// <inheritdoc/>
    public Task<CommandResult> ProposeOnPaper(CommandContext context, PaperProposal proposal) =>
        Propose(context, proposal.Host, proposal.Migrant, proposal.By, proposal.Paper);

    private async Task<CommandResult> Propose(CommandContext context, HostId host, MigrantId migrant, Party by, string? paper)
    {
        await Today();
        var hostView = GrainFactory.Host(host).Get();
        var migrantView = GrainFactory.Migrant(migrant).Get();
        await Task.WhenAll(hostView, migrantView);
        var known = new ProposalFacts(
            (await hostView) is { Erased: false }, (await migrantView) is { Erased: false }, (await hostView)?.Household ?? default,
            (await hostView)?.Home ?? default, await AgeOf(await hostView), (await hostView)?.Guardian, await AgeOf(await migrantView),
            (await hostView)?.Absence?.Situation, await RoomAt((await hostView)?.Home, await migrantView));
        return await Execute(context, new Propose(Id, host, migrant, by, known, Paper: paper));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> Accept(CommandContext context, Party by)
    {
        await Today();
        var isMinors = await IsMinors(context, by);
        return await InRoom(context, new Accept(by, IsMinors: isMinors), new FormAtOnce(by, isMinors));
    }

    /// <inheritdoc/>
    public Task<CommandResult> AcceptOnPaper(CommandContext context, Party by, string paper) => Ask(context, new Accept(by, paper));

    /// <inheritdoc/>
    public async Task<CommandResult> SeePaper(CommandContext context, Party side)
    {
        await Today();
        // What is a yes forms it, as the side's own yes does.
        return Confirmed.Formation.Pending(side)?.Act == NamedAct.Accepted
            ? await InRoom(context, new SeePaper(side), new SeePaper(side, AtOnce: true)) : await Execute(context, new SeePaper(side));
    }

    private async Task<CommandResult> InRoom(CommandContext context, SponsorshipCommand yes, SponsorshipCommand atOnce)
    {
        if (!Confirmed.Formation.HomeCounts || SponsorshipDecider.Decide(Confirmed, yes, MomentFor(context)).Rejection is not null)
        {
            return await FormAtOnce(context, atOnce) ?? await Begin(context, yes);
        }

        // Room before anything else: whoever is accepted has somewhere to live.
        var room = await TakeRoom(context);
        if (!room.IsAccepted) return CommandResult.Refuse(room.Rejected!.Value, room.Detail!, Version);
        var result = await FormAtOnce(context, atOnce) ?? await Begin(context, yes);
        // What was answered otherwise meanwhile keeps no room.
        if (!Confirmed.IsOpen) await GrainFactory.Home(Confirmed.Formation.Home).LeaveRoom(RoomContext("leave", context), Id);
        return result;
    }

    private async Task<CommandResult> TakeRoom(CommandContext context)
    {
        var persons = 1 + ((await GrainFactory.Migrant(Confirmed.Migrant).Get())?.Dependants?.Count ?? 0);
        return await GrainFactory.Home(Confirmed.Formation.Home).TakeRoom(RoomContext("take", context), Id, persons);
    }

    private CommandContext RoomContext(string step, CommandContext context) =>
        new() { Id = IdText.KeyFrom($"{Id}/room/{step}/{context.Id}"), Fingerprint = 0, Actor = BySystem };

    private async Task<RoomFacts?> RoomAt(HomeId? home, MigrantView? migrant) =>
        home is { } id && migrant is not null && await GrainFactory.Home(id).Get() is { Left: { } left }
            ? new(left, 1 + (migrant.Dependants?.Count ?? 0)) : null;

    /// <inheritdoc/>
    public async Task<CommandResult> Decline(CommandContext context, Party by)
    {
        var decline = new Decline(by);
        // Nothing is taken by a proposal; but where the host was to move, there is a move to undo.
        return Confirmed.Moves.Succession is null ? await Ask(context, decline) : await ExecuteAndRun(context, decline);
    }

    /// <inheritdoc/>
    public Task<CommandResult> Withdraw(CommandContext context, Party by) => ExecuteAndRun(context, new Withdraw(by));

    /// <inheritdoc/>
    public async Task<CommandResult> RecordCheck(CommandContext context, CheckKind kind, CheckResult result, CaseWords? words)
    {
        if (result is not { Outcome: CheckOutcome.Failed, Via: null })
        {
            return await ExecuteAndRun(context, new RecordCheck(kind, result));
        }

        var ruling = RulingOf(context);
        result = result with { Ruling = ruling };
        return await Write(context, words, ruling, text => new RecordCheck(kind, result, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnCheck(CommandContext context, CheckRuling ruling) =>
        ExecuteAndRun(context, new RuleOnCheck(ruling));

    /// <inheritdoc/>
    public async Task<CommandResult> Refuse(CommandContext context, IReadOnlyList<RefusalReason> reasons, CaseWords? words)
    {
        var ruling = RulingOf(context);
        return await Write(context, words, ruling, text => new Refuse(reasons, ruling, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnRefusal(CommandContext context, RulingId ruling, RulingEffect effect) =>
        ExecuteAndRun(context, new RuleOnRefusal(ruling, effect));

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
        // What one side wrote is for officers and that side, not for the other one.
        Confirmed.Checks.Refusal?.RepliedBy is { } by && (Actors.PartyOf(reader.Actor) ?? by) == by
            ? await persons.ReadNote(PersonOf(by), NoteName, reader) : null;

    /// <inheritdoc/>
    public Task Rest()
    {
        // Who works on it now keeps it in memory.
        if (IsIdle) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CommandResult> Reopen(CommandContext context) => ExecuteAndRun(context, new Reopen());

    /// <inheritdoc/>
    public async Task<CommandResult> Arrive(CommandContext context, DateOnly on)
    {
        var baselines = Confirmed.Id is null ? null : await GrainFactory.Migrant(Confirmed.Migrant).Baselines();
        var verified = baselines?.Verified is [.., var newest] ? newest : null;
        await Follow();
        var predecessor = Confirmed is { IsBeforeArrival: true, Moves.Succession.State: SuccessionState.Forming or SuccessionState.Alone }
            ? await Predecessor() : null;
        var isContinuing = Confirmed.Moves.Succession?.State == SuccessionState.Forming;
        var continues = Confirmed.Id is null ? null : isContinuing
            ? await GrainFactory.Sponsorship(Confirmed.Moves.Succession!.Of).YearIfMovedOn(on)
            : await RunningYear(on);
        var leaves = Confirmed.Id is null || isContinuing ? null : await OtherCity();
        var arrive =
            new Arrive(on, baselines?.Declared is not null, verified, await RateFor(verified, on), continues, leaves,
                predecessor, await EntryOn(on));
        // The number may have been declared since, and more may come than were accepted.
        if (Confirmed.Id is not null && SponsorshipDecider.Decide(Confirmed, arrive, MomentFor(context)).Rejection is null)
        {
            var room = await TakeRoom(context);
            if (!room.IsAccepted) return CommandResult.Refuse(room.Rejected!.Value, room.Detail!, Version);
        }

        // What is left behind in another city is given up after the arrival, and a crash must not keep it from that.
        return leaves is null && Confirmed.Moves.Succession is null ? await Ask(context, arrive) : await ExecuteAndRun(context, arrive);
    }

    // What the nation asks of whoever enters on a day, and what this migrant has.
    private async Task<EntryFacts?> EntryOn(DateOnly on)
    {
        if (Confirmed.Id is null) return null;
        var rules = await GrainFactory.Nation(Id.City.Nation).Entry();
        return new(
            LacksVisa: rules is { VisaRequired: true } && !await GrainFactory.VisaFile(Confirmed.Migrant).CoversOn(on),
            Age: await GrainFactory.Migrant(Confirmed.Migrant).AgeToday(),
            AsksAge: rules is { AgeVerified: true });
    }

    // Who was found to be a minor may have come of age since.
    private async Task<AgeGroup?> AgeOf(HostView? host) =>
        host is { Age: AgeGroup.Minor } ? await GrainFactory.Host(host.Id).AgeToday() : host?.Age;

    private async Task<AgeGroup?> AgeOf(MigrantView? migrant) =>
        migrant is { Age: AgeGroup.Minor } ? await GrainFactory.Migrant(migrant.Id).AgeToday() : migrant?.Age;

    // Whether a minor signs for themselves. An officer or a guardian who acts for a host is of age; for a migrant nobody signs.
    private async Task<bool> IsMinors(CommandContext context, Party by)
    {
        if (Confirmed.Id is null) return false;
        return by == Party.Migrant
            ? await GrainFactory.Migrant(Confirmed.Migrant).AgeToday() == AgeGroup.Minor
            : context.Actor == $"host:{Confirmed.Host}" && await GrainFactory.Host(Confirmed.Host).AgeToday() == AgeGroup.Minor;
    }

    /// <inheritdoc/>
    public Task<CommandResult> HearOfHost(CommandContext context, HostSituation? situation) => Execute(context, new HearOfHost(situation));

    /// <inheritdoc/>
    public async Task<CommandResult> FollowHome(HomeId? left)
    {
        if (Confirmed.Id is null || await GrainFactory.Host(Confirmed.Host).Get() is not { } host)
        {
            return CommandResult.Refuse(RejectionCode.SponsorshipNotFound, "There is no such sponsorship.", Version);
        }

        var result = await Execute(new HearOfHome(host.Home, (await GrainFactory.Home(host.Home).Get()).Left is not null));
        // A host who has moved back has not left.
        if (left is { } old && old != Confirmed.Formation.Home)
        {
            var gone = await GrainFactory.Home(old).LeaveRoom(MoveContext("leave", old), Id);
            if (!gone.IsAccepted) return gone;
        }

        if (!result.IsAccepted || !Confirmed.IsOpen || Confirmed.Formation.HostClaim is not (Claim.Wanted or Claim.Held)) return result;
        // Every time, also if the home is known already: a crash may have come between.
        var (home, persons) = (Confirmed.Formation.Home,
            1 + ((await GrainFactory.Migrant(Confirmed.Migrant).Get())?.Dependants?.Count ?? 0));
        var brought = await GrainFactory.Home(home).BringRoom(MoveContext("bring", home), Id, persons);
        return brought.IsAccepted ? result : brought;
    }

    private CommandContext MoveContext(string step, HomeId home) =>
        new() { Id = IdText.KeyFrom($"{Id}/room/{step}/{home}/{Version}"), Fingerprint = 0, Actor = BySystem };

    /// <inheritdoc/>
    public Task<CommandResult> Activate(CommandContext context) => Ask(context, new Activate());

    /// <inheritdoc/>
    public Task<CommandResult> GiveNotice(CommandContext context) => Ask(context, new GiveNotice());

    /// <inheritdoc/>
    public Task<CommandResult> ChangeHost(CommandContext context) => ExecuteAndRun(context, new ChangeHost());

    /// <inheritdoc/>
    public Task<CommandResult> TakeBackNotice(CommandContext context) => Ask(context, new TakeBackNotice());

    /// <inheritdoc/>
    public Task<CommandResult> StopNotice(CommandContext context, CaseWords? words)
    {
        var ruling = RulingOf(context);
        return Write(context, words, ruling, text => new StopNotice(ruling, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnNotice(CommandContext context, RulingId ruling, RulingEffect effect) =>
        Ask(context, new RuleOnNotice(ruling, effect));

    /// <inheritdoc/>
    public Task<CommandResult> TakeBackActivation(CommandContext context) => Ask(context, new TakeBackActivation());

    /// <inheritdoc/>
    public Task<CommandResult> End(CommandContext context, Party by, EndReason reason, DateOnly? on) =>
        ExecuteAndRun(context, new End(by, reason, on));

    /// <inheritdoc/>
    public Task<CommandResult> ProposeEnd(CommandContext context, EndReason reason, DateOnly? on, CaseWords? words)
    {
        var ruling = RulingOf(context);
        return Write(context, words, ruling, text => new ProposeEnd(reason, on, ruling, text));
    }

    /// <inheritdoc/>
    public Task<CommandResult> RuleOnEnd(CommandContext context, RulingId ruling, RulingEffect effect) =>
        ExecuteAndRun(context, new RuleOnEnd(ruling, effect));

    /// <inheritdoc/>
    public Task<CommandResult> EndAbsent(CommandContext context) => ExecuteAndRun(context, new EndAbsent());

    /// <inheritdoc/>
    public async Task<CommandResult> GiveConsent(CommandContext context) =>
        await Ask(context, new GiveConsent(await IsMinors(context, Party.Migrant)));

    /// <inheritdoc/>
    public Task<CommandResult> RevokeConsent(CommandContext context) => Ask(context, new RevokeConsent());

    /// <inheritdoc/>
    public Task Wake() => Run();

    /// <inheritdoc/>
    public async Task<SponsorshipView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is { } id ? View(id) : null;
    }

    private SponsorshipView View(SponsorshipId id) => new(
        Id: id,
        Version: Version,
        City: id.City,
        Host: Confirmed.Host,
        Migrant: Confirmed.Migrant,
        Household: Confirmed.Formation.Household,
        Status: Confirmed.Status,
        ProposedBy: Confirmed.Formation.ProposedBy,
        Place: Confirmed.Formation.PlaceClaim,
        PlaceHeldUntil: Confirmed.Formation.PlaceClaim == Claim.Held ? Confirmed.Formation.PlaceUntil : null,
        Terms: Confirmed.Terms,
        Checks: [.. Confirmed.Checks.Results.Select(c => new CheckView(Kind: c.Key, Result: c.Value))],
        Refusal: Confirmed.Checks.Refusal,
        ArrivedOn: Confirmed.ArrivedOn,
        Baseline: Confirmed.Earnings.Baseline,
        AwaitsRate: Confirmed.Earnings.Awaits is not null,
        NoticeUntil: Confirmed.Ending.NoticeUntil,
        EndReason: Confirmed.Ended,
        EndedOn: Confirmed.EndedOn,
        ConsentOn: Confirmed.Earnings.ConsentOn,
        LaterBaselines: Statements.Later(Confirmed),
        Succeeds: Confirmed.Moves.Succession?.Of,
        Move: Confirmed.Moves.Succession?.State,
        SucceededBy: Confirmed.Moves.SucceededBy,
        HostBefore: Confirmed.ArrivedOn is null ? Confirmed.Moves.Succession?.Host : null,
        NoticeWaitsUntil: Confirmed.Ending.NoticeWaitsUntil,
        NoticeStoppedBy: Confirmed.Ending.Stopped is { IsOver: false } stopped ? stopped.Ruling : null,
        EndProposed: Confirmed.Ending.Proposed is { } end ? new(end.Ruling, end.On, end.Reason) : null,
        IsEndTakenBack: Confirmed.Ending.IsTakenBack,
        HostAway: Confirmed.Formation.HostAway,
        InName: Confirmed.Formation.InName.IsEmpty ? null : [.. Confirmed.Formation.InName]);

    /// <inheritdoc/>
    public async Task<StatementView?> Statement() =>
        Confirmed.Id is null ? null : Statements.Of(await Events());

    /// <inheritdoc/>
    public async Task<AccountStatement?> Account(StatementPeriod period)
    {
        if (Confirmed.Id is null) return null;
        await Today();
        return AccountStatements.Of(await Events(), period, DayAt);
    }

    // The lines are not kept in memory: a statement is read far less often than sponsorships are active.
    private async Task<IReadOnlyList<JournaledEvent>> Events()
    {
        try
        {
            var content = await Journal.Read(Stream);
            var codec = SponsorshipDecider.Aggregate.Events;
            return [.. content.Events.Select(e => new JournaledEvent(e.Version, e.At, codec.Read(e.Data.Span)))];
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
        if (words is null) return await ExecuteAndRun(context, command(null));
        if (CaseNotes.Problem(words) is { } problem) return CommandResult.Refuse(RejectionCode.InvalidInput, problem, Version);
        var text = persons.NameOf(words, ruling.Value);
        await Today();
        // What will be refused is not kept.
        if (SponsorshipDecider.Decide(Confirmed, command(text), MomentFor(context)).Rejection is null)
        {
            await persons.StoreText(ruling.Value, words.Text);
        }

        return await ExecuteAndRun(context.About(text), command(text));
    }

    // The moment of a command has the city's day, so the city's time zone is known before it is asked.
    private async Task<CommandResult> Ask(CommandContext context, SponsorshipCommand command)
    {
        await Today();
        return await Execute(context, command);
    }

    private async Task<CommandResult> ExecuteAndRun(CommandContext context, SponsorshipCommand command)
    {
        await Today();
        return await Begin(context, command);
    }

    private async Task<CommandResult> ReplyInTurn(CommandContext context, Party by, string text, DateOnly today)
    {
        // The words are in the vault before the event says that there are any; a later reply does not overwrite them.
        var isOpen = Confirmed is { Status: SponsorshipStatus.Refused, Checks.Refusal: { RepliedBy: null } refusal }
            && today <= refusal.ReplyUntil;
        if (isOpen && !IsThrownAway && (context.IfMatch is null || context.IfMatch == Version))
        {
            await persons.StoreNote(PersonOf(by), NoteName, text);
        }

        return await Execute(context, new Reply(by));
    }

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        await Follow();
        var step = SponsorshipSaga.Next(Confirmed, Now, await Today());
        if (step == SagaStep.None) return true;
        if (step == SagaStep.CloseRefused)
        {
            await Execute(new CloseRefused());
            return true;
        }

        if (await Call(step) is not { } answer) return false;
        await Execute(new NoteStep(step, answer));
        return true;
    }

    /// <inheritdoc/>
    protected override async ValueTask<WakeUp?> Next() =>
        SponsorshipSaga.Next(Confirmed, Now, await Today()) is not (SagaStep.None or SagaStep.AskPlace) ? Soon
            : SponsorshipSaga.IsUnfinished(Confirmed) ? NowAndThen : null;

    private async Task<StepAnswer?> Call(SagaStep step)
    {
        var context = StepContext(step);
        var host = GrainFactory.Host(Confirmed.Host);
        var migrant = GrainFactory.Migrant(Confirmed.Migrant);
        var city = GrainFactory.City(Id.City);
        return step switch
        {
            SagaStep.TakeHost => Answer(await host.Take(context, Id)),
            SagaStep.TakeMigrant => Taken(await migrant.Take(context, Id, Confirmed.Moves.Succession?.Of)),
            SagaStep.HoldPlace => Answer(await city.HoldPlace(context, Id, Confirmed.Migrant)),
            SagaStep.AskPlace => Answer(await city.PlaceOf(Id)),
            SagaStep.ConfirmPlace => Answer(await city.ConfirmPlace(context, Id)),
            SagaStep.ExpirePlace => Answer(await city.ExpirePlace(context, Id)),
            SagaStep.ReleasePlace =>
                Answer(await city.ReleasePlace(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.HoldPlace),
                    Confirmed.ArrivedOn is not null)),
            SagaStep.KeepPlace =>
                Answer(await city.KeepPlace(context,
                    new(Id, Confirmed.Migrant, Confirmed.Terms!.GraceDays ?? CityPolicy.DefaultGraceDays,
                        Confirmed.ArrivedOn is not null))),
            SagaStep.LeaveOtherPlace =>
                Answer(await GrainFactory.City(Confirmed.Moves.Leaves!.Value.City)
                    .GiveUpPlace(context, Confirmed.Migrant, Confirmed.Moves.Leaves)),
            SagaStep.FreeMigrant =>
                Answer(await migrant.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeMigrant),
                    !Confirmed.Ended!.Value.LetsSuccessorGoOn())),
            SagaStep.FreeHost => Answer(await host.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeHost))),
            SagaStep.EndPredecessor =>
                Left(await GrainFactory.Sponsorship(Confirmed.Moves.Succession!.Of)
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

    private static StepAnswer? Answer(PlaceOutcome place) => place switch
    {
        { Result.IsAccepted: false } => Answer(place.Result),
        { IsHeld: true } => new PlaceHeld(place.Terms!, place.Until),
        { IsInLine: true } => new PlaceInLine(),
        _ => null,
    };

    private async ValueTask<DateOnly> Today()
    {
        _timeZone ??= await facts.TimeZoneOf(Id.City);
        return Time.Today(_timeZone ?? "UTC");
    }
}
