namespace VipOrleans.Journal;

using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

/// <summary>A prepared statement, used again and again by one thread at a time. Parameters count from 1, columns from 0.</summary>
/// <remarks>
/// SQLite's own calls and not <see cref="SqliteCommand"/>, which looks each parameter up by name, boxes each value and makes a reader for
/// each execution: that was most of the time of an append.
/// </remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ChainHash value)
    {
        Span<byte> bytes = stackalloc byte[ChainHash.Size];
        value.CopyTo(bytes);
        return Bind(parameter, bytes);
    }

    public Statement Bind(int parameter, FeedHash value)
    {
        Span<byte> bytes = stackalloc byte[FeedHash.Size];
        value.CopyTo(bytes);
        return Bind(parameter, bytes);
    }

    public Statement Bind(int parameter, string value)
    {
        Span<byte> buffer = stackalloc byte[512];
        ReadOnlySpan<byte> utf8 = Encoding.UTF8.TryGetBytes(value, buffer, out var length)
            ? buffer[..length] : Encoding.UTF8.GetBytes(value);
        Check(raw.sqlite3_bind_text(_statement, parameter, utf8));
        return this;
    }

    /// <summary>Goes to the next row; false, and ready for the next execution, when there is none.</summary>
    /// <exception cref="SqliteException">It failed; it is ready for the next execution.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        try
        {
            if (code != raw.SQLITE_DONE) Check(code);
            return false;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Executes a statement whose rows nobody reads.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    /// <summary>Ends an execution before its last row.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a column, until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A hash; one that has not its length fits nothing, as a damaged one should.</summary>
    public ChainHash Hash(int column)
    {
        var bytes = Bytes(column);
        return bytes.Length == ChainHash.Size ? new(bytes) : default;
    }

    /// <summary>The hash of a feed; one that has not its length fits nothing.</summary>
    public FeedHash Feed(int column)
    {
        var bytes = Bytes(column);
        return bytes.Length == FeedHash.Size ? new(bytes) : default;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}

/// <summary>Short forms for what is executed once.</summary>
internal static class SqliteConnectionExtensions
{
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
}
