namespace VipOrleans.Portal.Texts;

using System.Globalization;

/// <summary>A language in which the pages can be read.</summary>
/// <param name="Code">How it stands in the URL and in <c>lang</c>.</param>
/// <param name="Culture">By which dates and numbers are written.</param>
/// <param name="Name">Its own name for itself.</param>
/// <param name="Direction"><c>ltr</c> or <c>rtl</c>.</param>
public sealed record Language(string Code, CultureInfo Culture, string Name, string Direction)
{
    /// <summary>
    /// A language that nobody speaks: every text of ours stands in brackets, so that one that is not translatable is seen.
    /// </summary>
    public const string PseudoCode = "qps";

    /// <summary>The first one is what is taken if a browser asks for none of them.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        Of("en", "en-GB", "English"), Of("es", "es", "Español"), Of("ar", "ar", "العربية", "rtl"), Of("ne", "ne", "नेपाली"),
        Of("tl", "fil", "Tagalog"), Of("to", "to", "lea faka-Tonga"),
    ];

    /// <summary>The languages of officers and employers.</summary>
    public static IReadOnlyList<string> OfOffices { get; } = ["en", "es", PseudoCode];

    /// <summary>The language of tests.</summary>
    public static Language Pseudo { get; } = Of(PseudoCode, "en-GB", "Pseudo");

    private static Language Of(string code, string culture, string name, string direction = "ltr") =>
        new(code, CultureInfo.GetCultureInfo(culture), name, direction);
}
