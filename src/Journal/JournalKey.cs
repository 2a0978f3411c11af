namespace VipOrleans.Journal;

using System.Security.Cryptography;
using System.Text;

/// <summary>
/// The secret of a journal: 32 random bytes, kept apart from the journal. Nothing is sealed or signed with it itself, but with what is
/// derived from it for one purpose, so that a seal made for one purpose fits no other.
/// </summary>
public sealed class JournalKey
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    /// <summary>The purpose of what seals snapshots.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>The purpose of what signs the heads of feeds.</summary>
    public const string Anchors = "anchors";

    /// <summary>The purpose of what binds the marks of commands to the append that carries them out.</summary>
    internal const string Appends = "appends";

    /// <summary>The purpose of what each mark is hashed with.</summary>
    internal const string Marks = "marks";

    private readonly byte[] _bytes;

    /// <summary>Takes the key from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes, or all of them are zero.</exception>
    public JournalKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A journal's key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        if (!bytes.ContainsAnyExcept((byte)0)) throw new ArgumentException("A journal's key of zeros was never made.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    /// <summary>A new key.</summary>
    public static JournalKey New() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The key for one purpose: HKDF-SHA256 of this one, 32 bytes.</summary>
    /// <param name="purpose">What it is for, such as <see cref="Snapshots"/>.</param>
    public byte[] For(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, Size, info: Encoding.UTF8.GetBytes($"vip-orleans journal {purpose}"));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "a journal's key";
}
