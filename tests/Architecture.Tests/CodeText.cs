namespace VipOrleans.Architecture.Tests;

using System.Text;

/// <summary>C# source with comments and texts blanked out, so that words are looked for in code only.</summary>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length;)
        {
            var end = EndOfQuiet(source, i);
            if (end == i)
            {
                code.Append(source[i++]);
                continue;
            }

            // Lines keep their numbers.
            code.Append(' ').Append('\n', source[i..end].Count(c => c == '\n'));
            i = end;
        }

        return code.ToString();
    }

    // Where the comment or text that begins here ends; the same place where none begins.
    private static int EndOfQuiet(string s, int i)
    {
        if (At("//")) return After("\n", i) - 1;
        if (At("/*")) return After("*/", i + 2);
        if (s[i] == '\'') return EndOfQuoted('\'', i + 1);
        if (At("@\"")) return EndOfVerbatim(i + 2);
        if (s[i] != '"') return i;
        var quotes = s.AsSpan(i).IndexOfAnyExcept('"');
        return quotes >= 3 ? After(new string('"', quotes), i + quotes) : EndOfQuoted('"', i + 1);

        bool At(string start) => string.CompareOrdinal(s, i, start, 0, start.Length) == 0;

        int After(string end, int from) =>
            s.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : s.Length + (end == "\n" ? 1 : 0);

        int EndOfQuoted(char quote, int from)
        {
            while (from < s.Length && s[from] != quote) from += s[from] == '\\' ? 2 : 1;
            return Math.Min(from + 1, s.Length);
        }

        int EndOfVerbatim(int from)
        {
            while (from < s.Length && !(s[from] == '"' && (from + 1 == s.Length || s[from + 1] != '"'))) from += s[from] == '"' ? 2 : 1;
            return Math.Min(from + 1, s.Length);
        }
    }
}
