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
    /// In Azure Tables, whose account then also has the membership, the reminders and the vault, unless
    /// <see cref="SiloSettings.ClusterConnection"/> names something else: any number of silos.
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

    /// <summary>Verifies it.</summary>
    /// <param name="settings">Which journal.</param>
    /// <param name="journal">The journal, if it is open.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Given word now and then.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<VerificationReport> Verify(SiloSettings settings, IJournal? journal, VerificationOptions options,
        IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        switch (settings.Store)
        {
            case JournalStore.Sqlite:
                return await JournalVerification.Run(DataFolder.JournalFileOf(settings.DataFolder), options, progress, cancellation);
            case JournalStore.Postgres:
                return await JournalVerification.Run(Postgres(settings.JournalConnection!), options, progress, cancellation);
            default:
                if (journal is SealedJournal { Inner: var inner })
                {
                    return await JournalVerification.Run(inner, options, progress, cancellation);
                }

                await using (var opened = await AzureTablesJournal.Open(AzureTables(settings.JournalConnection!), cancellation))
                    return await JournalVerification.Run(opened, options, progress, cancellation);
        }
    }

    public static PostgresJournalOptions Postgres(string connection) => new() { ConnectionString = connection };

    public static AzureTablesJournalOptions AzureTables(string connection) => new() { Connection = connection };
}
