namespace VipOrleans.Silo;

using Microsoft.Data.Sqlite;
using VipOrleans.Stores;

/// <summary>A SQLite file of a silo that is alone, beside the journal's: that one has exactly one writer.</summary>
internal static class SqliteFile
{
    /// <summary>How to connect to a file.</summary>
    /// <param name="path">The file.</param>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 10 }.ToString();

    /// <summary>Makes a file with its tables, where it is missing; what is in it stays. Blocks on the disk.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="script">The name of the resource with the statements, which may be run again.</param>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static void Prepare(string path, string script)
    {
        OwnerOnly.EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OwnerOnly.EnsureFile(path);
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        // Readers then never wait for a writer, and the mode stays with the file. Connections flush every commit by default.
        Execute(connection, null, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, transaction, Read(script));
        transaction.Commit();
    }

    /// <summary>Closes the connections that a provider has pooled, which lets SQLite fold its log into the file.</summary>
    /// <param name="path">The file.</param>
    public static void Close(string path)
    {
        using var connection = new SqliteConnection(ConnectionString(path));
        SqliteConnection.ClearPool(connection);
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Read(string script)
    {
        using var stream = typeof(SqliteFile).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
