namespace VipOrleans.Vault;

using System.Security.Cryptography;
using System.Text;

/// <summary>
/// Bytes encrypted with AES-256-GCM and bound to what they are: one byte of format (1), a fresh random nonce of 12 bytes, the ciphertext, a
/// tag of 16 bytes. A box opens only with its key and under the label that it was sealed with, so one put in another's place does not open.
/// </summary>
internal static class SealedBox
{
    /// <summary>Length of every key, in bytes.</summary>
    public const int KeySize = 32;

    private const byte Format = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>Length of a sealed key, in bytes: the same for every key.</summary>
    public const int SealedKeySize = KeySize + Overhead;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string label)
    {
        var box = new byte[plain.Length + Overhead];
        box[0] = Format;
        var nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, box.AsSpan(1 + NonceSize, plain.Length), box.AsSpan(box.Length - TagSize), Encoding.UTF8.GetBytes(label));
        return box;
    }

    /// <summary>What was sealed; null where the key, the label or a single bit is another.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string label)
    {
        if (box.Length < Overhead || box[0] != Format) return null;
        var plain = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(box.Slice(1, NonceSize), box.Slice(1 + NonceSize, plain.Length), box[^TagSize..], plain,
                Encoding.UTF8.GetBytes(label));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // Codes hold no line feed, so no two labels can be the same text.

    public static string MasterLabel(string master) => $"vip-vault/1\nmaster\n{master}";

    public static string IndexKeyLabel(string master) => $"vip-vault/1\nindex-key\n{master}";

    public static string PersonKeyLabel(string master, string person) => $"vip-vault/1\nperson-key\n{master}\n{person}";

    public static string DocumentLabel(string person) => $"vip-vault/1\ndocument\n{person}";

    public static string FileLabel(string owner, string fileId) => $"vip-vault/1\nfile\n{owner}\n{fileId}";

    public static string NoteLabel(string person, string noteId) => $"vip-vault/1\nnote\n{person}\n{noteId}";
}
