namespace VipOrleans.Domain.Kernel;

using System.Globalization;
using System.Text;

/// <summary>
/// What a text that people read must be, wherever it comes from: Unicode, without control characters, with something in it that can be
/// seen, and written in the order in which it is read.
/// </summary>
public static class PlainText
{
    /// <summary>The line breaks that an address may have.</summary>
    public const string LineBreaks = "\r\n";

    /// <summary>The line breaks and tabs that a letter may have.</summary>
    public const string LineBreaksAndTabs = "\r\n\t";

    /// <summary>What is wrong with a text, as a sentence that does not repeat it; null where nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most UTF-16 characters.</param>
    /// <param name="controls">Which control characters it may have.</param>
    public static string? Problem(string? text, int most, string controls = "")
    {
        if (text is null || text.Length > most || string.IsNullOrWhiteSpace(text) || !IsUnicode(text, controls))
        {
            return $"Expected a text of 1 to {most} characters that is not blank and has no "
                + (controls.Length == 0 ? "line breaks or other control characters." : "control characters but line breaks.");
        }

        if (!CanBeSeen(text))
        {
            return "Expected a text that can be seen: at least one letter, digit or sign, not only blanks, invisible characters or marks "
                + "without a letter.";
        }

        return TurnsAround(text)
            ? "Expected a text without the invisible characters that turn its order around (U+202A to U+202E, U+2066 to U+2069): type it "
                + "again instead of copying it."
            : null;
    }

    /// <summary>
    /// True for Unicode text (no half of a surrogate pair, which could not be stored as UTF-8) without control characters. The separators
    /// of lines and paragraphs count as such: they break a line in a log or a letter as one does.
    /// </summary>
    public static bool IsUnicode(string text, string controls = "")
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(c)
                || ((char.IsControl(c) || c is '\u2028' or '\u2029') && !controls.Contains(c))) return false;
        }

        return true;
    }

    /// <summary>True where something of the text can be seen.</summary>
    public static bool CanBeSeen(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (CanBeSeen(rune)) return true;
        }

        return false;
    }

    /// <summary>
    /// True where the text has a character that makes what follows be shown in another order than it is written. Marks that only say which
    /// way a letter runs (U+200E, U+200F, U+061C) are part of many names and are none of them.
    /// </summary>
    public static bool TurnsAround(string text) => text.Any(c => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));

    // A mark is seen on its letter only. The letters and signs that are named here are blank: fillers of Hangul, the empty pattern of
    // Braille and the note without a head.
    private static bool CanBeSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark => false,
        _ => rune.Value is not (0x115f or 0x1160 or 0x2800 or 0x3164 or 0xffa0 or 0x1d159),
    };
}
