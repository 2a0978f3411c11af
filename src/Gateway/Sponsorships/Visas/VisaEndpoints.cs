namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Contracts.People;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Visas: the nation's step beside the checks of a city.</summary>
internal static class VisaEndpoints
{
    private const string Reference = "INZ/2025-4711";

    private static readonly VisaView Example = new(Reference, Sample.Day, VisaState.Granted, Sample.Day.AddDays(30),
        Sample.Day.AddDays(394), [VisaCondition.MayWork, VisaCondition.InsuranceRequired], HasNumber: true, Reasons: [],
        AppealUntil: null, Lapse: null, Warned: 90);

    private static readonly string Id = Sample.Migrant.Value;

    public static void Map(IEndpointRouteBuilder v1)
    {
        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Visas");
        migrant.MapGet("/visas", Get).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation, Who.AuditorOfNation)
            .Describes("getVisas", "Read a migrant's visas",
                "What the migrant has applied for and what has become of it, the newest last. A visa is the migrant's: a change of host "
                    + "does not end it, and no condition ties it to a host or an employer.")
            .Answers(new VisasView(Sample.Migrant, 4, [Example]));
        migrant.MapPost("/visas", Apply).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Describes("applyForVisa", "Note an application for a visa",
                "With the reference under which the immigration authority has it. One application waits for a decision at a time.")
            .ExampleBody(new ApplyForVisaRequest { Reference = Reference, On = Sample.Day }).AnswersReceipt(Id, "applied");
        migrant.MapPost("/visa-grant", Grant).Allows(Who.OfficerOfNation)
            .Describes("grantVisa", "Grant a visa",
                "With its days and conditions; the number goes to the vault. An appeal is decided by another officer.")
            .ExampleBody(new GrantVisaRequest
            {
                Reference = Reference, From = Sample.Day.AddDays(30), To = Sample.Day.AddDays(394),
                Conditions = [VisaCondition.MayWork], Number = "V0000000A",
            })
            .AnswersReceipt(Id, "granted");
        migrant.MapPost("/visa-refusal", Refuse).Allows(Who.OfficerOfNation)
            .Describes("refuseVisa", "Refuse a visa",
                "With coded reasons, and the last day for an appeal. The refusal of an appeal is the last decision and has no such day.")
            .ExampleBody(new RefuseVisaRequest
            {
                Reference = Reference, Reasons = [VisaRefusal.DocumentsMissing], AppealUntil = new(2190, 1, 1),
            })
            .AnswersReceipt(Id, "refused");
        var which = new VisaRequest { Reference = Reference };
        migrant.MapPost("/visa-appeal", Appeal).Allows(Who.TheMigrant, Who.OfficerOfCityInNation)
            .Describes("appealVisa", "Appeal against a refusal",
                "The migrant, or a city officer in their name, until the day that the refusal says.")
            .ExampleBody(which).AnswersReceipt(Id, "appealed");
        migrant.MapPost("/visa-lapse", Lapse).Allows(Who.OfficerOfNation)
            .Describes("lapseVisa", "Note that an application was not pursued, or a visa not used",
                "Nobody's visa is taken so who lives in a city of the nation: one that was used runs to its last day.")
            .ExampleBody(which).AnswersReceipt(Id, "lapsed");
        migrant.MapPost("/visa-withdrawal", Withdraw).Allows(Who.TheMigrant, Who.OfficerOfCityInNation)
            .Describes("withdrawVisa", "Withdraw an application for a visa",
                "The migrant, or a city officer in their name, before it is decided.")
            .ExampleBody(which).AnswersReceipt(Id, "withdrawn");
        migrant.MapGet("/visa-number", ReadNumber).Allows(Who.TheMigrant, Who.OfficerOfNation, Who.OfficerOfCityInNation)
            .Query(Query.VisaReference, Query.Purpose)
            .Describes("readVisaNumber", "Read the number of a visa", "Who reads and why is written down before the number is given.")
            .Answers(new VisaNumberAnswer("V0000000A"));

        var nation = v1.MapGroup("/nations/{nation}").WithTags("Visas");
        nation.MapGet("/visas", List).Allows(Who.OfficerOfNation, Who.AuditorOfNation)
            .Query(Query.VisaState, Query.ExpiresWithin, Query.Limit, Query.Cursor)
            .Describes("listVisas", "List a nation's visas",
                "In the order of the applications: those that stand so, or whose end is near. 90, 30 and 7 days before the end of a "
                    + "migrant's last visa there is a warning in the feed, once each, by itself.")
            .Answers(new Page<VisaEntry>([new(Sample.Migrant, Example)], null));
        nation.MapPost("/visa-decisions", Decide).Allows(Who.OfficerOfNation)
            .Describes("importVisaDecisions", "Import decisions on visas",
                "As another system has made them, each under the reference of its application. Each is carried out or refused by itself, "
                    + "and the answer says which in their order; those that were refused are mended and sent again. What is there already "
                    + "changes nothing.")
            .ExampleBody(new VisaDecisionsRequest
            {
                Items =
                [
                    new()
                    {
                        Reference = Reference, Outcome = VisaOutcome.Granted, From = Sample.Day.AddDays(30), To = Sample.Day.AddDays(394),
                        Conditions = [VisaCondition.MayWork], Number = "V0000000A",
                    },
                    new()
                    {
                        Reference = "INZ/2025-4712", Outcome = VisaOutcome.Refused, Reasons = [VisaRefusal.IdentityNotProven],
                        AppealUntil = new(2190, 1, 1),
                    },
                ],
            })
            .Answers(new VisaDecisionsAnswer(
                [
                    new(Reference, Sample.Migrant, "granted", null, null),
                    new("INZ/2025-4712", null, null, Codes<RejectionCode>.Text(RejectionCode.VisaNotFound), Unknown),
                ]));
    }

    private const string Unknown = "No migrant of the nation has an application with this reference.";

    private static async Task<IResult> Get(HttpContext http, MigrantId migrant, IGrainFactory grains)
    {
        var view = await grains.Migrant(migrant).Get() is null ? null : await grains.VisaFile(migrant).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.MigrantNotFound);
    }

    private static async Task<IResult> Apply(MigrantId migrant, Command<ApplyForVisaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.VisaFile(migrant).Apply(command.Context, command.Body.Application), migrant.Value);

    private static async Task<IResult> Grant(MigrantId migrant, Command<GrantVisaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.VisaFile(migrant).Grant(command.Context, command.Body.Reference, command.Body.Grant), migrant.Value);

    private static async Task<IResult> Refuse(MigrantId migrant, Command<RefuseVisaRequest> command, IGrainFactory grains) =>
        command.Answer(
            await grains.VisaFile(migrant)
                .Refuse(command.Context, command.Body.Reference, command.Body.Reasons, command.Body.AppealUntil),
            migrant.Value);

    private static async Task<IResult> Appeal(MigrantId migrant, Command<VisaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.VisaFile(migrant).Appeal(command.Context, command.Body.Reference), migrant.Value);

    private static async Task<IResult> Lapse(MigrantId migrant, Command<VisaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.VisaFile(migrant).Lapse(command.Context, command.Body.Reference), migrant.Value);

    private static async Task<IResult> Withdraw(MigrantId migrant, Command<VisaRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.VisaFile(migrant).Withdraw(command.Context, command.Body.Reference), migrant.Value);

    private static async Task<IResult> ReadNumber(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.VisaFile(migrant).ReadNumber(Query.VisaReference.Of(http)!, PersonAnswers.Reader(http)) is { } number
            ? Answers.Json(new VisaNumberAnswer(number)) : new ProblemResult(Problems.Of(RejectionCode.VisaNotFound));

    private static async Task<IResult> List(HttpContext http, NationId nation, IGrainFactory grains)
    {
        var filter = new VisaFilter { State = Query.VisaState.Of(http), ExpiresWithinDays = Query.ExpiresWithin.Of(http) };
        return Answers.Json(Cursor.Page(http, await grains.Visas(nation).List(filter, Cursor.Of(http), Cursor.Limit(http))));
    }

    private static async Task<IResult> Decide(NationId nation, Command<VisaDecisionsRequest> command, IGrainFactory grains)
    {
        var rows = command.Body.Items;
        var applicants = await grains.Visas(nation).Applicants([.. rows.Select(r => r.Reference)]);
        var answers = new VisaDecisionAnswer[rows.Count];
        // Two decisions on one application are carried out in their order, and each has an id of its own: sent again, each is answered
        // as it was.
        foreach (var some in rows.Index().GroupBy(r => r.Item.Reference, StringComparer.Ordinal).Chunk(16))
        {
            await Task.WhenAll(some.Select(async of =>
            {
                foreach (var (i, row) in of) answers[i] = await Decide(i, row);
            }));
        }

        return Answers.Json(new VisaDecisionsAnswer(answers));

        async Task<VisaDecisionAnswer> Decide(int i, VisaDecisionRequest row)
        {
            if (applicants[row.Reference] is not [var migrant])
            {
                return applicants[row.Reference].Count == 0
                    ? new(row.Reference, null, null, Codes<RejectionCode>.Text(RejectionCode.VisaNotFound), Unknown)
                    : new(row.Reference, null, null, Codes<RejectionCode>.Text(RejectionCode.AlreadyExists),
                        "More than one migrant has an application with this reference: decide on each by itself.");
            }

            var context = command.Context with { Id = $"{command.Context.Id}-{i}", IfMatch = null, FormerId = null };
            var file = grains.VisaFile(migrant);
            var result = row.Outcome == VisaOutcome.Granted
                ? await file.Grant(context, row.Reference, row.Grant)
                : await file.Refuse(context, row.Reference, row.Reasons!, row.AppealUntil);
            return result.Rejected is { } code
                ? new(row.Reference, migrant, null, Codes<RejectionCode>.Text(code), result.Detail)
                : new(row.Reference, migrant, result.Outcome, null, null);
        }
    }
}
