namespace VipOrleans.Domain.Tests.Money;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Money;

public sealed class MoneyTests
{
    private static readonly Currency Yen = Currency.Parse("JPY"), Dollar = Currency.Parse("NZD"), Dinar = Currency.Parse("KWD");

    internal static readonly Gen<Currency> Currencies = Gen.OneOf(Gen.Const(Yen), Gen.Const(Dollar), Gen.Const(Dinar));
    internal static readonly Gen<Money> Monies =
        Gen.Select(Gen.OneOf(Gen.Long[-long.MaxValue, long.MaxValue], Gen.Long[-2000, 2000]), Currencies,
            (minor, currency) => new Money(minor, currency));

    [Theory]
    [InlineData("JPY", 0, "0")]
    [InlineData("JPY", 1, "1")]
    [InlineData("JPY", -1, "-1")]
    [InlineData("JPY", 1000, "1000")]
    [InlineData("JPY", long.MaxValue, "9223372036854775807")]
    [InlineData("JPY", -long.MaxValue, "-9223372036854775807")]
    [InlineData("NZD", 0, "0.00")]
    [InlineData("NZD", 1, "0.01")]
    [InlineData("NZD", -1, "-0.01")]
    [InlineData("NZD", 99, "0.99")]
    [InlineData("NZD", 100, "1.00")]
    [InlineData("NZD", 123450, "1234.50")]
    [InlineData("NZD", -123450, "-1234.50")]
    [InlineData("NZD", long.MaxValue, "92233720368547758.07")]
    [InlineData("NZD", -long.MaxValue, "-92233720368547758.07")]
    [InlineData("KWD", 0, "0.000")]
    [InlineData("KWD", 1, "0.001")]
    [InlineData("KWD", -1, "-0.001")]
    [InlineData("KWD", 1000, "1.000")]
    [InlineData("KWD", long.MaxValue, "9223372036854775.807")]
    [InlineData("KWD", -long.MaxValue, "-9223372036854775.807")]
    public void An_amount_and_its_text_are_one(string code, long minor, string text)
    {
        var money = new Money(minor, Currency.Parse(code));
        Assert.Equal(text, money.Amount);
        Assert.Equal($"{text} {code}", money.ToString());
        Assert.Equal(money, Money.Parse(text, money.Currency));
    }

    [Fact]
    public void Every_amount_comes_back_from_its_text_and_its_json() => Monies.Sample(money =>
    {
        Assert.Equal(money, Money.Parse(money.Amount, money.Currency));
        Assert.Equal(money, JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money)));
    });

    [Theory]
    [InlineData("NZD", null)]
    [InlineData("NZD", "")]
    [InlineData("NZD", "-")]
    [InlineData("NZD", ".")]
    [InlineData("NZD", "-.00")]
    [InlineData("NZD", ".50")]
    [InlineData("NZD", "1")]
    [InlineData("NZD", "1.")]
    [InlineData("NZD", "1.5")]
    [InlineData("NZD", "1.500")]
    [InlineData("NZD", "+1.50")]
    [InlineData("NZD", " 1.50")]
    [InlineData("NZD", "1.50 ")]
    [InlineData("NZD", "1. 5")]
    [InlineData("NZD", "1.50\n")]
    [InlineData("NZD", "1.50\0")]
    [InlineData("NZD", "01.50")]
    [InlineData("NZD", "00.50")]
    [InlineData("NZD", "-0.00")]
    [InlineData("NZD", "--1.50")]
    [InlineData("NZD", "1.-5")]
    [InlineData("NZD", "1,50")]
    [InlineData("NZD", "1,234.50")]
    [InlineData("NZD", "1.2.50")]
    [InlineData("NZD", "1e3")]
    [InlineData("NZD", "1e3.00")]
    [InlineData("NZD", "0x1.00")]
    [InlineData("NZD", "NaN")]
    [InlineData("NZD", "∞")]
    [InlineData("NZD", "١٢٣.٥٠")]
    [InlineData("NZD", "1.5٠")]
    [InlineData("NZD", "−1.50")]
    [InlineData("NZD", "92233720368547758.08")]
    [InlineData("NZD", "-92233720368547758.08")]
    [InlineData("NZD", "99999999999999999.99")]
    [InlineData("NZD", "1000000000000000000.00")]
    [InlineData("JPY", "1.0")]
    [InlineData("JPY", "1.00")]
    [InlineData("JPY", "-0")]
    [InlineData("JPY", "00")]
    [InlineData("JPY", "1e3")]
    [InlineData("JPY", "9223372036854775808")]
    [InlineData("JPY", "1000000000000000000000")]
    [InlineData("KWD", "1.50")]
    [InlineData("KWD", "1.5000")]
    public void A_text_that_is_no_amount_is_refused(string code, string? text)
    {
        Assert.False(Money.TryParse(text, Currency.Parse(code), out var money));
        Assert.Equal(default, money);
        Assert.Throws<FormatException>(() => Money.Parse(text!, Currency.Parse(code)));
    }

    [Fact]
    public void No_currency_has_no_amounts() => Assert.False(Money.TryParse("1", default, out _));

    [Fact]
    public void Arithmetic_that_leaves_the_range_throws()
    {
        Money max = new(long.MaxValue, Dollar), min = new(-long.MaxValue, Dollar), one = new(1, Dollar);
        Assert.Equal(max, max + Money.Zero(Dollar));
        Assert.Equal(Money.Zero(Dollar), max + min);
        Assert.Equal(min, -max);
        Assert.Throws<OverflowException>(() => max + one);
        Assert.Throws<OverflowException>(() => min - one);
        Assert.Throws<OverflowException>(() => max - min);
        Assert.Throws<OverflowException>(() => min + min);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Dollar));
    }

    [Fact]
    public void Amounts_of_different_currencies_do_not_mix()
    {
        Money dollars = new(1, Dollar), yen = new(1, Yen);
        Assert.NotEqual(dollars, yen);
        Assert.Throws<InvalidOperationException>(() => dollars + yen);
        Assert.Throws<InvalidOperationException>(() => dollars - yen);
        Assert.Throws<InvalidOperationException>(() => dollars < yen);
        Assert.Throws<InvalidOperationException>(() => dollars.CompareTo(yen));
    }

    [Fact]
    public void Amounts_of_one_currency_are_in_the_order_of_their_minor_units() =>
        Gen.Select(Gen.Long[-9, 9], Gen.Long[-9, 9]).Sample((a, b) =>
    {
        Money left = new(a, Dollar), right = new(b, Dollar);
        Assert.Equal(a < b, left < right);
        Assert.Equal(a > b, left > right);
        Assert.Equal(a <= b, left <= right);
        Assert.Equal(a >= b, left >= right);
        Assert.Equal(a + b, (left + right).Minor);
        Assert.Equal(a - b, (left - right).Minor);
        Assert.Equal(a < 0, left.IsNegative);
    });

    [Fact]
    public void Money_is_written_with_its_amount_as_text() =>
        Assert.Equal("""{"amount":"1234.50","currency":"NZD"}""", JsonSerializer.Serialize(new Money(123450, Dollar)));

    [Theory]
    [InlineData("""{"currency":"NZD","amount":"1234.50"}""")]
    [InlineData("""{ "amount" : "1234.50", "currency" : "NZD" }""")]
    public void Money_is_read_in_any_order_of_its_two_parts(string json) =>
        Assert.Equal(new Money(123450, Dollar), JsonSerializer.Deserialize<Money>(json));

    [Theory]
    [InlineData("""{"amount":1234.50,"currency":"NZD"}""")]
    [InlineData("""{"amount":1234,"currency":"NZD"}""")]
    [InlineData("""{"amount":null,"currency":"NZD"}""")]
    [InlineData("""{"amount":true,"currency":"NZD"}""")]
    [InlineData("""{"amount":["1.00"],"currency":"NZD"}""")]
    [InlineData("""{"amount":{"x":"1.00"},"currency":"NZD"}""")]
    [InlineData("""{"amount":"1234.5","currency":"NZD"}""")]
    [InlineData("""{"amount":"1234.50","currency":"nzd"}""")]
    [InlineData("""{"amount":"1234.50","currency":"XXX"}""")]
    [InlineData("""{"amount":"1234.50","currency":""}""")]
    [InlineData("""{"amount":"1234.50","currency":840}""")]
    [InlineData("""{"amount":"1234.50"}""")]
    [InlineData("""{"currency":"NZD"}""")]
    [InlineData("""{"amount":"1.00","amount":"2.00","currency":"NZD"}""")]
    [InlineData("""{"amount":"1.00","currency":"NZD","currency":"JPY"}""")]
    [InlineData("""{"amount":"1.00","currency":"NZD","note":"x"}""")]
    [InlineData("""{"Amount":"1.00","currency":"NZD"}""")]
    [InlineData("""{"amount":"\ud800","currency":"NZD"}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"1234.50 NZD\"")]
    [InlineData("1234.50")]
    [InlineData("[]")]
    [InlineData("""{"amount":"1.00","currency":"NZD" """)]
    public void Json_that_is_no_money_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json));
}
