namespace VipOrleans.Gateway.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>Nations: a cap above the quotas of their cities, and a pause for all of them.</summary>
internal static class NationEndpoints
{
    private static readonly NationView Example = new(Sample.Nation, Version: 9, new(20_000, "Immigration Order 2025/3", Sample.Day),
        Free: 18_750, Leased: 1_250, Recalls: false, Paused: null, [new(Sample.City, 1_250)],
        new(Sample.Day.AddDays(90), "Immigration Order 2025/4", Sample.Day, Share.Half, Share.Parse("1/10"), LeastNoticeDays: 28,
            LeastGraceDays: 60, IsProfileRequired: true, ["nz-rse"]),
        new(VisaRequired: true, "Immigration Order 2025/5", Sample.Day));

    public static void Map(IEndpointRouteBuilder v1)
    {
        var nation = v1.MapGroup("/nations/{nation}").WithTags("Nations");
        nation.MapGet("", Get).Allows(Who.AnyRole)
            .Describes("getNation", "Read a nation",
                "Its cap, how many places are left in its pool, and how many each city has on lease. The pool and the leases are the cap "
                    + "at every instant.")
            .Answers(Example);
        nation.MapGet("/cities", Cities).AllowsAnyone()
            .Describes("listNationCities", "List a nation's cities, to compare them",
                "Each with its terms, its latest quota, and how many places are held, used, free and waited for, in the order of "
                    + "their ids.")
            .Answers(new NationCities(Sample.Nation, [CityEndpoints.Example]));
        nation.MapPut("/cap", DecideCap).Allows(Who.OfficerOfNation)
            .Describes("decideCap", "Decide how many places all cities may have together",
                "A city's places are bound by its quota and by what it has on lease. A number below what is on lease evicts nobody: "
                    + "cities give back what they do not use, and the rest follows as people leave.")
            .ExampleBody(new DecideCapRequest { Places = 20_000, Reference = "Immigration Order 2025/3", On = Sample.Day })
            .AnswersReceipt(Sample.Nation.Value, "decided");
        nation.MapPut("/floors", DecideFloors).Allows(Who.OfficerOfNation)
            .Describes("decideFloors", "Decide what no city may go under",
                "The most a share and a levy may be, the least notice and grace period, and the deduction profiles that a city may choose: "
                    + "a city's decision that breaks one is refused from now on. What cities have already is listed (listFloorBreaches) "
                    + "until 'mendBy'. Whoever takes a place after that day gets terms within the floors, mended or not; running "
                    + "sponsorships keep theirs. The decision takes the place of the one before.")
            .ExampleBody(new DecideFloorsRequest
            {
                MostShare = Share.Half, MostLevy = Share.Parse("1/10"), LeastNoticeDays = 28, LeastGraceDays = 60, Profiles = ["nz-rse"],
                MendBy = new(2035, 12, 31), Reference = "Immigration Order 2025/4", On = Sample.Day,
            })
            .AnswersReceipt(Sample.Nation.Value, "decided");
        nation.MapPut("/entry-rules", DecideEntryRules).Allows(Who.OfficerOfNation)
            .Describes("decideEntryRules", "Decide what is asked of whoever enters",
                "Whether an arrival needs a visa that is valid on its day, and a date of birth that an officer has verified; as long as "
                    + "nothing is decided, it needs neither. Whoever comes to another host has entered before and is not asked again. The "
                    + "decision takes the place of the one before.")
            .ExampleBody(new DecideEntryRulesRequest { VisaRequired = true, Reference = "Immigration Order 2025/5", On = Sample.Day })
            .AnswersReceipt(Sample.Nation.Value, "decided");
        nation.MapGet("/floor-breaches", FloorBreaches).Allows(Who.OfficerOfNation, Who.OfficerOfCityInNation, Who.AuditorOfNation)
            .Describes("listFloorBreaches", "List what cities have that breaks a floor", "With the day until which it is mended.")
            .Answers(new FloorBreachList(
                [new(Sample.City, Sample.Day.AddDays(90), IsOverdue: false,
                    [new(Floor.Notice, "14", "28"), new(Floor.Profile, "", "nz-rse")])]));
        nation.MapPost("/pause", Pause).Allows(Who.OfficerOfNation)
            .Describes("pauseNation", "Stop new holds of places in all cities",
                "Nothing else stops: money, safety and leaving go on. Who asks for a place meanwhile waits in line.")
            .ExampleBody(new PauseCityRequest { Reason = PauseReason.NationDecision })
            .AnswersReceipt(Sample.Nation.Value, "paused");
        nation.MapPost("/resume", Resume).Allows(Who.OfficerOfNation)
            .Describes("resumeNation", "End the nation's pause",
                "Those who wait are served, in order. A city that has paused itself stays paused.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.Nation.Value, "resumed");
    }

    private static async Task<IResult> Get(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var view = await grains.Nation(nation).Get();
        return Answers.Thing(http, view, view.Version, RejectionCode.CityNotFound);
    }

    private static async Task<IResult> Cities(NationId nation, IGrainFactory grains)
    {
        var cities = await Task.WhenAll((await grains.Nation(nation).Get()).Cities.Select(c => grains.City(c.City).Get()));
        return Answers.Json(new NationCities(nation, [.. cities.OfType<CityView>()]));
    }

    private static async Task<IResult> DecideCap(NationId nation, Command<DecideCapRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Nation(nation).DecideCap(command.Context, command.Body.Decision), nation.Value);

    private static async Task<IResult> DecideFloors(NationId nation, Command<DecideFloorsRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Nation(nation).DecideFloors(command.Context, command.Body.Floors), nation.Value);

    private static async Task<IResult> DecideEntryRules(NationId nation, Command<DecideEntryRulesRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Nation(nation).DecideEntryRules(command.Context, command.Body.Rules), nation.Value);

    private static async Task<IResult> FloorBreaches(NationId nation, IGrainFactory grains, TimeProvider time)
    {
        var found = new List<CityBreaches>();
        foreach (var some in (await grains.Nation(nation).Get()).Cities.Chunk(50))
        {
            foreach (var city in await Task.WhenAll(some.Select(c => grains.City(c.City).Get())))
            {
                if (city is not { Breaches: { } breaches, MendBy: { } mendBy }) continue;
                var today = DateOnly.FromDateTime(
                    TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone)).DateTime);
                found.Add(new(city.Id, mendBy, today > mendBy, breaches));
            }
        }

        return Answers.Json(new FloorBreachList(found));
    }

    private static async Task<IResult> Pause(NationId nation, Command<PauseCityRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Nation(nation).Pause(command.Context, command.Body.Reason), nation.Value);

    private static async Task<IResult> Resume(NationId nation, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Nation(nation).Resume(command.Context), nation.Value);
}

/// <summary>What cities have that breaks a floor of their nation, in the order of their ids.</summary>
/// <param name="Items">The cities in which there is any.</param>
internal sealed record FloorBreachList(IReadOnlyList<CityBreaches> Items);

/// <summary>Decides what no city of a nation may go under. What is left out is not bound.</summary>
internal sealed record DecideFloorsRequest
{
    /// <summary>The most of the gain that may go to the host.</summary>
    public Share? MostShare { get; init; }

    /// <summary>The most that a city may retain of what is collected for the host.</summary>
    public Share? MostLevy { get; init; }

    /// <summary>The least notice that a host gives, in days.</summary>
    [Between(0, 365)]
    public int? LeastNoticeDays { get; init; }

    /// <summary>The least number of days for which a migrant keeps the place between two hosts.</summary>
    [Between(1, CityDecider.MaxGraceDays)]
    public int? LeastGraceDays { get; init; }

    /// <summary>The least number of days that a host's notice waits before its days run.</summary>
    [Between(0, CityPolicy.MaxNoticeWaitDays)]
    public int? LeastNoticeWaitDays { get; init; }

    /// <summary>Whether a city must have a deduction profile; true unless it is said otherwise.</summary>
    public bool? ProfileRequired { get; init; }

    /// <summary>The ids of the profiles that a city may choose; left out for any.</summary>
    [Items(1, NationFloors.MaxProfiles), Reference]
    public IReadOnlyList<string>? Profiles { get; init; }

    /// <summary>The last day for cities to mend what breaks a floor.</summary>
    public required DateOnly MendBy { get; init; }

    /// <summary>The act, decree or minute that says so.</summary>
    [Text(1, 100)]
    public required string Reference { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly On { get; init; }

    internal NationFloors Floors =>
        new(MendBy, Reference, On, MostShare, MostLevy, LeastNoticeDays, LeastGraceDays, ProfileRequired ?? true, Profiles,
            LeastNoticeWaitDays);
}

/// <summary>Decides what a nation asks of whoever enters it.</summary>
internal sealed record DecideEntryRulesRequest
{
    /// <summary>Whether an arrival needs a visa that is valid on its day.</summary>
    public required bool VisaRequired { get; init; }

    /// <summary>Whether an arrival needs a date of birth that an officer has verified; left out for no.</summary>
    public bool? AgeVerified { get; init; }

    /// <summary>The act, decree or minute that says so.</summary>
    [Text(1, 100)]
    public required string Reference { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly On { get; init; }

    internal EntryRules Rules => new(VisaRequired, Reference, On, AgeVerified ?? false);
}

/// <summary>The cities of a nation.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="Items">Its cities.</param>
internal sealed record NationCities(NationId Nation, IReadOnlyList<CityView> Items);

/// <summary>Decides how many places all cities of a nation may have together.</summary>
internal sealed record DecideCapRequest
{
    /// <summary>How many places.</summary>
    [Between(0, CapDecision.MaxPlaces)]
    public required int Places { get; init; }

    /// <summary>The act, decree or minute that says so.</summary>
    [Text(1, 100)]
    public required string Reference { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly On { get; init; }

    internal CapDecision Decision => new(Places, Reference, On);
}
