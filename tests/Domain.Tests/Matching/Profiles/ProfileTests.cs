namespace VipOrleans.Domain.Tests.Matching;

using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

public sealed class ProfileTests
{
    [Theory]
    [InlineData("ne", true)]
    [InlineData("ne-NP", true)]
    [InlineData("fil", true)]
    [InlineData("zh-Hant-TW", true)]
    [InlineData("zh-yue", true)]
    [InlineData("es-419", true)]
    [InlineData("", false)]
    [InlineData("n", false)]
    [InlineData("nepali", false)]
    [InlineData("ne_NP", false)]
    [InlineData("ne-", false)]
    [InlineData("ne-NP\n", false)]
    [InlineData("x-private", false)]
    [InlineData("en-x-mother-was-born-here", false)]
    public void A_language_is_a_tag(string text, bool valid) => Assert.Equal(valid, LanguageTag.IsTag(text));

    [Theory]
    [InlineData("ne-NP", "ne", "Nepali")]
    [InlineData("NE", "ne", "Nepali")]
    [InlineData("zh-Hant-TW", "zh", "Chinese")]
    [InlineData("zh-yue", "yue", "Cantonese")]
    [InlineData("mi-NZ", "mi", "Māori")]
    [InlineData("es-419", "es", "Spanish")]
    [InlineData("qu", "qu", "qu")]
    public void A_tag_has_a_language_and_a_name(string tag, string language, string name) =>
        Assert.Equal((language, name), (LanguageTag.LanguageOf(tag), LanguageTag.NameOf(tag)));

    [Fact]
    public void A_profile_that_is_none_is_refused_with_what_is_wrong()
    {
        var profile = new Profile([new("ne", LanguageLevel.Native), new("en", LanguageLevel.B1)], [Interest.Choir], ["7115"], null, []);
        Assert.Null(profile.Problem());
        Assert.Null(Profile.Empty.Problem());
        (Profile Profile, string Problem)[] cases =
        [
            (profile with { Languages = [new("nepali", LanguageLevel.A1)] }, "BCP 47"),
            (profile with { Languages = [new("ne-NP", LanguageLevel.A1), new("ne-IN", LanguageLevel.B1)] }, "named once"),
            (profile with { Languages =
                [.. Enumerable.Range(0, 21).Select(i => new SpokenLanguage($"{(char)('a' + i)}a", LanguageLevel.A1))] }, "at most 20"),
            (profile with { Interests = [Interest.Choir, Interest.Choir] }, "named once"),
            (profile with { Opened = [ProfilePart.Home, ProfilePart.Home] }, "opened once"),
            (profile with { Trades = ["7115", "7115"] }, "none twice"),
            (profile with { Trades = [.. Enumerable.Range(1000, 21).Select(i => $"{i}")] }, "at most 20"),
            (profile with { Trades = ["Mary"] }, "ISCO-08"),
            (profile with { Trades = ["711"] }, "ISCO-08"),
        ];
        foreach (var (wrong, problem) in cases) Assert.Contains(problem, wrong.Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_are_these_until_the_version_changes()
    {
        var w = SuggestionWeights.Current;
        Assert.Equal((1, "2 5 15 20 25 28 30", 8, 10, 20, 10, 10, 3),
            (w.Version, string.Join(' ', w.SharedLanguage), w.SharedInterest, w.SharedTrade, w.HomeFits, w.SharedHeritage, w.SharedFaith,
                w.MostOfOneKind));
        Assert.Equal(Enum.GetValues<LanguageLevel>().Length, w.SharedLanguage.Length);
    }
}
