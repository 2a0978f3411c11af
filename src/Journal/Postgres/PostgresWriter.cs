namespace VipOrleans.Journal;

using Npgsql;
using NpgsqlTypes;
using VipOrleans.Stores;

/// <summary>Writes one transaction of appends to any partitions: one statement, one round trip.</summary>
internal sealed class PostgresWriter(PostgresDatabase database)
{
    private const string Sql =
        "SELECT * FROM journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

    /// <summary>Tries it: answers each append, or none and tells why.</summary>
    /// <remarks>
    /// Where the connection broke, nobody knows whether the commit came through. The same append is then simply tried again: under the
    /// locks of its partitions the store finds it by its id, or does it now, and there is no third case.
    /// </remarks>
    public async Task<StoreFailure?> Commit(IReadOnlyList<PendingAppend> batch)
    {
        var sent = false;
        try
        {
            var answers = new Answers(batch);
            await using var connection = await database.Source.OpenConnectionAsync();
            await using var command = Statement(connection, batch);
            sent = true;
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync()) answers.Add(reader);
                // The rows come before the commit. Only when the server has nothing more to say has it committed.
                while (await reader.NextResultAsync()) { }
            }

            answers.Give();
            return null;
        }
        catch (Exception e) when (PostgresFailure.Of(e) is { } failure)
        {
            return sent ? failure : failure with { NothingDone = true };
        }
    }

    private static NpgsqlCommand Statement(NpgsqlConnection connection, IReadOnlyList<PendingAppend> batch)
    {
        var (parts, events, marks) = Rows(batch);
        var command = new NpgsqlCommand(Sql, connection);
        var partitions = Partitions(parts);
        Add(NpgsqlDbType.Text, partitions);
        Add(NpgsqlDbType.Integer,
            Array.ConvertAll(parts, p => Array.BinarySearch(partitions, p.Append.Stream.Partition, StringComparer.Ordinal) + 1));
        Add(NpgsqlDbType.Integer, Array.ConvertAll(parts, p => p.Of));
        Add(NpgsqlDbType.Text, Array.ConvertAll(parts, p => p.Append.Stream.Value));
        Add(NpgsqlDbType.Uuid, Array.ConvertAll(parts, p => p.Append.Id));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(parts, p => p.Append.Expected.Version));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(parts, p => HashBytes(p.Append.Expected)));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(parts, p => p.Part.End.Version));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(parts, p => HashBytes(p.Part.End)));
        Add(NpgsqlDbType.Integer, Array.ConvertAll(events, e => e.Of));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(events, e => e.Version));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(events, e => e.Event.At.ToUnixTimeMilliseconds()));
        Add(NpgsqlDbType.Text, Array.ConvertAll(events, e => e.Event.Type));
        Add(NpgsqlDbType.Text, Array.ConvertAll(events, e => e.Event.Actor));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(events, e => e.Hash.ToArray()));
        Add(NpgsqlDbType.Bytea, Array.ConvertAll(events, e => e.Event.Data));
        Add(NpgsqlDbType.Integer, Array.ConvertAll(marks, m => m.Of));
        Add(NpgsqlDbType.Text, Array.ConvertAll(marks, m => m.Mark.CommandId));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(marks, m => m.Mark.Fingerprint));
        Add(NpgsqlDbType.Bigint, Array.ConvertAll(marks, m => m.Mark.Version));
        Add(NpgsqlDbType.Text, Array.ConvertAll(marks, m => m.Mark.Outcome));
        return command;

        void Add<T>(NpgsqlDbType type, T[] values) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    // Each once, in the order of their bytes.
    private static string[] Partitions((int Of, Append Append, PendingPart Part)[] parts)
    {
        var partitions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, append, _) in parts) partitions.Add(append.Stream.Partition);
        string[] sorted = [.. partitions];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    // Without LINQ: what it would make for each append is a quarter of all that an append allocates.
    private static ((int Of, Append Append, PendingPart Part)[] Parts, (int Of, NewEvent Event, long Version, ChainHash Hash)[] Events,
        (int Of, CommandMark Mark)[] Marks) Rows(IReadOnlyList<PendingAppend> batch)
    {
        var (partCount, eventCount, markCount) = (0, 0, 0);
        foreach (var pending in batch)
        {
            foreach (var part in pending.Parts)
            {
                partCount++;
                eventCount += part.Hashes.Length;
                markCount += part.Append.Commands.Count;
            }
        }

        var parts = new (int, Append, PendingPart)[partCount];
        var events = new (int, NewEvent, long, ChainHash)[eventCount];
        var marks = new (int, CommandMark)[markCount];
        var (p, e, m) = (0, 0, 0);
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var part in batch[i].Parts)
            {
                var append = part.Append;
                parts[p++] = (i + 1, append, part);
                for (var j = 0; j < part.Hashes.Length; j++)
                {
                    events[e++] = (p, append.Events[j], append.Expected.Version + 1 + j, part.Hashes[j]);
                }

                for (var j = 0; j < append.Commands.Count; j++) marks[m++] = (p, append.Commands[j]);
            }
        }

        return (parts, events, marks);
    }

    // An empty stream's hash is stored as no bytes.
    private static byte[] HashBytes(StreamHead head) => head.Version == 0 ? [] : head.Hash.ToArray();

    /// <summary>What the statement answered, kept until the commit is certain.</summary>
    private sealed class Answers(IReadOnlyList<PendingAppend> batch)
    {
        private static readonly AppendStatus[] Statuses = [AppendStatus.Appended, AppendStatus.AlreadyAppended, AppendStatus.Conflict,
            AppendStatus.CommandRepeated, AppendStatus.Withheld];

        private readonly (AppendStatus Status, StreamHead Head, List<CommandMark>? Repeated)?[] _answers =
            new (AppendStatus, StreamHead, List<CommandMark>?)?[batch.Sum(p => p.Parts.Length)];

        public void Add(NpgsqlDataReader row)
        {
            var i = row.GetInt32(0) - 1;
            var head = new StreamHead(row.GetInt64(2), PostgresRows.Hash(row, 3));
            var repeated = _answers[i]?.Repeated;
            if (!row.IsDBNull(4)) (repeated ??= []).Add(new(row.GetString(4), row.GetInt64(5), row.GetInt64(6), row.GetString(7)));
            _answers[i] = (Statuses[row.GetInt32(1)], head, repeated);
        }

        public void Give()
        {
            var results = Array.ConvertAll(_answers, a => a is var (status, head, repeated)
                ? new AppendResult(status, head, repeated ?? [])
                : throw new InvalidOperationException("The database answered another number of appends than it was given."));
            var from = 0;
            foreach (var pending in batch)
            {
                pending.Complete(new ArraySegment<AppendResult>(results, from, pending.Parts.Length));
                from += pending.Parts.Length;
            }
        }
    }
}
