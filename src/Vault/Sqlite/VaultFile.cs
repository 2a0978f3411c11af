namespace VipOrleans.Vault;

using Microsoft.Data.Sqlite;
using VipOrleans.Stores;

/// <summary>
/// The vault's SQLite file: how it is opened, what its tables are, and how statements are run on it. One thread at a time.
/// </summary>
internal sealed class VaultFile : IDisposable
{
    private const int SchemaVersion = 2;

    // A person's wrapped key stands in a slot of its own, of fixed size, that is overwritten and never deleted or moved. Deleting rows is
    // not enough: where rows move between pages SQLite leaves copies behind that even secure_delete misses (13 of 18,002 erased keys,
    // measured). All else that is deleted is unreadable without that key; secure_delete clears it too, as far as it reaches.
    private const string Schema = """
        CREATE TABLE master (id TEXT PRIMARY KEY, proof BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE index_key (id INTEGER PRIMARY KEY CHECK (id = 1), master TEXT NOT NULL, sealed BLOB NOT NULL);
        CREATE TABLE person_key (slot INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL);
        CREATE TABLE person (person TEXT PRIMARY KEY, slot INTEGER NOT NULL UNIQUE, master TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX person_by_master ON person (master);
        CREATE TABLE document (person TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE note (person TEXT NOT NULL, note TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (person, note)) WITHOUT ROWID;
        CREATE TABLE identity (mark BLOB PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX identity_by_person ON identity (person);
        CREATE TABLE access (
            number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, kind INTEGER NOT NULL, note TEXT, by TEXT NOT NULL,
            purpose TEXT NOT NULL, found INTEGER NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX access_by_person ON access (person, number);
        PRAGMA user_version = 1;
        """;

    // What persons share: keyed codes, in the same transaction as the document that they are made of, and gone with the person. `coded` is
    // the version of the codes that a person has; 0 for none yet.
    private const string SharingSchema = """
        CREATE TABLE code (nation TEXT NOT NULL, kind INTEGER NOT NULL, code BLOB NOT NULL, person TEXT NOT NULL, PRIMARY KEY (nation, kind, code, person)) WITHOUT ROWID;
        CREATE INDEX code_by_person ON code (person);
        ALTER TABLE person ADD COLUMN coded INTEGER NOT NULL DEFAULT 0;
        PRAGMA user_version = 2;
        """;

    private readonly SqliteConnection _connection;

    /// <summary>
    /// Opens the file, or makes it, readable for its owner only, and clears it of bytes that a crash may have left behind.
    /// </summary>
    /// <exception cref="VaultUnavailableException">The file cannot be used, or the store does not keep what the vault promises.</exception>
    public VaultFile(string path)
    {
        OwnerOnly.EnsureFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        OwnerOnly.EnsureFile(path);
        _connection =
            new(new SqliteConnectionStringBuilder
            {
                DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false,
                DefaultTimeout = 2
            }.ToString());
        try
        {
            _connection.Open();
            Execute("PRAGMA busy_timeout = 1000");
            // No temporary file may ever hold what is erased from the vault's own.
            Execute("PRAGMA temp_store = MEMORY");
            // On macOS only these make a flush reach the disk.
            Execute("PRAGMA fullfsync = ON");
            Execute("PRAGMA checkpoint_fullfsync = ON");
            Expect("PRAGMA journal_mode = WAL", "wal");
            Execute("PRAGMA synchronous = FULL");
            Expect("PRAGMA synchronous", 2L);
            Execute("PRAGMA secure_delete = ON");
            Expect("PRAGMA secure_delete", 1L);
            MakeTables();
            // An erasure that a crash cut short of its last step is completed here. A reader in another process may hold it up; that is
            // no reason not to start.
            TryClearLog();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs work as one transaction: all of it is durable when this returns, or none of it happened.</summary>
    public T Transact<T>(Func<T> work)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var result = work();
        transaction.Commit();
        return result;
    }

    /// <summary>Takes the write lock and gives it back: fails where nothing could be written.</summary>
    public void TryWriteLock()
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        transaction.Rollback();
    }

    /// <summary>
    /// Moves everything from the write-ahead log into the file and cuts the log to nothing; false where a reader in another process holds
    /// on to it.
    /// </summary>
    public bool TryClearLog() => Query("PRAGMA wal_checkpoint(TRUNCATE)", r => r.GetInt64(0) == 0).Single();

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; the default if there is no row.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is T value ? value : default;
    }

    /// <summary>All rows.</summary>
    /// <exception cref="VaultCorruptException">A row has what no program has written into it, as after a disk that lost pages of the
    /// file.</exception>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            try
            {
                rows.Add(read(reader));
            }
            catch (Exception e) when (e is InvalidOperationException or InvalidCastException)
            {
                throw new VaultCorruptException(
                    "The vault's file is damaged: a row of it has no value where there always is one, or another kind of value.", e);
            }
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private void MakeTables() => Transact(() =>
    {
        var version = Scalar<long>("PRAGMA user_version");
        if (version == 0) Execute(Schema);
        if (version is 0 or 1) Execute(SharingSchema);
        else if (version != SchemaVersion)
            throw new VaultUnavailableException(
                $"The vault has format {version}; this program knows format {SchemaVersion}. Run the program that wrote it, or a newer "
                    + $"one.");
        return version;
    });

    private void Expect<T>(string pragma, T expected)
    {
        var actual = Scalar<T>(pragma);
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            throw new VaultUnavailableException(
                $"The vault's store answers '{actual}' to '{pragma}', not '{expected}': it would not keep the vault's promises.");
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
