namespace VipOrleans.Domain.Money;

using System.Collections.Frozen;
using System.Globalization;

/// <summary>
/// International bank account numbers: ISO 13616, with the lengths of its registry and the check of ISO 7064 (mod 97-10).
/// </summary>
public static class Iban
{
    // The registry's lengths by country.
    private const string Registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
            + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 " +
        "HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 "
            + "MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 " +
        "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly FrozenDictionary<string, int> Lengths = Registry.Split(' ')
        .ToFrozenDictionary(e => e[..2], e => int.Parse(e.AsSpan(2), CultureInfo.InvariantCulture));

    /// <summary>What is wrong with an IBAN, without quoting it; null where it can be one.</summary>
    public static string? Problem(string text)
    {
        if (text.Length is < 15 or > 34 || !text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) || !char.IsAsciiDigit(text[2])
            || !char.IsAsciiDigit(text[3]))
        {
            return "Expected an IBAN without blanks: two letters, two check digits, and upper-case letters and digits.";
        }

        if (!Lengths.TryGetValue(text[..2], out var length))
        {
            return "The first two letters are no country that has IBANs: give the account as 'number'.";
        }

        if (text.Length != length) return $"An IBAN of this country has {length} characters.";
        return Mod97.Remainder(text) == 1 ? null : "The check digits are wrong: one character of the IBAN is another, or two are swapped.";
    }
}
