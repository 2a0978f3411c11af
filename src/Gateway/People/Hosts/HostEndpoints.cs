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

    private static async Task<IResult> VerifyAge(HostId host, Command<AgeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).VerifyAge(command.Context, command.Body.Verification), host.Value);

    private static async Task<IResult> ReadPerson(HttpContext http, HostId host, IGrainFactory grains) =>
        PersonAnswers.Of(await grains.Host(host).ReadPerson(PersonAnswers.Reader(http)));

    private static async Task<IResult> Accesses(HttpContext http, HostId host, IGrainFactory grains) =>
        await grains.Host(host).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.HostNotFound))
            : PersonAnswers.Accesses(http, await grains.Host(host).PersonAccesses(Cursor.Limit(http)));

    private static async Task<IResult> Erase(HttpContext http, HostId host, Command<NoBody> command, IGrainFactory grains) =>
        command.Answer(await grains.Host(host).ErasePerson(command.Context, PersonAnswers.Reason(http)), host.Value);
}
