namespace VipOrleans.Portal.Texts;

using System.Globalization;
using System.Text;
using System.Text.Json;
using VipOrleans.Client;

/// <summary>The texts of a language, and how it writes numbers, money and days.</summary>
public sealed class Words
{
    /// <summary>Texts of officers' and employers' pages, which are there in fewer languages.</summary>
    public static readonly IReadOnlyList<string> OfficePrefixes = ["officer.", "employer.", "date.", "code.SponsorshipStatus.",
        "code.WelfareCheckStatus.", "code.GraceState.", "code.ImportState.",
        "code.RowStatus.", "code.PayoutStatus.", "code.PaymentState.", "code.LeftOutReason.", "code.PersonSign.", "code.LinkReason.",
        "code.DismissalReason.", "code.PauseReason.", "code.Floor."];

    // Around what may run the other way than the text: an amount, an id, a name.
    private const char Isolate = '\u2068', EndOfIsolate = '\u2069';

    private static readonly Dictionary<string, Words> ByCode =
        Language.All.Append(Language.Pseudo).ToDictionary(l => l.Code, l => new Words(l), StringComparer.Ordinal);

    private readonly Dictionary<string, Dictionary<string, string>> _texts;

    private Words(Language language) => (Language, _texts) = (language,
        language == Language.Pseudo ? Pseudo(Read("en")) : Read(language.Code));

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>The keys that the language has.</summary>
    public IReadOnlyCollection<string> Keys => _texts.Keys;

    /// <summary>The texts of a language; null if the pages do not have it.</summary>
    public static Words? Of(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>A text.</summary>
    /// <exception cref="KeyNotFoundException">The language does not have it, which a test finds before a reader does.</exception>
    public string this[string key] => Find(key)["other"];

    /// <summary>A text with what it speaks of in it: <c>{0}</c>, <c>{1}</c>.</summary>
    public string this[string key, params object[] of] => string.Format(Language.Culture, this[key], of);

    /// <summary>True if there is such a text.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>The forms of a text.</summary>
    public IReadOnlyDictionary<string, string> FormsOf(string key) => Find(key);

    /// <summary>A text about a number of things, which is its <c>{0}</c>.</summary>
    public string Count(string key, long number)
    {
        var forms = Find(key);
        var text = forms.TryGetValue(PluralRules.Form(Language.Code, number), out var form) ? form : forms["other"];
        return string.Format(Language.Culture, text, Number(number));
    }

    /// <summary>
    /// The text of a code of the API, such as the status of a sponsorship. One that is newer than these pages stands as it is: a page with
    /// a strange word is better than none.
    /// </summary>
    public string Code<T>(T code) where T : struct, Enum => KeyOf(code) is var key && Has(key) ? this[key] : Name(VipClient.CodeOf(code));

    /// <summary>The key of a code's text.</summary>
    public static string KeyOf<T>(T code) where T : struct, Enum => $"code.{typeof(T).Name}.{VipClient.CodeOf(code)}";

    /// <summary>A whole number.</summary>
    public string Number(long number) => number.ToString("N0", Language.Culture);

    /// <summary>An amount with the decimals that it came with, and its currency by its code, which is the same for every reader.</summary>
    public string Money(Money money)
    {
        var decimals = money.Amount.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? money.Amount.Length - dot - 1 : 0;
        var amount = decimal.Parse(money.Amount, CultureInfo.InvariantCulture);
        return $"{Isolate}{money.Currency}\u00A0{amount.ToString($"N{decimals}", Language.Culture)}{EndOfIsolate}";
    }

    /// <summary>A day.</summary>
    public string Day(DateOnly day) => $"{Isolate}{day.ToString("d MMMM yyyy", Language.Culture)}{EndOfIsolate}";

    /// <summary>A day and a time of day, in a city's time or else in universal time.</summary>
    public string Moment(DateTimeOffset moment, string timeZone = "UTC")
    {
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        var zone = timeZone == "UTC" ? " UTC" : "";
        return $"{Isolate}{local.ToString("d MMMM yyyy, HH:mm", Language.Culture)}{zone}{EndOfIsolate}";
    }

    /// <summary>An id or a name, which reads the same way whatever stands around it.</summary>
    public static string Name(string text) => $"{Isolate}{text}{EndOfIsolate}";

    private Dictionary<string, string> Find(string key) => _texts.TryGetValue(key, out var forms)
        ? forms : throw new KeyNotFoundException($"There is no text '{key}' in '{Language.Code}'.");

    private static Dictionary<string, Dictionary<string, string>> Read(string code)
    {
        using var file = typeof(Words).Assembly.GetManifestResourceStream($"Texts/{code}.json")
            ?? throw new InvalidOperationException($"The texts of '{code}' are not in the program.");
        return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(file)!.ToDictionary(t => t.Key, t => t.Value.ValueKind switch
        {
            JsonValueKind.String => new Dictionary<string, string> { ["other"] = t.Value.GetString()! },
            _ => t.Value.Deserialize<Dictionary<string, string>>()!,
        }, StringComparer.Ordinal);
    }

    private static Dictionary<string, Dictionary<string, string>> Pseudo(Dictionary<string, Dictionary<string, string>> texts) =>
        texts.ToDictionary(t => t.Key, t => t.Value.ToDictionary(f => f.Key, f => $"[{Accented(f.Value)}]"), StringComparer.Ordinal);

    private static string Accented(string text)
    {
        var accented = new StringBuilder();
        foreach (var letter in text)
        {
            accented.Append(letter switch { 'a' => 'å', 'e' => 'ë', 'i' => 'ï', 'o' => 'ö', 'u' => 'ü', 'n' => 'ñ', _ => letter });
        }

        return accented.ToString();
    }
}
