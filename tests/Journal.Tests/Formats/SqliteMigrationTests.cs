namespace VipOrleans.Journal.Tests.Formats;

using Microsoft.Data.Sqlite;

/// <summary>A file of format 1 is migrated as a whole or left as it was.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public SqliteMigrationTests() => File.Copy(FormerJournal.File, _folder.Path);

    public void Dispose() => _folder.Dispose();

    private string Content()
    {
        using var connection = _folder.Raw();
        var lines = new List<string>();
        foreach (var table in new[] { "partitions", "streams", "events", "commands", "snapshots" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                    .Select(i => reader[i] is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader[i]}")));
            }
        }

        return string.Join('\n', lines);
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read()) tables.Add(reader.GetString(0));
        return tables;
    }

    private void MustBeFormer()
    {
        var error = Assert.Throws<JournalUnavailableException>(() => SqliteJournal.Open(_folder.Path));
        Assert.Contains("format 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_there_afterwards_under_the_present_hashes()
    {
        var progress = new List<MigrationProgress>();

        var report = JournalMigration.Migrate(_folder.Path, new Listed(progress));

        Assert.Equal(new(120, 120), progress[^1]);
        await using (var journal = SqliteJournal.Open(_folder.Path)) await FormerJournal.Read().MustBeIn(journal, report);
        Assert.Null(JournalMigration.Migrate(_folder.Path));
    }

    /// <summary>The file is kept as release 0.2.0 wrote it: later releases read it, or migrate it.</summary>
    [Fact]
    public async Task A_journal_of_format_2_is_opened_and_goes_on()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Formats", "journal-2.sqlite"), _folder.Path, overwrite: true);

        await using var journal = SqliteJournal.Open(_folder.Path);

        await FormerJournal.Read().MustBeIn(journal, new(3, 6, 120));
    }

    [Fact]
    public void The_tables_are_those_of_a_new_file()
    {
        using var other = new JournalFolder();
        SqliteJournal.Open(other.Path).Dispose();

        JournalMigration.Migrate(_folder.Path);

        using var migrated = _folder.Raw();
        using var made = other.Raw();
        Assert.Equal(Tables(made), Tables(migrated));
    }

    [Theory]
    [InlineData("UPDATE events SET data = CAST('{}' AS BLOB) WHERE position = 17 AND partition = 1")]
    [InlineData("UPDATE events SET actor = 'officer-9' WHERE position = 3 AND partition = 1")]
    [InlineData("DELETE FROM events WHERE position = 5 AND partition = 1")]
    [InlineData("DELETE FROM events WHERE position = (SELECT max(position) FROM events WHERE partition = 1) AND partition = 1")]
    [InlineData("UPDATE streams SET version = version - 1 WHERE no = 1")]
    [InlineData("UPDATE streams SET hash = zeroblob(32) WHERE no = 2")]
    [InlineData("DELETE FROM streams WHERE no = 2")]
    [InlineData("UPDATE events SET stream = 99 WHERE stream = 2")]
    [InlineData("UPDATE events SET partition = 9 WHERE partition = 1 AND position = 1")]
    [InlineData("INSERT INTO streams (id, version, hash) VALUES ('nz-akl/host/none', 1, zeroblob(32))")]
    [InlineData("INSERT INTO streams (id, version, hash) VALUES ('nz-ham/host/none', 1, zeroblob(32))")]
    public void A_journal_that_was_changed_is_refused_and_left_as_it_is(string change)
    {
        _folder.Run(change);
        var before = Content();

        var error = Assert.Throws<JournalCorruptException>(() => JournalMigration.Migrate(_folder.Path));

        Assert.Contains("Restore", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Content());
        MustBeFormer();
    }

    [Fact]
    public async Task A_migration_that_is_given_up_leaves_the_journal_as_it_was_and_can_be_made_again()
    {
        var before = Content();
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => JournalMigration.Migrate(_folder.Path, new Stop(stop), stop.Token));

        Assert.Equal(before, Content());
        MustBeFormer();
        var report = JournalMigration.Migrate(_folder.Path);
        await using var journal = SqliteJournal.Open(_folder.Path);
        await FormerJournal.Read().MustBeIn(journal, report);
    }

    [Fact]
    public void A_journal_that_is_open_is_not_migrated()
    {
        using (JournalFile.OpenFormer(_folder.Path))
        {
            var error = Assert.Throws<JournalUnavailableException>(() => JournalMigration.Migrate(_folder.Path));
            Assert.Contains("open already", error.Message, StringComparison.Ordinal);
        }

        Assert.NotNull(JournalMigration.Migrate(_folder.Path));
    }

    [Fact]
    public void What_is_no_journal_is_not_migrated()
    {
        var path = Path.Combine(_folder.Folder, "other.db");
        Assert.Throws<JournalUnavailableException>(() => JournalMigration.Migrate(path));
        Assert.False(File.Exists(path));
        File.WriteAllText(path, "");
        Assert.Throws<JournalUnavailableException>(() => JournalMigration.Migrate(path));
        File.WriteAllText(path, new string('x', 5000));
        Assert.Throws<JournalUnavailableException>(() => JournalMigration.Migrate(path));
    }
}

/// <summary>Notes what it is given.</summary>
internal sealed class Listed(List<MigrationProgress> list) : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value) => list.Add(value);
}

/// <summary>Gives up at the first word.</summary>
internal sealed class Stop(CancellationTokenSource stop) : IProgress<MigrationProgress>
{
    public void Report(MigrationProgress value) => stop.Cancel();
}
