namespace VipOrleans.Silo;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using VipOrleans.Journal;
using VipOrleans.Vault;

/// <summary>
/// Journal, vault and reminders: as SQLite files in one data folder, the embedded default, or in the databases that the settings name.
/// Silos that meet in PostgreSQL, or in an Azure storage account, have the vault there.
/// </summary>
internal static partial class EmbeddedStores
{
    public static void AddEmbeddedStores(this IServiceCollection services, SiloSettings settings, bool isDevelopment)
    {
        // Whoever needs a store takes the folder first, so it is given back last.
        services.AddSingleton(_ => DataFolder.Take(settings.DataFolder));
        services.AddSingleton(s => JournalKeys.Of(settings, s.GetRequiredService<DataFolder>(), isDevelopment));
        services.AddSingleton<IJournal>(s => new SealedJournal(
            JournalStores.Open(settings, () => s.GetRequiredService<DataFolder>().JournalFile), s.GetRequiredService<JournalKey>()));
        services.AddSingleton<IVault>(s =>
        {
            var folder = s.GetRequiredService<DataFolder>();
            var logger = s.GetRequiredService<ILoggerFactory>().CreateLogger("VipOrleans.Vault");
            var keys = VaultKeys.FromConfiguration(settings.VaultMasterKeys, isDevelopment, folder.FullPath, logger);
            // Not in the caller's context, which this call blocks.
            return Task.Run(() => OpenVault(settings, keys, folder.FullPath, s.GetRequiredService<TimeProvider>())).GetAwaiter()
                .GetResult();
        });
        services.AddHostedService(s => new Opening(s, settings, s.GetRequiredService<ILoggerFactory>().CreateLogger("VipOrleans.Silo")));
        services.AddJournalWatch(settings);
    }

    /// <summary>Opens the vault that the settings name. What several silos share cannot be in a file of one of them.</summary>
    public static async Task<SealedVault> OpenVault(SiloSettings settings, VaultKeys keys, string folder, TimeProvider time)
    {
        if (settings.IsAlone) return SqliteVault.Open(DataFolder.VaultFileOf(folder), keys, time);
        if (settings.Membership is { } database)
        {
            return await PostgresVault.Open(new() { ConnectionString = database, OpenPatience = settings.DatabasePatience }, keys, time);
        }

        if (File.Exists(DataFolder.VaultFileOf(folder)))
        {
            throw new OperatorException($"{DataFolder.VaultFileOf(folder)} is the vault of a silo that ran alone, and people's data is in "
                + "the storage account now. Nothing moves it there: go on with the version before, or move the file elsewhere if nobody "
                + "needs it.");
        }

        return await AzureVault.Open(new() { Connection = settings.Account!, OpenPatience = settings.DatabasePatience }, keys, time);
    }

    [LoggerMessage(237, LogLevel.Warning,
        "This silo is of the cluster '{Cluster}', and silos of another one meet in the same database: {Others}. If all are to be one "
        + "cluster, Cluster:ClusterId must be the same.")]
    private static partial void LogOthers(ILogger log, string cluster, string others);

    /// <summary>Opens all stores before the silo starts, so that a process that cannot use them says so and ends.</summary>
    private sealed class Opening(IServiceProvider services, SiloSettings settings, ILogger log) : IHostedLifecycleService
    {
        private readonly List<string> _files = [];

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            var folder = services.GetRequiredService<DataFolder>();
            TakenPorts.Refuse(services.GetRequiredService<IOptions<EndpointOptions>>().Value);
            if (settings.IsAlone)
            {
                _files.AddRange([DataFolder.RemindersFileOf(folder.FullPath), DataFolder.CheckpointsFileOf(folder.FullPath)]);
                ReminderFile.Prepare(_files[0]);
                CheckpointStorage.Prepare(_files[1]);
            }

            var others = await Meet(cancellationToken);
            if (others.Count > 0) LogOthers(log, settings.ClusterId, string.Join(" and ", others));
            services.GetRequiredService<IVault>();
            services.GetRequiredService<JournalKey>();
            services.GetRequiredService<IJournal>();
        }

        // Makes what the silos meet in, and answers which others meet there.
        private async Task<IReadOnlyList<string>> Meet(CancellationToken cancellation)
        {
            if (settings.Membership is { } database)
            {
                await ClusterDatabase.Prepare(database, settings.DatabasePatience, cancellation);
                return await ClusterDatabase.OtherClusters(database, settings.ClusterId, cancellation);
            }

            if (settings.Account is not { } account) return [];
            await ClusterAccount.Prepare(account, settings.DatabasePatience, cancellation);
            return await ClusterAccount.OtherClusters(account, settings.ClusterId,
                services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellation);
        }

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            foreach (var file in _files) SqliteFile.Close(file);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
