namespace VipOrleans.Domain.Money;

using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// A currency of ISO 4217 with its own number of decimals, among them those that the euro has replaced (<see cref="EuroLaw"/>): earnings of
/// earlier years are still in them. The default value is no currency.
/// </summary>
[JsonConverter(typeof(CurrencyJsonConverter))]
public readonly record struct Currency
{
    // ISO 4217, list one. Two decimals unless it stands in one of the two shorter lists; funds, metals and test codes are left out.
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK "
            + "DOP DZD EGP ERN " +
        "ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
            + "MDL MGA MKD MMK " +
        "MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
            + "SLE SOS SRD SSP " +
        "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private const string ReplacedByEuro = "ATS CYP DEM EEK FIM FRF HRK IEP LTL LVL MTL NLG SIT SKK";
    private const string ReplacedByEuroNoDecimals = "BEF ESP GRD ITL LUF PTE";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, byte> DecimalsByCode = Table();

    private Currency(string code, byte decimals) => (Code, Decimals) = (code, decimals);

    /// <summary>The three-letter code, such as <c>NZD</c>.</summary>
    public string Code { get; }

    /// <summary>How many decimals the currency's minor unit has: 0, 2 or 3.</summary>
    public byte Decimals { get; }

    /// <summary>How many minor units make one unit: 1, 100 or 1000.</summary>
    public long MinorPerUnit => Decimals switch { 0 => 1, 2 => 100, _ => 1000 };

    /// <summary>The currency as an asset of the ledger.</summary>
    public Asset Asset => new(Code);

    /// <summary>Finds a currency by its code.</summary>
    /// <exception cref="FormatException">The code is not one of ISO 4217, in upper case.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency)
            ? currency : throw new FormatException($"'{code}' is not a currency code of ISO 4217, such as 'NZD'.");

    /// <summary>Finds a currency by its code; false if there is none.</summary>
    public static bool TryParse(string? code, out Currency currency)
    {
        var known = code is not null && DecimalsByCode.ContainsKey(code);
        currency = known ? new(string.Intern(code!), DecimalsByCode[code!]) : default;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static FrozenDictionary<string, byte> Table()
    {
        var table = new Dictionary<string, byte>();
        Add(NoDecimals, 0);
        Add(TwoDecimals, 2);
        Add(ThreeDecimals, 3);
        Add(ReplacedByEuro, 2);
        Add(ReplacedByEuroNoDecimals, 0);
        return table.ToFrozenDictionary();

        void Add(string codes, byte decimals)
        {
            foreach (var code in codes.Split(' ')) table.Add(code, decimals);
        }
    }
}

/// <summary>Writes a currency as its code.</summary>
public sealed class CurrencyJsonConverter : JsonConverter<Currency>
{
    /// <inheritdoc/>
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Currency.TryParse(reader.GetString(), out var currency)
            ? currency
            : throw new JsonException("Expected a currency code of ISO 4217, such as \"NZD\".");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
}
