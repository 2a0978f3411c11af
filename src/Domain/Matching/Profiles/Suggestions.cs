namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>Why somebody is suggested.</summary>
/// <param name="Kind">The kind of the reason.</param>
/// <param name="Subject">Which language, interest or trade, as its code; null if the kind says it all. Never which heritage or
/// faith.</param>
/// <param name="Points">What it counts, by the published weights; 0 for a hindrance.</param>
public sealed record SuggestionReason(SuggestionKind Kind, string? Subject, int Points)
{
    /// <summary>The reason as an English sentence to both.</summary>
    [JsonIgnore]
    public string Text => Kind switch
    {
        SuggestionKind.SharedLanguage => $"You both speak {LanguageTag.NameOf(Subject!)}.",
        SuggestionKind.SharedInterest => $"You both like {Words(Subject!)}.",
        SuggestionKind.SharedTrade => $"You both know the trade {Subject} (ISCO-08).",
        SuggestionKind.HomeFits => "The home has what is needed.",
        SuggestionKind.HomeHinders => $"The home does not fit: {Words(Subject!)}.",
        SuggestionKind.SharedHeritage => "You share a heritage that you both opened.",
        SuggestionKind.SharedFaith => "You share a faith that you both opened.",
        _ => throw new InvalidOperationException($"There is no sentence for {Kind}."),
    };

    private static string Words(string code) => code.Replace('-', ' ');
}

/// <summary>The kinds of reasons for a suggestion.</summary>
[JsonConverter(typeof(CodeConverter<SuggestionKind>))]
public enum SuggestionKind
{
    /// <summary>Both speak a language.</summary>
    SharedLanguage,

    /// <summary>Both have an interest.</summary>
    SharedInterest,

    /// <summary>Both have a trade.</summary>
    SharedTrade,

    /// <summary>The home has all that the migrant needs.</summary>
    HomeFits,

    /// <summary>The home lacks something that the migrant needs. It is said, and filters nobody out.</summary>
    HomeHinders,

    /// <summary>Both opened their heritage, and it is the same.</summary>
    SharedHeritage,

    /// <summary>Both opened their faith, and it is the same.</summary>
    SharedFaith,
}

/// <summary>What speaks for a pair.</summary>
/// <param name="Score">The points of all reasons, at least 0.</param>
/// <param name="Reasons">The reasons, those with most points first.</param>
public sealed record Suggestion(int Score, IReadOnlyList<SuggestionReason> Reasons);

/// <summary>Somebody of the other side.</summary>
/// <param name="Id">The text of their id.</param>
/// <param name="Profile">Their profile.</param>
/// <param name="Traits">What they opened of heritage and faith.</param>
public sealed record Candidate(string Id, Profile Profile, ProtectedTraits Traits);

/// <summary>Who is suggested to whom, in which order and why. It orders; it never leaves anybody out.</summary>
/// <remarks>
/// Only what both sides opened counts, so no score shows what stayed closed. Heritage and faith can only add, and only if both opened
/// them: whoever leaves them closed has the score of a person without any. A hindrance of the home is said to both and costs nothing:
/// whether it matters is theirs to say.
/// </remarks>
public static class Suggestions
{
    /// <summary>What speaks for a host and a migrant.</summary>
    public static Suggestion Between(Candidate host, Candidate migrant, SuggestionWeights weights)
    {
        Profile h = host.Profile.AsSeenByOthers(), m = migrant.Profile.AsSeenByOthers();
        var reasons = new List<SuggestionReason>();
        Most(
            from a in h.Languages
            join b in m.Languages on LanguageTag.LanguageOf(a.Tag) equals LanguageTag.LanguageOf(b.Tag)
            select new SuggestionReason(SuggestionKind.SharedLanguage, LanguageTag.LanguageOf(a.Tag),
                weights.SharedLanguage[(int)(a.Level < b.Level ? a.Level : b.Level)]));
        Most(h.Interests.Intersect(m.Interests)
            .Select(i => new SuggestionReason(SuggestionKind.SharedInterest, Codes<Interest>.Text(i), weights.SharedInterest)));
        Most(h.Trades.Intersect(m.Trades).Select(t => new SuggestionReason(SuggestionKind.SharedTrade, t, weights.SharedTrade)));
        reasons.AddRange(OfTheHome(h.Home, m.Home, weights));
        if (host.Traits.SharesHeritageWith(migrant.Traits)) reasons.Add(new(SuggestionKind.SharedHeritage, null, weights.SharedHeritage));
        if (host.Traits.SharesFaithWith(migrant.Traits)) reasons.Add(new(SuggestionKind.SharedFaith, null, weights.SharedFaith));
        return new(reasons.Sum(r => r.Points),
            [.. reasons.OrderByDescending(r => r.Points).ThenBy(r => r.Kind).ThenBy(r => r.Subject, StringComparer.Ordinal)]);

        void Most(IEnumerable<SuggestionReason> ofOneKind) =>
            reasons.AddRange(
                ofOneKind.OrderByDescending(r => r.Points).ThenBy(r => r.Subject, StringComparer.Ordinal).Take(weights.MostOfOneKind));
    }

    /// <summary>The hosts for a migrant, the highest score first, all of them.</summary>
    /// <param name="migrant">Whom they are suggested to.</param>
    /// <param name="hosts">The hosts.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="seed">Draws lots among equal scores, for each person again: nobody is always the first, or always the last.</param>
    public static IReadOnlyList<(Candidate Host, Suggestion Suggestion)> HostsFor(Candidate migrant, IReadOnlyList<Candidate> hosts,
        SuggestionWeights weights, string seed) =>
        Ranked(hosts, h => Between(h, migrant, weights), $"{seed}\n{migrant.Id}");

    /// <summary>The migrants for a host, the highest score first, all of them.</summary>
    /// <param name="host">Whom they are suggested to.</param>
    /// <param name="migrants">The migrants.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="seed">Draws lots among equal scores, for each person again.</param>
    public static IReadOnlyList<(Candidate Migrant, Suggestion Suggestion)> MigrantsFor(Candidate host, IReadOnlyList<Candidate> migrants,
        SuggestionWeights weights, string seed) =>
        Ranked(migrants, m => Between(host, m, weights), $"{seed}\n{host.Id}");

    private static (Candidate, Suggestion)[] Ranked(IReadOnlyList<Candidate> candidates, Func<Candidate, Suggestion> between, string seed)
    {
        var lots = PublishedOrder.Of(seed, [.. candidates.Select(c => c.Id)]);
        return [.. candidates.Select((c, i) => (Candidate: c, Suggestion: between(c), Lot: lots[i]))
            .OrderByDescending(c => c.Suggestion.Score).ThenBy(c => c.Lot).Select(c => (c.Candidate, c.Suggestion))];
    }

    private static List<SuggestionReason> OfTheHome(HomeFacts? has, HomeFacts? needs, SuggestionWeights weights)
    {
        if (has is null || needs is null or { Cats: false, Dogs: false, StepFree: false, OwnRoom: false }) return [];
        (bool Hinders, string What)[] needed =
        [
            (has.Cats && needs.Cats, "cats"),
            (has.Dogs && needs.Dogs, "dogs"),
            (!has.StepFree && needs.StepFree, "steps"),
            (!has.OwnRoom && needs.OwnRoom, "no-own-room"),
        ];
        var hindrances = needed.Where(n => n.Hinders).Select(n => new SuggestionReason(SuggestionKind.HomeHinders, n.What, 0)).ToList();
        return hindrances.Count > 0 ? hindrances : [new(SuggestionKind.HomeFits, null, weights.HomeFits)];
    }
}
