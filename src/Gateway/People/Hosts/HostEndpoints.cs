namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>Hosts: citizens who sponsor.</summary>
internal static class HostEndpoints
{
    private static readonly HostView Example = new(
        Id: Sample.Host,
        Version: 3,
        City: Sample.City,
        Household: Sample.Household,
        Home: Sample.Home,
        Guardian: null,
        Suspended: null,
        Sponsorship: Sample.Sponsorship,
        Erased: false,
        HasPayee: false,
        MovedFrom: null,
        MovedTo: null,
        MovingTo: null,
        OpensWith: null,
        IsVoid: false,
        LinkedTo: null,
        Records: null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/cities/{city}/hosts", Register).Allows(Who.OfficerOfCity).WithTags("Hosts")
            .Describes("registerHost", "Register a host",
                "A citizen becomes a host. Name, contact, address and documents go to the vault; everything else refers to the host by id.")
            .ExampleBody(new RegisterHostRequest { Person = PersonRequest.Example, Household = Sample.Household })
            .AnswersReceipt(Sample.Host.Value, "registered", 201);
        var host = v1.MapGroup("/hosts/{host}").WithTags("Hosts");
        host.MapGet("", Get).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getHost", "Read a host", "The host without name or contact.")
            .Answers(Example);
        host.MapPost("/suspension", Suspend).Allows(Who.OfficerOfCity)
            .Describes("suspendHost", "Suspend a host",
                "The host cannot enter a sponsorship. A running one goes on. Unless the host asked for it, the host has notice of a "
                    + "ruling: it ends by itself where no other officer confirms it in time.")
            .ExampleBody(new SuspendHostRequest { Reason = SuspensionReason.Safeguarding })
            .AnswersReceipt(Sample.Host.Value, "suspended");
        host.MapPost("/reinstatement", Reinstate).Allows(Who.OfficerOfCity)
            .Describes("reinstateHost", "End a suspension", "The host may enter a sponsorship again.")
            .ExampleBody(new ReinstateHostRequest { Reason = ReinstatementReason.Cleared })
            .AnswersReceipt(Sample.Host.Value, "reinstated");
        host.MapGet("/home", GetHome).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getHome", "Read how many guests a host's home takes",
                "And how many have room there, without saying which home it is.")
            .Answers(new HomeView(Sample.Home, 3, 4, 3, 1, [Sample.Sponsorship]));
        host.MapPut("/home", DeclareHome).Allows(Who.TheHost, Who.GuardianOfHost, Who.OfficerOfCity)
            .Describes("declareHome", "Declare how many guests a host's home takes",
                "Dependants count as the migrants do; counted is whoever is accepted from now on, at the address of all its hosts. A "
                    + "proposal, an acceptance and an arrival that find no room are refused. A number below those who live there takes "
                    + "nothing from anybody.")
            .ExampleBody(new DeclareHomeRequest { Guests = 4 }).AnswersReceipt(Sample.Home.Value, "declared");
        host.MapPost("/situation", NoteSituation).Allows(Who.OfficerOfCity)
            .Describes("noteHostSituation", "Note that a host is abroad, in prison or dead",
                "With the document that shows it. No sponsorship begins meanwhile, and nobody arrives. The guest of one that runs keeps "
                    + "the place and is told: 'hostAway' of the sponsorship says it.")
            .ExampleBody(new HostSituationRequest { Situation = HostSituation.Abroad, Since = Sample.Day, Document = "letter/2025-117" })
            .AnswersReceipt(Sample.Host.Value, "noted");
        host.MapPost("/situation-end", EndSituation).Allows(Who.OfficerOfCity)
            .Describes("endHostSituation", "Note that a host is there again",
                "Or that it was noted wrongly. That a host has died is undone by a second officer.")
            .ExampleBody(new EndHostSituationRequest { Document = "interview/2025-118" })
            .AnswersReceipt(Sample.Host.Value, "ended");
        host.MapPost("/age-verification", VerifyAge).Allows(Who.OfficerOfCity)
            .Describes("verifyHostAge", "Verify a host's date of birth", AgeRequest.About
                + " A host found to be a minor enters no sponsorship without a guardian.")
            .ExampleBody(AgeRequest.Example).AnswersReceipt(Sample.Host.Value, "verified");
        host.MapGet("/person", ReadPerson).Allows(Who.TheHost, Who.OfficerOfCity).Query(Query.Purpose)
            .Describes("readHostPerson", "Read a host's name and contact", "Who reads and why is written down before the data is given.")
            .Answers(PersonRequest.Example.ToPerson());
        host.MapGet("/person/accesses", Accesses).Allows(Who.TheHost, Who.OfficerOfCity, Who.AuditorOfCity).Query(Query.Limit)
            .Describes("listHostPersonAccesses", "List who read a host's data", PersonAnswers.AccessesText)
            .Answers(PersonAnswers.ExampleAccesses);
        host.MapPost("/person/corrections", Correct).Allows(Who.TheHost, Who.OfficerOfCity)
            .Describes("correctHostPerson", "Correct a host's data", CorrectPersonRequest.About
                + " With another address the host moves within the city: a sponsorship goes on there, and the checks of the home are made "
                + "again. To another city a host moves by 'moveHost'.")
            .ExampleBody(new CorrectPersonRequest { Contact = "+64 21 000 0001", Address = "2 Example Street\nAuckland" })
            .AnswersReceipt(Sample.Host.Value, "corrected");
        host.MapGet("/person/versions", Versions).Allows(Who.TheHost, Who.OfficerOfCity).Query(Query.Purpose)
            .Describes("readHostPersonVersions", "Read what stood in a host's record before",
                "Who reads and why is written down before the data is given. The newest first, at most 100.")
            .Answers(PersonVersionList.Example);
        host.MapPost("/person/erasure-request", AskErasure).Allows(Who.TheHost, Who.OfficerOfCity)
            .Describes("askForHostErasure", "Ask to be erased as a host", PersonAnswers.ErasureText)
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Host.Value, "asked");
        host.MapDelete("/person", Erase).Allows(Who.TheHost, Who.OfficerOfCity).Query(Query.Reason)
            .Describes("eraseHostPerson", "Erase a host's name and contact",
                "Deletes the document and its key. Amounts and states stay, without the name. Not while a sponsorship is live.")
            .AnswersReceipt(Sample.Host.Value, "erased");
    }

    private static async Task<IResult> Register(CityId city, Command<RegisterHostRequest> command, IGrainFactory grains)
    {
        var id = HostId.From(city, await command.SeedFor(s => grains.Host(HostId.From(city, s))));
        var result =
            await grains.Host(id)
                .Register(command.Context,
                    new()
                    {
                        Person = command.Body.Person.ToPerson(), Household = command.Body.Household,
                        Guardian = command.Body.Guardian
                    });
        return command.Created(result, id.Value, $"/v1/hosts/{id}");
    }

    private static async Task<IResult> Get(HttpContext http, HostId host, IGrainFactory grains)
    {
        var view = await grains.Host(host).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.HostNotFound);
    }

    private static async Task<IResult> Suspend(HostId host, Command<SuspendHostRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).Suspend(command.Context, command.Body.Reason, command.Words()), host.Value);

    private static async Task<IResult> Reinstate(HostId host, Command<ReinstateHostRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).Reinstate(command.Context, command.Body.Reason), host.Value);

    private static async Task<IResult> GetHome(HttpContext http, HostId host, IGrainFactory grains)
    {
        var view = await grains.Host(host).Get() is { } known ? await grains.Home(known.Home).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.HostNotFound);
    }

    private static async Task<IResult> DeclareHome(HostId host, Command<DeclareHomeRequest> command, IGrainFactory grains) =>
        await grains.Host(host).Get() is { } known
            ? command.Answer(await grains.Home(known.Home).Declare(command.Context, command.Body.Guests), known.Home.Value)
            : new ProblemResult(Problems.Of(RejectionCode.HostNotFound));

    private static async Task<IResult> NoteSituation(HostId host, Command<HostSituationRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).NoteSituation(command.Context, command.Body.Absence), host.Value);

    private static async Task<IResult> EndSituation(HostId host, Command<EndHostSituationRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).EndSituation(command.Context, command.Body.Document), host.Value);

    private static async Task<IResult> VerifyAge(HostId host, Command<AgeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).VerifyAge(command.Context, command.Body.Verification), host.Value);

    private static async Task<IResult> ReadPerson(HttpContext http, HostId host, IGrainFactory grains) =>
        PersonAnswers.Of(await grains.Host(host).ReadPerson(PersonAnswers.Reader(http)));

    private static async Task<IResult> Accesses(HttpContext http, HostId host, IGrainFactory grains) =>
        await grains.Host(host).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.HostNotFound))
            : PersonAnswers.Accesses(http, await grains.Host(host).PersonAccesses(Cursor.Limit(http)));

    private static async Task<IResult> Correct(HostId host, Command<CorrectPersonRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).CorrectPerson(command.Context, command.Body.Change), host.Value);

    private static async Task<IResult> Versions(HttpContext http, HostId host, IGrainFactory grains) =>
        await grains.Host(host).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.HostNotFound))
            : Answers.Json(new PersonVersionList(await grains.Host(host).PersonVersions(PersonAnswers.Reader(http))));

    private static async Task<IResult> AskErasure(HostId host, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).AskErasure(command.Context), host.Value);

    private static async Task<IResult> Erase(HttpContext http, HostId host, Command<NoBody> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).ErasePerson(command.Context, PersonAnswers.Reason(http)), host.Value);
}
