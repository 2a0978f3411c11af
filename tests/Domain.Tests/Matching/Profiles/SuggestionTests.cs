namespace VipOrleans.Domain.Tests.Matching;

using CsCheck;
using VipOrleans.Domain.Matching;
using VipOrleans.Domain.Tests.Payments;

public sealed class SuggestionTests
{
    private static readonly SuggestionWeights Weights = SuggestionWeights.Current;
    private static readonly ProfilePart[] All = [.. Enum.GetValues<ProfilePart>()];

    private static readonly Gen<SpokenLanguage[]> AnyLanguages =
        Gen.Select(OneOfThese.OneOf("ne-NP", "en", "id-ID", "mi"), Gen.Enum<LanguageLevel>(),
            (tag, level) => new SpokenLanguage(tag, level))
        .Array[0, 6].Select(l => l.DistinctBy(x => x.Tag).ToArray());

    private static readonly Gen<HomeFacts?> AnyHome =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, (told, a, b, c, d) => told ? new HomeFacts(a, b, c, d) : null);

    private static readonly Gen<Profile> AnyProfile =
        Gen.Select(AnyLanguages, Gen.Enum<Interest>().HashSet[0, 12], OneOfThese.OneOf("7115", "2221", "5120").HashSet[0, 3], AnyHome,
            Gen.Enum<ProfilePart>().HashSet[0, 4],
        (languages, interests, trades, home, opened) => new Profile(languages, [.. interests], [.. trades], home, [.. opened]));

    private static readonly Gen<ProtectedTraits> AnyTraits =
        Gen.Select(OneOfThese.OneOf<string?>(null, "h1", "h2"), OneOfThese.OneOf<string?>(null, "f1", "f2"),
            (h, f) => new ProtectedTraits(h, f));

    private static readonly Gen<Candidate> Anybody =
        Gen.Select(Gen.Int[0, 999_999], AnyProfile, AnyTraits, (id, profile, traits) => new Candidate($"{id}", profile, traits));

    [Fact]
    public void A_suggestion_says_why()
    {
        var host = With(
            new([new("ne", LanguageLevel.B1), new("en-NZ", LanguageLevel.Native)], [Interest.Choir, Interest.Hiking], ["7115"],
                new(Cats: true, Dogs: false, StepFree: true, OwnRoom: true), All));
        var migrant =
            With(new([new("ne-NP", LanguageLevel.Native), new("en", LanguageLevel.A2)], [Interest.Choir], ["7115"],
                new(Cats: false, Dogs: true, StepFree: true, OwnRoom: false), All));
        var suggestion = Suggestions.Between(host, migrant, Weights);
        Assert.Equal(
        [
            new(SuggestionKind.HomeFits, null, 20), new(SuggestionKind.SharedLanguage, "ne", 15),
            new(SuggestionKind.SharedTrade, "7115", 10),
            new(SuggestionKind.SharedInterest, "choir", 8), new(SuggestionKind.SharedLanguage, "en", 5),
        ], suggestion.Reasons);
        Assert.Equal(58, suggestion.Score);
        Assert.Equal(
            ["The home has what is needed.", "You both speak Nepali.", "You both know the trade 7115 (ISCO-08).", "You both like choir.",
                "You both speak English."],
            suggestion.Reasons.Select(r => r.Text));
    }

    [Fact]
    public void What_hinders_is_told_and_leaves_nobody_out()
    {
        var host = With(Profile.Empty with { Home = new(Cats: true, Dogs: false, StepFree: false, OwnRoom: true), Opened = All });
        var migrant = With(Profile.Empty with { Home = new(Cats: true, Dogs: true, StepFree: true, OwnRoom: true), Opened = All });
        var suggestion = Suggestions.Between(host, migrant, Weights);
        Assert.Equal(["The home does not fit: cats.", "The home does not fit: steps."], suggestion.Reasons.Select(r => r.Text));
        Assert.Equal(0, suggestion.Score);
        Assert.Single(Suggestions.HostsFor(migrant, [host], Weights, "s"));
        // Who needs nothing is neither helped nor hindered.
        Assert.Empty(Suggestions.Between(host, With(migrant.Profile with { Home = new(false, false, false, false) }), Weights).Reasons);
    }

    [Fact]
    public void A_language_counts_by_the_lower_level_and_more_with_each_level()
    {
        var before = -1;
        foreach (var level in Enum.GetValues<LanguageLevel>())
        {
            var native = With(Profile.Empty with { Languages = [new("ne", LanguageLevel.Native)], Opened = All });
            var speaks = With(Profile.Empty with { Languages = [new("ne-IN", level)], Opened = All });
            var score = Suggestions.Between(native, speaks, Weights).Score;
            Assert.Equal(score, Suggestions.Between(speaks, native, Weights).Score);
            Assert.True(score > before, $"{level}");
            before = score;
        }
    }

    [Fact]
    public void Nobody_wins_by_ticking_every_box()
    {
        var all = With(Profile.Empty with { Interests = Enum.GetValues<Interest>(), Opened = All });
        var suggestion = Suggestions.Between(all, all, Weights);
        Assert.Equal(Weights.MostOfOneKind, suggestion.Reasons.Count);
        Assert.Equal(Weights.MostOfOneKind * Weights.SharedInterest, suggestion.Score);
    }

    [Fact]
    public void What_is_kept_closed_changes_nothing_that_the_other_side_sees() =>
        Gen.Select(Anybody, Anybody, AnyProfile).Sample((host, migrant, other) =>
    {
        // The same person with something else in every part that is closed.
        Profile p = migrant.Profile, opened = p.AsSeenByOthers();
        var changed = migrant with
        {
            Profile = new(
                p.Opened.Contains(ProfilePart.Languages) ? p.Languages : other.Languages,
                p.Opened.Contains(ProfilePart.Interests) ? p.Interests : other.Interests,
                p.Opened.Contains(ProfilePart.Trades) ? p.Trades : other.Trades,
                p.Opened.Contains(ProfilePart.Home) ? p.Home : other.Home,
                p.Opened),
        };
        var seen = changed.Profile.AsSeenByOthers();
        Assert.Equal((opened.Home, string.Join(',', opened.Trades), string.Join(',', opened.Interests), string.Join(',', opened.Languages)),
            (seen.Home, string.Join(',', seen.Trades), string.Join(',', seen.Interests), string.Join(',', seen.Languages)));
        AssertSame(Suggestions.Between(host, migrant, Weights), Suggestions.Between(host, changed, Weights));
        AssertSame(Suggestions.Between(migrant, host, Weights), Suggestions.Between(changed, host, Weights));
    });

    [Fact]
    public void Heritage_and_faith_count_only_where_both_opened_them_and_never_against_anybody() =>
        Gen.Select(Anybody, Anybody).Sample((host, migrant) =>
    {
        var with = Suggestions.Between(host, migrant, Weights);
        var without =
            Suggestions.Between(host with { Traits = ProtectedTraits.Closed }, migrant with { Traits = ProtectedTraits.Closed }, Weights);
        AssertSame(without, Suggestions.Between(host, migrant with { Traits = ProtectedTraits.Closed }, Weights));
        AssertSame(without, Suggestions.Between(host with { Traits = ProtectedTraits.Closed }, migrant, Weights));
        var traits = with.Reasons.Where(r => r.Kind is SuggestionKind.SharedHeritage or SuggestionKind.SharedFaith).ToList();
        Assert.Equal(without.Score + traits.Sum(r => r.Points), with.Score);
        Assert.All(traits, r => Assert.Null(r.Subject));
    });

    [Theory]
    [InlineData("h1", "f1", "h1", "f1", 20)]
    [InlineData("h1", "f1", "h1", "f2", 10)]
    [InlineData("h1", "f1", "h2", "f1", 10)]
    [InlineData("h1", "f1", "h2", "f2", 0)]
    [InlineData("h1", null, "h1", "f1", 10)]
    [InlineData(null, null, null, null, 0)]
    public void A_trait_counts_where_it_is_the_same(string? heritage, string? faith, string? otherHeritage, string? otherFaith,
        int score) =>
        Assert.Equal(score,
            Suggestions.Between(With(Profile.Empty) with { Traits = new(heritage, faith) },
                With(Profile.Empty) with { Traits = new(otherHeritage, otherFaith) }, Weights).Score);

    [Fact]
    public void Everybody_is_suggested_once_the_best_first_whatever_they_keep_closed() =>
        Gen.Select(Anybody, Anybody.Array[0, 12]).Sample((me, some) =>
    {
        Candidate[] others = [.. some.DistinctBy(c => c.Id)];
        var ranked = Suggestions.HostsFor(me, others, Weights, "seed");
        Assert.Equal(others.Select(o => o.Id).Order(), ranked.Select(r => r.Host.Id).Order());
        for (var i = 1; i < ranked.Count; i++) Assert.True(ranked[i - 1].Suggestion.Score >= ranked[i].Suggestion.Score);
        foreach (var (other, suggestion) in ranked)
        {
            AssertSame(Suggestions.Between(other, me, Weights), suggestion);
            Assert.Equal(suggestion.Reasons.Sum(r => r.Points), suggestion.Score);
            Assert.All(suggestion.Reasons, r => Assert.NotEmpty(r.Text));
        }

        Assert.Equal(ranked.Select(r => r.Host.Id),
            Suggestions.HostsFor(me, [.. others.Reverse()], Weights, "seed").Select(r => r.Host.Id));
        var migrants = Suggestions.MigrantsFor(me, others, Weights, "seed");
        Assert.Equal(others.Select(o => o.Id).Order(), migrants.Select(r => r.Migrant.Id).Order());
        foreach (var (other, suggestion) in migrants) AssertSame(Suggestions.Between(me, other, Weights), suggestion);
    });

    [Fact]
    public void Among_equals_each_is_first_for_somebody()
    {
        Candidate[] hosts = [.. Enumerable.Range(0, 4).Select(i => new Candidate($"h{i}", Profile.Empty, ProtectedTraits.Closed))];
        var first = Enumerable.Range(0, 200)
            .CountBy(i => Suggestions.HostsFor(new($"m{i}", Profile.Empty, ProtectedTraits.Closed), hosts, Weights, "seed")[0].Host.Id)
            .ToDictionary();
        Assert.Equal(4, first.Count);
        Assert.All(first.Values, n => Assert.InRange(n, 30, 70));
    }

    [Fact]
    public void No_text_of_a_candidate_tells_heritage_or_faith()
    {
        var candidate = With(Profile.Empty) with { Traits = new("secret-heritage", "secret-faith") };
        Assert.DoesNotContain("secret", $"{candidate} {candidate.Traits} {Suggestions.Between(candidate, candidate, Weights)}",
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(candidate), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(Suggestions.Between(candidate, candidate, Weights)),
            StringComparison.Ordinal);
    }

    private static Candidate With(Profile profile) => new("somebody", profile, ProtectedTraits.Closed);

    private static void AssertSame(Suggestion expected, Suggestion actual)
    {
        Assert.Equal(expected.Score, actual.Score);
        Assert.Equal(expected.Reasons, actual.Reasons);
    }
}
