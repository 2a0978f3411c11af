namespace VipOrleans.Silo;

/// <summary>
/// The SQLite file of Orleans' reminders. It stands beside the journal's file and not in it, because the journal's has exactly one writer.
/// </summary>
public static class ReminderFile
{
    private const string Script = "VipOrleans.Silo.Reminders.Sqlite-Reminders.sql";

    /// <summary>How to connect to the file.</summary>
    /// <param name="path">The file.</param>
    public static string ConnectionString(string path) => SqliteFile.ConnectionString(path);

    /// <summary>
    /// Makes the file with its table, where it is missing; reminders stay. Blocks on the disk: meant for the start of a process.
    /// </summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The file cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static void Prepare(string path) => SqliteFile.Prepare(path, Script);
}
