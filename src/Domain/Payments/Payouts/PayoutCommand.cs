namespace VipOrleans.Domain.Payments;

using VipOrleans.Domain.Kernel;

/// <summary>What a batch can be asked.</summary>
public abstract record PayoutCommand
{
    private PayoutCommand() { }

    /// <summary>Opens a batch.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Terms">What for.</param>
    /// <param name="Known">What is known of the city and its bank.</param>
    public sealed record OpenPayout(PayoutId Id, PayoutTerms Terms, PayoutFacts Known) : PayoutCommand;

    /// <summary>
    /// Takes a page of the city's list of unpaid sponsorships into the batch. A payment has its id before anything is reserved under it.
    /// </summary>
    /// <param name="From">Where the page begins: a page that was taken already is taken once.</param>
    /// <param name="Payees">Who is unpaid, at most <see cref="PayoutDecider.MaxStep"/>.</param>
    /// <param name="Next">Where the next page begins; null where this is the last.</param>
    public sealed record PlanPayments(long From, IReadOnlyList<UnpaidPayee> Payees, long? Next) : PayoutCommand;

    /// <summary>Notes that the batch that pays the others is opened.</summary>
    /// <param name="Next">That batch.</param>
    public sealed record NoteContinued(PayoutId Next) : PayoutCommand;

    /// <summary>Notes what the sponsorships answered to the reservations.</summary>
    /// <param name="Reserved">What was reserved.</param>
    /// <param name="LeftOut">What was not, and why.</param>
    public sealed record NoteReservations(IReadOnlyList<ReservedPayment> Reserved, IReadOnlyList<LeftOutPayment> LeftOut) : PayoutCommand;

    /// <summary>Takes reserved payments out of the batch before it is instructed.</summary>
    public sealed record LeaveOut(IReadOnlyList<LeftOutPayment> Payments) : PayoutCommand;

    /// <summary>Ends the reserving.</summary>
    public sealed record CloseReservation : PayoutCommand;

    /// <summary>
    /// Tells the bank. The file is in the vault already; from here on it is the only one that ever is. Who opened the batch does not
    /// instruct it.
    /// </summary>
    /// <param name="Instruction">What the file says of itself.</param>
    /// <param name="Payments">The ids of the payments in it.</param>
    public sealed record InstructPayout(Instruction Instruction, IReadOnlyList<string> Payments) : PayoutCommand;

    /// <summary>Calls the batch off before the bank is told. All that is reserved is released.</summary>
    public sealed record CancelPayout : PayoutCommand;

    /// <summary>Reads the answers of a file of the bank into the batch.</summary>
    /// <param name="Content">The file: of a statement only the answers that are the batch's.</param>
    public sealed record ReadBankFile(BankFile Content) : PayoutCommand;

    /// <summary>Notes that the sponsorships' books have followed.</summary>
    /// <param name="Booking">What they have now.</param>
    /// <param name="Payments">The ids of the payments, at most <see cref="PayoutDecider.MaxStep"/>.</param>
    public sealed record NoteBooked(PaymentBooking Booking, IReadOnlyList<string> Payments) : PayoutCommand;
}

/// <summary>A line of the city's list of unpaid sponsorships.</summary>
/// <param name="Payee">Who is to be paid.</param>
/// <param name="Position">Where the list goes on behind it.</param>
/// <param name="Amount">How much is unpaid, in minor units.</param>
public sealed record UnpaidPayee(PlannedPayment Payee, long Position, long Amount);
