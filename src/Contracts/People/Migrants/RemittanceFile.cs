namespace VipOrleans.Contracts.People;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

/// <summary>What a file for a migrant's own bank is to say, without anybody's data.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-file")]
public sealed record RemittanceFile
{
    /// <summary>The order.</summary>
    [Id(0)]
    public required RemittanceId Order { get; init; }

    /// <summary>The day on which the bank is to pay.</summary>
    [Id(1)]
    public required DateOnly ExecutionDay { get; init; }

    /// <summary>What the beneficiaries read, 1 to 35 characters that banks take.</summary>
    [Id(2)]
    public required string Reference { get; init; }

    /// <summary>Who gets how much, in the order of the payments' numbers.</summary>
    [Id(3)]
    public required IReadOnlyList<RemittanceFileLine> Lines { get; init; }

    /// <summary>How it reaches whom it is for: not by a bank, and it is a file for a provider.</summary>
    [Id(4)]
    public RemittanceChannel Channel { get; init; }
}

/// <summary>A payment in the file.</summary>
/// <param name="Beneficiary">Who gets it.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Arrives">What arrives, as it was quoted.</param>
[GenerateSerializer, Immutable, Alias("vip.remittance-file-line")]
public sealed record RemittanceFileLine(BeneficiaryId Beneficiary, Money Amount, Money Arrives);

/// <summary>What became of a file.</summary>
/// <param name="Refused">Why it could not be made; null where it could.</param>
/// <param name="Sha256">The SHA-256 of its bytes; null where it could not be made.</param>
[GenerateSerializer, Immutable, Alias("vip.made-remittance-file")]
public sealed record MadeRemittanceFile(CommandResult? Refused, string? Sha256);
