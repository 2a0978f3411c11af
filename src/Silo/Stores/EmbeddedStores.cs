namespace VipOrleans.Silo;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using VipOrleans.Journal;
using VipOrleans.Vault;

/// <summary>
/// Journal, vault and reminders: as SQLite files in one data folder, the embedded default, or in the databases that the settings name.
/// Silos that meet in PostgreSQL have the vault there.
/// </summary>
internal static class EmbeddedStores
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
        services.AddHostedService(s => new Opening(s, settings));
        services.AddJournalWatch(settings);
    }

    /// <summary>Opens the vault that the settings name. What several silos share cannot be in a file of one of them.</summary>
    public static async Task<SealedVault> OpenVault(SiloSettings settings, VaultKeys keys, string folder, TimeProvider time) =>
        settings.Membership is { } database
        ? await PostgresVault.Open(new() { ConnectionString = database, OpenPatience = settings.DatabasePatience }, keys, time)
        : SqliteVault.Open(DataFolder.VaultFileOf(folder), keys, time);

    /// <summary>Opens all stores before the silo starts, so that a process that cannot use them says so and ends.</summary>
    private sealed class Opening(IServiceProvider services, SiloSettings settings) : IHostedLifecycleService
    {
        private string? _reminders;

        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            var folder = services.GetRequiredService<DataFolder>();
            TakenPorts.Refuse(services.GetRequiredService<IOptions<EndpointOptions>>().Value);
            if (settings.Membership is { } database) await ClusterDatabase.Prepare(database, settings.DatabasePatience, cancellationToken);
            else ReminderFile.Prepare(_reminders = DataFolder.RemindersFileOf(folder.FullPath));
            services.GetRequiredService<IVault>();
            services.GetRequiredService<JournalKey>();
            services.GetRequiredService<IJournal>();
        }

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            if (_reminders is null) return Task.CompletedTask;
            // The provider's connections are pooled; closing them lets SQLite fold its log into the file.
            using var connection = new SqliteConnection(ReminderFile.ConnectionString(_reminders));
            SqliteConnection.ClearPool(connection);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
