namespace VipOrleans.Gateway.Places;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>
/// Migrants between two hosts: the change itself, the place that stays theirs, and what an officer answers when the grace period is over.
/// </summary>
internal static class GraceEndpoints
{
    private static readonly DateTimeOffset Until = new(2026, 2, 1, 11, 0, 0, TimeSpan.Zero);

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/sponsorships/{sponsorship}/change-of-host", ChangeHost).WithTags("Grace periods").Allows(Who.MigrantOfSponsorship)
            .Describes("changeHost", "Change host",
                "The migrant's own act, at any time from the grant on; nobody has to agree. The sponsorship and its share end today. The "
                    + "place stays the migrant's through the city's grace period, "
                + "and the migrant's next sponsorship in the city takes it over without queueing. The host is told only that it ended.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Sponsorship.Value, "ended");

        var periods = v1.MapGroup("/cities/{city}/grace-periods").WithTags("Grace periods");
        periods.MapGet("", List).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.Due, Query.Limit, Query.Cursor)
            .Describes("listGracePeriods", "List migrants between two hosts",
                "In the order in which their grace periods began. With 'due=true' those that are over: an officer is to extend them or to "
                    + "end the status, and nothing happens by itself.")
            .Answers(new Page<GracePeriodEntry>(
                [new( Migrant: Sample.Migrant, From: Sample.Sponsorship, Since: Until.AddDays(-90), Until: Until,
                    State: GraceState.Kept, IsDue: true, TakenOverBy: null, Reasons: [])], null));
        var one = periods.MapGroup("/{migrant}");
        one.MapGet("", Get).Allows(Who.TheMigrant, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getGracePeriod", "Read a migrant's grace period",
                "Until when the place is kept. There is none if a new sponsorship has it.")
            .Answers(new GracePeriodView(Sample.Migrant, Version: 7, Sample.Sponsorship, Until, IsDue: false));
        one.MapPost("/extension", Extend).Allows(Who.OfficerOfCity)
            .Describes("extendGracePeriod", "Extend a grace period", "From its end, or from now if it is over.")
            .ExampleBody(new ExtendGraceRequest { Days = 30 }).AnswersReceipt(Sample.Migrant.Value, "extended");
        one.MapPost("/status-end", EndStatus).Allows(Who.OfficerOfCity)
            .Describes("endStatus", "Propose to end the status of a migrant who has no host",
                "With coded reasons, and only when the grace period is over; 'deceased' alone need not wait for it. The migrant has "
                    + "notice of a ruling and can reply and appeal; another officer decides, and the place is kept until nobody can "
                    + "appeal any more. A new host or an extension ends the proposal.")
            .ExampleBody(new EndStatusRequest { Reasons = [StatusEndReason.Deceased] }).AnswersReceipt(Sample.Migrant.Value, "proposed");
        one.MapPost("/departure", Depart).Allows(Who.TheMigrant)
            .Describes("giveUpPlace", "Give up a kept place", "The migrant leaves, and the place is free again.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Migrant.Value, "given-up");
    }

    private static async Task<IResult> ChangeHost(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Sponsorship(sponsorship).ChangeHost(command.Context), sponsorship.Value);

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) => await grains.City(city).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
        : Answers.Json(
            Cursor.Page(http,
                await grains.Registers(city).GracePeriods(new() { Due = Query.Due.Of(http) }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, CityId city, MigrantId migrant, IGrainFactory grains)
    {
        var view = await grains.City(city).GracePeriod(migrant);
        return Answers.Thing(http, view, view?.Version, RejectionCode.KeptPlaceNotFound);
    }

    private static async Task<IResult> Extend(CityId city, MigrantId migrant, Command<ExtendGraceRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).ExtendGrace(command.Context, migrant, command.Body.Days), migrant.Value);

    private static async Task<IResult> EndStatus(CityId city, MigrantId migrant, Command<EndStatusRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).EndStatus(command.Context, migrant, command.Body.Reasons, command.Words()), migrant.Value);

    private static async Task<IResult> Depart(CityId city, MigrantId migrant, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.City(city).GiveUpPlace(command.Context, migrant, null), migrant.Value);
}
