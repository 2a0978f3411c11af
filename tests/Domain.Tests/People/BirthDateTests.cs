namespace VipOrleans.Domain.Tests.People;

using System.Text.Json;
using VipOrleans.Domain.People;

public sealed class BirthDateTests
{
    [Theory]
    [InlineData("1987")]
    [InlineData("1987-04")]
    [InlineData("1987-04-25")]
    [InlineData("1900")]
    [InlineData("2024-02-29")]
    public void A_date_of_birth_is_a_year_a_month_or_a_day_and_has_one_text(string text)
    {
        Assert.True(BirthDate.TryParse(text, out var date));
        Assert.Equal(text, date.ToString());
        Assert.Equal(date, JsonSerializer.Deserialize<BirthDate>(JsonSerializer.Serialize(date)));
        Assert.Equal(text.Length == 10, date.IsWhole);
        Assert.Null(date.Problem(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("87")]
    [InlineData("1987-4")]
    [InlineData("1987-00")]
    [InlineData("1987-13")]
    [InlineData("1987-04-31")]
    [InlineData("1899")]
    [InlineData("2023-02-29")]
    [InlineData("1987-04-")]
    [InlineData("198\0")]
    [InlineData("25.04.1987")]
    public void What_is_no_date_is_refused(string text) => Assert.False(BirthDate.TryParse(text, out _));

    [Theory]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-12-01", false)]
    [InlineData("2026-11", true)]
    [InlineData("2026-12", false)]
    [InlineData("2026", true)]
    [InlineData("2027", false)]
    public void Nobody_is_born_in_the_future(string text, bool may)
    {
        Assert.True(BirthDate.TryParse(text, out var date));
        Assert.Equal(may, date.Problem(new(2026, 11, 30)) is null);
    }

    [Fact]
    public void What_another_program_made_up_is_no_date()
    {
        Assert.NotNull(default(BirthDate).Problem(null));
        Assert.NotNull(new BirthDate(1987, 0, 4).Problem(null));
        Assert.NotNull(new BirthDate(1987, 13).Problem(null));
    }
}
