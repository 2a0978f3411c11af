namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;

/// <summary>The writer's statements: what an append and a snapshot do to the tables, inside a transaction that the writer holds.</summary>
internal sealed class JournalTables(SqliteConnection writer) : IDisposable
{
    private readonly Statement _stream = new(writer, "SELECT no, version, hash FROM streams WHERE id = ?1");
    private readonly Statement _newStream = new(writer, "INSERT INTO streams (version, hash, id) VALUES (?1, ?2, ?3)");
    private readonly Statement _moveStream = new(writer, "UPDATE streams SET version = ?1, hash = ?2 WHERE no = ?3");

    private readonly Statement _partition = new(writer, "SELECT no, last, hash FROM partitions WHERE id = ?1");

    private readonly Statement _newPartition = new(writer, "INSERT INTO partitions (last, hash, id) VALUES (?1, ?2, ?3)");
    private readonly Statement _movePartition = new(writer, "UPDATE partitions SET last = ?1, hash = ?2 WHERE no = ?3");

    private readonly Statement _insertEvent = new(writer, """
        INSERT INTO events (partition, position, stream, version, type, at_ms, actor, data, hash, append_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private readonly Statement _since =
        new(writer, "SELECT version, hash, append_id FROM events WHERE stream = ?1 AND version > ?2 ORDER BY version");
    private readonly Statement _command =
        new(writer, "SELECT fingerprint, version, outcome FROM commands WHERE stream = ?1 AND command_id = ?2");

    private readonly Statement _insertCommand = new(writer, """
        INSERT INTO commands (stream, command_id, fingerprint, version, outcome) VALUES (?1, ?2, ?3, ?4, ?5)
        """);

    private readonly Statement _saveSnapshot = new(writer, """
        INSERT INTO snapshots (stream, version, hash, schema, seal, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (stream) DO UPDATE SET version = ?2, hash = ?3, schema = ?4, seal = ?5, data = ?6 WHERE ?2 >= version
        """);

    private readonly Statement _deleteSnapshot = new(writer, "DELETE FROM snapshots WHERE stream = ?1");
    private readonly Dictionary<string, Feed> _feeds = new(StringComparer.Ordinal);
    private readonly List<Feed> _moved = [];

    /// <summary>
    /// Appends, or says why not. All that can refuse it is asked before the first row is written, so a refusal leaves nothing behind.
    /// </summary>
    public AppendResult Append(Append append, ChainHash[] hashes)
    {
        var stream = Find(append.Stream.Value);
        return Refusal(append, stream.No, stream.Head) ?? new(AppendStatus.Appended, Insert(append, stream.No, hashes), []);
    }

    /// <summary>Appends to all streams or to none, and says of each append why.</summary>
    public AppendResult[] AppendTogether(IReadOnlyList<Append> appends, ChainHash[][] hashes)
    {
        var streams = new (long No, StreamHead Head)[appends.Count];
        var answers = new AppendResult?[appends.Count];
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = Find(appends[i].Stream.Value);
            answers[i] = Refusal(appends[i], streams[i].No, streams[i].Head);
        }

        var refused = answers.Any(a => a is { Status: not AppendStatus.AlreadyAppended });
        return [.. answers.Select((answer, i) => answer ?? (refused
            ? new(AppendStatus.Withheld, streams[i].Head, [])
            : new(AppendStatus.Appended, Insert(appends[i], streams[i].No, hashes[i]), [])))];
    }

    /// <summary>Writes where the feeds end that this transaction has made longer: once a transaction, and not once an append.</summary>
    public void MoveFeeds()
    {
        foreach (var feed in _moved)
        {
            _movePartition.Bind(1, feed.Last).Bind(2, feed.Hash).Bind(3, feed.Partition).Run();
            feed.HasMoved = false;
        }

        _moved.Clear();
    }

    public void SaveSnapshot(string stream, Snapshot snapshot) =>
        _saveSnapshot.Bind(1, stream).Bind(2, snapshot.Version).Bind(3, snapshot.Hash).Bind(4, snapshot.Schema)
            .Bind(5, snapshot.Seal.Span).Bind(6, snapshot.Data.Span).Run();

    public void DeleteSnapshot(string stream) => _deleteSnapshot.Bind(1, stream).Run();

    /// <summary>Forgets what is kept in memory, after a transaction was rolled back.</summary>
    public void Forget()
    {
        _feeds.Clear();
        _moved.Clear();
    }

    public void Dispose()
    {
        Statement[] all =
        [
            _stream, _newStream, _moveStream, _partition, _newPartition, _movePartition, _insertEvent, _since, _command, _insertCommand,
            _saveSnapshot, _deleteSnapshot,
        ];
        foreach (var statement in all) statement.Dispose();
    }

    // What speaks against an append; null where nothing does.
    private AppendResult? Refusal(Append append, long stream, StreamHead head)
    {
        if (head.Version > append.Expected.Version && EndOf(append, stream) is { } end) return new(AppendStatus.AlreadyAppended, end, []);
        if (Repeated(append, stream) is { } repeated) return new(AppendStatus.CommandRepeated, head, repeated);
        return head == append.Expected ? null : new(AppendStatus.Conflict, head, []);
    }

    private (long No, StreamHead Head) Find(string id)
    {
        if (!_stream.Bind(1, id).Step()) return (0, StreamHead.Empty);
        var found = (_stream.Int64(0), new StreamHead(_stream.Int64(1), _stream.Hash(2)));
        _stream.Reset();
        return found;
    }

    // Where the append ended that has this id and began right after the expected head; null where another one began there.
    private StreamHead? EndOf(Append append, long stream)
    {
        Span<byte> id = stackalloc byte[16];
        append.Id.TryWriteBytes(id, bigEndian: true, out _);
        StreamHead? end = null;
        _since.Bind(1, stream).Bind(2, append.Expected.Version);
        while (_since.Step() && _since.Bytes(2).SequenceEqual(id)) end = new(_since.Int64(0), _since.Hash(1));
        _since.Reset();
        return end;
    }

    private List<CommandMark>? Repeated(Append append, long stream)
    {
        List<CommandMark>? repeated = null;
        if (stream == 0) return null;
        foreach (var command in append.Commands)
        {
            if (!_command.Bind(1, stream).Bind(2, command.CommandId).Step()) continue;
            (repeated ??= []).Add(new(command.CommandId, _command.Int64(0), _command.Int64(1), _command.Text(2)));
            _command.Reset();
        }

        return repeated;
    }

    private StreamHead Insert(Append append, long stream, ChainHash[] hashes)
    {
        var head = new StreamHead(append.Expected.Version + hashes.Length, hashes[^1]);
        if (stream == 0)
        {
            _newStream.Bind(1, head.Version).Bind(2, head.Hash).Bind(3, append.Stream.Value).Run();
            stream = LastNumber();
        }
        else
        {
            _moveStream.Bind(1, head.Version).Bind(2, head.Hash).Bind(3, stream).Run();
        }

        var feed = FeedOf(append.Stream.Partition);
        if (!feed.HasMoved) _moved.Add(feed);
        feed.HasMoved = true;
        Span<byte> id = stackalloc byte[16];
        append.Id.TryWriteBytes(id, bigEndian: true, out _);
        _insertEvent.Bind(1, feed.Partition).Bind(3, stream).Bind(10, id);
        for (var i = 0; i < hashes.Length; i++)
        {
            var e = append.Events[i];
            _insertEvent.Bind(2, feed.Add(hashes[i])).Bind(4, append.Expected.Version + 1 + i).Bind(5, e.Type)
                .Bind(6, e.At.ToUnixTimeMilliseconds())
                .Bind(7, e.Actor).Bind(8, e.Data.Span).Bind(9, hashes[i]).Run();
        }

        foreach (var command in append.Commands)
            _insertCommand.Bind(1, stream).Bind(2, command.CommandId).Bind(3, command.Fingerprint).Bind(4, command.Version)
                .Bind(5, command.Outcome).Run();
        return head;
    }

    private Feed FeedOf(string partition)
    {
        if (_feeds.TryGetValue(partition, out var feed)) return feed;
        if (_partition.Bind(1, partition).Step())
        {
            feed = new(_partition.Int64(0), _partition.Int64(1), _partition.Feed(2));
            _partition.Reset();
        }
        else
        {
            _newPartition.Bind(1, 0).Bind(2, default(FeedHash)).Bind(3, partition).Run();
            feed = new(LastNumber(), 0, default);
        }

        return _feeds[partition] = feed;
    }

    private long LastNumber() => SQLitePCL.raw.sqlite3_last_insert_rowid(writer.Handle);

    // There is one writer, so the next position is a counter in memory, and the feed's hash stands beside it.
    private sealed class Feed(long partition, long last, FeedHash hash)
    {
        public long Partition => partition;

        public long Last { get; private set; } = last;

        public FeedHash Hash { get; private set; } = hash;

        public bool HasMoved { get; set; }

        public long Add(ChainHash e)
        {
            Hash = Hash.Next(++Last, e);
            return Last;
        }
    }
}
