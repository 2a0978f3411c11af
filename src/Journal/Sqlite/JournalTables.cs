using Microsoft.Data.Sqlite;

namespace VipOrleans.Journal;

/// <summary>The writer's statements: what an append and a snapshot do to the tables, inside a transaction that the writer holds.</summary>
internal sealed class JournalTables : IDisposable
{
    private readonly SqliteCommand _stream, _newStream, _moveStream, _newPartition, _partition, _insertEvent, _since, _command, _insertCommand;
    private readonly SqliteCommand _saveSnapshot, _deleteSnapshot;
    private readonly SqliteCommand[] _all;
    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);

    public JournalTables(SqliteConnection writer)
    {
        _all =
        [
            _stream = writer.Prepare(1, "SELECT no, version, hash FROM streams WHERE id = ?1"),
            _newStream = writer.Prepare(3, "INSERT INTO streams (id, version, hash) VALUES (?1, ?2, ?3) RETURNING no"),
            _moveStream = writer.Prepare(3, "UPDATE streams SET version = ?2, hash = ?3 WHERE no = ?1"),
            _newPartition = writer.Prepare(1, "INSERT INTO partitions (id) VALUES (?1) RETURNING no"),
            _partition = writer.Prepare(1, "SELECT no, coalesce((SELECT max(position) FROM events WHERE partition = no), 0) FROM partitions WHERE id = ?1"),
            _insertEvent = writer.Prepare(10, """
                INSERT INTO events (partition, position, stream, version, type, at_ms, actor, data, hash, append_id)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """),
            _since = writer.Prepare(2, "SELECT version, hash, append_id FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version"),
            _command = writer.Prepare(2, "SELECT fingerprint, version, outcome FROM commands WHERE stream = ?1 AND command_id = ?2"),
            _insertCommand = writer.Prepare(5, "INSERT INTO commands (stream, command_id, fingerprint, version, outcome) VALUES (?1, ?2, ?3, ?4, ?5)"),
            _saveSnapshot = writer.Prepare(5, """
                INSERT INTO snapshots (stream, version, hash, schema, data) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (stream) DO UPDATE SET version = ?2, hash = ?3, schema = ?4, data = ?5 WHERE ?2 >= version
                """),
            _deleteSnapshot = writer.Prepare(1, "DELETE FROM snapshots WHERE stream = ?1"),
        ];
    }

    /// <summary>Appends, or says why not. All that can refuse it is asked before the first row is written, so a refusal leaves nothing behind.</summary>
    public AppendResult Append(Append append, ChainHash[] hashes)
    {
        var stream = Find(append.Stream.Value);
        if (stream.Head.Version > append.Expected.Version && EndOf(append, stream.No) is { } end) return new(AppendStatus.AlreadyAppended, end, []);
        if (Repeated(append, stream.No) is { } repeated) return new(AppendStatus.CommandRepeated, stream.Head, repeated);
        if (stream.Head != append.Expected) return new(AppendStatus.Conflict, stream.Head, []);
        return new(AppendStatus.Appended, Insert(append, stream.No, hashes), []);
    }

    public void SaveSnapshot(string stream, Snapshot snapshot) =>
        _saveSnapshot.With(stream, snapshot.Version, snapshot.Hash.ToArray(), snapshot.Schema, snapshot.Data.AsArray()).ExecuteNonQuery();

    public void DeleteSnapshot(string stream) => _deleteSnapshot.With(stream).ExecuteNonQuery();

    /// <summary>Forgets what is kept in memory, after a transaction was rolled back.</summary>
    public void Forget() => _feeds.Clear();

    public void Dispose()
    {
        foreach (var command in _all) command.Dispose();
    }

    private (long No, StreamHead Head) Find(string id)
    {
        using var row = _stream.With(id).ExecuteReader();
        return row.Read() ? (row.GetInt64(0), new(row.GetInt64(1), row.Hash(2))) : (0, StreamHead.Empty);
    }

    // Where the append ended that has this id and began right after the expected head; null where another one began there.
    private StreamHead? EndOf(Append append, long stream)
    {
        var id = append.Id.ToByteArray(bigEndian: true);
        StreamHead? end = null;
        using var row = _since.With(stream, append.Expected.Version).ExecuteReader();
        while (row.Read() && row.Blob(2).AsSpan().SequenceEqual(id)) end = new(row.GetInt64(0), row.Hash(1));
        return end;
    }

    private List<CommandMark>? Repeated(Append append, long stream)
    {
        List<CommandMark>? repeated = null;
        if (stream == 0) return null;
        foreach (var command in append.Commands)
        {
            using var row = _command.With(stream, command.CommandId).ExecuteReader();
            if (row.Read()) (repeated ??= []).Add(new(command.CommandId, row.GetInt64(0), row.GetInt64(1), row.GetString(2)));
        }

        return repeated;
    }

    private StreamHead Insert(Append append, long stream, ChainHash[] hashes)
    {
        var head = new StreamHead(append.Expected.Version + hashes.Length, hashes[^1]);
        if (stream == 0) stream = (long)_newStream.With(append.Stream.Value, head.Version, head.Hash.ToArray()).ExecuteScalar()!;
        else _moveStream.With(stream, head.Version, head.Hash.ToArray()).ExecuteNonQuery();

        var feed = FeedOf(append.Stream.Partition);
        var id = append.Id.ToByteArray(bigEndian: true);
        for (var i = 0; i < hashes.Length; i++)
        {
            var e = append.Events[i];
            _insertEvent.With(
                feed.Partition, ++feed.Last, stream, append.Expected.Version + 1 + i, e.Type, e.At.ToUnixTimeMilliseconds(), e.Actor, e.Data.AsArray(),
                hashes[i].ToArray(), id).ExecuteNonQuery();
        }

        foreach (var command in append.Commands)
            _insertCommand.With(stream, command.CommandId, command.Fingerprint, command.Version, command.Outcome).ExecuteNonQuery();
        return head;
    }

    private Feed FeedOf(string partition)
    {
        if (_feeds.TryGetValue(partition, out var feed)) return feed;
        using (var row = _partition.With(partition).ExecuteReader())
        {
            if (row.Read()) feed = new() { Partition = row.GetInt64(0), Last = row.GetInt64(1) };
        }

        feed ??= new() { Partition = (long)_newPartition.With(partition).ExecuteScalar()! };
        return _feeds[partition] = feed;
    }

    // There is one writer, so the next position is a counter in memory.
    private sealed class Feed
    {
        public long Partition { get; init; }

        public long Last { get; set; }
    }
}
