namespace VipOrleans.Gateway.Sponsorships;

using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Sponsorships;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Shares;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;
using VipOrleans.Gateway.Safeguarding;

/// <summary>What a report of a pay, its correction or its withdrawal is answered.</summary>
/// <param name="Id">The sponsorship.</param>
/// <param name="Version">Its version when the command had been carried out.</param>
/// <param name="Outcome">What was done, in one word.</param>
/// <param name="Pay">The pay, by its id.</param>
/// <param name="Withhold">What is withheld from the pay.</param>
/// <param name="GiveBack">What is paid back to the migrant with the pay.</param>
/// <param name="Reference">Under which the city is paid, ISO 11649.</param>
/// <param name="By">The last day on which the city is paid.</param>
/// <param name="PayTo">The city's account as it is named now; left out if it has named none.</param>
/// <param name="Netted">What of refunds that waited, because of the employer's own reports, the migrant gets with the pay in that as much
/// less is withheld: what is withheld is the rest.</param>
public sealed record PayReceipt(string Id, long Version, string Outcome, string Pay, Money Withhold, Money GiveBack, string Reference,
    DateOnly By, BankParty? PayTo, Money Netted);

/// <summary>Pays: what was paid for some days, and what the migrant says to it.</summary>
internal static class PayEndpoints
{
    private const string ExampleId = "pay-1f0c3a7de91b2c4d5e6f";

    private static readonly PayRequest ExampleRequest = new()
    {
        From = Sample.Day,
        To = Sample.Day.AddDays(6),
        Frequency = PayFrequency.Week,
        Gross = Money.Parse("940.00", Sample.Nzd),
        AfterTax = Money.Parse("800.00", Sample.Nzd),
        Minutes = 2_400,
        Others =
        [
            new() { Kind = DeductionKind.Rent, Amount = Money.Parse("25.00", Sample.Nzd), ConsentOn = Sample.Day, Purpose = "lease/7" },
        ],
    };

    private static readonly PayReceipt Posted = new(Sample.Sponsorship.Value, 16, "posted", ExampleId, Money.Parse("420.32", Sample.Nzd),
        Money.Zero(Sample.Nzd), EarningsAnswers.Posted.Reference, EarningsAnswers.Posted.By, EarningsAnswers.ExampleAccount,
        Money.Zero(Sample.Nzd));

    private static readonly PaysView Example = new(Sample.Sponsorship, 17,
    [
        new(ExampleId, ExampleRequest.ToReport("acme-orchards"), false, null, Money.Parse("235.00", Sample.Nzd),
            Money.Parse("235.00", Sample.Nzd), Money.Zero(Sample.Nzd),
            new(Sample.Day.AddDays(9), ContestReason.AmountWrong, null, true, false)),
    ]);

    public static void Map(IEndpointRouteBuilder one)
    {
        Who[] reporters = [Who.EmployerOfSponsorship, Who.MigrantOfSponsorship, Who.OfficerOfCity];
        one.MapPost("/pays", Report).Allows(reporters).Query(Query.DryRun)
            .Describes("reportPay", "Report a pay",
                "What an employer paid for some days: of a week, two or four weeks, half a month or a month. Pays of one employer add up "
                    + "and none takes another's place; the same pay again is the same, and changes nothing. The law's limit is applied to "
                    + "each pay at its own frequency. The answer says what to do with this pay, as to a month's report. A migrant reports "
                    + "here what an employer does not report, and days without pay with zero; nothing is withheld for it, and it gives "
                    + "way when the employer reports those days. Days are reported as a month or as pays, not as both.")
            .ExampleBody(ExampleRequest).Answers(Posted);
        one.MapGet("/pays", Pays)
            .Allows(Who.EmployerOfSponsorship, Who.MigrantOfSponsorship, Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("listPays", "List the pays",
                "And the months' reports, by their last days, with what was withheld and given back for each. An employer sees its own.")
            .Answers(Example);
        one.MapPut("/pays/{pay}", Correct).Allows(reporters).Query(Query.DryRun)
            .Describes("correctPay", "Correct a pay",
                "Everything about the pay but its employer takes the place of what was reported. The answer says what to do with the "
                    + "difference.")
            .ExampleBody(ExampleRequest).Answers(Posted);
        one.MapDelete("/pays/{pay}", Withdraw).Allows(reporters).Query(Query.DryRun)
            .Describes("withdrawPay", "Withdraw a pay",
                "As if it had never been reported. What was taken for it is given back: the answer says how much. A migrant withdraws what "
                    + "they reported themselves, and contests what an employer did.")
            .Answers(Posted with { Outcome = "withdrawn", Withhold = Posted.GiveBack, GiveBack = Posted.Withhold });
        one.MapPost("/pays/{pay}/contest", Contest).Allows(Who.MigrantOfSponsorship)
            .Describes("contestPay", "Contest a pay",
                "This is not right: of a pay or of a month's report. Until an officer has decided it counts neither as pay nor as days "
                    + "without pay: nothing more is taken of it, and no refund arises from the dispute. Words may be added for the officer "
                    + "who decides; the employer sees that there are some, and the reason.")
            .ExampleBody(new ContestRequest { Reason = ContestReason.AmountWrong, Text = "I worked on Sunday too.", Language = "en" })
            .AnswersReceipt(Sample.Sponsorship.Value, "contested");
        one.MapPost("/pays/{pay}/contest-reply", Reply).Allows(Who.EmployerOfSponsorship, Who.OfficerOfCity)
            .Describes("replyToContest", "Reply to a contest",
                "What the employer says to it, or an officer who was told so, with words for the officer who decides if there is more to "
                    + "say. The pay can be corrected or withdrawn meanwhile.")
            .ExampleBody(new ContestReplyRequest { Reply = ContestReply.ReportIsRight, Text = "See the roster.", Language = "en" })
            .AnswersReceipt(Sample.Sponsorship.Value, "replied");
        one.MapGet("/pays/{pay}/contest-texts", ContestTexts).Allows(Who.MigrantOfSponsorship, Who.OfficerOfCity).Query(Query.Purpose)
            .Describes("readContestTexts", "Read what was written to a contest",
                "Officers read both sides, the migrant what they wrote themselves. Who reads and why is written down before anything is "
                    + "given. It is kept under the migrant's key, and erased with them.")
            .Answers(new TextList(
                [new(By: CaseParty.Migrant, Text: "I worked on Sunday too.", Language: "en", IsInternal: false)]));
        one.MapPost("/pays/{pay}/finding-settlement", SettleFindings).Allows(Who.OfficerOfCity)
            .Describes("settleDeductionFindings", "Settle what a pay breaks",
                "Of a pay or a month's report that is listed with findings: what came of it and why, in codes, which the migrant sees. It "
                    + "changes no money. If the pay is corrected and breaks something else, it is open again.")
            .ExampleBody(new FindingSettlementRequest { Outcome = FindingOutcome.PutRight, Reason = FindingReason.PaidBack })
            .AnswersReceipt(Sample.Sponsorship.Value, "settled");
        one.MapPost("/pays/{pay}/contest-decision", Decide).Allows(Who.OfficerOfCity)
            .Describes("decideContest", "Decide a contest",
                "Where the migrant was right the report is taken out, and what was taken for it is given back. Otherwise it counts again.")
            .ExampleBody(new ContestDecisionRequest { Upheld = true }).AnswersReceipt(Sample.Sponsorship.Value, "upheld");
    }

    private static Task<IResult> Report(HttpContext http, SponsorshipId sponsorship, Command<PayRequest> command, IGrainFactory grains) =>
        Change(http, sponsorship, command,
            new() { Report = command.Body.ToReport(SponsorshipEndpoints.Employer(command.Caller, command.Body.Employer)) }, grains);

    private static async Task<IResult> Pays(HttpContext http, SponsorshipId sponsorship, IGrainFactory grains)
    {
        var view = await grains.Sponsorship(sponsorship).Pays();
        // An employer has nothing to do with what others paid, and what a migrant reported of it is not for it to see.
        if (view is not null && Caller.Of(http).Employer is { } own)
        {
            view = view with { Items = [.. view.Items.Where(p => p.Report.Employer == own && p.By is null)] };
        }

        return Answers.Thing(http, view, view?.Version, RejectionCode.SponsorshipNotFound);
    }

    private static Task<IResult> Correct(HttpContext http, SponsorshipId sponsorship, string pay, Command<PayRequest> command,
        IGrainFactory grains)
    {
        var employer = SponsorshipEndpoints.Employer(command.Caller, command.Body.Employer);
        return Change(http, sponsorship, command, new() { Pay = Known(pay), Report = command.Body.ToReport(employer) }, grains);
    }

    private static Task<IResult> Withdraw(HttpContext http, SponsorshipId sponsorship, string pay, Command<NoBody> command,
        IGrainFactory grains) => Change(http, sponsorship, command, new() { Pay = Known(pay) }, grains);

    private static Task<IResult> Contest(SponsorshipId sponsorship, string pay, Command<ContestRequest> command, IGrainFactory grains) =>
        Settle(sponsorship, command, new() { Pay = Known(pay), Contest = command.Body.Reason, Words = command.Words() }, grains);

    private static Task<IResult> Reply(SponsorshipId sponsorship, string pay, Command<ContestReplyRequest> command, IGrainFactory grains) =>
        Settle(sponsorship, command, new() { Pay = Known(pay), Reply = command.Body.Reply, Words = command.Words() }, grains);

    private static Task<IResult> Decide(SponsorshipId sponsorship, string pay, Command<ContestDecisionRequest> command,
        IGrainFactory grains) => Settle(sponsorship, command, new() { Pay = Known(pay), IsUpheld = command.Body.Upheld }, grains);

    private static async Task<IResult> ContestTexts(HttpContext http, SponsorshipId sponsorship, string pay, IGrainFactory grains) =>
        await grains.Sponsorship(sponsorship).ReadContestWords(Known(pay), PersonAnswers.Reader(http)) is { } texts
            ? Answers.Json(new TextList(texts.Items)) : new ProblemResult(Problems.Of(RejectionCode.ContestNotFound));

    private static async Task<IResult> SettleFindings(SponsorshipId sponsorship, string pay, Command<FindingSettlementRequest> command,
        IGrainFactory grains) =>
        command.Answer(
            await grains.Sponsorship(sponsorship).SettleFindings(command.Context, Known(pay), command.Body.Outcome, command.Body.Reason),
            sponsorship.Value);

    private static async Task<IResult> Settle<T>(SponsorshipId sponsorship, Command<T> command, PayChange change, IGrainFactory grains)
        where T : class
    {
        var changed = await grains.Sponsorship(sponsorship).ChangePay(command.Context, change);
        return command.Answer(changed.Result, sponsorship.Value);
    }

    private static async Task<IResult> Change<T>(HttpContext http, SponsorshipId sponsorship, Command<T> command, PayChange change,
        IGrainFactory grains) where T : class
    {
        var isTrial = Query.DryRun.Of(http) == true;
        var changed = await grains.Sponsorship(sponsorship).ChangePay(command.Context, change, isTrial);
        if (changed is not { Answer: { } toDo, Pay: { } pay }) return command.Answer(changed.Result, sponsorship.Value);
        var receipt = new PayReceipt(sponsorship.Value, changed.Result.Version, changed.Result.Outcome, pay, toDo.Withhold, toDo.GiveBack,
            toDo.Reference, toDo.By, await grains.City(sponsorship.City).PayingAccount(), toDo.Netted);
        // What was only tried has made no version that somebody could build on.
        return isTrial ? Answers.Json(receipt) : command.Answer(changed.Result, receipt);
    }

    private static string Known(string pay) =>
        PayId.Form.Fits(pay) ? pay : throw ProblemException.Invalid("pay", PayId.Form.Sentence);
}
