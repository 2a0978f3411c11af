namespace VipOrleans.Journal;

using System.Runtime.CompilerServices;
using Npgsql;
using VipOrleans.Stores;

/// <summary>The rows of a journal in PostgreSQL, read beside whoever writes them.</summary>
internal sealed class PostgresRecords : IJournalRecords
{
    private const int Page = 2000;

    private readonly PostgresDatabase _database;

    private PostgresRecords(PostgresDatabase database) => _database = database;

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <summary>Opens a journal; it does not connect yet.</summary>
    public static PostgresRecords Open(PostgresJournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(new(options.Database()));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionRecord>> Partitions(CancellationToken cancellation) =>
        List("SELECT no, id, last, hash FROM journal_partitions ORDER BY id",
            r => new PartitionRecord(r.GetInt32(0), r.GetString(1), r.GetInt64(2), PostgresRows.Feed(r, 3)), cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StreamRecord> Streams(string partition, CancellationToken cancellation) =>
        Rows("SELECT no, id, version, hash FROM journal_streams WHERE id >= $1 AND id < $2",
            r => new StreamRecord(r.GetInt64(0), r.GetString(1), r.GetInt64(2), PostgresRows.Hash(r, 3)), cancellation,
            partition + "/", partition + "0");

    /// <inheritdoc/>
    public IAsyncEnumerable<MarkRecord> Marks(string partition, CancellationToken cancellation) =>
        Rows("""
            SELECT c.stream, c.command_id, c.fingerprint, c.version, c.outcome FROM journal_streams s
            JOIN journal_commands c ON c.stream = s.no WHERE s.id >= $1 AND s.id < $2
            """, r => new MarkRecord(r.GetInt64(0), new(r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4))), cancellation,
            partition + "/", partition + "0");

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventRecord>> Feed(PartitionRecord partition, long after, CancellationToken cancellation) =>
        List("""
            SELECT stream, version, position, type, data, at_ms, actor, hash, append_id FROM journal_events
            WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3
            """,
            r => new EventRecord(r.GetInt64(0), null, r.GetInt64(1), r.GetInt64(2), r.GetString(3), r.GetFieldValue<byte[]>(4),
                r.GetInt64(5), r.GetString(6), PostgresRows.Hash(r, 7), r.GetGuid(8)), cancellation, (int)partition.No, after, Page);

    /// <inheritdoc/>
    public IAsyncEnumerable<SnapshotRecord> Snapshots(string? partition, CancellationToken cancellation)
    {
        const string Columns = "SELECT stream, version, hash, schema, data, seal FROM journal_snapshots n WHERE ";
        return partition is null
            ? Rows(Columns + "stream <> '' AND NOT EXISTS (SELECT FROM journal_partitions p WHERE n.stream >= p.id || '/' "
                + "AND n.stream < p.id || '0')", Read, cancellation)
            : Rows(Columns + "stream >= $1 AND stream < $2", Read, cancellation, partition + "/", partition + "0");

        static SnapshotRecord Read(NpgsqlDataReader r) => new(r.GetString(0),
            new(r.GetInt64(1), PostgresRows.Hash(r, 2), r.GetString(3), r.GetFieldValue<byte[]>(4)) { Seal = r.GetFieldValue<byte[]>(5) });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Strays([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (from, what) in new[]
        {
            ("journal_events e WHERE NOT EXISTS (SELECT FROM journal_partitions p WHERE p.no = e.partition)",
                "events of no city and no nation"),
            ("journal_commands c WHERE NOT EXISTS (SELECT FROM journal_streams s WHERE s.no = c.stream)", "marks of commands of no stream"),
            ("journal_streams s WHERE NOT EXISTS (SELECT FROM journal_partitions p WHERE s.id >= p.id || '/' AND s.id < p.id || '0')",
                "streams of no city and no nation"),
        })
        {
            if ((await List($"SELECT count(*) FROM {from}", r => r.GetInt64(0), cancellation))[0] is > 0 and var count)
            {
                yield return $"There are {count} {what}.";
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<IReadOnlyList<T>> List<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation,
        params object[] values) =>
        _database.Retry<IReadOnlyList<T>>("verify the journal", async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection).With(values);
            // Strays are counted in whole tables.
            command.CommandTimeout = 0;
            await using var reader = await command.ExecuteReaderAsync(token);
            var rows = new List<T>();
            while (await reader.ReadAsync(token)) rows.Add(read(reader));
            return rows;
        }, cancellation);

    private async IAsyncEnumerable<T> Rows<T>(string sql, Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellation, params object[] values)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection).With(values);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) yield return read(reader);
    }
}
