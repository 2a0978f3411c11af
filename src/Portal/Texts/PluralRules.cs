namespace VipOrleans.Portal.Texts;

/// <summary>Which form of a word a number takes: the rules of the Unicode CLDR, version 46, for whole numbers.</summary>
internal static class PluralRules
{
    /// <summary>The forms that a language has, apart from <c>other</c>, which each has.</summary>
    public static IReadOnlyList<string> FormsOf(string language) => language switch
    {
        "ar" => ["zero", "one", "two", "few", "many"],
        "to" => [],
        _ => ["one"],
    };

    /// <summary>The form of a number.</summary>
    public static string Form(string language, long number) => language switch
    {
        "ar" => number switch
        {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ => (number % 100) switch { >= 3 and <= 10 => "few", >= 11 => "many", _ => "other" },
        },
        "to" => "other",
        "tl" => number is 1 or 2 or 3 || number % 10 is not (4 or 6 or 9) ? "one" : "other",
        _ => number == 1 ? "one" : "other",
    };
}
