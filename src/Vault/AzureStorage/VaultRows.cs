namespace VipOrleans.Vault;

using System.Globalization;
using Azure;
using Azure.Data.Tables;

/// <summary>Where each thing of the vault stands in its table.</summary>
/// <remarks>
/// All of a nation but its accesses is one partition, because a transaction is of one partition and one document belongs to one person of a
/// nation. <c>!</c> parts what a key is made of, and no code has it.
/// </remarks>
internal static class VaultRows
{
    /// <summary>The partition of what the vault has once.</summary>
    public const string Vault = "vault";

    /// <summary>The row with the version of this layout.</summary>
    public const string Layout = "layout";

    /// <summary>The row with the key of the marks of identity documents.</summary>
    public const string IndexKey = "index-key";

    /// <summary>The version of this layout.</summary>
    public const int Version = 1;

    /// <summary>The row that says that there is a partition of a nation.</summary>
    public static string NationRow(string nation) => $"{NationRows}{Key(nation)}";

    /// <summary>What the rows of nations begin with.</summary>
    public const string NationRows = "nation!";

    /// <summary>The partition of a nation.</summary>
    public static string Nation(string nation) => $"n!{Key(nation)}";

    /// <summary>The partition of the nation of an owner.</summary>
    public static string NationOf(string owner) => Nation(PersonCodes.NationOf(owner));

    /// <summary>What the rows with the proofs of a nation's master keys begin with.</summary>
    public const string Masters = "k!";

    /// <summary>What the rows of owners begin with.</summary>
    public const string Owners = "p!";

    /// <summary>What the rows of codes that are shared begin with.</summary>
    public const string SharedCodes = "s!";

    /// <summary>The row of an owner, with the key and the document: the lock of all that the owner has.</summary>
    public static string Owner(string owner) => $"{Owners}{Key(owner)}";

    /// <summary>The row of a note, or the one that says in which blob a file is.</summary>
    public static string Box(string owner, BoxName name) => $"{Boxes(owner)}{(int)name.Kind}!{Key(name.Id)}";

    /// <summary>What the rows of an owner's notes and files begin with.</summary>
    public static string Boxes(string owner) => $"b!{Key(owner)}!";

    /// <summary>What the names of the blobs begin with that an owner has under one key.</summary>
    // No segment of a blob's name may end with a dot.
    public static string Blobs(string owner, string? generation) => $"{Key(owner)}!/{generation}!/";

    /// <summary>The row of an identity document's mark.</summary>
    public static string Mark(ReadOnlySpan<byte> mark) => $"m!{Convert.ToHexStringLower(mark)}";

    /// <summary>The row that counts who has a code.</summary>
    public static string Count(PersonCode code) => $"g!{Of(code)}";

    /// <summary>The row of a code that two or more have.</summary>
    public static string Shared(PersonCode code) => $"{SharedCodes}{Of(code)}";

    /// <summary>The row that says that a person has a code.</summary>
    public static string Member(PersonCode code, string person) => $"{Members(code)}{Key(person)}";

    /// <summary>What the rows of those who have a code begin with.</summary>
    public static string Members(PersonCode code) => $"c!{Of(code)}!";

    /// <summary>The code that a row of a shared one is of.</summary>
    public static PersonCode CodeOf(string row)
    {
        var parts = row.Split('!');
        return new((PersonCodeKind)int.Parse(parts[1], CultureInfo.InvariantCulture), Convert.FromHexString(parts[2]));
    }

    /// <summary>The partition of what was done to an owner's data.</summary>
    public static string Accesses(string owner) => $"a!{Key(owner)}";

    /// <summary>The row of an access: the newest comes first.</summary>
    public static string Access(long ticks, Guid id) =>
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - ticks:d19}-{id:n}");

    /// <summary>The filter for all rows of a partition that begin with a text.</summary>
    public static string Beginning(string partition, string prefix) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {After(prefix)}");

    /// <summary>A text as it is read back from a key.</summary>
    public static string Text(string key) => key.Replace('~', '/');

    // A key cannot have a slash, and no code has a tilde.
    private static string Key(string code) => code.Replace('/', '~');

    private static string Of(PersonCode code) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)code.Kind:d2}!{Convert.ToHexStringLower(code.Code)}");

    private static string After(string prefix) => $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";
}

/// <summary>An owner's row, as it was read.</summary>
internal sealed class OwnerRow(TableEntity row)
{
    private const int MarkBytes = 32, CodeBytes = 17;

    /// <summary>The row itself.</summary>
    public TableEntity Entity => row;

    /// <summary>
    /// The row's version, the default for one that is not written yet: what is written on its condition fails if anything of the owner has
    /// changed.
    /// </summary>
    public ETag Version => row.ETag;

    /// <summary>The owner's key.</summary>
    public WrappedKey Key => row.GetString("Master") is { } master && row.GetBinary("Key") is { } sealedKey
        ? new(master, sealedKey) : throw new VaultCorruptException($"The key of {Owner} is missing, but not the data.");

    /// <summary>The sealed document; null for none.</summary>
    public byte[]? Document => row.GetBinary("Document");

    /// <summary>The version of the person's codes; 0 for none, or some of them.</summary>
    public int Coded => row.GetInt32("Coded") ?? 0;

    /// <summary>The last piece of work that stored the document.</summary>
    public string? Work => row.GetString("Work");

    /// <summary>Which key it is: another one after an erasure.</summary>
    public string? Generation => row.GetString("Generation");

    /// <summary>The marks of the person's identity documents.</summary>
    public IReadOnlyList<byte[]> Marks => [.. (row.GetBinary("Marks") ?? []).Chunk(MarkBytes)];

    /// <summary>The codes that the person may have rows of.</summary>
    public IReadOnlyList<PersonCode> Codes =>
        [.. (row.GetBinary("Codes") ?? []).Chunk(CodeBytes).Select(b => new PersonCode((PersonCodeKind)b[0], b[1..]))];

    /// <summary>The erasure that is under way; null for none.</summary>
    public (Guid Id, long Ticks, VaultAccess Access)? Erasure => row.GetGuid("Erasure") is { } id
        ? (id, row.GetInt64("ErasedTicks") ?? 0, new(Owner, VaultAccessKind.Erase, null, row.GetString("ErasedBy") ?? "",
            row.GetString("ErasedFor") ?? "", true, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64("ErasedAt") ?? 0)))
        : null;

    private string Owner => VaultRows.Text(row.RowKey[VaultRows.Owners.Length..]);

    /// <summary>A new owner's row, with a key.</summary>
    public static TableEntity New(string owner, WrappedKey key) =>
        new(VaultRows.NationOf(owner), VaultRows.Owner(owner))
        {
            ["Master"] = key.Master, ["Key"] = key.Sealed, ["Generation"] = Guid.NewGuid().ToString("n"),
        };

    /// <summary>The row with another document.</summary>
    public TableEntity WithDocument(byte[] box, IReadOnlyList<byte[]> marks, IReadOnlyList<PersonCode> codes, string work) =>
        new(row)
        {
            ["Document"] = box,
            ["Marks"] = marks.SelectMany(m => m).ToArray(),
            ["Codes"] = Bytes(codes),
            ["Coded"] = 0,
            ["Work"] = work,
        };

    /// <summary>No changes: written on the condition of <see cref="Version"/>, they give the row another one.</summary>
    public TableEntity Changes() => new(row.PartitionKey, row.RowKey);

    /// <summary>The changes that say which codes the person may have rows of.</summary>
    public TableEntity WithCodes(IReadOnlyList<PersonCode> codes, int version)
    {
        var changes = Changes();
        (changes["Codes"], changes["Coded"]) = (Bytes(codes), version);
        return changes;
    }

    /// <summary>The changes that wrap the key again.</summary>
    public TableEntity WithKey(WrappedKey key)
    {
        var changes = Changes();
        (changes["Master"], changes["Key"]) = (key.Master, key.Sealed);
        return changes;
    }

    /// <summary>The row of an erasure that has begun: neither key nor document are in it.</summary>
    public TableEntity Erasing(Guid id, long ticks, VaultAccess erasure) => new(row.PartitionKey, row.RowKey)
    {
        ["Erasure"] = id,
        ["Generation"] = Generation,
        ["ErasedTicks"] = ticks,
        ["ErasedBy"] = erasure.By,
        ["ErasedFor"] = erasure.Purpose,
        ["ErasedAt"] = erasure.At.ToUnixTimeMilliseconds(),
        ["Marks"] = row.GetBinary("Marks") ?? [],
        ["Codes"] = row.GetBinary("Codes") ?? [],
    };

    private static byte[] Bytes(IEnumerable<PersonCode> codes) => [.. codes.SelectMany(c => (byte[])[(byte)c.Kind, .. c.Code])];
}
