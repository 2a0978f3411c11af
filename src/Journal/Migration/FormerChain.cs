namespace VipOrleans.Journal;

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VipOrleans.Domain.Kernel;

/// <summary>
/// A stream that is read as format 1 kept it: each event is checked under the hashes of that format, and gets the one that it has now.
/// </summary>
internal sealed class FormerChain(StreamId stream)
{
    private ChainHash _former, _now;

    /// <summary>Version of the last event.</summary>
    public long Version { get; private set; }

    /// <summary>Where the stream ends, under the former hashes.</summary>
    public StreamHead Former => new(Version, _former);

    /// <summary>Where it ends under the present ones.</summary>
    public StreamHead Now => new(Version, _now);

    /// <summary>Takes the next event, and gives it with its present hash.</summary>
    /// <exception cref="JournalCorruptException">It is not the next one, or not what was written.</exception>
    public RecordedEvent Next(RecordedEvent e)
    {
        if (e.Version != ++Version) throw StreamChain.Corrupt(stream, Version, "is missing");
        _former = Hash(_former, Version, e.Type, e.Data.Span, e.At, e.Actor);
        if (e.Hash != _former)
        {
            throw StreamChain.Corrupt(stream, Version, "is not what was written, or one before it is not: its hash does not fit");
        }

        return e with { Hash = _now = _now.Next(stream, Version, e.Type, e.Data.Span, e.At, e.Actor) };
    }

    /// <summary>Checks that the stream ends where its head says.</summary>
    /// <exception cref="JournalCorruptException">It does not.</exception>
    public void MustEndAt(StreamHead head)
    {
        if (head.Version > Version) throw StreamChain.Corrupt(stream, Version + 1, "is missing");
        if (head != Former) throw StreamChain.Corrupt(stream, Version, "is not the end that the stream's head names");
    }

    /// <summary>
    /// The hash of format 1: SHA-256 over the hash before, the event's version and time, its type and actor (each after its length), and
    /// its data.
    /// </summary>
    internal static ChainHash Hash(ChainHash before, long version, string type, ReadOnlySpan<byte> data, DateTimeOffset at, string actor)
    {
        var longest = ChainHash.Size + 24 + Encoding.UTF8.GetMaxByteCount(type.Length) + Encoding.UTF8.GetMaxByteCount(actor.Length)
            + data.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(longest);
        before.CopyTo(buffer);
        var length = ChainHash.Size;
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(length), version);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(length + 8), at.ToUnixTimeMilliseconds());
        length += 16;
        foreach (var text in new[] { type, actor })
        {
            var bytes = Encoding.UTF8.GetBytes(text, buffer.AsSpan(length + 4));
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(length), bytes);
            length += 4 + bytes;
        }

        data.CopyTo(buffer.AsSpan(length));
        Span<byte> hash = stackalloc byte[ChainHash.Size];
        SHA256.HashData(buffer.AsSpan(0, length + data.Length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return new(hash);
    }
}
