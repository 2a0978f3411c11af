namespace VipOrleans.Grains.Tests.Reports;

using System.Diagnostics;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;
using static VipOrleans.Domain.Places.CityEvent;
using static VipOrleans.Grains.Tests.World;

public sealed class FeedTests(World world) : IClassFixture<World>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_waits_for_news_is_woken_by_the_next_commit()
    {
        var id = await world.OpenCity(1);
        var seen = await world.Feed(id.Value).Read(0, 100, TimeSpan.Zero);
        Assert.Equal(["city-opened", "quota-decided"], seen.Items.Select(i => i.Type));
        // Time stands still, so nothing but a commit ends the wait.
        var waiting = world.Feed(id.Value).Read(seen.Last, 100, Long);
        Assert.False(waiting.IsCompleted);

        await world.City(id).Pause(Command(actor: "nation-officer:3"), PauseReason.Safety);

        var item = Assert.Single((await Soon(waiting, "news")).Items);
        Assert.Equal(("city-paused", 3L, "nation-officer:3", Beginning.Date, id.Stream.Value),
            (item.Type, item.Version, item.Actor, item.At.Date, item.Stream));
        Assert.Equal(new CityPaused(PauseReason.Safety), CityDecider.Aggregate.Events.Read(System.Text.Encoding.UTF8.GetBytes(item.Json)));
    }

    [Fact]
    public async Task Who_waits_in_vain_is_told_so_after_a_while_and_may_give_up_before()
    {
        var id = await world.OpenCity(1);
        var last = (await world.Feed(id.Value).Read(0, 100, TimeSpan.Zero)).Last;
        var waiting = world.Feed(id.Value).Read(last, 100, TimeSpan.FromHours(1));
        await Until(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(5));
            return waiting.IsCompleted;
        }, "an empty answer");
        Assert.Equal((0, last), ((await waiting).Items.Count, (await waiting).Last));

        using var patience = new CancellationTokenSource();
        var given = world.Feed(id.Value).Read(last, 100, Long, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(given, "the end of the wait"));
    }

    [Fact]
    public async Task A_reader_misses_nothing_and_sees_all_in_order_while_many_write()
    {
        var id = await world.OpenCity(1);
        var writers = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => world.Propose(id)));
        var seen = new List<FeedItem>();
        var last = 0L;
        while (seen.Count < 2 + 80)
        {
            // Sometimes the feed's grain is lost in between; the reader goes on where it was.
            if (seen.Count % 10 == 3) await world.Cluster.DeactivateAsync(world.Feed(id.Value));
            var slice = await Soon(world.Feed(id.Value).Read(last, 7, Long), $"event {seen.Count + 1} of 82");
            seen.AddRange(slice.Items);
            last = slice.Last;
        }

        await writers;
        Assert.Equal(seen.Select(i => i.Position).Order().Distinct(), seen.Select(i => i.Position));
        Assert.All(seen.GroupBy(i => i.Stream),
            stream => Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(i => i.Version)));
        var all = await world.Watched.ReadFeed(id.Value, 0, 1000);
        Assert.Equal(all.Events.Select(e => (e.Position, e.Stream.Value, e.Version)), seen.Select(i => (i.Position, i.Stream, i.Version)));
    }

    [Fact]
    public async Task A_feed_that_cannot_be_read_says_so()
    {
        var id = await world.OpenCity(1);
        await world.Feed(id.Value).Read(0, 1, TimeSpan.Zero);
        world.Faults.ReadFails = new JournalUnavailableException("The disk is away.", outcomeKnown: true);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Feed(id.Value).Read(0, 1, TimeSpan.Zero));
        world.Heal();
        Assert.Single((await world.Feed(id.Value).Read(0, 1, TimeSpan.Zero)).Items);
    }

    [Fact]
    public async Task A_silo_stops_soon_though_readers_wait_and_news_is_being_delivered()
    {
        await using var own = await Start();
        var id = await own.OpenCity(0);
        await Task.WhenAll(Enumerable.Range(1, 150).Select(n => own.City(id).HoldPlace(Command(), SponsorshipId.From(id, $"{n}"))));
        var waiting = own.Feed("nz").Read(0, 1, Long);
        Accepted("decided", await own.City(id).DecideQuota(Command(), Quota(150)));
        var began = Stopwatch.GetTimestamp();

        await own.Restart();

        // A call to a grain that is gone already would take half a minute to time out.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.True(waiting.IsCompleted);
        Assert.Equal(150, (await own.City(id).Get())!.Held);
    }
}
