namespace VipOrleans.Domain.Safeguarding;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ConcernEvent))]
[JsonSerializable(typeof(Concern))]
[JsonSerializable(typeof(WelfareCheckEvent))]
[JsonSerializable(typeof(WelfareCheck))]
[JsonSerializable(typeof(RulingEvent))]
[JsonSerializable(typeof(Ruling))]
public sealed partial class SafeguardingJson : JsonSerializerContext;
