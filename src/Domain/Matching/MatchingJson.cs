namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProfileEvent))]
[JsonSerializable(typeof(PersonProfile))]
[JsonSerializable(typeof(SeekerEvent))]
[JsonSerializable(typeof(Seeker))]
[JsonSerializable(typeof(InvitationEvent))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(RoundEvent))]
[JsonSerializable(typeof(Round))]
[JsonSerializable(typeof(RoundEntryEvent))]
[JsonSerializable(typeof(RoundEntry))]
public sealed partial class MatchingJson : JsonSerializerContext;
