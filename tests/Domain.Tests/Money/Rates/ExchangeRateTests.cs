namespace VipOrleans.Domain.Tests.Money;

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Money;

public sealed class ExchangeRateTests
{
    private static readonly Dictionary<string, Rate> Ecb =
        ProjectFiles.Rows("ecb-2024-03-06.csv").ToDictionary(r => r["currency"], r => Rate.Parse(r["rate"]));

    internal static readonly Gen<Rate> Rates = Gen.Select(Gen.Long[1, 999_999_999_999_999_999], Gen.Int[0, 12], (digits, scale) =>
    {
        var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return scale == 0 ? text : $"{text[..^scale]}.{text[^scale..]}";
    }).Select(Rate.Parse);

    public static TheoryData<string, string, string, string> CrossRates =>
        [.. ProjectFiles.Rows("fx-cross.csv").Select(r => (r["amount"], r["from"], r["to"], r["expected"]))];

    [Theory]
    [MemberData(nameof(CrossRates))]
    public void Cross_rates_through_the_euro_are_rounded_once_half_up(string amount, string from, string to, string expected)
    {
        var source = Currency.Parse(from);
        var money = new Money(long.Parse(amount, CultureInfo.InvariantCulture) * source.MinorPerUnit, source);
        Assert.Equal(expected, Between(from, to).Convert(money).Amount);
    }

    [Fact]
    public void The_table_of_cross_rates_is_there() => Assert.Equal(6, CrossRates.Count);

    [Fact]
    public void All_published_rates_come_back_from_their_text() =>
        Assert.All(ProjectFiles.Rows("ecb-2024-03-06.csv"), row => Assert.Equal(row["rate"], Rate.Parse(row["rate"]).ToString()));

    [Theory]
    [InlineData(149, 1)] // 1.49 units
    [InlineData(150, 2)] // 1.50 units: half goes up
    [InlineData(151, 2)]
    [InlineData(-149, -1)]
    [InlineData(-150, -1)] // −1.50: up is towards zero here
    [InlineData(-151, -2)]
    [InlineData(0, 0)]
    public void A_half_goes_up(long cents, long yen)
    {
        var rate = Sample.Through(Currency.Parse("NZD"), "1", Currency.Parse("JPY"), "1");
        Assert.Equal(yen, rate.Convert(new(cents, rate.From.Currency)).Minor);
    }

    [Fact]
    public void A_conversion_is_off_by_half_a_minor_unit_at_most() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], MoneyTests.Currencies, MoneyTests.Currencies, Rates, Rates)
        .Sample((minor, from, to, fromPerBase, toPerBase) =>
        {
            var rate = Sample.Through(from, fromPerBase.ToString(), to, toPerBase.ToString());
            if (!rate.TryConvert(new(minor, from), out var money)) return;
            // 2·|result − exact| <= 1, in whole numbers
            var numerator = (BigInteger)minor * to.MinorPerUnit * toPerBase.Digits * BigInteger.Pow(10, fromPerBase.Scale);
            var denominator = (BigInteger)from.MinorPerUnit * fromPerBase.Digits * BigInteger.Pow(10, toPerBase.Scale);
            var twice = 2 * ((money.Minor * denominator) - numerator);
            Assert.True(twice > -denominator && twice <= denominator, $"{minor} {from} became {money} at {fromPerBase} and {toPerBase}.");
        });

    [Fact]
    public void What_is_too_much_for_the_range_is_not_converted()
    {
        var rate = Sample.Through(Currency.Parse("NZD"), "0.000000000001", Currency.Parse("IDR"), "999999");
        Assert.False(rate.TryConvert(new(long.MaxValue, rate.From.Currency), out var money));
        Assert.Equal(default, money);
        Assert.Throws<OverflowException>(() => rate.Convert(new(long.MaxValue, rate.From.Currency)));
        Assert.Throws<OverflowException>(() => rate.Convert(new(-long.MaxValue, rate.From.Currency)));
    }

    [Fact]
    public void A_rate_takes_its_own_currency_only() =>
        Assert.Throws<InvalidOperationException>(() => Between("PHP", "NZD").Convert(new(1, Currency.Parse("NZD"))));

    [Fact]
    public void Every_rate_comes_back_from_its_text_and_its_json() => Rates.Sample(rate =>
    {
        Assert.Equal(rate, Rate.Parse(rate.ToString()));
        Assert.Equal(rate, JsonSerializer.Deserialize<Rate>(JsonSerializer.Serialize(rate)));
    });

    [Theory]
    [InlineData("1", 1, 0)]
    [InlineData("0.5", 5, 1)]
    [InlineData("60.731", 60731, 3)]
    [InlineData("0.000000000001", 1, 12)]
    [InlineData("999999999999999999", 999999999999999999, 0)]
    [InlineData("123456.789012345678", 123456789012345678, 12)]
    public void A_rate_is_an_exact_decimal_number(string text, long digits, byte scale)
    {
        var rate = Rate.Parse(text);
        Assert.Equal((digits, scale), (rate.Digits, rate.Scale));
        Assert.Equal(text, rate.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.000")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("007")]
    [InlineData("00.5")]
    [InlineData("١")]
    [InlineData("1.0000000000001")]
    [InlineData("1000000000000000000")]
    [InlineData("999999999.999999999999999")]
    public void What_is_no_rate_is_refused(string? text)
    {
        Assert.False(Rate.TryParse(text, out var rate));
        Assert.Equal(default, rate);
        Assert.Throws<FormatException>(() => Rate.Parse(text!));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rate>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void A_rate_as_a_number_is_refused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rate>("60.731"));

    private static ExchangeRate Between(string from, string to) =>
        Sample.Through(Currency.Parse(from), Ecb[from].ToString(), Currency.Parse(to), Ecb[to].ToString());
}
