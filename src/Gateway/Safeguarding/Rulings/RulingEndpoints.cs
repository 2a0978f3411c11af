namespace VipOrleans.Gateway.Safeguarding;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Rulings: what a city holds against somebody, with notice, reasons, reply, decision, appeal and the way back.</summary>
internal static class RulingEndpoints
{
    private static readonly RulingView Example = RulingView.Of(new()
    {
        Id = Sample.Ruling,
        Matter = RulingMatter.Failed(Sample.Sponsorship, Sample.Host, Sample.Migrant, CheckKind.AccommodationSuitable,
            RefusalReason.AccommodationOvercrowded, Sample.Day),
        Status = RulingStatus.Proposed,
        ActsAtOnce = true,
        ProposedOn = Sample.Day,
        ReplyUntil = Sample.Day.AddDays(RulingLimits.ReplyDays),
        DecideBy = Sample.Day.AddDays(RulingLimits.DecideDays),
    }, 1, Sample.Day) with
    { ProposedBy = null };

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] officers = [Who.OfficerOfCity, Who.OfficerOfNation];
        var id = Sample.Ruling.Value;

        v1.MapGet("/sponsorships/{sponsorship}/rulings", OfSponsorship).WithTags("Rulings")
            .Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("listRulingsOfSponsorship", "List the rulings of a sponsorship",
                "The notice that host and migrant get: what is held against whom, how far it reaches, until when they can reply and "
                    + "appeal.")
            .Answers(new RulingList([Example]));
        v1.MapGet("/hosts/{host}/rulings", OfHost).WithTags("Rulings")
            .Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("listRulingsOfHost", "List the rulings against a host",
                "Suspensions, and failed checks in the host's sponsorships: the notice that the host gets.")
            .Answers(new RulingList([Example]));
        v1.MapGet("/cities/{city}/rulings", List).WithTags("Rulings").Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.OpenRulings, Query.Overdue, Query.Host, Query.Limit, Query.Cursor)
            .Describes("listRulings", "List a city's rulings",
                "In the order of their notices. 'isOverdue' says that the day for a decision is over.")
            .Answers(new Page<RulingView>([Example], null));

        var one = v1.MapGroup("/rulings/{ruling}").WithTags("Rulings");
        one.MapGet("", Get).Allows(Who.ConcernedByRuling, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getRuling", "Read a ruling", "Where it stands, without what was written.")
            .Answers(Example);
        one.MapGet("/texts", ReadTexts).Allows(Who.ConcernedByRuling, Who.OfficerOfCity, Who.OfficerOfNation).Query(Query.Purpose)
            .Describes("readRulingTexts", "Read what was written",
                "The reasons, the replies and the decisions. A side reads what officers and itself wrote. Who reads and why is written "
                    + "down before anything is given.")
            .Answers(new TextList([new(By: CaseParty.Officer, Text: "Two bedrooms for six people.", Language: "en", IsInternal: false)]));
        one.MapPost("/reply", Reply).Allows(Who.ConcernedByRuling)
            .Describes("replyToRuling", "Reply",
                $"Host and migrant, each within {RulingLimits.ReplyDays} days from the notice, to a refusal within those of the city's "
                    + $"policy; and again if there is an appeal.")
            .ExampleBody(new RulingTextRequest { Text = "We have rented a second room.", Language = "en" }).AnswersReceipt(id, "replied");
        one.MapPost("/decision", Decide).Allows(officers)
            .Describes("decideRuling", "Make it or drop it",
                $"By an officer who did not propose it; to make it, once the time to reply is over or both sides have replied. "
                    + $"What is not decided within {RulingLimits.DecideDays} days after that expires, and what it had done is undone.")
            .ExampleBody(new RulingDecisionRequest
            {
                Outcome = RulingDecision.Made, Text = "The second room is not lawful.", Language = "en",
            })
            .AnswersReceipt(id, "made");
        one.MapPost("/appeal", Appeal).Allows(Who.ConcernedByRuling)
            .Describes("appealRuling", "Appeal",
                $"Host or migrant, within {RulingLimits.AppealDays} days from the decision. The ruling stands meanwhile; a refusal and an "
                    + "end have no effect yet.")
            .ExampleBody(new RulingTextRequest { Text = "Here is the permit.", Language = "en" }).AnswersReceipt(id, "appealed");
        one.MapPost("/appeal-decision", DecideAppeal).Allows(officers)
            .Describes("decideAppeal", "Uphold or dismiss an appeal",
                $"By an officer who neither proposed nor made the ruling, within {RulingLimits.AppealDecideDays} days. What is "
                    + $"overturned is as if it had never been: what stood before stands again.")
            .ExampleBody(new AppealDecisionRequest { Outcome = AppealDecision.Upheld, Text = "The permit is in order.", Language = "en" })
            .AnswersReceipt(id, "upheld");
        one.MapPost("/rescission", Rescind).Allows(officers)
            .Describes("rescindRuling", "Take it back",
                "A ruling that was made, at any time; a refusal or an end until the sponsorship is closed, and a death also after that. "
                    + "Its history stays.")
            .ExampleBody(new RescissionRequest { Text = "The permit was in our own files.", Language = "en" })
            .AnswersReceipt(id, "rescinded");
    }

    private static async Task<IResult> OfSponsorship(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound))
        : Answers.Json(
            new RulingList(
                [.. (await grains.Safeguarding(sponsorship.City)
                    .Rulings(new() { Sponsorship = sponsorship }, 0, GatewayLimits.MaxPage)).Items
                    .Where(r => Concerns(r, Caller.Of(http).Role))
                    .Select(r => For(Caller.Of(http), r))]));

    private static async Task<IResult> OfHost(HttpContext http, HostId host, IGrainFactory grains) => await grains.Host(host).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.HostNotFound))
        : Answers.Json(
            new RulingList(
                [.. (await grains.Safeguarding(host.City).Rulings(new() { Host = host }, 0, GatewayLimits.MaxPage)).Items.Select(
                    r => For(Caller.Of(http), r))]));

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) => await grains.City(city).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
        : Answers.Json(Cursor.Page(http, await grains.Safeguarding(city).Rulings(
            new() { IsOpen = Query.OpenRulings.Of(http), IsOverdue = Query.Overdue.Of(http), Host = Query.Host.Of(http) }, Cursor.Of(http),
            Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, RulingId ruling, IGrainFactory grains)
    {
        var view = await grains.Ruling(ruling).Get();
        return Answers.Thing(http, view is null ? null : For(Caller.Of(http), view), view?.Version, RejectionCode.RulingNotFound);
    }

    private static async Task<IResult> ReadTexts(HttpContext http, RulingId ruling, IGrainFactory grains) =>
        await grains.Ruling(ruling).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.RulingNotFound))
        : Answers.Json(new TextList((await grains.Ruling(ruling).Texts(PersonAnswers.Reader(http), Caller.Of(http).Party())).Items));

    private static async Task<IResult> Reply(RulingId ruling, Command<RulingTextRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Ruling(ruling).Reply(command.Context, command.Words()!), ruling.Value);

    private static async Task<IResult> Decide(RulingId ruling, Command<RulingDecisionRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Ruling(ruling).Decide(command.Context, command.Body.Outcome == RulingDecision.Made, command.Words()),
            ruling.Value);

    private static async Task<IResult> Appeal(RulingId ruling, Command<RulingTextRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Ruling(ruling).Appeal(command.Context, command.Words()!), ruling.Value);

    private static async Task<IResult> DecideAppeal(RulingId ruling, Command<AppealDecisionRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.Ruling(ruling).DecideAppeal(command.Context, command.Body.Outcome == AppealDecision.Upheld, command.Words()),
            ruling.Value);

    private static async Task<IResult> Rescind(RulingId ruling, Command<RescissionRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Ruling(ruling).Rescind(command.Context, command.Words()), ruling.Value);

    /// <summary>
    /// True if a ruling of a sponsorship is the affair of a side: a fine is the host's own, an end of status the migrant's.
    /// </summary>
    internal static bool Concerns(RulingView ruling, Role role) => role switch
    {
        Role.Migrant => ruling.Kind != RulingKind.Fine,
        Role.Host => ruling.Kind != RulingKind.StatusEnd,
        _ => true,
    };

    /// <summary>A ruling as the caller may know it: which officers they were is for officers, and a host is given no reason that tells of
    /// the migrant.</summary>
    internal static RulingView For(Caller caller, RulingView view) => caller.Role switch
    {
        Role.Host => view with { ProposedBy = null, MadeBy = null, EndReason = view.EndReason?.ToldToHost() },
        Role.Migrant => view with { ProposedBy = null, MadeBy = null },
        _ => view,
    };
}
