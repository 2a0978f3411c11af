namespace VipOrleans.Journal;

using Npgsql;
using VipOrleans.Domain.Kernel;

/// <summary>Reads columns that several statements have.</summary>
internal static class PostgresRows
{
    /// <summary>The columns of an event, in the order in which <see cref="Event"/> reads them.</summary>
    public const string EventColumns = "e.version, e.position, e.type, e.data, e.at_ms, e.actor, e.hash";

    /// <summary>A hash; one that has not its length fits nothing, as a damaged one should.</summary>
    public static ChainHash Hash(NpgsqlDataReader row, int column)
    {
        var bytes = row.GetFieldValue<byte[]>(column);
        return bytes.Length == ChainHash.Size ? new(bytes) : default;
    }

    /// <summary>The hash of a feed; one that has not its length fits nothing.</summary>
    public static FeedHash Feed(NpgsqlDataReader row, int column)
    {
        var bytes = row.GetFieldValue<byte[]>(column);
        return bytes.Length == FeedHash.Size ? new(bytes) : default;
    }

    public static RecordedEvent Event(NpgsqlDataReader row, StreamId stream) => new(
        stream, row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<byte[]>(3),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetString(5), Hash(row, 6));

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, params object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    public static NpgsqlCommand With(this NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
