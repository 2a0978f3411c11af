namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>Employers as organisations: what is known of them, and who signs in for them.</summary>
internal static class EmployerEndpoints
{
    private const string Person = "4m8z1q7w3k9d5r2t6p0s8v4c1x", Name = "acme-orchards";

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] officers = [Who.OfficerOfCityInNation, Who.OfficerOfNation];
        var id = Sample.Employer.Value;
        v1.MapPost("/nations/{nation}/employers", Register).Allows(officers).WithTags("Employers")
            .Describes("registerEmployer", "Register an employer",
                "Or put right what is known of it: the same employer is the same record. Of an organisation the name and the number that a "
                    + "public register has; a household is known by its id alone. Of address and account a code is kept, which is compared "
                    + "with those of the hosts for whose guests it is named: see the flags of 'listCityEmployments'.")
            .ExampleBody(new RegisterEmployerRequest
            {
                Employer = Name, Kind = EmployerKind.Organisation, Name = "Acme Orchards Ltd", RegistrationNumber = "9429000000000",
                Address = "1 Example Road, Hastings", AccountNumber = "01-0123-0123456-00",
            })
            .AnswersReceipt(id, "registered", 201);
        v1.MapGet("/nations/{nation}/employer-sign-in", SignIn).Allows(Who.EmployerSigningIn).WithTags("Employers")
            .Describes("getEmployerSignIn", "See for whom one signs in",
                "Whoever has an employer's token reads here the key under which an officer, or the employer's first person, admits them. "
                    + "Until an employer has admitted somebody, everybody with its token is let in.")
            .Answers(new EmployerSignInAnswer(Sample.Employer, Name, Person, IsAdmitted: true, IsFirst: false));
        var one = v1.MapGroup("/employers/{employer}").WithTags("Employers");
        one.MapGet("", Get).Allows([.. officers, Who.AuditorOfNation, Who.TheEmployer])
            .Describes("getEmployer", "Read an employer", "What is known of it, and who signs in for it.")
            .Answers(new EmployerView(Sample.Employer, Version: 3, Name, EmployerKind.Organisation, "Acme Orchards Ltd", "9429000000000",
                Host: null, HasAddress: true, HasAccount: true, IsListed: true, [new(Person, IsFirst: true)]));
        one.MapPost("/people", Admit).Allows([.. officers, Who.FirstOfEmployer])
            .Describes("admitEmployerPerson", "Admit somebody who signs in for an employer",
                "An officer, or one of the employer's own who admits others. The first one who is admitted is one of these. From then on "
                    + "nobody else signs in for the employer, whatever their token says.")
            .ExampleBody(new AdmitEmployerPersonRequest { Person = Person, First = true }).AnswersReceipt(id, "admitted");
        one.MapPost("/people-dismissals", Dismiss).Allows([.. officers, Who.FirstOfEmployer])
            .Describes("dismissEmployerPerson", "Dismiss somebody who signs in for an employer",
                "They are refused from then on. The employer's own leave one who admits others; an officer can dismiss all.")
            .ExampleBody(new DismissEmployerPersonRequest { Person = Person }).AnswersReceipt(id, "dismissed");
    }

    private static async Task<IResult> Register(NationId nation, Command<RegisterEmployerRequest> command, IGrainFactory grains)
    {
        var id = EmployerId.Of(nation, command.Body.Employer);
        return command.Created(await grains.Employer(id).Register(command.Context, command.Body.Registration), id.Value,
            $"/v1/employers/{id}");
    }

    private static async Task<IResult> SignIn(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var caller = Caller.Of(http);
        var id = EmployerId.Of(nation, caller.Employer!);
        var known = await grains.Employer(id).SignIn(caller.Key);
        return Answers.Json(new EmployerSignInAnswer(id, caller.Employer!, caller.Key, known.IsAdmitted, known.IsFirst));
    }

    private static async Task<IResult> Get(HttpContext http, EmployerId employer, IGrainFactory grains)
    {
        var view = await grains.Employer(employer).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.EmployerNotFound);
    }

    private static async Task<IResult> Admit(EmployerId employer, Command<AdmitEmployerPersonRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Employer(employer).Admit(command.Context, command.Body.Person, command.Body.First ?? false),
            employer.Value);

    private static async Task<IResult> Dismiss(EmployerId employer, Command<DismissEmployerPersonRequest> command,
        IGrainFactory grains) =>
        command.Answer(await grains.Employer(employer).Dismiss(command.Context, command.Body.Person), employer.Value);
}
