namespace VipOrleans.Domain.Tests.Kernel;

using VipOrleans.Domain.Kernel;

public sealed class StatementPeriodTests
{
    [Theory]
    [InlineData("2026-11", "2026-11-01", "2026-11-30")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2026-12", "2026-12-01", "2026-12-31")]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("9998", "9998-01-01", "9998-12-31")]
    public void A_period_has_a_first_and_a_last_day_and_one_text(string text, string first, string last)
    {
        var period = StatementPeriod.Parse(text);

        Assert.Equal((text, DateOnly.Parse(first), DateOnly.Parse(last)), (period.ToString(), period.First, period.Last));
        Assert.True(period.Contains(period.First) && period.Contains(period.Last));
        Assert.False(period.Contains(period.First.AddDays(-1)) || period.Contains(period.Last.AddDays(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("1999")]
    [InlineData("9999")]
    [InlineData("2026-0")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026/11")]
    [InlineData("2026-1\0")]
    [InlineData("+026")]
    [InlineData("2026-11-01")]
    public void What_is_no_period_is_refused(string text) => Assert.False(StatementPeriod.TryParse(text, out _));

    [Fact]
    public void A_month_is_closed_a_day_after_its_last_one()
    {
        var november = StatementPeriod.Parse("2026-11");

        Assert.False(november.IsClosed(new(2026, 11, 30)));
        Assert.False(november.IsClosed(new(2026, 12, 1)));
        Assert.True(november.IsClosed(new(2026, 12, 2)));
    }

    [Fact]
    public void Every_day_lies_in_the_month_and_the_year_that_are_made_of_it()
    {
        for (var day = new DateOnly(2023, 12, 1); day < new DateOnly(2025, 2, 1); day = day.AddDays(1))
        {
            Assert.True(StatementPeriod.MonthOf(day).Contains(day));
            Assert.True(StatementPeriod.YearOf(day).Contains(day));
        }
    }
}
