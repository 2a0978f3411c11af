namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
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
        migrant.MapPost("/dependants", NameDependant).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("nameDependant", "Name somebody who comes with a migrant",
                "The data goes to a record of their own in the vault. A dependant takes no place of the city's quota and counts in the "
                    + $"home, if that counts its guests. At most {MigrantDecider.MaxDependants}.")
            .ExampleBody(new DependantRequest
            {
                Name = "Ligaya", Relation = DependantRelation.Child, BirthDate = new(2016, 5, 2), Needs = "A place at a school."
            })
            .AnswersReceipt(Sample.Dependant.Value, "named", 201);
        migrant.MapGet("/dependants", Dependants).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Query(Query.Purpose)
            .Describes("readDependants", "Read who comes with a migrant", "Who reads and why is written down before the data is given.")
            .Answers(new DependantList([new(Sample.Dependant, new() { Name = "Ligaya", Relation = DependantRelation.Child })]));
        migrant.MapDelete("/dependants/{dependant}", RemoveDependant)
            .Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("removeDependant", "Note that somebody does not come with a migrant", "Their record in the vault is erased.")
            .AnswersReceipt(Sample.Dependant.Value, "removed");
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
        migrant.MapPost("/person/corrections", Correct).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("correctMigrantPerson", "Correct a migrant's data", CorrectPersonRequest.About)
            .ExampleBody(new CorrectPersonRequest { Contact = "malaya@example.org" }).AnswersReceipt(Sample.Migrant.Value, "corrected");
        migrant.MapGet("/person/versions", Versions).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Query(Query.Purpose)
            .Describes("readMigrantPersonVersions", "Read what stood in a migrant's record before",
                "Who reads and why is written down before the data is given. The newest first, at most 100.")
            .Answers(PersonVersionList.Example);
        migrant.MapPost("/person/erasure-request", AskErasure).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("askForMigrantErasure", "Ask to be erased as a migrant", PersonAnswers.ErasureText)
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Migrant.Value, "asked");
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

    private static async Task<IResult> NameDependant(MigrantId migrant, Command<DependantRequest> command, IGrainFactory grains)
    {
        var id = DependantId.From(migrant.Nation, command.Context.Id);
        return command.Created(await grains.Migrant(migrant).NameDependant(command.Context, id, command.Body.Dependant), id.Value,
            $"/v1/migrants/{migrant}/dependants");
    }

    private static async Task<IResult> Dependants(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Dependants(PersonAnswers.Reader(http)) is { } items
            ? Answers.Json(new DependantList(items)) : new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound));

    private static async Task<IResult> RemoveDependant(MigrantId migrant, DependantId dependant, Command<NoBody> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).RemoveDependant(command.Context, dependant), dependant.Value);

    private static async Task<IResult> VerifyAge(MigrantId migrant, Command<AgeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).VerifyAge(command.Context, command.Body.Verification), migrant.Value);

    private static async Task<IResult> ReadPerson(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        PersonAnswers.Of(await grains.Migrant(migrant).ReadPerson(PersonAnswers.Reader(http)));

    private static async Task<IResult> Accesses(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound))
            : PersonAnswers.Accesses(http, await grains.Migrant(migrant).PersonAccesses(Cursor.Limit(http)));

    private static async Task<IResult> Correct(MigrantId migrant, Command<CorrectPersonRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).CorrectPerson(command.Context, command.Body.Change), migrant.Value);

    private static async Task<IResult> Versions(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.MigrantNotFound))
            : Answers.Json(new PersonVersionList(await grains.Migrant(migrant).PersonVersions(PersonAnswers.Reader(http))));

    private static async Task<IResult> AskErasure(MigrantId migrant, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).AskErasure(command.Context), migrant.Value);

    private static async Task<IResult> Erase(HttpContext http, MigrantId migrant, Command<NoBody> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).ErasePerson(command.Context, PersonAnswers.Reason(http)), migrant.Value);
}
