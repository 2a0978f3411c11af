namespace VipOrleans.Stores;

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

/// <summary>An Azure storage account, with its tables and blobs.</summary>
/// <param name="Connection">The https endpoint of the account's tables, such as <c>https://name.table.core.windows.net</c>, used with the
/// identity of the process; or a connection string with a key.</param>
internal sealed record AzureAccount(string Connection)
{
    private const string TableLabel = ".table.", BlobLabel = ".blob.";

    private static readonly string[] Words =
        ["AccountName=", "TableEndpoint=", "BlobEndpoint=", "UseDevelopmentStorage=", "SharedAccessSignature="];

    /// <summary>How long one request may take.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the client itself repeats a request that failed.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The seam through which a test loses answers, throttles, and refuses what Azure refuses.</summary>
    public HttpPipelinePolicy? Policy { get; init; }

    /// <summary>True for a text that names a storage account and not a database.</summary>
    public static bool Names(string connection) =>
        Uri.TryCreate(connection.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        || Array.Exists(Words, w => connection.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>Checks that the account's tables and blobs can be named, without connecting.</summary>
    /// <exception cref="ArgumentException">They cannot; the message tells why, without repeating a key.</exception>
    public void Check() => (_, _) = (Tables(), Blobs());

    /// <summary>The account's tables.</summary>
    /// <exception cref="ArgumentException">They cannot be named; the message tells why, without repeating a key.</exception>
    public TableServiceClient Tables()
    {
        var options = With(new TableClientOptions());
        return Endpoint() is { } endpoint
            ? new(endpoint, new DefaultAzureCredential(), options)
            : Read("tables", () => new TableServiceClient(Connection, options));
    }

    /// <summary>The account's blobs.</summary>
    /// <exception cref="ArgumentException">They cannot be named; the message tells why, without repeating a key.</exception>
    public BlobServiceClient Blobs()
    {
        var options = With(new BlobClientOptions());
        if (Endpoint() is not { } endpoint) return Read("blobs", () => new BlobServiceClient(Connection, options));
        if (!endpoint.Host.Contains(TableLabel, StringComparison.Ordinal))
        {
            throw new ArgumentException("The endpoint of Azure Tables is not one such as https://name.table.core.windows.net: its host "
                + $"has no '{TableLabel}', so that the account's blobs cannot be found. Give a connection string.");
        }

        var blobs = new UriBuilder(endpoint) { Host = endpoint.Host.Replace(TableLabel, BlobLabel, StringComparison.Ordinal) };
        return new(blobs.Uri, new DefaultAzureCredential(), options);
    }

    private T With<T>(T options) where T : ClientOptions
    {
        (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (Retries, NetworkTimeout);
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        if (Policy is not null) options.AddPolicy(Policy, HttpPipelinePosition.PerRetry);
        return options;
    }

    private Uri? Endpoint()
    {
        if (!Uri.TryCreate(Connection, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http")) return null;
        return endpoint.Scheme == "https"
            ? endpoint
            : throw new ArgumentException("The endpoint of Azure Tables has to be https: a token does not travel in the open.");
    }

    private static T Read<T>(string what, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // The text itself has a key in it and is not repeated.
            throw new ArgumentException($"The connection of Azure Storage names no {what}: {e.Message}", e);
        }
    }
}
