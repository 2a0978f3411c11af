namespace VipOrleans.Gateway.People;

using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;

/// <summary>A code that was issued.</summary>
/// <param name="Code">The code, for whoever hands it over; left out if it is sent.</param>
/// <param name="Until">Until when it counts.</param>
public sealed record SignInCodeAnswer(string? Code, DateTimeOffset Until);

/// <summary>Whose record a sign-in reaches.</summary>
/// <param name="Key">The sign-in, as the record lists it.</param>
/// <param name="Person">The host or the migrant; left out if it was joined to nobody.</param>
public sealed record OwnSignInAnswer(string Key, PersonId? Person);

/// <summary>How a sign-in of any provider is joined to a record by a one-time code.</summary>
internal static class SignInEndpoints
{
    private static readonly string Code = $"{Sample.Host}.5c3v8k1q7w2n9x4t";

    public static void Map(IEndpointRouteBuilder v1)
    {
        const string key = "4m8z1q7w3k9d5r2t6p0s8v4c1x";
        DateTimeOffset until = new(2025, 11, 17, 21, 30, 0, TimeSpan.Zero);
        var own = v1.MapGroup("/sign-in").WithTags("Sign-in");
        own.MapGet("", Own).Allows(Who.Joining)
            .Describes("getOwnSignIn", "See whose record one reaches",
                "For a token that names no record: whose it was joined to, if it was.")
            .Answers(new OwnSignInAnswer(key, Sample.Host));
        own.MapPost("", Join).Allows(Who.Joining)
            .Describes("joinSignIn", "Join a sign-in to a record",
                "By a one-time code from an officer's letter or message. An officer's code takes the place of every other sign-in; a code "
                    + $"that the person made adds one. After {SignIns.MostTries} wrong tries a code counts no more, and a sign-in tries "
                    + $"{Allowances.SignInTriesPerDay} times a day. Whatever is wrong with a code, the answer is the same.")
            .ExampleBody(new JoinSignInRequest { Code = Code }).AnswersReceipt(Sample.Host.Value, "joined");
        var person = v1.MapGroup("/people/{person}").WithTags("Sign-in");
        person.MapPost("/sign-in-codes", Issue).Allows(Who.OfficerOfPerson, Who.ThePerson)
            .Describes("issueSignInCode", "Issue a one-time code",
                "It counts once, until its time is over, and ends the one before it. With 'message' it goes to the person alone: where "
                    + "they chose to be written to, or to the record's contact or address. With 'hand' whoever asks reads it and hands it "
                    + "over; the person is told once it is used. It is stored nowhere: a retry with the same Idempotency-Key tells it "
                    + "again.")
            .ExampleBody(new IssueSignInCodeRequest { Way = SignInCodeWay.Hand, Days = 14 }).Answers(new SignInCodeAnswer(Code, until));
        person.MapPost("/sign-in-code-revocation", Revoke).Allows(Who.OfficerOfPerson, Who.ThePerson)
            .Describes("revokeSignInCode", "Revoke the code that counts", "A letter that was lost or stolen. None is no error.")
            .ExampleBody(new NothingMore()).AnswersReceipt(Sample.Host.Value, "revoked");
        person.MapGet("/sign-ins", List).Allows(Who.OfficerOfPerson, Who.ThePerson)
            .Describes("listSignIns", "List the sign-ins of a record", $"At most {SignIns.Most}; each is a key that says nothing else.")
            .Answers(new SignInsView(Sample.Host, 3, [new(key, until.AddDays(-14))], until));
        person.MapPost("/sign-in-dismissals", Dismiss).Allows(Who.OfficerOfPerson, Who.ThePerson)
            .Describes("dismissSignIn", "Dismiss a sign-in of a record", "It reaches the record no longer, from the next request on.")
            .ExampleBody(new DismissSignInRequest { SignIn = key }).AnswersReceipt(Sample.Host.Value, "left");
    }

    private static IResult Own(HttpContext http) =>
        Answers.Json(new OwnSignInAnswer(Caller.Of(http).Key, Caller.Of(http).Person));

    private static async Task<IResult> Join(Command<JoinSignInRequest> command, IGrainFactory grains, Allowances allowances)
    {
        var (person, secret) = command.Body.Parts;
        if (await allowances.SignInTry(command, person.Nation) is { } refused) return refused;
        return command.Answer(await grains.SignIns(person).Join(command.Context, command.Caller.Key, secret), person.Value);
    }

    private static async Task<IResult> Issue(PersonId person, Command<IssueSignInCodeRequest> command, IGrainFactory grains)
    {
        var issued = await grains.SignIns(person).Issue(command.Context, command.Body.Days, command.Body.Way);
        return command.Answer(issued.Result, new SignInCodeAnswer(issued.Code, issued.Until));
    }

    private static async Task<IResult> Revoke(PersonId person, Command<NothingMore> command, IGrainFactory grains) =>
        command.Answer(await grains.SignIns(person).Revoke(command.Context), person.Value);

    private static async Task<IResult> List(HttpContext http, PersonId person, IGrainFactory grains)
    {
        var view = await grains.SignIns(person).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.PersonNotFound);
    }

    private static async Task<IResult> Dismiss(PersonId person, Command<DismissSignInRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.SignIns(person).Leave(command.Context, command.Body.SignIn), person.Value);
}
