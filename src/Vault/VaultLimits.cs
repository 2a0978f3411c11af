namespace VipOrleans.Vault;

using System.Buffers;
using VipOrleans.Domain.Kernel;

/// <summary>What the vault takes. Lengths are in UTF-16 characters.</summary>
public static class VaultLimits
{
    /// <summary>Longest code: see <see cref="IsCode"/>.</summary>
    public const int MaxCode = 200;

    /// <summary>Longest name.</summary>
    public const int MaxName = 200;

    /// <summary>Longest contact.</summary>
    public const int MaxContact = 200;

    /// <summary>Longest address.</summary>
    public const int MaxAddress = 500;

    /// <summary>Most identity documents of one person.</summary>
    public const int MaxDocuments = 10;

    /// <summary>Longest number of an identity document.</summary>
    public const int MaxNumber = 50;

    /// <summary>Longest note.</summary>
    public const int MaxNote = 4000;

    /// <summary>Largest file, in bytes: twice what 5,000 payments with the longest names and addresses make.</summary>
    public const int MaxFile = 16 * 1024 * 1024;

    /// <summary>Most pairs or crowds in one answer.</summary>
    public const int MaxSharing = 1000;

    /// <summary>What more persons share makes no pairs: of a hundred who share a phone, 4,950 pairs would tell nobody anything.</summary>
    public const int MaxPair = 10;

    /// <summary>Most persons who are named of a crowd.</summary>
    public const int MaxCrowd = 50;

    /// <summary>Most accesses in one answer.</summary>
    public const int MaxAccesses = 1000;

    private static readonly SearchValues<char> CodeChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:|/");

    /// <summary>
    /// True for one word of 1 to <see cref="MaxCode"/> ASCII letters, digits and <c>. - _ : | /</c>. There is no room in it for free text
    /// or a mail address, because codes are stored in the clear and outlive the person's data.
    /// </summary>
    public static bool IsCode(string? text) => text is { Length: >= 1 and <= MaxCode } && !text.AsSpan().ContainsAnyExcept(CodeChars);

    /// <summary>
    /// True for a text of 1 to <see cref="MaxNote"/> characters that can be seen and holds no control characters but line breaks and tabs.
    /// </summary>
    public static bool IsNote(string? text) => PlainText.Problem(text, MaxNote, PlainText.LineBreaksAndTabs) is null;
}
