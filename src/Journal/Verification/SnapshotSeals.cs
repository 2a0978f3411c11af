namespace VipOrleans.Journal;

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

/// <summary>Makes and checks what shows that this system wrote a snapshot, and for which stream.</summary>
internal sealed class SnapshotSeals(JournalKey key)
{
    // "VIPS", format 1.
    private const ulong Format = 0x5649_5053_0000_0001;

    private readonly byte[] _key = key.For(JournalKey.Snapshots);

    /// <summary>True for a snapshot whose seal fits.</summary>
    public bool Fits(string stream, Snapshot snapshot) =>
        CryptographicOperations.FixedTimeEquals(Seal(stream, snapshot), snapshot.Seal.Span);

    /// <summary>The seal of a snapshot.</summary>
    // Over the format, the version, the event's hash, the stream's id and the schema (each after its length in 4 bytes), and the data.
    public byte[] Seal(string stream, Snapshot snapshot)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        Span<byte> head = stackalloc byte[16 + ChainHash.Size];
        BinaryPrimitives.WriteUInt64BigEndian(head, Format);
        BinaryPrimitives.WriteInt64BigEndian(head[8..], snapshot.Version);
        snapshot.Hash.CopyTo(head[16..]);
        hmac.AppendData(head);
        foreach (var text in new[] { stream, snapshot.Schema })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(head, utf8.Length);
            hmac.AppendData(head[..4]);
            hmac.AppendData(utf8);
        }

        hmac.AppendData(snapshot.Data.Span);
        return hmac.GetHashAndReset();
    }
}
