namespace VipOrleans.Client;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// One limit of a deduction profile. Which kinds there are differs from law to law: the kind is named, and the rest stands as the API has
/// it.
/// </summary>
public sealed class DeductionLimit
{
    /// <summary>The kind of limit.</summary>
    [JsonPropertyName("limit")]
    public required string Limit { get; set; }

    /// <summary>What belongs to the kind.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Parts { get; set; } = new Dictionary<string, JsonElement>();
}
