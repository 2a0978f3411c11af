namespace VipOrleans.Journal.Tests;

using Npgsql;
using VipOrleans.Domain.Kernel;
using VipOrleans.Journal.Testing;
using VipOrleans.Servers;

/// <summary>The PostgreSQL store keeps what every store promises.</summary>
public sealed class PostgresJournalContractTests : JournalContract
{
    private static readonly Lazy<Task<string>> Database = new(async () => await (await PostgresServer.Shared).NewDatabase());

    protected override async ValueTask<IJournal> Open() => await PostgresJournal.Open(new() { ConnectionString = await Database.Value });

    protected override ValueTask<IJournal> OpenAnother() => Open();

    protected override ValueTask Alter(StreamId stream, long version) =>
        Change("UPDATE journal_events SET data = '{\"text\":\"forged\"}' WHERE version = $2 AND stream = (SELECT no FROM journal_streams "
            + "WHERE id = $1)", stream, version);

    protected override ValueTask Remove(StreamId stream, long version) =>
        Change("DELETE FROM journal_events WHERE version = $2 AND stream = (SELECT no FROM journal_streams WHERE id = $1)", stream,
            version);

    protected override ValueTask Exchange(StreamId one, StreamId other) => Run($"""
        UPDATE journal_streams SET id = 'x' WHERE id = '{one}';
        UPDATE journal_streams SET id = '{one}' WHERE id = '{other}';
        UPDATE journal_streams SET id = '{other}' WHERE id = 'x';
        """);

    protected override ValueTask AlterSnapshot(StreamId stream) =>
        Run($"UPDATE journal_snapshots SET data = '[]' WHERE stream = '{stream}'");

    protected override ValueTask Poison(StreamId stream) => Run("""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
        CREATE TRIGGER poison BEFORE INSERT ON journal_events FOR EACH ROW WHEN (new.actor = 'poison') EXECUTE FUNCTION refuse();
        """);

    protected override ValueTask Heal(StreamId stream) => Run("DROP TRIGGER poison ON journal_events; DROP FUNCTION refuse()");

    private static async ValueTask Run(string sql)
    {
        await using var connection = new NpgsqlConnection(await Database.Value);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async ValueTask Change(string sql, StreamId stream, long version)
    {
        await using var connection = new NpgsqlConnection(await Database.Value);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = stream.Value });
        command.Parameters.Add(new() { Value = version });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
