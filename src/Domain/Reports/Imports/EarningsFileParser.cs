namespace VipOrleans.Domain.Reports;

using System.Buffers;
using System.Security.Cryptography;
using VipOrleans.Domain.Kernel;

/// <summary>
/// Takes a file of earnings apart as it comes, in pieces of any size, and gives it on in chunks. It holds one line and one chunk and
/// nothing more, however long the file is. The same file gives the same chunks, however it was cut into pieces on its way.
/// </summary>
public sealed class EarningsFileParser : IDisposable
{
    // A row as it is kept is never longer: all fields at their longest, the commas and the end of the line.
    private const int MaxMonthBytes = 512, MaxPayBytes = 1_536;

    private readonly ImportFormat _format;
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _line = new byte[EarningsFile.MaxLineBytes + 1];
    private readonly ArrayBufferWriter<byte> _chunk = new(RowChunk.MaxBytes);
    private readonly RowCleaner _cleaner;
    private int _lineLength, _lineNumber, _chunkFirstLine = 1, _chunkRows;
    private bool _headerSeen;

    /// <summary>Begins with a file.</summary>
    /// <param name="format">How it is written.</param>
    /// <param name="city">The city to which it is sent.</param>
    /// <param name="own">The employer that sends it; null for an officer.</param>
    /// <param name="dialect">How a spreadsheet has written it; null: as the columns have it.</param>
    /// <param name="staff">Whom a staff number names, null for nobody; left out if none may be given.</param>
    public EarningsFileParser(ImportFormat format, CityId city, string? own, FileDialect? dialect = null,
        Func<string, SponsorshipId?>? staff = null)
    {
        _format = format;
        _headerSeen = format != ImportFormat.Csv;
        _cleaner = new(format, city, own, dialect ?? FileDialect.Plain, staff);
    }

    /// <summary>The columns of the header; empty before it was read, and if there is none.</summary>
    public IReadOnlyList<ImportColumn> Header => _cleaner.Header;

    /// <summary>What is wrong with the file as a whole; then nothing more is read.</summary>
    public string? Problem { get; private set; }

    /// <summary>True where the file is larger than it may be; <see cref="Problem"/> says so too.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>True where a chunk is to be taken away before there is room for more.</summary>
    public bool IsFull => _chunk.WrittenCount > RowChunk.MaxBytes - (_cleaner.HasPays ? MaxPayBytes : MaxMonthBytes);

    /// <summary>How many bytes are held: of lines and rows, never of more than one chunk.</summary>
    public int Buffered => _lineLength + _chunk.WrittenCount;

    /// <summary>How many bytes have been read.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many rows have been read.</summary>
    public int Rows { get; private set; }

    /// <summary>Reads on until all is read, a chunk is full or a problem was found.</summary>
    /// <returns>How many bytes were read.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && !IsFull && Problem is null)
        {
            var rest = bytes[read..];
            var end = rest.IndexOf((byte)'\n');
            Keep(end < 0 ? rest : rest[..end]);
            read += end < 0 ? rest.Length : end + 1;
            if (end >= 0) EndLine();
        }

        _sha.AppendData(bytes[..read]);
        Bytes += read;
        if (Bytes > EarningsFile.MaxBytes)
        {
            Refuse($"A file has at most {EarningsFile.MaxBytes:N0} bytes; send the rest as another file.", isTooLarge: true);
        }

        return read;
    }

    /// <summary>Says that the file is at its end. Afterwards there may be one more chunk.</summary>
    public void End()
    {
        if (_lineLength > 0 && Problem is null) EndLine();
        if (Problem is not null) return;
        if (!_headerSeen) Refuse($"The file is empty; its first line is a header such as '{ExampleHeader}'.");
        else if (Rows == 0) Refuse("The file has no rows.");
    }

    /// <summary>Takes the chunk away that was read last; null if there is nothing in it.</summary>
    public RowChunk? TakeChunk()
    {
        if (_chunk.WrittenCount == 0) return null;
        var chunk = RowChunk.Pack(_chunkFirstLine, _chunkRows, _chunk.WrittenSpan);
        _chunk.ResetWrittenCount();
        (_chunkFirstLine, _chunkRows) = (_lineNumber + 1, 0);
        return chunk;
    }

    /// <summary>SHA-256 of all that was read, in lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(_sha.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _sha.Dispose();

    private static string ExampleHeader => string.Join(',', EarningsFile.Required.Select(EarningsFile.NameOf));

    // Of a line that is too long only as much is held as shows that it is.
    private void Keep(ReadOnlySpan<byte> piece)
    {
        var room = Math.Min(piece.Length, _line.Length - _lineLength);
        piece[..room].CopyTo(_line.AsSpan(_lineLength));
        _lineLength += room;
    }

    private void EndLine()
    {
        var line = _line.AsSpan(0, _lineLength);
        _lineLength = 0;
        _lineNumber++;
        if (_lineNumber > EarningsFile.MaxLines)
        {
            Refuse($"A file has at most {EarningsFile.MaxLines:N0} lines; leave empty ones out.", isTooLarge: true);
            return;
        }

        if (_lineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.Length > 0 && line[^1] == '\r') line = line[..^1];
        // Spreadsheets end a table with rows of nothing but separators.
        var isEmpty = line.Trim(_format == ImportFormat.Csv ? " \t,;"u8 : " \t"u8).IsEmpty;
        if (!_headerSeen)
        {
            if (_lineNumber == 1 && FileDialect.SeparatorOf(line) is { } separator) _cleaner.Separator = separator;
            else if (!isEmpty) ReadHeader(line);
            if (_chunk.WrittenCount == 0) _chunkFirstLine = _lineNumber + 1;
            return;
        }

        if (!isEmpty)
        {
            if (Rows == EarningsFile.MaxRows)
            {
                Refuse($"A file has at most {EarningsFile.MaxRows:N0} rows; send the rest as another file.", isTooLarge: true);
                return;
            }

            Rows++;
            _chunkRows++;
            _cleaner.Clean(line, _chunk);
        }

        _chunk.Write("\n"u8);
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        _headerSeen = true;
        if (_cleaner.ReadHeader(line) is { } problem) Refuse($"Line {_lineNumber}, the header: {problem}");
    }

    private void Refuse(string problem, bool isTooLarge = false)
    {
        Problem ??= problem;
        IsTooLarge |= isTooLarge;
    }
}
