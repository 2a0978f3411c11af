namespace VipOrleans.Vault;

using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using VipOrleans.Stores;

/// <summary>Which Azure storage account keeps the vault, and how much the vault asks of it at once.</summary>
public sealed record AzureVaultOptions
{
    /// <summary>
    /// Either the URI of the account's tables, such as <c>https://name.table.core.windows.net</c>, used with the identity of the process
    /// (DefaultAzureCredential), or a connection string with a key.
    /// </summary>
    public required string Connection { get; init; }

    /// <summary>The table, made where it is missing: 3 to 63 letters and digits, the first a letter.</summary>
    public string Table { get; init; } = "vault";

    /// <summary>
    /// The container of files, made where it is missing: 3 to 63 lower case letters, digits and single hyphens, a letter or digit at each
    /// end.
    /// </summary>
    public string Container { get; init; } = "vault";

    /// <summary>How long one piece of work may take with all its retries, 1 s to 10 min; then it fails as unavailable.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the opening waits for an account that does not answer yet, 1 s to 10 min.</summary>
    public TimeSpan OpenPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most pieces of work at the same time; further ones wait.</summary>
    public int Turns { get; init; } = 32;

    /// <summary>The seam through which a test loses answers, throttles, and refuses what Azure refuses.</summary>
    internal HttpPipelinePolicy? Policy { get; init; }

    /// <summary>Checks the options without connecting.</summary>
    /// <exception cref="ArgumentException">One of them cannot be used; the message tells which, without repeating a key.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Turns, 1);
        foreach (var span in new[] { Deadline, OpenPatience })
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.FromSeconds(1), nameof(Deadline));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(span, TimeSpan.FromMinutes(10), nameof(Deadline));
        }

        TableLimits.CheckTable(Table);
        BlobLimits.CheckContainer(Container);
        Account.Check();
    }

    internal TableClient Rows() => Account.Tables().GetTableClient(Table);

    internal BlobContainerClient Files() => Account.Blobs().GetBlobContainerClient(Container);

    // Each piece of work knows itself whether it may be repeated, and until when.
    private AzureAccount Account => new(Connection) { NetworkTimeout = Deadline / 2, Retries = 0, Policy = Policy };
}
