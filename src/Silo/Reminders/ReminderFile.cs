namespace VipOrleans.Silo;

using Microsoft.Data.Sqlite;
using VipOrleans.Stores;

/// <summary>
/// The SQLite file of Orleans' reminders. It stands beside the journal's file and not in it, because the journal's has exactly one writer.
/// </summary>
public static class ReminderFile
{
    private const string Script = "VipOrleans.Silo.Reminders.Sqlite-Reminders.sql";

    /// <summary>How to connect to the file.</summary>
    /// <param name="path">The file.</param>
    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 10 }.ToString();

    /// <summary>
    /// Makes the file with its table, where it is missing; reminders stay. Blocks on the disk: meant for the start of a process.
    /// </summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static void Prepare(string path)
    {
        OwnerOnly.EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OwnerOnly.EnsureFile(path);
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        // Readers then never wait for a writer, and the mode stays with the file. Connections flush every commit by default.
        Execute(connection, null, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, transaction, ReadScript());
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string ReadScript()
    {
        using var stream = typeof(ReminderFile).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
