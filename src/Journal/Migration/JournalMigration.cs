namespace VipOrleans.Journal;

/// <summary>How far a migration has come.</summary>
/// <param name="Events">Events that were checked and written again.</param>
/// <param name="Of">Events in all, as counted at the beginning.</param>
public readonly record struct MigrationProgress(long Events, long Of);

/// <summary>What a migration did.</summary>
/// <param name="Partitions">Cities and nations.</param>
/// <param name="Streams">Streams.</param>
/// <param name="Events">Events.</param>
public sealed record MigrationReport(int Partitions, long Streams, long Events);

/// <summary>
/// Brings a journal of format 1 to the present format: every event is checked under the hashes that it has, then all hashes are written
/// again. Positions, versions, append ids and marks of commands stay; snapshots are deleted, as they carry no seal, and are made again from
/// the events.
/// </summary>
/// <remarks>
/// All or nothing: a journal that is damaged, or a migration that is cut off, leaves the journal as it was. No other program may have the
/// journal open; a file is locked, of a database it is up to the caller.
/// </remarks>
public static class JournalMigration
{
    /// <summary>Migrates a journal's file, in one transaction.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Given word now and then.</param>
    /// <param name="cancellation">Gives up, and leaves the journal as it was.</param>
    /// <returns>What was done; null for a journal that has the present format.</returns>
    /// <exception cref="JournalUnavailableException">There is no such journal, it is open, or it cannot be written.</exception>
    /// <exception cref="JournalCorruptException">What is stored is not what was written.</exception>
    public static MigrationReport? Migrate(string path, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) => SqliteMigration.Run(path, progress, cancellation);

    /// <summary>Migrates a journal in PostgreSQL, in one transaction that needs room for a second copy of the events.</summary>
    /// <param name="options">The database.</param>
    /// <param name="progress">Given word now and then.</param>
    /// <param name="cancellation">Gives up, and leaves the journal as it was.</param>
    /// <returns>What was done; null for a journal that has the present format.</returns>
    /// <exception cref="JournalUnavailableException">There is no journal, or it cannot be reached or written.</exception>
    /// <exception cref="JournalCorruptException">What is stored is not what was written.</exception>
    public static Task<MigrationReport?> Migrate(PostgresJournalOptions options, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) => PostgresMigration.Run(options, progress, cancellation);

    /// <summary>
    /// Migrates a journal in Azure Tables, into another table: from <see cref="AzureTablesJournalOptions.FormerTable"/> to
    /// <see cref="AzureTablesJournalOptions.Table"/>, which is opened only when all is there. The former table stays as it was, and may be
    /// deleted by hand. A migration that was cut off is simply run again.
    /// </summary>
    /// <param name="options">The tables.</param>
    /// <param name="progress">Given word now and then.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was done; null for a journal that has the present format.</returns>
    /// <exception cref="JournalUnavailableException">There is no journal, or it cannot be reached or written.</exception>
    /// <exception cref="JournalCorruptException">What is stored is not what was written.</exception>
    public static Task<MigrationReport?> Migrate(AzureTablesJournalOptions options, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) => AzureTablesMigration.Run(options, progress, cancellation);
}
