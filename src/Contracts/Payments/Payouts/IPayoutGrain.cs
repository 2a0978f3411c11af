namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>A batch of payments to hosts. The key is the payout's id.</summary>
[Alias("vip.payout"), GrainInterfaceType("vip.payout")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>Opens the batch and reserves the balances of all hosts who have enough unpaid.</summary>
    /// <param name="context">The command; its actor is who opens.</param>
    /// <param name="terms">What it is asked for.</param>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, PayoutTerms terms);

    /// <summary>Makes the file, keeps it in the vault and says so. By an actor who did not open the batch; once only.</summary>
    [Alias("instruct")]
    Task<CommandResult> Instruct(CommandContext context);

    /// <summary>Calls the batch off before it is instructed.</summary>
    [Alias("cancel")]
    Task<CommandResult> Cancel(CommandContext context);

    /// <summary>
    /// The file that was instructed, byte for byte; null before. Who reads it is written down: it has names and accounts.
    /// </summary>
    [Alias("read-instruction")]
    Task<byte[]?> ReadInstruction(PersonReader reader);

    /// <summary>What a bank's file means for the batch; nothing is changed.</summary>
    [Alias("judge-bank-file")]
    Task<BankFileResult> JudgeBankFile(BankFile file);

    /// <summary>Reads a bank's file into the batch. The same file again changes nothing.</summary>
    [Alias("read-bank-file")]
    Task<BankFileResult> ReadBankFile(CommandContext context, BankFile file);

    /// <summary>The batch as it is; null if there is none.</summary>
    [Alias("get")]
    Task<PayoutView?> Get();

    /// <summary>Its payments in the order of their numbers; null if there is no such batch.</summary>
    /// <param name="after">The last number seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("payments")]
    Task<DirectoryPage<PaymentView>?> Payments(long after, int limit);

    /// <summary>Goes on with what is half done.</summary>
    [Alias("wake")]
    Task Wake();
}

/// <summary>
/// The payouts of a city, folded from the feed. The key is the city's id. An answer has everything that was acknowledged before the
/// question was put.
/// </summary>
[Alias("vip.payouts"), GrainInterfaceType("vip.payouts")]
public interface IPayoutsGrain : IGrainWithStringKey
{
    /// <summary>Payouts in the order of their opening.</summary>
    /// <param name="after">The last position seen; 0 for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("list")]
    Task<DirectoryPage<PayoutEntry>> List(long after, int limit);

    /// <summary>Throws the list away and folds it again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>A payout in a list.</summary>
[GenerateSerializer, Immutable, Alias("vip.payout-entry")]
public sealed record PayoutEntry
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required PayoutId Id { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required PayoutStatus Status { get; init; }

    /// <summary>The day on which the bank is to pay.</summary>
    [Id(2)]
    public required DateOnly ExecutionDay { get; init; }

    /// <summary>What hosts read on their statements.</summary>
    [Id(3)]
    public required string Reference { get; init; }

    /// <summary>How many payments were instructed, or reserved where it is not instructed yet; null while it is reserving.</summary>
    [Id(4)]
    public int? Count { get; init; }

    /// <summary>Their sum.</summary>
    [Id(5)]
    public Money? Sum { get; init; }
}

/// <summary>A payout.</summary>
[GenerateSerializer, Immutable, Alias("vip.payout-view")]
public sealed record PayoutView
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required PayoutId Id { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required PayoutStatus Status { get; init; }

    /// <summary>The day on which the bank is to pay.</summary>
    [Id(3)]
    public required DateOnly ExecutionDay { get; init; }

    /// <summary>Less than this is not paid yet.</summary>
    [Id(4)]
    public required Money Minimum { get; init; }

    /// <summary>What hosts read on their statements.</summary>
    [Id(5)]
    public required string Reference { get; init; }

    /// <summary>Who opened it, as a role and an id: somebody else instructs it.</summary>
    [Id(6)]
    public required string OpenedBy { get; init; }

    /// <summary>True where more hosts are unpaid than one batch has room for: open another.</summary>
    [Id(7)]
    public required bool IsFull { get; init; }

    /// <summary>True while the sponsorships' books have not followed everything yet.</summary>
    [Id(8)]
    public required bool IsUnderWay { get; init; }

    /// <summary>How many payments stand how, and their sums; a state that none has is left out.</summary>
    [Id(9)]
    public required IReadOnlyList<PaymentTotal> Totals { get; init; }

    /// <summary>How many answers of the bank were set aside for an officer to look into.</summary>
    [Id(10)]
    public required int SetAside { get; init; }

    /// <summary>The id of the message that the bank was sent; null before.</summary>
    [Id(11)]
    public string? MessageId { get; init; }

    /// <summary>How many payments the file has.</summary>
    [Id(12)]
    public int? Count { get; init; }

    /// <summary>Their sum.</summary>
    [Id(13)]
    public Money? Sum { get; init; }

    /// <summary>The SHA-256 of the file's bytes.</summary>
    [Id(14)]
    public string? Sha256 { get; init; }
}

/// <summary>How many payments stand so.</summary>
[GenerateSerializer, Immutable, Alias("vip.payment-total")]
public sealed record PaymentTotal
{
    /// <summary>Where they stand.</summary>
    [Id(0)]
    public required PaymentState State { get; init; }

    /// <summary>How many.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Their sum.</summary>
    [Id(2)]
    public required Money Sum { get; init; }
}

/// <summary>A payment of a batch.</summary>
[GenerateSerializer, Immutable, Alias("vip.payment-view")]
public sealed record PaymentView
{
    /// <summary>Its id from end to end.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The sponsorship.</summary>
    [Id(1)]
    public required SponsorshipId Sponsorship { get; init; }

    /// <summary>The host.</summary>
    [Id(2)]
    public required HostId Host { get; init; }

    /// <summary>How much.</summary>
    [Id(3)]
    public required Money Amount { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public required PaymentState State { get; init; }

    /// <summary>Why it is not paid in this batch; null where it is.</summary>
    [Id(5)]
    public LeftOutReason? LeftOut { get; init; }

    /// <summary>The bank's reason for a rejection or return: a code of ISO 20022.</summary>
    [Id(6)]
    public string? Reason { get; init; }

    /// <summary>What the bank said that could not be: an officer looks into it.</summary>
    [Id(7)]
    public required IReadOnlyList<SetAsideView> SetAside { get; init; }
}

/// <summary>An answer of the bank that could not be.</summary>
[GenerateSerializer, Immutable, Alias("vip.set-aside")]
public sealed record SetAsideView
{
    /// <summary>The bank's message.</summary>
    [Id(0)]
    public required string MessageId { get; init; }

    /// <summary>What it said.</summary>
    [Id(1)]
    public required BankWord Said { get; init; }

    /// <summary>Why it could not be.</summary>
    [Id(2)]
    public required RejectionCode Code { get; init; }
}

/// <summary>What a bank's file means for a batch.</summary>
[GenerateSerializer, Immutable, Alias("vip.bank-file-answer")]
public sealed record BankFileResult
{
    /// <summary>Whether the file could be used: <c>read</c>, or <c>known</c> where it was read before.</summary>
    [Id(0)]
    public required CommandResult Result { get; init; }

    /// <summary>Each answer in it, in the order of the file.</summary>
    [Id(1)]
    public required IReadOnlyList<BankAnswerView> Answers { get; init; }
}

/// <summary>What one answer of the bank means.</summary>
[GenerateSerializer, Immutable, Alias("vip.bank-answer")]
public sealed record BankAnswerView
{
    /// <summary>The line of the file; 0 for what it says of all payments of the message.</summary>
    [Id(0)]
    public required int Line { get; init; }

    /// <summary>What the bank says.</summary>
    [Id(1)]
    public required BankWord Said { get; init; }

    /// <summary>The payment; null where the answer names none of this city's.</summary>
    [Id(2)]
    public string? Payment { get; init; }

    /// <summary>Where the payment stood.</summary>
    [Id(3)]
    public PaymentState? Before { get; init; }

    /// <summary>Where it stands after it.</summary>
    [Id(4)]
    public PaymentState? State { get; init; }

    /// <summary>Why the answer cannot be and was set aside; null where it can.</summary>
    [Id(5)]
    public RejectionCode? Code { get; init; }

    /// <summary>The bank's reason, a code of ISO 20022.</summary>
    [Id(6)]
    public string? Reason { get; init; }
}
