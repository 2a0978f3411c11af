namespace VipOrleans.Domain.Money;

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>An exact positive decimal number, such as a published rate: up to 18 digits, up to 12 of them after the point.</summary>
[JsonConverter(typeof(RateJsonConverter))]
public readonly record struct Rate
{
    private Rate(long digits, byte scale) => (Digits, Scale) = (digits, scale);

    /// <summary>All digits as one whole number.</summary>
    public long Digits { get; }

    /// <summary>How many of the digits stand after the point.</summary>
    public byte Scale { get; }

    /// <summary>The rate of a currency to itself.</summary>
    public static Rate One => new(1, 0);

    /// <summary>Reads a rate such as <c>60.731</c>.</summary>
    /// <exception cref="FormatException">The text is not a positive decimal number in range.</exception>
    public static Rate Parse(string text) =>
        TryParse(text, out var rate)
            ? rate : throw new FormatException($"'{text}' is not a rate: write a positive decimal number such as '60.731'.");

    /// <summary>
    /// Reads a rate such as <c>60.731</c>; false where the text is not one. Signs, blanks, exponents and leading zeros are refused.
    /// </summary>
    public static bool TryParse(string? text, out Rate rate)
    {
        rate = default;
        if (string.IsNullOrEmpty(text) || text.Length > 20) return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length > 1 && text[0] == '0' && point != 1) return false;
        if (point == 0 || (point > 0 && scale == 0) || scale > 12) return false;
        long digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == point) continue;
            if (!char.IsAsciiDigit(text[i]) || digits >= 100_000_000_000_000_000) return false;
            digits = (digits * 10) + (text[i] - '0');
        }

        if (digits == 0) return false;
        rate = new(digits, (byte)scale);
        return true;
    }

    /// <summary>A fraction above zero, cut to at most 12 decimals and 18 digits; for showing, never for computing.</summary>
    internal static Rate Cut(BigInteger numerator, BigInteger denominator)
    {
        for (byte scale = 12; ; scale--)
        {
            var digits = numerator * BigInteger.Pow(10, scale) / denominator;
            if (digits < 1_000_000_000_000_000_000 || scale == 0)
            {
                return new((long)BigInteger.Clamp(digits, 1, 999_999_999_999_999_999), scale);
            }

        }
    }

    /// <summary>True where both are the same number: 1.4770 and 1.477 are, though not the same text.</summary>
    public bool IsSameNumberAs(Rate other) =>
        (BigInteger)Digits * BigInteger.Pow(10, other.Scale) == (BigInteger)other.Digits * BigInteger.Pow(10, Scale);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Digits.ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return Scale == 0 ? text : $"{text[..^Scale]}.{text[^Scale..]}";
    }
}

/// <summary>
/// How one currency is turned into another: both rates are per one unit of a base currency, as central banks publish them, so that the
/// cross rate is rounded once and not twice. Each leg keeps who published it and for which day.
/// </summary>
/// <param name="Base">The currency that both rates are per unit of.</param>
/// <param name="From">The currency to convert from.</param>
/// <param name="To">The currency to convert to.</param>
[GenerateSerializer, Immutable, Alias("vip.exchange-rate")]
public sealed record ExchangeRate(Currency Base, RateLeg From, RateLeg To)
{
    /// <summary>How many minor units of the one currency a minor unit of the other buys, as an exact fraction.</summary>
    internal (BigInteger Numerator, BigInteger Denominator) MinorRatio => (
        (BigInteger)To.Currency.MinorPerUnit * To.PerBase.Digits * BigInteger.Pow(10, From.PerBase.Scale),
        (BigInteger)From.Currency.MinorPerUnit * From.PerBase.Digits * BigInteger.Pow(10, To.PerBase.Scale));

    /// <summary>Converts an amount, rounded once, half up, to the target's minor unit.</summary>
    /// <exception cref="InvalidOperationException">The amount is of another currency than <see cref="From"/>.</exception>
    /// <exception cref="OverflowException">The result is out of range.</exception>
    public Money Convert(Money amount) =>
        TryConvert(amount, out var result)
            ? result : throw new OverflowException($"{amount} is too much to be converted to {To.Currency}.");

    /// <summary>Converts an amount, rounded once, half up, to the target's minor unit; false where the result is out of range.</summary>
    /// <exception cref="InvalidOperationException">The amount is of another currency than <see cref="From"/>.</exception>
    public bool TryConvert(Money amount, out Money result)
    {
        if (amount.Currency != From.Currency)
        {
            throw new InvalidOperationException($"{amount} cannot be converted with a rate from {From.Currency}.");
        }

        var (up, denominator) = MinorRatio;
        var numerator = amount.Minor * up;
        // Half up: floor(x + 1/2), for negative amounts too.
        var minor = FloorDivide((2 * numerator) + denominator, 2 * denominator);
        var fits = minor >= -long.MaxValue && minor <= long.MaxValue;
        result = fits ? new((long)minor, To.Currency) : default;
        return fits;
    }

    private static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}

/// <summary>One side of a conversion.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="PerBase">How many units of it one unit of the base buys; 1 for the base itself.</param>
/// <param name="Source">Whose rate it is: a source of the nation.</param>
/// <param name="Name">The source's name at that time, such as "European Central Bank".</param>
/// <param name="On">The day that the rate is of.</param>
[GenerateSerializer, Immutable, Alias("vip.rate-leg")]
public sealed record RateLeg(Currency Currency, Rate PerBase, RateSourceId Source, string Name, DateOnly On);

/// <summary>Writes a rate as text, so that no reader makes it a float.</summary>
public sealed class RateJsonConverter : JsonConverter<Rate>
{
    /// <inheritdoc/>
    public override Rate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rate.TryParse(reader.GetString(), out var rate)
            ? rate
            : throw new JsonException("Expected a rate as text: a positive decimal number such as \"60.731\".");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
