namespace VipOrleans.Domain.Kernel;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>Writes an id as its text, as a value and as the name of a property.</summary>
/// <typeparam name="TId">The id type.</typeparam>
public sealed class IdJsonConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? FromText(reader.GetString()) : throw new JsonException($"Expected a text with {TId.Grammar}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FromText(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static TId FromText(string? text) =>
        TId.TryParse(text, out var id) ? id : throw new JsonException($"'{text}' is not {TId.Grammar}.");
}
