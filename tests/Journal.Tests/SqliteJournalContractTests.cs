namespace VipOrleans.Journal.Tests;

using Microsoft.Data.Sqlite;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;

/// <summary>The SQLite store keeps what every store promises.</summary>
public sealed class SqliteJournalContractTests : JournalContract
{
    private readonly JournalFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ValueTask<IJournal> Open() => new(SqliteJournal.Open(_folder.Path));

    protected override ValueTask Alter(StreamId stream, long version) =>
        _folder.Change(
            "UPDATE events SET data = CAST('{\"text\":\"forged\"}' AS BLOB) WHERE version = $version AND stream = (SELECT no FROM streams "
                + "WHERE id = $stream)", stream, version);

    protected override ValueTask Remove(StreamId stream, long version) =>
        _folder.Change("DELETE FROM events WHERE version = $version AND stream = (SELECT no FROM streams WHERE id = $stream)", stream,
            version);

    protected override ValueTask Exchange(StreamId one, StreamId other)
    {
        _folder.Run($"""
            UPDATE streams SET id = 'x' WHERE id = '{one}';
            UPDATE streams SET id = '{one}' WHERE id = '{other}';
            UPDATE streams SET id = '{other}' WHERE id = 'x';
            """);
        return default;
    }

    protected override ValueTask AlterSnapshot(StreamId stream)
    {
        _folder.Run($"UPDATE snapshots SET data = CAST('[]' AS BLOB) WHERE stream = '{stream}'");
        return default;
    }

    protected override ValueTask Poison(StreamId stream)
    {
        _folder.Run("""
            CREATE TRIGGER poison BEFORE INSERT ON events WHEN new.actor = 'poison' BEGIN SELECT RAISE(ABORT, 'not this one'); END
            """);
        return default;
    }

    protected override ValueTask Heal(StreamId stream)
    {
        _folder.Run("DROP TRIGGER poison");
        return default;
    }
}

/// <summary>A folder for one test's journal, gone after it.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-tests-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "journal.db");

    public SqliteConnection Raw()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Run(string sql)
    {
        using var connection = Raw();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public ValueTask Change(string sql, StreamId stream, long version)
    {
        using var connection = Raw();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$stream", stream.Value);
        command.Parameters.AddWithValue("$version", version);
        Assert.Equal(1, command.ExecuteNonQuery());
        return default;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
