namespace VipOrleans.Domain.Money;

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>The rates that a source published for one day: how many units of each currency one unit of the source's base bought.</summary>
/// <param name="On">The day.</param>
/// <param name="Rates">By currency code in ascending order, none twice.</param>
[GenerateSerializer, Immutable, Alias("vip.day-rates")]
public sealed record DayRates(DateOnly On, [property: JsonConverter(typeof(DayRatesJsonConverter))] ImmutableArray<CurrencyRate> Rates)
{
    /// <summary>The day's rates, put in order.</summary>
    /// <exception cref="ArgumentException">A currency stands twice.</exception>
    public static DayRates Of(DateOnly on, IEnumerable<CurrencyRate> rates)
    {
        var ordered = rates.OrderBy(r => r.Currency.Code, StringComparer.Ordinal).ToImmutableArray();
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Currency == ordered[i - 1].Currency)
            {
                throw new ArgumentException($"{ordered[i].Currency} stands twice on {on:yyyy-MM-dd}.", nameof(rates));
            }

        }

        return new(on, ordered);
    }

    /// <summary>The rate of a currency; null where the source published none for it.</summary>
    public Rate? Of(Currency currency)
    {
        var (low, high) = (0, Rates.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Rates[middle].Currency.Code, currency.Code);
            if (order == 0) return Rates[middle].PerBase;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    /// <summary>These rates with others of the same day over them.</summary>
    public DayRates Over(DayRates others) => Of(On, Rates.Where(r => others.Of(r.Currency) is null).Concat(others.Rates));
}

/// <summary>How many units of a currency one unit of the base buys.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="PerBase">The rate.</param>
[GenerateSerializer, Immutable, Alias("vip.currency-rate")]
public readonly record struct CurrencyRate(Currency Currency, Rate PerBase);

/// <summary>Writes a day's rates as one object of codes and texts: a day of 40 currencies stays below a kilobyte.</summary>
public sealed class DayRatesJsonConverter : JsonConverter<ImmutableArray<CurrencyRate>>
{
    /// <inheritdoc/>
    public override ImmutableArray<CurrencyRate> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Expected an object of rates by currency.");
        var rates = ImmutableArray.CreateBuilder<CurrencyRate>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Currency.TryParse(reader.GetString(), out var currency))
            {
                throw new JsonException("Expected a currency code of ISO 4217, such as \"NZD\".");
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !Rate.TryParse(reader.GetString(), out var rate))
            {
                throw new JsonException("Expected a rate as text: a positive decimal number such as \"60.731\".");
            }

            rates.Add(new(currency, rate));
        }

        return rates.DrainToImmutable();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImmutableArray<CurrencyRate> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var rate in value) writer.WriteString(rate.Currency.Code, rate.PerBase.ToString());
        writer.WriteEndObject();
    }
}
