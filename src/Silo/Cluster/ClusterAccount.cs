namespace VipOrleans.Silo;

using System.Globalization;
using Azure;
using Azure.Data.Tables;
using VipOrleans.Stores;

/// <summary>The Azure storage account in whose tables the silos of a cluster find each other and keep their reminders.</summary>
internal static class ClusterAccount
{
    /// <summary>The table of membership. Gateways look for silos there, so its name is the one that Orleans gives it by default.</summary>
    public const string Members = "OrleansSiloInstances";

    /// <summary>The table of reminders.</summary>
    public const string Reminders = "OrleansReminders";

    /// <summary>The account's tables, for Orleans' providers.</summary>
    /// <param name="connection">How to connect.</param>
    public static TableServiceClient Tables(string connection) => new AzureAccount(connection).Tables();

    /// <summary>Makes the tables where they are missing. Meant for the start of a process.</summary>
    /// <param name="connection">How to connect.</param>
    /// <param name="patience">How long to wait for an account that does not answer yet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperatorException">The account does not answer, or does not let this process in.</exception>
    public static async Task Prepare(string connection, TimeSpan patience, CancellationToken cancellation)
    {
        var tables = new AzureAccount(connection) { Retries = 0 }.Tables();
        var backoff = new Backoff(patience);
        while (true)
        {
            try
            {
                foreach (var table in new[] { Members, Reminders }) await tables.CreateTableIfNotExistsAsync(table, cancellation);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && AzureTablesFailure.Of(e) is { } failure)
            {
                if (!failure.MayPass || backoff.IsOver)
                {
                    throw new OperatorException($"The storage account {tables.AccountName} cannot be used: {failure.Reason}", e);
                }

                await backoff.Wait(failure.RetryAfter, cancellation);
            }
        }
    }

    /// <summary>The other clusters of which silos were up in this account within the last minute, with how many.</summary>
    /// <param name="connection">How to connect.</param>
    /// <param name="clusterId">This cluster.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> OtherClusters(string connection, string clusterId, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var silos = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            // A silo that is up writes its row every few seconds.
            var rows = Tables(connection).GetTableClient(Members)
                .QueryAsync<TableEntity>("Status eq 'Active'", cancellationToken: cancellation);
            await foreach (var row in rows)
            {
                if (row.PartitionKey == clusterId || row.Timestamp < now - TimeSpan.FromMinutes(1)) continue;
                silos[row.PartitionKey] = silos.GetValueOrDefault(row.PartitionKey) + 1;
            }
        }
        catch (RequestFailedException)
        {
            // It is a hint; whether the account can be used, others say.
        }

        return [.. silos.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} of '{s.Key}'"))];
    }
}
