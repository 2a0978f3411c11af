namespace VipOrleans.Gateway.Safeguarding;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Says that a migrant is not there.</summary>
internal sealed record AbsenceReportRequest : IHasWords
{
    /// <summary>The last day on which the caller knew where the migrant was.</summary>
    public required DateOnly LastSeen { get; init; }

    /// <summary>What else there is to say. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    internal Absence Absence(string source, CaseParty by) => new(source, by, LastSeen);

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "AbsenceReportRequest (not shown)";
}

/// <summary>Answers a welfare check.</summary>
internal sealed record WelfareAnswerRequest : IHasWords, IMayBeEmpty
{
    /// <summary>What the migrant wants to say; nothing has to be said. It goes to the vault.</summary>
    [Lines(1, 4000, tabs: true), Personal]
    public string? Text { get; init; }

    /// <summary>The language.</summary>
    [Language]
    public string? Language { get; init; }

    /// <summary>Shows nothing, so that no log line leaks it.</summary>
    public override string ToString() => "WelfareAnswerRequest (not shown)";
}

/// <summary>Says that an officer has been there.</summary>
internal sealed record WelfareVisitRequest
{
    /// <summary>The day, not before that of the check.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>Ends a welfare check.</summary>
internal sealed record WelfareClosureRequest
{
    /// <summary>How it ended.</summary>
    public required WelfareCheckOutcome Outcome { get; init; }
}

/// <summary>Welfare checks: a migrant who is said to be absent is asked first, and nobody is absent on the word of one.</summary>
internal static class WelfareCheckEndpoints
{
    private static readonly WelfareCheckView Example = WelfareCheckView.Of(new()
    {
        Sponsorship = Sample.Sponsorship,
        Number = 1,
        Status = WelfareCheckStatus.Asked,
        AskedOn = Sample.Day,
        ReachedOn = Sample.Day,
        ReachedBy = ReachedBy.Message,
        WaitUntil = Sample.Day.AddDays(WelfareCheck.WaitingDays),
        Reports = [new("host", CaseParty.Host, $"host:{Sample.Host}", Sample.Day, Sample.Day, null)],
    }, 2, Sample.Day);

    public static void Map(IEndpointRouteBuilder v1)
    {
        var id = Sample.Sponsorship.Value;
        var one = v1.MapGroup("/sponsorships/{sponsorship}").WithTags("Welfare checks");
        one.MapPost("/absence-reports", Report).Allows(Who.HostOfSponsorship, Who.EmployerOfSponsorship, Who.OfficerOfCity)
            .Describes("reportAbsence", "Say that the migrant is not there",
                $"The migrant is asked, and nothing else changes. A host and the host's guardian are one source, an employer of the "
                    + "migrant's is one as long as the employment is not over, and all officers are one: an end can be suggested after "
                    + $"{WelfareCheck.LeastSources} sources and {WelfareCheck.WaitingDays} days without an answer, and by somebody who did "
                    + "not report. Whoever reports learns nothing of what others said.")
            .ExampleBody(new AbsenceReportRequest { LastSeen = Sample.Day }).AnswersReceipt(id, "reported");
        one.MapGet("/welfare-check", Get).Allows(Who.MigrantOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getWelfareCheck", "Read the welfare check", "The newest one. The migrant sees that somebody asks, and who.")
            .Answers(Example);
        one.MapGet("/welfare-check/texts", ReadTexts).Allows(Who.OfficerOfCity).Query(Query.Purpose)
            .Describes("readWelfareCheckTexts", "Read what was written",
                "The reports, then the migrant's answer. Who reads and why is written down before anything is given.")
            .Answers(new TextList([new(By: CaseParty.Employer, Text: "Not at work since Monday.", Language: "en", IsInternal: false)]));
        one.MapPost("/welfare-check/answer", Answer).Allows(Who.MigrantOfSponsorship)
            .Describes("answerWelfareCheck", "Answer the welfare check",
                "The migrant's own act, which ends the check. Nothing has to be said.")
            .ExampleBody(new WelfareAnswerRequest { Text = "I am well.", Language = "en" }).AnswersReceipt(id, "answered");
        one.MapPost("/welfare-check/visit", Visit).Allows(Who.OfficerOfCity)
            .Describes("noteWelfareVisit", "Say that an officer has been there",
                "Where no message was delivered or read, an officer goes, speaks to the migrant or leaves a letter; whoever reported the "
                    + "absence does not. The migrant's time to answer begins with that day.")
            .ExampleBody(new WelfareVisitRequest { On = Sample.Day }).AnswersReceipt(id, "visited");
        one.MapPost("/welfare-check/closure", Close).Allows(Who.OfficerOfCity)
            .Describes("closeWelfareCheck", "End the welfare check",
                "The migrant was found, the report was mistaken, or the sponsorship has ended.")
            .ExampleBody(new WelfareClosureRequest { Outcome = WelfareCheckOutcome.Found }).AnswersReceipt(id, "closed");
        one.MapPost("/welfare-check/suggestion", Suggest).Allows(Who.OfficerOfCity)
            .Describes("suggestEnd", "Suggest that the sponsorship be ended",
                "It changes no status: it is a suggestion to another officer, and the migrant's answer still ends it.")
            .ExampleBody(new NothingMore()).AnswersReceipt(id, "suggested");
        one.MapPost("/welfare-check/confirmation", Confirm).Allows(Who.OfficerOfCity)
            .Describes("confirmEnd", "Confirm the suggestion",
                "By an officer who neither suggested it nor reported. The sponsorship ends as 'absent', and the migrant keeps the place "
                    + "through the grace period.")
            .ExampleBody(new NothingMore()).AnswersReceipt(id, "confirmed");
        v1.MapGet("/cities/{city}/welfare-checks", List).WithTags("Welfare checks")
            .Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).Query(Query.Overdue, Query.Limit, Query.Cursor)
            .Describes("listWelfareChecks", "List the open welfare checks of a city",
                "In the order in which the migrants were asked. 'isOverdue' says that a migrant's time to answer is over and nobody has "
                    + "ended the check.")
            .Answers(new Page<WelfareCheckView>([Example], null));
        v1.MapGet("/cities/{city}/unreached-welfare-checks", ListUnreached).WithTags("Welfare checks")
            .Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).Query(Query.Limit, Query.Cursor)
            .Describes("listUnreachedWelfareChecks", "List the welfare checks that have not reached their migrant",
                "Open checks of which no message was delivered or read. The migrant counts as not asked, no time runs, and somebody has to "
                    + "go there.")
            .Answers(new Page<WelfareCheckView>([Example with { ReachedOn = null, ReachedBy = null }], null));
    }

    private static async Task<IResult> Report(SponsorshipId sponsorship, Command<AbsenceReportRequest> command, IGrainFactory grains)
    {
        var caller = command.Caller;
        var source = caller.Role switch { Role.Host => "host", Role.Employer => caller.Actor, _ => "city" };
        var result =
            await grains.WelfareCheck(sponsorship)
                .Report(command.Context with { IfMatch = null }, command.Body.Absence(source, caller.Party()), command.Words());
        // The version would tell whether others have reported, or the migrant has answered.
        return command.Answer(result.IsAccepted ? result with { Version = 0 } : result, sponsorship.Value);
    }

    private static async Task<IResult> Get(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var view = await grains.WelfareCheck(sponsorship).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.WelfareCheckNotFound);
    }

    private static async Task<IResult> ReadTexts(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.WelfareCheck(sponsorship).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.WelfareCheckNotFound))
        : Answers.Json(new TextList((await grains.WelfareCheck(sponsorship).Texts(PersonAnswers.Reader(http))).Items));

    private static async Task<IResult> Answer(SponsorshipId sponsorship, Command<WelfareAnswerRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.WelfareCheck(sponsorship).Answer(command.Context, command.Words()), sponsorship.Value);

    private static async Task<IResult> Visit(SponsorshipId sponsorship, Command<WelfareVisitRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.WelfareCheck(sponsorship).Visit(command.Context, command.Body.On), sponsorship.Value);

    private static async Task<IResult> ListUnreached(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(
                Cursor.Page(http, await grains.Safeguarding(city).UnreachedWelfareChecks(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Close(SponsorshipId sponsorship, Command<WelfareClosureRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.WelfareCheck(sponsorship).Close(command.Context, command.Body.Outcome), sponsorship.Value);

    private static async Task<IResult> Suggest(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.WelfareCheck(sponsorship).SuggestEnd(command.Context), sponsorship.Value);

    private static async Task<IResult> Confirm(SponsorshipId sponsorship, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.WelfareCheck(sponsorship).ConfirmEnd(command.Context), sponsorship.Value);

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) => await grains.City(city).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
        : Answers.Json(
            Cursor.Page(http, await grains.Safeguarding(city).WelfareChecks(Query.Overdue.Of(http), Cursor.Of(http), Cursor.Limit(http))));
}
