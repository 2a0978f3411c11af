namespace VipOrleans.Contracts.People;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>
/// Someone to whom a migrant sends money. It goes to the migrant's vault and nowhere else, and its text form shows nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("vip.beneficiary")]
public sealed record Beneficiary
{
    /// <summary>The name as the account has it, 1 to 140 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>
    /// What they are to the migrant: <c>parent</c>, <c>spouse</c>, <c>child</c>, <c>sibling</c>, <c>relative</c>, <c>self</c> or
    /// <c>other</c>.
    /// </summary>
    [Id(1)]
    public required string Relation { get; init; }

    /// <summary>The account as an IBAN (ISO 13616); null where it has another number.</summary>
    [Id(2)]
    public string? Iban { get; init; }

    /// <summary>The account's number where it has no IBAN, 1 to 34 characters.</summary>
    [Id(3)]
    public string? AccountNumber { get; init; }

    /// <summary>The bank's BIC (ISO 9362).</summary>
    [Id(4)]
    public string? Bic { get; init; }

    /// <summary>The bank's code in its country, where it has no BIC, 1 to 35 characters.</summary>
    [Id(5)]
    public string? BankCode { get; init; }

    /// <summary>Where they live.</summary>
    [Id(6)]
    public required BeneficiaryAddress Address { get; init; }

    /// <summary>The currency of the account.</summary>
    [Id(7)]
    public required Currency Currency { get; init; }

    /// <summary>The number of the phone that has their wallet for mobile money (E.164); null if they have none.</summary>
    [Id(8)]
    public string? Phone { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "Beneficiary (not shown)";
}

/// <summary>An address in its parts, as ISO 20022 has them.</summary>
[GenerateSerializer, Immutable, Alias("vip.beneficiary-address")]
public sealed record BeneficiaryAddress
{
    /// <summary>The street, at most 70 characters.</summary>
    [Id(0)]
    public string? Street { get; init; }

    /// <summary>The number in the street, at most 16 characters.</summary>
    [Id(1)]
    public string? BuildingNumber { get; init; }

    /// <summary>The post code, at most 16 characters.</summary>
    [Id(2)]
    public string? PostCode { get; init; }

    /// <summary>The town, 1 to 35 characters.</summary>
    [Id(3)]
    public required string Town { get; init; }

    /// <summary>The country: ISO 3166-1 alpha-2, upper case.</summary>
    [Id(4)]
    public required string Country { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "BeneficiaryAddress (not shown)";
}

/// <summary>A beneficiary with the id by which the plan names them.</summary>
/// <param name="Id">The id.</param>
/// <param name="Beneficiary">Who it is.</param>
[GenerateSerializer, Immutable, Alias("vip.beneficiary-view")]
public sealed record BeneficiaryView(BeneficiaryId Id, Beneficiary Beneficiary);
