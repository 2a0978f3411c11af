namespace VipOrleans.Silo.Tests;

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;
using VipOrleans.Servers;

/// <summary>Orleans' membership on PostgreSQL.</summary>
public sealed class PostgresMembershipTableTests : MembershipTableTests
{
    private string _connection = "";

    protected override async Task Prepare()
    {
        _connection = await (await PostgresServer.Shared).NewDatabase();
        await ClusterDatabase.Prepare(_connection);
    }

    protected override void Use(ISiloBuilder silo) =>
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (ClusterDatabase.Invariant, _connection));

    protected override void Use(IClientBuilder client) =>
        client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (ClusterDatabase.Invariant, _connection));
}

/// <summary>Orleans' membership in Azure Tables.</summary>
public sealed class AzureMembershipTableTests : MembershipTableTests
{
    private readonly string _table = $"m{Guid.NewGuid():n}";
    private string _account = "";

    protected override async Task Prepare() => _account = (await AzuriteServer.Shared).ConnectionString;

    protected override void Use(ISiloBuilder silo) =>
        silo.UseAzureStorageClustering(o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(_account), _table));

    protected override void Use(IClientBuilder client) =>
        client.UseAzureStorageClustering(o => (o.TableServiceClient, o.TableName) = (ClusterAccount.Tables(_account), _table));
}

/// <summary>Orleans' membership, asked through Orleans' own interfaces.</summary>
public abstract class MembershipTableTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 3, 1, 9, 30, 15, 123, DateTimeKind.Utc);
    private IMembershipTable _table = null!;
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await Prepare();
        (_host, _table) = await Open("one");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the store.</summary>
    protected abstract Task Prepare();

    /// <summary>Gives the store to a silo.</summary>
    protected abstract void Use(ISiloBuilder silo);

    /// <summary>Gives the store to a client.</summary>
    protected abstract void Use(IClientBuilder client);

    [Fact]
    public async Task A_silo_is_read_as_it_was_written_and_raises_the_version()
    {
        var written = Silo(1);
        Assert.True(await _table.InsertRowAsync(written, await Next()));

        var read = await _table.ReadRowAsync(written.SiloAddress);
        Assert.Equal(1, read.Version.Version);
        var silo = Assert.Single(read.Members).Item1;
        Assert.Equal(
            (written.SiloAddress, written.SiloName, written.HostName, written.Status, written.ProxyPort, written.StartTime,
                written.IAmAliveTime),
            (silo.SiloAddress, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort, silo.StartTime, silo.IAmAliveTime));
        var other = await _table.ReadRowAsync(Silo(2).SiloAddress);
        Assert.Equal((0, 1), (other.Members.Count, other.Version.Version));
    }

    [Fact]
    public async Task Nothing_changes_on_another_version_than_was_read_nor_for_a_silo_that_is_there_or_is_not()
    {
        var stale = await Next();
        Assert.True(await _table.InsertRowAsync(Silo(1), await Next()));

        Assert.False(await _table.InsertRowAsync(Silo(2), stale));
        Assert.False(await _table.InsertRowAsync(Silo(1), await Next()));
        Assert.False(await _table.UpdateRowAsync(Silo(1, SiloStatus.Dead), await Etag(1), stale));
        Assert.False(await _table.UpdateRowAsync(Silo(3, SiloStatus.Dead), await Etag(1), await Next()));

        var all = await _table.ReadAllAsync();
        Assert.Equal((1, 1, SiloStatus.Active), (all.Version.Version, all.Members.Count, all.Members[0].Item1.Status));
    }

    [Fact]
    public async Task Of_many_changes_on_one_version_exactly_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            var next = await Next();
            var made = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(i => Task.Run(() => _table.InsertRowAsync(Silo((round * 10) + i), next))));
            Assert.Single(made, m => m);
        }

        Assert.Equal((10, 10), ((await _table.ReadAllAsync()).Version.Version, (await _table.ReadAllAsync()).Members.Count));
    }

    [Fact]
    public async Task A_silo_s_end_and_who_suspected_it_are_kept()
    {
        await _table.InsertRowAsync(Silo(1), await Next());
        var dead = Silo(1, SiloStatus.Dead);
        dead.AddSuspector(Silo(2).SiloAddress, Now);
        Assert.True(await _table.UpdateRowAsync(dead, await Etag(1), await Next()));

        var read = Assert.Single((await _table.ReadAllAsync()).Members).Item1;
        Assert.Equal(SiloStatus.Dead, read.Status);
        Assert.Equal(Silo(2).SiloAddress, Assert.Single(read.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task A_sign_of_life_changes_no_version()
    {
        var silo = Silo(1);
        await _table.InsertRowAsync(silo, await Next());
        silo.IAmAliveTime = Now.AddMinutes(5);
        await _table.UpdateIAmAliveAsync(silo);

        var all = await _table.ReadAllAsync();
        Assert.Equal((1, Now.AddMinutes(5)), (all.Version.Version, all.Members[0].Item1.IAmAliveTime));
    }

    [Fact]
    public async Task Only_silos_that_are_not_active_are_cleaned_away()
    {
        foreach (var silo in new[] { Silo(1), Silo(2, SiloStatus.Dead), Silo(3, SiloStatus.Dead, Now.AddDays(2)) })
        {
            await _table.InsertRowAsync(silo, await Next());
        }


        await _table.CleanupDefunctSiloEntriesAsync(Now.AddDays(1));

        Assert.Equal([1, 3], (await _table.ReadAllAsync()).Members.Select(m => m.Item1.SiloAddress.Generation).Order());
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_that_have_a_port_for_clients()
    {
        var noClients = Silo(2);
        noClients.ProxyPort = 0;
        foreach (var silo in new[] { Silo(1), noClients, Silo(3, SiloStatus.Dead) }) await _table.InsertRowAsync(silo, await Next());
        var client = new HostBuilder().UseOrleansClient(c =>
        {
            c.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("one", "vip"));
            Use(c);
        }).Build();
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();

        Assert.Equal(30001, Assert.Single(await gateways.GetGateways()).Port);
        client.Dispose();
    }

    [Fact]
    public async Task Another_cluster_in_the_same_database_is_another_cluster()
    {
        await _table.InsertRowAsync(Silo(1), await Next());
        var (host, other) = await Open("other");

        Assert.Empty((await other.ReadAllAsync()).Members);
        await other.InsertRowAsync(Silo(1), (await other.ReadAllAsync()).Version.Next());
        await other.DeleteMembershipTableEntriesAsync("other");
        Assert.Single((await _table.ReadAllAsync()).Members);
        host.Dispose();
    }

    private async Task<string> Etag(int silo) =>
        (await _table.ReadAllAsync()).Members.Single(m => m.Item1.SiloAddress.Generation == silo).Item2;

    private async Task<TableVersion> Next() => (await _table.ReadAllAsync()).Version.Next();

    private async Task<(IHost, IMembershipTable)> Open(string cluster)
    {
        var host = new HostBuilder().UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster, "vip"));
            Use(silo);
        }).Build();
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true);
        return (host, table);
    }

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Active, DateTime? alive = null) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, number),
        SiloName = $"silo-{number}",
        HostName = "host",
        Status = status,
        ProxyPort = 30000 + number,
        StartTime = Now,
        IAmAliveTime = alive ?? Now,
        SuspectTimes = [],
    };
}
