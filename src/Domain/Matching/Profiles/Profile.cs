namespace VipOrleans.Domain.Matching;

using System.Text.Json.Serialization;
using VipOrleans.Domain.Kernel;

/// <summary>
/// What a host or a migrant tells about themselves, in codes of closed lists. It holds no name, no free text, no heritage and no faith.
/// </summary>
/// <param name="Languages">Languages with level, at most 20, none twice.</param>
/// <param name="Interests">Interests, none twice.</param>
/// <param name="Trades">What the person has learnt or works in: unit groups of ISCO-08, four digits such as <c>7115</c> for carpenters; at
/// most 20, none twice.</param>
/// <param name="Home">What the home has to offer, or what the person needs of it; null if the person does not say.</param>
/// <param name="Opened">Which parts the other side may see. What is not opened is not shown, and counts for nothing. None twice.</param>
[GenerateSerializer, Immutable, Alias("vip.profile-data")]
public sealed record Profile(
    IReadOnlyList<SpokenLanguage> Languages,
    IReadOnlyList<Interest> Interests,
    IReadOnlyList<string> Trades,
    HomeFacts? Home,
    IReadOnlyList<ProfilePart> Opened)
{
    /// <summary>A trade.</summary>
    public static readonly TextForm TradeForm =
        TextForm.Of("[0-9]{4}", "Expected a unit group of ISCO-08: four digits, such as \"7115\" for carpenters.");

    /// <summary>Most languages, and most trades.</summary>
    public const int MaxEntries = 20;

    /// <summary>Nothing said and nothing opened.</summary>
    public static readonly Profile Empty = new([], [], [], null, []);

    /// <summary>What is wrong with the profile; null if nothing is.</summary>
    public string? Problem()
    {
        if (Languages.Count > MaxEntries || !Languages.All(l => LanguageTag.IsTag(l.Tag)))
        {
            return $"Languages are at most {MaxEntries} tags of BCP 47, such as 'ne-NP'.";
        }

        if (Languages.DistinctBy(l => LanguageTag.LanguageOf(l.Tag)).Count() != Languages.Count)
        {
            return "A language is named once, with its level.";
        }

        if (Opened.Distinct().Count() != Opened.Count) return "A part is opened once.";
        if (Interests.Distinct().Count() != Interests.Count) return "An interest is named once.";
        if (Trades.Count > MaxEntries || Trades.Distinct().Count() != Trades.Count) return $"Trades are at most {MaxEntries}, none twice.";
        return Trades.Select(TradeForm.Problem).FirstOrDefault(p => p is not null);
    }

    /// <summary>Two profiles are equal if they say and open the same.</summary>
    public bool Equals(Profile? other) =>
        other is not null && Languages.SequenceEqual(other.Languages) && Interests.SequenceEqual(other.Interests)
            && Trades.SequenceEqual(other.Trades) && Home == other.Home && Opened.SequenceEqual(other.Opened);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Languages.Count, Interests.Count, Trades.Count, Home, Opened.Count);

    /// <summary>The profile as the other side sees it: the opened parts and nothing else.</summary>
    public Profile AsSeenByOthers() => IsSeen ? this : new(
        Opened.Contains(ProfilePart.Languages) ? Languages : [],
        Opened.Contains(ProfilePart.Interests) ? Interests : [],
        Opened.Contains(ProfilePart.Trades) ? Trades : [],
        Opened.Contains(ProfilePart.Home) ? Home : null,
        Opened);

    // Nothing is shown that is not opened.
    private bool IsSeen =>
        (Languages.Count == 0 || Opened.Contains(ProfilePart.Languages)) && (Interests.Count == 0 || Opened.Contains(ProfilePart.Interests))
        && (Trades.Count == 0 || Opened.Contains(ProfilePart.Trades)) && (Home is null || Opened.Contains(ProfilePart.Home));
}

/// <summary>A language that a person speaks.</summary>
/// <param name="Tag">The language, BCP 47, such as <c>ne-NP</c>.</param>
/// <param name="Level">How well.</param>
[GenerateSerializer, Immutable, Alias("vip.spoken-language")]
public readonly record struct SpokenLanguage(string Tag, LanguageLevel Level);

/// <summary>
/// How well a language is spoken: the levels of the Common European Framework of Reference (Council of Europe, 2001), and the language one
/// grew up with.
/// </summary>
[JsonConverter(typeof(CodeConverter<LanguageLevel>))]
public enum LanguageLevel
{
    /// <summary>Breakthrough.</summary>
    A1,

    /// <summary>Waystage.</summary>
    A2,

    /// <summary>Threshold: enough for everyday life.</summary>
    B1,

    /// <summary>Vantage.</summary>
    B2,

    /// <summary>Effective operational proficiency.</summary>
    C1,

    /// <summary>Mastery.</summary>
    C2,

    /// <summary>Spoken from childhood.</summary>
    Native,
}

/// <summary>What people like to do.</summary>
[JsonConverter(typeof(CodeConverter<Interest>))]
public enum Interest
{
    /// <summary>Singing in a choir.</summary>
    Choir,

    /// <summary>Playing an instrument.</summary>
    PlayingMusic,

    /// <summary>Dancing.</summary>
    Dancing,

    /// <summary>Theatre.</summary>
    Theatre,

    /// <summary>Films.</summary>
    Films,

    /// <summary>Reading.</summary>
    Reading,

    /// <summary>Painting and drawing.</summary>
    Painting,

    /// <summary>Photography.</summary>
    Photography,

    /// <summary>Crafts.</summary>
    Crafts,

    /// <summary>Cooking.</summary>
    Cooking,

    /// <summary>Gardening.</summary>
    Gardening,

    /// <summary>Farming.</summary>
    Farming,

    /// <summary>Animals.</summary>
    Animals,

    /// <summary>Hiking.</summary>
    Hiking,

    /// <summary>Cycling.</summary>
    Cycling,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Swimming.</summary>
    Swimming,

    /// <summary>Fishing.</summary>
    Fishing,

    /// <summary>Football.</summary>
    Football,

    /// <summary>Cricket.</summary>
    Cricket,

    /// <summary>Volleyball.</summary>
    Volleyball,

    /// <summary>Basketball.</summary>
    Basketball,

    /// <summary>Rugby.</summary>
    Rugby,

    /// <summary>Martial arts.</summary>
    MartialArts,

    /// <summary>Chess.</summary>
    Chess,

    /// <summary>Board games.</summary>
    BoardGames,

    /// <summary>Computers.</summary>
    Computers,

    /// <summary>Repairing things.</summary>
    Repairing,

    /// <summary>Learning languages.</summary>
    LearningLanguages,

    /// <summary>Volunteering.</summary>
    Volunteering,
}

/// <summary>A home: for a host what it has, for a migrant what they need.</summary>
/// <param name="Cats">A host's: a cat lives there. A migrant's: cannot live with one.</param>
/// <param name="Dogs">A host's: a dog lives there. A migrant's: cannot live with one.</param>
/// <param name="StepFree">A host's: it has no steps. A migrant's: needs that.</param>
/// <param name="OwnRoom">A host's: there is a room for the migrant alone. A migrant's: needs one.</param>
[GenerateSerializer, Immutable, Alias("vip.home-facts")]
public sealed record HomeFacts(bool Cats, bool Dogs, bool StepFree, bool OwnRoom);

/// <summary>A part of a profile that a person opens to the other side or keeps closed.</summary>
[JsonConverter(typeof(CodeConverter<ProfilePart>))]
public enum ProfilePart
{
    /// <summary>Languages and levels.</summary>
    Languages,

    /// <summary>Interests.</summary>
    Interests,

    /// <summary>Trades.</summary>
    Trades,

    /// <summary>The home, or the needs of it.</summary>
    Home,
}
