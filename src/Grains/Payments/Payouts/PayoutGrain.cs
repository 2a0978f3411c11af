namespace VipOrleans.Grains.Payments;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.PayoutCommand;

/// <summary>Hosts the rules of a batch of payments and lets the sponsorships' books follow it.</summary>
/// <remarks>
/// A persisted reminder is set before the event that gives the batch something to do, and goes when nothing is left. A payment has its id
/// in the journal before anything is reserved under it, and every step has an id made of the payment's: whoever wakes the batch up repeats
/// no step.
/// </remarks>
[Reentrant, GrainType("payout")]
public sealed partial class PayoutGrain(Journaling journaling, PersonFiles persons, CityFacts facts, IOptions<PayoutOptions> options)
    : SagaGrain<PayoutDecider, PayoutBatch, PayoutCommand, PayoutEvent>(journaling, "payout"), IPayoutGrain
{
    // How many sponsorships are asked at once.
    private const int AtOnce = 50;

    private const int MaxPage = 200;

    // How long a caller waits for the file, which is made without the caller.
    private static readonly TimeSpan CallerWaitsForFile = TimeSpan.FromSeconds(20);

    private string? _timeZone;
    private (string Command, Task<CommandResult> Work)? _instructing;

    private PayoutId Id => PayoutId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public Task<CommandResult> Open(CommandContext context, PayoutTerms terms) => Open(context, terms, null);

    /// <inheritdoc/>
    public Task<CommandResult> OpenPart(CommandContext context, PayoutTerms terms, PayoutPart part) => Open(context, terms, part);

    private async Task<CommandResult> Open(CommandContext context, PayoutTerms terms, PayoutPart? part)
    {
        var city = await GrainFactory.City(Id.City).Get();
        _timeZone ??= city?.TimeZone;
        // What the account has when the batch is opened: what it advances meanwhile is a later batch's.
        var cover = terms.To == Party.Migrant && city is not null
            && await GrainFactory.Guarantee(Id.City).Look() is { Terms: not null } figures
            ? figures.Cover : (Money?)null;
        return await Begin(context,
            new OpenPayout(Id, terms, new(city?.Currency, options.Value.LimitIn(city?.Currency), cover, part)));
    }

    /// <inheritdoc/>
    public Task<CommandResult> Cancel(CommandContext context) => Begin(context, new CancelPayout());

    /// <inheritdoc/>
    public async Task<CommandResult> Instruct(CommandContext context)
    {
        // One file at a time. A caller who comes again with the same command waits for the file that is being made.
        while (_instructing is { Work.IsCompleted: false } other && other.Command != context.Id) await Task.WhenAny(other.Work);
        if (_instructing is not { Work.IsCompleted: false }) _instructing = (context.Id, InstructInTurn(context));
        var work = _instructing!.Value.Work;
        try
        {
            return await work.WaitAsync(CallerWaitsForFile, Time);
        }
        catch (TimeoutException)
        {
            return CommandResult.Refuse(RejectionCode.Busy, "The file is still being made. Ask again with the same idempotency key.",
                Version);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadInstruction(PersonReader reader)
    {
        if (Confirmed.Instruction is not { } told) return null;
        return await persons.ReadFile(Id.Value, FileName(told.Sha256), reader) is { } bytes && PayoutFile.HashOf(bytes) == told.Sha256
            ? bytes
            : throw new StoreUnavailableException(
                "The file that was instructed is not in the vault as it was instructed. Restore the vault.");
    }

    /// <inheritdoc/>
    public Task<BankFileResult> JudgeBankFile(BankFile file)
    {
        var decision = PayoutDecider.Decide(Confirmed, new ReadBankFile(file), MomentFor(BySystem));
        var result = decision.Rejection is { } refused
            ? CommandResult.Refuse(refused.Code, refused.Detail, Version)
            : new CommandResult { Version = Version, Outcome = decision.Outcome };
        return Task.FromResult(new BankFileResult { Result = result, Answers = result.IsAccepted ? Answers(file) : [] });
    }

    /// <inheritdoc/>
    public async Task<BankFileResult> ReadBankFile(CommandContext context, BankFile file)
    {
        var answers = Confirmed.Id is null ? [] : Answers(file);
        var result = await Begin(context, new ReadBankFile(file));
        return new() { Result = result, Answers = result.IsAccepted ? answers : [] };
    }

    /// <inheritdoc/>
    public Task Wake() => Run();

    /// <inheritdoc/>
    public async Task<PayoutView?> Get()
    {
        await BeingMade();
        return Confirmed.Id is null ? null : PayoutViews.Of(Confirmed, Version);
    }

    /// <inheritdoc/>
    public Task<ListPage<PaymentView>?> Payments(long after, int limit) =>
        Task.FromResult(Confirmed.Id is null ? null : PayoutViews.PageOf(Confirmed, after, Math.Clamp(limit, 1, MaxPage)));

    private IReadOnlyList<BankAnswerView> Answers(BankFile file) => [.. BankAnswers.Of(Confirmed, file).Select(PayoutViews.Of)];

    private static string FileName(string sha256) => $"pain.001-{sha256}";

    private async Task<CommandResult> InstructInTurn(CommandContext context)
    {
        _timeZone ??= await facts.TimeZoneOf(Id.City);
        // Refused before anybody's account is read; a command that was carried out gets its first answer.
        if (PayoutDecider.MayInstruct(Confirmed, MomentFor(context)) is not null || (context.IfMatch is { } seen && seen != Version))
        {
            return await Execute(context, Nothing);
        }

        if (await GrainFactory.City(Id.City).PayingAccount() is not { } debtor)
        {
            return CommandResult.Refuse(RejectionCode.PayingAccountMissing, "The city has not said from which account it pays hosts.",
                Version);
        }

        var reserved = Confirmed.Numbered().Where(p => p.Payment.State == PaymentState.Reserved).ToList();
        var payees = await ReadPayees(reserved, new() { Actor = context.Actor, Purpose = "payout" });
        if (PayoutDecider.MayPay(MomentFor(context), payees.Values.Select(p => p.By).OfType<string>()) is { } same)
        {
            return CommandResult.Refuse(same.Code, same.Detail, Version);
        }

        var parties = payees.ToDictionary(p => p.Key, p => p.Value.Payee);
        return await Begin(() => InstructReserved(context, debtor, reserved, parties), waits: false);
    }

    private async Task<CommandResult> InstructReserved(CommandContext context, BankParty debtor,
        IReadOnlyList<(int Number, Payment Payment)> reserved, Dictionary<int, BankParty> payees)
    {
        var missing = reserved.Where(p => !payees.ContainsKey(p.Number))
            .Select(p => new LeftOutPayment(Confirmed.IdOf(p.Number), LeftOutReason.PayeeMissing)).ToList();
        if (missing.Count > 0 && await Execute(new LeaveOut(missing)) is { IsAccepted: false } refused) return refused;
        return payees.Count == 0 ? await Execute(context, Nothing) : await InstructFile(context, debtor, payees);
    }

    private async Task<CommandResult> InstructFile(CommandContext context, BankParty debtor, Dictionary<int, BankParty> payees)
    {
        var batch = Confirmed;
        var today = DayAt(Now);
        var day = batch.Order!.ExecutionDay > today ? batch.Order.ExecutionDay : today;
        var payments = payees.OrderBy(p => p.Key)
            .Select(p =>
                new CreditTransfer(batch.IdOf(p.Key), new(batch.Payments[p.Key - 1].Amount, batch.Order.Minimum.Currency), p.Value))
                .ToList();
        var file = new CreditTransferFile(Id.Message, Id.PaymentInformation, Now, day, debtor, batch.Order.Reference, payments);
        var (bytes, sha256) = await Task.Run(() => PayoutFile.Of(file));
        // Under the name of its own hash, before the event that names it: whatever becomes of this try, the event's file is there and no
        // other is taken for it.
        await persons.StoreFile(Id.Value, FileName(sha256), bytes);
        return await Execute(context,
            new InstructPayout(new(file.MessageId, payments.Count, file.Sum, sha256, day), [.. payments.Select(p => p.Id)]));
    }

    // For the refusal that it gets, or the first answer of a command that was carried out.
    private static InstructPayout Nothing { get; } = new(new("", 0, default, "", default), []);

    private async Task<Dictionary<int, ProvidedPayee>> ReadPayees(IReadOnlyList<(int Number, Payment Payment)> payments,
        PersonReader reader)
    {
        var payees = new Dictionary<int, ProvidedPayee>();
        foreach (var some in payments.Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(p => p.Payment.Migrant is { } migrant
                ? GrainFactory.Migrant(migrant).ReadProvidedPayee(reader)
                : GrainFactory.Host(p.Payment.Host).ReadProvidedPayee(reader)));
            foreach (var (payment, payee) in some.Zip(read))
            {
                if (payee is not null && payee.Payee.Problems().Count == 0) payees[payment.Number] = payee;
            }
        }

        return payees;
    }

    /// <inheritdoc/>
    protected override async Task<bool> TakeStep()
    {
        var batch = Confirmed;
        var next = batch.Numbered().Select(p => (p.Number, p.Payment, Step: PayoutSaga.Next(p.Payment)))
            .Where(p => p.Step != PaymentStep.None).Take(AtOnce).ToList();
        if (next.Count > 0) return await TakeAtSponsorships(next);
        if (batch is { Status: PayoutStatus.Reserving, IsPlanned: false }) await Plan(batch);
        else if (batch.Status == PayoutStatus.Reserving) await Execute(new CloseReservation());
        else if (batch.IsToContinue) return await Continue(batch);
        return true;
    }

    /// <inheritdoc/>
    protected override ValueTask<WakeUp?> Next() => new(PayoutSaga.IsUnfinished(Confirmed) ? Soon : null);

    private async Task Plan(PayoutBatch batch)
    {
        var page = await GrainFactory.Books(Id.City).Unpaid(batch.To, batch.Order!.Minimum.Minor, batch.After, PayoutDecider.MaxStep);
        await Execute(new PlanPayments(batch.After,
            [.. page.Items.Select(u => new UnpaidPayee(
                new(u.Sponsorship, u.Host, batch.To == Party.Migrant ? u.Migrant : null), u.Position, u.Amount.Minor))], page.Next));
    }

    // Under an id made of this one's, so that it is opened once. Of the same opener: another officer instructs it, as with this one.
    private async Task<bool> Continue(PayoutBatch batch)
    {
        var next = PayoutId.From(Id.City, $"{Id}:next");
        var (order, today) = (batch.Order!, DayAt(Now));
        var terms = new PayoutTerms(order.ExecutionDay > today ? order.ExecutionDay : today, order.Minimum, order.Reference, batch.To);
        var opened = await GrainFactory.Payout(next).OpenPart(
            new() { Id = $"{Id}:continue", Fingerprint = 0, Actor = order.OpenedBy }, terms, new(Id, batch.After));
        if (!opened.IsAccepted && opened.Rejected != RejectionCode.AlreadyExists)
        {
            LogNotContinued(Log, next, opened.Rejected!.Value);
            return false;
        }

        await Execute(new NoteContinued(next));
        return true;
    }

    // False where one of them did not answer.
    private async Task<bool> TakeAtSponsorships(IReadOnlyList<(int Number, Payment Payment, PaymentStep Step)> next)
    {
        var answers = await Task.WhenAll(next.Select(p => Call(Confirmed.IdOf(p.Number), p.Payment, p.Step)));
        var done = answers.OfType<StepTaken>().ToList();
        // What was done is noted also where something else failed: it need not be asked for again.
        var reserved = done.Where(d => d is { Amount: not null, LeftOut: null })
            .Select(d => new ReservedPayment(d.Payment, d.Amount!.Value)).ToList();
        var leftOut = done.Where(d => d.LeftOut is not null).Select(d => new LeftOutPayment(d.Payment, d.LeftOut!.Value, d.Amount))
            .ToList();
        if (reserved.Count + leftOut.Count > 0) await Execute(new NoteReservations(reserved, leftOut));
        foreach (var step in done.Where(d => d.Step != PaymentStep.Reserve).GroupBy(d => d.Step))
        {
            await Execute(new NoteBooked(PayoutSaga.After(step.Key), [.. step.Select(d => d.Payment)]));
        }

        return answers.All(a => a is not null);
    }

    // Null where nobody knows whether the step was taken: it is taken again, under the same id.
    private async Task<StepTaken?> Call(string payment, Payment of, PaymentStep step)
    {
        var context = new CommandContext { Id = PayoutSaga.CommandId(payment, step), Fingerprint = 0, Actor = "system" };
        var sponsorship = GrainFactory.Sponsorship(of.Sponsorship);
        try
        {
            if (step == PaymentStep.Reserve) return await Reserve(sponsorship, context, payment, of);
            var result = step switch
            {
                PaymentStep.Release => await sponsorship.ReleasePayout(context, payment),
                PaymentStep.Settle => await sponsorship.SettlePayout(context, payment),
                PaymentStep.Return => await sponsorship.ReturnPayout(context, payment),
                _ => throw new ArgumentOutOfRangeException(nameof(step), step, "The payout does not know this step."),
            };
            if (result.IsAccepted) return new(payment, step, null, null);
            LogStepRefused(Log, step, payment, result.Rejected!.Value);
            return null;
        }
        catch (Exception e)
        {
            GrainTelemetry.SagaFailures.Add(1);
            LogPaymentFailed(Log, e, step, payment);
            return null;
        }
    }

    private async Task<StepTaken?> Reserve(ISponsorshipGrain sponsorship, CommandContext context, string payment, Payment of)
    {
        var answer = await sponsorship.ReservePayout(context, payment, Confirmed.Order!.Minimum.Minor, Confirmed.To);
        if (answer.Result.Rejected is { } refused)
        {
            // Not an answer of the rules: the same question again, later.
            if (refused is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch) return null;
            // An earlier try may still be on its way: released in advance, it reserves nothing when it comes.
            var released =
                await sponsorship.ReleasePayout(context with { Id = PayoutSaga.CommandId(payment, PaymentStep.Release) }, payment);
            if (!released.IsAccepted
                && released.Rejected is RejectionCode.StoreUnavailable or RejectionCode.Busy or RejectionCode.VersionMismatch)
            {
                return null;
            }

            return new(payment, PaymentStep.Reserve, null,
                refused == RejectionCode.NothingToPay ? LeftOutReason.NothingToPay : LeftOutReason.Refused);
        }

        // Asked after the reservation and not before: an earlier try may have reserved, and what is reserved must be released.
        var hasPayee = of.Migrant is { } migrant
            ? await GrainFactory.Migrant(migrant).HasPayee() : (await GrainFactory.Host(of.Host).Get())?.HasPayee ?? false;
        return new(payment, PaymentStep.Reserve, answer.Amount, hasPayee ? null : LeftOutReason.PayeeMissing);
    }

    /// <inheritdoc/>
    protected override DateOnly DayAt(DateTimeOffset time) => CityTime.Day(time, _timeZone ?? "UTC");

    private sealed record StepTaken(string Payment, PaymentStep Step, Money? Amount, LeftOutReason? LeftOut);

    [LoggerMessage(212, LogLevel.Warning,
        "The books could not be asked to {Step} the payment {Payment}. They are asked again when the reminder comes.")]
    private static partial void LogPaymentFailed(ILogger log, Exception e, PaymentStep step, string payment);

    [LoggerMessage(177, LogLevel.Warning,
        "The batch {Next}, which pays those whom a bank takes in no one file, could not be opened: {Code}. It is tried again when the "
            + "reminder comes.")]
    private static partial void LogNotContinued(ILogger log, PayoutId next, RejectionCode code);

    [LoggerMessage(172, LogLevel.Error,
        "The books refused to {Step} the payment {Payment}: {Code}. It is asked for again when the reminder comes.")]
    private static partial void LogStepRefused(ILogger log, PaymentStep step, string payment, RejectionCode code);
}
