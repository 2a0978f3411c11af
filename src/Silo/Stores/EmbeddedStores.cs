using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VipOrleans.Journal;
using VipOrleans.Vault;

namespace VipOrleans.Silo;

/// <summary>Journal, vault and reminders as SQLite files in one data folder: the embedded default.</summary>
internal static class EmbeddedStores
{
    public static void AddEmbeddedStores(this IServiceCollection services, SiloSettings settings, bool isDevelopment)
    {
        // Whoever needs a store takes the folder first, so it is given back last.
        services.AddSingleton(_ => DataFolder.Take(settings.DataFolder));
        services.AddSingleton<IJournal>(s => SqliteJournal.Open(s.GetRequiredService<DataFolder>().JournalFile));
        services.AddSingleton<IVault>(s =>
        {
            var folder = s.GetRequiredService<DataFolder>();
            var logger = s.GetRequiredService<ILoggerFactory>().CreateLogger("VipOrleans.Vault");
            var keys = VaultKeys.FromConfiguration(settings.VaultMasterKeys, isDevelopment, folder.FullPath, logger);
            return SqliteVault.Open(folder.VaultFile, keys, s.GetRequiredService<TimeProvider>());
        });
        services.AddHostedService<Opening>();
    }

    /// <summary>Opens all stores before the silo starts, so that a process that cannot use them says so and ends.</summary>
    private sealed class Opening(IServiceProvider services) : IHostedLifecycleService
    {
        private string _reminders = "";

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _reminders = DataFolder.RemindersFileOf(services.GetRequiredService<DataFolder>().FullPath);
            ReminderFile.Prepare(_reminders);
            services.GetRequiredService<IVault>();
            services.GetRequiredService<IJournal>();
            return Task.CompletedTask;
        }

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
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
