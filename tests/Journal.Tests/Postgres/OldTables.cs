namespace VipOrleans.Journal.Tests;

using VipOrleans.Servers;

/// <summary>The journal's tables as the first version made them.</summary>
internal static class OldTables
{
    public static async Task Make(PostgresServer server, string database)
    {
        await using var file = typeof(PostgresJournal).Assembly.GetManifestResourceStream("journal/0001-journal.sql")!;
        using var reader = new StreamReader(file);
        await server.Run(database, await reader.ReadToEndAsync());
        await server.Run(database, """
            CREATE TABLE vip_migrations (
                part text NOT NULL, version int NOT NULL, name text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (part, version));
            INSERT INTO vip_migrations (part, version, name) VALUES ('journal', 1, 'journal/0001-journal.sql');
            """);
    }
}
