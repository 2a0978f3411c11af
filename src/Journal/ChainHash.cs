namespace VipOrleans.Journal;

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// A SHA-256 hash that binds an event to its stream and to all events before it there. The default value is "no event yet".
/// </summary>
/// <remarks>Kept as four words and not as an array, so that heads compare by value and cost nothing to copy.</remarks>
public readonly record struct ChainHash
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    // "VIPE", format 2: what is hashed for an event is never what is hashed for a feed, nor what format 1 hashed, which began with the
    // hash before and left the stream out.
    private const ulong Format = 0x5649_5045_0000_0002;

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
    /// The hash of the next event of a stream: SHA-256 over the bytes <c>56 49 50 45 00 00 00 02</c>, this hash, the event's version and
    /// time (8 bytes each, big-endian; the time in Unix milliseconds), its stream's id, its type and its actor (UTF-8, each after its
    /// length in 4 bytes), and its data.
    /// </summary>
    public ChainHash Next(StreamId stream, long version, NewEvent e) => Next(stream, version, e.Type, e.Data.Span, e.At, e.Actor);

    /// <inheritdoc cref="Next(StreamId, long, NewEvent)"/>
    public ChainHash Next(StreamId stream, long version, string type, ReadOnlySpan<byte> data, DateTimeOffset at, string actor)
    {
        // One call over one buffer costs less than feeding the parts to an IncrementalHash.
        var longest = 8 + Size + 16 + Longest(stream.Value) + Longest(type) + Longest(actor) + data.Length;
        byte[]? rented = null;
        var buffer = longest <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(longest);
        BinaryPrimitives.WriteUInt64BigEndian(buffer, Format);
        CopyTo(buffer[8..]);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(8 + Size)..], version);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(16 + Size)..], at.ToUnixTimeMilliseconds());
        var length = 24 + Size;
        length += WriteText(buffer[length..], stream.Value);
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

    private static int Longest(string text) => 4 + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int WriteText(Span<byte> destination, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteInt32BigEndian(destination, length);
        return 4 + length;
    }
}
