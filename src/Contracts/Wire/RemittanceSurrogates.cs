namespace VipOrleans.Contracts.Wire;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;

[RegisterConverter]
internal sealed class BeneficiaryIdConverter : IConverter<BeneficiaryId, TextSurrogate>
{
    public BeneficiaryId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? BeneficiaryId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in BeneficiaryId value) => new(value.Value);
}

[RegisterConverter]
internal sealed class RemittanceOfferIdConverter : IConverter<RemittanceOfferId, TextSurrogate>
{
    public RemittanceOfferId ConvertFromSurrogate(in TextSurrogate surrogate) =>
        surrogate.Text is { } text ? RemittanceOfferId.Parse(text) : default;
    public TextSurrogate ConvertToSurrogate(in RemittanceOfferId value) => new(value.Value);
}

/// <summary>An instruction of a plan on the wire.</summary>
[GenerateSerializer, Immutable, Alias("vip.remittance-instruction")]
public readonly struct RemittanceInstructionSurrogate(RemittanceInstruction instruction)
{
    /// <summary>Who gets it.</summary>
    [Id(0)]
    public BeneficiaryId Beneficiary { get; } = instruction.Beneficiary;

    /// <summary>By which offer.</summary>
    [Id(1)]
    public RemittanceOfferId Offer { get; } = instruction.Offer;

    /// <summary>A fixed amount.</summary>
    [Id(2)]
    public Money? Amount { get; } = instruction.Amount;

    /// <summary>A percentage of the net.</summary>
    [Id(3)]
    public int? PercentHundredths { get; } = instruction.PercentHundredths;
}

[RegisterConverter]
internal sealed class RemittanceInstructionConverter : IConverter<RemittanceInstruction, RemittanceInstructionSurrogate>
{
    public RemittanceInstruction ConvertFromSurrogate(in RemittanceInstructionSurrogate s) =>
        new(s.Beneficiary, s.Offer, s.Amount, s.PercentHundredths);
    public RemittanceInstructionSurrogate ConvertToSurrogate(in RemittanceInstruction value) => new(value);
}

[RegisterConverter]
internal sealed class RemittanceOfferConverter : IConverter<RemittanceOffer, JsonSurrogate>
{
    public RemittanceOffer ConvertFromSurrogate(in JsonSurrogate s) => s.To(PaymentsJson.Default.RemittanceOffer);
    public JsonSurrogate ConvertToSurrogate(in RemittanceOffer value) => JsonSurrogate.Of(value, PaymentsJson.Default.RemittanceOffer);
}

[RegisterConverter]
internal sealed class RemittanceLineConverter : IConverter<RemittanceLine, JsonSurrogate>
{
    public RemittanceLine ConvertFromSurrogate(in JsonSurrogate s) => s.To(PaymentsJson.Default.RemittanceLine);
    public JsonSurrogate ConvertToSurrogate(in RemittanceLine value) => JsonSurrogate.Of(value, PaymentsJson.Default.RemittanceLine);
}
