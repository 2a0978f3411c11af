namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>What a city has set aside for refunds of shares that hosts were paid already.</summary>
internal static class GuaranteeEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var guarantee = v1.MapGroup("/cities/{city}/guarantee").WithTags("Guarantee");
        guarantee.MapPut("", Decide).Allows(Who.OfficerOfCity)
            .Describes("decideGuarantee", "Decide the limit and the alarm of the guarantee account",
                "How far it may be overdrawn, and below which balance it is low. No refund is refused for it: what it cannot pay yet "
                    + "waits.")
            .ExampleBody(new GuaranteeRequest { Limit = Nzd("5000.00"), AlarmBelow = Nzd("10000.00") })
            .AnswersReceipt(Sample.City.Value, "decided");
        guarantee.MapGet("", Get).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getGuarantee", "Read the guarantee account",
                "Its balance is what was put in, less what it has given back to migrants for hosts, and what hosts have repaid out of "
                    + "later shares of the same sponsorship; and less 'gap', which it has advanced to hosts who were paid out of "
                    + "credits that the bank took back. What is 'held' came from employers and belongs to nobody yet: listCredits has it.")
            .Answers(new GuaranteeView(Sample.City, 4, Nzd("9200.00"), Nzd("12000.00"), Nzd("3500.00"), Nzd("700.00"), Nzd("450.00"),
                Nzd("450.00"), Nzd("5000.00"), Nzd("10000.00"), true, Nzd("0.00"), Nzd("35.00"), Sample.Day,
                [new("budget/2025-4", Nzd("12000.00"), Sample.Day)]));
        guarantee.MapPost("/top-ups", TopUp).Allows(Who.OfficerOfCity)
            .Describes("topUpGuarantee", "Note that money was put into the guarantee account",
                "The same reference is the same top-up.")
            .ExampleBody(new TopUpRequest { Reference = "budget/2025-4", Amount = Nzd("12000.00"), On = Sample.Day })
            .AnswersReceipt(Sample.City.Value, "topped-up");
        guarantee.MapPost("/top-up-reversals", TakeBack).Allows(Who.OfficerOfCity)
            .Describes("takeTopUpBack", "Take back a top-up that was noted by mistake", "Its reference is used up.")
            .ExampleBody(new TopUpReversalRequest { Reference = "budget/2025-4" })
            .AnswersReceipt(Sample.City.Value, "taken-back");
    }

    private static async Task<IResult> Decide(CityId city, Command<GuaranteeRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Guarantee(city).Decide(command.Context, command.Body.ToTerms()), city.Value);

    private static async Task<IResult> TopUp(CityId city, Command<TopUpRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Guarantee(city).TopUp(command.Context, command.Body.ToTopUp()), city.Value);

    private static async Task<IResult> TakeBack(CityId city, Command<TopUpReversalRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Guarantee(city).TakeTopUpBack(command.Context, command.Body.Reference), city.Value);

    // Without a version: its balance changes with the sponsorships' books, which have no part in one.
    private static async Task<IResult> Get(CityId city, IGrainFactory grains) =>
        await grains.Guarantee(city).Get() is { } view
            ? Answers.Json(view) : new ProblemResult(Problems.Of(RejectionCode.CityNotFound));

    private static Money Nzd(string amount) => Money.Parse(amount, Sample.Nzd);
}
