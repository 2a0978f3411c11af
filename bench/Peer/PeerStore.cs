namespace VipOrleans.Peer;

using Npgsql;
using NpgsqlTypes;

/// <summary>How the peer talks to PostgreSQL.</summary>
/// <param name="Connection">The connection string of an empty database, or of the peer's own.</param>
/// <param name="Pool">Most connections. More of them than the machine can work for only wait for each other's locks.</param>
public sealed record PeerOptions(string Connection, int Pool = 16);

/// <summary>One row of a month's earnings.</summary>
/// <param name="Sponsorship">The sponsorship.</param>
/// <param name="Month">Month of the first share year, 1 to 12.</param>
/// <param name="Earned">The pay, in minor units.</param>
public readonly record struct PeerEarnings(string Sponsorship, short Month, long Earned);

/// <summary>A posting of a statement.</summary>
public sealed record PeerPosting(int Year, int Month, long Earned, long EarnedToDate, long DueToDate, long Taken, DateTime BookedAt);

/// <summary>A statement: where the sponsorship stands and every posting.</summary>
public sealed record PeerStatement(string Sponsorship, string Host, string Migrant, long Baseline, long Earned, long Taken,
    IReadOnlyList<PeerPosting> Postings);

/// <summary>The peer's work, each request one prepared statement in one round trip.</summary>
public sealed class PeerStore : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private PeerStore(NpgsqlDataSource source) => _source = source;

    /// <summary>Connects, and makes the tables where the database is empty.</summary>
    public static async Task<PeerStore> Open(PeerOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Connection)
        {
            MaxPoolSize = options.Pool,
            MinPoolSize = Math.Min(4, options.Pool),
            // A statement is planned once for each connection.
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Timeout = 60,
            // Filling and cleaning up tables takes its time on a slow disk.
            CommandTimeout = 600,
        };
        var store = new PeerStore(NpgsqlDataSource.Create(connection.ConnectionString));
        await using var exists = store._source.CreateCommand("SELECT to_regclass('requests') IS NOT NULL");
        if (await exists.ExecuteScalarAsync() is not true) await store.Run(Schema());
        return store;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Runs a statement that gives no rows.</summary>
    public async Task Run(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value.</summary>
    public async Task<T> Ask<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Opens a city, with a row a place too.</summary>
    public async Task OpenCity(string city, int quota, bool rows)
    {
        await using var command = _source.CreateCommand("INSERT INTO cities (id, quota) VALUES ($1, $2)");
        command.Parameters.AddWithValue(city);
        command.Parameters.AddWithValue(quota);
        await command.ExecuteNonQueryAsync();
        if (!rows) return;
        await using var places = _source.CreateCommand("INSERT INTO places (city, no) SELECT $1, n FROM generate_series(0, $2 - 1) n");
        places.Parameters.AddWithValue(city);
        places.Parameters.AddWithValue(quota);
        await places.ExecuteNonQueryAsync();
        await Run("VACUUM ANALYZE places");
    }

    /// <summary>Holds a place by the city's counter: <c>held</c>, <c>waiting</c> or <c>key-reused</c>.</summary>
    public async Task<string> HoldPlace(string city, string sponsorship, string key, long fingerprint)
    {
        await using var command = _source.CreateCommand("SELECT hold_place($1, $2, $3, $4, $5)");
        Add(command, city);
        Add(command, sponsorship);
        Add(command, key);
        Add(command, fingerprint);
        Add(command, DateTime.UtcNow.AddDays(180));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Holds a place by taking one of its rows: <c>held</c>, <c>waiting</c> or <c>key-reused</c>.</summary>
    public async Task<string> HoldRow(string city, string sponsorship, string key, long fingerprint, int places)
    {
        await using var command = _source.CreateCommand("SELECT hold_row($1, $2, $3, $4, $5, $6)");
        Add(command, city);
        Add(command, sponsorship);
        Add(command, key);
        Add(command, fingerprint);
        Add(command, Random.Shared.Next(places));
        Add(command, DateTime.UtcNow.AddDays(180));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Forms a sponsorship, from the proposal to the held place: <c>checking</c>, or a refusal's code.</summary>
    public async Task<string> Form(string id, string city, string host, string migrant, string key, long fingerprint)
    {
        await using var command = _source.CreateCommand("SELECT form_sponsorship($1, $2, $3, $4, $5, $6, $7)");
        Add(command, id);
        Add(command, city);
        Add(command, host);
        Add(command, migrant);
        Add(command, key);
        Add(command, fingerprint);
        Add(command, DateTime.UtcNow.AddDays(180));
        return await Refusable(command);
    }

    /// <summary>Posts one row of earnings: <c>posted</c>, <c>known</c>, or a refusal's code.</summary>
    public async Task<string> Post(PeerEarnings row, string employer, string key, long fingerprint)
    {
        await using var command = _source.CreateCommand("SELECT post_earnings($1, $2, $3, $4, $5, $6, $7)");
        Add(command, row.Sponsorship);
        Add(command, (short)1);
        Add(command, row.Month);
        Add(command, employer);
        Add(command, row.Earned);
        Add(command, key);
        Add(command, fingerprint);
        return await Refusable(command);
    }

    /// <summary>
    /// Posts a month's file in one transaction: COPY into a table that is not logged, then one statement for earnings, postings and sums.
    /// Answers how many rows were posted; the others name no sponsorship that could earn, or are known.
    /// </summary>
    public async Task<int> PostFile(IEnumerable<PeerEarnings> rows, string employer, string fileKey)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(
            "CREATE TEMP TABLE stage (sponsorship text COLLATE \"C\" NOT NULL, month smallint NOT NULL, earned bigint NOT NULL) ON COMMIT "
                + "DROP");
        await Execute("SET LOCAL work_mem = '256MB'");
        await using (var copy =
            await connection.BeginBinaryImportAsync("COPY stage (sponsorship, month, earned) FROM STDIN (FORMAT binary)"))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row.Sponsorship, NpgsqlDbType.Text);
                await copy.WriteAsync(row.Month, NpgsqlDbType.Smallint);
                await copy.WriteAsync(row.Earned, NpgsqlDbType.Bigint);
            }

            await copy.CompleteAsync();
        }

        // The earnings too: until autovacuum comes by, the planner takes a table that was filled a moment ago for an empty one, and reads
        // it whole for each row.
        await Execute("ANALYZE stage, earnings");
        await using var key =
            new NpgsqlCommand("INSERT INTO requests (key, fingerprint, answer) VALUES ($1, 0, 'posted') ON CONFLICT (key) DO NOTHING",
                connection);
        key.Parameters.AddWithValue(fileKey);
        if (await key.ExecuteNonQueryAsync() == 0) return 0;
        await using var post = new NpgsqlCommand(
            """
            WITH new AS MATERIALIZED (
                SELECT t.sponsorship, t.month, t.earned, s.earned + t.earned AS to_date, greatest(s.through, t.month) AS n, s.baseline, s.taken
                FROM stage t JOIN sponsorships s ON s.id = t.sponsorship AND s.arrived IS NOT NULL
                WHERE NOT EXISTS (SELECT FROM earnings e WHERE e.sponsorship = t.sponsorship AND e.year = 1 AND e.month = t.month AND e.employer = $1)),
            kept AS (INSERT INTO earnings SELECT sponsorship, 1, month, $1, earned FROM new),
            summed AS (UPDATE sponsorships s SET earned = new.to_date, taken = due(new.to_date, new.baseline, new.n), through = new.n FROM new WHERE s.id = new.sponsorship)
            INSERT INTO postings (sponsorship, year, month, earned, earned_to_date, due_to_date, taken)
            SELECT sponsorship, 1, month, earned, to_date, due(to_date, baseline, n), due(to_date, baseline, n) - taken FROM new
            """, connection);
        post.Parameters.AddWithValue(employer);
        var posted = await post.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return posted;

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Reads a statement; null if there is no such sponsorship.</summary>
    public async Task<PeerStatement?> Statement(string sponsorship)
    {
        await using var command = _source.CreateCommand(
            """
            SELECT s.host, s.migrant, coalesce(s.baseline, 0), s.earned, s.taken, p.year, p.month, p.earned, p.earned_to_date, p.due_to_date, p.taken, p.booked_at
            FROM sponsorships s LEFT JOIN postings p ON p.sponsorship = s.id WHERE s.id = $1 ORDER BY p.id
            """);
        Add(command, sponsorship);
        await using var reader = await command.ExecuteReaderAsync();
        PeerStatement? statement = null;
        var postings = new List<PeerPosting>();
        while (await reader.ReadAsync())
        {
            statement ??= new(sponsorship, reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3),
                reader.GetInt64(4), postings);
            if (!reader.IsDBNull(5))
            {
                postings.Add(
                    new(reader.GetInt16(5), reader.GetInt16(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9),
                        reader.GetInt64(10), reader.GetDateTime(11)));
            }

        }

        return statement;
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static async Task<string> Refusable(NpgsqlCommand command)
    {
        try
        {
            return (string)(await command.ExecuteScalarAsync())!;
        }
        catch (PostgresException e) when (e.SqlState == "VIP01")
        {
            return e.MessageText;
        }
    }

    private static string Schema()
    {
        using var stream = typeof(PeerStore).Assembly.GetManifestResourceStream("peer.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
