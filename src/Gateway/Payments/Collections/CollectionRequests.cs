namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Commands;

/// <summary>Assigns money that was set aside.</summary>
internal sealed record AssignCreditRequest : IChecked
{
    /// <summary>The reference that was meant: that of a statement or of one person's month, in one piece or in groups of four.</summary>
    [Text(6, 50)]
    public string? Reference { get; init; }

    /// <summary>For a reversal: the credit that it takes back.</summary>
    public CreditId? Original { get; init; }

    /// <inheritdoc/>
    public void Check(Errors errors)
    {
        if (Reference is null == Original is null) errors.Add("reference", "Give one of 'reference' and 'original'.");
        if (Reference is not null && !CreditorReference.TryParse(Reference, out _))
        {
            errors.Add("reference", "Expected a creditor reference of ISO 11649, such as 'RF18539007547034', with right check digits.");
        }
    }
}

/// <summary>Lets go of money that was set aside.</summary>
internal sealed record ReleaseCreditRequest
{
    /// <summary>Why.</summary>
    public required CreditRelease Reason { get; init; }
}

/// <summary>What an employer owes a city, and where it is paid.</summary>
/// <param name="City">The city.</param>
/// <param name="Dues">What is owed.</param>
/// <param name="PayTo">The city's account as it is named now; left out if it has named none.</param>
public sealed record EmployerAccount(CityId City, EmployerDues Dues, BankParty? PayTo);

/// <summary>What a bank's statement came to.</summary>
/// <param name="Credits">Its booked credits, as a file of them that is worked off.</param>
/// <param name="Payouts">What its other entries meant for payouts.</param>
public sealed record BankStatementReceipt(CreditFileView Credits, BankFileReceipt Payouts);
