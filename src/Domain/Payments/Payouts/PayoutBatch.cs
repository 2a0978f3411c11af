namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// A batch of payments to hosts, or of refunds to migrants: reserved, instructed in one file, and followed until the bank has said what
/// became of each. Where a bank takes no more in one file, another batch pays the others.
/// </summary>
public sealed record PayoutBatch : IBankOrder
{
    /// <summary>Most payments of one batch, whatever a bank takes; the batches that follow it pay the others.</summary>
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

    /// <summary>What was unpaid of the payments when they were planned, in minor units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Planned { get; init; }

    /// <summary>The batch that pays the others; null where none is needed, or it is not opened yet.</summary>
    public PayoutId? ContinuedBy { get; init; }

    /// <summary>True if a batch that pays the others is to be opened.</summary>
    [JsonIgnore]
    public bool IsToContinue => IsFull && ContinuedBy is null && Order?.Limit is not null;

    /// <summary>Whom it pays.</summary>
    [JsonIgnore]
    public Party To => Order?.To ?? Party.Host;

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
/// <param name="Reference">What is read on statements, 1 to 35 characters that banks take; never a person's name.</param>
/// <param name="To">Whom it pays: hosts their share, or migrants their refunds.</param>
[GenerateSerializer, Immutable, Alias("vip.payout-terms")]
public sealed record PayoutTerms(DateOnly ExecutionDay, Money Minimum, string Reference, Party To = Party.Host);

/// <summary>What a bank takes in one file.</summary>
/// <param name="Payments">Most payments, 1 to <see cref="PayoutBatch.MaxPayments"/>.</param>
/// <param name="Sum">Largest sum, in minor units, 1 to <see cref="PayoutDecider.MaxSum"/>.</param>
public sealed record FileLimit(int Payments, long Sum)
{
    /// <summary>As much as there is room for.</summary>
    public static readonly FileLimit None = new(PayoutBatch.MaxPayments, PayoutDecider.MaxSum);
}

/// <summary>What a batch goes on from, because a bank takes no more in one file.</summary>
/// <param name="Batch">The batch before it.</param>
/// <param name="After">Where the list goes on.</param>
[GenerateSerializer, Immutable, Alias("vip.payout-part")]
public sealed record PayoutPart(PayoutId Batch, long After);

/// <summary>What is known when a batch is opened, read before.</summary>
/// <param name="Currency">The city's currency; null if there is no such city.</param>
/// <param name="Limit">What the city's bank takes in one file; null for as much as there is room for, in one batch.</param>
/// <param name="Cover">What the guarantee account has for refunds; null if it has no limit, or none are paid.</param>
/// <param name="Part">What it goes on from; null for none.</param>
public sealed record PayoutFacts(Currency? Currency, FileLimit? Limit = null, Money? Cover = null, PayoutPart? Part = null);

/// <summary>What a batch was opened for, and by whom.</summary>
/// <param name="ExecutionDay">The day on which the bank is to pay, see <see cref="PayoutTerms"/>.</param>
/// <param name="Minimum">Less than this is not paid yet.</param>
/// <param name="Reference">What hosts read on their statements.</param>
/// <param name="OpenedBy">Who opened it: somebody else must instruct it.</param>
/// <param name="To">Whom it pays; null for hosts, as before refunds were paid out.</param>
/// <param name="Limit">What the bank takes in one file; null for batches from before that was asked.</param>
/// <param name="Cover">What the guarantee account has for refunds; null for no limit.</param>
/// <param name="Part">What it goes on from; null for none.</param>
public sealed record PayoutOrder(DateOnly ExecutionDay, Money Minimum, string Reference, string OpenedBy, Party? To = null,
    FileLimit? Limit = null, Money? Cover = null, PayoutPart? Part = null);

/// <summary>The file with which a bank was told to pay. The file itself is in the vault.</summary>
/// <param name="MessageId">The id of its message.</param>
/// <param name="Count">How many payments it has.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
public sealed record Instruction(string MessageId, int Count, Money Sum, string Sha256, DateOnly ExecutionDay);

/// <summary>One payment: all that one sponsorship's host, or migrant, had unpaid.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Amount">How much, in minor units; 0 before it is reserved.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Booked">What the sponsorship's books have of it.</param>
/// <param name="LeftOut">Why it is not paid in this batch; null where it is.</param>
/// <param name="Reason">The bank's reason for a rejection or return, a code.</param>
/// <param name="Migrant">The migrant whose refunds they are; null where the host is paid.</param>
public sealed record Payment(SponsorshipId Sponsorship, HostId Host, long Amount, PaymentState State, PaymentBooking Booked,
    LeftOutReason? LeftOut = null, string? Reason = null, MigrantId? Migrant = null)
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

    /// <summary>The account and address to pay to are not there.</summary>
    PayeeMissing,

    /// <summary>The sponsorship's books refused the reservation.</summary>
    Refused,

    /// <summary>The balance is in another currency.</summary>
    OtherCurrency,

    /// <summary>The sum of the batch would be more than a bank's file has room for.</summary>
    BatchFull,

    /// <summary>The payment alone is more than the bank takes in one file: ask the bank for more.</summary>
    AboveLimit,

    /// <summary>The city's guarantee account does not have as much: top it up.</summary>
    GuaranteeShort,
}
