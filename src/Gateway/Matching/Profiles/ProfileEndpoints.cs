namespace VipOrleans.Gateway.Matching;

using VipOrleans.Contracts.Matching;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Heritage and faith as their owner reads them, with the consent under which they are stored.</summary>
/// <param name="Heritage">The country that the family comes from; left out if it is not given.</param>
/// <param name="Faith">The faith; left out if it is not given.</param>
/// <param name="Consent">The consent.</param>
public sealed record TraitsAnswer(string? Heritage, Faith? Faith, ConsentView Consent);

/// <summary>What people tell about themselves, so that hosts and migrants find each other. The same for both sides.</summary>
internal static class ProfileEndpoints
{
    internal static readonly Profile Example = new(
        [new("ne-NP", LanguageLevel.Native), new("en", LanguageLevel.B1)], [Interest.Choir, Interest.Gardening], ["7115"],
        new(false, false, true, true),
        [ProfilePart.Languages, ProfilePart.Interests, ProfilePart.Home]);

    private static readonly ConsentView ExampleConsent = new(ConsentPurpose.Matching, new(2025, 11, 3, 21, 30, 0, TimeSpan.Zero));

    private const string Parts =
        "In codes of closed lists. 'opened' says which parts the other side may see; what is not opened is not shown, and counts for "
            + "nothing. It replaces what was said before.";
    private const string Traits =
        "They count in suggestions, if both sides gave the same, and for nothing else: no list is filtered by them. They are stored in "
            + "the vault, and deleted for good 90 days after a sponsorship has taken "
        + "the person or the profile was closed, whichever comes first, or at once when the consent is withdrawn.";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var language = new SpokenLanguageRequest { Tag = "ne-NP", Level = LanguageLevel.Native };
        var home = new HomeRequest { Cats = false, Dogs = false, StepFree = true, OwnRoom = true };
        var request =
            new ProfileRequest
            {
                Languages = [language], Interests = [Interest.Choir, Interest.Gardening], Trades = ["7115"], Home = home,
                Opened = [ProfilePart.Languages, ProfilePart.Interests, ProfilePart.Home]
            };

        var host = v1.MapGroup("/hosts/{host}").WithTags("Profiles");
        host.MapPut("/profile",
            (HostId host, Command<ProfileRequest> command, IGrainFactory grains) => Set(command, grains, host, command.Body, []))
            .Allows(Who.TheHost, Who.GuardianOfHost)
            .Says("setHostProfile", "Tell something about a host", Parts)
            .Asks(request).AnswersReceipt(Sample.Host.Value, "set");
        host.MapGet("/profile", (HttpContext http, HostId host, IGrainFactory grains) => Get(http, grains, host))
            .Allows(Who.TheHost, Who.GuardianOfHost)
            .Says("getHostProfile", "Read a host's own profile",
                "All of it, also what is not opened, and the consent to heritage or faith being used if there is one.")
            .Answers(View(Sample.Host, []));
        host.MapDelete("/profile", (HostId host, Command<NoBody> command, IGrainFactory grains) => Close(command, grains, host))
            .Allows(Who.TheHost, Who.GuardianOfHost)
            .Says("closeHostProfile", "Close a host's profile", "Nobody sees it any more. Telling something again opens it.")
            .AnswersReceipt(Sample.Host.Value, "closed");
        MapTraits(host.MapPut("/traits",
            (HostId host, Command<TraitsRequest> command, IGrainFactory grains) => Consent(command, grains, host)),
            host.MapGet("/traits", (HttpContext http, HostId host, IGrainFactory grains) => GetTraits(http, grains, host)),
            host.MapDelete("/traits", (HostId host, Command<NoBody> command, IGrainFactory grains) => Withdraw(command, grains, host)),
            Who.TheHost, [Who.OfficerOfCity], "Host", Sample.Host.Value);

        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Profiles");
        migrant.MapPut("/profile",
            (MigrantId migrant, Command<MigrantProfileRequest> command, IGrainFactory grains) =>
                Set(command, grains, migrant, command.Body, command.Body.Cities)).Allows(Who.TheMigrant)
            .Says("setMigrantProfile", "Tell something about a migrant",
                $"{Parts} 'cities' says where the migrant looks for a host; no other city shows them.")
            .Asks(new MigrantProfileRequest
            {
                Languages = [language], Interests = request.Interests, Trades = request.Trades, Home = home,
                Opened = request.Opened, Cities = [Sample.City]
            }).AnswersReceipt(Sample.Migrant.Value, "set");
        migrant.MapGet("/profile", (HttpContext http, MigrantId migrant, IGrainFactory grains) => Get(http, grains, migrant))
            .Allows(Who.TheMigrant)
            .Says("getMigrantProfile", "Read a migrant's own profile",
                "All of it, also what is not opened, and the consent to heritage or faith being used if there is one.")
            .Answers(View(Sample.Migrant, [Sample.City]));
        migrant.MapDelete("/profile", (MigrantId migrant, Command<NoBody> command, IGrainFactory grains) => Close(command, grains, migrant))
            .Allows(Who.TheMigrant)
            .Says("closeMigrantProfile", "Close a migrant's profile", "Nobody sees it any more. Telling something again opens it.")
            .AnswersReceipt(Sample.Migrant.Value, "closed");
        MapTraits(migrant.MapPut("/traits",
            (MigrantId migrant, Command<TraitsRequest> command, IGrainFactory grains) => Consent(command, grains, migrant)),
            migrant.MapGet("/traits", (HttpContext http, MigrantId migrant, IGrainFactory grains) => GetTraits(http, grains, migrant)),
            migrant.MapDelete("/traits",
                (MigrantId migrant, Command<NoBody> command, IGrainFactory grains) => Withdraw(command, grains, migrant)), Who.TheMigrant,
                [Who.OfficerOfCityInNation, Who.OfficerOfNation], "Migrant", Sample.Migrant.Value);
    }

    private static void MapTraits(RouteHandlerBuilder put, RouteHandlerBuilder get, RouteHandlerBuilder delete, Who who, Who[] officers,
        string side, string id)
    {
        put.Allows(who)
            .Says($"consentTo{side}Traits", "Consent to heritage or faith being used",
                $"By the person alone, with 'consent' true and the purpose. {Traits}")
            .Asks(new TraitsRequest { Heritage = "NP", Faith = Faith.Hindu, Purpose = ConsentPurpose.Matching, Consent = true })
            .AnswersReceipt(id, "consented");
        get.Allows(who)
            .Says($"get{side}Traits", "Read one's own heritage and faith",
                "With the purpose and the date of the consent, and when they are deleted. That they were read is written down.")
            .Answers(new TraitsAnswer("NP", Faith.Hindu, ExampleConsent));
        // As with all that a person has here: they may tell an officer to delete it, who sees none of it.
        delete.Allows([who, .. officers])
            .Says($"withdraw{side}Traits", "Withdraw the consent",
                "By the person, or by an officer whom they asked. Heritage and faith are deleted before this is answered, with the key "
                    + "that they were encrypted with.")
            .AnswersReceipt(id, "withdrawn");
    }

    private static ProfileView View(PersonId person, IReadOnlyList<CityId> cities) =>
        new(person, 7, Example, cities, true, ExampleConsent);

    private static async Task<IResult> Set<T>(Command<T> command, IGrainFactory grains, PersonId person, ProfileRequest profile,
        IReadOnlyList<CityId> cities) where T : class =>
        command.Answer(await grains.Profile(person).Set(command.Context, profile.ToProfile(), cities), person.Value);

    private static async Task<IResult> Get(HttpContext http, IGrainFactory grains, PersonId person)
    {
        var view = await grains.Profile(person).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.ProfileNotFound);
    }

    private static async Task<IResult> Close(Command<NoBody> command, IGrainFactory grains, PersonId person) =>
        command.Answer(await grains.Profile(person).Close(command.Context), person.Value);

    private static async Task<IResult> Consent(Command<TraitsRequest> command, IGrainFactory grains, PersonId person) =>
        command.Answer(
            await grains.Profile(person)
                .ConsentToTraits(command.Context, new() { Heritage = command.Body.Heritage, Faith = command.Body.Faith },
                    command.Body.Purpose), person.Value);

    private static async Task<IResult> GetTraits(HttpContext http, IGrainFactory grains, PersonId person)
    {
        var consent = (await grains.Profile(person).Get())?.Consent;
        return consent is not null
            && await grains.Profile(person).ReadTraits(new() { Actor = Caller.Of(http).Actor, Purpose = "own-reading" }) is { } traits
            ? Answers.Json(new TraitsAnswer(traits.Heritage, traits.Faith, consent))
            : new ProblemResult(Problems.Of(RejectionCode.ConsentMissing));
    }

    private static async Task<IResult> Withdraw(Command<NoBody> command, IGrainFactory grains, PersonId person) =>
        command.Answer(await grains.Profile(person).WithdrawConsent(command.Context), person.Value);
}
