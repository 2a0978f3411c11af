namespace VipOrleans.Contracts.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>A nation's offers to send money home. The key is the nation's id.</summary>
[Alias("vip.remittance-offers"), GrainInterfaceType("vip.remittance-offers")]
public interface IRemittanceOffersGrain : IGrainWithStringKey
{
    /// <summary>Decides which offers stand, all of them together.</summary>
    [Alias("decide")]
    Task<CommandResult> Decide(CommandContext context, IReadOnlyList<RemittanceOffer> offers);

    /// <summary>The offers that stand.</summary>
    [Alias("get")]
    Task<RemittanceOffersView> Get();
}

/// <summary>What a migrant's plan makes of a month. The key is the migrant's id. It asks everyone and keeps nothing.</summary>
[Alias("vip.remittances"), GrainInterfaceType("vip.remittances")]
public interface IRemittancesGrain : IGrainWithStringKey
{
    /// <summary>Works out a calendar month with the plan, the offers and the rates of now; null if there is no such migrant.</summary>
    [Alias("month")]
    Task<RemittanceMonthView?> Month(StatementPeriod month);
}

/// <summary>What a migrant sends home of one month in one currency. The key is the id of the month's remittances.</summary>
[Alias("vip.remittance"), GrainInterfaceType("vip.remittance")]
public interface IRemittanceGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the file for the migrant's own bank out of what the plan makes of the month, keeps it in the vault and tells so; once for
    /// ever.
    /// </summary>
    /// <param name="context">The command; its actor is the migrant.</param>
    /// <param name="migrant">Whose remittances they are.</param>
    /// <param name="month">A closed calendar month.</param>
    /// <param name="currency">The currency that was earned and is sent.</param>
    [Alias("instruct")]
    Task<CommandResult> Instruct(CommandContext context, MigrantId migrant, StatementPeriod month, Currency currency);

    /// <summary>
    /// Makes the file for the provider of an offer of mobile money or cash out of what the plan makes of the month, keeps it in the vault
    /// and says so; once, forever.
    /// </summary>
    /// <param name="context">The command; its actor is the migrant.</param>
    /// <param name="migrant">Whose remittances they are.</param>
    /// <param name="month">A closed calendar month.</param>
    /// <param name="offer">The offer.</param>
    [Alias("instruct-provider")]
    Task<CommandResult> InstructProvider(CommandContext context, MigrantId migrant, StatementPeriod month, RemittanceOfferId offer);

    /// <summary>The file, byte for byte; null before. Who reads it is written down: it has names and accounts.</summary>
    [Alias("read-instruction")]
    Task<byte[]?> ReadInstruction(PersonReader reader);

    /// <summary>What a bank's file means for the payments; nothing is changed.</summary>
    [Alias("judge-bank-file")]
    Task<BankFileResult> JudgeBankFile(BankFile file);

    /// <summary>Reads a bank's file. The same file again changes nothing.</summary>
    [Alias("read-bank-file")]
    Task<BankFileResult> ReadBankFile(CommandContext context, BankFile file);

    /// <summary>The payments as they stand; null where no file was made.</summary>
    [Alias("get")]
    Task<RemittanceOrderView?> Get();
}

/// <summary>The payments that a migrant's bank was told to make of one month.</summary>
/// <param name="Migrant">Whose they are.</param>
/// <param name="Month">The month whose net is sent.</param>
/// <param name="Version">How many events made it what it is.</param>
/// <param name="MessageId">The id of the message in the file.</param>
/// <param name="Sum">The sum of what the bank is told to pay.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes.</param>
/// <param name="ExecutionDay">The day on which the bank is to pay.</param>
/// <param name="Payments">The payments, in the order of their numbers.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-order-view")]
public sealed record RemittanceOrderView(MigrantId Migrant, StatementPeriod Month, long Version, string MessageId, Money Sum,
    string Sha256, DateOnly ExecutionDay, IReadOnlyList<RemittancePaymentView> Payments);

/// <summary>A payment home.</summary>
/// <param name="Id">Its id from end to end.</param>
/// <param name="Beneficiary">Who gets it.</param>
/// <param name="Offer">The offer by which it was quoted.</param>
/// <param name="Amount">What the bank is told to pay: what is sent less the fee.</param>
/// <param name="Sent">What leaves the account, the fee in it.</param>
/// <param name="Cost">The total cost: fee and what the rate costs.</param>
/// <param name="Arrives">What arrives, as it was quoted.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">The bank's reason for a rejection or return: a code of ISO 20022.</param>
/// <param name="SetAside">What the bank said that could not be: ask it.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-payment-view")]
public sealed record RemittancePaymentView(string Id, BeneficiaryId Beneficiary, RemittanceOfferId Offer, Money Amount, Money Sent,
    Money Cost, Money Arrives, PaymentState State, string? Reason, IReadOnlyList<SetAsideView> SetAside);

/// <summary>A nation's offers to send money home.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="Version">How many changes made the list what it is; 0 before the first.</param>
/// <param name="Offers">The offers, by id.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-offers-view")]
public sealed record RemittanceOffersView(NationId Nation, long Version, IReadOnlyList<RemittanceOffer> Offers);

/// <summary>What a migrant's plan makes of a calendar month.</summary>
/// <param name="Migrant">The migrant.</param>
/// <param name="Month">The month.</param>
/// <param name="IsClosed">True once nothing can be booked in the month any more.</param>
/// <param name="On">The day whose offers and rates count.</param>
/// <param name="Nets">What the month brought the migrant: earned less taken, as it was booked in the month, in each currency. A refund that
/// the city pays counts in the month in which it has arrived.</param>
/// <param name="Lines">What becomes of each instruction of the plan, in order.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-month-view")]
public sealed record RemittanceMonthView(MigrantId Migrant, StatementPeriod Month, bool IsClosed, DateOnly On,
    IReadOnlyList<Money> Nets, IReadOnlyList<RemittanceLine> Lines);
