namespace VipOrleans.Gateway.Hosting;

using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;

/// <summary>The Azure storage account in which the silos of a cluster meet, as <c>Cluster:Connection</c> names it.</summary>
internal static class ClusterAccount
{
    /// <summary>The table of membership, as Orleans names it.</summary>
    public const string Members = "OrleansSiloInstances";

    private static readonly string[] Words = ["AccountName=", "TableEndpoint=", "UseDevelopmentStorage=", "SharedAccessSignature="];

    /// <summary>True for a text that names a storage account and not a database.</summary>
    public static bool IsNamedBy(string connection) =>
        (Uri.TryCreate(connection.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
        || Array.Exists(Words, w => connection.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>The account's tables: by its https endpoint with the identity of the process, or by a connection string.</summary>
    /// <exception cref="ArgumentException">The text names none; the message does not repeat it.</exception>
    public static TableServiceClient Tables(string connection)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new NoNewTables(), HttpPipelinePosition.PerCall);
        if (Uri.TryCreate(connection, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "https" or "http")
        {
            return endpoint.Scheme == "https"
                ? new(endpoint, new DefaultAzureCredential(), options)
                : throw new ArgumentException("the endpoint of Azure Tables has to be https: a token does not travel in the open");
        }

        try
        {
            return new(connection, options);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // The text itself has a key in it and is not repeated.
            throw new ArgumentException($"it is no connection string of an Azure storage account: {e.Message}", e);
        }
    }
}
