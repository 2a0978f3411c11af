namespace VipOrleans.Pilot;

using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

/// <summary>A sentence of a report, broken between words. Spectre's own text never ends if a character is wider than the console.</summary>
/// <param name="text">The sentence.</param>
internal sealed class ReportText(string text) : Renderable
{
    private const int Margin = 2;

    /// <summary>
    /// How many cells a text takes. Terminals differ on marks that stand beside their letter; here each takes a cell, so that no line is
    /// too long in any of them.
    /// </summary>
    public static int Cells(string text) => text.GetCellWidth() + text.EnumerateRunes().Count(IsBesideItsLetter);

    /// <summary>The text with a space for everything that would move the cursor.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>Breaks a text between words, and a word only if it is wider than a line, which takes at least one letter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">How many cells a line has.</param>
    /// <returns>At least one line.</returns>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Cells(line) + 1 + Cells(word) <= width)
            {
                line += $" {word}";
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            var parts = Parts(word, width);
            lines.AddRange(parts.SkipLast(1));
            line = parts[^1];
        }

        lines.Add(line);
        return lines;
    }

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        Wrap(text, maxWidth - Margin).Select(l => new string(' ', Margin) + l).Append("")
            .SelectMany(l => new[] { new Segment(l), Segment.LineBreak });

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(2, maxWidth), maxWidth);

    // Spectre reckons that it takes no cell.
    private static bool IsBesideItsLetter(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark && rune.ToString().GetCellWidth() == 0;

    // Never inside a letter with its marks.
    private static List<string> Parts(string word, int width)
    {
        var parts = new List<string> { "" };
        for (var letters = StringInfo.GetTextElementEnumerator(word); letters.MoveNext();)
        {
            if (parts[^1].Length > 0 && Cells(parts[^1]) + Cells(letters.GetTextElement()) > width) parts.Add("");
            parts[^1] += letters.GetTextElement();
        }

        return parts;
    }
}
