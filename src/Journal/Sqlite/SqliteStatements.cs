using Microsoft.Data.Sqlite;

namespace VipOrleans.Journal;

/// <summary>Short forms for prepared statements with parameters by place.</summary>
internal static class SqliteStatements
{
    /// <summary>Prepares a statement whose parameters are <c>?1</c>, <c>?2</c>…</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, int parameters, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}", Value = DBNull.Value });
        command.Prepare();
        return command;
    }

    /// <summary>Sets the parameters, in order.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }

    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static T Scalar<T>(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public static byte[] Blob(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static ChainHash Hash(this SqliteDataReader row, int column) => new(row.Blob(column));

    /// <summary>The bytes as the array that SQLite's binding needs, copied only where they are a piece of a larger one.</summary>
    public static byte[] AsArray(this ReadOnlyMemory<byte> data) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : data.ToArray();
}
