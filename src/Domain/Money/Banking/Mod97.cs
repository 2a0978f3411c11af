namespace VipOrleans.Domain.Money;

/// <summary>The check of ISO 7064 (mod 97-10), as account numbers and creditor references have it.</summary>
internal static class Mod97
{
    /// <summary>
    /// What is left of a text when divided by 97: its first four characters go to the end, and a letter counts as two digits from 10 on.
    /// 1 where the check digits are right.
    /// </summary>
    /// <param name="text">Digits and upper-case letters, four or more.</param>
    public static int Remainder(string text)
    {
        var remainder = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[(i + 4) % text.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder;
    }
}
