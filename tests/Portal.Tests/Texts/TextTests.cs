namespace VipOrleans.Portal.Tests.Texts;

using System.Text.RegularExpressions;
using VipOrleans.Client;
using VipOrleans.Portal.Texts;

/// <summary>
/// The texts: none is missing in any language, none is there for nothing, and each says as many things as the English one.
/// </summary>
public sealed partial class TextTests
{
    public static TheoryData<string> Languages => [.. Language.All.Select(l => l.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_the_texts_of_its_readers_and_no_others(string language)
    {
        var wanted = Words.Of("en")!.Keys.Where(k => Language.OfOffices.Contains(language)
            || !Words.OfficePrefixes.Any(p => k.StartsWith(p, StringComparison.Ordinal)));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), Words.Of(language)!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_form_is_one_that_the_language_has_and_none_is_missing(string language)
    {
        var (words, english) = (Words.Of(language)!, Words.Of("en")!);
        Assert.All(words.Keys, key =>
        {
            var forms = words.FormsOf(key).Keys.ToList();
            Assert.Contains("other", forms);
            var counts = english.FormsOf(key).Count > 1;
            Assert.Equal(counts ? PluralRules.FormsOf(language).Append("other").Order(StringComparer.Ordinal) : ["other"],
                forms.Order(StringComparer.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_text_speaks_of_what_the_English_one_speaks_of(string language)
    {
        var (words, english) = (Words.Of(language)!, Words.Of("en")!);
        // Arabic says one and two without a number.
        Assert.All(words.Keys, key => Assert.Equal(Places(english.FormsOf(key)["other"]), Places(words.FormsOf(key)["other"])));
        Assert.All(words.Keys, key => Assert.DoesNotContain(words.FormsOf(key).Values, string.IsNullOrWhiteSpace));
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there_and_every_text_is_asked_for()
    {
        var keys = Words.Of("en")!.Keys;
        var asked = Repository.PortalSources.Values.SelectMany(s => Literal().Matches(s)).Select(m => m.Groups["key"].Value).ToHashSet();
        var first = keys.Select(k => k.Split('.')[0]).ToHashSet();
        var missing = Repository.PortalSources.SelectMany(f => Asked().Matches(f.Value)
            .Select(m => (File: f.Key, Key: m.Groups["key"].Value)))
            .Where(a => !keys.Contains(a.Key)).ToList();
        Assert.True(missing.Count == 0, $"These are asked for and not there: {string.Join(", ", missing)}");
        var unused = keys.Where(k => !k.StartsWith("code.", StringComparison.Ordinal) && !asked.Contains(k)
            && !Composed.Any(c => k.StartsWith(c, StringComparison.Ordinal))).ToList();
        Assert.True(unused.Count == 0, $"These are there for nothing: {string.Join(", ", unused)}");
        Assert.NotEmpty(first);
    }

    /// <summary>A code that the API gets is shown by its text: without one this fails before a reader sees it.</summary>
    [Fact]
    public void Every_code_that_pages_show_has_its_text()
    {
        var keys = Words.Of("en")!.Keys.Where(k => k.StartsWith("code.", StringComparison.Ordinal)).ToHashSet();
        var types = keys.Select(k => k.Split('.')[1]).Distinct()
            .Select(t => typeof(VipClient).Assembly.GetType($"VipOrleans.Client.{t}", throwOnError: true)!).ToList();
        Assert.True(types.Count >= 20, $"{types.Count} enumerations have texts.");
        var wanted = types.SelectMany(t => Enum.GetNames(t).Select(n => $"code.{t.Name}.{CodeOf(t, n)}"));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("en", 1, "one")]
    [InlineData("en", 0, "other")]
    [InlineData("ar", 0, "zero")]
    [InlineData("ar", 1, "one")]
    [InlineData("ar", 2, "two")]
    [InlineData("ar", 3, "few")]
    [InlineData("ar", 10, "few")]
    [InlineData("ar", 11, "many")]
    [InlineData("ar", 99, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("ar", 102, "other")]
    [InlineData("ar", 103, "few")]
    [InlineData("tl", 1, "one")]
    [InlineData("tl", 4, "other")]
    [InlineData("tl", 5, "one")]
    [InlineData("tl", 16, "other")]
    [InlineData("to", 1, "other")]
    [InlineData("ne", 1, "one")]
    [InlineData("ne", 2, "other")]
    public void A_number_takes_its_form(string language, long number, string form) =>
        Assert.Equal(form, PluralRules.Form(language, number));

    [Fact]
    public void Money_and_days_are_written_as_the_language_writes_them()
    {
        Money money = new() { Amount = "1234567.50", Currency = "NZD" };
        Assert.Equal(("\u2068NZD\u00A01,234,567.50\u2069", "\u2068NZD\u00A01.234.567,50\u2069"),
            (Words.Of("en")!.Money(money), Words.Of("es")!.Money(money)));
        Assert.Equal("\u2068JPY\u00A01,200\u2069", Words.Of("en")!.Money(new() { Amount = "1200", Currency = "JPY" }));
        var day = new DateOnly(2026, 3, 27);
        Assert.Equal(("\u206827 March 2026\u2069", "\u206827 marzo 2026\u2069"), (Words.Of("en")!.Day(day), Words.Of("es")!.Day(day)));
        Assert.Contains("مارس", Words.Of("ar")!.Day(day), StringComparison.Ordinal);
        Assert.Contains("Maʻasi", Words.Of("to")!.Day(day), StringComparison.Ordinal);
        Assert.Equal(("1 free place", "7 plazas libres", "3 أماكن شاغرة"),
            (Words.Of("en")!.Count("city.free", 1), Words.Of("es")!.Count("city.free", 7), Words.Of("ar")!.Count("city.free", 3)));
    }

    // Keys that are put together from a code.
    private static readonly string[] Composed = ["timeline."];

    private static string CodeOf(Type type, string name) =>
        type.GetField(name)!.GetCustomAttributes(false).OfType<System.Runtime.Serialization.EnumMemberAttribute>().Single().Value!;

    private static IReadOnlyList<string> Places(string text) =>
        [.. Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("""(?:\bW|\b[wW]ords)\["(?<key>[a-z0-9.-]+)"|(?:\bW|\b[wW]ords)\.Count\("(?<key>[a-z0-9.-]+)"|\bRow\("(?<key>[a-z0-9-]+\.[a-z0-9.-]+)",""")]
    private static partial Regex Asked();

    [GeneratedRegex("\"(?<key>[a-z0-9-]+(?:\\.[a-z0-9-]+)?)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
