namespace VipOrleans.Journal;

using Npgsql;
using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>What the journal reads from PostgreSQL, and the snapshots that it keeps there.</summary>
internal sealed class PostgresReader(PostgresDatabase database, int most) : IDisposable
{
    // Head, snapshot and events are of one moment: one transaction with one snapshot of the database, in one round trip.
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private const string Head = "SELECT version, hash FROM journal_streams WHERE id = $1";

    // A snapshot is disposable: one that does not stand on an event of its stream is passed over, and the events tell the truth.
    private const string Usable = """
        FROM journal_snapshots n LEFT JOIN journal_streams s ON s.id = n.stream
        WHERE n.stream = $1 AND n.schema = $2 AND (
            s.no IS NULL OR (n.version = 0 AND n.hash = decode(repeat('00', 32), 'hex'))
            OR n.hash = (SELECT e.hash FROM journal_events e WHERE e.stream = s.no AND e.version = n.version))
        """;

    private const string Kept = $"SELECT n.version, n.hash, n.data, n.seal {Usable}";

    private const string Events = $"""
        SELECT {PostgresRows.EventColumns} FROM journal_events e
        WHERE e.stream = (SELECT no FROM journal_streams WHERE id = $1) AND e.version > coalesce((SELECT n.version {Usable}), 0) ORDER BY e.version
        """;

    private const string Feed = $"""
        SELECT {PostgresRows.EventColumns}, (SELECT id FROM journal_streams s WHERE s.no = e.stream) FROM journal_events e
        WHERE e.partition = (SELECT no FROM journal_partitions WHERE id = $1) AND e.position > $2 ORDER BY e.position LIMIT $3
        """;

    private const string Commands = """
        SELECT c.id, m.fingerprint, m.version, m.outcome FROM unnest($2) WITH ORDINALITY AS c (id, n)
        JOIN journal_commands m ON m.stream = (SELECT no FROM journal_streams WHERE id = $1) AND m.command_id = c.id ORDER BY c.n
        """;

    private readonly SemaphoreSlim _turns = new(most);

    public Task<StreamContent> Read(StreamId stream, string? schema, CancellationToken cancellation) =>
        Turn($"read stream '{stream}'", async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            var wanted = schema ?? "";
            batch.BatchCommands.Add(new(Begin));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Head).With(stream.Value));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Kept).With(stream.Value, wanted));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Events).With(stream.Value, wanted));
            batch.BatchCommands.Add(new("COMMIT"));
            await using var reader = await batch.ExecuteReaderAsync(token);
            var head = await reader.ReadAsync(token) ? new StreamHead(reader.GetInt64(0), PostgresRows.Hash(reader, 1)) : StreamHead.Empty;
            await reader.NextResultAsync(token);
            var snapshot = await reader.ReadAsync(token)
                ? new Snapshot(reader.GetInt64(0), PostgresRows.Hash(reader, 1), wanted, reader.GetFieldValue<byte[]>(2))
                {
                    Seal = reader.GetFieldValue<byte[]>(3),
                }
                : null;
            await reader.NextResultAsync(token);
            if (head.Version == 0) return new(head, snapshot, []);
            var chain = new StreamChain(stream, head, snapshot);
            while (await reader.ReadAsync(token)) chain.Add(PostgresRows.Event(reader, stream));
            return new StreamContent(head, snapshot, chain.End());
        }, cancellation);

    public Task<IReadOnlyList<CommandMark>> FindCommands(StreamId stream, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        Turn<IReadOnlyList<CommandMark>>($"read the commands of stream '{stream}'", async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Commands, connection).With(stream.Value, ids.ToArray());
            await using var reader = await command.ExecuteReaderAsync(token);
            var found = new List<CommandMark>();
            while (await reader.ReadAsync(token))
            {
                found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3)));
            }

            return found;
        }, cancellation);

    public Task<FeedPage> ReadFeed(string partition, long after, int limit, CancellationToken cancellation) =>
        Turn($"read the feed of '{partition}'", async (connection, token) =>
        {
            // One more than asked for tells whether there is more.
            await using var command = new NpgsqlCommand(Feed, connection).With(partition, after, limit + 1);
            await using var reader = await command.ExecuteReaderAsync(token);
            var events = new List<RecordedEvent>();
            var bytes = 0;
            while (await reader.ReadAsync(token))
            {
                if (events.Count == limit || bytes >= JournalLimits.MaxFeedPageBytes) return new(events, events[^1].Position, true);
                events.Add(PostgresRows.Event(reader, StreamId.Parse(reader.GetString(7))));
                bytes += events[^1].Data.Length;
            }

            return new FeedPage(events, events.Count > 0 ? events[^1].Position : after, false);
        }, cancellation);

    public Task<IReadOnlyList<PartitionHead>> Partitions(CancellationToken cancellation) =>
        Turn<IReadOnlyList<PartitionHead>>("list the partitions", async (connection, token) =>
        {
            const string Sql = "SELECT id, last, hash FROM journal_partitions WHERE last > 0 ORDER BY id";
            await using var command = new NpgsqlCommand(Sql, connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            var heads = new List<PartitionHead>();
            while (await reader.ReadAsync(token))
            {
                heads.Add(new(reader.GetString(0), reader.GetInt64(1), PostgresRows.Feed(reader, 2)));
            }

            return heads;
        }, cancellation);

    // The row without a stream is the one that a readiness probe leaves.
    public Task<KeptSnapshot?> NextSnapshot(string after, CancellationToken cancellation) =>
        Turn("read the snapshots", async (connection, token) =>
        {
            const string Sql = """
                SELECT stream, version, hash, schema, data, seal FROM journal_snapshots WHERE stream > $1 AND stream <> '' ORDER BY stream LIMIT 1
                """;
            await using var command = new NpgsqlCommand(Sql, connection).With(after);
            await using var reader = await command.ExecuteReaderAsync(token);
            if (!await reader.ReadAsync(token)) return null;
            return new KeptSnapshot(KeptSnapshot.StreamOf(reader.GetString(0)),
                new(reader.GetInt64(1), PostgresRows.Hash(reader, 2), reader.GetString(3), reader.GetFieldValue<byte[]>(4))
                {
                    Seal = reader.GetFieldValue<byte[]>(5),
                });
        }, cancellation);

    // Keeping the same snapshot twice is keeping it once, so it may be tried again without asking.
    public Task SaveSnapshot(string stream, Snapshot snapshot, CancellationToken cancellation) =>
        Execute($"keep a snapshot of '{stream}'", """
            INSERT INTO journal_snapshots AS n (stream, version, hash, schema, seal, data) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (stream) DO UPDATE
            SET version = excluded.version, hash = excluded.hash, schema = excluded.schema, seal = excluded.seal, data = excluded.data
            WHERE excluded.version >= n.version
            """, cancellation, stream, snapshot.Version, snapshot.Hash.ToArray(), snapshot.Schema, snapshot.Seal, snapshot.Data);

    public Task DeleteSnapshot(string stream, CancellationToken cancellation) =>
        Execute($"delete the snapshot of '{stream}'", "DELETE FROM journal_snapshots WHERE stream = $1", cancellation, stream);

    public void Dispose() => _turns.Dispose();

    private Task<int> Execute(string what, string sql, CancellationToken cancellation, params object[] values) =>
        Turn(what, async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection).With(values);
            return await command.ExecuteNonQueryAsync(token);
        }, cancellation);

    // On the thread pool: what is read is not worked through in a grain's turn.
    private async Task<T> Turn<T>(string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        if (!await _turns.WaitAsync(database.Deadline, cancellation))
            throw new JournalUnavailableException(
                $"Cannot {what} in {database.Name}: the journal is busy with other reads. Try again later.", outcomeKnown: true);
        try
        {
            return await Task.Run(() => database.Retry(what, work, cancellation), cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }
}
