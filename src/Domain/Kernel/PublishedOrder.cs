namespace VipOrleans.Domain.Kernel;

using System.Security.Cryptography;
using System.Text;

/// <summary>An order by lot that anybody can make again: by the SHA-256 of a seed and each id.</summary>
/// <remarks>
/// The hash of a secret is published before anybody takes part. The seed is the SHA-256 of the secret and of everybody who takes part, so
/// that whoever knows the secret cannot know the order before the list is closed, and whoever writes the list cannot choose it.
/// </remarks>
public static class PublishedOrder
{
    /// <summary>
    /// What is published beforehand: the SHA-256 of the secret's text in UTF-8, in 64 lower-case hexadecimal digits (as <c>printf %s
    /// "$secret" | sha256sum</c> prints it).
    /// </summary>
    public static string CommitmentTo(string secret) => Hex(Encoding.UTF8.GetBytes(secret));

    /// <summary>
    /// The seed: the SHA-256 of the secret and the ids in ordinal order, each on a line of its own that ends with a line feed.
    /// </summary>
    public static string SeedOf(string secret, IEnumerable<string> ids)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(secret + "\n"));
        foreach (var id in ids.Order(StringComparer.Ordinal)) hash.AppendData(Encoding.UTF8.GetBytes(id + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Each id's position, from 0: by the SHA-256 of the seed, a line feed and the id, the lowest first.</summary>
    public static int[] Of(string seed, IReadOnlyList<string> ids)
    {
        var lots = new string[ids.Count];
        var order = new int[ids.Count];
        for (var i = 0; i < ids.Count; i++) (lots[i], order[i]) = (Hex(Encoding.UTF8.GetBytes($"{seed}\n{ids[i]}")), i);
        Array.Sort(lots, order, StringComparer.Ordinal);
        var positions = new int[ids.Count];
        for (var place = 0; place < order.Length; place++) positions[order[place]] = place;
        return positions;
    }

    private static string Hex(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
