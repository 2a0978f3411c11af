namespace VipOrleans.Contracts.Wire;

using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

// Values with many parts travel as the JSON that is also their form in journals and in the vault.

[RegisterConverter]
internal sealed class PayoutIdConverter : IConverter<PayoutId, TextSurrogate>
{
    public PayoutId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? PayoutId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in PayoutId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RemittanceIdConverter : IConverter<RemittanceId, TextSurrogate>
{
    public RemittanceId ConvertFromSurrogate(in TextSurrogate surrogate) => surrogate.Text is { } text ? RemittanceId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RemittanceId value) => new(value.Value);
}

/// <summary>The holder of an account on the wire. Its text form shows nothing.</summary>
[GenerateSerializer, Immutable, Alias("vip.bank-party")]
public readonly struct BankPartySurrogate(string json)
{
    /// <summary>The holder.</summary>
    [Id(0)]
    public string Json { get; } = json;
}

[RegisterConverter]
internal sealed class BankPartyConverter : IConverter<BankParty, BankPartySurrogate>
{
    public BankParty ConvertFromSurrogate(in BankPartySurrogate s) => JsonSerializer.Deserialize(s.Json, MoneyJson.Default.BankParty)!;
    public BankPartySurrogate ConvertToSurrogate(in BankParty value) => new(JsonSerializer.Serialize(value, MoneyJson.Default.BankParty));
}

/// <summary>A bank's file on the wire, as it was read: ids, codes and amounts, and no names.</summary>
[GenerateSerializer, Immutable, Alias("vip.bank-file")]
public readonly struct BankFileSurrogate(string json)
{
    /// <summary>The file.</summary>
    [Id(0)]
    public string Json { get; } = json;
}

[RegisterConverter]
internal sealed class BankFileConverter : IConverter<BankFile, BankFileSurrogate>
{
    public BankFile ConvertFromSurrogate(in BankFileSurrogate s) => JsonSerializer.Deserialize(s.Json, PaymentsJson.Default.BankFile)!;
    public BankFileSurrogate ConvertToSurrogate(in BankFile value) => new(JsonSerializer.Serialize(value, PaymentsJson.Default.BankFile));
}
