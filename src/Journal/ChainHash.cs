namespace VipOrleans.Journal;

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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
        // One call over one buffer costs less than feeding the parts to an IncrementalHash.
        var longest =
            Size + 16 + 4 + Encoding.UTF8.GetMaxByteCount(type.Length) + 4 + Encoding.UTF8.GetMaxByteCount(actor.Length) + data.Length;
        byte[]? rented = null;
        var buffer = longest <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(longest);
        CopyTo(buffer);
        BinaryPrimitives.WriteInt64BigEndian(buffer[Size..], version);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(Size + 8)..], at.ToUnixTimeMilliseconds());
        var length = Size + 16;
        length += WriteText(buffer[length..], type);
        length += WriteText(buffer[length..], actor);
        data.CopyTo(buffer[length..]);
        length += data.Length;
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(buffer[..length], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return new(hash);
    }

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    private static int WriteText(Span<byte> destination, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteInt32BigEndian(destination, length);
        return 4 + length;
    }
}
