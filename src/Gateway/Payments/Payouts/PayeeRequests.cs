namespace VipOrleans.Gateway.Payments;

using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Commands;

/// <summary>The holder of an account as the bank knows it: who is paid, or who pays.</summary>
internal sealed record BankPartyRequest
{
    /// <summary>The account holder's name as the bank has it, in Latin letters.</summary>
    [Text(1, BankParty.MaxName), Personal]
    public required string Name { get; init; }

    /// <summary>The account.</summary>
    [Personal]
    public required BankAccountRequest BankAccount { get; init; }

    /// <summary>The holder's address in its parts.</summary>
    [Personal]
    public required PostalAddressRequest PostalAddress { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BankPartyRequest (not shown)";

    /// <summary>As the domain takes it.</summary>
    internal BankParty ToParty() => new(
        Name, new(BankAccount.Iban, BankAccount.Number, BankAccount.Bic),
        new(PostalAddress.Street, PostalAddress.BuildingNumber, PostalAddress.PostCode, PostalAddress.Town, PostalAddress.Country));
}

/// <summary>Where an estate is paid.</summary>
internal sealed record EstatePayeeRequest
{
    /// <summary>The reference of what shows who takes the estate, such as a probate's: no name and no sentence.</summary>
    [Reference]
    public required string Document { get; init; }

    /// <summary>Who is paid.</summary>
    [Personal]
    public required BankPartyRequest Payee { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "EstatePayeeRequest (not shown)";
}

/// <summary>An account: an IBAN, or another number where the country has no IBAN.</summary>
internal sealed record BankAccountRequest
{
    /// <summary>The IBAN, upper case and without blanks; left out where 'number' is given.</summary>
    [Text(1, 34), Personal]
    public string? Iban { get; init; }

    /// <summary>The number where the country has no IBAN, such as New Zealand's bank, branch, account and suffix.</summary>
    [Text(1, 34), Personal]
    public string? Number { get; init; }

    /// <summary>The bank's BIC.</summary>
    [Text(8, 11), Personal]
    public required string Bic { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BankAccountRequest (not shown)";
}

/// <summary>An address in its parts, as banks want it.</summary>
internal sealed record PostalAddressRequest
{
    /// <summary>The street without the number.</summary>
    [Text(1, 70), Personal]
    public string? Street { get; init; }

    /// <summary>The building's number.</summary>
    [Text(1, 16), Personal]
    public string? BuildingNumber { get; init; }

    /// <summary>The post code.</summary>
    [Text(1, 16), Personal]
    public string? PostCode { get; init; }

    /// <summary>The town.</summary>
    [Text(1, 35), Personal]
    public required string Town { get; init; }

    /// <summary>The country.</summary>
    [Country, Personal]
    public required string Country { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "PostalAddressRequest (not shown)";
}
