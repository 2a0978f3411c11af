namespace VipOrleans.Domain.Payments;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PayoutEvent))]
[JsonSerializable(typeof(PayoutBatch))]
[JsonSerializable(typeof(BankCreditEvent))]
[JsonSerializable(typeof(BankCredit))]
[JsonSerializable(typeof(CreditFileEvent))]
[JsonSerializable(typeof(CreditFile))]
[JsonSerializable(typeof(LateEmployerEvent))]
[JsonSerializable(typeof(LateEmployer))]
[JsonSerializable(typeof(RemittanceOrder))]
[JsonSerializable(typeof(RemittanceOffersEvent))]
[JsonSerializable(typeof(RemittanceOffers))]
[JsonSerializable(typeof(GuaranteeEvent))]
[JsonSerializable(typeof(Guarantee))]
[JsonSerializable(typeof(LossFundEvent))]
[JsonSerializable(typeof(LossFund))]
public sealed partial class PaymentsJson : JsonSerializerContext;
