namespace VipOrleans.Silo;

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
