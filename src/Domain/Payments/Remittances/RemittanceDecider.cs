namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Payments.RemittanceCommand;
using static VipOrleans.Domain.Kernel.Decision<VipOrleans.Domain.Payments.PayoutEvent>;

/// <summary>The rules of an order of remittances: of a closed month, once and forever, and then only what the bank says.</summary>
public sealed class RemittanceDecider : IDecider<RemittanceOrder, RemittanceCommand, PayoutEvent>
{
    private RemittanceDecider() { }

    /// <inheritdoc/>
    public static RemittanceOrder Initial { get; } = new();

    /// <inheritdoc/>
    public static Aggregate<RemittanceOrder, PayoutEvent> Aggregate { get; } =
        new("remittance-1", PaymentsJson.Default.PayoutEvent, PaymentsJson.Default.RemittanceOrder);

    /// <inheritdoc/>
    public static Decision<PayoutEvent> Decide(RemittanceOrder order, RemittanceCommand command, Moment moment) => command switch
    {
        InstructRemittances c => Instruct(order, c),
        ReadRemittanceFile when order.Id is null => Reject(RejectionCode.RemittanceNotInstructed, "No file was made for the bank."),
        ReadRemittanceFile c => BankAnswers.Read(order, c.Content),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name,
            "An order of remittances does not know this command."),
    };

    /// <inheritdoc/>
    public static RemittanceOrder Evolve(RemittanceOrder order, PayoutEvent e) => e switch
    {
        RemittancesInstructed x => order with
        {
            Id = x.Order,
            Migrant = x.Migrant,
            Month = x.Month,
            Instruction = x.Instruction,
            Payments = [.. x.Payments.Select(p => new RemittancePayment(p, PaymentState.Instructed))],
        },
        BankFileRead x => order with { BankFiles = order.BankFiles.SetItem(x.Message.Key, x.Message.Sha256) },
        PaymentsAnswered x =>
            x.Payments.Aggregate(order,
                (o, payment) => o.With(payment, p => p with { State = BankAnswers.After(x.Said, p.State), Reason = x.Reason ?? p.Reason })),
        AnswersSetAside x =>
            x.Payments.Aggregate(order,
                (o, payment) => o.With(payment, p => p with { SetAside = BankAnswers.Keep(p.SetAside, new(x.MessageId, x.Said, x.Code)) })),
        // Of another kind of stream; the bank's answers are the same there.
        _ => order,
    };

    private static Decision<PayoutEvent> Instruct(RemittanceOrder order, InstructRemittances c)
    {
        if (order.Id is not null)
        {
            return Reject(RejectionCode.RemittanceInstructed,
                "The file of this month was made already: fetch the same file again. A payment whose outcome is unknown is never "
                    + "instructed again; ask the bank.");
        }

        if (!c.IsClosed)
        {
            return Reject(RejectionCode.MonthNotClosed,
                $"Earnings can still be booked in {c.Month}. Ask again once the month has ended everywhere on earth.");
        }

        if (c.Instruction is not { } told || c.Payments.Count == 0)
        {
            return Reject(RejectionCode.NothingToSend,
                $"The plan sends nothing of {c.Month} in this currency. Read the month: each line says why it is left out.");
        }

        if (c.Payments.Count > RemittancePlan.MaxInstructions || c.Payments.Any(p => p.Fee.Minor < 0 || p.Instructed.Minor <= 0))
        {
            return Reject(RejectionCode.InvalidInput,
                $"A month has at most {RemittancePlan.MaxInstructions} payments, each above its fee.");
        }

        return told.MessageId != c.Order.Message || told.Count != c.Payments.Count
            || told.Sum != c.Payments.Aggregate(Money.Zero(told.Sum.Currency), (sum, p) => sum + p.Instructed)
            ? Reject(RejectionCode.BankSumsDiffer, "The file has other payments than the month.")
            : Accept("instructed", new RemittancesInstructed(c.Order, c.Migrant, c.Month, told, c.Payments));
    }
}
