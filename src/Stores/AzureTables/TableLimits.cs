namespace VipOrleans.Stores;

using System.Text;
using Azure.Data.Tables;

/// <summary>
/// Azure's limits, enforced here and before anything is sent: the emulator that tests run against takes more than Azure does. Breaking one
/// is a defect.
/// </summary>
/// <remarks>
/// From "Understanding the Table service data model" and "Performing entity group transactions" of Microsoft's documentation.
/// </remarks>
internal static class TableLimits
{
    /// <summary>Most entities in one transaction.</summary>
    public const int TransactionEntities = 100;

    /// <summary>Most bytes of one transaction as it is sent, JSON and base64 included.</summary>
    public const int TransactionBytes = 4 * 1024 * 1024;

    /// <summary>Largest entity, in bytes.</summary>
    public const int EntityBytes = 1024 * 1024;

    /// <summary>Largest property: 64 KiB of bytes, or half as many characters.</summary>
    public const int PropertyBytes = 64 * 1024;

    /// <summary>Longest key, in bytes of UTF-16.</summary>
    public const int KeyBytes = 1024;

    /// <summary>Most properties that are not the system's own.</summary>
    public const int Properties = 252;

    /// <summary>How many bytes of events one row is given: 14 properties of 60 KiB, well below an entity's limit.</summary>
    public const int PackBytes = 14 * SliceBytes;

    /// <summary>How many bytes one property of a pack is given.</summary>
    public const int SliceBytes = 60 * 1024;

    /// <summary>Room that each entity takes in a transaction beside its data: headers of the request's part, names, keys, ETag.</summary>
    private const int Envelope = 1500;

    /// <summary>About how many bytes of a transaction an entity takes, never fewer than it does.</summary>
    public static int SizeInTransaction(TableEntity entity) => Envelope + entity.Sum(p => 100 + p.Value switch
    {
        byte[] bytes => (bytes.Length + 2) / 3 * 4,
        // A character of a text may be escaped in JSON.
        string text => 6 * text.Length,
        _ => 40,
    });

    /// <summary>Checks a transaction.</summary>
    /// <exception cref="InvalidOperationException">Azure would refuse it.</exception>
    public static void Check(IReadOnlyCollection<TableTransactionAction> actions)
    {
        if (actions.Count is < 1 or > TransactionEntities) throw Broken($"a transaction of {actions.Count} entities");
        if (actions.Select(a => a.Entity.PartitionKey).Distinct().Count() > 1) throw Broken("a transaction over two partitions");
        if (actions.DistinctBy(a => a.Entity.RowKey).Count() < actions.Count) throw Broken("one entity twice in a transaction");
        if (actions.Sum(a => SizeInTransaction((TableEntity)a.Entity)) is var bytes && bytes > TransactionBytes)
        {
            throw Broken($"a transaction of {bytes} bytes");
        }

        foreach (var action in actions) Check((TableEntity)action.Entity);
    }

    /// <summary>Checks a table's name.</summary>
    /// <exception cref="ArgumentException">Azure would refuse it.</exception>
    public static void CheckTable(string name)
    {
        if (name is not { Length: >= 3 and <= 63 } || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException(
                $"The table '{name}' cannot be: a table's name has 3 to 63 letters and digits, the first a letter.", nameof(name));
    }

    /// <summary>Checks an entity.</summary>
    /// <exception cref="InvalidOperationException">Azure would refuse it.</exception>
    public static void Check(TableEntity entity)
    {
        foreach (var key in new[] { entity.PartitionKey, entity.RowKey })
        {
            if (string.IsNullOrEmpty(key) || Encoding.Unicode.GetByteCount(key) > KeyBytes)
            {
                throw Broken($"a key of {key?.Length ?? 0} characters");
            }

            if (key.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c))) throw Broken($"the key '{key}'");
        }

        var own = entity.Where(p => p.Key is not ("PartitionKey" or "RowKey" or "odata.etag" or "Timestamp")).ToList();
        if (own.Count > Properties) throw Broken($"an entity of {own.Count} properties");
        var bytes = 4 + (2 * (entity.PartitionKey.Length + entity.RowKey.Length));
        foreach (var (name, value) in own)
        {
            var size = value switch
            {
                byte[] b => b.Length,
                string t => 2 * t.Length,
                _ => 16,
            };
            if (size > PropertyBytes) throw Broken($"a property '{name}' of {size} bytes");
            bytes += size + 8 + (2 * name.Length) + 4;
        }

        if (bytes > EntityBytes) throw Broken($"an entity of {bytes} bytes");
    }

    private static InvalidOperationException Broken(string what) => new($"Azure Tables does not take {what}.");
}
