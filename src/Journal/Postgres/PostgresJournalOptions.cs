namespace VipOrleans.Journal;

using VipOrleans.Stores;

/// <summary>Which PostgreSQL keeps the journal, and how much the journal asks of it at once.</summary>
public sealed record PostgresJournalOptions
{
    /// <summary>
    /// How to connect, in Npgsql's words (<c>Host=…;Username=…;Password=…;Database=…</c>). Several hosts: only the primary is used.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// How long an append, a read or a snapshot may take with all its retries, 1 s to 10 min; then it fails as unavailable. One try may
    /// take half of it; the server itself gives a try up a second later, so that one whose client is gone does not wait for a lock for
    /// ever.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the opening waits for a server that does not answer yet, 1 s to 10 min; a wrong password or an unfit server is reported at
    /// once.
    /// </summary>
    public TimeSpan OpenPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most transactions of appends at the same time; each is of one partition, and a partition has at most one.</summary>
    public int Writers { get; init; } = 8;

    /// <summary>Most reads and snapshots at the same time; further ones wait.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>Most appends that wait for a writer; the next one is refused as busy.</summary>
    public int QueueLength { get; init; } = 16_384;

    /// <summary>Most bytes of data that wait for a writer; the next append is refused as busy.</summary>
    public long QueueBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Most appends in one transaction.</summary>
    public int MaxBatchAppends { get; init; } = 512;

    /// <summary>No further append joins a transaction that has this many bytes of data.</summary>
    public int MaxBatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// True lets the journal use a server that does not flush what it acknowledges (<c>fsync</c>, <c>synchronous_commit</c> or
    /// <c>full_page_writes</c> off): for trials only, since a power cut then loses acknowledged events.
    /// </summary>
    public bool AllowWeakDurability { get; init; }

    /// <summary>Checks the options without connecting.</summary>
    /// <exception cref="ArgumentException">One of them cannot be used; the message tells which, without repeating a password.</exception>
    public void Check() => Database().Validate();

    internal PostgresOptions Database()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Writers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Readers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchAppends, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchBytes, 1);
        return new()
        {
            ConnectionString = ConnectionString,
            ApplicationName = "vip-journal",
            Deadline = Deadline,
            OpenPatience = OpenPatience,
            Connections = Writers + Readers + 2,
            AllowWeakDurability = AllowWeakDurability,
            Unavailable = (message, inner) => new JournalUnavailableException(message, outcomeKnown: true, inner),
        };
    }
}
