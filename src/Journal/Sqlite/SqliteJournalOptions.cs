namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;

/// <summary>Where the embedded journal is and how much it takes on at once.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>
    /// The file. Beside it stand SQLite's <c>-wal</c> and <c>-shm</c> and the journal's own <c>.lock</c>; all on a local disk.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Most writes that wait for the writer; the next one is refused as busy.</summary>
    public int QueueLength { get; init; } = 16_384;

    /// <summary>Most bytes of data that wait for the writer; the next write is refused as busy.</summary>
    public long QueueBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Most writes that one flush makes durable.</summary>
    public int MaxBatchWrites { get; init; } = 512;

    /// <summary>No further write joins a flush that has this many bytes of data.</summary>
    public int MaxBatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most reads at the same time; further ones wait.</summary>
    public int Readers { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>
    /// The size that the file may grow to, in bytes; null for as much as the disk has. A full journal refuses appends and reads on.
    /// </summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>The seam through which a test weakens what the start then has to notice.</summary>
    internal string WriterPragmas { get; init; } = "";

    /// <summary>The seam through which a test weakens what the start has found to be right, to see that its own harness notices.</summary>
    internal string UncheckedPragmas { get; init; } = "";

    /// <summary>The seam through which a test lets a flush fail, before or after it has written.</summary>
    internal Action<Action> Flush { get; init; } = static commit => commit();

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchWrites, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Readers, 1);
    }
}

/// <summary>SQLite's primary result codes that the journal tells apart.</summary>
internal static class SqliteCode
{
    public const int Busy = 5, Locked = 6, IoError = 10, Corrupt = 11, Full = 13, NotADatabase = 26;

    public static bool IsDamage(this SqliteException e) => e.SqliteErrorCode is Corrupt or NotADatabase;
}
