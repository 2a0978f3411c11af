namespace VipOrleans.Silo;

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

/// <summary>Orleans' reminders in the SQLite file. Changes that come while one flush is on its way share the next one.</summary>
/// <remarks>
/// A change is answered when it is on the disk. Orleans' own ADO.NET provider flushes each by itself, and in the turn of the service that
/// all sagas of the silo wait for: see <c>docs/decisions</c>.
/// </remarks>
/// <param name="path">The file, which <see cref="ReminderFile.Prepare"/> has made.</param>
/// <param name="service">The service whose reminders these are; others in the same file are left alone.</param>
public sealed class SqliteReminderTable(string path, string service) : IReminderTable, IDisposable
{
    private const int MostInOneFlush = 500;
    private const string Columns =
        "SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable WHERE ServiceId = @service";

    private readonly BlockingCollection<Change> _changes = new(boundedCapacity: 10_000);
    private readonly Lock _gate = new();
    private Thread? _writer;
    private bool _ended;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_writer is not null) return Task.CompletedTask;
            var connection = Open();
            _writer = new(() => Write(connection)) { IsBackground = true, Name = "reminder writer" };
            _writer.Start();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken = default) => Task.Run(End, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _changes.Dispose();
    }

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(GrainId grainId) => Read($"{Columns} AND GrainId = @grain", ("@grain", grainId.ToString()));

    /// <inheritdoc/>
    public Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        // (begin, end] around a ring; the file keeps hashes with a sign, as Orleans' own provider does.
        var (from, to) = ((int)begin, (int)end);
        return Read($"{Columns} AND (GrainHash > @begin {(from < to ? "AND" : "OR")} GrainHash <= @end)", ("@begin", from), ("@end", to));
    }

    /// <inheritdoc/>
    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        (await Read($"{Columns} AND GrainId = @grain AND ReminderName = @name", ("@grain", grainId.ToString()),
            ("@name", reminderName))).Reminders.FirstOrDefault();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Too many changes wait to be written.</exception>
    /// <exception cref="SqliteException">The file cannot be written; nothing of this change is kept.</exception>
    public async Task<string?> UpsertRow(ReminderEntry entry) => (await Do(
        """
        INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
        VALUES (@service, @grain, @name, @start, @period, @hash, 0)
        ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE SET
            StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = Version + 1
        RETURNING Version
        """,
        ("@grain", entry.GrainId.ToString()), ("@name", entry.ReminderName), ("@start", entry.StartAt),
        ("@period", (long)entry.Period.TotalMilliseconds),
        ("@hash", (int)entry.GrainId.GetUniformHashCode()))).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && await Do(
            "DELETE FROM OrleansRemindersTable WHERE ServiceId = @service AND GrainId = @grain AND ReminderName = @name AND Version = "
                + "@version RETURNING 1",
            ("@grain", grainId.ToString()), ("@name", reminderName), ("@version", version)) == 1;

    /// <inheritdoc/>
    public Task TestOnlyClearTable() => Do("DELETE FROM OrleansRemindersTable WHERE ServiceId = @service");

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(ReminderFile.ConnectionString(path));
        connection.Open();
        return connection;
    }

    // SQLite blocks on the disk, so nothing of it runs in the turn of a grain or of the reminder service.
    private Task<ReminderTableData> Read(string sql, params (string Name, object Value)[] parameters) => Task.Run(() =>
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        using var row = command.ExecuteReader();
        var found = new List<ReminderEntry>();
        while (row.Read())
        {
            found.Add(new()
            {
                GrainId = GrainId.Parse(row.GetString(0), CultureInfo.InvariantCulture),
                ReminderName = row.GetString(1),
                StartAt = DateTime.SpecifyKind(row.GetDateTime(2), DateTimeKind.Utc),
                Period = TimeSpan.FromMilliseconds(row.GetInt64(3)),
                ETag = row.GetInt64(4).ToString(CultureInfo.InvariantCulture),
            });
        }

        return new ReminderTableData(found);
    });

    private Task<long> Do(string sql, params (string Name, object Value)[] parameters)
    {
        var change = new Change(sql, parameters);
        if (!_changes.TryAdd(change))
        {
            throw new InvalidOperationException(
                $"More than {_changes.BoundedCapacity:N0} changes of reminders wait to be written; try again in a moment.");
        }

        return change.Answer.Task;
    }

    private void Write(SqliteConnection connection)
    {
        var batch = new List<Change>();
        using (connection)
        {
            foreach (var first in _changes.GetConsumingEnumerable())
            {
                batch.Add(first);
                while (batch.Count < MostInOneFlush && _changes.TryTake(out var more)) batch.Add(more);
                Write(connection, batch);
                batch.Clear();
            }
        }
    }

    private void Write(SqliteConnection connection, List<Change> batch)
    {
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var results = batch.ConvertAll(change =>
            {
                using var command = Command(connection, change.Sql, change.Parameters);
                command.Transaction = transaction;
                return command.ExecuteScalar() as long? ?? 0;
            });
            transaction.Commit();
            for (var i = 0; i < batch.Count; i++) batch[i].Answer.TrySetResult(results[i]);
        }
        catch (Exception e)
        {
            // Each caller keeps what it is about until it is told that its reminder is set, and tries again.
            foreach (var change in batch) change.Answer.TrySetException(e);
        }
    }

    private SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@service", service);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void End()
    {
        Thread? writer;
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
            _changes.CompleteAdding();
            writer = _writer;
        }

        writer?.Join();
    }

    private sealed record Change(string Sql, (string Name, object Value)[] Parameters)
    {
        // The caller's code must never run on the writer's thread.
        public TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
