namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>A batch of payments to hosts, or of refunds to migrants. The key is the payout's id.</summary>
[Alias("vip.payout"), GrainInterfaceType("vip.payout")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>Opens the batch and reserves the balances of all who have enough unpaid.</summary>
    /// <param name="context">The command; its actor is who opens.</param>
    /// <param name="terms">What it is asked for.</param>
    [Alias("open")]
    Task<CommandResult> Open(CommandContext context, PayoutTerms terms);

    /// <summary>Opens a batch that pays those whom another one has left because a bank takes no more in one file.</summary>
    /// <param name="context">The command; its actor is who opened the first one.</param>
    /// <param name="terms">What the first one was asked for.</param>
    /// <param name="part">What it goes on from.</param>
    [Alias("open-part")]
    Task<CommandResult> OpenPart(CommandContext context, PayoutTerms terms, PayoutPart part);

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
    Task<ListPage<PaymentView>?> Payments(long after, int limit);

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
    Task<ListPage<PayoutEntry>> List(long after, int limit);

    /// <summary>Throws the list away and folds it again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>A payout in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
/// <param name="Reference">What hosts read on their statements.</param>
/// <param name="Count">How many payments were instructed, or reserved where it is not instructed yet; null while it is reserving.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="To">Whom it pays.</param>
[GenerateSerializer, Immutable, Alias("vip.payout-entry")]
public sealed record PayoutEntry(PayoutId Id, PayoutStatus Status, DateOnly ExecutionDay, string Reference, int? Count, Money? Sum,
    Party To);

/// <summary>A payout.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
/// <param name="Minimum">Less than this is not paid yet.</param>
/// <param name="Reference">What hosts read on their statements.</param>
/// <param name="OpenedBy">Who opened it, as a role and an id: somebody else instructs it.</param>
/// <param name="IsFull">True where more are unpaid than a bank takes in one file: another batch pays the others.</param>
/// <param name="IsUnderWay">True while the sponsorships' books have not followed everything yet.</param>
/// <param name="Totals">How many payments stand how, and their sums; a state that none has is left out.</param>
/// <param name="SetAside">How many answers of the bank were set aside for an officer to look into.</param>
/// <param name="MessageId">The id of the message that the bank was sent; null before.</param>
/// <param name="Count">How many payments the file has.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes.</param>
/// <param name="To">Whom it pays: hosts their share, or migrants their refunds.</param>
/// <param name="Continues">The batch that it goes on from; null for none.</param>
/// <param name="ContinuedBy">The batch that pays the others; null for none.</param>
[GenerateSerializer, Immutable, Alias("vip.payout-view")]
public sealed record PayoutView(PayoutId Id, long Version, PayoutStatus Status, DateOnly ExecutionDay, Money Minimum, string Reference,
    string OpenedBy, bool IsFull, bool IsUnderWay, IReadOnlyList<PaymentTotal> Totals, int SetAside, string? MessageId, int? Count,
    Money? Sum, string? Sha256, Party To, PayoutId? Continues, PayoutId? ContinuedBy);

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
/// <param name="Id">Its id from end to end.</param>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Host">The host.</param>
/// <param name="Amount">How much.</param>
/// <param name="State">Where it stands.</param>
/// <param name="LeftOut">Why it is not paid in this batch; null where it is.</param>
/// <param name="Reason">The bank's reason for a rejection or return: a code of ISO 20022.</param>
/// <param name="SetAside">What the bank said that could not be: an officer looks into it.</param>
/// <param name="Migrant">The migrant whose refunds are paid; null where the host is.</param>
[GenerateSerializer, Immutable, Alias("vip.payment-view")]
public sealed record PaymentView(string Id, SponsorshipId Sponsorship, HostId Host, Money Amount, PaymentState State,
    LeftOutReason? LeftOut, string? Reason, IReadOnlyList<SetAsideView> SetAside, MigrantId? Migrant);

/// <summary>An answer of the bank that could not be.</summary>
/// <param name="MessageId">The bank's message.</param>
/// <param name="Said">What it said.</param>
/// <param name="Code">Why it could not be.</param>
[GenerateSerializer, Immutable, Alias("vip.set-aside")]
public sealed record SetAsideView(string MessageId, BankWord Said, RejectionCode Code);

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
/// <param name="Line">The line of the file; 0 for what it says of all payments of the message.</param>
/// <param name="Said">What the bank says.</param>
/// <param name="Payment">The payment; null where the answer names none of this city's.</param>
/// <param name="Before">Where the payment stood.</param>
/// <param name="State">Where it stands after it.</param>
/// <param name="Code">Why the answer cannot be and was set aside; null where it can.</param>
/// <param name="Reason">The bank's reason, a code of ISO 20022.</param>
[GenerateSerializer, Immutable, Alias("vip.bank-answer")]
public sealed record BankAnswerView(int Line, BankWord Said, string? Payment, PaymentState? Before, PaymentState? State,
    RejectionCode? Code, string? Reason);
