namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Commands;

/// <summary>Opens a payout.</summary>
internal sealed record OpenPayoutRequest
{
    /// <summary>The day on which the bank is to pay: today in the city at the earliest, a year ahead at the latest.</summary>
    public required DateOnly ExecutionDay { get; init; }

    /// <summary>Less than this is not paid yet: above zero, in the city's currency; left out for what the city pays from.</summary>
    [NotNegative]
    public Money? Minimum { get; init; }

    /// <summary>What is read on statements: letters, digits and / - ? : ( ) . , ' +</summary>
    [Text(1, CreditTransferFile.MaxId)]
    public required string Reference { get; init; }

    /// <summary>Whom it pays: hosts their share, or migrants their refunds; hosts where it is left out.</summary>
    public Party? To { get; init; }

    /// <summary>As the domain takes it.</summary>
    /// <param name="city">The city; null if there is none, and then nothing is opened.</param>
    internal PayoutTerms ToTerms(CityView? city) =>
        new(ExecutionDay, Minimum ?? city?.Policy.PaysFromIn(city.Currency) ?? default, Reference, To ?? Party.Host);
}

/// <summary>What a bank's file meant.</summary>
/// <param name="Kind">What kind of file it is.</param>
/// <param name="MessageId">The bank's id of it.</param>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
/// <param name="Outcome"><c>read</c>, or <c>known</c> where all of it had been read before.</param>
/// <param name="News">How many answers changed where a payment stands.</param>
/// <param name="SetAside">How many could not be and wait for an officer.</param>
/// <param name="Others">How many name no payment of the city.</param>
/// <param name="Items">The answers that name a payment of the city or one of its batches, in the order of the file.</param>
public sealed record BankFileReceipt(BankFileKind Kind, string MessageId, string Sha256, string Outcome, int News, int SetAside, int Others,
    IReadOnlyList<BankAnswerView> Items);
