namespace VipOrleans.Domain.Money;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RateTableEvent))]
[JsonSerializable(typeof(RateTable))]
[JsonSerializable(typeof(RateSourcesEvent))]
[JsonSerializable(typeof(RateSources))]
[JsonSerializable(typeof(BankParty))]
[JsonSerializable(typeof(SavedLedger))]
public sealed partial class MoneyJson : JsonSerializerContext;
