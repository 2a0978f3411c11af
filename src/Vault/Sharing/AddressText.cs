namespace VipOrleans.Vault;

using System.Collections.Frozen;
using System.Text;
using AnyAscii;

/// <summary>
/// An address as it is compared: one dwelling has one text, however it was written. What was written in full, without a unit and in plain
/// Latin letters, has the text that it always had.
/// </summary>
/// <remarks>
/// Case, punctuation, line breaks, accents and scripts do not count; the usual short forms of English street
/// words are written out; a unit comes before the house number, whichever way it was written (<c>3/12</c>, <c>Flat 3, 12</c>,
/// <c>12 … Apt 3</c>), and is not confused with the digits of the house number.
/// </remarks>
internal static class AddressText
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["ST"] = "STREET", ["RD"] = "ROAD", ["LN"] = "LANE", ["AVE"] = "AVENUE", ["AV"] = "AVENUE", ["DR"] = "DRIVE", ["DRV"] = "DRIVE",
        ["PL"] = "PLACE", ["CT"] = "COURT", ["CRT"] = "COURT", ["CRES"] = "CRESCENT", ["CR"] = "CRESCENT", ["TCE"] = "TERRACE",
        ["TER"] = "TERRACE", ["HWY"] = "HIGHWAY", ["PDE"] = "PARADE", ["SQ"] = "SQUARE", ["BLVD"] = "BOULEVARD", ["CL"] = "CLOSE",
        ["GR"] = "GROVE", ["GRV"] = "GROVE", ["ESP"] = "ESPLANADE", ["PKWY"] = "PARKWAY",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Streets = Words.Values.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> UnitWords =
        new[] { "FLAT", "UNIT", "APT", "APARTMENT", "SUITE", "STE", "#" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The text by which an address is compared; null if it has no letter and no digit.</summary>
    public static string? Of(string? address)
    {
        if (address is null) return null;
        string? unit = null;
        var words = new List<string>();
        var hasStreet = false;
        foreach (var part in Plain(address).Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var tokens = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // The first word of a part that is no number is a name: St Heliers is no street of Heliers.
            var isNamed = false;
            for (var i = 0; i < tokens.Length; i++)
            {
                var token = tokens[i];
                if (unit is null && UnitWords.Contains(token) && i + 1 < tokens.Length && IsUnit(tokens[i + 1]))
                {
                    // What follows may be unit and number in one: Unit 3/12.
                    (unit, var number) = Parted(tokens[++i]);
                    if (number is not null) words.Add(number);
                    continue;
                }

                if (unit is null && !isNamed && Parted(token) is { Number: { } house } both)
                {
                    (unit, _) = both;
                    words.Add(house);
                    continue;
                }

                // One street is enough: whatever looks like another one belongs to a name, as in Queen Street St Heliers.
                var word = isNamed && !hasStreet && Words.TryGetValue(token, out var whole) ? whole : token;
                words.Add(word);
                hasStreet |= isNamed && Streets.Contains(word);
                isNamed |= !char.IsDigit(token[0]);
            }
        }

        var text = string.Concat(words.Select(w => string.Concat(w.Where(char.IsAsciiLetterOrDigit))));
        return text.Length == 0 && unit is null ? null : unit is null ? text : $"FLAT{unit}NO{text}";
    }

    // A unit is a number with a letter or so, or a single letter.
    private static bool IsUnit(string token) => token.Length <= 12 && (char.IsDigit(token[0]) || token.Length == 1);

    // 3/12 and 3A/12B: a unit and a house number. What else has a stroke is left as it is.
    private static (string Unit, string? Number) Parted(string token) =>
        token.Split('/') is [{ Length: > 0 } unit, { Length: > 0 } number] && char.IsDigit(number[0]) && IsUnit(unit)
            ? (unit, number) : (token.Replace("/", "", StringComparison.Ordinal), null);

    // Latin letters in upper case, one blank between words; of punctuation only what parts an address. It does not go by the forms of
    // Unicode, which a process without cultures does not know: one address has one code in every process.
    private static string Plain(string address)
    {
        var result = new StringBuilder(address.Length);
        foreach (var c in address.Transliterate())
        {
            if (c is '\'' or '`' or '"') continue;
            if (c is '\n' or '/') result.Append(c);
            else if (c is ',' or ';') result.Append(',');
            else if (c is '#') result.Append(" # ");
            else if (char.IsAsciiLetterOrDigit(c)) result.Append(char.ToUpperInvariant(c));
            else result.Append(' ');
        }

        return result.Replace(" /", "/").Replace("/ ", "/").ToString();
    }
}
