namespace VipOrleans.Domain.Kernel;

using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

/// <summary>
/// A piece of a file as the journal keeps it: whole lines in a form of the file's kind, each ended by a line feed, empty ones too, so that
/// every row knows its line; packed by DEFLATE (RFC 1951).
/// </summary>
/// <param name="FirstLine">The line of the file with which it begins, from 1.</param>
/// <param name="Rows">How many of its lines are rows.</param>
/// <param name="Fingerprint">A hash of the unpacked lines: the same chunk again has the same one.</param>
/// <param name="Data">The packed lines.</param>
public sealed record RowChunk(int FirstLine, int Rows, long Fingerprint, ReadOnlyMemory<byte> Data)
{
    /// <summary>
    /// Most bytes of a chunk before it is packed. Even where packing gains nothing, an event with so many bytes in base 64 is smaller than
    /// the 60 KiB that a journal takes.
    /// </summary>
    public const int MaxBytes = 40_000;

    /// <summary>Packs lines.</summary>
    public static RowChunk Pack(int firstLine, int rows, ReadOnlySpan<byte> lines)
    {
        using var packed = new MemoryStream(lines.Length / 2);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(lines);
        return new(firstLine, rows, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(lines)), packed.ToArray());
    }

    /// <summary>The rows of a packed chunk, each with its line.</summary>
    public static IReadOnlyList<(int Line, string Row)> Unpack(int firstLine, ReadOnlyMemory<byte> data)
    {
        using var packed = new MemoryStream(data.ToArray());
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var lines = new StreamReader(deflate);
        var rows = new List<(int, string)>();
        for (var line = firstLine; lines.ReadLine() is { } row; line++)
        {
            if (row.Length > 0) rows.Add((line, row));
        }

        return rows;
    }
}
