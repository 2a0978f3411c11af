namespace VipOrleans.Gateway.Access;

using System.Globalization;
using System.Text;

/// <summary>The subjects of tokens as people would mix them up.</summary>
internal static class Subjects
{
    /// <summary>True for a subject with white space, or with characters that nobody sees: it looks like another one.</summary>
    public static bool HasUnseen(string subject) => subject.EnumerateRunes().Any(IsUnseen);

    /// <summary>
    /// What is put behind the key of an officer, so that a second officer is another human being: a hyphen and the hash of the subject
    /// without regard to case and width of letters; nothing if that is the subject itself.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="hash">How a subject is hashed.</param>
    public static string Compared(string subject, Func<string, string> hash)
    {
        // Not with the normal forms of Unicode: a program without the cultures' data has none, and all gateways must find the same.
        var folded = string.Concat(subject.Select(c => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c))
            .ToUpperInvariant().ToLowerInvariant();
        return folded == subject ? "" : $"-{hash(folded)}";
    }

    private static bool IsUnseen(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;
}
