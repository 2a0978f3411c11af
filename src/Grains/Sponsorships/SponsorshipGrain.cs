using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Grains;

/// <summary>Hosts a sponsorship's rules and runs its saga.</summary>
/// <remarks>
/// A persisted reminder is set before the event that gives the saga something to do, and goes when nothing is left: a crash at any point
/// leaves either nothing to do or somebody who comes to do it.
/// </remarks>
[Reentrant, GrainType("sponsorship")]
public sealed partial class SponsorshipGrain(Journaling journaling, PersonFiles persons)
    : EventSourcedGrain<SponsorshipDecider, Sponsorship, SponsorshipCommand, SponsorshipEvent>(journaling, EventCodecs.Sponsorship, DomainJson.Default.Sponsorship, "sponsorship-1"),
        ISponsorshipGrain, IRemindable
{
    private const string ReminderName = "saga";

    // A step that is half done is taken up again soon; a saga that waits for people or for a date is looked at now and then.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1), NowAndThen = TimeSpan.FromHours(1);

    // How long a caller waits for the saga, which goes on without the caller.
    private static readonly TimeSpan CallerWaits = TimeSpan.FromSeconds(10);

    private string? _timeZone;
    private Task _saga = Task.CompletedTask;
    private bool _again;
    private TimeSpan? _reminderPeriod;

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
            (await hostView) is { Erased: false }, (await migrantView) is { Erased: false }, (await hostView)?.Household ?? default, (await hostView)?.Home ?? default);
        return await Execute(context, new Propose(Id, host, migrant, by, known));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Accept(CommandContext context, Party by) => ExecuteAndRun(context, new Accept(by));

    /// <inheritdoc/>
    public async Task<CommandResult> Decline(CommandContext context, Party by) => await Execute(context, new Decline(by, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Withdraw(CommandContext context, Party by) => await ExecuteAndRun(context, new Withdraw(by, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> RecordCheck(CommandContext context, CheckKind kind, CheckResult result) => await ExecuteAndRun(context, new RecordCheck(kind, result, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Refuse(CommandContext context, IReadOnlyList<RefusalReason> reasons) => await ExecuteAndRun(context, new Refuse(reasons, await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> Reply(CommandContext context, Party by, string text)
    {
        var today = await Today();
        // The words are in the vault before the event says that there are any; a second reply does not overwrite the first.
        if (Confirmed is { Status: SponsorshipStatus.Refused, Refusal: { RepliedBy: null } refusal } && today <= refusal.ReplyUntil)
        {
            await persons.StoreNote(PersonOf(by), NoteName, text);
        }

        return await Execute(context, new Reply(by, today));
    }

    /// <inheritdoc/>
    public async Task<string?> ReadReply(PersonReader reader) => Confirmed.Refusal?.RepliedBy is { } by ? await persons.ReadNote(PersonOf(by), NoteName, reader) : null;

    /// <inheritdoc/>
    public Task<CommandResult> Reopen(CommandContext context) => ExecuteAndRun(context, new Reopen());

    /// <inheritdoc/>
    public async Task<CommandResult> Arrive(CommandContext context, DateOnly on, ExchangeRate? rate)
    {
        var migrant = Confirmed.Id is null ? null : await GrainFactory.GetGrain<IMigrantGrain>(Confirmed.Migrant.Value).Get();
        return await Execute(context, new Arrive(on, migrant?.Baseline, rate, await Today()));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Activate(CommandContext context) => Execute(context, new Activate());

    /// <inheritdoc/>
    public async Task<CommandResult> GiveNotice(CommandContext context) => await Execute(context, new GiveNotice(await Today()));

    /// <inheritdoc/>
    public async Task<CommandResult> End(CommandContext context, Party? by, EndReason reason, DateOnly? on)
    {
        var today = await Today();
        return await ExecuteAndRun(context, new End(by, reason, on ?? today, today));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> ReportEarnings(CommandContext context, int year, int month, Money earned, PayDetails? details)
    {
        // A profile is chosen for the future only, so what is read here for a month that has begun is what it will always be.
        var profile = year is >= 1 and <= SponsorshipDecider.MaxShareYears && month is >= 1 and <= GainShare.MonthsPerYear && Confirmed.MonthStart(year, month) is { } start
            ? await GrainFactory.GetGrain<ICityGrain>(Id.City.Value).DeductionProfileOn(start)
            : null;
        return await Execute(context, new ReportEarnings(year, month, earned, await Today(), profile, details));
    }

    /// <inheritdoc/>
    public async Task<CommandResult> GiveConsent(CommandContext context) => await Execute(context, new GiveConsent(await Today()));

    /// <inheritdoc/>
    public Task<CommandResult> RevokeConsent(CommandContext context) => Execute(context, new RevokeConsent());

    /// <inheritdoc/>
    public Task Wake() => Run();

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Run();
        if (!SponsorshipSaga.IsUnfinished(Confirmed)) await RemoveReminder();
        else if (SponsorshipSaga.Next(Confirmed, Now, await Today()) is SagaStep.None or SagaStep.AskPlace) await SetReminder(NowAndThen);
    }

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
    });

    /// <inheritdoc/>
    public async Task<StatementView?> Statement()
    {
        if (Confirmed.Id is null) return null;
        // The lines are not kept in memory: a statement is read far less often than sponsorships are active.
        var content = await Journal.Read(Stream);
        return Statements.Of(content.Events.Select(e => (e.At, EventCodecs.Sponsorship.Read(e.Data.Span))));
    }

    private string NoteName => $"reply-{Id.Value}";

    private string PersonOf(Party party) => party == Party.Host ? Confirmed.Host.Value : Confirmed.Migrant.Value;

    private async Task<CommandResult> ExecuteAndRun(CommandContext context, SponsorshipCommand command)
    {
        if (_reminderPeriod is null) await SetReminder(Soon);
        var result = await Execute(context, command);
        try
        {
            await Run().WaitAsync(CallerWaits, Time);
        }
        catch (TimeoutException)
        {
            // The command is durable and the saga goes on; the caller need not wait longer.
        }

        return result;
    }

    // One run at a time; who comes meanwhile has it look once more.
    private Task Run()
    {
        if (!_saga.IsCompleted)
        {
            _again = true;
            return _saga;
        }

        return _saga = RunSteps();
    }

    private async Task RunSteps()
    {
        try
        {
            do
            {
                _again = false;
                while (await TakeNextStep())
                {
                }
            }
            while (_again);

            if (!SponsorshipSaga.IsUnfinished(Confirmed)) await RemoveReminder();
        }
        catch (Exception e)
        {
            GrainTelemetry.SagaFailures.Add(1);
            LogStepFailed(Log, e, Id);
        }
    }

    private async Task<bool> TakeNextStep()
    {
        var today = await Today();
        var step = SponsorshipSaga.Next(Confirmed, Now, today);
        if (step == SagaStep.None) return false;
        var version = Version;
        if (step == SagaStep.CloseRefused)
        {
            var closed = await Execute(new CloseRefused(today));
            return closed.IsAccepted && Version > version;
        }

        if (await Call(step) is not { } answer) return false;
        var noted = await Execute(new NoteStep(step, answer, today));
        // Without a new event the same step would come again: it waits for the reminder, or for news.
        return noted.IsAccepted && Version > version;
    }

    private async Task<StepAnswer?> Call(SagaStep step)
    {
        var context = new CommandContext { Id = SponsorshipSaga.CommandId(Id, step), Fingerprint = 0, Actor = "system" };
        var host = GrainFactory.GetGrain<IHostGrain>(Confirmed.Host.Value);
        var migrant = GrainFactory.GetGrain<IMigrantGrain>(Confirmed.Migrant.Value);
        var city = GrainFactory.GetGrain<ICityGrain>(Id.City.Value);
        return step switch
        {
            SagaStep.TakeHost => Answer(await host.Take(context, Id)),
            SagaStep.TakeMigrant => Answer(await migrant.Take(context, Id)),
            SagaStep.HoldPlace => Answer(await city.HoldPlace(context, Id)),
            SagaStep.AskPlace => Answer(await city.PlaceOf(Id)),
            SagaStep.ConfirmPlace => Answer(await city.ConfirmPlace(context, Id)),
            SagaStep.ExpirePlace => Answer(await city.ExpirePlace(context, Id)),
            SagaStep.ReleasePlace => Answer(await city.ReleasePlace(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.HoldPlace))),
            SagaStep.FreeMigrant => Answer(await migrant.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeMigrant))),
            SagaStep.FreeHost => Answer(await host.Free(context, Id, SponsorshipSaga.CommandId(Id, SagaStep.TakeHost))),
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
        _timeZone ??= (await GrainFactory.GetGrain<ICityGrain>(Id.City.Value).Get())?.TimeZone;
        return Time.Today(_timeZone ?? "UTC");
    }

    private async Task SetReminder(TimeSpan period)
    {
        if (_reminderPeriod == period) return;
        await this.RegisterOrUpdateReminder(ReminderName, period, period);
        _reminderPeriod = period;
    }

    private async Task RemoveReminder()
    {
        if (await this.GetReminder(ReminderName) is { } reminder) await this.UnregisterReminder(reminder);
        _reminderPeriod = null;
    }

    [LoggerMessage(151, LogLevel.Warning, "A step of {Sponsorship} could not be taken; it is taken again when its reminder comes.")]
    private static partial void LogStepFailed(ILogger log, Exception e, SponsorshipId sponsorship);
}
