namespace VipOrleans.Pilot;

using Spectre.Console;
using Spectre.Console.Rendering;

/// <summary>A column of a report.</summary>
/// <param name="Name">Its heading; empty if the values speak for themselves.</param>
/// <param name="IsNumber">True to set its values at the right.</param>
internal sealed record ReportColumn(string Name, bool IsNumber = false);

/// <summary>
/// A table that can be read at any width. A row takes one line if that fits, else two lines, else one line for each value. Spectre's own
/// table squeezes its columns instead, and never ends once a column of one cell meets a character of two.
/// </summary>
/// <param name="title">What it shows.</param>
/// <param name="columns">Its columns.</param>
internal sealed class ReportTable(string title, IReadOnlyList<ReportColumn> columns) : Renderable
{
    private const int Margin = 2, Indent = 6, Gap = 3, NarrowGap = 2, LeastProse = 50;
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private readonly List<Row> _rows = [];

    /// <summary>The column that begins the second line, if a row takes two; as many as there are columns if it never does.</summary>
    public int SecondLine { get; init; } = columns.Count;

    /// <summary>True if the last column holds sentences, which take the width that is left.</summary>
    public bool EndsInProse { get; init; }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(new([.. cells.Select(ReportText.OneLine)], IsSum: false));

    /// <summary>Adds a row of sums, set apart from those above.</summary>
    /// <param name="cells">The cells, of which the first says what is summed.</param>
    public void AddSum(params string[] cells) => _rows.Add(new([.. cells.Select(ReportText.OneLine)], IsSum: true));

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var (widths, rule) = (Widths(), options.Unicode ? '─' : '-');
        var lines = ReportText.Wrap(title, maxWidth - Margin).Select(l => new Line(Spaces(Margin) + l, true)).ToList();
        lines.Add(new("", false));
        if (FitsOneLine(widths, maxWidth)) OneLine(lines, widths, rule, maxWidth);
        else if (FitsTwoLines(widths, maxWidth)) TwoLines(lines, widths, rule);
        else Listed(lines, maxWidth);
        lines.Add(new("", false));
        return lines.SelectMany(l => new[] { new Segment(l.Text.TrimEnd(), l.IsBold ? Bold : Style.Plain), Segment.LineBreak });
    }

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(2, maxWidth), maxWidth);

    private int[] Widths() => [.. columns.Select((c, i) => _rows.Select(r => r.Cells[i]).Append(c.Name).Max(ReportText.Cells))];

    private bool FitsOneLine(int[] widths, int maxWidth) =>
        Margin + Span(widths, Gap) <= maxWidth || (EndsInProse && Margin + Span(widths[..^1], Gap) + Gap + LeastProse <= maxWidth);

    private bool FitsTwoLines(int[] widths, int maxWidth) =>
        SecondLine < columns.Count && TwoLineWidth(widths) <= maxWidth;

    private int TwoLineWidth(int[] widths) =>
        Math.Max(Margin + Span(widths[..SecondLine], NarrowGap), Indent + Span(widths[SecondLine..], NarrowGap));

    private static int Span(int[] widths, int gap) => widths.Sum() + (gap * (widths.Length - 1));

    private void OneLine(List<Line> lines, int[] widths, char rule, int maxWidth)
    {
        if (EndsInProse) widths[^1] = Math.Min(widths[^1], maxWidth - Margin - Span(widths[..^1], Gap) - Gap);
        if (columns.Any(c => c.Name.Length > 0))
        {
            lines.Add(new(Side(0, columns.Select(c => c.Name), widths, Margin, Gap), false));
            lines.Add(new(Spaces(Margin) + new string(rule, Span(widths, Gap)), false));
        }

        foreach (var row in _rows)
        {
            var last = EndsInProse ? ReportText.Wrap(row.Cells[^1], widths[^1]) : [row.Cells[^1]];
            if (row.IsSum) lines.Add(new("", false));
            for (var i = 0; i < last.Count; i++)
                lines.Add(new(Side(0, [.. row.Cells.SkipLast(1).Select(c => i == 0 ? c : ""), last[i]], widths, Margin, Gap), row.IsSum));
        }
    }

    private void TwoLines(List<Line> lines, int[] widths, char rule)
    {
        Add([.. columns.Select(c => c.Name)], false);
        lines.Add(new(Spaces(Margin) + new string(rule, TwoLineWidth(widths) - Margin), false));
        foreach (var row in _rows)
        {
            if (row.IsSum) lines.Add(new("", false));
            Add(row.Cells, row.IsSum);
        }

        void Add(IReadOnlyList<string> cells, bool isBold)
        {
            lines.Add(new(Side(0, cells.Take(SecondLine), widths, Margin, NarrowGap), isBold));
            lines.Add(new(Side(SecondLine, cells.Skip(SecondLine), widths, Indent, NarrowGap), isBold));
        }
    }

    // Values under a heading stand further in; without one a blank line parts the rows.
    private void Listed(List<Line> lines, int maxWidth)
    {
        var isHeaded = columns[0].Name.Length == 0;
        foreach (var row in _rows)
        {
            if (row != _rows[0]) lines.Add(new("", false));
            for (var i = 0; i < columns.Count; i++)
            {
                if (row.Cells[i].Length == 0) continue;
                var isHeading = i == 0 && (isHeaded || row.IsSum);
                var text = isHeading || columns[i].Name.Length == 0 ? row.Cells[i] : $"{columns[i].Name}: {row.Cells[i]}";
                var margin = isHeading || !(isHeaded || row.IsSum) ? Margin : 2 * Margin;
                var (first, rest) = (Spaces(margin), Spaces(margin + (isHeading ? 0 : Margin)));
                foreach (var (line, at) in ReportText.Wrap(text, maxWidth - rest.Length).Select((l, at) => (l, at)))
                    lines.Add(new((at == 0 || columns[i].Name.Length == 0 ? first : rest) + line, isHeading));
            }
        }
    }

    private string Side(int from, IEnumerable<string> cells, int[] widths, int indent, int gap) =>
        Spaces(indent) + string.Join(Spaces(gap), cells.Select((cell, i) =>
        {
            var padding = Spaces(Math.Max(0, widths[from + i] - ReportText.Cells(cell)));
            return columns[from + i].IsNumber ? padding + cell : cell + padding;
        }));

    private static string Spaces(int count) => new(' ', count);

    private sealed record Row(IReadOnlyList<string> Cells, bool IsSum);

    private sealed record Line(string Text, bool IsBold);
}
