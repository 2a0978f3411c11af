namespace VipOrleans.Grains.Tests.Reports;

using System.Diagnostics;
using System.Text;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Reports;
using VipOrleans.Grains.Hosting;
using static VipOrleans.Grains.Tests.World;

/// <summary>
/// A payroll of weeks as one file. Ordinarily of 500 people; of 25,000, who are paid 100,000 weeks, where
/// <c>VIP_LARGE_FILES</c> is set.
/// </summary>
public sealed class LargePayFileTests(LargePayFileTests.SmallWorld world, ITestOutputHelper output)
    : IClassFixture<LargePayFileTests.SmallWorld>
{
    private const int Weeks = 4, Kept = 400;

    private static readonly DateOnly Arrival = new(2026, 1, 5);

    private readonly World _world = world.AsNew();

    public static TheoryData<int> Sizes => Environment.GetEnvironmentVariable("VIP_LARGE_FILES") is null ? [500] : [500, 25_000];

    [Theory, Trait("Speed", "slow")]
    [MemberData(nameof(Sizes))]
    public async Task A_file_of_weekly_pays_ends_at_the_cents_of_the_formula_and_the_same_file_again_changes_nothing(int people)
    {
        var city = await _world.OpenCity(1);
        var first = await _world.Arrive(city, Arrival);
        await _world.Name(first, "orchard");
        var ids = await _world.Copy(first, people);
        var file = new StringBuilder("sponsorship,from,to,frequency,gross,currency\n");
        for (var week = 0; week < Weeks; week++)
        {
            var from = Arrival.AddDays(7 * week);
            for (var i = 0; i < people; i++)
            {
                file.Append(ids[i]).Append($",{from:yyyy-MM-dd},{from.AddDays(6):yyyy-MM-dd},week,")
                    .Append(new Money(Gross(i, week), Nzd).Amount).Append(",NZD\n");
            }
        }

        var started = Stopwatch.GetTimestamp();
        var done = await _world.Import(city, file.ToString(), "weeks", "orchard");
        output.WriteLine($"{people * Weeks:N0} pays of {people:N0} people: {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s, "
            + $"{Environment.WorkingSet >> 20:N0} MiB");
        Assert.Equal((people * Weeks, people * Weeks, 0, 0), (done.Rows, done.Accepted, done.Unchanged, done.Refused));
        // However long the file is, no more sponsorships stay in memory than those that were written to last.
        // Those of a file before it, in the same silo, may still be there.
        await Until(async () => await Active() <= 2 * Kept, "the others to leave memory");
        output.WriteLine($"{GC.GetTotalMemory(forceFullCollection: true) >> 20:N0} MiB of objects afterwards");

        var (results, sum) = (await _world.ResultsOf(done.Id), 0L);
        Assert.Equal(people * Weeks, results.Count);
        for (var row = 0; row < results.Count; row++)
        {
            var (i, week) = (row % people, row / people);
            var expected = Due(i, week) - (week == 0 ? 0 : Due(i, week - 1));
            Assert.Equal((ids[i], expected, 0), (results[row].Sponsorship!.Value, results[row].Withhold!.Value.Minor,
                results[row].GiveBack!.Value.Minor));
            sum += expected;
        }

        var balance = (await _world.Grains.Books(city).TrialBalance())!;
        Assert.Equal((0, sum, Enumerable.Range(0, people).Sum(i => Due(i, Weeks - 1))), (balance.Sum.Minor, balance.Due.Minor, sum));

        var before = await Position(city);
        var again = await _world.Import(city, file.ToString(), "weeks again", "orchard");
        Assert.Equal((0, people * Weeks, 0), (again.Accepted, again.Unchanged, again.Refused));
        Assert.Equal(results.Select(r => r with { Status = RowStatus.Unchanged }), await _world.ResultsOf(again.Id));
        Assert.Equal(["import"], await KindsAfter(city, before));
    }

    private async Task<int> Active() => (await _world.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(s => s.GrainType.Contains("SponsorshipGrain", StringComparison.Ordinal)).Sum(s => s.ActivationCount);

    // Of golden weeks: 31 days have the month of the arrival, and at home 5,279.28 a year.
    private static long Due(int person, int week)
    {
        var earned = Enumerable.Range(0, week + 1).Sum(w => Gross(person, w));
        return Math.Max(0, ((12 * earned * 31) - (527_928 * 7 * (week + 1))) / (2 * 12 * 31));
    }

    private static long Gross(int person, int week) => 60_000 + ((person * 37L) + (week * 1_013L)) % 60_000;

    private async Task<long> Position(CityId city) => (await _world.Watched.Partitions()).Single(p => p.Partition == city.Value).Position;

    private async Task<IEnumerable<string>> KindsAfter(CityId city, long position)
    {
        var kinds = new HashSet<string>();
        while (true)
        {
            var page = await _world.Watched.ReadFeed(city.Value, position, 500);
            kinds.UnionWith(page.Events.Select(e => e.Stream.Kind));
            if (!page.More) return kinds;
            position = page.Last;
        }
    }

    /// <summary>Few stay in memory, so that a file of ordinary length has people who leave it and come back.</summary>
    public sealed class SmallWorld : World
    {
        public SmallWorld() => (Configure, IsWatched) = (o => o.KeptByImport = Kept, false);
    }
}
