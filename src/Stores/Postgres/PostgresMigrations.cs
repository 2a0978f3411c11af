namespace VipOrleans.Stores;

using System.Globalization;
using System.Reflection;
using Npgsql;

/// <summary>What a part of the program does beside running its files.</summary>
/// <param name="Objection">Given the version of older tables, 0 if there are none: why they are not brought up to date here; null: they
/// are.</param>
/// <param name="Afterwards">What is to be done in the same transaction after tables were brought up to date.</param>
internal sealed record PostgresMigrationHooks(Func<int, string?>? Objection,
    Func<NpgsqlConnection, CancellationToken, Task>? Afterwards = null);

/// <summary>
/// The versions of a database's tables: numbered SQL files embedded in an assembly (<c>name/0001-what.sql</c>), each run once, in order,
/// when a process starts. Processes that start together take turns.
/// </summary>
internal static class PostgresMigrations
{
    // Any number that no other program on the same database uses for its own lock.
    private const long Lock = 0x5649504A4D4947;

    /// <summary>
    /// Brings the tables of one part of the program to the version that it knows, on a server that is checked as the journal's is. Nothing
    /// is changed where one of the files fails.
    /// </summary>
    /// <param name="options">How to connect, and how long to wait for the server.</param>
    /// <param name="part">Whose tables: the folder of the embedded files.</param>
    /// <param name="assembly">Where the files are embedded.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <remarks>
    /// Ends with the part's own error where the server does not answer or is not fit, the tables are of a newer version, or a file failed.
    /// </remarks>
    public static async Task Run(PostgresOptions options, string part, Assembly assembly, CancellationToken cancellation = default)
    {
        await using var database = new PostgresDatabase(options);
        await database.Prepare(part, assembly, null, cancellation);
    }

    /// <summary>The same on a connection that is open.</summary>
    /// <param name="connection">An open connection to the database.</param>
    /// <param name="part">Whose tables: the folder of the embedded files.</param>
    /// <param name="assembly">Where the files are embedded.</param>
    /// <param name="unavailable">The part's own error, for tables of a newer version and for a file that failed.</param>
    /// <param name="also">What the part does beside running its files, if anything.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task Run(NpgsqlConnection connection, string part, Assembly assembly,
        Func<string, Exception?, Exception> unavailable, PostgresMigrationHooks? also = null, CancellationToken cancellation = default)
    {
        var migrations = Read(part, assembly);
        // A user without the right to make tables can start on a database that is up to date.
        if (await Applied(connection, part, cancellation) == migrations.Count) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Whoever waits for another process's migration waits as long as that takes.
        await Execute(connection, "SET LOCAL statement_timeout = 0", cancellation);
        await Execute(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancellation);
        await Execute(connection, """
            CREATE TABLE IF NOT EXISTS vip_migrations (
                part text NOT NULL, version int NOT NULL, name text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (part, version))
            """, cancellation);
        var applied = await Applied(connection, part, cancellation);
        if (applied > migrations.Count)
        {
            throw unavailable(
                $"The tables of '{part}' in the database are of version {applied}, made by a newer version of this program, which knows "
                    + $"versions up to {migrations.Count}. Run the newer version.",
                null);
        }

        if (applied == migrations.Count) return;
        if (also?.Objection?.Invoke(applied) is { } why) throw unavailable(why, null);
        foreach (var (name, sql) in migrations.Skip(applied)) await Apply(connection, part, name, sql, unavailable, cancellation);
        if (also?.Afterwards is { } afterwards) await afterwards(connection, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task Apply(NpgsqlConnection connection, string part, string name, string sql,
        Func<string, Exception?, Exception> unavailable, CancellationToken cancellation)
    {
        try
        {
            await Execute(connection, sql, cancellation);
        }
        catch (PostgresException e)
        {
            throw unavailable($"The tables of '{part}' could not be made ({name}): {e.MessageText} ({e.SqlState}). Nothing was changed.",
                e);
        }

        await using var command = new NpgsqlCommand("INSERT INTO vip_migrations (part, version, name) VALUES ($1, $2, $3)", connection);
        command.Parameters.Add(new() { Value = part });
        command.Parameters.Add(new() { Value = Number(name) });
        command.Parameters.Add(new() { Value = name });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<int> Applied(NpgsqlConnection connection, string part, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('vip_migrations') IS NOT NULL", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!) return 0;
        await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM vip_migrations WHERE part = $1", connection);
        command.Parameters.Add(new() { Value = part });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static List<(string Name, string Sql)> Read(string part, Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(part + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        var migrations = new List<(string, string)>();
        foreach (var name in names)
        {
            if (Number(name) != migrations.Count + 1)
            {
                throw new InvalidOperationException($"Migration '{name}' should have the number {migrations.Count + 1}.");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            migrations.Add((name, reader.ReadToEnd()));
        }

        return migrations.Count > 0
            ? migrations : throw new InvalidOperationException($"There are no migrations of '{part}' in {assembly.GetName().Name}.");
    }

    private static int Number(string name) => int.Parse(Path.GetFileName(name).AsSpan(0, 4), CultureInfo.InvariantCulture);

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
