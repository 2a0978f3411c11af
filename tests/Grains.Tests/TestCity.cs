using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using VipOrleans.Contracts;
using VipOrleans.Domain;
using VipOrleans.Journal;
using VipOrleans.Vault;

namespace VipOrleans.Grains.Tests;

/// <summary>A cluster with a journal and a vault in a folder of its own, which outlives the cluster until the test is over.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private TestSilo(InProcessTestCluster cluster, IJournal journal, FakeTimeProvider time) => (_cluster, Journal, Time) = (cluster, journal, time);

    public IJournal Journal { get; }

    public FakeTimeProvider Time { get; }

    public IGrainFactory Grains => _cluster.Client;

    public InProcessTestCluster Cluster => _cluster;

    public static async Task<TestSilo> Start(IJournal journal, IVault vault, FakeTimeProvider time, short silos = 1, Action<JournalingOptions>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton(journal);
            silo.Services.AddSingleton(vault);
            silo.Services.AddSingleton<TimeProvider>(time);
            silo.Services.AddVipGrains(options =>
            {
                options.FirstRetryDelay = TimeSpan.Zero;
                configure?.Invoke(options);
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, journal, time);
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
