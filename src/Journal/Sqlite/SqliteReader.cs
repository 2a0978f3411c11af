using Microsoft.Data.Sqlite;
using VipOrleans.Domain;

namespace VipOrleans.Journal;

/// <summary>One connection that reads, with its statements. Used by one reader at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _end, _stream, _snapshot, _hashAt, _events, _feed, _partitions;
    private readonly SqliteCommand[] _all;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _all =
        [
            _begin = connection.Prepare(0, "BEGIN"),
            _end = connection.Prepare(0, "ROLLBACK"),
            _stream = connection.Prepare(1, "SELECT no, version, hash FROM streams WHERE id = ?1"),
            _snapshot = connection.Prepare(2, "SELECT version, hash, data FROM snapshots WHERE stream = ?1 AND schema = ?2"),
            _hashAt = connection.Prepare(2, "SELECT hash FROM events WHERE stream = ?1 AND version = ?2"),
            _events = connection.Prepare(2, """
                SELECT version, position, type, data, at_ms, actor, hash FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version
                """),
            _feed = connection.Prepare(3, """
                SELECT version, position, type, data, at_ms, actor, e.hash, (SELECT id FROM streams WHERE no = e.stream) FROM events e
                WHERE partition = (SELECT no FROM partitions WHERE id = ?1) AND position > ?2 ORDER BY position LIMIT ?3
                """),
            _partitions = connection.Prepare(0, "SELECT id, (SELECT max(position) FROM events WHERE partition = no) FROM partitions ORDER BY id"),
        ];
    }

    public StreamContent Read(StreamId stream, string? schema, CancellationToken cancellation)
    {
        // One transaction: head, snapshot and events are of one moment.
        _begin.ExecuteNonQuery();
        try
        {
            var (no, head) = Find(stream.Value);
            var snapshot = schema is null ? null : Snapshot(stream.Value, schema, no, head);
            return new(head, snapshot, no == 0 ? [] : Events(stream, no, head, snapshot, cancellation));
        }
        finally
        {
            _end.ExecuteNonQuery();
        }
    }

    public FeedPage ReadFeed(string partition, long after, int limit)
    {
        // One more than asked for tells whether there is more.
        using var row = _feed.With(partition, after, limit + 1).ExecuteReader();
        var events = new List<RecordedEvent>();
        while (row.Read())
        {
            if (events.Count == limit) return new(events, events[^1].Position, true);
            events.Add(Event(row, StreamId.Parse(row.GetString(7))));
        }

        return new(events, events.Count > 0 ? events[^1].Position : after, false);
    }

    public IReadOnlyList<PartitionHead> Partitions()
    {
        using var row = _partitions.ExecuteReader();
        var partitions = new List<PartitionHead>();
        while (row.Read()) partitions.Add(new(row.GetString(0), row.GetInt64(1)));
        return partitions;
    }

    public void Backup(string target)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "VACUUM INTO $target";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("$target", target);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _all) command.Dispose();
        _connection.Dispose();
    }

    private (long No, StreamHead Head) Find(string id)
    {
        using var row = _stream.With(id).ExecuteReader();
        return row.Read() ? (row.GetInt64(0), new(row.GetInt64(1), row.Hash(2))) : (0, StreamHead.Empty);
    }

    private Snapshot? Snapshot(string stream, string schema, long no, StreamHead head)
    {
        Snapshot snapshot;
        using (var row = _snapshot.With(stream, schema).ExecuteReader())
        {
            if (!row.Read()) return null;
            snapshot = new(row.GetInt64(0), row.Hash(1), schema, row.Blob(2));
        }

        return head.Version == 0 || Fits(snapshot, no) ? snapshot : null;
    }

    // A snapshot is disposable: one that does not stand on an event of its stream is passed over, and the events tell the truth.
    private bool Fits(Snapshot snapshot, long no)
    {
        if (snapshot.Version == 0) return snapshot.Hash == default;
        using var row = _hashAt.With(no, snapshot.Version).ExecuteReader();
        return row.Read() && row.Hash(0) == snapshot.Hash;
    }

    private List<RecordedEvent> Events(StreamId stream, long no, StreamHead head, Snapshot? snapshot, CancellationToken cancellation)
    {
        var version = snapshot?.Version ?? 0;
        var hash = snapshot?.Hash ?? default;
        var events = new List<RecordedEvent>((int)Math.Clamp(head.Version - version, 0, 1_000_000));
        using var row = _events.With(no, version).ExecuteReader();
        while (row.Read())
        {
            if ((++version & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            var e = Event(row, stream);
            if (e.Version != version) throw Corrupt(stream, version, "is missing");
            hash = hash.Next(version, e.Type, e.Data.Span, e.At, e.Actor);
            if (e.Hash != hash) throw Corrupt(stream, version, "is not what was written, or one before it is not: its hash does not fit");
            events.Add(e);
        }

        if (version < head.Version) throw Corrupt(stream, version + 1, "is missing");
        if (head != new StreamHead(version, hash)) throw Corrupt(stream, version, "is not the end that the stream's head names");
        return events;
    }

    private static RecordedEvent Event(SqliteDataReader row, StreamId stream) => new(
        stream, row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.Blob(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetString(5), row.Hash(6));

    private static JournalCorruptException Corrupt(StreamId stream, long version, string what) =>
        new($"Stream '{stream}' is damaged: event {version} {what}. Restore the journal from a copy, or look into who changed it.");
}
