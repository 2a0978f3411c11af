namespace VipOrleans.Journal;

using System.Text;
using VipOrleans.Stores;

/// <summary>Many marks of commands in the bytes of one row, until each of them has a row of its own.</summary>
internal static class MarkPack
{
    public static byte[] Write(IReadOnlyCollection<CommandMark> marks)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(marks.Count);
        foreach (var mark in marks)
        {
            writer.Write(mark.CommandId);
            writer.Write(mark.Fingerprint);
            writer.Write7BitEncodedInt64(mark.Version);
            writer.Write(mark.Outcome);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    public static List<CommandMark> Read(byte[] pack)
    {
        using var reader = new BinaryReader(new MemoryStream(pack), Encoding.UTF8);
        var marks = new List<CommandMark>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            marks.Add(new(reader.ReadString(), reader.ReadInt64(), reader.Read7BitEncodedInt64(), reader.ReadString()));
        }

        return marks;
    }

    /// <summary>Parts marks into runs that each fit a row.</summary>
    public static IEnumerable<CommandMark[]> Pieces(IReadOnlyList<CommandMark> marks) => marks.Chunk(TableLimits.PackBytes / LargestMark);

    private const int LargestMark = (3 * (JournalLimits.MaxCommandIdLength + JournalLimits.MaxOutcomeLength)) + 30;
}
