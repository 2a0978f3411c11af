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
[GenerateSerializer, Immutable, Alias("vip.remittance-order-view")]
public sealed record RemittanceOrderView
{
    /// <summary>Whose they are.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The month whose net is sent.</summary>
    [Id(1)]
    public required StatementPeriod Month { get; init; }

    /// <summary>How many events made it what it is.</summary>
    [Id(2)]
    public required long Version { get; init; }

    /// <summary>The id of the message in the file.</summary>
    [Id(3)]
    public required string MessageId { get; init; }

    /// <summary>The sum of what the bank is told to pay.</summary>
    [Id(4)]
    public required Money Sum { get; init; }

    /// <summary>The SHA-256 of the file's bytes.</summary>
    [Id(5)]
    public required string Sha256 { get; init; }

    /// <summary>The day on which the bank is to pay.</summary>
    [Id(6)]
    public required DateOnly ExecutionDay { get; init; }

    /// <summary>The payments, in the order of their numbers.</summary>
    [Id(7)]
    public required IReadOnlyList<RemittancePaymentView> Payments { get; init; }
}

/// <summary>A payment home.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-payment-view")]
public sealed record RemittancePaymentView
{
    /// <summary>Its id from end to end.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Who gets it.</summary>
    [Id(1)]
    public required BeneficiaryId Beneficiary { get; init; }

    /// <summary>The offer by which it was quoted.</summary>
    [Id(2)]
    public required RemittanceOfferId Offer { get; init; }

    /// <summary>What the bank is told to pay: what is sent less the fee.</summary>
    [Id(3)]
    public required Money Amount { get; init; }

    /// <summary>What leaves the account, the fee in it.</summary>
    [Id(4)]
    public required Money Sent { get; init; }

    /// <summary>The total cost: fee and what the rate costs.</summary>
    [Id(5)]
    public required Money Cost { get; init; }

    /// <summary>What arrives, as it was quoted.</summary>
    [Id(6)]
    public required Money Arrives { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(7)]
    public required PaymentState State { get; init; }

    /// <summary>The bank's reason for a rejection or return: a code of ISO 20022.</summary>
    [Id(8)]
    public string? Reason { get; init; }

    /// <summary>What the bank said that could not be: ask it.</summary>
    [Id(9)]
    public required IReadOnlyList<SetAsideView> SetAside { get; init; }
}

/// <summary>A nation's offers to send money home.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-offers-view")]
public sealed record RemittanceOffersView
{
    /// <summary>The nation.</summary>
    [Id(0)]
    public required NationId Nation { get; init; }

    /// <summary>How many changes made the list what it is; 0 before the first.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>The offers, by id.</summary>
    [Id(2)]
    public required IReadOnlyList<RemittanceOffer> Offers { get; init; }
}

/// <summary>What a migrant's plan makes of a calendar month.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-month-view")]
public sealed record RemittanceMonthView
{
    /// <summary>The migrant.</summary>
    [Id(0)]
    public required MigrantId Migrant { get; init; }

    /// <summary>The month.</summary>
    [Id(1)]
    public required StatementPeriod Month { get; init; }

    /// <summary>True once nothing can be booked in the month any more.</summary>
    [Id(2)]
    public required bool IsClosed { get; init; }

    /// <summary>The day whose offers and rates count.</summary>
    [Id(3)]
    public required DateOnly On { get; init; }

    /// <summary>What the month brought the migrant: earned less taken, as it was booked in the month, in each currency.</summary>
    [Id(4)]
    public required IReadOnlyList<Money> Nets { get; init; }

    /// <summary>What becomes of each instruction of the plan, in order.</summary>
    [Id(5)]
    public required IReadOnlyList<RemittanceLine> Lines { get; init; }
}
