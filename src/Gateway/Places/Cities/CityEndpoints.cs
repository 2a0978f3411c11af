namespace VipOrleans.Gateway.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>Cities: opened by their nation, with places, terms and a pause switch.</summary>
internal static class CityEndpoints
{
    internal static readonly CityView Example = new(Sample.City, Version: 7, Sample.Nation, "Auckland", Sample.Nzd, "Pacific/Auckland",
        CityPolicy.Default with { GraceDays = CityPolicy.DefaultGraceDays, SeesFirst = Party.Migrant, MonthClosesAfterDays = 31 },
        new(100, QuotaAuthority.Council, "Minute 12/2025", Sample.Day), Paused: null, Held: 12, Used: 61, Free: 27, Waiting: 0,
        DeductionProfile: null, PausedByNation: null, Allotment: null, Registered: 0, Opening: null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var cities = v1.MapGroup("/cities").WithTags("Cities");
        cities.MapPost("", Open).AllowsByBody(Who.OfficerOfNation)
            .Describes("openCity", "Open a city",
                "Brings a city of the nation into the programme. It offers no places until a quota is decided.")
            .ExampleBody(new OpenCityRequest
            {
                Id = Sample.City, Name = "Auckland", Currency = Sample.Nzd, TimeZone = "Pacific/Auckland",
                Policy = new() { NoticeDays = 14 }
            })
            .AnswersReceipt(Sample.City.Value, "opened", 201);
        cities.MapGet("/{city}", Get).Allows(Who.AnyRole)
            .Describes("getCity", "Read a city", "Its terms, its latest quota, and how many places are held, used and free.")
            .Answers(Example);
        cities.MapPut("/{city}/quota", DecideQuota).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("decideQuota", "Decide how many places the city offers",
                "More places serve those who wait, in order. A number below what is used evicts nobody: it stops new holds until people "
                    + "leave. A ballot that is held here decides by itself; of one that was held elsewhere the 'reference' names the "
                    + "certified record, and its number holds once another officer has seen that ('shown').")
            .ExampleBody(new DecideQuotaRequest
            {
                Places = 100, By = QuotaAuthority.Council, Reference = "Minute 12/2025", On = Sample.Day,
            })
            .AnswersReceipt(Sample.City.Value, "decided");
        cities.MapPost("/{city}/quota-confirmation", ConfirmQuota).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("confirmQuota", "Say that the certified record of a ballot was seen",
                "By another officer than the one who showed it. The ballot's number holds from then on.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.City.Value, "decided");
        cities.MapPut("/{city}/policy", DecidePolicy).Allows(Who.OfficerOfCity)
            .Describes("decidePolicy", "Decide the terms of the city",
                "They hold for sponsorships that take a place from now on; others keep theirs. Only how long a share month waits for "
                    + "reports changes for all at once.")
            .ExampleBody(new DecidePolicyRequest
            {
                Share = Share.Half,
                RequiredChecks = [CheckKind.Identity, CheckKind.AccommodationExists, CheckKind.Background], MinorsMayHost = true,
                HoldDays = 180, ReplyDays = 28, NoticeDays = 28
            })
            .AnswersReceipt(Sample.City.Value, "decided");
        cities.MapPut("/{city}/deduction-profile", ChooseDeductionProfile).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("chooseDeductionProfile", "Choose what the law lets be taken from a pay",
                "A profile is data: limits, with a version and a source. It counts for months that begin on its first day or later; what "
                    + "is past keeps the profile that it had.")
            .ExampleBody(new DeductionProfileRequest { From = Sample.Day, Profile = Sample.DeductionProfile })
            .AnswersReceipt(Sample.City.Value, "chosen");
        cities.MapPost("/{city}/pause", Pause).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("pauseCity", "Stop new holds of places",
                "Nothing else stops: money, safety and leaving go on. Who asks for a place meanwhile waits in line.")
            .ExampleBody(new PauseCityRequest { Reason = PauseReason.Capacity })
            .AnswersReceipt(Sample.City.Value, "paused");
        cities.MapPost("/{city}/resume", Resume).Allows(Who.OfficerOfCity, Who.OfficerOfNation)
            .Describes("resumeCity", "End a pause", "Those who wait are served, in order.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.City.Value, "resumed");
    }

    private static async Task<IResult> Open(Command<OpenCityRequest> command, IGrainFactory grains)
    {
        var id = command.Body.Id;
        return command.Created(await grains.City(id).Open(command.Context, command.Body.City), id.Value, $"/v1/cities/{id}");
    }

    private static async Task<IResult> Get(HttpContext http, CityId city, IGrainFactory grains)
    {
        var view = await grains.City(city).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.CityNotFound);
    }

    private static async Task<IResult> ConfirmQuota(CityId city, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).ConfirmQuota(command.Context), city.Value);

    private static async Task<IResult> DecideQuota(CityId city, Command<DecideQuotaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).DecideQuota(command.Context, command.Body.Decision), city.Value);

    private static async Task<IResult> DecidePolicy(CityId city, Command<DecidePolicyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).DecidePolicy(command.Context, command.Body.Policy), city.Value);

    private static async Task<IResult> ChooseDeductionProfile(CityId city, Command<DeductionProfileRequest> command,
        IGrainFactory grains) =>
        command.Answer(await grains.City(city).ChooseDeductionProfile(command.Context, command.Body.Choice), city.Value);

    private static async Task<IResult> Pause(CityId city, Command<PauseCityRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).Pause(command.Context, command.Body.Reason), city.Value);

    private static async Task<IResult> Resume(CityId city, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).Resume(command.Context), city.Value);
}
