namespace VipOrleans.Gateway.Hosting;

using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

/// <summary>
/// Lets a gateway wait for the first silo, since both may start in any order, and says what it finds meanwhile: a gateway of another
/// cluster would wait forever.
/// </summary>
internal sealed partial class SilosMissing(IConfiguration configuration, IOptions<ClusterOptions> cluster, ILogger<SilosMissing> log)
    : IClientConnectionRetryFilter
{
    // The first seconds are those of any start.
    private const int FirstAfter = 5, Every = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _failures;

    private string Place => configuration["Cluster:Connection"]!;

    private string Word => ClusterAccount.IsNamedBy(Place) ? "storage account" : "database";

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if ((_failures++ - FirstAfter) % Every == 0) await Say(cancellationToken);
        await Task.Delay(Pause, cancellationToken);
        return !cancellationToken.IsCancellationRequested;
    }

    private async Task Say(CancellationToken cancellation)
    {
        try
        {
            var found = ClusterAccount.IsNamedBy(Place) ? await InAccount(cancellation) : await InDatabase(cancellation);
            LogMissing(cluster.Value.ClusterId, Word, found.Count == 0 ? "no silo that is up" : string.Join(" and ", found));
        }
        catch (Exception e) when (e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
            or RequestFailedException { ErrorCode: "TableNotFound" })
        {
            LogMissing(cluster.Value.ClusterId, Word, "no tables yet: no silo has ever started there");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException
            or RequestFailedException or AuthenticationFailedException)
        {
            LogUnread(Word, e.Message);
        }
    }

    private async Task<List<string>> InDatabase(CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(Place);
        await using var command = database.CreateCommand(
            """
            SELECT deploymentid, count(*) FROM orleansmembershiptable
            WHERE status = 3 AND iamalivetime > now() - interval '10 minutes' GROUP BY deploymentid ORDER BY deploymentid
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellation)) found.Add($"{rows.GetInt64(1)} of the cluster '{rows.GetString(0)}'");
        return found;
    }

    private async Task<List<string>> InAccount(CancellationToken cancellation)
    {
        var silos = new SortedDictionary<string, int>(StringComparer.Ordinal);
        // A silo that is up writes its row every few seconds.
        var since = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(10);
        await foreach (var row in ClusterAccount.Tables(Place).GetTableClient(ClusterAccount.Members)
            .QueryAsync<TableEntity>("Status eq 'Active'", cancellationToken: cancellation))
        {
            if (row.Timestamp > since) silos[row.PartitionKey] = silos.GetValueOrDefault(row.PartitionKey) + 1;
        }

        return [.. silos.Select(s => $"{s.Value} of the cluster '{s.Key}'")];
    }

    [LoggerMessage(4, LogLevel.Warning,
        "No silo of the cluster '{Cluster}' is found; this gateway waits. In the {Word} of Cluster:Connection there is {Found}. "
        + "Cluster:ClusterId must be the same in silos and gateways.")]
    private partial void LogMissing(string cluster, string word, string found);

    [LoggerMessage(5, LogLevel.Warning,
        "No silo is found; this gateway waits. The {Word} of Cluster:Connection does not answer: {Reason}")]
    private partial void LogUnread(string word, string reason);
}
