namespace VipOrleans.Journal;

using Azure.Core.Pipeline;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>Which Azure table keeps the journal, and how much the journal asks of it at once.</summary>
public sealed record AzureTablesJournalOptions
{
    /// <summary>
    /// Either the URI of the account's tables, such as <c>https://name.table.core.windows.net</c>, used with the identity of the process
    /// (DefaultAzureCredential), or a connection string with a key.
    /// </summary>
    public required string Connection { get; init; }

    /// <summary>The table, made where it is missing: 3 to 63 letters and digits, the first a letter.</summary>
    public string Table { get; init; } = "journal2";

    /// <summary>
    /// The table in which an earlier version kept the journal, format 1. As long as there is a journal in it and none in
    /// <see cref="Table"/>, the journal has to be migrated first.
    /// </summary>
    public string FormerTable { get; init; } = "journal";

    /// <summary>
    /// How long an append, a read or a snapshot may take with all its retries, 1 s to 10 min; then it fails as unavailable. One try may
    /// take half of it.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most transactions of appends at the same time; each is of one partition, and a partition has at most one.</summary>
    public int Writers { get; init; } = 32;

    /// <summary>Most reads and snapshots at the same time; further ones wait.</summary>
    public int Readers { get; init; } = 64;

    /// <summary>Most appends that wait for a writer; the next one is refused as busy.</summary>
    public int QueueLength { get; init; } = 16_384;

    /// <summary>Most bytes of data that wait for a writer; the next append is refused as busy.</summary>
    public long QueueBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>The seam through which a test loses answers and throttles.</summary>
    internal HttpPipelinePolicy? Policy { get; init; }

    /// <summary>Checks the options without connecting.</summary>
    /// <exception cref="ArgumentException">One of them cannot be used; the message tells which, without repeating a key.</exception>
    public void Check() => Connect();

    internal TableClient Connect() => Connect(Table, retries: 0);

    internal TableClient Connect(string table, int retries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Writers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Readers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueBytes, 1);
        return new TableConnection(Connection, table, Deadline, Policy) { Retries = retries }.Connect();
    }
}
