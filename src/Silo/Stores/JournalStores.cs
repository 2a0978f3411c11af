namespace VipOrleans.Silo;

using VipOrleans.Journal;

/// <summary>Where the journal is kept.</summary>
public enum JournalStore
{
    /// <summary>In a file of the data folder: one silo.</summary>
    Sqlite,

    /// <summary>In PostgreSQL, which then also has the membership and the reminders: any number of silos.</summary>
    Postgres,

    /// <summary>
    /// In Azure Tables; membership and reminders of several silos are in PostgreSQL (<see cref="SiloSettings.ClusterConnection"/>).
    /// </summary>
    AzureTables,
}

/// <summary>Opens the journal that the settings name.</summary>
internal static class JournalStores
{
    /// <summary>Opens it. Blocks on disk and network: meant for the start of a process.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be used.</exception>
    public static IJournal Open(SiloSettings settings, Func<string> file) => settings.Store switch
    {
        // Not in the caller's context, which this call blocks.
        JournalStore.Postgres =>
            Task.Run(() => PostgresJournal.Open(Postgres(settings.JournalConnection!) with { OpenPatience = settings.DatabasePatience }))
                .GetAwaiter().GetResult(),
        JournalStore.AzureTables =>
            Task.Run(() => AzureTablesJournal.Open(AzureTables(settings.JournalConnection!))).GetAwaiter().GetResult(),
        _ => SqliteJournal.Open(file()),
    };

    public static PostgresJournalOptions Postgres(string connection) => new() { ConnectionString = connection };

    public static AzureTablesJournalOptions AzureTables(string connection) => new() { Connection = connection };
}
