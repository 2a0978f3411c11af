using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Grains;

/// <summary>How beneficiaries, and heritage and faith, are written in the vault.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Beneficiary))]
[JsonSerializable(typeof(OwnTraits))]
internal sealed partial class VaultJson : JsonSerializerContext;
