namespace VipOrleans.Gateway.Commands;

using System.Text;

/// <summary>
/// Makes UTF-8 of a table that a spreadsheet has saved as 'Unicode text': UTF-16, with its mark at the beginning. Whatever has no such mark
/// goes through as it is.
/// </summary>
internal sealed class Utf16Table
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private Decoder? _decoder;
    private bool _begun;

    /// <summary>The next piece of the table.</summary>
    public ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> piece)
    {
        if (!_begun && piece.Length >= 2)
        {
            _begun = true;
            var isBigEndian = piece.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
            if (isBigEndian || piece.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            {
                _decoder = new UnicodeEncoding(isBigEndian, byteOrderMark: false).GetDecoder();
                piece = piece[2..];
            }
        }

        if (_decoder is null) return piece;
        var chars = new char[_decoder.GetCharCount(piece.Span, flush: false)];
        var some = chars.AsSpan(0, _decoder.GetChars(piece.Span, chars, flush: false));
        var bytes = new byte[_encoder.GetByteCount(some, flush: false)];
        return bytes.AsMemory(0, _encoder.GetBytes(some, bytes, flush: false));
    }
}
