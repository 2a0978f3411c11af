namespace VipOrleans.Journal.Tests.Verification;

using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;

/// <summary>Ways in which somebody who can write to a journal's file, but does not have its key, may change it.</summary>
internal sealed class Mutations(SqliteConnection file, Random random)
{
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        ["events"] = ["partition", "position", "stream", "version", "type", "at_ms", "actor", "data", "hash", "append_id"],
        ["streams"] = ["no", "id", "version", "hash"],
        ["partitions"] = ["no", "id", "last", "hash"],
        ["commands"] = ["stream", "command_id", "fingerprint", "version", "outcome"],
        ["snapshots"] = ["stream", "version", "hash", "schema", "seal", "data"],
    };

    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["events"] = ["partition", "position"], ["streams"] = ["no"], ["partitions"] = ["no"], ["commands"] = ["stream", "command_id"],
        ["snapshots"] = ["stream"],
    };

    /// <summary>All of them. One that cannot be done on this file throws, or changes nothing.</summary>
    public static IReadOnlyList<(string Name, Action<Mutations> Do)> All { get; } =
    [
        ("flip a bit of an event", m => m.Flip("events")), ("flip a bit of a head", m => m.Flip("streams")),
        ("flip a bit of a partition", m => m.Flip("partitions")), ("flip a bit of a mark", m => m.Flip("commands")),
        ("flip a bit of a snapshot", m => m.Flip("snapshots")), ("delete an event", m => m.Delete("events")),
        ("delete a head", m => m.Delete("streams")), ("delete a partition", m => m.Delete("partitions")),
        ("delete a mark", m => m.Delete("commands")), ("duplicate an event", m => m.DuplicateEvent()),
        ("copy a mark to another stream", m => m.CopyMark()), ("invent a mark", m => m.InventMark()),
        ("copy a snapshot to another stream", m => m.CopySnapshot()), ("invent a head", m => m.InventHead()),
        ("swap two events' places", m => m.SwapEvents("position")), ("swap what two events say", m => m.SwapEvents("data")),
        ("swap two events' streams", m => m.SwapEvents("stream")), ("swap two marks' outcomes", m => m.SwapMarks()),
        ("swap two streams", m => m.SwapStreams(forge: false)), ("swap two streams and hash again", m => m.SwapStreams(forge: true)),
        ("swap two streams of two cities and hash again", m => m.SwapStreams(forge: true, across: true)),
        ("cut the tail and set heads back", m => m.CutTail(forge: true)), ("cut the tail", m => m.CutTail(forge: false)),
        ("rewrite an event and hash again", m => m.Rewrite()), ("forget a stream and hash again", m => m.ForgetStream()),
        ("forge an event at the end", m => m.ForgeEvent(version: 8)), ("forge an event of the former kind", m => m.ForgeEvent(version: 7)),
        ("set a snapshot to another event", m => m.MoveSnapshot()), ("rename a partition", m => m.RenamePartition()),
        ("delete an event and hash again", m => m.DeleteAndHash()),
    ];

    /// <summary>All that is stored, to see whether a mutation changed anything.</summary>
    public string Content() => string.Join('\n', Columns.Select(t =>
    {
        var columns = string.Join(", ", t.Value.Select(c => $"quote({c})"));
        var rows = Rows($"SELECT {columns} FROM {t.Key} ORDER BY {string.Join(", ", Keys[t.Key])}");
        return $"{t.Key}\n{string.Join('\n', rows.Select(r => string.Join('|', r)))}";
    }));

    private void Flip(string table)
    {
        var keys = Keys[table];
        var row = Any($"SELECT {string.Join(", ", keys)} FROM {table} ORDER BY {string.Join(", ", keys)}");
        var column = Columns[table][random.Next(Columns[table].Length)];
        var where = string.Join(" AND ", keys.Select((k, i) => $"{k} = $k{i}"));
        (string, object)[] parameters = [.. keys.Select((_, i) => ($"$k{i}", row[i]))];
        var kind = (string)Rows($"SELECT typeof({column}) FROM {table} WHERE {where}", parameters)[0][0];
        if (kind == "integer")
        {
            // A high bit is as likely as a low one.
            var number = (long)Rows($"SELECT {column} FROM {table} WHERE {where}", parameters)[0][0];
            Run($"UPDATE {table} SET {column} = $v WHERE {where}", [.. parameters, ("$v", number ^ (1L << random.Next(63)))]);
            return;
        }

        var bytes = (byte[])Rows($"SELECT CAST({column} AS BLOB) FROM {table} WHERE {where}", parameters)[0][0];
        if (bytes.Length == 0) bytes = [(byte)'x'];
        else bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        Run($"UPDATE {table} SET {column} = {(kind == "text" ? "CAST($v AS TEXT)" : "$v")} WHERE {where}", [.. parameters, ("$v", bytes)]);
    }

    private void Delete(string table)
    {
        var keys = Keys[table];
        var row = Any($"SELECT {string.Join(", ", keys)} FROM {table} ORDER BY {string.Join(", ", keys)}");
        Run($"DELETE FROM {table} WHERE {string.Join(" AND ", keys.Select((k, i) => $"{k} = $k{i}"))}",
            [.. keys.Select((_, i) => ($"$k{i}", row[i]))]);
    }

    private void DuplicateEvent()
    {
        var e = Any("SELECT partition, position, stream FROM events ORDER BY partition, position");
        Run("""
            INSERT INTO events SELECT partition, (SELECT max(position) + 1 FROM events WHERE partition = $p), stream,
                (SELECT max(version) + 1 FROM events WHERE stream = $s), type, at_ms, actor, data, hash, append_id
            FROM events WHERE partition = $p AND position = $o
            """, ("$p", e[0]), ("$o", e[1]), ("$s", e[2]));
    }

    private void CopyMark()
    {
        var mark = Any("SELECT stream, command_id FROM commands ORDER BY stream, command_id");
        Run("""
            INSERT INTO commands SELECT (SELECT no FROM streams WHERE no <> $s ORDER BY no LIMIT 1 OFFSET $n), command_id, fingerprint, version, outcome
            FROM commands WHERE stream = $s AND command_id = $c
            """, ("$s", mark[0]), ("$c", mark[1]), ("$n", random.Next(5)));
    }

    private void InventMark()
    {
        var stream = Any("SELECT no, version FROM streams ORDER BY no");
        Run("INSERT INTO commands VALUES ($s, $c, $f, $v, 'done')", ("$s", stream[0]), ("$c", $"invented-{random.Next()}"),
            ("$f", random.NextInt64()), ("$v", random.NextInt64((long)stream[1] + 1)));
    }

    private void CopySnapshot()
    {
        var one = Any("SELECT stream FROM snapshots ORDER BY stream");
        var other = Any("SELECT id FROM streams ORDER BY id");
        Run("INSERT OR REPLACE INTO snapshots SELECT $o, version, hash, schema, seal, data FROM snapshots WHERE stream = $s",
            ("$s", one[0]), ("$o", other[0]));
    }

    private void InventHead() =>
        Run("INSERT INTO streams (id, version, hash) VALUES ($i, $v, randomblob(32))",
            ("$i", $"nz-akl/thing/new{random.Next(100)}"), ("$v", random.Next(3)));

    private void SwapEvents(string column)
    {
        var one = Any("SELECT partition, position FROM events ORDER BY partition, position");
        var other = Any("SELECT partition, position FROM events WHERE partition = $p ORDER BY position", ("$p", one[0]));
        var (a, b) = (Value(one), Value(other));
        // Both at once break the key; one is put out of the way first.
        if (column == "position")
        {
            Set(one, -1);
            Set(other, one[1]);
            Run("UPDATE events SET position = $v WHERE partition = $p AND position = -1", ("$v", other[1]), ("$p", one[0]));
        }
        else
        {
            if (column == "stream") Run("DROP INDEX events_of_stream");
            Set(one, b);
            Set(other, a);
        }

        object Value(object[] e) =>
            Rows($"SELECT {column} FROM events WHERE partition = $p AND position = $o", ("$p", e[0]), ("$o", e[1]))[0][0];

        void Set(object[] e, object value) =>
            Run($"UPDATE events SET {column} = $v WHERE partition = $p AND position = $o", ("$v", value), ("$p", e[0]), ("$o", e[1]));
    }

    private void SwapMarks()
    {
        var (one, other) = (Any("SELECT stream, command_id, outcome FROM commands ORDER BY stream, command_id"),
            Any("SELECT stream, command_id, outcome FROM commands ORDER BY stream, command_id"));
        Run("UPDATE commands SET outcome = $v WHERE stream = $s AND command_id = $c", ("$v", other[2]), ("$s", one[0]), ("$c", one[1]));
        Run("UPDATE commands SET outcome = $v WHERE stream = $s AND command_id = $c", ("$v", one[2]), ("$s", other[0]), ("$c", other[1]));
    }

    // Whoever does it well gives each the other's name, and everything that bears a name again.
    private void SwapStreams(bool forge, bool across = false)
    {
        var one = Any("SELECT no, id, version, hash FROM streams ORDER BY no");
        var city = ((string)one[1])[..((string)one[1]).IndexOf('/', StringComparison.Ordinal)];
        var other = Any($"SELECT no, id, version, hash FROM streams WHERE {(across ? "NOT" : "")} (id >= $a AND id < $b) ORDER BY no",
            ("$a", city + "/"), ("$b", city + "0"));
        Run("UPDATE streams SET id = 'x/x/x' WHERE no = $n", ("$n", one[0]));
        Run("UPDATE streams SET id = $i WHERE no = $n", ("$i", one[1]), ("$n", other[0]));
        Run("UPDATE streams SET id = $i WHERE no = $n", ("$i", other[1]), ("$n", one[0]));
        if (!forge) return;
        if (across)
        {
            // The events go to the other city's feed, each in the place of one of the other's as far as there are any.
            var feeds = new[] { Places(one[0]), Places(other[0]) };
            var count = Math.Min(feeds[0].Count, feeds[1].Count);
            for (var i = 0; i < count; i++)
            {
                Move(feeds[0][i], [-1L - i, -1L]);
                Move(feeds[1][i], feeds[0][i]);
                Move([-1L - i, -1L], feeds[1][i]);
            }
        }

        HashAgain();

        List<object[]> Places(object no) =>
            Rows("SELECT partition, position FROM events WHERE stream = $n ORDER BY version", ("$n", no));

        void Move(object[] from, object[] to) =>
            Run("UPDATE events SET partition = $p, position = $o WHERE partition = $q AND position = $r", ("$p", to[0]), ("$o", to[1]),
                ("$q", from[0]), ("$r", from[1]));
    }

    private void CutTail(bool forge)
    {
        var partition = Any("SELECT no, last FROM partitions WHERE last > 1 ORDER BY no");
        var left = (long)partition[1] - 1 - random.Next((int)Math.Min(12, (long)partition[1] - 1));
        Run("DELETE FROM events WHERE partition = $p AND position > $l", ("$p", partition[0]), ("$l", left));
        if (!forge) return;
        Run("""
            DELETE FROM commands WHERE stream IN (SELECT no FROM streams) AND version > coalesce((SELECT max(version) FROM events e WHERE e.stream = commands.stream), 0)
            """);
        HashAgain();
    }

    private void Rewrite()
    {
        var e = Any("SELECT partition, position FROM events ORDER BY partition, position");
        Run($"UPDATE events SET data = CAST('{{\"text\":\"forged {random.Next()}\"}}' AS BLOB) WHERE partition = $p AND position = $o",
            ("$p", e[0]), ("$o", e[1]));
        HashAgain();
    }

    private void DeleteAndHash()
    {
        var e = Any("SELECT partition, position, stream, version FROM events ORDER BY partition, position");
        Run("DELETE FROM events WHERE partition = $p AND position = $o", ("$p", e[0]), ("$o", e[1]));
        var behind = Rows("SELECT version FROM events WHERE stream = $s AND version > $v ORDER BY version", ("$s", e[2]), ("$v", e[3]));
        foreach (var later in behind)
            Run("UPDATE events SET version = version - 1 WHERE stream = $s AND version = $v", ("$s", e[2]), ("$v", later[0]));
        HashAgain();
    }

    private void ForgetStream()
    {
        var stream = Any("SELECT no, id FROM streams ORDER BY no");
        foreach (var table in new[] { "events", "commands" }) Run($"DELETE FROM {table} WHERE stream = $n", ("$n", stream[0]));
        Run("DELETE FROM snapshots WHERE stream = $i", ("$i", stream[1]));
        Run("DELETE FROM streams WHERE no = $n", ("$n", stream[0]));
        HashAgain();
    }

    private void ForgeEvent(int version)
    {
        var stream = Any("SELECT no, version, id FROM streams ORDER BY no");
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);
        id[6] = (byte)((id[6] & 15) | (version << 4));
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        Run("""
            INSERT INTO events SELECT partition, (SELECT max(position) + 1 FROM events x WHERE x.partition = e.partition), stream, version + 1, type, at_ms + 1,
                actor, data, hash, $a
            FROM events e WHERE stream = $s AND version = $v
            """, ("$s", stream[0]), ("$v", stream[1]), ("$a", id.ToArray()));
        HashAgain();
    }

    private void MoveSnapshot()
    {
        var snapshot = Any("SELECT n.stream, s.no FROM snapshots n JOIN streams s ON s.id = n.stream ORDER BY n.stream");
        var e = Any("SELECT version, hash FROM events WHERE stream = $n ORDER BY version", ("$n", snapshot[1]));
        Run("UPDATE snapshots SET version = $v, hash = $h WHERE stream = $s", ("$v", e[0]), ("$h", e[1]), ("$s", snapshot[0]));
    }

    private void RenamePartition() => Run("UPDATE partitions SET id = $i WHERE no = $n", ("$i", $"nz-x{random.Next(100)}"),
        ("$n", Any("SELECT no FROM partitions ORDER BY no")[0]));

    // All hashes that need no key, as the journal makes them.
    private void HashAgain()
    {
        var streams = Rows("SELECT no, id FROM streams")
            .ToDictionary(r => (long)r[0], r => (StreamId.Parse((string)r[1]), StreamHead.Empty));
        foreach (var partition in Rows("SELECT no FROM partitions"))
        {
            var (hash, last) = (default(FeedHash), 0L);
            var events = Rows(
                "SELECT position, stream, version, type, at_ms, actor, data FROM events WHERE partition = $p ORDER BY position",
                ("$p", partition[0]));
            foreach (var e in events)
            {
                var (id, head) = streams[(long)e[1]];
                var next = head.Hash.Next(id, (long)e[2], (string)e[3], (byte[])e[6], DateTimeOffset.FromUnixTimeMilliseconds((long)e[4]),
                    (string)e[5]);
                streams[(long)e[1]] = (id, new((long)e[2], next));
                (hash, last) = (hash.Next((long)e[0], next), (long)e[0]);
                Run("UPDATE events SET hash = $h WHERE partition = $p AND position = $o", ("$h", next.ToArray()), ("$p", partition[0]),
                    ("$o", e[0]));
            }

            Run("UPDATE partitions SET last = $l, hash = $h WHERE no = $p", ("$l", last), ("$h", hash.ToArray()), ("$p", partition[0]));
        }

        foreach (var (no, (_, head)) in streams)
        {
            Run("UPDATE streams SET version = $v, hash = $h WHERE no = $n", ("$v", head.Version), ("$h", head.Hash.ToArray()), ("$n", no));
        }

        Run("DELETE FROM streams WHERE version = 0");
    }

    private object[] Any(string sql, params (string, object)[] parameters)
    {
        var rows = Rows(sql, parameters);
        return rows[random.Next(rows.Count)];
    }

    private List<object[]> Rows(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private void Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = file.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
