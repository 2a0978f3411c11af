namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// What happened to an order to pay: a batch of payments to hosts, or what a migrant sends home of a month. The names are stable: they
/// stand in journals. A long list is parted into several events.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PayoutOpened), "payout-opened")]
[JsonDerivedType(typeof(PaymentsPlanned), "payments-planned")]
[JsonDerivedType(typeof(PayoutContinued), "payout-continued")]
[JsonDerivedType(typeof(PaymentsReserved), "payments-reserved")]
[JsonDerivedType(typeof(PaymentsLeftOut), "payments-left-out")]
[JsonDerivedType(typeof(ReservationClosed), "reservation-closed")]
[JsonDerivedType(typeof(PayoutInstructed), "payout-instructed")]
[JsonDerivedType(typeof(PayoutCancelled), "payout-cancelled")]
[JsonDerivedType(typeof(BankFileRead), "bank-file-read")]
[JsonDerivedType(typeof(PaymentsAnswered), "payments-answered")]
[JsonDerivedType(typeof(AnswersSetAside), "answers-set-aside")]
[JsonDerivedType(typeof(PaymentsBooked), "payments-booked")]
[JsonDerivedType(typeof(RemittancesInstructed), "remittances-instructed")]
public abstract record PayoutEvent
{
    private PayoutEvent() { }

    /// <summary>A batch was opened.</summary>
    public sealed record PayoutOpened(PayoutId Payout, PayoutOrder Order) : PayoutEvent;

    /// <summary>Sponsorships were taken into the batch. Their payments have the next numbers, in this order.</summary>
    /// <param name="Payees">The sponsorships with their hosts.</param>
    /// <param name="After">Where the list goes on.</param>
    /// <param name="IsLast">True where it goes on no further.</param>
    /// <param name="IsFull">True where it does not because the batch is full.</param>
    /// <param name="Sum">What was unpaid of them then; null in batches from before it was noted.</param>
    public sealed record PaymentsPlanned(IReadOnlyList<PlannedPayment> Payees, long After, bool IsLast, bool IsFull, Money? Sum = null)
        : PayoutEvent;

    /// <summary>The bank takes no more in one file, and another batch pays the others.</summary>
    /// <param name="Next">That batch.</param>
    public sealed record PayoutContinued(PayoutId Next) : PayoutEvent;

    /// <summary>Balances were reserved for payments.</summary>
    public sealed record PaymentsReserved(IReadOnlyList<ReservedPayment> Payments) : PayoutEvent;

    /// <summary>Payments are not paid in this batch.</summary>
    public sealed record PaymentsLeftOut(IReadOnlyList<LeftOutPayment> Payments) : PayoutEvent;

    /// <summary>Nothing more is reserved.</summary>
    /// <param name="Count">How many payments there are.</param>
    /// <param name="Sum">Their sum.</param>
    public sealed record ReservationClosed(int Count, Money Sum) : PayoutEvent;

    /// <summary>The bank was told to pay all that is reserved.</summary>
    /// <param name="By">Who instructed.</param>
    /// <param name="Instruction">What the file says of itself.</param>
    public sealed record PayoutInstructed(string By, Instruction Instruction) : PayoutEvent;

    /// <summary>The batch was called off.</summary>
    public sealed record PayoutCancelled : PayoutEvent;

    /// <summary>A file of the bank was read into the batch; what it changed follows.</summary>
    public sealed record BankFileRead(BankMessage Message) : PayoutEvent;

    /// <summary>The bank said what became of payments.</summary>
    /// <param name="Said">What it said.</param>
    /// <param name="Reason">Its reason, a code of four letters and digits.</param>
    /// <param name="Payments">The ids of the payments.</param>
    public sealed record PaymentsAnswered(BankWord Said, string? Reason, IReadOnlyList<string> Payments) : PayoutEvent;

    /// <summary>The bank said what could not be. Nothing was changed by it.</summary>
    /// <param name="MessageId">The bank's message.</param>
    /// <param name="Said">What it said.</param>
    /// <param name="Code">Why it could not be.</param>
    /// <param name="Payments">The ids of the payments.</param>
    public sealed record AnswersSetAside(string MessageId, BankWord Said, RejectionCode Code, IReadOnlyList<string> Payments) : PayoutEvent;

    /// <summary>The sponsorships' books followed.</summary>
    /// <param name="Booking">What they have now.</param>
    /// <param name="Payments">The ids of the payments.</param>
    public sealed record PaymentsBooked(PaymentBooking Booking, IReadOnlyList<string> Payments) : PayoutEvent;

    /// <summary>The file for the migrant's bank was made, once and forever.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Migrant">Whose it is.</param>
    /// <param name="Month">The month whose net is sent.</param>
    /// <param name="Instruction">What the file says of itself.</param>
    /// <param name="Payments">The payments, in the order of their numbers.</param>
    public sealed record RemittancesInstructed(RemittanceId Order, MigrantId Migrant, StatementPeriod Month, Instruction Instruction,
        IReadOnlyList<RemittanceTerms> Payments) : PayoutEvent;
}

/// <summary>A sponsorship of which the host, or the migrant, is to be paid.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Migrant">The migrant whose refunds are paid; null where the host is.</param>
public sealed record PlannedPayment(SponsorshipId Sponsorship, HostId Host, MigrantId? Migrant = null);

/// <summary>A payment whose balance is reserved.</summary>
public sealed record ReservedPayment(string Payment, Money Amount);

/// <summary>A payment that is not paid in this batch.</summary>
/// <param name="Payment">Its id.</param>
/// <param name="Why">Why.</param>
/// <param name="Amount">What is reserved for it all the same and must be released; null where nothing is.</param>
public sealed record LeftOutPayment(string Payment, LeftOutReason Why, Money? Amount = null);
