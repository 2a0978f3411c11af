namespace VipOrleans.Domain.Payments;

using System.Collections.Immutable;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// What a migrant sends home of one month in one currency, from the day on which the file for the migrant's own bank was made. It moves no
/// money of the programme's: the bank executes it, and says what became of it.
/// </summary>
public sealed record RemittanceOrder : IBankOrder
{
    /// <summary>The order; null before the file is made.</summary>
    public RemittanceId? Id { get; init; }

    /// <summary>Whose it is; null before.</summary>
    public MigrantId? Migrant { get; init; }

    /// <summary>The month whose net is sent; null before.</summary>
    public StatementPeriod? Month { get; init; }

    /// <inheritdoc/>
    public Instruction? Instruction { get; init; }

    /// <summary>The payments; the first has the number 1.</summary>
    public ImmutableList<RemittancePayment> Payments { get; init; } = [];

    /// <inheritdoc/>
    public ImmutableDictionary<string, string> BankFiles { get; init; } = ImmutableDictionary<string, string>.Empty;

    string IBankOrder.PaymentInformation => Id!.Value.PaymentInformation;

    Currency IBankOrder.Currency => Instruction!.Sum.Currency;

    int IBankOrder.Count => Payments.Count;

    (PaymentState State, long Amount) IBankOrder.PaymentAt(int number) =>
        (Payments[number - 1].State, Payments[number - 1].Terms.Instructed.Minor);

    bool IBankOrder.IsSetAside(int number, BankWord said, RejectionCode code) =>
        Payments[number - 1].SetAside.Exists(s => s.Said == said && s.Code == code);

    /// <inheritdoc/>
    public string IdOf(int number) => Id!.Value.Payment(number);

    /// <inheritdoc/>
    public int NumberOf(string? payment) =>
        Id is { } id && RemittanceId.TryParsePayment(payment, id.Nation, out var order, out var number) && order == id
            && number <= Payments.Count ? number : 0;

    internal RemittanceOrder With(string payment, Func<RemittancePayment, RemittancePayment> change) =>
        NumberOf(payment) is > 0 and var number
            ? this with { Payments = Payments.SetItem(number - 1, change(Payments[number - 1])) } : this;
}

/// <summary>One payment home.</summary>
/// <param name="Terms">To whom, how much and at what cost.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">The bank's reason for a rejection or return, a code.</param>
public sealed record RemittancePayment(RemittanceTerms Terms, PaymentState State, string? Reason = null)
{
    /// <summary>What the bank said that could not be.</summary>
    public ImmutableList<SetAside> SetAside { get; init; } = [];
}

/// <summary>To whom how much is sent, as it was quoted on the day of the file.</summary>
/// <param name="Beneficiary">Who gets it. Name, account and address are in the vault.</param>
/// <param name="Offer">The nation's offer by which it was quoted.</param>
/// <param name="Sent">What leaves the migrant's account, the fee in it; above zero.</param>
/// <param name="Fee">The provider's fee, below <paramref name="Sent"/>.</param>
/// <param name="Cost">The total cost: fee and what the rate costs. Below zero where the rate is better than the reference.</param>
/// <param name="Arrives">What arrives.</param>
public sealed record RemittanceTerms(BeneficiaryId Beneficiary, RemittanceOfferId Offer, Money Sent, Money Fee, Money Cost, Money Arrives)
{
    /// <summary>What the bank is told to pay: what is sent less the fee, which the bank takes by itself (shared charges).</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Money Instructed => Sent - Fee;
}

/// <summary>What an order of remittances can be asked.</summary>
public abstract record RemittanceCommand
{
    private RemittanceCommand() { }

    /// <summary>Notes that the file for the migrant's bank is made and kept.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Migrant">Whose it is; only the migrant asks for it.</param>
    /// <param name="Month">The month whose net is sent.</param>
    /// <param name="IsClosed">True once nothing can be booked in the month any more.</param>
    /// <param name="Instruction">What the file says of itself; null if there is nothing to send.</param>
    /// <param name="Payments">The payments in it.</param>
    public sealed record InstructRemittances(RemittanceId Order, MigrantId Migrant, StatementPeriod Month, bool IsClosed,
        Instruction? Instruction, IReadOnlyList<RemittanceTerms> Payments) : RemittanceCommand;

    /// <summary>Reads the answers of a file of the bank into the order.</summary>
    /// <param name="Content">The file: of a statement only the answers that are the order's.</param>
    public sealed record ReadRemittanceFile(BankFile Content) : RemittanceCommand;
}
