namespace VipOrleans.Domain.Tests.Places;

using VipOrleans.Domain.Places;

public sealed class PlaceForecastTests
{
    [Theory]
    // 10 · 90 / 90 = 10 days; f = 1 + 3 · √(1/10 + 1/90) = 2: 5 to 20.
    [InlineData(10, 90, 90, 5, 20)]
    // 1 · 30 / 5 = 6 days; f = 1 + 3 · √(1 + 1/5) = 4.286: 1.39 to 25.72.
    [InlineData(1, 5, 30, 1, 26)]
    // 5,000 · 90 / 1,000 = 450 days; f = 1 + 3 · √(1/5000 + 1/1000) = 1.103: 407.9 to 496.4.
    [InlineData(5_000, 1_000, 90, 407, 497)]
    [InlineData(1, 1_000_000, 90, 0, 1)]
    public void The_range_follows_from_the_position_and_the_places_given(int position, int given, int days, int from, int until) =>
        Assert.Equal(new PlaceForecast(from, until, null, given, days), PlaceForecast.Of(position, false, given, days));

    [Fact]
    public void Where_nothing_can_be_said_it_says_why()
    {
        Assert.Equal(new(null, null, NoForecast.NotDrawn, 100, 90), PlaceForecast.Of(null, true, 100, 90));
        Assert.Equal(new(null, null, NoForecast.Paused, 100, 90), PlaceForecast.Of(1, true, 100, 90));
        Assert.Equal(new(null, null, NoForecast.TooFewGiven, 4, 90), PlaceForecast.Of(1, false, 4, 90));
        Assert.Equal(new(null, null, NoForecast.TooFar, 5, 90), PlaceForecast.Of(400, false, 5, 90));
        Assert.Equal(NoForecast.TooFar, PlaceForecast.Of(int.MaxValue, false, 5, 90).WhyNot);
        Assert.Null(PlaceForecast.Of(1, false, int.MaxValue, 1).WhyNot);
    }

    [Fact]
    public void Where_places_come_at_one_pace_the_wait_ends_within_the_range_as_often_as_is_said()
    {
        var random = new Random(20_240_306);
        var (all, within) = (0, 0);
        foreach (var perDay in new[] { 0.1, 0.2, 1, 5 })
        {
            foreach (var position in new[] { 1, 3, 10, 100 })
            {
                var (asked, right) = (0, 0);
                for (var i = 0; i < 1_000; i++)
                {
                    var given = 0;
                    for (var day = Gap(perDay); day < 90; day += Gap(perDay)) given++;
                    var forecast = PlaceForecast.Of(position, false, given, 90);
                    if (forecast.FromDays is not { } from) continue;
                    var wait = Enumerable.Range(0, position).Sum(_ => Gap(perDay));
                    asked++;
                    if (wait >= from && wait <= forecast.UntilDays) right++;
                }

                Assert.True(right >= 0.75 * asked,
                    $"At {perDay} a day, of {asked} waits at position {position} only {right} ended within the range.");
                (all, within) = (all + asked, within + right);
            }
        }

        Assert.True(within >= 0.9 * all, $"Of {all} waits only {within} ended within the range.");

        double Gap(double perDay) => -Math.Log(1 - random.NextDouble()) / perDay;
    }
}
