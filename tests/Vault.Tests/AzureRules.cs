namespace VipOrleans.Vault.Tests;

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

/// <summary>
/// Refuses what Azure refuses and Azurite takes, as it goes over the wire: keys, properties, entities, transactions and names of blobs
/// beyond the limits of Microsoft's documentation. What is refused is noted, so that a test sees it even if it was caught on its way.
/// </summary>
internal sealed partial class AzureRules : HttpPipelinePolicy
{
    private readonly List<string> _refused = [];

    /// <summary>What was refused.</summary>
    public IReadOnlyList<string> Refused
    {
        get
        {
            lock (_refused) return [.. _refused];
        }
    }

    /// <summary>The largest transaction, in entities.</summary>
    public int MostEntities { get; private set; }

    /// <summary>Decides what becomes of a request that is in order, by its method and address. Null: it goes through.</summary>
    public Func<Request, Task<bool>>? Before { get; set; }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var body = await Body(message.Request);
        if (Problem(message.Request, body) is { } problem)
        {
            lock (_refused) _refused.Add(problem);
            throw new RequestFailedException(400, problem, "InvalidInput", null);
        }

        if (Before is { } before && !await before(message.Request)) throw new RequestFailedException("The connection was reset.");
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The vault does not block.");

    private static async Task<byte[]> Body(Request request)
    {
        if (request.Content is null) return [];
        using var bytes = new MemoryStream();
        await request.Content.WriteToAsync(bytes, default);
        return bytes.ToArray();
    }

    private string? Problem(Request request, byte[] body)
    {
        var path = request.Uri.ToUri().AbsolutePath;
        // Blobs have a container and a name behind the account.
        if (request.Headers.TryGetValue("x-ms-blob-type", out _))
        {
            var name = Uri.UnescapeDataString(string.Join('/', path.Split('/')[3..]));
            return name.Length > 1024 || name.Split('/') is { Length: > 254 } || Array.Exists(name.Split('/'), s => s is "" or [.., '.'])
                ? $"the blob's name '{name}'" : null;
        }

        if (body.Length == 0) return null;
        if (!path.EndsWith("$batch", StringComparison.Ordinal)) return body[0] == '{' ? Entity(Encoding.UTF8.GetString(body), path) : null;
        var text = Encoding.UTF8.GetString(body);
        var parts = PartStart().Matches(text);
        MostEntities = Math.Max(MostEntities, parts.Count);
        if (parts.Count > 100) return $"a transaction of {parts.Count} entities";
        if (body.Length > 4 * 1024 * 1024) return $"a transaction of {body.Length} bytes";
        var addresses = new HashSet<string>();
        string? partition = null;
        foreach (Match part in parts)
        {
            var json = text[part.Index..].Split("\r\n\r\n") is [_, var content, ..] && content.StartsWith('{')
                ? content.Split("\r\n")[0] : null;
            if (json is not null && Entity(json, part.Groups[1].Value) is { } problem) return problem;
            var (itsPartition, row) = KeysOf(json, part.Groups[1].Value);
            if ((partition ??= itsPartition) != itsPartition) return "a transaction over two partitions";
            if (!addresses.Add(row)) return $"the entity {row} twice in a transaction";
        }

        return null;
    }

    private static (string Partition, string Row) KeysOf(string? json, string address)
    {
        if (KeysInAddress().Match(Uri.UnescapeDataString(address)) is { Success: true } keys)
        {
            return (keys.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal), keys.Groups[2].Value);
        }

        var entity = JsonDocument.Parse(json!).RootElement;
        return (entity.GetProperty("PartitionKey").GetString()!, entity.GetProperty("RowKey").GetString()!);
    }

    private static string? Entity(string json, string address)
    {
        var entity = JsonDocument.Parse(json).RootElement;
        if (entity.TryGetProperty("TableName", out _)) return null;
        var (partition, row) = KeysOf(json, address);
        foreach (var key in new[] { partition, row })
        {
            if (Encoding.Unicode.GetByteCount(key) > 1024 || key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
            {
                return $"the key '{key}'";
            }
        }

        var own = entity.EnumerateObject().Where(p => !p.Name.Contains("odata", StringComparison.Ordinal)
            && p.Name is not ("PartitionKey" or "RowKey" or "Timestamp")).ToList();
        if (own.Count > 252) return $"an entity of {own.Count} properties";
        var bytes = 2 * (partition.Length + row.Length);
        foreach (var property in own)
        {
            var isBinary = entity.TryGetProperty($"{property.Name}@odata.type", out var type) && type.GetString() == "Edm.Binary";
            var size = property.Value.ValueKind != JsonValueKind.String ? 16
                : isBinary ? Convert.FromBase64String(property.Value.GetString()!).Length : 2 * property.Value.GetString()!.Length;
            if (size > 64 * 1024) return string.Create(CultureInfo.InvariantCulture, $"a property of {size} bytes");
            bytes += size + (2 * property.Name.Length) + 12;
        }

        return bytes > 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"an entity of {bytes} bytes") : null;
    }

    [GeneratedRegex(@"(?:POST|PUT|MERGE|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")]
    private static partial Regex PartStart();

    [GeneratedRegex(@"\(PartitionKey='(.*)',RowKey='(.*)'\)")]
    private static partial Regex KeysInAddress();
}
