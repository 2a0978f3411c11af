namespace VipOrleans.Gateway.Matching;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>
/// How hosts and migrants find each other: search, suggestions with their reasons, and the weights by which anybody can compute them again.
/// </summary>
internal static class SearchEndpoints
{
    private const string Sight =
        "The city's policy says which side sees the other first; if it says nothing, migrants see hosts first. The side that sees "
            + "first sees all who look in the city; the other sees those who have proposed to them. "
        + "Of everybody only what they opened is shown.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        QueryParameter[] filters = [Query.Language, Query.Interest, Query.Trade, Query.StepFree, Query.OwnRoom, Query.Cats, Query.Dogs,
            Query.Limit, Query.Cursor];
        const string search =
            "In the order in which they came. Somebody who does not say what a filter asks for is not in the list. There is no filter for "
                + "heritage or faith.";
        const string suggest =
            "The highest score first, and all of them: nobody is left out. Equal scores stand in an order by lot that is drawn again each "
                + "day for each person. Each comes with the reasons that make its score, by the published weights. "
            + "Heritage and faith count only if both opened them and they are the same.";
        const string next = "AeM-m7wAAAAAAAAAMg";

        var host = v1.MapGroup("/hosts/{host}").WithTags("Profiles");
        host.MapGet("/migrants", (HttpContext http, HostId host, IGrainFactory grains) => Search(http, grains, host.City, host))
            .Allows(Who.TheHost, Who.GuardianOfHost).Query(filters)
            .Describes("searchMigrants", "Search migrants who look for a host in the city", $"{search} {Sight}")
            .Answers(new Page<PersonCard>([Card(Sample.Migrant)], next));
        host.MapGet("/suggestions", (HttpContext http, HostId host, IGrainFactory grains) => Suggest(http, grains, host.City, host))
            .Allows(Who.TheHost, Who.GuardianOfHost).Query(Query.Limit, Query.Cursor)
            .Describes("suggestMigrants", "Suggest migrants to a host", $"{suggest} {Sight}")
            .Answers(new Page<SuggestionEntry>([Suggestion(Sample.Migrant)], next));

        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Profiles");
        migrant.MapGet("/hosts",
            (HttpContext http, MigrantId migrant, IGrainFactory grains) => Search(http, grains, Query.City.Of(http)!.Value, migrant))
            .Allows(Who.TheMigrant).Query([Query.City, .. filters])
            .Describes("searchHosts", "Search hosts in a city", $"{search} {Sight}")
            .Answers(new Page<PersonCard>([Card(Sample.Host)], next));
        migrant.MapGet("/suggestions",
            (HttpContext http, MigrantId migrant, IGrainFactory grains) => Suggest(http, grains, Query.City.Of(http)!.Value, migrant))
            .Allows(Who.TheMigrant).Query(Query.City, Query.Limit, Query.Cursor)
            .Describes("suggestHosts", "Suggest hosts in a city to a migrant", $"{suggest} {Sight}")
            .Answers(new Page<SuggestionEntry>([Suggestion(Sample.Host)], next));

        v1.MapGet("/suggestion-weights", () => Answers.Json(SuggestionWeights.Current)).Allows(Who.AnyRole).WithTags("Profiles")
            .Describes("getSuggestionWeights", "Read what each reason counts",
                "The weights in force, with their version: who sees a suggestion can compute its score again. 'sharedLanguage' is by the "
                    + "lower of the two levels, A1 first; of one kind no more reasons than 'mostOfOneKind' count.")
            .Answers(SuggestionWeights.Current);
    }

    private static PersonCard Card(PersonId id) => PersonCard.Of(id, ProfileEndpoints.Example with { Trades = [] });

    private static SuggestionEntry Suggestion(PersonId id) => new(Card(id), 38,
        [
            new(SuggestionKind.SharedLanguage, "ne", 30, "You both speak Nepali."),
            new(SuggestionKind.SharedInterest, "choir", 8, "You both like choir."),
        ], SuggestionWeights.Current.Version);

    private static async Task<IResult> Search(HttpContext http, IGrainFactory grains, CityId city, PersonId asker)
    {
        var filter = new SearchFilter(Query.Language.Of(http), Query.Interest.Of(http), Query.Trade.Of(http), Query.StepFree.Of(http),
            Query.OwnRoom.Of(http), Query.Cats.Of(http), Query.Dogs.Of(http));
        return Answer(http, await grains.Search(city).Search(asker, filter, Cursor.Of(http), Cursor.Limit(http)));
    }

    private static async Task<IResult> Suggest(HttpContext http, IGrainFactory grains, CityId city, PersonId asker) =>
        Answer(http, await grains.Search(city).Suggest(asker, Cursor.Of(http), Cursor.Limit(http)));

    private static IResult Answer<T>(HttpContext http, ListPage<T>? page) =>
        page is null ? new ProblemResult(Problems.Of(RejectionCode.ProfileNotFound)) : Answers.Json(Cursor.Page(http, page));
}
