namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

/// <summary>
/// Who looks for whom in a city, folded from its feed. The key is the city's id. Everybody sees what was opened to them and no more: the
/// side that the city's policy lets see first sees all of the other; the other side sees those who have proposed to them.
/// </summary>
[Alias("vip.people"), GrainInterfaceType("vip.people")]
public interface IPeopleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Those of the other side whom a person may see, in the order in which they came; null where the person does not look here.
    /// </summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="filter">Who is wanted.</param>
    /// <param name="after">Where the page begins; 0 for the first.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("search")]
    Task<DirectoryPage<PersonCard>?> Search(PersonId asker, PeopleFilter filter, long after, int limit);

    /// <summary>
    /// Those of the other side whom a person may see, all of them, the best suggestion first; null where the person does not look here.
    /// </summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="after">How many stand before the page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("suggest")]
    Task<DirectoryPage<SuggestionEntry>?> Suggest(PersonId asker, long after, int limit);

    /// <summary>
    /// The best suggestions for a person among all of the other side who look here, by what is opened and without heritage and faith; null
    /// where the person does not look here.
    /// </summary>
    /// <param name="asker">For whom.</param>
    /// <param name="most">At most so many.</param>
    [Alias("suggested-order")]
    Task<IReadOnlyList<RankedPerson>?> SuggestedOrder(PersonId asker, int most);

    /// <summary>What somebody opened of their profile; null where they do not look here.</summary>
    [Alias("card")]
    Task<PersonCard?> Card(PersonId person);

    /// <summary>Reads the feed to its end, and forgets heritage and faith that may be used no more.</summary>
    [Alias("refresh")]
    Task Refresh();

    /// <summary>Throws the lists away and folds them again from the first event.</summary>
    [Alias("rebuild")]
    Task Rebuild();
}

/// <summary>Somebody in an order.</summary>
[GenerateSerializer, Immutable, Alias("vip.ranked-person")]
public sealed record RankedPerson
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required PersonId Person { get; init; }

    /// <summary>The points.</summary>
    [Id(1)]
    public required int Score { get; init; }
}

/// <summary>Which people are wanted; null for any. There is no field for heritage or faith: nobody is left out for them.</summary>
[GenerateSerializer, Immutable, Alias("vip.people-filter")]
public sealed record PeopleFilter
{
    /// <summary>Those who speak a language: a tag of BCP 47, of which the language counts.</summary>
    [Id(0)]
    public string? Language { get; init; }

    /// <summary>Those who like something.</summary>
    [Id(1)]
    public Interest? Interest { get; init; }

    /// <summary>Those who know a trade (ISCO-08).</summary>
    [Id(2)]
    public string? Trade { get; init; }

    /// <summary>Homes without steps, or migrants who need one.</summary>
    [Id(3)]
    public bool? StepFree { get; init; }

    /// <summary>Homes with a room for the migrant alone, or migrants who need one.</summary>
    [Id(4)]
    public bool? OwnRoom { get; init; }

    /// <summary>Homes with a cat, or migrants who cannot live with one.</summary>
    [Id(5)]
    public bool? Cats { get; init; }

    /// <summary>Homes with a dog, or migrants who cannot live with one.</summary>
    [Id(6)]
    public bool? Dogs { get; init; }
}

/// <summary>Somebody of the other side: what they opened of their profile. What they keep closed looks as if it were not there.</summary>
[GenerateSerializer, Immutable, Alias("vip.person-card")]
public sealed record PersonCard
{
    /// <summary>Who: a host to a migrant, a migrant to a host.</summary>
    [Id(0)]
    public required PersonId Id { get; init; }

    /// <summary>Languages with level.</summary>
    [Id(1)]
    public required IReadOnlyList<SpokenLanguage> Languages { get; init; }

    /// <summary>Interests.</summary>
    [Id(2)]
    public required IReadOnlyList<Interest> Interests { get; init; }

    /// <summary>Trades (ISCO-08).</summary>
    [Id(3)]
    public required IReadOnlyList<string> Trades { get; init; }

    /// <summary>What a host's home has, or what a migrant needs of one; null where it is not told.</summary>
    [Id(4)]
    public HomeFacts? Home { get; init; }
}

/// <summary>Somebody who is suggested, and why.</summary>
[GenerateSerializer, Immutable, Alias("vip.suggestion-entry")]
public sealed record SuggestionEntry
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required PersonCard Person { get; init; }

    /// <summary>The points of all reasons.</summary>
    [Id(1)]
    public required int Score { get; init; }

    /// <summary>The reasons, those with most points first.</summary>
    [Id(2)]
    public required IReadOnlyList<ReasonView> Reasons { get; init; }

    /// <summary>Which published weights the points are by.</summary>
    [Id(3)]
    public required int WeightsVersion { get; init; }
}

/// <summary>A reason for a suggestion.</summary>
[GenerateSerializer, Immutable, Alias("vip.reason-view")]
public sealed record ReasonView
{
    /// <summary>Its kind.</summary>
    [Id(0)]
    public required SuggestionKind Kind { get; init; }

    /// <summary>Which language, interest or trade; null where the kind says it all. Never which heritage or faith.</summary>
    [Id(1)]
    public string? Subject { get; init; }

    /// <summary>What it counts; 0 for a hindrance.</summary>
    [Id(2)]
    public required int Points { get; init; }

    /// <summary>The reason as a sentence.</summary>
    [Id(3)]
    public required string Text { get; init; }
}
