namespace VipOrleans.Contracts.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;

/// <summary>
/// Who looks for whom in a city, folded from its feed. The key is the city's id. Everybody sees what was opened to them and no more: the
/// side that the city's policy lets see first sees all of the other; the other side sees those who have proposed to them.
/// </summary>
[Alias("vip.people"), GrainInterfaceType("vip.people")]
public interface ISearchGrain : IGrainWithStringKey
{
    /// <summary>
    /// Those of the other side whom a person may see, in the order in which they came; null if the person does not look here.
    /// </summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="filter">Who is wanted.</param>
    /// <param name="after">Where the page begins; 0 for the first.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("search")]
    Task<ListPage<PersonCard>?> Search(PersonId asker, SearchFilter filter, long after, int limit);

    /// <summary>
    /// Those of the other side whom a person may see, all of them, the best suggestion first; null if the person does not look here.
    /// </summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="after">How many stand before the page.</param>
    /// <param name="limit">1 to 200.</param>
    [Alias("suggest")]
    Task<ListPage<SuggestionEntry>?> Suggest(PersonId asker, long after, int limit);

    /// <summary>
    /// The best suggestions for a person among all of the other side who look here, by what is opened and without heritage and faith; null
    /// if the person does not look here.
    /// </summary>
    /// <param name="asker">For whom.</param>
    /// <param name="most">At most so many.</param>
    [Alias("suggested-order")]
    Task<IReadOnlyList<RankedPerson>?> SuggestedOrder(PersonId asker, int most);

    /// <summary>What somebody opened of their profile; null if they do not look here.</summary>
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
/// <param name="Person">Who.</param>
/// <param name="Score">The points.</param>
[GenerateSerializer, Immutable, Alias("vip.ranked-person")]
public sealed record RankedPerson(PersonId Person, int Score);

/// <summary>Which people are wanted; null for any. There is no field for heritage or faith: nobody is left out for them.</summary>
/// <param name="Language">Those who speak a language: a tag of BCP 47, of which the language counts.</param>
/// <param name="Interest">Those who like something.</param>
/// <param name="Trade">Those who know a trade (ISCO-08).</param>
/// <param name="StepFree">Homes without steps, or migrants who need one.</param>
/// <param name="OwnRoom">Homes with a room for the migrant alone, or migrants who need one.</param>
/// <param name="Cats">Homes with a cat, or migrants who cannot live with one.</param>
/// <param name="Dogs">Homes with a dog, or migrants who cannot live with one.</param>
[GenerateSerializer, Immutable, Alias("vip.people-filter")]
public sealed record SearchFilter(string? Language = null, Interest? Interest = null, string? Trade = null, bool? StepFree = null,
    bool? OwnRoom = null, bool? Cats = null, bool? Dogs = null);

/// <summary>Somebody of the other side: what they opened of their profile. What they keep closed looks as if it were not there.</summary>
/// <param name="Id">Who: a host to a migrant, a migrant to a host.</param>
/// <param name="Languages">Languages with level.</param>
/// <param name="Interests">Interests.</param>
/// <param name="Trades">Trades (ISCO-08).</param>
/// <param name="Home">What a host's home has, or what a migrant needs of one; null if it is not given.</param>
[GenerateSerializer, Immutable, Alias("vip.person-card")]
public sealed record PersonCard(PersonId Id, IReadOnlyList<SpokenLanguage> Languages, IReadOnlyList<Interest> Interests,
    IReadOnlyList<string> Trades, HomeFacts? Home = null)
{
    /// <summary>What somebody opened, as it is shown.</summary>
    public static PersonCard Of(PersonId id, Profile profile) =>
        new(id, profile.Languages, profile.Interests, profile.Trades, profile.Home);
}

/// <summary>Somebody who is suggested, and why.</summary>
/// <param name="Person">Who.</param>
/// <param name="Score">The points of all reasons.</param>
/// <param name="Reasons">The reasons, those with most points first.</param>
/// <param name="WeightsVersion">Which published weights the points are by.</param>
[GenerateSerializer, Immutable, Alias("vip.suggestion-entry")]
public sealed record SuggestionEntry(PersonCard Person, int Score, IReadOnlyList<ReasonView> Reasons, int WeightsVersion);

/// <summary>A reason for a suggestion.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Subject">Which language, interest or trade; null if the kind says it all. Never which heritage or faith.</param>
/// <param name="Points">What it counts; 0 for a hindrance.</param>
/// <param name="Text">The reason as a sentence.</param>
[GenerateSerializer, Immutable, Alias("vip.reason-view")]
public sealed record ReasonView(SuggestionKind Kind, string? Subject, int Points, string Text);
