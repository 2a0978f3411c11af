namespace VipOrleans.Domain.Tests.Money;

using System.Text.Json;
using VipOrleans.Domain.Money;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 0, 1)]
    [InlineData("KRW", 0, 1)]
    [InlineData("VUV", 0, 1)]
    [InlineData("VND", 0, 1)]
    [InlineData("ISK", 0, 1)]
    [InlineData("NZD", 2, 100)]
    [InlineData("IDR", 2, 100)]
    [InlineData("PHP", 2, 100)]
    [InlineData("HTG", 2, 100)]
    [InlineData("HRK", 2, 100)]
    [InlineData("ITL", 0, 1)]
    [InlineData("KWD", 3, 1000)]
    [InlineData("TND", 3, 1000)]
    public void A_currency_has_its_own_number_of_decimals(string code, byte decimals, long minorPerUnit)
    {
        var currency = Currency.Parse(code);
        Assert.Equal(decimals, currency.Decimals);
        Assert.Equal(minorPerUnit, currency.MinorPerUnit);
        Assert.Equal(new Asset(code), currency.Asset);
        Assert.Equal(currency, JsonSerializer.Deserialize<Currency>($"\"{code}\""));
        Assert.Equal($"\"{code}\"", JsonSerializer.Serialize(currency));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nzd")]
    [InlineData("NZ")]
    [InlineData("NZDD")]
    [InlineData(" NZD")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("XTS")]
    [InlineData("ΝZD")]
    [InlineData("NZD AED")]
    public void What_is_no_currency_is_refused(string? code)
    {
        Assert.False(Currency.TryParse(code, out var currency));
        Assert.Equal(default, currency);
        Assert.Throws<FormatException>(() => Currency.Parse(code!));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Currency>(JsonSerializer.Serialize(code)));
    }
}
