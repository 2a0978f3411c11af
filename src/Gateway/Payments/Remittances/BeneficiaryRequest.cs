namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Commands;

/// <summary>Someone to whom a migrant sends money. It goes to the migrant's vault and nowhere else.</summary>
internal sealed record BeneficiaryRequest : IChecked
{
    /// <summary>The name as the account has it.</summary>
    [Text(1, 140), Personal]
    public required string Name { get; init; }

    /// <summary>What they are to the migrant.</summary>
    [OneOf("parent", "spouse", "child", "sibling", "relative", "self", "other"), Personal]
    public required string Relation { get; init; }

    /// <summary>The account as an IBAN; or 'accountNumber'.</summary>
    [Iban, Personal]
    public string? Iban { get; init; }

    /// <summary>The account's number where it has no IBAN, together with 'bic' or 'bankCode'.</summary>
    [AccountNumber, Personal]
    public string? AccountNumber { get; init; }

    /// <summary>The bank's BIC.</summary>
    [Bic, Personal]
    public string? Bic { get; init; }

    /// <summary>The bank's code in its country, where it has no BIC.</summary>
    [BankCode, Personal]
    public string? BankCode { get; init; }

    /// <summary>The number of the phone that has their wallet for mobile money, such as '+639171234567'.</summary>
    [Phone, Personal]
    public string? Phone { get; init; }

    /// <summary>True if they pick cash up and have no account.</summary>
    public bool? Cash { get; init; }

    /// <summary>Where they live.</summary>
    [Personal]
    public required BeneficiaryAddressRequest Address { get; init; }

    /// <summary>The currency of the account.</summary>
    [Personal]
    public required Currency Currency { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BeneficiaryRequest (not shown)";

    void IChecked.Check(Errors errors)
    {
        if (Iban is not null && AccountNumber is not null) errors.Add("iban", "Give either 'iban' or 'accountNumber'.");
        if (Iban is null && AccountNumber is null && Phone is null && Cash != true)
        {
            errors.Add("iban", "Give 'iban' or 'accountNumber'; or 'phone' for mobile money, or 'cash' for cash that is picked up.");
        }

        if (Bic is not null && BankCode is not null) errors.Add("bankCode", "Give either 'bic' or 'bankCode'.");
        if (AccountNumber is not null && Bic is null && BankCode is null)
        {
            errors.Add("bic", "An account number needs its bank: give 'bic' or 'bankCode'.");
        }

    }

    /// <summary>As the grains take it.</summary>
    public Beneficiary ToBeneficiary() => new()
    {
        Name = Name,
        Relation = Relation,
        Iban = Iban,
        AccountNumber = AccountNumber,
        Bic = Bic,
        BankCode = BankCode,
        Address = new()
        {
            Street = Address.Street, BuildingNumber = Address.BuildingNumber, PostCode = Address.PostCode,
            Town = Address.Town, Country = Address.Country
        },
        Currency = Currency,
        Phone = Phone,
    };
}

/// <summary>An address in its parts.</summary>
internal sealed record BeneficiaryAddressRequest
{
    /// <summary>The street.</summary>
    [Text(1, 70), Personal]
    public string? Street { get; init; }

    /// <summary>The number in the street.</summary>
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
    public override string ToString() => "BeneficiaryAddressRequest (not shown)";
}
