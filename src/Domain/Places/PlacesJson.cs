namespace VipOrleans.Domain.Places;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CityEvent))]
[JsonSerializable(typeof(City))]
[JsonSerializable(typeof(NationEvent))]
[JsonSerializable(typeof(Nation))]
[JsonSerializable(typeof(BallotEvent))]
[JsonSerializable(typeof(Ballot))]
[JsonSerializable(typeof(BallotRegisterEvent))]
[JsonSerializable(typeof(BallotRegister))]
[JsonSerializable(typeof(BallotBoxEvent))]
[JsonSerializable(typeof(BallotBox))]
[JsonSerializable(typeof(OpeningEvent))]
[JsonSerializable(typeof(Opening))]
public sealed partial class PlacesJson : JsonSerializerContext;
