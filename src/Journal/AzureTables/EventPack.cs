namespace VipOrleans.Journal;

using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Stores;

/// <summary>
/// Many events in the bytes of one row. A row costs the same whatever is in it, so a commit's events share as few as hold them. Format 1:
/// the format's number, then for each event: stream, version, position, time in Unix milliseconds, type, actor, hash, data.
/// </summary>
internal static class EventPack
{
    private const byte Format = 1;

    public static byte[] Write(IReadOnlyList<RecordedEvent> events)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        Span<byte> hash = stackalloc byte[ChainHash.Size];
        writer.Write(Format);
        writer.Write7BitEncodedInt(events.Count);
        foreach (var e in events)
        {
            writer.Write(e.Stream.Value);
            writer.Write7BitEncodedInt64(e.Version);
            writer.Write7BitEncodedInt64(e.Position);
            writer.Write7BitEncodedInt64(e.At.ToUnixTimeMilliseconds());
            writer.Write(e.Type);
            writer.Write(e.Actor);
            e.Hash.CopyTo(hash);
            writer.Write(hash);
            writer.Write7BitEncodedInt(e.Data.Length);
            writer.Write(e.Data.Span);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="JournalCorruptException">The bytes are not what was written.</exception>
    public static List<RecordedEvent> Read(byte[] pack, string where)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(pack), Encoding.UTF8);
            if (reader.ReadByte() is var format && format != Format)
            {
                throw new JournalCorruptException($"The row {where} has format {format}, which this program does not know.");
            }

            var events = new List<RecordedEvent>(Math.Clamp(reader.Read7BitEncodedInt(), 0, 100_000));
            while (reader.BaseStream.Position < pack.Length)
            {
                var stream = StreamId.Parse(reader.ReadString());
                var (version, position) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
                var at = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());
                var (type, actor) = (reader.ReadString(), reader.ReadString());
                var hash = new ChainHash(reader.ReadBytes(ChainHash.Size));
                events.Add(new(stream, version, position, type, reader.ReadBytes(reader.Read7BitEncodedInt()), at, actor, hash));
            }

            return events;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new JournalCorruptException($"The row {where} is damaged: {e.Message}");
        }
    }

    /// <summary>About how many bytes an event takes, never fewer than it does.</summary>
    public static int SizeOf(RecordedEvent e) =>
        e.Data.Length + Encoding.UTF8.GetByteCount(e.Type) + Encoding.UTF8.GetByteCount(e.Actor) + e.Stream.Value.Length + ChainHash.Size
            + 48;

    /// <summary>Parts events into runs that each fit a row.</summary>
    public static IEnumerable<IReadOnlyList<RecordedEvent>> Pieces(IReadOnlyList<RecordedEvent> events)
    {
        var piece = new List<RecordedEvent>();
        var bytes = 0;
        foreach (var e in events)
        {
            var size = SizeOf(e);
            if (piece.Count > 0 && bytes + size > TableLimits.PackBytes)
            {
                yield return piece;
                (piece, bytes) = ([], 0);
            }

            piece.Add(e);
            bytes += size;
        }

        if (piece.Count > 0) yield return piece;
    }
}
