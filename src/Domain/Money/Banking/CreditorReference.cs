namespace VipOrleans.Domain.Money;

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// A structured creditor reference of ISO 11649: <c>RF</c>, two check digits of ISO 7064 (mod 97-10), and a reference of 1 to
/// <see cref="MaxReference"/> digits and upper-case letters. Whoever pays copies it, and the bank gives it back with the money. The default
/// value is none.
/// </summary>
public readonly record struct CreditorReference
{
    /// <summary>Longest reference after the check digits, in characters.</summary>
    public const int MaxReference = 21;

    private const string Prefix = "RF";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private CreditorReference(string value) => Value = value;

    /// <summary>The whole of it without blanks, as in a bank's file: <c>RF18539007547034</c>.</summary>
    public string Value { get; }

    /// <summary>What stands after the check digits.</summary>
    public string Reference => Value[4..];

    /// <summary>Makes one, with its check digits.</summary>
    /// <param name="reference">1 to <see cref="MaxReference"/> digits and upper-case letters.</param>
    /// <exception cref="FormatException">The reference has another form.</exception>
    public static CreditorReference Of(string reference)
    {
        if (!IsReference(reference))
        {
            throw new FormatException($"A creditor reference has 1 to {MaxReference} digits and upper-case letters of ASCII.");
        }

        var check = 98 - Mod97.Remainder($"{Prefix}00{reference}");
        return new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{check:00}{reference}"));
    }

    /// <summary>Reads one without blanks, or in groups of four as it is printed; false where the form or a check digit is wrong.</summary>
    public static bool TryParse(string? text, out CreditorReference reference)
    {
        reference = default;
        if (text is null || text.Length > 4 + MaxReference + ((3 + MaxReference) / 4)) return false;
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            var groups = text.Split(' ');
            if (groups[..^1].Any(g => g.Length != 4) || groups[^1].Length is 0 or > 4) return false;
            text = string.Concat(groups);
        }

        // 00, 01 and 99 leave the same remainders as 97, 98 and 02, and are never made.
        if (text.Length <= 4 || !text.StartsWith(Prefix, StringComparison.Ordinal) || !IsReference(text[4..])
            || !int.TryParse(text.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var check) || check is < 2 or > 98
            || Mod97.Remainder(text) != 1)
        {
            return false;
        }

        reference = new(text);
        return true;
    }

    /// <summary>As it is printed: in groups of four.</summary>
    public string Printed => string.Join(' ', Value.Chunk(4).Select(c => new string(c)));

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>So many digits and letters of a text's hash: the same text, the same ones.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">How many, 1 to 12.</param>
    internal static string Hashed(string text, int length) =>
        Digits(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))), length);

    /// <summary>A number in so many digits and letters, base 36.</summary>
    internal static string Digits(int number, int length) => Digits((ulong)number, length);

    /// <summary>The number of some digits and letters, base 36.</summary>
    internal static int Number(string text) =>
        text.Aggregate(0, (number, c) => (number * Alphabet.Length) + Alphabet.IndexOf(c, StringComparison.Ordinal));

    private static string Digits(ulong number, int length) => string.Create(length, number, static (span, rest) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            span[i] = Alphabet[(int)(rest % (ulong)Alphabet.Length)];
            rest /= (ulong)Alphabet.Length;
        }
    });

    private static bool IsReference(string text) =>
        text.Length is >= 1 and <= MaxReference && text.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));
}
