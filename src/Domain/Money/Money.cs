namespace VipOrleans.Domain.Money;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// An amount of money: a whole number of minor units (cents, say) of one currency, from −9,223,372,036,854,775,807 to
/// 9,223,372,036,854,775,807 of them. The default value is no amount.
/// </summary>
/// <remarks>There is no floating point here, and arithmetic that leaves the range throws: a wrong sum is worse than none.</remarks>
/// <param name="Minor">The number of minor units.</param>
/// <param name="Currency">The currency.</param>
[JsonConverter(typeof(MoneyJsonConverter))]
[GenerateSerializer, Immutable, Alias("vip.money")]
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>
    /// Largest amount that may be reported or declared, in minor units. Sums of twelve of them, times any share, stay in range.
    /// </summary>
    public const long MaxMinor = 1_000_000_000_000_000;

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>True below zero.</summary>
    public bool IsNegative => Minor < 0;

    /// <summary>The sum.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum is out of range.</exception>
    public static Money operator +(Money a, Money b) => new(InRange((Int128)a.Minor + b.Minor), Same(a, b));

    /// <summary>The difference.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The difference is out of range.</exception>
    public static Money operator -(Money a, Money b) => new(InRange((Int128)a.Minor - b.Minor), Same(a, b));

    /// <summary>The amount with the other sign.</summary>
    /// <exception cref="OverflowException">The result is out of range.</exception>
    public static Money operator -(Money a) => new(InRange(-(Int128)a.Minor), a.Currency);

    /// <summary>True where the left amount is the smaller.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>True where the left amount is the greater.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>True where the left amount is not the greater.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>True where the left amount is not the smaller.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other)
    {
        _ = Same(this, other);
        return Minor.CompareTo(other.Minor);
    }

    /// <summary>Reads an amount such as <c>1234.50</c>: digits, and exactly as many decimals as the currency has.</summary>
    /// <exception cref="FormatException">The text is not such an amount.</exception>
    public static Money Parse(string text, Currency currency) =>
        TryParse(text, currency, out var money) ? money : throw new FormatException(Problem(text, currency));

    /// <summary>
    /// Reads an amount such as <c>1234.50</c> or <c>-0.05</c>; false where the text is not one. Fewer decimals than the currency has, more
    /// of them, a plus sign, blanks, separators and leading zeros are all refused, so that an amount has one text only.
    /// </summary>
    public static bool TryParse(string? text, Currency currency, out Money money)
    {
        money = default;
        if (string.IsNullOrEmpty(text) || text.Length > 21 || currency.Code is null) return false;
        var digits = text.AsSpan();
        var negative = digits[0] == '-';
        if (negative) digits = digits[1..];

        var whole = digits;
        ReadOnlySpan<char> fraction = [];
        if (currency.Decimals > 0)
        {
            var point = digits.IndexOf('.');
            if (point < 0 || digits.Length - point - 1 != currency.Decimals) return false;
            whole = digits[..point];
            fraction = digits[(point + 1)..];
        }

        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0')) return false;
        Int128 minor = 0;
        if (!Accumulate(whole, ref minor) || !Accumulate(fraction, ref minor) || minor > long.MaxValue) return false;
        if (negative && minor == 0) return false;
        money = new((long)(negative ? -minor : minor), currency);
        return true;
    }

    /// <summary>What is wrong with a text that is no amount, and what would be right.</summary>
    public static string Problem(string? text, Currency currency) =>
        $"'{text}' is not an amount in {currency.Code}: write "
            + (currency.Decimals == 0
                ? "digits without decimals, such as '1234'."
                : $"digits with exactly {currency.Decimals} decimals, such as "
                    + $"'{new Money(1234 * currency.MinorPerUnit + currency.MinorPerUnit / 2, currency).Amount}'.");

    /// <summary>The amount as text, such as <c>1234.50</c>, without the currency. <see cref="TryParse"/> reads it back.</summary>
    [JsonIgnore]
    public string Amount
    {
        get
        {
            var sign = Minor < 0 ? "-" : "";
            var (units, rest) = UInt128.DivRem((UInt128)Int128.Abs(Minor), (UInt128)Currency.MinorPerUnit);
            return Currency.Decimals == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{sign}{units}")
                : string.Create(CultureInfo.InvariantCulture,
                    $"{sign}{units}.{rest.ToString(new string('0', Currency.Decimals), CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>The amount and its currency, such as <c>1234.50 NZD</c>.</summary>
    public override string ToString() => $"{Amount} {Currency.Code}";

    private static bool Accumulate(ReadOnlySpan<char> digits, ref Int128 value)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static long InRange(Int128 minor) =>
        minor >= -long.MaxValue && minor <= long.MaxValue ? (long)minor : throw new OverflowException("The amount is out of range.");

    private static Currency Same(Money a, Money b) =>
        a.Currency == b.Currency ? a.Currency : throw new InvalidOperationException($"{a} and {b} are of different currencies.");
}

/// <summary>
/// Writes money as <c>{ "amount": "1234.50", "currency": "NZD" }</c>, the amount as text so that no reader makes it a float.
/// </summary>
public sealed class MoneyJsonConverter : JsonConverter<Money>
{
    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Shape();
        string? amount = null, code = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Shape();
            switch (name)
            {
                case "amount" when amount is null: amount = reader.GetString(); break;
                case "currency" when code is null: code = reader.GetString(); break;
                default: throw Shape();
            }
        }

        if (amount is null || code is null) throw Shape();
        if (!Currency.TryParse(code, out var currency))
        {
            throw new JsonException($"'{code}' is not a currency code of ISO 4217, such as 'NZD'.");
        }

        return Money.TryParse(amount, currency, out var money) ? money : throw new JsonException(Money.Problem(amount, currency));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.Amount);
        writer.WriteString("currency", value.Currency.Code);
        writer.WriteEndObject();
    }

    private static JsonException Shape() =>
        new("Expected money as { \"amount\": \"1234.50\", \"currency\": \"NZD\" }, the amount as text.");
}
