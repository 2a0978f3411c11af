namespace VipOrleans.Grains.Hosting;

using System.Text.Json.Serialization;
using VipOrleans.Contracts.Matching;
using VipOrleans.Contracts.People;

/// <summary>How beneficiaries, dependants, former versions of a record, and heritage and faith, are written in the vault.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Beneficiary))]
[JsonSerializable(typeof(OwnTraits))]
[JsonSerializable(typeof(Dependant))]
[JsonSerializable(typeof(FormerPerson))]
internal sealed partial class VaultJson : JsonSerializerContext;
