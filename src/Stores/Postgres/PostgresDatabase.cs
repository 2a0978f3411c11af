namespace VipOrleans.Stores;

using System.Reflection;
using Npgsql;

/// <summary>
/// The connections to one database, each of them checked before its first use: what a server must be, so that what it acknowledges stays.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int OldestServer = 140_000;

    private const string Question = """
        SELECT current_setting('server_version_num')::int, pg_is_in_recovery(), current_setting('transaction_read_only'), current_setting('server_encoding'),
            current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes')
        """;

    private const string ReadProbe = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'";

    private readonly bool _allowWeakDurability;
    private readonly Func<string, Exception?, Exception> _unavailable;
    private readonly TimeSpan _openPatience;

    public PostgresDatabase(PostgresOptions options)
    {
        var builder = options.Validate();
        _allowWeakDurability = options.AllowWeakDurability;
        _unavailable = options.Unavailable;
        Deadline = options.Deadline;
        _openPatience = options.OpenPatience;
        builder.ApplicationName ??= options.ApplicationName;
        builder.MaxPoolSize = options.Connections;
        builder.MinPoolSize = Math.Min(builder.MinPoolSize, builder.MaxPoolSize);
        builder.Timeout = builder.CommandTimeout = (int)Math.Ceiling(options.Deadline.TotalSeconds / 2);
        // A statement whose client is gone must not wait for a lock forever. The server gives up no commit that is under way.
        builder.Options =
            (
                $"{builder.Options} -c statement_timeout={(builder.CommandTimeout + 1) * 1000} "
                + "-c default_transaction_isolation=read\\ committed"
            ).Trim();
        builder.Enlist = false;
        // Nobody but this class uses the connections, and it leaves no state in them.
        builder.NoResetOnClose = true;
        builder.MaxAutoPrepare = 20;
        builder.AutoPrepareMinUsages = 2;
        if (builder.Host!.Contains(',', StringComparison.Ordinal)) builder.TargetSessionAttributes = "primary";
        var source = new NpgsqlDataSourceBuilder(builder.ToString());
        source.UsePhysicalConnectionInitializer(Check, CheckAsync);
        Source = source.Build();
        Name = $"{builder.Database ?? builder.Username}@{builder.Host}:{builder.Port}";
    }

    /// <summary>The pool of connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Which database, for messages; without user and password.</summary>
    public string Name { get; }

    /// <summary>How long one piece of work may take with all its retries.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>Does a piece of work that may be repeated, until it succeeds, fails for good, or the deadline has passed.</summary>
    /// <remarks>What fails ends with the part's own error.</remarks>
    public Task<T> Retry<T>(string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        Retry(what, work, Deadline / 2, cancellation);

    private async Task<T> Retry<T>(string what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, TimeSpan patience,
        CancellationToken cancellation)
    {
        var backoff = new Backoff(patience);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await using var connection = await Source.OpenConnectionAsync(cancellation);
                return await work(connection, cancellation);
            }
            catch (Exception e) when (PostgresFailure.Of(e) is { } failure)
            {
                if (!failure.MayPass || e is UnfitServerException || backoff.IsOver)
                {
                    throw _unavailable($"Cannot {what} in {Name}: {failure.Reason}", e);
                }

                await backoff.Wait(failure.RetryAfter, cancellation);
            }
        }
    }

    /// <summary>
    /// Makes the tables of a part of the program, or brings them up to date, as soon as the server answers: the first thing that is asked
    /// of it.
    /// </summary>
    /// <param name="part">Whose tables.</param>
    /// <param name="assembly">Where the files are embedded.</param>
    /// <param name="also">What the part does beside running its files, if anything.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <remarks>
    /// Ends with the part's own error where they cannot be made, or the server does not answer within the patience of the opening, or is
    /// not fit.
    /// </remarks>
    public Task Prepare(string part, Assembly assembly, PostgresMigrationHooks? also, CancellationToken cancellation) =>
        Retry("prepare the tables", async (connection, token) =>
        {
            await PostgresMigrations.Run(connection, part, assembly, _unavailable, also, token);
            return true;
        }, _openPatience, cancellation);

    /// <summary>True where the server, asked now and for two seconds at most, answers and takes writes.</summary>
    /// <param name="writeProbe">A statement that writes something and answers true, where the last write found no room; else null.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> IsWritable(string? writeProbe, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var connection = await Source.OpenConnectionAsync(patience.Token);
            await using var command = new NpgsqlCommand(writeProbe ?? ReadProbe, connection);
            return await command.ExecuteScalarAsync(patience.Token) is true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (PostgresFailure.Of(e) is not null)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Question, connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        Judge(reader);
    }

    private async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Question, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Judge(reader);
    }

    private void Judge(NpgsqlDataReader row)
    {
        if (row.GetInt32(0) < OldestServer) throw Unfit("is older than PostgreSQL 14. Upgrade it");
        if (row.GetBoolean(1)) throw Unfit("is a replica, whose data may be old. Connect to the primary");
        if (row.GetString(2) != "off")
        {
            throw Unfit("only lets read (default_transaction_read_only is on). Connect to the primary, or let this user write");
        }

        if (row.GetString(3) != "UTF8") throw Unfit($"has the encoding {row.GetString(3)}. Make the database with ENCODING 'UTF8'");
        if (_allowWeakDurability) return;
        if (row.GetString(4) == "off")
        {
            throw Unfit(
                "acknowledges before it flushes (synchronous_commit is off), so that a power cut loses what was acknowledged. Set "
                    + "synchronous_commit = on");
        }

        if (row.GetString(5) != "on")
        {
            throw Unfit("does not flush to the disk (fsync is off), so that a power cut destroys the journal. Set fsync = on");
        }

        if (row.GetString(6) != "on") throw Unfit("does not survive a torn page (full_page_writes is off). Set full_page_writes = on");
    }

    private UnfitServerException Unfit(string what) => new($"The server of {Name} {what}.");
}
