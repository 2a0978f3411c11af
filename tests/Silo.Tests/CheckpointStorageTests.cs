namespace VipOrleans.Silo.Tests;

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;
using VipOrleans.Grains;
using VipOrleans.Grains.Hosting;
using VipOrleans.Servers;

/// <summary>Checkpoints on the SQLite file.</summary>
public sealed class SqliteCheckpointStorageTests : CheckpointStorageTests
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteFile.Close(File);
        _folder.Dispose();
    }

    private string File => Path.Combine(_folder.Path, "checkpoints.db");

    private protected override Task Add(ISiloBuilder silo)
    {
        // As each start does.
        CheckpointStorage.Prepare(File);
        silo.AddCheckpointsIn(CheckpointStorage.Sqlite, SqliteFile.ConnectionString(File));
        return Task.CompletedTask;
    }
}

/// <summary>Checkpoints on PostgreSQL.</summary>
public sealed class PostgresCheckpointStorageTests : CheckpointStorageTests
{
    private string? _connection;

    private protected override async Task Add(ISiloBuilder silo)
    {
        _connection ??= await (await PostgresServer.Shared).NewDatabase();
        await ClusterDatabase.Prepare(_connection);
        silo.AddCheckpointsIn(ClusterDatabase.Invariant, _connection);
    }
}

/// <summary>Checkpoints in Azure blobs.</summary>
public sealed class AzureCheckpointStorageTests : CheckpointStorageTests
{
    private readonly string _container = $"c{Guid.NewGuid():n}";

    private protected override async Task Add(ISiloBuilder silo) =>
        silo.AddCheckpointsInBlobs((await AzuriteServer.Shared).ConnectionString, _container);
}

/// <summary>What any store of checkpoints does, asked through Orleans' own interface.</summary>
public abstract class CheckpointStorageTests : IAsyncLifetime
{
    private static readonly GrainId Id = GrainId.Create("registers", "nz-akl");
    private readonly List<IHost> _hosts = [];
    private IGrainStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await Open();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private protected abstract Task Add(ISiloBuilder silo);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task A_checkpoint_is_read_as_it_was_kept_also_by_another_silo(int bytes)
    {
        var fold = new byte[bytes];
        new Random(1).NextBytes(fold);
        await _storage.WriteStateAsync("registers", Id, State(7, fold));
        await _storage.WriteStateAsync("books", GrainId.Create("books", "nz-akl"), State(8, [1]));

        var read = await Read(await Open());
        Assert.Equal((7, "registers-1"), (read.State!.Position, read.State.Schema));
        Assert.Equal(fold, read.State.Fold);
        Assert.Equal(new byte[] { 1, 2 }, read.State.Seal);
    }

    [Fact]
    public async Task What_was_never_kept_is_empty_and_can_be_kept()
    {
        var nothing = await Read(_storage);
        Assert.False(nothing.RecordExists);
        Assert.Equal("", nothing.State!.Schema);
        nothing.State = State(1, [1]).State!;
        await _storage.WriteStateAsync("registers", Id, nothing);
        Assert.Equal(1, (await Read(_storage)).State!.Position);
    }

    [Fact]
    public async Task One_who_has_not_seen_the_newest_changes_nothing_and_is_told()
    {
        var (first, second) = (State(1, [1]), State(2, [2]));
        await _storage.WriteStateAsync("registers", Id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("registers", Id, second));
        var old = await Read(_storage);
        first.State = State(3, [3]).State!;
        await _storage.WriteStateAsync("registers", Id, first);
        old.State = State(4, [4]).State!;
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("registers", Id, old));

        Assert.Equal(3, (await Read(_storage)).State!.Position);
    }

    [Fact]
    public async Task Of_many_who_write_at_once_one_is_the_first()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            await Record.ExceptionAsync(() => Task.Run(() => _storage.WriteStateAsync("registers", Id, State(i, [1]))))));
        Assert.Single(outcomes, o => o is null);
        Assert.All(outcomes, o => Assert.True(o is null or InconsistentStateException, $"{o}"));
    }

    [Fact]
    public async Task What_is_no_checkpoint_is_read_as_none()
    {
        var serializer = new CheckpointSerializer();
        var good = serializer.Serialize(State(7, [1, 2, 3]).State).ToArray();
        Assert.Equal(7, serializer.Deserialize<CheckpointState>(new(good))!.Position);
        foreach (var bad in new[] { [], [9], "{\"position\":7}"u8.ToArray(), good[..^5], [2, .. good[1..]] })
        {
            var read = serializer.Deserialize<CheckpointState>(new(bad))!;
            Assert.True(read.Schema.Length == 0 || read.Fold.Length < 3, $"{read.Position}");
        }

        await Task.CompletedTask;
    }

    private static GrainState<CheckpointState> State(long position, byte[] fold) =>
        new(new() { Position = position, Schema = "registers-1", Fold = fold, Seal = [1, 2] });

    private static async Task<GrainState<CheckpointState>> Read(IGrainStorage storage)
    {
        var state = new GrainState<CheckpointState>(new());
        await storage.ReadStateAsync("registers", Id, state);
        return state;
    }

    private async Task<IGrainStorage> Open()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Task? added = null;
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(NodePort(), 0);
            silo.Configure<EndpointOptions>(o => o.AdvertisedIPAddress = IPAddress.Loopback);
            added = Add(silo);
        });
        await added!;
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host.Services.GetRequiredKeyedService<IGrainStorage>(GrainsHosting.CheckpointStorage);
    }

    private static int NodePort() => VipOrleans.Processes.NodeProcess.FreePort();
}
