namespace VipOrleans.Gateway.Tests.Access;

using Microsoft.Extensions.Options;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Problems;

public sealed class FeedSeatsTests
{
    [Fact]
    public void Any_number_of_subjects_of_a_nation_take_half_of_the_feeds_and_another_nation_finds_some()
    {
        var seats = Seats(1000);
        Assert.Equal(500, TakeAll(seats, "nz", 100).Count);
        Assert.Equal(250, TakeAll(seats, "au", 100).Count);
        Assert.Equal(125, TakeAll(seats, "ph", 100).Count);
        Assert.IsType<IDisposable>(seats.Take(Officer("fj", 0)), exactMatch: false);
    }

    [Fact]
    public void What_a_nation_gives_back_is_free_for_all()
    {
        var seats = Seats(100);
        var first = TakeAll(seats, "nz", 100);
        Assert.Equal(25, TakeAll(seats, "au", 100).Count);
        foreach (var seat in first)
        {
            seat.Dispose();
            seat.Dispose();
        }

        // 75 are free, and the other nation has 25.
        Assert.Equal(25, TakeAll(seats, "au", 100, firstSubject: 200).Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Few_feeds_are_shared_too(int feeds, int expected) => Assert.Equal(expected, TakeAll(Seats(feeds), "nz", 3).Count);

    [Fact]
    public void A_subject_has_its_own_bound_whatever_its_nation_has()
    {
        var seats = Seats(1000);
        for (var i = 0; i < 10; i++) seats.Take(Officer("nz", 1));
        Assert.Contains("one caller", Assert.Throws<ProblemException>(() => seats.Take(Officer("nz", 1))).Detail, StringComparison.Ordinal);
        Assert.IsType<IDisposable>(seats.Take(Officer("nz", 2)), exactMatch: false);
    }

    private static FeedSeats Seats(int feeds) => new(Options.Create(new GatewayLimits { Feeds = feeds }));

    private static List<IDisposable> TakeAll(FeedSeats seats, string nation, int subjects, int firstSubject = 0)
    {
        var taken = new List<IDisposable>();
        for (var i = 0; i < subjects * 10; i++)
        {
            try
            {
                taken.Add(seats.Take(Officer(nation, firstSubject + (i / 10))));
            }
            catch (ProblemException e) when (e.Kind.Status is 429 or 503)
            {
                // Taken by others.
            }
        }

        return taken;
    }

    private static Caller Officer(string nation, int subject) =>
        new() { Role = Role.CityOfficer, Key = $"{nation}{subject}", City = CityId.Parse($"{nation}-c{subject % 7}") };
}
