namespace VipOrleans.Grains.Tests.Hosting;

using System.Text;
using System.Text.Json;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Journal;
using static VipOrleans.Grains.Tests.World;

public sealed class SnapshotTests(SnapshotTests.SnapshotWorld world) : IClassFixture<SnapshotTests.SnapshotWorld>
{
    private readonly World _world = world.AsNew();

    [Fact]
    public async Task A_snapshot_is_kept_and_the_next_activation_reads_it_and_what_came_after()
    {
        var id = await CityWithHistory();
        var before = await View(id);
        await Until(() => _world.Watched.Snapshots.Any(s => s.Stream == id.Stream && s.Snapshot.Version >= 10), "a snapshot");

        await _world.Cluster.DeactivateAsync(_world.City(id));

        Assert.Equal(before, await View(id));
        var read = _world.Watched.ReadsOf(id.Stream).Last();
        Assert.InRange(read.Snapshot!.Version, 10, 33);
        Assert.InRange(read.Events.Count, 0, 23);
        Assert.Equal(34, (await _world.City(id).DecideQuota(Command(), Quota(9))).Version);
    }

    [Theory]
    [InlineData("city-0", "{}")]
    [InlineData(null, "no JSON")]
    [InlineData(null, "null")]
    [InlineData(null, "{\"id\":7}")]
    [InlineData(null, "{\"id\":\"not an id\"}")]
    public async Task A_snapshot_that_cannot_be_read_is_passed_over(string? schema, string data)
    {
        var id = await CityWithHistory();
        var before = await View(id);
        await Until(() => _world.Watched.Snapshots.Any(s => s.Stream == id.Stream && s.Snapshot.Version >= 10), "a snapshot");
        await _world.Cluster.DeactivateAsync(_world.City(id));
        var head = (await _world.Watched.Read(id.Stream)).Head;
        await _world.Watched.SaveSnapshot(id.Stream,
            new(head.Version, head.Hash, schema ?? CityDecider.Aggregate.Schema, Encoding.UTF8.GetBytes(data)));

        Assert.Equal(before, await View(id));
        Assert.Equal(33, _world.Watched.ReadsOf(id.Stream).Last().Events.Count);
        Assert.Equal(34, (await _world.City(id).DecideQuota(Command(), Quota(9))).Version);
    }

    [Fact]
    public async Task Without_a_snapshot_the_state_is_the_same()
    {
        var id = await CityWithHistory();
        var before = await View(id);
        await _world.Cluster.DeactivateAsync(_world.City(id));
        await _world.Watched.DeleteSnapshot(id.Stream);

        Assert.Equal(before, await View(id));
        Assert.Equal(33, _world.Watched.ReadsOf(id.Stream).Last().Events.Count);
    }

    [Fact]
    public async Task A_journal_that_keeps_no_snapshots_hinders_nobody()
    {
        await using var world =
            await Start(new() { Configure = o => o.SnapshotEvery = 1, Around = journal => new WithoutSnapshots(journal) });
        var id = await world.OpenCity(1);
        for (var n = 1; n <= 5; n++) Accepted("decided", await world.City(id).DecideQuota(Command(), Quota(n)));
        await world.Cluster.DeactivateAsync(world.City(id));
        Assert.Equal(7, (await world.City(id).Get())!.Version);
    }

    // 33 events: a city with places held, confirmed and waited for.
    private async Task<CityId> CityWithHistory()
    {
        var id = await _world.OpenCity(20);
        for (var n = 1; n <= 25; n++) await _world.City(id).HoldPlace(Command(), SponsorshipId.From(id, $"{n}"));
        for (var n = 1; n <= 6; n++) await _world.City(id).ConfirmPlace(Command(), SponsorshipId.From(id, $"{n}"));
        return id;
    }

    private async Task<string> View(CityId id)
    {
        var places = new List<object>();
        for (var n = 1; n <= 25; n++)
        {
            places.Add((await _world.City(id).PlaceOf(SponsorshipId.From(id, $"{n}"))) with { Result = new() { Version = 0 } });
        }

        return JsonSerializer.Serialize(new { City = await _world.City(id).Get(), Places = places });
    }

    private sealed class WithoutSnapshots(IJournal inner) : IJournal
    {
        public bool JoinsPartitions => inner.JoinsPartitions;

        public ValueTask<AppendResult> Append(Append append, CancellationToken cancellation = default) =>
            inner.Append(append, cancellation);

        public ValueTask<IReadOnlyList<AppendResult>> AppendTogether(IReadOnlyList<Append> appends,
            CancellationToken cancellation = default) => inner.AppendTogether(appends, cancellation);

        public ValueTask<StreamContent> Read(StreamId stream, string? snapshotSchema = null, CancellationToken cancellation = default) =>
            inner.Read(stream, snapshotSchema, cancellation);

        public ValueTask<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> commandIds,
            CancellationToken cancellation = default) => inner.FindCommands(stream, commandIds, cancellation);

        public ValueTask<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation = default) =>
            inner.ReadFeed(partition, after, limit, cancellation);

        public ValueTask<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation = default) =>
            inner.Partitions(cancellation);

        public ValueTask SaveSnapshot(StreamId stream, Snapshot snapshot, CancellationToken cancellation = default) =>
            throw new JournalUnavailableException("No room for snapshots.", outcomeKnown: true);

        public ValueTask DeleteSnapshot(StreamId stream, CancellationToken cancellation = default) =>
            throw new JournalUnavailableException("No room for snapshots.", outcomeKnown: true);

        public ValueTask<bool> IsReady(CancellationToken cancellation = default) => inner.IsReady(cancellation);
    }

    public sealed class SnapshotWorld : World
    {
        public SnapshotWorld() => Configure = o => o.SnapshotEvery = 10;
    }
}
