namespace VipOrleans.Journal.Tests.Formats;

using Npgsql;
using VipOrleans.Servers;

/// <summary>Tables of format 1 are migrated as a whole or left as they were.</summary>
public sealed class PostgresMigrationTests : IAsyncLifetime
{
    private readonly FormerJournal _former = FormerJournal.Read();
    private string _connection = "";

    private PostgresJournalOptions Options => new() { ConnectionString = _connection };

    public async ValueTask InitializeAsync()
    {
        var server = await PostgresServer.Shared;
        _connection = await server.NewDatabase();
        await OldTables.Make(server, new NpgsqlConnectionStringBuilder(_connection).Database!);
        await using var source = NpgsqlDataSource.Create(_connection);
        foreach (var partition in _former.Partitions)
        {
            await Run(source, "INSERT INTO journal_partitions (id, last) VALUES ($1, $2)", partition,
                _former.Feed(partition).Last().Position);
        }

        foreach (var append in _former.Appends)
        {
            var (stream, end) = (append.Stream.Value, append.Events[^1]);
            await Run(source, """
                INSERT INTO journal_streams (id, version, hash) VALUES ($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET version = excluded.version, hash = excluded.hash
                """, stream, end.Version, end.Hash.ToArray());
            foreach (var e in append.Events)
                await Run(source, """
                    INSERT INTO journal_events (partition, position, stream, version, at_ms, append_id, type, actor, hash, data)
                    SELECT p.no, $2, s.no, $3, $4, $5, $6, $7, $8, $9 FROM journal_partitions p, journal_streams s WHERE p.id = $10 AND s.id = $1
                    """, stream, e.Position, e.Version, e.At.ToUnixTimeMilliseconds(), append.Id, e.Type, e.Actor, e.Hash.ToArray(),
                    e.Data.ToArray(), append.Stream.Partition);
            foreach (var c in append.Commands)
                await Run(source, """
                    INSERT INTO journal_commands (stream, command_id, fingerprint, version, outcome)
                    SELECT no, $2, $3, $4, $5 FROM journal_streams WHERE id = $1
                    """, stream, c.CommandId, c.Fingerprint, c.Version, c.Outcome);
        }

        await Run(source, """
            INSERT INTO journal_snapshots (stream, version, hash, schema, data)
            VALUES ('nz-akl/projection/directory', 30, decode(repeat('00', 32), 'hex'), 'directory-1', '{}')
            """);
    }

    public ValueTask DisposeAsync() => default;

    private static async Task Run(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> Content()
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        var all = new List<string>();
        foreach (var table in new[] { "partitions", "streams", "events", "commands", "snapshots" })
        {
            await using var command = source.CreateCommand($"SELECT t::text FROM journal_{table} t ORDER BY 1");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) all.Add(reader.GetString(0));
        }

        return string.Join('\n', all);
    }

    private async Task MustBeFormer()
    {
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(() => PostgresJournal.Open(Options));
        Assert.Contains("format 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_there_afterwards_under_the_present_hashes()
    {
        var progress = new List<MigrationProgress>();

        var report = await JournalMigration.Migrate(Options, new Listed(progress));

        Assert.Equal(new(120, 120), progress[^1]);
        await using (var journal = await PostgresJournal.Open(Options)) await _former.MustBeIn(journal, report);
        Assert.Null(await JournalMigration.Migrate(Options));
    }

    [Theory]
    [InlineData("UPDATE journal_events SET data = '{}' WHERE position = 17 AND partition = 1")]
    [InlineData("DELETE FROM journal_events WHERE position = 5 AND partition = 1")]
    [InlineData("DELETE FROM journal_events WHERE partition = 1 AND position = (SELECT last FROM journal_partitions WHERE no = 1)")]
    [InlineData("UPDATE journal_partitions SET last = last + 1 WHERE no = 1")]
    [InlineData("UPDATE journal_streams SET version = version - 1 WHERE no = 1")]
    [InlineData("UPDATE journal_streams SET hash = '' WHERE id = 'nz-akl/host/h1'")]
    [InlineData("DELETE FROM journal_streams WHERE id = 'nz-akl/host/h1'")]
    [InlineData("INSERT INTO journal_streams (id, version, hash) VALUES ('nz-ham/host/none', 1, '')")]
    public async Task A_journal_that_was_changed_is_refused_and_left_as_it_is(string change)
    {
        await using (var source = NpgsqlDataSource.Create(_connection)) await Run(source, change);
        var before = await Content();

        await Assert.ThrowsAsync<JournalCorruptException>(() => JournalMigration.Migrate(Options));

        Assert.Equal(before, await Content());
        await MustBeFormer();
    }

    [Fact]
    public async Task A_migration_that_is_given_up_leaves_the_journal_as_it_was_and_can_be_made_again()
    {
        var before = await Content();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => JournalMigration.Migrate(Options, new Stop(stop), stop.Token));

        Assert.Equal(before, await Content());
        await MustBeFormer();
        var report = await JournalMigration.Migrate(Options);
        await using var journal = await PostgresJournal.Open(Options);
        await _former.MustBeIn(journal, report);
    }

    [Fact]
    public async Task A_database_without_a_journal_is_left_as_it_is()
    {
        var empty = new PostgresJournalOptions { ConnectionString = await (await PostgresServer.Shared).NewDatabase() };

        await Assert.ThrowsAsync<JournalUnavailableException>(() => JournalMigration.Migrate(empty));

        await using var source = NpgsqlDataSource.Create(empty.ConnectionString);
        await using var count = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }
}
