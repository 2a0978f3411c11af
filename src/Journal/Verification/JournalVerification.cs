namespace VipOrleans.Journal;


/// <summary>Something in a journal that is not what this system wrote.</summary>
/// <param name="Where">The stream, or the city or nation, or the journal.</param>
/// <param name="What">What is wrong, in a sentence.</param>
public sealed record JournalFinding(string Where, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {What}";
}

/// <summary>How far a verification has come.</summary>
/// <param name="Events">Events that were looked at.</param>
/// <param name="Of">Events in all, as counted at the beginning.</param>
public readonly record struct VerificationProgress(long Events, long Of);

/// <summary>What a verification found.</summary>
/// <param name="Partitions">Cities and nations.</param>
/// <param name="Streams">Streams.</param>
/// <param name="Events">Events.</param>
/// <param name="Marks">Marks of commands.</param>
/// <param name="Snapshots">Snapshots and checkpoints.</param>
/// <param name="Findings">What is wrong, at most <see cref="JournalVerification.MaxFindings"/>; none for a journal that is whole.</param>
public sealed record VerificationReport(int Partitions, long Streams, long Events, long Marks, long Snapshots,
    IReadOnlyList<JournalFinding> Findings);

/// <summary>How a journal is verified.</summary>
public sealed record VerificationOptions
{
    /// <summary>The journal's key.</summary>
    public required JournalKey Key { get; init; }

    /// <summary>What was signed of the journal; none if it has no anchor.</summary>
    public IReadOnlyList<JournalAnchor> Anchors { get; init; } = [];

    /// <summary>True if nothing is appended meanwhile, so that also what stands behind the heads is a finding.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>About how many events are looked at in a second; null for as many as can be.</summary>
    public int? EventsPerSecond { get; init; }
}

/// <summary>
/// Goes through a whole journal and finds what was not written by this system: an event, a head, a mark of a command or a snapshot that was
/// changed, added, taken away or moved, and a journal that is older than its anchor.
/// </summary>
public static class JournalVerification
{
    /// <summary>Most findings that a report lists.</summary>
    public const int MaxFindings = 1000;

    /// <summary>Verifies a journal's file.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public static async Task<VerificationReport> Run(string file, VerificationOptions options,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var records = SqliteRecords.Open(file);
            return await Run(records, options, progress, cancellation);
        }
        catch (JournalCorruptException e)
        {
            return Damaged(e.Message);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e) when (e.IsDamage())
        {
            return Damaged($"The journal's file '{file}' is damaged: {e.Message}");
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            throw Unread($"The journal '{file}'", e);
        }
    }

    /// <summary>Verifies a journal in PostgreSQL.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public static async Task<VerificationReport> Run(PostgresJournalOptions database, VerificationOptions options,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var records = PostgresRecords.Open(database);
            return await Run(records, options, progress, cancellation);
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw Unread("The journal in PostgreSQL", e);
        }
    }

    /// <summary>
    /// Verifies any journal by what it tells of itself: feeds, streams and snapshots, but neither heads of streams nor marks of commands.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public static async Task<VerificationReport> Run(IJournal journal, VerificationOptions options,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var records = new StoreRecords(journal);
            return await Run(records, options, progress, cancellation);
        }
        catch (JournalCorruptException e)
        {
            return Damaged(e.Message);
        }
    }

    private static Task<VerificationReport> Run(IJournalRecords records, VerificationOptions options,
        IProgress<VerificationProgress>? progress, CancellationToken cancellation) =>
        new JournalVerifier(records, options, progress).Run(cancellation);

    private static JournalUnavailableException Unread(string what, Exception e) =>
        new($"{what} could not be read to its end: {e.Message}", outcomeKnown: true, e);

    private static VerificationReport Damaged(string what) => new(0, 0, 0, 0, 0, [new("the journal", what)]);
}
