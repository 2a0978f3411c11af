namespace VipOrleans.Domain.Kernel;

using System.Globalization;

/// <summary>The forms of texts that belong to no other module.</summary>
public static class TextForms
{
    /// <summary>The earliest day that is given anywhere.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>The latest day that is given anywhere.</summary>
    public static readonly DateOnly LastDay = new(2200, 12, 31);

    /// <summary>A country of ISO 3166-1.</summary>
    public static readonly TextForm Country =
        TextForm.Of("[A-Z]{2}", "Expected a country code of two upper-case letters (ISO 3166-1), such as \"NP\".");

    /// <summary>A language. It stands in the journal, so there is no room for a word of one's own in it.</summary>
    public static readonly TextForm Language =
        TextForm.Of("[a-z]{2,3}(-[a-z]{3})?(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "Expected a BCP 47 tag such as \"ne-NP\".");

    /// <summary>A reference without blanks, so that no name and no sentence finds room in it.</summary>
    public static readonly TextForm Reference =
        TextForm.Of("[A-Za-z0-9._:|/-]{1,100}",
            "Expected a reference of 1 to 100 ASCII letters, digits and the characters . - _ : | /, such as \"case-file/2025-117\".");

    /// <summary>An employer's id as tokens have it.</summary>
    public static readonly TextForm Employer =
        TextForm.Of($"[A-Za-z0-9._-]{{1,{Employers.MaxId}}}",
            $"Expected an employer's id: 1 to {Employers.MaxId} letters, digits, '.', '-' and '_'.");

    /// <summary>The number of an identity document.</summary>
    public static readonly TextForm DocumentNumber =
        new("Expected at least one letter or digit.", text => text.Any(char.IsLetterOrDigit));

    /// <summary>A day of the calendar.</summary>
    public static readonly TextForm Day = new("Expected a day such as \"2025-11-03\", from 1900 to 2200.", text => TryDay(text, out _));

    /// <summary>Reads a day from its one text, such as <c>2025-11-03</c>; false where it is none that is given anywhere.</summary>
    public static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && IsDay(day);

    /// <summary>True for a day that may be given.</summary>
    public static bool IsDay(DateOnly day) => day >= FirstDay && day <= LastDay;

    /// <summary>Reads a whole number of digits alone, from 1 on; false where it is none, or is more than <paramref name="most"/>.</summary>
    public static bool TryCount(string? text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most
            // The parser of numbers lets trailing NULs pass.
            && char.IsAsciiDigit(text![^1]);
}
