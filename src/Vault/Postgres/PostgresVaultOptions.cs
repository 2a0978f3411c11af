namespace VipOrleans.Vault;

using VipOrleans.Stores;

/// <summary>Which PostgreSQL keeps the vault, and how much the vault asks of it at once.</summary>
public sealed record PostgresVaultOptions
{
    /// <summary>
    /// How to connect, in Npgsql's words (<c>Host=…;Username=…;Password=…;Database=…</c>). Several hosts: only the primary is used.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// How long one piece of work may take with all its retries, 1 s to 10 min; then it fails as unavailable. One try may take half of it.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the opening waits for a server that does not answer yet, 1 s to 10 min; a wrong password or an unfit server is reported at
    /// once.
    /// </summary>
    public TimeSpan OpenPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most pieces of work at the same time, each on a connection of its own; further ones wait.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>True lets the vault use a server that does not flush what it acknowledges: for trials only.</summary>
    public bool AllowWeakDurability { get; init; }

    /// <summary>Checks the options without connecting.</summary>
    /// <exception cref="ArgumentException">One of them cannot be used; the message tells which, without repeating a password.</exception>
    public void Check() => Database().Validate();

    internal PostgresOptions Database()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Connections, 1);
        return new()
        {
            ConnectionString = ConnectionString,
            ApplicationName = "vip-vault",
            Deadline = Deadline,
            OpenPatience = OpenPatience,
            // One for the probe of readiness, that it need not wait for work.
            Connections = Connections + 1,
            AllowWeakDurability = AllowWeakDurability,
            Unavailable = (message, inner) => new VaultUnavailableException(message, inner),
        };
    }
}
