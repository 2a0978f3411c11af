namespace VipOrleans.Domain.Kernel;

using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The text form of coded values: <c>HostEnded</c> is written <c>host-ended</c>, in journals, in JSON and in URLs.</summary>
/// <typeparam name="TEnum">The closed list of codes.</typeparam>
public static class Codes<TEnum> where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Texts = Enum.GetValues<TEnum>()
        .ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));
    private static readonly FrozenDictionary<string, TEnum> Values = Texts.ToFrozenDictionary(t => t.Value, t => t.Key);

    /// <summary>All texts, in the order of the codes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TEnum>().Select(v => Texts[v])];

    /// <summary>The text of a code.</summary>
    public static string Text(TEnum code) => Texts[code];

    /// <summary>Reads a code from its text; false if there is none.</summary>
    public static bool TryParse(string? text, out TEnum code)
    {
        code = default;
        return text is not null && Values.TryGetValue(text, out code);
    }
}

/// <summary>Writes a code as its text, and reads nothing else.</summary>
/// <typeparam name="TEnum">The closed list of codes.</typeparam>
public sealed class CodeConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Codes<TEnum>.Text(value));

    /// <inheritdoc/>
    public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Codes<TEnum>.Text(value));

    private static TEnum Parse(string? text) =>
        Codes<TEnum>.TryParse(text, out var code)
            ? code : throw new JsonException($"Expected one of: {string.Join(", ", Codes<TEnum>.All)}.");
}
