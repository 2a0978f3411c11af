namespace VipOrleans.Vault;

using Npgsql;

/// <summary>Work that is done as a whole or not at all.</summary>
internal sealed class VaultTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly CancellationToken _cancellation;
    private bool _undone;

    private VaultTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation) =>
        (_connection, _transaction, _cancellation) = (connection, transaction, cancellation);

    public static async Task<VaultTransaction> Begin(NpgsqlConnection connection, CancellationToken cancellation) =>
        new(connection, await connection.BeginTransactionAsync(cancellation), cancellation);

    /// <summary>Runs a statement and answers how many rows it changed, or a SELECT found.</summary>
    public async Task<int> Execute(string sql, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        if (!sql.StartsWith("SELECT", StringComparison.Ordinal)) return await command.ExecuteNonQueryAsync(_cancellation);
        await using var reader = await command.ExecuteReaderAsync(_cancellation);
        var rows = 0;
        while (await reader.ReadAsync(_cancellation)) rows++;
        return rows;
    }

    /// <summary>All rows.</summary>
    public async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> read, object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(_cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(_cancellation)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Takes back all that was done; <see cref="Commit"/> then has nothing left to do.</summary>
    public async Task Undo()
    {
        _undone = true;
        await _transaction.RollbackAsync(_cancellation);
    }

    /// <summary>Makes it durable.</summary>
    public async Task Commit()
    {
        if (!_undone) await _transaction.CommitAsync(_cancellation);
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    private NpgsqlCommand Command(string sql, object?[] parameters)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return command;
    }
}
