namespace VipOrleans.Domain.Money;

using System.Buffers;
using System.Collections.Frozen;
using System.Text;

/// <summary>
/// Texts in the characters that every bank takes in an ISO 20022 payment: the Latin set of the European Payments Council
/// (<c>a–z A–Z 0–9 / - ? : ( ) . , ' +</c> and space).
/// </summary>
/// <remarks>
/// Marks over Latin letters are left off (<c>Tāmaki</c> becomes <c>Tamaki</c>) and a few letters are written as two (<c>ß</c> as
/// <c>ss</c>). A letter of another script is refused and never guessed: a bank compares the name with the account's, so its owner must
/// write it as the bank has it.
/// </remarks>
public static class LatinText
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ");

    // Each letter with the letters that are written for it.
    private static readonly FrozenDictionary<char, string> Others =
        "ßss ẞSS æae ÆAE œoe ŒOE øo ØO đd ĐD ðd ÐD þth ÞTH łl ŁL ħh ĦH ıi ŋng ŊNG əe ƏE".Split(' ')
            .ToFrozenDictionary(pair => pair[0], pair => pair[1..]);

    // Unicode's own decompositions of Latin letters, each list behind its plain letter. Written out, because a program that runs without
    // the cultures' data (as in a small container) cannot ask for them.
    private static readonly string[] Marked =
    [
        "'’‘ʻʼ`´\"“”", "-–—‐‑_", "+&", ",;", " \u00a0", "oº", "aª",
        "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ", "BḂḄḆ", "CÇĆĈĊČḈ", "DĎḊḌḎḐḒ", "EÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ", "FḞ", "GĜĞĠĢǦǴḠ", "HĤȞḢḤḦḨḪ",
        "IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ", "JĴ",
        "KĶǨḰḲḴ", "LĹĻĽḶḸḺḼ", "MḾṀṂ", "NÑŃŅŇǸṄṆṈṊ", "OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ", "PṔṖ", "RŔŖŘȐȒṘṚṜṞ", "SŚŜŞŠȘṠṢṤṦṨ", "TŢŤȚṪṬṮṰ",
        "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ", "VṼṾ", "WŴẀẂẄẆẈ", "XẊẌ", "YÝŶŸȲẎỲỴỶỸ", "ZŹŻŽẐẒẔ", "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "bḃḅḇ",
        "cçćĉċčḉ", "dďḋḍḏḑḓ",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "fḟ", "gĝğġģǧǵḡ", "hĥȟḣḥḧḩḫẖ", "iìíîïĩīĭįǐȉȋḭḯỉị", "jĵǰ", "kķǩḱḳḵ", "lĺļľḷḹḻḽ", "mḿṁṃ", "nñńņňǹṅṇṉṋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "pṕṗ", "rŕŗřȑȓṙṛṝṟ", "sśŝşšșṡṣṥṧṩ", "tţťțṫṭṯṱẗ", "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "vṽṿ",
        "wŵẁẃẅẇẉẘ", "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ", "zźżžẑẓẕ"
    ];

    private static readonly FrozenDictionary<char, char> Plain = Marked.SelectMany(list => list.Skip(1).Select(c => (c, list[0])))
        .ToFrozenDictionary(p => p.c, p => p.Item2);

    /// <summary>Writes a text in the set; false where a character has no place in it.</summary>
    public static bool TryWrite(string text, out string latin)
    {
        var written = new StringBuilder(text.Length);
        latin = "";
        foreach (var c in text)
        {
            if (Allowed.Contains(c)) written.Append(c);
            else if (Plain.TryGetValue(c, out var plain)) written.Append(plain);
            else if (Others.TryGetValue(c, out var other)) written.Append(other);
            else if (c is < '\u0300' or > '\u036f') return false;
        }

        latin = string.Join(' ', written.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return true;
    }

    /// <summary>Writes a text in the set.</summary>
    /// <exception cref="ArgumentException">It cannot be written; the message does not repeat it.</exception>
    public static string Write(string text) =>
        TryWrite(text, out var latin) ? latin : throw new ArgumentException("The text has characters that no bank takes.", nameof(text));
}
