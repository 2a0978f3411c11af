namespace VipOrleans.Vault;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// A keyed hash of an identity document, by which a document that two persons claim is found without keeping its number readable:
/// HMAC-SHA256 over kind, country and number, the number as people mean it and not as they typed it.
/// </summary>
/// <remarks>
/// The key is a random one of the vault's own, sealed with a master key. It is not made from the master key itself, because then every mark
/// would change, and need every number, when the master keys are rotated.
/// </remarks>
internal static class IdentityMark
{
    /// <summary>The key of the marks, from the vault's index key.</summary>
    public static byte[] KeyFrom(ReadOnlySpan<byte> indexKey)
    {
        var key = new byte[SealedBox.KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, indexKey, key, [], "vip-vault/1 identity documents"u8);
        return key;
    }

    /// <summary>
    /// The mark of a document among the persons of a nation. Another nation's has another mark: that a document is taken would tell one
    /// nation's officers whom the other one has.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> key, string nation, IdentityDocument document) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"nation|{nation}|{Text(document)}"));

    /// <summary>
    /// The mark of a document as it was before marks had a nation. It is looked for among the nation's own, and not made.
    /// </summary>
    public static byte[] OlderOf(ReadOnlySpan<byte> key, IdentityDocument document) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Text(document)));

    /// <summary>
    /// A code for a text of some kind; commas and the like do not count. One address has one code, however it was written.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> key, string kind, string text)
    {
        var known = (kind == "address" ? AddressText.Of(text) : null) ?? text;
        return HMACSHA256.HashData(key,
            Encoding.UTF8.GetBytes(
                $"pseudonym|{kind}|{Normalise(string.Concat(known.Where(c => !char.IsPunctuation(c) && !char.IsSymbol(c))))}"));
    }

    private static string Text(IdentityDocument document) =>
        $"{Normalise(document.Kind)}|{Normalise(document.IssuedBy)}|{Normalise(document.Number)}";

    /// <summary>Upper case, without spaces, hyphens of any kind and invisible characters; the digits of every script as 0 to 9.</summary>
    internal static string Normalise(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format)
            {
                continue;
            }

            if (Rune.IsDigit(rune)) result.Append((int)Rune.GetNumericValue(rune));
            else result.Append(Rune.ToUpperInvariant(rune).ToString());
        }
        return result.ToString();
    }
}

/// <summary>The marks of a person's identity documents.</summary>
/// <param name="Nation">The nation among whose persons nobody else may have them.</param>
/// <param name="Own">The marks to be stored, in order: two who write the same ones wait for each other one way round.</param>
/// <param name="Older">The same documents' marks as earlier versions stored them.</param>
internal sealed record IdentityMarks(string Nation, IReadOnlyList<byte[]> Own, IReadOnlyList<byte[]> Older)
{
    public static IdentityMarks Of(byte[] key, string person, PersonDocument document)
    {
        var nation = PersonCodes.NationOf(person);
        return new(nation, InOrder(document.Documents.Select(d => IdentityMark.Of(key, nation, d))),
            InOrder(document.Documents.Select(d => IdentityMark.OlderOf(key, d))));
    }

    private static List<byte[]> InOrder(IEnumerable<byte[]> marks) =>
        [.. marks.DistinctBy(Convert.ToHexString).OrderBy(Convert.ToHexString, StringComparer.Ordinal)];
}
