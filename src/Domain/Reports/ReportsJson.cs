namespace VipOrleans.Domain.Reports;

using System.Text.Json.Serialization;

/// <summary>How what is written of this module becomes JSON: made by the compiler, so that no name depends on reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectRequiredConstructorParameters = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StaffListEvent))]
[JsonSerializable(typeof(StaffList))]
[JsonSerializable(typeof(ImportEvent))]
[JsonSerializable(typeof(EarningsImport))]
public sealed partial class ReportsJson : JsonSerializerContext;
