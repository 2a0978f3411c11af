namespace VipOrleans.Domain.Kernel;

using System.Collections.Frozen;

/// <summary>Tags of languages, BCP 47 (RFC 5646).</summary>
public static class LanguageTag
{
    // The names that people are told, in English. The list follows the host cities and the countries that people come from; a language that
    // is not in it is called by its tag.
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["am"] = "Amharic", ["ar"] = "Arabic", ["bn"] = "Bengali", ["bho"] = "Bhojpuri", ["my"] = "Burmese", ["yue"] = "Cantonese",
        ["ceb"] = "Cebuano", ["zh"] = "Chinese",
        ["prs"] = "Dari", ["nl"] = "Dutch", ["en"] = "English", ["fj"] = "Fijian", ["fil"] = "Filipino", ["fr"] = "French",
        ["de"] = "German", ["gu"] = "Gujarati", ["ht"] = "Haitian Creole",
        ["ha"] = "Hausa", ["hi"] = "Hindi", ["ilo"] = "Ilocano", ["id"] = "Indonesian", ["it"] = "Italian", ["ja"] = "Japanese",
        ["jv"] = "Javanese", ["km"] = "Khmer", ["ko"] = "Korean",
        ["lo"] = "Lao", ["mai"] = "Maithili", ["ms"] = "Malay", ["ml"] = "Malayalam", ["mi"] = "Māori", ["mr"] = "Marathi",
        ["mn"] = "Mongolian", ["ne"] = "Nepali", ["ps"] = "Pashto",
        ["fa"] = "Persian", ["pl"] = "Polish", ["pt"] = "Portuguese", ["pa"] = "Punjabi", ["ro"] = "Romanian", ["ru"] = "Russian",
        ["sm"] = "Samoan", ["si"] = "Sinhala", ["so"] = "Somali",
        ["es"] = "Spanish", ["sw"] = "Swahili", ["tl"] = "Tagalog", ["ta"] = "Tamil", ["te"] = "Telugu", ["th"] = "Thai",
        ["bo"] = "Tibetan", ["ti"] = "Tigrinya", ["tpi"] = "Tok Pisin",
        ["to"] = "Tongan", ["tr"] = "Turkish", ["uk"] = "Ukrainian", ["ur"] = "Urdu", ["uz"] = "Uzbek", ["vi"] = "Vietnamese",
        ["yo"] = "Yoruba",
    }.ToFrozenDictionary();

    /// <summary>
    /// True for a tag of a language, such as <c>ne</c>, <c>ne-NP</c> or <c>zh-Hant-TW</c>. Extensions and private use are not accepted.
    /// </summary>
    public static bool IsTag(string text) => TextForms.Language.Fits(text);

    /// <summary>
    /// The language of a tag without country and script: two people who speak <c>ne-NP</c> and <c>ne-IN</c> understand each other. An
    /// extended subtag is the language itself: <c>zh-yue</c> is <c>yue</c>.
    /// </summary>
    public static string LanguageOf(string tag)
    {
        // A ranking asks this of everybody in a city: most tags are the language itself, and cost nothing.
        var dash = tag.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0) return tag.ToLowerInvariant();
        var rest = tag.AsSpan(dash + 1);
        var end = rest.IndexOf('-');
        var second = end < 0 ? rest : rest[..end];
        var isExtended = second.Length == 3 && char.IsAsciiLetter(second[0]) && char.IsAsciiLetter(second[1])
            && char.IsAsciiLetter(second[2]);
        return (isExtended ? second.ToString() : tag[..dash]).ToLowerInvariant();
    }

    /// <summary>The English name of a tag's language; the language's code if there is none in the list.</summary>
    public static string NameOf(string tag)
    {
        var language = LanguageOf(tag);
        return Names.GetValueOrDefault(language, language);
    }
}
