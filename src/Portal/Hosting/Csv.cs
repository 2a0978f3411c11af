namespace VipOrleans.Portal.Hosting;

using System.Buffers;
using System.Text;

/// <summary>
/// Tables as text: separated by commas, semicolons or tabs, in quotes where a separator or a line's end is part of the text.
/// </summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    /// <summary>The rows, each with the number of its first line; lines without anything in them are left out.</summary>
    /// <exception cref="FormatException">A quote is not closed; the message is the number of the line on which it is opened.</exception>
    public static IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Read(string text)
    {
        var head = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        var separator = head.Contains('\t') ? '\t' : head.Contains(';') ? ';' : ',';
        var rows = new List<(int, IReadOnlyList<string>)>();
        var (cells, cell, line, begun, quotedAt) = (new List<string>(), new StringBuilder(), 1, 1, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quotedAt > 0 && i < text.Length)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else if (c == '"') quotedAt = 0;
                else cell.Append(c);
            }
            else if (c == '"' && cell.Length == 0) quotedAt = line;
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == '\n')
                {
                    if (cells.Any(x => x.Length > 0)) rows.Add((begun, cells));
                    (cells, begun) = ([], line + 1);
                }
            }
            else if (c != '\r' && c != '\uFEFF') cell.Append(c);

            if (c == '\n') line++;
        }

        return quotedAt == 0 ? rows : throw new FormatException($"{quotedAt}");
    }

    /// <summary>A row as text that <see cref="Read"/> reads again.</summary>
    public static string Write(IEnumerable<string> cells) => string.Join(',', cells.Select(c =>
        c.AsSpan().IndexOfAny(Special) < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
