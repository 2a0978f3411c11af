namespace VipOrleans.Journal;

using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

/// <summary>The rows of a journal's file, read beside whoever writes it.</summary>
internal sealed class SqliteRecords : IJournalRecords
{
    private const int Page = 2000;

    private readonly SqliteConnection _connection;
    private readonly Statement _feed;

    private SqliteRecords(SqliteConnection connection)
    {
        _connection = connection;
        _feed = new(connection, """
            SELECT stream, version, position, type, data, at_ms, actor, hash, append_id FROM events WHERE partition = ?1 AND position > ?2
            ORDER BY position LIMIT ?3
            """);
    }

    /// <inheritdoc/>
    public bool IsWhole => true;

    /// <summary>Opens a journal's file.</summary>
    /// <exception cref="JournalUnavailableException">It is no journal of the present format, or cannot be read.</exception>
    /// <exception cref="JournalCorruptException">It is no whole database.</exception>
    public static SqliteRecords Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = new(new SqliteConnectionStringBuilder
            {
                DataSource = Path.GetFullPath(path), Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5,
            }.ToString());
            connection.Open();
            connection.Run("PRAGMA busy_timeout = 5000");
            var format = connection.Scalar<long>("PRAGMA user_version");
            return format == JournalFormat.Current
                ? new(connection)
                : throw new JournalUnavailableException(JournalFormat.IsOld($"The journal '{path}'", format), outcomeKnown: true);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw e.IsDamage()
                ? new JournalCorruptException($"The journal's file '{path}' is damaged: {e.Message}")
                : new JournalUnavailableException($"The journal '{path}' cannot be read: {e.Message}", outcomeKnown: true, e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionRecord>> Partitions(CancellationToken cancellation)
    {
        using var read = new Statement(_connection, "SELECT no, id, last, hash FROM partitions ORDER BY id");
        var partitions = new List<PartitionRecord>();
        while (read.Step()) partitions.Add(new(read.Int64(0), read.Text(1), read.Int64(2), read.Feed(3)));
        return Task.FromResult<IReadOnlyList<PartitionRecord>>(partitions);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamRecord> Streams(string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var read = new Statement(_connection, "SELECT no, id, version, hash FROM streams WHERE id >= ?1 AND id < ?2");
        read.Bind(1, partition + "/").Bind(2, partition + "0");
        while (read.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(read.Int64(0), read.Text(1), read.Int64(2), read.Hash(3));
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MarkRecord> Marks(string partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var read = new Statement(_connection, """
            SELECT c.stream, c.command_id, c.fingerprint, c.version, c.outcome FROM streams s JOIN commands c ON c.stream = s.no
            WHERE s.id >= ?1 AND s.id < ?2
            """);
        read.Bind(1, partition + "/").Bind(2, partition + "0");
        while (read.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(read.Int64(0), new(read.Text(1), read.Int64(2), read.Int64(3), read.Text(4)));
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventRecord>> Feed(PartitionRecord partition, long after, CancellationToken cancellation)
    {
        var page = new List<EventRecord>(Page);
        _feed.Bind(1, partition.No).Bind(2, after).Bind(3, Page);
        while (_feed.Step())
        {
            var id = _feed.Bytes(8);
            page.Add(new(_feed.Int64(0), null, _feed.Int64(1), _feed.Int64(2), _feed.Text(3), _feed.Bytes(4).ToArray(), _feed.Int64(5),
                _feed.Text(6), _feed.Hash(7), id.Length == 16 ? new Guid(id, bigEndian: true) : Guid.Empty));
        }

        return Task.FromResult<IReadOnlyList<EventRecord>>(page);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SnapshotRecord> Snapshots(string? partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var read = new Statement(_connection, partition is null
            ? """
            SELECT stream, version, hash, schema, data, seal FROM snapshots n
            WHERE NOT EXISTS (SELECT 1 FROM partitions p WHERE n.stream >= p.id || '/' AND n.stream < p.id || '0')
            """
            : "SELECT stream, version, hash, schema, data, seal FROM snapshots WHERE stream >= ?1 AND stream < ?2");
        if (partition is not null) read.Bind(1, partition + "/").Bind(2, partition + "0");
        while (read.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(read.Text(0),
                new(read.Int64(1), read.Hash(2), read.Text(3), read.Bytes(4).ToArray()) { Seal = read.Bytes(5).ToArray() });
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Strays([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (sql, what) in new[]
        {
            ("SELECT count(*) FROM events WHERE partition NOT IN (SELECT no FROM partitions)", "events of no city and no nation"),
            ("SELECT count(*) FROM commands WHERE stream NOT IN (SELECT no FROM streams)", "marks of commands of no stream"),
            ("SELECT count(*) FROM streams s WHERE NOT EXISTS "
                + "(SELECT 1 FROM partitions p WHERE s.id >= p.id || '/' AND s.id < p.id || '0')", "streams of no city and no nation"),
        })
        {
            cancellation.ThrowIfCancellationRequested();
            if (_connection.Scalar<long>(sql) is > 0 and var count) yield return $"There are {count} {what}.";
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return _connection.DisposeAsync();
    }
}
