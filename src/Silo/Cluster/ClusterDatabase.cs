using VipOrleans.Stores;

namespace VipOrleans.Silo;

/// <summary>The PostgreSQL database in which the silos of a cluster find each other and keep their reminders.</summary>
public static class ClusterDatabase
{
    /// <summary>The name under which Orleans' ADO.NET providers know PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Makes the tables, or brings them up to date. Meant for the start of a process.</summary>
    /// <param name="connectionString">How to connect.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperatorException">The server does not answer, is not fit, or has tables of a newer version.</exception>
    public static Task Prepare(string connectionString, CancellationToken cancellation = default) =>
        PostgresMigrations.Run(Options(connectionString), "orleans", typeof(ClusterDatabase).Assembly, cancellation);

    private static PostgresOptions Options(string connectionString) => new()
    {
        ConnectionString = connectionString,
        ApplicationName = "vip-cluster",
        // The first that a silo asks of the database: a server that has just been started, or a whole cluster that starts at once, takes a while.
        Deadline = TimeSpan.FromSeconds(20),
        Unavailable = (message, inner) => new OperatorException(message, inner),
    };
}
