namespace VipOrleans.Domain.Kernel;

using System.Text.RegularExpressions;

/// <summary>
/// What a text of some kind looks like. There is one form for a kind, and what reads JSON, CSV, XML, a query or a token asks the same one,
/// so that no way in takes what another refuses.
/// </summary>
/// <param name="Sentence">What would be right; it never repeats a text.</param>
/// <param name="Fits">True for a text of the kind.</param>
public sealed record TextForm(string Sentence, Predicate<string> Fits)
{
    /// <summary>The form as a regular expression of ECMA-262; null where it has none.</summary>
    public string? Pattern { get; init; }

    /// <summary>A form that a regular expression says whole.</summary>
    /// <param name="pattern">The expression, from the first character to the last.</param>
    /// <param name="sentence">What would be right.</param>
    /// <param name="and">What must hold besides.</param>
    public static TextForm Of(string pattern, string sentence, Predicate<string>? and = null)
    {
        // Not with a dollar sign, which lets a line break pass behind the last character; and in one pass, whatever the text.
        var regex = new Regex($"^{pattern}\\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return new(sentence, text => text.Length <= 500 && regex.IsMatch(text) && (and is null || and(text))) { Pattern = $"^{pattern}$" };
    }

    /// <summary>What is wrong with a text; null where it has the form.</summary>
    public string? Problem(string? text) => text is not null && Fits(text) ? null : Sentence;
}
