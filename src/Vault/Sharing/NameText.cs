namespace VipOrleans.Vault;

using System.Globalization;
using System.Text;
using AnyAscii;

/// <summary>
/// Names as they are compared. Every script is brought into Latin letters (AnyAscii, letter by letter), so that a name in a passport is
/// found beside the same name in another one. It finds candidates for a human: different people may have one text, and one person two.
/// </summary>
internal static class NameText
{
    // Words that come and go between two papers of one person: articles, "son of", "of".
    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "al", "el", "ul", "bin", "ibn", "bint", "ben", "de", "da", "do", "dos", "das", "di", "del", "della", "du", "la", "le", "van", "von",
        "der", "den", "ter", "y", "e",
    };

    // Ways to write one sound, the longest first. 'C' stands for the sound of 'ch', apart from a bare 'c'.
    private static readonly (string From, string To)[] Sounds =
    [
        ("tsch", "C"), ("sch", "s"), ("tch", "C"), ("sh", "s"), ("ch", "C"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
        ("dh", "d"), ("bh", "b"), ("jh", "j"), ("zh", "j"),
        ("dj", "j"), ("ck", "k"), ("c", "k"), ("ts", "s"), ("tz", "s"), ("q", "k"), ("x", "ks"), ("z", "s"), ("w", "v"),
    ];

    /// <summary>
    /// The words of a name in Latin letters, in lower case, without marks, in the order of the alphabet; null where it has no letter.
    /// </summary>
    public static string? Exact(string name) =>
        Words(name) is { Count: > 0 } words ? string.Join(' ', words.Order(StringComparer.Ordinal)) : null;

    /// <summary>
    /// What is left of a name's consonants, all words together, in the order of the alphabet: vowels, doubled letters, particles and ways
    /// to write a sound do not count, and neither does where a word ends. Null where it has no letter.
    /// </summary>
    public static string? Similar(string name)
    {
        var words = Words(name);
        if (words.Count == 0) return null;
        var full = words.Where(w => !Particles.Contains(w)).ToList();
        var consonants = string.Concat((full.Count > 0 ? full : words).Select(Skeleton));
        // Of a name like 'Io' nothing would be left.
        return string.Concat((consonants.Length > 1 ? consonants : string.Concat(words)).Order());
    }

    /// <summary>Letters and digits of a text in Latin and lower case, nothing else; null if there is none.</summary>
    public static string? Letters(string? text) =>
        text is not null && string.Concat(Latin(text).Where(char.IsAsciiLetterOrDigit)) is { Length: > 0 } letters ? letters : null;

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Latin(name))
        {
            if (char.IsAsciiLetterOrDigit(c)) word.Append(c);
            // O'Brien and OBrien are one word; so are the glottal stops of Arabic and of Polynesian languages.
            else if (c is not ('\'' or '`' or '"')) End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static string Latin(string text) =>
        text.Normalize(NormalizationForm.FormKC).Transliterate().ToLower(CultureInfo.InvariantCulture);

    private static string Skeleton(string word)
    {
        foreach (var (from, to) in Sounds) word = word.Replace(from, to, StringComparison.Ordinal);
        var left = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            if (c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' || (left.Length > 0 && left[^1] == c)) continue;
            left.Append(c);
        }

        // Fatima, Fatimah; and the last letter of the Arabic word.
        if (left.Length > 2 && left[^1] == 'h') left.Length--;
        return left.ToString();
    }
}

/// <summary>Numbers of documents as they are compared.</summary>
internal static class DocumentText
{
    /// <summary>The number as people mean it, with letters and digits that are read for each other made one.</summary>
    public static string Of(string number) => string.Concat(IdentityMark.Normalise(number).Where(char.IsLetterOrDigit).Select(c => c switch
    {
        'O' or 'Q' => '0',
        'I' or 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        _ => c,
    }));
}
