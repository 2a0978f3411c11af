namespace VipOrleans.Domain.People;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HostEvent))]
[JsonSerializable(typeof(Host))]
[JsonSerializable(typeof(MigrantEvent))]
[JsonSerializable(typeof(Migrant))]
[JsonSerializable(typeof(DuplicateEvent))]
[JsonSerializable(typeof(Duplicate))]
[JsonSerializable(typeof(AllowanceEvent))]
[JsonSerializable(typeof(Allowance))]
[JsonSerializable(typeof(HomeEvent))]
[JsonSerializable(typeof(Home))]
[JsonSerializable(typeof(EmployerEvent))]
[JsonSerializable(typeof(Employer))]
[JsonSerializable(typeof(SignInsEvent))]
[JsonSerializable(typeof(SignIns))]
[JsonSerializable(typeof(SignInPointerEvent))]
[JsonSerializable(typeof(SignInPointer))]
public sealed partial class PeopleJson : JsonSerializerContext;
