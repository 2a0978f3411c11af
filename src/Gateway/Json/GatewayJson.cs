namespace VipOrleans.Gateway.Json;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>How the API reads and writes JSON: strictly.</summary>
internal static class GatewayJson
{
    public const int MaxDepth = 16;

    /// <summary>Reads what the documentation describes and nothing else; writes without members that are null.</summary>
    public static JsonSerializerOptions Options { get; } = Make(_ => { });

    /// <summary>How a body is scanned before it is read.</summary>
    public static readonly JsonDocumentOptions Document = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Makes other options the same.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
    }

    /// <summary>Makes options of the same rules that see types differently.</summary>
    public static JsonSerializerOptions Make(Action<JsonTypeInfo> modifier)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { modifier } } };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
