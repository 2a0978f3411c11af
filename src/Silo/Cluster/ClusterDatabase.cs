namespace VipOrleans.Silo;

using Npgsql;
using VipOrleans.Stores;

/// <summary>The PostgreSQL database in which the silos of a cluster find each other and keep their reminders.</summary>
public static class ClusterDatabase
{
    /// <summary>The name under which Orleans' ADO.NET providers know PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Makes the tables, or brings them up to date. Meant for the start of a process.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="patience">How long to wait for a server that does not answer yet, 1 s to 10 min; a minute where none is given.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperatorException">The server does not answer, is not fit, or has tables of a newer version.</exception>
    public static Task Prepare(string connectionString, TimeSpan? patience = null, CancellationToken cancellation = default) =>
        PostgresMigrations.Run(Options(connectionString, patience ?? TimeSpan.FromMinutes(1)), "orleans", typeof(ClusterDatabase).Assembly,
            cancellation);

    /// <summary>When the last dump was begun that <c>deploy/postgres/backup.sh</c> has noted; null for none.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    internal static async Task<DateTimeOffset?> LastBackup(string connectionString, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT max(begun) FROM vip_backups");
        try
        {
            return await command.ExecuteScalarAsync(cancellation) is DateTime at ? new DateTimeOffset(at) : null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // The script makes the table with its first dump.
            return null;
        }
    }

    /// <summary>The other clusters of which silos were up in this database within the last minute, with how many.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="clusterId">This cluster.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<IReadOnlyList<string>> OtherClusters(string connectionString, string clusterId,
        CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            """
            SELECT deploymentid, count(*) FROM orleansmembershiptable
            WHERE status = 3 AND iamalivetime > now() - interval '1 minute' AND deploymentid <> $1 GROUP BY deploymentid ORDER BY deploymentid
            """);
        command.Parameters.AddWithValue(clusterId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellation)) found.Add($"{rows.GetInt64(1)} of '{rows.GetString(0)}'");
        return found;
    }

    private static PostgresOptions Options(string connectionString, TimeSpan patience) => new()
    {
        ConnectionString = connectionString,
        ApplicationName = "vip-cluster",
        // A whole cluster that starts at once keeps a small server busy for a while.
        Deadline = TimeSpan.FromSeconds(20),
        OpenPatience = patience,
        Unavailable = (message, inner) => new OperatorException(message, inner),
    };
}
