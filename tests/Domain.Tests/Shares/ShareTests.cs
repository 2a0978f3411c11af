namespace VipOrleans.Domain.Tests.Shares;

using System.Text.Json;
using CsCheck;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;

public sealed class ShareTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("1/1", 1, 1)]
    [InlineData("1/2", 1, 2)]
    [InlineData("2/4", 2, 4)]
    [InlineData("2/5", 2, 5)]
    [InlineData("10000/10000", 10000, 10000)]
    public void A_share_is_an_exact_fraction_from_nothing_to_all(string text, int numerator, int denominator)
    {
        var share = Share.Parse(text);
        Assert.Equal((numerator, denominator), (share.Numerator, share.Denominator));
        Assert.Equal(text, share.ToString());
    }

    [Fact]
    public void One_half_is_the_default() => Assert.Equal(Share.Half, CityPolicy.Default.Share);

    [Fact]
    public void Every_share_comes_back_from_its_text_and_its_json() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 10_000]).Where((p, q) => p <= q).Sample((p, q) =>
    {
        var share = Share.Parse($"{p}/{q}");
        Assert.Equal(share, JsonSerializer.Deserialize<Share>(JsonSerializer.Serialize(share)));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("/2")]
    [InlineData("0/0")]
    [InlineData("1/0")]
    [InlineData("3/2")]
    [InlineData("1/10001")]
    [InlineData("-1/2")]
    [InlineData("1/-2")]
    [InlineData("+1/2")]
    [InlineData("1 / 2")]
    [InlineData(" 1/2")]
    [InlineData("1/2 ")]
    [InlineData("1/2\0")]
    [InlineData("1/2\n")]
    [InlineData("01/2")]
    [InlineData("1/02")]
    [InlineData("1/2/3")]
    [InlineData("0.5")]
    [InlineData("50%")]
    [InlineData("1e0/2")]
    [InlineData("١/٢")]
    [InlineData("½")]
    [InlineData("99999999999/99999999999")]
    public void What_is_no_share_is_refused(string? text)
    {
        Assert.False(Share.TryParse(text, out var share));
        Assert.Equal(default, share);
        Assert.Throws<FormatException>(() => Share.Parse(text!));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Share>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void A_share_as_a_number_is_refused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Share>("0.5"));
}
