using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VipOrleans.Journal;

/// <summary>A SHA-256 hash that binds an event to all events before it in its stream. The default value is "no event yet".</summary>
/// <remarks>Kept as four words and not as an array, so that heads compare by value and cost nothing to copy.</remarks>
public readonly record struct ChainHash
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Takes a hash from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public ChainHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The 32 bytes as an array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>
    /// The hash of the next event: SHA-256 over this hash, the event's version and time (8 bytes each, big-endian; the time in Unix
    /// milliseconds), its type and actor (UTF-8, each after its length in 4 bytes), and its data.
    /// </summary>
    public ChainHash Next(long version, NewEvent e) => Next(version, e.Type, e.Data.Span, e.At, e.Actor);

    /// <inheritdoc cref="Next(long, NewEvent)"/>
    public ChainHash Next(long version, string type, ReadOnlySpan<byte> data, DateTimeOffset at, string actor)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[Size + 16];
        CopyTo(head);
        BinaryPrimitives.WriteInt64BigEndian(head[Size..], version);
        BinaryPrimitives.WriteInt64BigEndian(head[(Size + 8)..], at.ToUnixTimeMilliseconds());
        sha.AppendData(head);
        AppendText(sha, type);
        AppendText(sha, actor);
        sha.AppendData(data);
        Span<byte> hash = stackalloc byte[Size];
        sha.GetHashAndReset(hash);
        return new(hash);
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    private static void AppendText(IncrementalHash sha, string text)
    {
        Span<byte> buffer = stackalloc byte[4 + 512];
        var length = Encoding.UTF8.GetBytes(text, buffer[4..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer, length);
        sha.AppendData(buffer[..(4 + length)]);
    }
}
