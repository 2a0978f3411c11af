namespace VipOrleans.Domain.Money;

using System.Globalization;

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

    private static bool IsReference(string text) =>
        text.Length is >= 1 and <= MaxReference && text.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));
}
