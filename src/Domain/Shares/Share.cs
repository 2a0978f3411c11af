namespace VipOrleans.Domain.Shares;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The part of the gain that goes to the host: an exact fraction from 0 to 1, one half by default in a city's policy.</summary>
/// <remarks>Text form <c>1/2</c>. The denominator is 1 to 10,000. The default value is no share.</remarks>
[JsonConverter(typeof(ShareJsonConverter))]
public readonly record struct Share
{
    private Share(int numerator, int denominator) => (Numerator, Denominator) = (numerator, denominator);

    /// <summary>The number above the line.</summary>
    public int Numerator { get; }

    /// <summary>The number below the line.</summary>
    public int Denominator { get; }

    /// <summary>One half, as the programme proposes (<em>Radical Markets</em>, chapter 3).</summary>
    public static Share Half => new(1, 2);

    /// <summary>Nothing: <c>0/1</c>.</summary>
    public static Share None => new(0, 1);

    /// <summary>Reads a share such as <c>1/2</c>.</summary>
    /// <exception cref="FormatException">The text is not a fraction from 0 to 1.</exception>
    public static Share Parse(string text) =>
        TryParse(text, out var share)
            ? share : throw new FormatException($"'{text}' is not a share: write a fraction from 0/1 to 1/1, such as '1/2'.");

    /// <summary>Reads a share such as <c>1/2</c>; false where the text is not a fraction from 0 to 1.</summary>
    public static bool TryParse(string? text, out Share share)
    {
        share = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            || denominator is < 1 or > 10_000
            || numerator > denominator) return false;
        share = new(numerator, denominator);
        // The parser of numbers lets leading zeros and trailing NULs pass; a share has one text only.
        var canonical = share.ToString() == text;
        if (!canonical) share = default;
        return canonical;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}

/// <summary>Writes a share as its text.</summary>
public sealed class ShareJsonConverter : JsonConverter<Share>
{
    /// <inheritdoc/>
    public override Share Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Share.TryParse(reader.GetString(), out var share)
            ? share
            : throw new JsonException("Expected a share as text: a fraction from 0/1 to 1/1, such as \"1/2\".");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Share value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
