namespace VipOrleans.Gateway.Safeguarding;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Safeguarding;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Safeguarding;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>
/// Concerns: something that is wrong, reported in confidence. The other side of the sponsorship never learns that there is one.
/// </summary>
internal static class ConcernEndpoints
{
    private static readonly ConcernView Example = ConcernView.Of(new()
    {
        Id = Sample.Concern,
        Sponsorship = Sample.Sponsorship,
        By = CaseParty.Migrant,
        RaisedBy = $"migrant:{Sample.Migrant}",
        Kind = ConcernKind.DocumentsWithheld,
        Urgency = ConcernUrgency.Urgent,
        Status = ConcernStatus.Triaged,
        RaisedAt = new(2025, 11, 3, 20, 0, 0, TimeSpan.Zero),
        DueAt = new(2025, 11, 6, 21, 0, 0, TimeSpan.Zero),
    }, 2, new(2025, 11, 4, 9, 0, 0, TimeSpan.Zero));

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] officers = [Who.OfficerOfCity, Who.OfficerOfNation];
        Who[] writers = [Who.RaiserOfConcern, .. officers];
        var id = Sample.Concern.Value;

        v1.MapPost("/sponsorships/{sponsorship}/concerns", Raise).WithTags("Concerns")
            .Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship, Who.EmployerOfSponsorship, Who.OfficerOfCity)
            .Describes("raiseConcern", "Report that something is wrong",
                "In any language, and in confidence: only the one who raises it and officers ever see it. An officer says how urgent it "
                    + "is within a day, within an hour if somebody is in danger; from there an emergency is to be ended within 1 day, what "
                        + "is urgent within 3, normal 14, low 28. If the time is over it goes to the nation. A fee that was asked for the "
                        + "place, the journey or the work, and a debt that came of it, the migrant records as 'recruitment-fee' and "
                        + "'recruitment-debt': how much, and to whom, goes to the vault with the words.")
            .ExampleBody(new RaiseConcernRequest
            {
                Kind = ConcernKind.DocumentsWithheld, Text = "Hawak ng host ko ang pasaporte ko.",
                Language = "tl"
            })
            .AnswersReceipt(id, "raised", 201);
        v1.MapGet("/sponsorships/{sponsorship}/concerns", Own).WithTags("Concerns")
            .Allows(Who.HostOfSponsorship, Who.MigrantOfSponsorship, Who.EmployerOfSponsorship, Who.OfficerOfCity)
            .Query(Query.Limit, Query.Cursor)
            .Describes("listOwnConcerns", "List what the caller raised",
                "The caller's own concerns about the sponsorship, and nobody else's. The newest first.")
            .Answers(new Page<ConcernView>([Example], null));
        v1.MapGet("/cities/{city}/concerns", List).WithTags("Concerns").Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.ConcernKind, Query.ConcernStatus, Query.Overdue, Query.Escalated, Query.Sponsorship, Query.Limit, Query.Cursor)
            .Describes("listConcerns", "List a city's concerns",
                "In the order in which they were raised, without what was written. 'isOverdue' is as of now.")
            .Answers(new Page<ConcernView>([Example], null));

        var one = v1.MapGroup("/concerns/{concern}").WithTags("Concerns");
        one.MapGet("", Get).Allows(Who.RaiserOfConcern, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getConcern", "Read a concern", "Where it stands, without what was written.")
            .Answers(Example);
        one.MapPost("/texts", Add).Allows(writers)
            .Describes("addToConcern", "Add to a concern", $"The one who raised it, or an officer. At most {ConcernLimits.MaxTexts} texts, "
                    + $"{ConcernLimits.MaxOwnTexts} of them by the one who raised it.")
            .ExampleBody(new AddToConcernRequest { Text = "Nasa drawer ng kusina.", Language = "tl" }).AnswersReceipt(id, "added");
        one.MapGet("/texts", ReadTexts).Allows(writers).Query(Query.Purpose)
            .Describes("readConcernTexts", "Read what was written",
                "Who reads and why is written down before anything is given. Officers' internal notes are for officers.")
            .Answers(new TextList(
                [new(By: CaseParty.Migrant, Text: "Hawak ng host ko ang pasaporte ko.", Language: "tl", IsInternal: false)]));
        one.MapPost("/triage", Triage).Allows(officers)
            .Describes("triageConcern", "Say what it is about and how urgent",
                "The time until its end begins. A nation's officers may once it went to the nation.")
            .ExampleBody(new TriageRequest { Kind = ConcernKind.DocumentsWithheld, Urgency = ConcernUrgency.Urgent })
            .AnswersReceipt(id, "triaged");
        one.MapPost("/assignment", Assign).Allows(officers)
            .Describes("assignConcern", "Give it to an officer", "To oneself if nobody is named. Never to the one who raised it.")
            .ExampleBody(new AssignmentRequest { Officer = "city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x" }).AnswersReceipt(id, "assigned");
        one.MapPost("/escalation", Escalate).Allows(Who.RaiserOfConcern, Who.OfficerOfCity)
            .Describes("escalateConcern", "Take it to the nation",
                "An officer, or the one who raised it, at any time; the clock does it if the time is over. With 'conflict-of-interest' the "
                    + "concern is the nation's alone: no officer of the city reads what was written or acts on it.")
            .ExampleBody(new EscalationRequest { Reason = EscalationReason.Gravity }).AnswersReceipt(id, "escalated");
        one.MapPost("/closure", Close).Allows(officers)
            .Describes("closeConcern", "End it", "With an outcome, and words for the one who raised it. It can be opened again.")
            .ExampleBody(new ClosureRequest { Outcome = ConcernOutcome.Resolved, Text = "Naibalik na ang pasaporte.", Language = "tl" })
            .AnswersReceipt(id, "closed");
        one.MapPost("/reopening", Reopen).Allows(writers)
            .Describes("reopenConcern", "Open it again", "The one who raised it and does not find it ended, or an officer.")
            .ExampleBody(new NothingMore()).AnswersReceipt(id, "reopened");
    }

    private static async Task<IResult> Raise(SponsorshipId sponsorship, Command<RaiseConcernRequest> command, IGrainFactory grains,
        Allowances allowances)
    {
        var id = ConcernId.From(sponsorship.City, await command.SeedFor(s => grains.Concern(ConcernId.From(sponsorship.City, s))));
        if (await allowances.Concern(command) is { } refused) return refused;
        var result = await grains.Concern(id).Raise(command.Context, sponsorship, command.Body.Report, command.Words()!);
        return command.Created(result, id.Value, $"/v1/concerns/{id}");
    }

    private static async Task<IResult> Own(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        if (await grains.Sponsorship(sponsorship).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.SponsorshipNotFound));
        var caller = Caller.Of(http);
        var page = await grains.Safeguarding(sponsorship.City).OwnConcerns(
            new() { Sponsorship = sponsorship, RaisedBy = caller.Actor, FormerlyBy = caller.FormerActor }, Cursor.Of(http),
            Cursor.Limit(http));
        return Answers.Json(Cursor.Page(http, page with { Items = [.. page.Items.Select(c => For(caller, c))] }));
    }

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) => await grains.City(city).Get() is null
        ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
        : Answers.Json(Cursor.Page(http, await grains.Safeguarding(city).Concerns(
            new()
            {
                Kind = Query.ConcernKind.Of(http), Status = Query.ConcernStatus.Of(http), IsOverdue = Query.Overdue.Of(http),
                IsEscalated = Query.Escalated.Of(http),
                Sponsorship = Query.Sponsorship.Of(http)
            }, Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, ConcernId concern, IGrainFactory grains)
    {
        var view = await grains.Concern(concern).Get();
        return Answers.Thing(http, view is null ? null : For(Caller.Of(http), view), view?.Version, RejectionCode.ConcernNotFound);
    }

    private static async Task<IResult> Add(ConcernId concern, Command<AddToConcernRequest> command, IGrainFactory grains)
    {
        var isInternal = command.Body.Internal == true;
        if (isInternal && command.Caller.Party() != CaseParty.Officer)
        {
            throw ProblemException.Invalid("internal", "Only an officer writes for officers; leave it out.");
        }

        return command.Answer(await grains.Concern(concern).Add(command.Context, command.Words(isInternal)!), concern.Value);
    }

    private static async Task<IResult> ReadTexts(HttpContext http, ConcernId concern, IGrainFactory grains)
    {
        if (await grains.Concern(concern).Get() is not { } view) return new ProblemResult(Problems.Of(RejectionCode.ConcernNotFound));
        var caller = Caller.Of(http);
        var texts = await grains.Concern(concern)
            .Texts(PersonAnswers.Reader(http), caller.Party() == CaseParty.Officer && !caller.IsActor(view.RaisedBy));
        return texts.Refused is { Rejected: { } code } refused
            ? new ProblemResult(Problems.Of(code), refused.Detail) : Answers.Json(new TextList(texts.Items));
    }

    private static async Task<IResult> Triage(ConcernId concern, Command<TriageRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Concern(concern).Triage(command.Context, command.Body.Triage), concern.Value);

    private static async Task<IResult> Assign(ConcernId concern, Command<AssignmentRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Concern(concern).Assign(command.Context, command.Body.Officer ?? command.Caller.Actor), concern.Value);

    private static async Task<IResult> Escalate(ConcernId concern, Command<EscalationRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Concern(concern).Escalate(command.Context, command.Body.Reason), concern.Value);

    private static async Task<IResult> Close(ConcernId concern, Command<ClosureRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Concern(concern).Close(command.Context, command.Body.Outcome, command.Words()), concern.Value);

    private static async Task<IResult> Reopen(ConcernId concern, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Concern(concern).Reopen(command.Context), concern.Value);

    // Which officer looks after it is for officers.
    private static ConcernView For(Caller caller, ConcernView view) =>
        caller.Role is Role.Host or Role.Migrant or Role.Employer ? view with { Officer = null } : view;
}
