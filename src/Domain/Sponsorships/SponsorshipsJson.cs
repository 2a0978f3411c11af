namespace VipOrleans.Domain.Sponsorships;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SponsorshipEvent))]
[JsonSerializable(typeof(Sponsorship))]
[JsonSerializable(typeof(VisaEvent))]
[JsonSerializable(typeof(VisaFile))]
public sealed partial class SponsorshipsJson : JsonSerializerContext;
