namespace VipOrleans.Grains.Payments;

using Orleans.Concurrency;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Domain.Payments.RemittanceCommand;

/// <summary>
/// Hosts the rules of what a migrant sends home of one month in one currency. It moves no money: the migrant's own bank does.
/// </summary>
[Reentrant, GrainType("remittance")]
public sealed class RemittanceGrain(Journaling journaling)
    : EventSourcedGrain<RemittanceDecider, RemittanceOrder, RemittanceCommand, PayoutEvent>(journaling), IRemittanceGrain
{
    private RemittanceId Id => RemittanceId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    protected override StreamId Stream => Id.Stream;

    /// <inheritdoc/>
    public async Task<CommandResult> Instruct(CommandContext context, MigrantId migrant, StatementPeriod month, Currency currency)
    {
        if (!month.IsMonth || RemittanceId.From(migrant, month, currency) != Id)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "The order is of another month, migrant or currency.", Version);
        }

        return await Instruct(context, migrant, month, currency,
            l => l.Quote is { Channel: RemittanceChannel.BankTransfer } quote && quote.Sent.Currency == currency);
    }

    /// <inheritdoc/>
    public async Task<CommandResult> InstructProvider(CommandContext context, MigrantId migrant, StatementPeriod month,
        RemittanceOfferId offer)
    {
        if (!month.IsMonth || RemittanceId.From(migrant, month, offer) != Id)
        {
            return CommandResult.Refuse(RejectionCode.InvalidInput, "The order is of another month, migrant or offer.", Version);
        }

        var offers = (await GrainFactory.RemittanceOffers(migrant.Nation).Get()).Offers;
        return offers.FirstOrDefault(o => o.Id == offer) is { By: not RemittanceChannel.BankTransfer } known
            ? await Instruct(context, migrant, month, known.From,
                l => l.Quote is { Channel: not RemittanceChannel.BankTransfer } && l.Instruction.Offer == offer)
            : CommandResult.Refuse(RejectionCode.RemittanceOfferNotFound, "The nation has no such offer of mobile money or cash.", Version);
    }

    private async Task<CommandResult> Instruct(CommandContext context, MigrantId migrant, StatementPeriod month, Currency currency,
        Func<RemittanceLine, bool> isOfOrder)
    {
        // Made already: the first answer again for the same command, and a refusal for another one.
        if (Confirmed.Id is not null) return await Execute(context, new InstructRemittances(Id, migrant, month, true, null, []));
        if (await GrainFactory.Remittances(migrant).Month(month) is not { } worked)
        {
            return CommandResult.Refuse(RejectionCode.MigrantNotFound, "There is no such migrant.", Version);
        }

        var lines = worked.IsClosed ? worked.Lines.Where(isOfOrder).ToList() : [];
        // Half of a month is not sent: the plan's order would be another one once the rate is there.
        if (worked.IsClosed && worked.Lines.Any(l => l.LeftOut == RemittanceObstacle.RateMissing))
        {
            return CommandResult.Refuse(RejectionCode.ExchangeRateMissing,
                "A line of the plan waits for a reference rate. Ask again when the nation has imported it, or change the plan.", Version);
        }

        if (lines.Count == 0) return await Execute(context, new InstructRemittances(Id, migrant, month, worked.IsClosed, null, []));

        var terms = lines.Select(
            l => new RemittanceTerms(l.Instruction.Beneficiary, l.Instruction.Offer, l.Quote!.Sent, l.Quote.Fee, l.Quote.Cost,
                l.Quote.Arrives)).ToList();
        var file = new RemittanceFile
        {
            Order = Id, ExecutionDay = worked.On, Reference = $"remittance {month}",
            Lines = [.. terms.Select(t => new RemittanceFileLine(Beneficiary: t.Beneficiary, Amount: t.Instructed, Arrives: t.Arrives))],
            Channel = lines[0].Quote!.Channel,
        };
        var made = await GrainFactory.Migrant(migrant)
            .MakeRemittanceFile(new() { Actor = context.Actor, Purpose = "remittance" }, file);
        if (made.Refused is { } refused) return refused with { Version = Version };
        var sum = terms.Aggregate(Money.Zero(currency), (sum, t) => sum + t.Instructed);
        return await Execute(context,
            new InstructRemittances(Id, migrant, month, true, new(Id.Message, terms.Count, sum, made.Sha256!, worked.On), terms));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadInstruction(PersonReader reader)
    {
        if (Confirmed is not { Instruction: { } told, Migrant: { } migrant }) return null;
        return await GrainFactory.Migrant(migrant).ReadRemittanceFile(reader, told.Sha256) is { } bytes
            && PayoutFile.HashOf(bytes) == told.Sha256
            ? bytes
            : throw new StoreUnavailableException(
                "The file is not in the vault as it was made: the migrant's data was erased, or the vault must be restored.");
    }

    /// <inheritdoc/>
    public Task<BankFileResult> JudgeBankFile(BankFile file)
    {
        var decision = RemittanceDecider.Decide(Confirmed, new ReadRemittanceFile(file), MomentFor(BySystem));
        var result = decision.Rejection is { } refused
            ? CommandResult.Refuse(refused.Code, refused.Detail, Version)
            : new CommandResult { Version = Version, Outcome = decision.Outcome };
        return Task.FromResult(new BankFileResult { Result = result, Answers = result.IsAccepted ? Answers(file) : [] });
    }

    /// <inheritdoc/>
    public async Task<BankFileResult> ReadBankFile(CommandContext context, BankFile file)
    {
        var answers = Confirmed.Id is null ? [] : Answers(file);
        var result = await Execute(context, new ReadRemittanceFile(file));
        return new() { Result = result, Answers = result.IsAccepted ? answers : [] };
    }

    /// <inheritdoc/>
    public async Task<RemittanceOrderView?> Get()
    {
        await BeingMade();
        return Confirmed is { Id: { } id, Instruction: { } instruction } ? View(id, instruction) : null;
    }

    private RemittanceOrderView View(RemittanceId id, Instruction instruction) => new(
        Migrant: Confirmed.Migrant!.Value,
        Month: Confirmed.Month!.Value,
        Version: Version,
        MessageId: instruction.MessageId,
        Sum: instruction.Sum,
        Sha256: instruction.Sha256,
        ExecutionDay: instruction.ExecutionDay,
        Payments: [.. Confirmed.Payments.Select((p, i) => Of(id.Payment(i + 1), p))]);

    private IReadOnlyList<BankAnswerView> Answers(BankFile file) => [.. BankAnswers.Of(Confirmed, file).Select(PayoutViews.Of)];

    private static RemittancePaymentView Of(string id, RemittancePayment payment) => new(
        Id: id,
        Beneficiary: payment.Terms.Beneficiary,
        Offer: payment.Terms.Offer,
        Amount: payment.Terms.Instructed,
        Sent: payment.Terms.Sent,
        Cost: payment.Terms.Cost,
        Arrives: payment.Terms.Arrives,
        State: payment.State,
        Reason: payment.Reason,
        SetAside: [.. payment.SetAside.Select(PayoutViews.Of)]);
}
