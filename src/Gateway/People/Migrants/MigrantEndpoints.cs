namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Shares;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Migrants: registered with a nation, sponsored in any of its cities.</summary>
internal static class MigrantEndpoints
{
    private static readonly MigrantView Example = new(
        Id: Sample.Migrant,
        Version: 4,
        Nation: Sample.Nation,
        Origin: "PH",
        Languages: ["tl", "en-PH"],
        Skills: ["carpentry"],
        Baseline: Sample.Baseline,
        Sponsorship: Sample.Sponsorship,
        Erased: false,
        VerifiedBaseline: Sample.VerifiedBaseline,
        NextSponsorship: null,
        LinkedTo: null,
        Records: null);

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/migrants", Register).AllowsByBody(Who.OfficerOfNation, Who.OfficerOfCityInNation).WithTags("Migrants")
            .Describes("registerMigrant", "Register a migrant",
                "Name, contact and documents go to the vault; everything else refers to the migrant by id.")
            .ExampleBody(new RegisterMigrantRequest
            {
                Nation = Sample.Nation,
                Person = new() { Name = "Malaya", Documents = [new() { Kind = "passport", IssuedBy = "PH", Number = "P0000000A" }] },
                Origin = "PH", Languages = ["tl", "en-PH"], Skills = ["carpentry"]
            })
            .AnswersReceipt(Sample.Migrant.Value, "registered", 201);
        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Migrants");
        migrant.MapGet("", Get).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation, Who.AuditorOfNation)
            .Describes("getMigrant", "Read a migrant", "The migrant without name or contact.")
            .Answers(Example);
        migrant.MapPut("/baseline", DeclareBaseline).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("declareBaseline", "Declare what the migrant earns at home",
                "Of a year, in the home currency. An officer verifies it before the migrant arrives.")
            .ExampleBody(new DeclareBaselineRequest
            {
                Yearly = Sample.Baseline.Yearly, Evidence = Sample.Baseline.Evidence,
                On = Sample.Baseline.On
            })
            .AnswersReceipt(Sample.Migrant.Value, "declared");
        migrant.MapPost("/baseline-verification", VerifyBaseline).Allows(Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("verifyBaseline", "Verify what the migrant earns at home",
                "A new version; every version is kept. The newest is fixed at the arrival, and later ones hold from the next share year "
                    + "on that begins on their day or after it.")
            .ExampleBody(new VerifyBaselineRequest
            {
                Yearly = Sample.Baseline.Yearly, Method = BaselineMethod.Payslips,
                Source = Sample.VerifiedBaseline.Source, On = Sample.Day
            })
            .AnswersReceipt(Sample.Migrant.Value, "verified");
        migrant.MapGet("/baselines", Baselines).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation, Who.AuditorOfNation)
            .Describes("listBaselines", "List a migrant's baselines",
                "What is declared now, and every version that was verified, the newest last, each with what was declared by then.")
            .Answers(new BaselinesView(Sample.Migrant, 4, Sample.Baseline, [Sample.VerifiedBaseline]));
        migrant.MapPost("/age-verification", VerifyAge).Allows(Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("verifyMigrantAge", "Verify a migrant's date of birth", AgeRequest.About
                + " A minor comes with an adult who brings them, never alone, and signs nothing.")
            .ExampleBody(AgeRequest.Example).AnswersReceipt(Sample.Migrant.Value, "verified");
        migrant.MapGet("/person", ReadPerson).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation).Query(Query.Purpose)
            .Describes("readMigrantPerson", "Read a migrant's name and contact",
                "Who reads and why is written down before the data is given.")
            .Answers(PersonRequest.Example.ToPerson());
        migrant.MapGet("/person/accesses", Accesses)
            .Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation, Who.AuditorOfNation).Query(Query.Limit)
            .Describes("listMigrantPersonAccesses", "List who read a migrant's data", PersonAnswers.AccessesText)
            .Answers(PersonAnswers.ExampleAccesses);
        migrant.MapDelete("/person", Erase).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation).Query(Query.Reason)
            .Describes("eraseMigrantPerson", "Erase a migrant's name and contact",
                "Deletes the document and its key. Amounts and states stay, without the name. Not while a sponsorship is live.")
            .AnswersReceipt(Sample.Migrant.Value, "erased");
    }

    private static async Task<IResult> Register(Command<RegisterMigrantRequest> command, IGrainFactory grains)
    {
        var migrant = command.Body;
        var id = MigrantId.From(migrant.Nation, await command.SeedFor(s => grains.Migrant(MigrantId.From(migrant.Nation, s))));
        var result =
            await grains.Migrant(id)
                .Register(command.Context,
                    new()
                    {
                        Person = migrant.Person.ToPerson(), Origin = migrant.Origin, Languages = migrant.Languages ?? [],
                        Skills = migrant.Skills ?? []
                    });
        return command.Created(result, id.Value, $"/v1/migrants/{id}");
    }

    private static async Task<IResult> Get(HttpContext http, MigrantId migrant, IGrainFactory grains)
    {
        var view = await grains.Migrant(migrant).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.MigrantNotFound);
    }

    private static async Task<IResult> DeclareBaseline(MigrantId migrant, Command<DeclareBaselineRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).DeclareBaseline(command.Context, command.Body.Baseline), migrant.Value);

    private static async Task<IResult> VerifyBaseline(MigrantId migrant, Command<VerifyBaselineRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).VerifyBaseline(command.Context, command.Body.Verification), migrant.Value);

    private static async Task<IResult> Baselines(HttpContext http, MigrantId migrant, IGrainFactory grains)
    {
        var view = await grains.Migrant(migrant).Baselines();
        return Answers.Thing(http, view, view?.Version, RejectionCode.MigrantNotFound);
    }

    private static async Task<IResult> VerifyAge(MigrantId migrant, Command<AgeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).VerifyAge(command.Context, command.Body.Verification), migrant.Value);

    private static async Task<IResult> ReadPerson(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        PersonAnswers.Of(await grains.Migrant(migrant).ReadPerson(PersonAnswers.Reader(http)));

    private static async Task<IResult> Accesses(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound))
            : PersonAnswers.Accesses(http, await grains.Migrant(migrant).PersonAccesses(Cursor.Limit(http)));

    private static async Task<IResult> Erase(HttpContext http, MigrantId migrant, Command<NoBody> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).ErasePerson(command.Context, PersonAnswers.Reason(http)), migrant.Value);
}
