namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>A step that a batch takes at a sponsorship's books. Each may be repeated: it has an id of its own.</summary>
[JsonConverter(typeof(CodeConverter<PaymentStep>))]
public enum PaymentStep
{
    /// <summary>Nothing is to be done.</summary>
    None,

    /// <summary>Put the balance on its way.</summary>
    Reserve,

    /// <summary>Put it back: it was not paid.</summary>
    Release,

    /// <summary>Note that it was paid.</summary>
    Settle,

    /// <summary>Put it back: it was paid and came back.</summary>
    Return,
}

/// <summary>How the sponsorships' books follow a batch. The batch's own journal is the state of the process.</summary>
public static class PayoutSaga
{
    /// <summary>The next step of a payment.</summary>
    /// <remarks>
    /// A payment that is only planned is reserved even where the batch was called off: whether an earlier try got through is known only
    /// then, and then it is released.
    /// </remarks>
    public static PaymentStep Next(Payment payment) => (payment.State, payment.Booked) switch
    {
        (PaymentState.Planned, PaymentBooking.None) => PaymentStep.Reserve,
        (PaymentState.LeftOut or PaymentState.Cancelled or PaymentState.Rejected, PaymentBooking.Reserved) => PaymentStep.Release,
        (PaymentState.Settled or PaymentState.Returned, PaymentBooking.Reserved) => PaymentStep.Settle,
        (PaymentState.Returned, PaymentBooking.Settled) => PaymentStep.Return,
        _ => PaymentStep.None,
    };

    /// <summary>
    /// True while the batch has something to do that waits for no officer and no bank, so that a reminder must be able to wake it.
    /// </summary>
    public static bool IsUnfinished(PayoutBatch batch) =>
        batch.Status == PayoutStatus.Reserving || batch.IsToContinue || batch.Payments.Any(p => Next(p) != PaymentStep.None);

    /// <summary>What a sponsorship's books have after a step.</summary>
    public static PaymentBooking After(PaymentStep step) => step switch
    {
        PaymentStep.Reserve => PaymentBooking.Reserved,
        PaymentStep.Release => PaymentBooking.Released,
        PaymentStep.Settle => PaymentBooking.Settled,
        PaymentStep.Return => PaymentBooking.Returned,
        _ => PaymentBooking.None,
    };

    /// <summary>The id under which a step's call is made: always the same, so that it is carried out once.</summary>
    public static string CommandId(string payment, PaymentStep step) => $"{payment}:{Codes<PaymentStep>.Text(step)}";
}
