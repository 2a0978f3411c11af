namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// A batch of payments to hosts: reserved, instructed in one file, and followed until the bank has said what became of each.
/// </summary>
public sealed record PayoutBatch : IBankOrder
{
    /// <summary>Most payments of one batch. A city with more hosts opens several.</summary>
    public const int MaxPayments = 5_000;

    /// <summary>The batch; null before it is opened.</summary>
    public PayoutId? Id { get; init; }

    /// <summary>What it is opened for; null before.</summary>
    public PayoutOrder? Order { get; init; }

    /// <summary>Where it stands.</summary>
    public PayoutStatus Status { get; init; }

    /// <summary>How far the city's list of unpaid sponsorships has been gone through.</summary>
    public long After { get; init; }

    /// <summary>True once the list, or the batch, has come to its end.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>True where the batch was full before the list ended: another batch pays the others.</summary>
    public bool IsFull { get; init; }

    /// <summary>The payments; the first has the number 1.</summary>
    public ImmutableList<Payment> Payments { get; init; } = [];

    /// <summary>What the bank was told; null before.</summary>
    public Instruction? Instruction { get; init; }

    /// <summary>The bank's files that were read into it: their kind and id, with the hash of their bytes.</summary>
    public ImmutableDictionary<string, string> BankFiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    string IBankOrder.PaymentInformation => Id!.Value.PaymentInformation;

    Currency IBankOrder.Currency => Order!.Minimum.Currency;

    int IBankOrder.Count => Payments.Count;

    (PaymentState State, long Amount) IBankOrder.PaymentAt(int number) => (Payments[number - 1].State, Payments[number - 1].Amount);

    /// <summary>The id of a payment.</summary>
    public string IdOf(int number) => Id!.Value.Payment(number);

    /// <summary>The payments with their numbers.</summary>
    public IEnumerable<(int Number, Payment Payment)> Numbered() => Payments.Select((p, i) => (i + 1, p));

    /// <summary>The number of a payment of this batch; 0 where the id is none of its.</summary>
    public int NumberOf(string? payment) =>
        Id is { } id && PayoutId.TryParsePayment(payment, id.City, out var payout, out var number) && payout == id
            && number <= Payments.Count ? number : 0;

    bool IBankOrder.IsSetAside(int number, BankWord said, RejectionCode code) =>
        Payments[number - 1].SetAside.Exists(s => s.Said == said && s.Code == code);

    /// <summary>How many payments stand so, and how much they are together.</summary>
    public (int Count, Money Sum) Total(params IReadOnlyCollection<PaymentState> states)
    {
        var those = Payments.Where(p => states.Contains(p.State)).ToList();
        return (those.Count, new(those.Sum(p => p.Amount), Order!.Minimum.Currency));
    }

    internal PayoutBatch With(string payment, Func<Payment, Payment> change) =>
        NumberOf(payment) is > 0 and var number
            ? this with { Payments = Payments.SetItem(number - 1, change(Payments[number - 1])) } : this;
}

/// <summary>What a batch is asked for.</summary>
/// <param name="ExecutionDay">The day on which the bank is to pay; today at the earliest, a year ahead at the latest. Instructed later, it
/// is the day of the instruction.</param>
/// <param name="Minimum">Less than this is not paid yet, above zero.</param>
/// <param name="Reference">What hosts read on their statements, 1 to 35 characters that banks take; never a person's name.</param>
[GenerateSerializer, Immutable, Alias("vip.payout-terms")]
public sealed record PayoutTerms(DateOnly ExecutionDay, Money Minimum, string Reference);

/// <summary>What a batch was opened for, and by whom.</summary>
/// <param name="ExecutionDay">The day on which the bank is to pay, see <see cref="PayoutTerms"/>.</param>
/// <param name="Minimum">Less than this is not paid yet.</param>
/// <param name="Reference">What hosts read on their statements.</param>
/// <param name="OpenedBy">Who opened it: somebody else must instruct it.</param>
public sealed record PayoutOrder(DateOnly ExecutionDay, Money Minimum, string Reference, string OpenedBy);

/// <summary>The file with which a bank was told to pay. The file itself is in the vault.</summary>
/// <param name="MessageId">The id of its message.</param>
/// <param name="Count">How many payments it has.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
public sealed record Instruction(string MessageId, int Count, Money Sum, string Sha256, DateOnly ExecutionDay);

/// <summary>One payment: all that one sponsorship's host had unpaid.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Amount">How much, in minor units; 0 before it is reserved.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Booked">What the sponsorship's books have of it.</param>
/// <param name="LeftOut">Why it is not paid in this batch; null where it is.</param>
/// <param name="Reason">The bank's reason for a rejection or return, a code.</param>
public sealed record Payment(SponsorshipId Sponsorship, HostId Host, long Amount, PaymentState State, PaymentBooking Booked,
    LeftOutReason? LeftOut = null, string? Reason = null)
{
    /// <summary>What the bank said that could not be: an officer looks into it.</summary>
    public ImmutableList<SetAside> SetAside { get; init; } = [];
}

/// <summary>An answer of the bank that could not be.</summary>
/// <param name="MessageId">The bank's message.</param>
/// <param name="Said">What it said.</param>
/// <param name="Code">Why it could not be.</param>
public sealed record SetAside(string MessageId, BankWord Said, RejectionCode Code);

/// <summary>Where a batch stands.</summary>
[JsonConverter(typeof(CodeConverter<PayoutStatus>))]
public enum PayoutStatus
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Balances are being reserved.</summary>
    Reserving,

    /// <summary>All is reserved, and it waits for a second officer.</summary>
    Reserved,

    /// <summary>The bank has been told, once and forever.</summary>
    Instructed,

    /// <summary>It was called off before the bank was told.</summary>
    Cancelled,
}

/// <summary>Where a payment stands.</summary>
[JsonConverter(typeof(CodeConverter<PaymentState>))]
public enum PaymentState
{
    /// <summary>Its balance is to be reserved.</summary>
    Planned,

    /// <summary>It is not paid in this batch.</summary>
    LeftOut,

    /// <summary>Its balance is reserved.</summary>
    Reserved,

    /// <summary>The batch was called off.</summary>
    Cancelled,

    /// <summary>The bank has been told and has not answered.</summary>
    Instructed,

    /// <summary>The bank has taken it on.</summary>
    Accepted,

    /// <summary>The bank has paid.</summary>
    Settled,

    /// <summary>The bank does not pay.</summary>
    Rejected,

    /// <summary>The money came back.</summary>
    Returned,
}

/// <summary>What a sponsorship's books have of a payment.</summary>
[JsonConverter(typeof(CodeConverter<PaymentBooking>))]
public enum PaymentBooking
{
    /// <summary>Nothing, as far as the batch knows.</summary>
    None,

    /// <summary>The money is on its way.</summary>
    Reserved,

    /// <summary>The money is unpaid again, because it was never paid.</summary>
    Released,

    /// <summary>The host has been paid.</summary>
    Settled,

    /// <summary>The money is unpaid again, because it came back.</summary>
    Returned,
}

/// <summary>Why a sponsorship is not paid in a batch.</summary>
[JsonConverter(typeof(CodeConverter<LeftOutReason>))]
public enum LeftOutReason
{
    /// <summary>The balance is below the least amount by now.</summary>
    NothingToPay,

    /// <summary>The host's account and address are not there.</summary>
    PayeeMissing,

    /// <summary>The sponsorship's books refused the reservation.</summary>
    Refused,

    /// <summary>The balance is in another currency.</summary>
    OtherCurrency,

    /// <summary>The sum of the batch would be more than a bank's file has room for.</summary>
    BatchFull,
}
