namespace VipOrleans.Grains.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Payments;

/// <summary>What a batch shows of itself.</summary>
internal static class PayoutViews
{
    public static PayoutView Of(PayoutBatch batch, long version) => new(
        Id: batch.Id!.Value,
        Version: version,
        Status: batch.Status,
        ExecutionDay: batch.Instruction?.ExecutionDay ?? batch.Order!.ExecutionDay,
        Minimum: batch.Order!.Minimum,
        Reference: batch.Order.Reference,
        OpenedBy: batch.Order.OpenedBy,
        IsFull: batch.IsFull,
        IsUnderWay: PayoutSaga.IsUnfinished(batch),
        Totals: [.. batch.Payments.GroupBy(p => p.State).OrderBy(g => g.Key)
            .Select(g =>
                new PaymentTotal { State = g.Key, Count = g.Count(), Sum = new(g.Sum(p => p.Amount), batch.Order.Minimum.Currency) })],
        SetAside: batch.Payments.Sum(p => p.SetAside.Count),
        MessageId: batch.Instruction?.MessageId,
        Count: batch.Instruction?.Count,
        Sum: batch.Instruction?.Sum,
        Sha256: batch.Instruction?.Sha256,
        To: batch.To,
        Continues: batch.Order.Part?.Batch,
        ContinuedBy: batch.ContinuedBy);

    public static ListPage<PaymentView> PageOf(PayoutBatch batch, long after, int limit)
    {
        var first = (int)Math.Min(after, batch.Payments.Count);
        var items = batch.Payments.Skip(first).Take(limit).Select((p, i) => Of(batch, first + i + 1, p)).ToArray();
        return new() { Items = items, Next = first + items.Length < batch.Payments.Count ? first + items.Length : null };
    }

    public static BankAnswerView Of(BankAnswer answer) =>
        new(
            Line: answer.Line, Said: answer.Said, Payment: answer.Payment, Before: answer.Before, State: answer.State,
            Code: answer.Code, Reason: answer.Reason);

    public static SetAsideView Of(SetAside answer) => new(MessageId: answer.MessageId, Said: answer.Said, Code: answer.Code);

    private static PaymentView Of(PayoutBatch batch, int number, Payment payment) => new(
        Id: batch.IdOf(number),
        Sponsorship: payment.Sponsorship,
        Host: payment.Host,
        Amount: new(payment.Amount, batch.Order!.Minimum.Currency),
        State: payment.State,
        LeftOut: payment.LeftOut,
        Reason: payment.Reason,
        SetAside: [.. payment.SetAside.Select(Of)],
        Migrant: payment.Migrant);
}
