namespace VipOrleans.Stores;

using Npgsql;

/// <summary>How one part of the program uses its PostgreSQL database.</summary>
internal sealed record PostgresOptions
{
    /// <summary>
    /// How to connect, in Npgsql's words (<c>Host=…;Username=…;Password=…;Database=…</c>). Several hosts: only the primary is used.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Under which name the connections appear at the server, where the connection string gives none.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>How long one piece of work may take with all its retries, 1 s to 10 min. One try may take half of it.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the opening waits for a server that does not answer yet, 1 s to 10 min: one that starts at the same time takes a while.
    /// </summary>
    public TimeSpan OpenPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most connections.</summary>
    public int Connections { get; init; } = 2;

    /// <summary>True allows a server that does not flush what it acknowledges.</summary>
    public bool AllowWeakDurability { get; init; }

    /// <summary>The part's own error for a database that cannot do its work: from what is wrong, and what it came from.</summary>
    public required Func<string, Exception?, Exception> Unavailable { get; init; }

    /// <summary>Checks the options without connecting.</summary>
    /// <exception cref="ArgumentException">One of them cannot be used; the message tells which, without repeating a password.</exception>
    public NpgsqlConnectionStringBuilder Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Deadline, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Deadline, TimeSpan.FromMinutes(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(OpenPatience, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(OpenPatience, TimeSpan.FromMinutes(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(Connections, 1);
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (string.IsNullOrEmpty(builder.Host)) throw new ArgumentException("it names no Host");
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The text itself has a password in it and is not repeated.
            throw new ArgumentException($"The connection string of PostgreSQL cannot be used: {e.Message}", nameof(ConnectionString), e);
        }
    }
}
