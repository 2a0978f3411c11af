using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace VipOrleans.Domain;

/// <summary>
/// Texts in the characters that every bank takes in an ISO 20022 payment: the Latin set of the European Payments Council
/// (<c>a–z A–Z 0–9 / - ? : ( ) . , ' +</c> and space).
/// </summary>
/// <remarks>
/// Marks over Latin letters are left off (<c>Tāmaki</c> becomes <c>Tamaki</c>) and a few letters are written as two (<c>ß</c> as <c>ss</c>). A letter
/// of another script is refused and never guessed: a bank compares the name with the account's, so its owner must write it as the bank has it.
/// </remarks>
public static class LatinText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ");

    private static readonly FrozenDictionary<char, string> Others = new Dictionary<char, string>
    {
        ['ß'] = "ss", ['ẞ'] = "SS", ['æ'] = "ae", ['Æ'] = "AE", ['œ'] = "oe", ['Œ'] = "OE", ['ø'] = "o", ['Ø'] = "O", ['đ'] = "d", ['Đ'] = "D", ['ð'] = "d", ['Ð'] = "D",
        ['þ'] = "th", ['Þ'] = "TH", ['ł'] = "l", ['Ł'] = "L", ['ħ'] = "h", ['Ħ'] = "H", ['ı'] = "i", ['ŋ'] = "ng", ['Ŋ'] = "NG", ['ə'] = "e", ['Ə'] = "E",
        ['’'] = "'", ['‘'] = "'", ['ʻ'] = "'", ['ʼ'] = "'", ['`'] = "'", ['´'] = "'", ['"'] = "'", ['“'] = "'", ['”'] = "'",
        ['–'] = "-", ['—'] = "-", ['‐'] = "-", ['‑'] = "-", ['_'] = "-", ['&'] = "+", [';'] = ",", ['\u00a0'] = " ", ['º'] = "o", ['ª'] = "a",
    }.ToFrozenDictionary();

    /// <summary>Writes a text in the set; false where a character has no place in it.</summary>
    public static bool TryWrite(string text, out string latin)
    {
        var written = new StringBuilder(text.Length);
        latin = "";
        if (!IsUnicode(text)) return false;
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (Allowed.Contains(c)) written.Append(c);
            else if (Others.TryGetValue(c, out var other)) written.Append(other);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) return false;
        }

        latin = string.Join(' ', written.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return true;
    }

    /// <summary>Writes a text in the set.</summary>
    /// <exception cref="ArgumentException">It cannot be written; the message does not repeat it.</exception>
    public static string Write(string text) => TryWrite(text, out var latin) ? latin : throw new ArgumentException("The text has characters that no bank takes.", nameof(text));

    // Half of a surrogate pair cannot be normalized.
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }

        return true;
    }
}
