namespace VipOrleans.Journal;

using System.Buffers.Binary;
using System.Security.Cryptography;

/// <summary>
/// A SHA-256 hash over all events of a partition in the order of its feed: whoever knows it and the position that it belongs to can tell
/// whether any event up to there was changed, taken away, added or moved. The default value is "no event yet".
/// </summary>
public readonly record struct FeedHash
{
    /// <summary>Length in bytes.</summary>
    public const int Size = ChainHash.Size;

    // "VIPF", format 1: what is hashed for a feed is never what is hashed for an event.
    private const ulong Format = 0x5649_5046_0000_0001;

    private readonly ChainHash _value;

    /// <summary>Takes a hash from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public FeedHash(ReadOnlySpan<byte> bytes) => _value = new(bytes);

    /// <summary>
    /// The hash after the next event: SHA-256 over the bytes <c>56 49 50 46 00 00 00 01</c>, this hash, the event's position (8 bytes,
    /// big-endian) and the event's hash.
    /// </summary>
    /// <param name="position">The event's position in the feed.</param>
    /// <param name="eventHash">The event's hash in its stream.</param>
    public FeedHash Next(long position, ChainHash eventHash)
    {
        Span<byte> buffer = stackalloc byte[8 + Size + 8 + ChainHash.Size];
        BinaryPrimitives.WriteUInt64BigEndian(buffer, Format);
        _value.CopyTo(buffer[8..]);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(8 + Size)..], position);
        eventHash.CopyTo(buffer[(16 + Size)..]);
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(buffer, hash);
        return new(hash);
    }

    /// <summary>The hash after an event of the feed.</summary>
    public FeedHash Next(RecordedEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Next(e.Position, e.Hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination) => _value.CopyTo(destination);

    /// <summary>The 32 bytes as an array.</summary>
    public byte[] ToArray() => _value.ToArray();

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();
}
