namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>One connection that reads, with its statements. Used by one reader at a time.</summary>
internal sealed class SqliteReader(SqliteConnection connection) : IDisposable
{
    private readonly Statement _begin = new(connection, "BEGIN");
    private readonly Statement _end = new(connection, "ROLLBACK");
    private readonly Statement _stream = new(connection, "SELECT no, version, hash FROM streams WHERE id = ?1");
    private readonly Statement _snapshot =
        new(connection, "SELECT version, hash, data, seal FROM snapshots WHERE stream = ?1 AND schema = ?2");
    private readonly Statement _nextSnapshot =
        new(connection, "SELECT stream, version, hash, schema, data, seal FROM snapshots WHERE stream > ?1 ORDER BY stream LIMIT 1");

    private readonly Statement _hashAt = new(connection, "SELECT hash FROM events WHERE stream = ?1 AND version = ?2");

    private readonly Statement _events = new(connection, """
        SELECT version, position, type, data, at_ms, actor, hash FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version
        """);

    private readonly Statement _part = new(connection, """
        SELECT version, position, type, data, at_ms, actor, hash FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version LIMIT ?3
        """);

    private readonly Statement _command =
        new(connection, "SELECT fingerprint, version, outcome FROM commands WHERE stream = ?1 AND command_id = ?2");

    private readonly Statement _feed = new(connection, """
        SELECT version, position, type, data, at_ms, actor, e.hash, (SELECT id FROM streams WHERE no = e.stream) FROM events e
        WHERE partition = (SELECT no FROM partitions WHERE id = ?1) AND position > ?2 ORDER BY position LIMIT ?3
        """);

    private readonly Statement _partitions = new(connection, """
        SELECT id, last, hash FROM partitions ORDER BY id
        """);

    public StreamContent Read(StreamId stream, string? schema, CancellationToken cancellation)
    {
        // One transaction: head, snapshot and events are of one moment.
        _begin.Run();
        try
        {
            var (no, head) = Find(stream.Value);
            var snapshot = schema is null ? null : Snapshot(stream.Value, schema, no, head);
            return new(head, snapshot, no == 0 ? [] : Events(stream, no, head, snapshot, cancellation));
        }
        finally
        {
            _end.Run();
        }
    }

    public IReadOnlyList<RecordedEvent> ReadPart(StreamId stream, long after, int limit)
    {
        _begin.Run();
        try
        {
            var (no, head) = Find(stream.Value);
            var events = new List<RecordedEvent>();
            if (no == 0 || after >= head.Version) return events;
            var hash = HashAt(stream, no, after);
            _part.Bind(1, no).Bind(2, after).Bind(3, limit);
            while (_part.Step()) events.Add(Verified(stream, after + events.Count + 1, ref hash, Event(_part, stream)));
            if (events.Count < Math.Min(limit, head.Version - after))
            {
                throw StreamChain.Corrupt(stream, after + events.Count + 1, "is missing");
            }

            return events;
        }
        finally
        {
            _end.Run();
        }
    }

    public IReadOnlyList<CommandMark> FindCommands(StreamId stream, IReadOnlyList<string> ids)
    {
        var found = new List<CommandMark>();
        var (no, _) = Find(stream.Value);
        if (no == 0) return found;
        foreach (var id in ids)
        {
            if (!_command.Bind(1, no).Bind(2, id).Step()) continue;
            found.Add(new(id, _command.Int64(0), _command.Int64(1), _command.Text(2)));
            _command.Reset();
        }

        return found;
    }

    public FeedPage ReadFeed(string partition, long after, int limit)
    {
        // One more than asked for tells whether there is more.
        _feed.Bind(1, partition).Bind(2, after).Bind(3, limit + 1);
        var events = new List<RecordedEvent>();
        var bytes = 0;
        while (_feed.Step())
        {
            if (events.Count == limit || bytes >= JournalLimits.MaxFeedPageBytes)
            {
                _feed.Reset();
                return new(events, events[^1].Position, true);
            }

            if (!StreamId.TryParse(_feed.Text(7), out var stream))
            {
                throw new JournalCorruptException(
                    $"The feed of '{partition}' is damaged: the event at {_feed.Int64(1)} belongs to no stream. Restore the journal from "
                        + $"a copy.");
            }

            events.Add(Event(_feed, stream));
            bytes += events[^1].Data.Length;
        }

        return new(events, events.Count > 0 ? events[^1].Position : after, false);
    }

    public IReadOnlyList<PartitionHead> Partitions()
    {
        var partitions = new List<PartitionHead>();
        while (_partitions.Step()) partitions.Add(new(_partitions.Text(0), _partitions.Int64(1), _partitions.Feed(2)));
        return partitions;
    }

    public KeptSnapshot? NextSnapshot(string after)
    {
        if (!_nextSnapshot.Bind(1, after).Step()) return null;
        try
        {
            return new(KeptSnapshot.StreamOf(_nextSnapshot.Text(0)),
                new(_nextSnapshot.Int64(1), _nextSnapshot.Hash(2), _nextSnapshot.Text(3), _nextSnapshot.Bytes(4).ToArray())
                {
                    Seal = _nextSnapshot.Bytes(5).ToArray(),
                });
        }
        finally
        {
            _nextSnapshot.Reset();
        }
    }

    public void Backup(string target)
    {
        // SQLite deletes the copy's rollback journal last. With less than EXTRA that is not flushed, and a power cut could bring the
        // journal back: whoever opens the copy then has it rolled back to nothing.
        connection.Run("PRAGMA synchronous = EXTRA");
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $target";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("$target", target);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Statement[] all = [_begin, _end, _stream, _snapshot, _nextSnapshot, _hashAt, _events, _part, _command, _feed, _partitions];
        foreach (var statement in all) statement.Dispose();
        connection.Dispose();
    }

    private (long No, StreamHead Head) Find(string id)
    {
        if (!_stream.Bind(1, id).Step()) return (0, StreamHead.Empty);
        var found = (_stream.Int64(0), new StreamHead(_stream.Int64(1), _stream.Hash(2)));
        _stream.Reset();
        return found;
    }

    private Snapshot? Snapshot(string stream, string schema, long no, StreamHead head)
    {
        if (!_snapshot.Bind(1, stream).Bind(2, schema).Step()) return null;
        var snapshot = new Snapshot(_snapshot.Int64(0), _snapshot.Hash(1), schema, _snapshot.Bytes(2).ToArray())
        {
            Seal = _snapshot.Bytes(3).ToArray(),
        };
        _snapshot.Reset();
        return head.Version == 0 || Fits(snapshot, no) ? snapshot : null;
    }

    // A snapshot is disposable: one that does not stand on an event of its stream is passed over, and the events tell the truth.
    private bool Fits(Snapshot snapshot, long no)
    {
        if (snapshot.Version == 0) return snapshot.Hash == default;
        if (!_hashAt.Bind(1, no).Bind(2, snapshot.Version).Step()) return false;
        var fits = _hashAt.Hash(0) == snapshot.Hash;
        _hashAt.Reset();
        return fits;
    }

    private List<RecordedEvent> Events(StreamId stream, long no, StreamHead head, Snapshot? snapshot, CancellationToken cancellation)
    {
        var chain = new StreamChain(stream, head, snapshot);
        _events.Bind(1, no).Bind(2, snapshot?.Version ?? 0);
        while (_events.Step())
        {
            if ((chain.Version & 1023) == 0) cancellation.ThrowIfCancellationRequested();
            chain.Add(Event(_events, stream));
        }

        return chain.End();
    }

    private static RecordedEvent Verified(StreamId stream, long version, ref ChainHash hash, RecordedEvent e)
    {
        if (e.Version != version) throw StreamChain.Corrupt(stream, version, "is missing");
        hash = hash.Next(stream, version, e.Type, e.Data.Span, e.At, e.Actor);
        return e.Hash == hash
            ? e : throw StreamChain.Corrupt(stream, version, "is not what was written, or one before it is not: its hash does not fit");
    }

    private ChainHash HashAt(StreamId stream, long no, long version)
    {
        if (version == 0) return default;
        if (!_hashAt.Bind(1, no).Bind(2, version).Step()) throw StreamChain.Corrupt(stream, version, "is missing");
        var hash = _hashAt.Hash(0);
        _hashAt.Reset();
        return hash;
    }

    /// <summary>The event of a row: version, position, type, data, time, actor and hash.</summary>
    internal static RecordedEvent Event(Statement row, StreamId stream) => new(
        stream, row.Int64(0), row.Int64(1), row.Text(2), row.Bytes(3).ToArray(), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
        row.Text(5), row.Hash(6));
}
