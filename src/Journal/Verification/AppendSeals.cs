namespace VipOrleans.Journal;

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// Gives appends ids that vouch for them: a part of the id is an HMAC over where the append begins and ends, the hash of its last event,
/// which stands for its stream and for all events before, and the marks of the commands that it carries out. The stores keep the id beside
/// each event anyway, so nothing is added to what they keep.
/// </summary>
/// <remarks>
/// The id is a UUID of version 8. Its first half comes from the id that the caller chose, so that two appends never have one id, and the
/// same append has the same id whenever it is tried again. 62 bits of HMAC are enough where nobody can try without the key. Ids of another
/// version are from before appends were sealed.
/// </remarks>
internal sealed class AppendSeals(JournalKey key)
{
    // Stands in the outcome of a mark that was carried out before the last event of its append, before the number of events after it.
    private const char Behind = '\u001e';

    private readonly byte[] _appends = key.For(JournalKey.Appends);
    private readonly byte[] _marks = key.For(JournalKey.Marks);

    /// <summary>True for an id that seals its append.</summary>
    public static bool IsSealed(Guid id) => id.Version == 8;

    /// <summary>The mark as its caller knows it, and the version of the last event of its append.</summary>
    public static (CommandMark Mark, long End) Read(CommandMark kept)
    {
        var at = kept.Outcome.IndexOf(Behind, StringComparison.Ordinal);
        if (at < 0) return (kept, kept.Version);
        // One that is no number belongs to no append, and is found by that.
        var isNumber = int.TryParse(kept.Outcome.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var events);
        return (kept with { Outcome = kept.Outcome[..at] }, isNumber ? kept.Version + events : -1);
    }

    /// <summary>The append as it is kept.</summary>
    /// <exception cref="ArgumentException">The outcome of a command has a character that is used here.</exception>
    public Append Seal(Append append)
    {
        var end = append.Expected.Version + append.Events.Count;
        var marks = append.Commands.Count == 0 ? append.Commands : [.. append.Commands.Select(m => Kept(m, end))];
        var sum = new MarkSum();
        foreach (var mark in marks) sum.Add(Hash(mark));
        Span<byte> id = stackalloc byte[16];
        Span<byte> nonce = stackalloc byte[SHA256.HashSizeInBytes];
        append.Id.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(id, nonce);
        var sealedId = IdOf(nonce[..8], append.Expected.Version, end, append.Hashes()[^1], sum);
        return append with { Id = sealedId, Commands = marks };
    }

    /// <summary>True if an id is that of the append whose events and marks these are.</summary>
    public bool Fits(Guid id, long after, long end, ChainHash hash, MarkSum marks)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return IdOf(bytes[..8], after, end, hash, marks) == id;
    }

    /// <summary>
    /// What a mark, as it is kept, adds to the sum of its append: nobody without the key can make two marks that add the same.
    /// </summary>
    public byte[] Hash(CommandMark kept)
    {
        var length = 24 + Encoding.UTF8.GetByteCount(kept.CommandId) + Encoding.UTF8.GetByteCount(kept.Outcome);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, kept.Fingerprint);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], kept.Version);
        var id = Encoding.UTF8.GetBytes(kept.CommandId, bytes[24..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], id);
        Encoding.UTF8.GetBytes(kept.Outcome, bytes[(24 + id)..]);
        return HMACSHA256.HashData(_marks, bytes);
    }

    private static CommandMark Kept(CommandMark mark, long end)
    {
        if (mark.Outcome.Contains(Behind, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The outcome of command '{mark.CommandId}' has the character U+001E.", nameof(mark));
        }

        return mark.Version == end
            ? mark : mark with { Outcome = string.Create(CultureInfo.InvariantCulture, $"{mark.Outcome}{Behind}{end - mark.Version}") };
    }

    private Guid IdOf(ReadOnlySpan<byte> first, long after, long end, ChainHash hash, MarkSum marks)
    {
        // Version and variant of the UUID first: what is sealed is what stands there.
        Span<byte> id = stackalloc byte[16];
        first.CopyTo(id);
        id[6] = (byte)((id[6] & 0x0f) | 0x80);
        Span<byte> sealedBytes = stackalloc byte[8 + 16 + ChainHash.Size + MarkSum.Size];
        id[..8].CopyTo(sealedBytes);
        BinaryPrimitives.WriteInt64BigEndian(sealedBytes[8..], after);
        BinaryPrimitives.WriteInt64BigEndian(sealedBytes[16..], end);
        hash.CopyTo(sealedBytes[24..]);
        marks.CopyTo(sealedBytes[(24 + ChainHash.Size)..]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_appends, sealedBytes, mac);
        mac[..8].CopyTo(id[8..]);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new(id, bigEndian: true);
    }
}

/// <summary>The sum of the keyed hashes of an append's marks, in whatever order they come.</summary>
internal struct MarkSum
{
    /// <summary>Length in bytes, with the number of marks.</summary>
    public const int Size = 36;

    private ulong _a, _b, _c, _d;

    /// <summary>How many marks are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a mark.</summary>
    public void Add(ReadOnlySpan<byte> hash)
    {
        _a ^= BinaryPrimitives.ReadUInt64BigEndian(hash);
        _b ^= BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        _c ^= BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        _d ^= BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
        Count++;
    }

    /// <summary>Writes the number of marks and their sum.</summary>
    public readonly void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, Count);
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[20..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[28..], _d);
    }
}
