namespace VipOrleans.Pilot;

using System.Text.Json;
using VipOrleans.Domain.Money;

/// <summary>
/// The sample's second nation: citizens who decide how many places they offer, people who choose each other, change host and move. A file
/// of its own, <c>choices.json</c>.
/// </summary>
/// <param name="Nation">The nation.</param>
/// <param name="Cap">How many places all its cities may have together, as the API takes it.</param>
/// <param name="CheckedOn">The day of all checks.</param>
/// <param name="Cities">Its cities.</param>
/// <param name="Ballot">The ballot that opens a city.</param>
/// <param name="RoundIn">The city that runs a matching round.</param>
/// <param name="KnowEachOther">A host and a migrant who need no search; the nation is paused when they ask for a place.</param>
/// <param name="Move">A host who moves, and the migrant who comes along.</param>
/// <param name="Opening">An opening for which there are fewer places than pairs.</param>
/// <param name="OnePerson">Two records of one migrant.</param>
/// <param name="Hosts">The citizens.</param>
/// <param name="Migrants">The migrants.</param>
public sealed record SampleChoices(
    string Nation, JsonElement Cap, DateOnly CheckedOn, IReadOnlyList<ChoosingCity> Cities, SampleBallot Ballot, string RoundIn,
    SamplePair KnowEachOther, SampleMove Move, SampleOpening Opening, SampleRecords OnePerson, IReadOnlyList<ChoosingPerson> Hosts,
    IReadOnlyList<ChoosingPerson> Migrants)
{
    /// <summary>The row of a person.</summary>
    public ChoosingPerson Person(string id) => Hosts.Concat(Migrants).First(p => p.Id == id);

    /// <summary>The city of this id.</summary>
    public ChoosingCity City(string id) => Cities.First(c => c.Id == id);
}

/// <summary>A city, as the API takes it.</summary>
public sealed record ChoosingCity(string Id, string Name, string Currency, string TimeZone, JsonElement Policy, SampleQuota? Quota)
{
    /// <summary>The checks that its policy requires.</summary>
    public IReadOnlyList<string> RequiredChecks => [.. Policy.GetProperty("requiredChecks").EnumerateArray().Select(c => c.GetString()!)];
}

/// <summary>A ballot on the number of places.</summary>
public sealed record SampleBallot(string City, JsonElement Numbers, string LegalBasis, int QuorumPercent);

/// <summary>A host who moves to another city, and the migrant who comes along.</summary>
public sealed record SampleMove(string Host, string Migrant, string To, string Address);

/// <summary>An opening: the pairs ask for a place while it registers, and the council offers some places meanwhile.</summary>
public sealed record SampleOpening(string City, string LegalBasis, SampleQuota Quota, IReadOnlyList<SamplePair> Pairs);

/// <summary>A host and a migrant.</summary>
public sealed record SamplePair(string Host, string Migrant);

/// <summary>Two records of one person.</summary>
public sealed record SampleRecords(string Principal, string Record);

/// <summary>A citizen or a migrant.</summary>
/// <param name="Id">The row's id: <c>c1</c> and on for citizens, <c>k1</c> and on for migrants.</param>
/// <param name="Name">The name.</param>
/// <param name="Document">The number of the passport.</param>
/// <param name="BirthDate">The day of birth.</param>
/// <param name="City">A citizen's city.</param>
/// <param name="Address">A citizen's address.</param>
/// <param name="Votes">The number of places that a citizen names in the ballot.</param>
/// <param name="Origin">A migrant's country, which issued the passport.</param>
/// <param name="Languages">A migrant's languages.</param>
/// <param name="Baseline">What a migrant earns at home in a year.</param>
/// <param name="Profile">What the person tells, as the API takes it.</param>
/// <param name="Traits">Heritage or faith, given with consent.</param>
/// <param name="Ranking">Whom the person would take in the round, the dearest first; null for who stays out of it.</param>
public sealed record ChoosingPerson(
    string Id, string Name, string Document, DateOnly? BirthDate, string? City, string? Address, int? Votes, string? Origin,
    IReadOnlyList<string>? Languages, Money? Baseline, JsonElement? Profile, SampleTraits? Traits, IReadOnlyList<string>? Ranking)
{
    /// <summary>True for a citizen.</summary>
    public bool IsHost => City is not null;
}

/// <summary>Heritage and faith.</summary>
public sealed record SampleTraits(string? Heritage, string? Faith);
