namespace VipOrleans.Stores;

using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;

/// <summary>How one part of the program reaches its table.</summary>
/// <param name="Connection">The https endpoint of the account's tables, used with the identity of the process, or a connection string with
/// a key.</param>
/// <param name="Table">The table: 3 to 63 letters and digits, the first a letter.</param>
/// <param name="Deadline">How long one piece of work may take with all its retries, 1 s to 10 min. One try may take half of it.</param>
/// <param name="Policy">The seam through which a test loses answers and throttles.</param>
internal sealed record TableConnection(string Connection, string Table, TimeSpan Deadline, HttpPipelinePolicy? Policy)
{
    /// <summary>How often the client itself repeats a request: 0, as each part of the program knows which try may be repeated, and until
    /// when. Work that may repeat every request asks for more.</summary>
    public int Retries { get; init; }

    /// <summary>Makes the client, without connecting.</summary>
    /// <exception cref="ArgumentException">Something cannot be used; the message tells what, without repeating a key.</exception>
    public TableClient Connect()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Deadline, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Deadline, TimeSpan.FromMinutes(10));
        TableLimits.CheckTable(Table);
        var client = new TableClientOptions();
        client.Retry.MaxRetries = Retries;
        client.Retry.NetworkTimeout = Deadline / 2;
        if (Policy is not null) client.AddPolicy(Policy, Azure.Core.HttpPipelinePosition.PerRetry);
        if (Uri.TryCreate(Connection, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "https" or "http")
        {
            return endpoint.Scheme == "https"
                ? new(endpoint, Table, new DefaultAzureCredential(), client)
                : throw new ArgumentException("The endpoint of Azure Tables has to be https: a token does not travel in the open.",
                    nameof(Connection));
        }

        try
        {
            return new(Connection, Table, client);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            // The text itself has a key in it and is not repeated.
            throw new ArgumentException($"The connection of Azure Tables is neither an https endpoint nor a connection string: {e.Message}",
                nameof(Connection), e);
        }
    }
}
