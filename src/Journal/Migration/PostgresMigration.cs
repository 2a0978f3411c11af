namespace VipOrleans.Journal;

using Npgsql;
using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>
/// Migrates a journal in PostgreSQL in place, in the transaction that also brings its tables up to date. What appends meanwhile waits, and
/// then finds another function.
/// </summary>
internal static class PostgresMigration
{
    private const int Page = 2000;

    private const string Former = $"""
        SELECT {PostgresRows.EventColumns}, s.id FROM journal_events e LEFT JOIN journal_streams s ON s.no = e.stream
        WHERE e.partition = $1 AND e.position > $2 ORDER BY e.position LIMIT $3
        """;

    private const string WriteEvents = """
        UPDATE journal_events e SET hash = n.hash FROM unnest($2, $3) AS n (position, hash) WHERE e.partition = $1 AND e.position = n.position
        """;

    private const string WriteStreams = "UPDATE journal_streams s SET hash = n.hash FROM unnest($1, $2) AS n (no, hash) WHERE s.no = n.no";

    public static async Task<MigrationReport?> Run(PostgresJournalOptions options, IProgress<MigrationProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var database = new PostgresDatabase(options.Database());
        MigrationReport? report = null;
        var isFormer = false;
        var also = new PostgresMigrationHooks(
            have =>
            {
                isFormer = have < JournalFormat.Current;
                return have == 0 ? $"There is no journal in {database.Name}." : null;
            },
            async (connection, token) =>
            {
                if (isFormer) report = await Migrate(connection, progress, token);
            });
        await database.Prepare(PostgresJournal.Part, typeof(PostgresJournal).Assembly, also, cancellation);
        return report;
    }

    private static async Task<MigrationReport> Migrate(NpgsqlConnection connection, IProgress<MigrationProgress>? progress,
        CancellationToken cancellation)
    {
        // An append takes the row of its partition first; with this lock none is under way, and none begins before the commit.
        await Execute(connection, "LOCK TABLE journal_partitions, journal_streams, journal_events IN ACCESS EXCLUSIVE MODE", cancellation);
        await Execute(connection, "TRUNCATE journal_snapshots", cancellation);
        var all = await Count(connection, "journal_events", cancellation);
        var (streams, events) = (0L, 0L);
        var partitions = await Partitions(connection, cancellation);
        foreach (var (no, id, last) in partitions)
        {
            var feed = new FormerFeed(id);
            while (await ReadPage(connection, no, id, feed, cancellation) is > 0 and var written)
            {
                events += written;
                progress?.Report(new(events, all));
            }

            if (feed.Last != last)
            {
                throw new JournalCorruptException(
                    $"The feed of '{id}' is damaged: it ends at {feed.Last}, and its head is {last}. Restore the journal from a copy.");
            }

            streams += await Streams(connection, id, feed, cancellation);
            await Execute(connection, "UPDATE journal_partitions SET hash = $2 WHERE no = $1", cancellation, no, feed.Hash.ToArray());
        }

        // What no partition and no feed leads to.
        if (events != all || streams != await Count(connection, "journal_streams", cancellation))
            throw new JournalCorruptException(
                "The journal has events or streams that belong to no city and no nation. Restore it from a copy. Nothing was changed.");
        return new(partitions.Count, streams, events);
    }

    private static async Task<List<(int No, string Id, long Last)>> Partitions(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, "SELECT no, id, last FROM journal_partitions ORDER BY no");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var partitions = new List<(int, string, long)>();
        while (await reader.ReadAsync(cancellation)) partitions.Add((reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2)));
        return partitions;
    }

    private static async Task<int> ReadPage(NpgsqlConnection connection, int no, string partition, FormerFeed feed,
        CancellationToken cancellation)
    {
        var page = new List<RecordedEvent>();
        await using (var read = Command(connection, Former, no, feed.Last, Page))
        {
            await using var reader = await read.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                if (await reader.IsDBNullAsync(7, cancellation) || !StreamId.TryParse(reader.GetString(7), out var stream))
                {
                    throw FormerFeed.WithoutStream(partition, reader.GetInt64(1));
                }

                page.Add(feed.Next(PostgresRows.Event(reader, stream)));
            }
        }

        if (page.Count > 0)
        {
            await Execute(connection, WriteEvents, cancellation, no, page.Select(e => e.Position).ToArray(),
                page.Select(e => e.Hash.ToArray()).ToArray());
        }

        return page.Count;
    }

    // The streams of a partition have ids from 'partition/' to before 'partition0', the character after the slash.
    private static async Task<int> Streams(NpgsqlConnection connection, string partition, FormerFeed feed, CancellationToken cancellation)
    {
        var heads = new List<(long No, byte[] Hash)>();
        await using (var read = Command(connection, "SELECT no, id, version, hash FROM journal_streams WHERE id >= $1 AND id < $2",
            partition + "/", partition + "0"))
        {
            await using var reader = await read.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var former = new StreamHead(reader.GetInt64(2), PostgresRows.Hash(reader, 3));
                heads.Add((reader.GetInt64(0), feed.End(StreamId.Parse(reader.GetString(1)), former).Hash.ToArray()));
            }
        }

        foreach (var some in heads.Chunk(Page))
        {
            await Execute(connection, WriteStreams, cancellation, some.Select(h => h.No).ToArray(), some.Select(h => h.Hash).ToArray());
        }

        return heads.Count;
    }

    private static async Task<long> Count(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = Command(connection, $"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // It takes as long as it takes.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection).With(values);
        command.CommandTimeout = 0;
        return command;
    }
}
