namespace VipOrleans.Journal;

using Microsoft.Data.Sqlite;

/// <summary>The journal's file: opened by one process, checked, with its tables made where they are missing.</summary>
internal sealed class JournalFile : IDisposable
{
    private const long ApplicationId = 0x5649504A; // "VIPJ"
    private const long SchemaVersion = JournalFormat.Current;
    private const int PageBytes = 4096;

    // A stream and a partition have a number, so that an event's row and its index entry carry two small integers and not two texts: the
    // file is smaller, and streams that are made together stand together. Events stand in the order of the feed, which is the order of
    // writing. A partition's row has the position and the feed's hash after its last event.
    internal const string PartitionsTable =
        "CREATE TABLE partitions (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;";

    internal const string SnapshotsTable = """
        CREATE TABLE snapshots (
            stream TEXT PRIMARY KEY, version INTEGER NOT NULL, hash BLOB NOT NULL, schema TEXT NOT NULL, seal BLOB NOT NULL,
            data BLOB NOT NULL) STRICT;
        """;

    private const string Schema = $"""
        {PartitionsTable}
        CREATE TABLE streams (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TABLE events (
            partition INTEGER NOT NULL, position INTEGER NOT NULL, stream INTEGER NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
            at_ms INTEGER NOT NULL, actor TEXT NOT NULL, data BLOB NOT NULL, hash BLOB NOT NULL, append_id BLOB NOT NULL,
            PRIMARY KEY (partition, position)) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX events_of_stream ON events (stream, version);
        CREATE TABLE commands (
            stream INTEGER NOT NULL, command_id TEXT NOT NULL, fingerprint INTEGER NOT NULL, version INTEGER NOT NULL, outcome TEXT NOT NULL,
            PRIMARY KEY (stream, command_id)) STRICT, WITHOUT ROWID;
        {SnapshotsTable}
        """;

    private readonly string _path;
    private readonly FileStream _lock;

    private JournalFile(string path, FileStream @lock, SqliteConnection writer) => (_path, _lock, Writer) = (path, @lock, writer);

    /// <summary>The one connection that writes.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>Opens the file for this process alone, or makes it.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be opened, or does not keep what the journal promises.</exception>
    public static JournalFile Open(SqliteJournalOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        var @lock = Lock(path);
        SqliteConnection? writer = null;
        try
        {
            OwnerOnly.EnsureFile(path);
            writer = Connect(path, SqliteOpenMode.ReadWrite);
            Prepare(writer, path, options);
            return new(path, @lock, writer);
        }
        catch (Exception e)
        {
            writer?.Dispose();
            @lock.Dispose();
            if (e is not SqliteException s) throw;
            throw Unopened(path, s);
        }
    }

    /// <summary>Opens a file of format 1 for this process alone, to be migrated; null for one of the present format.</summary>
    /// <exception cref="JournalUnavailableException">There is no such journal, or it cannot be opened.</exception>
    public static JournalFile? OpenFormer(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw Unavailable($"There is no journal '{path}'.");
        var @lock = Lock(path);
        SqliteConnection? writer = null;
        try
        {
            writer = Connect(path, SqliteOpenMode.ReadWrite);
            var schema = CheckOwner(writer, path);
            if (schema == 0) throw Unavailable($"There is no journal in the file '{path}'.");
            if (schema < SchemaVersion)
            {
                MakeDurable(writer, path);
                return new(path, @lock, writer);
            }
        }
        catch (Exception e)
        {
            writer?.Dispose();
            @lock.Dispose();
            if (e is not SqliteException s) throw;
            throw Unopened(path, s);
        }

        writer.Dispose();
        @lock.Dispose();
        return null;
    }

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteConnection Reader() => Connect(_path, SqliteOpenMode.ReadOnly);

    /// <summary>Closes the writer's connection and lets other processes in.</summary>
    public void Dispose()
    {
        Writer.Dispose();
        _lock.Dispose();
    }

    // The operating system lets go of the lock when the process ends, however it ends; the empty file stays.
    private static FileStream Lock(string path)
    {
        try
        {
            OwnerOnly.EnsureFolder(Path.GetDirectoryName(path)!);
            return OwnerOnly.Take(path + ".lock");
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path + ".lock"))
        {
            throw Unavailable(
                $"The journal '{path}' is open already, in this process or in another one; one journal has one writer. Stop the other one "
                    + $"first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unavailable($"The folder of the journal '{path}' cannot be used: {e.Message}", e);
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection =
            new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            connection.Run("PRAGMA busy_timeout = 5000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection writer, string path, SqliteJournalOptions options)
    {
        // Before anything is changed: a file of someone else must not even be turned into WAL.
        if (CheckOwner(writer, path) is > 0 and < SchemaVersion and var old)
        {
            throw Unavailable(JournalFormat.IsOld($"The journal '{path}'", old));
        }

        writer.Run($"PRAGMA page_size = {PageBytes}");
        MakeDurable(writer, path);
        // A checkpoint that fails is tried again after a later commit; until then the log keeps what was acknowledged.
        writer.Run("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536");
        if (options.MaxFileBytes is { } most) writer.Run($"PRAGMA max_page_count = {Math.Max(1, most / PageBytes)}");
        writer.Run(options.WriterPragmas);
        ExpectDurable(writer, path);
        if (Pragma<long>(writer, "application_id") == 0)
            writer.Run($"BEGIN IMMEDIATE; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion}; COMMIT");
        writer.Run(options.UncheckedPragmas);
    }

    private static void MakeDurable(SqliteConnection writer, string path)
    {
        writer.Run("PRAGMA journal_mode = WAL");
        writer.Run("PRAGMA synchronous = FULL");
        // On macOS only these make a flush reach the disk; elsewhere they do nothing.
        writer.Run("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
        ExpectDurable(writer, path);
    }

    private static void ExpectDurable(SqliteConnection writer, string path)
    {
        Expect(writer, path, "journal_mode", "wal", "The file's disk must be local and writable.");
        Expect(writer, path, "synchronous", 2L, "Without it a power cut would lose what was acknowledged.");
    }

    // Gives the schema of the file's journal; 0 for a file that has nothing yet.
    private static long CheckOwner(SqliteConnection writer, string path)
    {
        var application = Pragma<long>(writer, "application_id");
        var empty = application == 0 && writer.Scalar<long>("SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && application != ApplicationId) throw Unavailable($"The file '{path}' is another program's database, no journal.");
        var schema = Pragma<long>(writer, "user_version");
        if (schema > SchemaVersion)
            throw Unavailable(
                $"The journal '{path}' has schema {schema}, written by a newer version of this program, which knows schemas up to "
                    + $"{SchemaVersion}. Run the newer version.");
        return empty ? 0 : schema;
    }

    private static void Expect<T>(SqliteConnection writer, string path, string pragma, T wanted, string why)
    {
        var found = Pragma<T>(writer, pragma);
        if (!Equals(found, wanted))
        {
            throw Unavailable($"The journal '{path}' does not start: {pragma} is {found} and must be {wanted}. {why}");
        }

    }

    private static T Pragma<T>(SqliteConnection connection, string name) => connection.Scalar<T>($"PRAGMA {name}");

    private static JournalUnavailableException Unopened(string path, SqliteException e) => Unavailable(
        e.SqliteErrorCode == SqliteCode.NotADatabase
            ? $"The file '{path}' is no journal." : $"The journal '{path}' cannot be opened: {e.Message}", e);

    private static JournalUnavailableException Unavailable(string message, Exception? inner = null) =>
        new(message, outcomeKnown: true, inner);
}
