namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Batches of payments: opened, instructed by a second officer, and followed by what the bank says.</summary>
internal static class PayoutEndpoints
{
    private const string ExampleFile =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">…</Document>\n";

    private const string ExampleReport =
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId></GrpHdr>"
            + "<OrgnlGrpInfAndSts><OrgnlMsgId>6w0k1d7r3t9p5s1v7c3x2n8z4q</OrgnlMsgId>"
        + "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var payouts = v1.MapGroup("/cities/{city}/payouts").WithTags("Payouts");
        payouts.MapPost("", Open).Allows(Who.OfficerOfCity)
            .Describes("openPayout", "Open a payout",
                "Reserves the collected balances of all hosts who have at least so much unpaid, or of all migrants the refunds that wait; "
                    + "less for those who want to be paid from a lower sum on. Whoever has no account and address is left out and listed. "
                    + "Where the bank takes no more in one file, another payout is opened for the others: see 'continuedBy'.")
            .ExampleBody(new OpenPayoutRequest
            {
                ExecutionDay = Sample.Day, Minimum = Money.Parse("10.00", Sample.Nzd),
                Reference = "AKL shares 2025-11"
            })
            .AnswersReceipt(Sample.Payout.Value, "opened", 201);
        payouts.MapGet("", List).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).Query(Query.Limit, Query.Cursor)
            .Describes("listPayouts", "List the payouts of a city", "In the order of their opening.")
            .Answers(new Page<PayoutEntry>(
                [new( Id: Sample.Payout, Status: PayoutStatus.Reserved, ExecutionDay: Sample.Day, Reference: "AKL shares 2025-11",
                    Count: 12, Sum: Money.Parse("8312.40", Sample.Nzd), To: Party.Host)], null));
        payouts.MapGet("/{payout}", Get).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Describes("getPayout", "Read a payout", "Where it stands, and how many payments of what sum stand how.")
            .Answers(Example);
        payouts.MapGet("/{payout}/payments", Payments).Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.Limit, Query.Cursor)
            .Describes("listPayments", "List the payments of a payout",
                "Each with its state, why it was left out, the bank's reason, and what was set aside for an officer.")
            .Answers(new Page<PaymentView>(
                [new( Id: Sample.Payout.Payment(1), Sponsorship: Sample.Sponsorship, Host: Sample.Host,
                    Amount: Money.Parse("771.40", Sample.Nzd), State: PaymentState.Settled, SetAside: [], LeftOut: null,
                    Reason: null, Migrant: null)],
                    null));
        payouts.MapPost("/{payout}/instruction", Instruct).Allows(Who.OfficerOfCity)
            .Describes("instructPayout", "Instruct the bank",
                "Makes the file and keeps it. An officer who did not open the payout, and once only: a payment whose outcome is "
                    + "unknown is never instructed again.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.Payout.Value, "instructed");
        payouts.MapGet("/{payout}/pain.001", Fetch).Allows(Who.OfficerOfCity, Who.AuditorOfCity).Query(Query.Purpose)
            .Describes("getPaymentFile", "Fetch the file for the bank",
                "ISO 20022 pain.001.001.09, always the same bytes. It has names and accounts: who fetches it and why is written down.")
            .AnswersFile("application/xml", ExampleFile);
        payouts.MapPost("/{payout}/cancellation", Cancel).Allows(Who.OfficerOfCity)
            .Describes("cancelPayout", "Call a payout off", "Before the bank is instructed. All that is reserved is released.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Sample.Payout.Value, "cancelled");
        v1.MapPost("/cities/{city}/bank-files", Read).Allows(Who.OfficerOfCity).WithTags("Payouts")
            .Describes("readBankFile", "Read a file of the bank",
                $"{BankFileReading.Messages}. Each answer is listed with what it meant; what could not be is set aside, and so is a "
                    + "payee's name that is not the account's. A batch that is booked as one sum is settled by the full sum. A file that "
                    + "is wrong in itself changes nothing. The same file twice changes nothing; of a statement that is fetched again only "
                    + "the new entries count.")
            .ExampleBody(ExampleReport)
            .Answers(new BankFileReceipt(BankFileKind.StatusReport, "BANK-1", new string('0', 64), "read", 1, 0, 0,
                [new( Line: 0, Said: BankWord.Accepted, Payment: Sample.Payout.Payment(1), Before: PaymentState.Instructed,
                    State: PaymentState.Accepted, Code: null, Reason: null)]));
    }

    private static PayoutView Example => new(
        Id: Sample.Payout,
        Version: 9,
        Status: PayoutStatus.Instructed,
        ExecutionDay: Sample.Day,
        Minimum: Money.Parse("10.00", Sample.Nzd),
        Reference: "AKL shares 2025-11",
        OpenedBy: "city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x",
        IsFull: false,
        IsUnderWay: false,
        Totals: [new() { State = PaymentState.Instructed, Count = 12, Sum = Money.Parse("8312.40", Sample.Nzd) }],
        SetAside: 0,
        MessageId: Sample.Payout.Message,
        Count: 12,
        Sum: Money.Parse("8312.40", Sample.Nzd),
        Sha256: new string('0', 64),
        To: Party.Host,
        Continues: null,
        ContinuedBy: null);

    private static async Task<IResult> Open(CityId city, Command<OpenPayoutRequest> command, IGrainFactory grains)
    {
        var id = PayoutId.From(city, await command.SeedFor(s => grains.Payout(PayoutId.From(city, s))));
        var result = await grains.Payout(id).Open(command.Context, command.Body.ToTerms(await grains.City(city).Get()));
        return command.Created(result, id.Value, $"/v1/cities/{city}/payouts/{id}");
    }

    private static async Task<IResult> List(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Payouts(city).List(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Get(HttpContext http, CityId city, PayoutId payout, IGrainFactory grains)
    {
        var view = payout.City == city ? await grains.Payout(payout).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.PayoutNotFound);
    }

    private static async Task<IResult> Payments(HttpContext http, CityId city, PayoutId payout, IGrainFactory grains) =>
        payout.City == city && await grains.Payout(payout).Payments(Cursor.Of(http), Cursor.Limit(http)) is { } page
            ? Answers.Json(Cursor.Page(http, page)) : Missing;

    private static async Task<IResult> Instruct(CityId city, PayoutId payout, Command<NothingMore> command, IGrainFactory grains) =>
        payout.City == city ? command.Answer(await grains.Payout(payout).Instruct(command.Context), payout.Value) : Missing;

    private static async Task<IResult> Cancel(CityId city, PayoutId payout, Command<NothingMore> command, IGrainFactory grains) =>
        payout.City == city ? command.Answer(await grains.Payout(payout).Cancel(command.Context), payout.Value) : Missing;

    private static async Task<IResult> Fetch(HttpContext http, CityId city, PayoutId payout, IGrainFactory grains)
    {
        if (payout.City != city || await grains.Payout(payout).Get() is not { } view) return Missing;
        return view.Sha256 is { } sha256 && await grains.Payout(payout).ReadInstruction(PersonAnswers.Reader(http)) is { } file
            ? TypedResults.File(file, "application/xml", $"{view.MessageId}-{sha256[..8]}.xml")
            : new ProblemResult(Problems.Of(RejectionCode.PayoutWrongState), "The bank has not been instructed: there is no file yet.");
    }

    private static Task<IResult> Read(CityId city, Command<XmlBody> command, IGrainFactory grains) =>
        BankFileReading.Answer(command, BankFileReader.Read(command.Body.Bytes), Orders(city, command, grains));

    /// <summary>The payouts of a city that a bank's file may answer.</summary>
    internal static BankFileOrders Orders(CityId city, Command<XmlBody> command, IGrainFactory grains)
    {
        BankOrder Of(PayoutId id) =>
            new(id.Value, async () => await grains.Payout(id).Get() is not null, file => grains.Payout(id).JudgeBankFile(file),
                (context, file) => grains.Payout(id).ReadBankFile(context, file));
        return new(command.Context,
            text => PayoutId.TryParsePayment(text, city, out var id, out _) ? Of(id) : null,
            text => PayoutId.TryParseMessage(text, city, out var id) ? Of(id) : null);
    }

    private static ProblemResult Missing => new(Problems.Of(RejectionCode.PayoutNotFound));
}
