namespace VipOrleans.Gateway.Payments;

using Microsoft.AspNetCore.Mvc;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.Places;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Json;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>Money that employers pay: the bank's files settle what they owe, and what does not fit waits for an officer.</summary>
internal static class CollectionEndpoints
{
    private static readonly CreditId Credit = CreditId.Parse("nz-akl.credit.6w0k1d7r3t9p5s1v7c3x2n8z4q");
    private static readonly CreditFileId File = CreditFileId.Parse("nz-akl.credit-file.6w0k1d7r3t9p5s1v7c3x2n8z4q");
    private static readonly string Statement = StatementReference.Of(Sample.City, "acme-orchards", StatementPeriod.Parse("2026-01")).Value;
    private static readonly Money Amount = Money.Parse("1771.40", Sample.Nzd), Zero = Money.Zero(Sample.Nzd);

    private static readonly CreditFileView Received = new(
        Id: File, Version: 4, State: CreditFileState.Working, Rows: 12, Settled: 0, SetAside: 0, Known: 0, Refused: 0,
        Kind: BankFileKind.Statement, MessageId: "STMT-20260120", Others: 3, Sha256: new string('0', 64));

    private static readonly EmployerDues ExampleDues = new(
        Employer: "acme-orchards", Owed: Amount, Paid: Zero, Open: Amount, Late: Zero, LateSince: null, DaysLate: null, RemindedOn: null,
        Reminders: 0, Months: [
            new(Month: StatementPeriod.Parse("2026-01"), By: new(2026, 1, 20), Reference: Statement, People: 1, Owed: Amount, Paid: Zero,
                Open: Amount),
        ]);

    private static readonly Dictionary<string, string> ExampleFile = new()
    {
        [XmlBody.MediaType] =
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>STMT-20260120</MsgId>"
                + "</GrpHdr><Stmt><Acct><Id><Othr><Id>12-3113-0012345-00</Id></Othr></Id></Acct></Stmt></BkToCstmrStmt></Document>",
    };

    public static void Map(IEndpointRouteBuilder v1)
    {
        Who[] readers = [Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity];
        var city = v1.MapGroup("/cities/{city}").WithTags("Collections");
        city.MapPost("/credit-files", Send).Allows(Who.OfficerOfCity)
            .Describes("sendCredits", "Send a bank's file of booked credits",
                $"ISO 20022 statements and notifications ({string.Join(", ", CreditFileReader.Versions)}), at most "
                    + $"{CreditFileReader.MaxBytes / 1024 / 1024} MiB and {CreditFileReader.MaxRows:N0} credits. The answer comes when the "
                    + "whole file is here; it is worked off afterwards. A booked credit with a reference of the city's settles what is "
                    + "owed under it, in part or in sum; what does not fit is set aside for an officer. A returned direct debit or a "
                    + "reversal takes back what its credit has settled. An entry is recognised by the bank's own reference: the same "
                    + "entry again, in whatever file, changes nothing. A file that is wrong in itself changes nothing.")
            .Accepts<string>(XmlBody.MediaType).ExampleBody(ExampleFile)
            .WithMetadata(new CommandMetadata(typeof(string), false), new RequestSizeLimitAttribute(CreditFileReader.MaxBytes + 1_000_000))
            .Answers(Received, StatusCodes.Status202Accepted);
        city.MapPost("/bank-statements", SendStatement).Allows(Who.OfficerOfCity)
            .Describes("sendBankStatement", "Send a bank's statement: all that it has, at once",
                $"ISO 20022 statements and notifications ({string.Join(", ", CreditFileReader.Versions)}), at most "
                    + $"{XmlBody.MaxBytes / 1024 / 1024} MiB and {BankFileReader.MaxEntries:N0} entries. Its booked credits settle what "
                    + "employers owe, as 'sendCredits' does, and its debits and returned payments are answers to payouts, as "
                    + "'readBankFile' takes them: each entry is one or the other. 'credits' says under which id the credits are worked "
                    + "off, and its entries what became of each; 'payouts' names each payment and what its entry meant. A file that is "
                    + "wrong in itself changes nothing, and the same file again, or the same entries in another file, changes nothing.")
            .ExampleBody(ExampleFile[XmlBody.MediaType])
            .Answers(new BankStatementReceipt(Received, new(BankFileKind.Statement, "STMT-20260120", new string('0', 64), "read", 1, 0, 12,
                [new(Line: 31, Said: BankWord.Settled, Payment: Sample.Payout.Payment(1), Before: PaymentState.Instructed,
                    State: PaymentState.Settled, Code: null, Reason: null)])));
        city.MapGet("/credit-files", Files).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes("listCreditFiles", "List the files of booked credits of a city", "In the order in which they came.")
            .Answers(new Page<CreditFileEntry>(
                [new(Id: File, State: CreditFileState.Done, Rows: 12, MessageId: "STMT-20260120")], null));
        city.MapGet("/credit-files/{creditFile}", GetFile).Allows(readers)
            .Describes("getCreditFile", "Read how far a file of booked credits is",
                "How many of its credits have settled something, were set aside, had come before, or contradict what came before.")
            .Answers(Received with { Version = 6, State = CreditFileState.Done, Settled = 11, SetAside = 1 });
        city.MapGet("/credit-files/{creditFile}/entries", Entries).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes("listCreditFileEntries", "List the entries of a file and what became of them",
                "In the order of the file, each as it stands now. Other movements of the account are not among them.")
            .Answers(new Page<CreditFileRow>(
                [new(Line: 14, Credit: Credit, Amount: Amount, On: new(2026, 1, 20), IsReversal: false, Reference: Statement,
                    Status: CreditStatus.Settled, Why: null)], null));
        city.MapGet("/credits", Credits).Allows(readers).Query(Query.CreditStatus, Query.Limit, Query.Cursor)
            .Describes("listCredits", "List the booked credits of a city",
                "In the order in which they came: those that wait, and all of the last two years. Those that are set aside wait for an "
                    + "officer, who assigns or releases them. An older one is read by its id, and stands among its file's entries.")
            .Answers(new Page<CreditEntry>(
                [new(Id: Credit, Amount: Amount, On: new(2026, 1, 20), IsReversal: false, Reference: null, Status: CreditStatus.SetAside,
                    Rest: Amount, Why: RejectionCode.ReferenceMissing)], null));
        city.MapGet("/credits/{credit}", GetCredit).Allows(readers)
            .Describes("getCredit", "Read a booked credit",
                "Where it stands, and in which line of which file it came. Who paid stands in the bank's own statement and nowhere here.")
            .Answers(new CreditView(Id: Credit, Version: 3, Amount: Amount, On: new(2026, 1, 20), IsReversal: false, Reference: Statement,
                Status: CreditStatus.Settled, Rest: Zero, Held: Zero, Parts: 1, Why: null, Released: null, ReversedBy: null, Original: null,
                File: File, Line: 14));
        city.MapGet("/credits/{credit}/parts", Parts).Allows(readers).Query(Query.Limit, Query.Cursor)
            .Describes("listCreditParts", "List what a booked credit has paid",
                "Each month of each person, and how far the sponsorship's books are. The parts and the rest come to the credit.")
            .Answers(new Page<CreditPart>(
                [new(Number: 1, Sponsorship: Sample.Sponsorship, Employer: "acme-orchards", Year: 1, Month: 1, Amount: Amount,
                    Kind: AllocationKind.Books, State: AllocationState.Collected)], null));
        city.MapPost("/credits/{credit}/assignment", Assign).Allows(Who.OfficerOfCity)
            .Describes("assignCredit", "Assign money that was set aside",
                "To the reference that was meant, or a reversal to the credit that it takes back. What does not fit there either is set "
                    + "aside again.")
            .ExampleBody(new AssignCreditRequest { Reference = Statement })
            .AnswersReceipt(Credit.Value, "assigned");
        city.MapPost("/credits/{credit}/release", Release).Allows(Who.OfficerOfCity)
            .Describes("releaseCredit", "Let go of money that was set aside",
                "Because it is sent back to who paid it, is no employer's, or was booked in another form. The bank is not told: the "
                    + "officer sends it back there.")
            .ExampleBody(new ReleaseCreditRequest { Reason = CreditRelease.ReturnedToPayer })
            .AnswersReceipt(Credit.Value, "released");
        city.MapGet("/employer-dues", Dues).Allows(readers).Query(Query.Late, Query.Limit, Query.Cursor)
            .Describes("listEmployerDues", "List what employers owe a city",
                $"What each had to withhold and what of it has arrived, by the months in which it is due; what is late, and since when. "
                    + $"Who is late is reminded every {LateEmployer.RemindsEvery} days.")
            .Answers(new Page<EmployerDues>([ExampleDues], null));
        city.MapGet("/employer-account", Account).Allows([Who.EmployerOfNation, .. readers]).Query(Query.OfEmployer)
            .Describes("getEmployerAccount", "Read what an employer owes a city",
                "The months in which something is due, each with the reference under which all of it is paid in one sum, and what has "
                    + "arrived. An employer reads its own account and leaves 'employer' out.")
            .Answers(new EmployerAccount(Sample.City, ExampleDues, null));
    }

    private static async Task<IResult> Send(HttpContext http, CityId city, IGrainFactory grains)
    {
        var upload = CreditUpload.Of(http, city, grains);
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        // As it was when all was here, so that a retry is answered the same, however far the work has come.
        var received = await upload.Receive(http.Request.Body, http.RequestAborted);
        http.Response.Headers.Location = $"/v1/cities/{city}/credit-files/{received.Id}";
        http.Response.Headers.ETag = Answers.ETag(received.Version);
        return TypedResults.Json(received, GatewayJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> SendStatement(HttpContext http, CityId city, Command<XmlBody> command, IGrainFactory grains)
    {
        var (file, problem) = BankFileReader.Read(command.Body.Bytes);
        if (problem is not null) throw BankFileReading.Invalid(problem);
        if (file!.Message.Kind == BankFileKind.StatusReport)
        {
            throw new ProblemException(Problems.Of(RejectionCode.BankFileInvalid), null,
                [new("body", "A status report has no bookings: send it as a file of the bank.") { Line = 1, Code = "other-message" }]);
        }

        // All of it is read before any of it is used.
        var (_, wrong) = await CreditFileReading.Read(Bytes(), city, _ => ValueTask.CompletedTask);
        if (wrong is not null) throw BankFileReading.Invalid(wrong);
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var orders = PayoutEndpoints.Orders(city, command, grains);
        if (await orders.Judge(file) is { } refused) return refused;
        var credits = await new CreditUpload(command.Context with { IfMatch = null }, city, grains).Receive(Bytes(), http.RequestAborted);
        var read = await orders.Use();
        return read.Refusal ?? command.Answer(read.Result!, new BankStatementReceipt(credits, read.Receipt!));

        MemoryStream Bytes() => new(command.Body.Bytes.ToArray(), writable: false);
    }

    private static async Task<IResult> Files(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http, await grains.Collections(city).Files(Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> GetFile(HttpContext http, CityId city, CreditFileId creditFile, IGrainFactory grains)
    {
        var view = creditFile.City == city ? await grains.CreditFile(creditFile).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.CreditFileNotFound);
    }

    private static async Task<IResult> Entries(HttpContext http, CityId city, CreditFileId creditFile, IGrainFactory grains) =>
        creditFile.City == city && await grains.CreditFile(creditFile).Entries(Cursor.Of(http), Cursor.Limit(http)) is { } page
            ? Answers.Json(Cursor.Page(http, page)) : new ProblemResult(Problems.Of(RejectionCode.CreditFileNotFound));

    private static async Task<IResult> Credits(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http,
                await grains.Collections(city).Credits(Query.CreditStatus.Of(http), Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> GetCredit(HttpContext http, CityId city, CreditId credit, IGrainFactory grains)
    {
        var view = credit.City == city ? await grains.Credit(credit).Get() : null;
        return Answers.Thing(http, view, view?.Version, RejectionCode.CreditNotFound);
    }

    private static async Task<IResult> Parts(HttpContext http, CityId city, CreditId credit, IGrainFactory grains) =>
        credit.City == city && await grains.Credit(credit).Parts(Cursor.Of(http), Cursor.Limit(http)) is { } page
            ? Answers.Json(Cursor.Page(http, page)) : Missing;

    private static async Task<IResult> Assign(CityId city, CreditId credit, Command<AssignCreditRequest> command, IGrainFactory grains) =>
        credit.City == city
            ? command.Answer(
                await grains.Credit(credit).Assign(command.Context, new(command.Body.Reference, command.Body.Original)), credit.Value)
            : Missing;

    private static async Task<IResult> Release(CityId city, CreditId credit, Command<ReleaseCreditRequest> command, IGrainFactory grains) =>
        credit.City == city
            ? command.Answer(await grains.Credit(credit).Release(command.Context, command.Body.Reason), credit.Value) : Missing;

    private static async Task<IResult> Dues(HttpContext http, CityId city, IGrainFactory grains) =>
        await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : Answers.Json(Cursor.Page(http,
                await grains.Collections(city).Employers(Query.Late.Of(http), Cursor.Of(http), Cursor.Limit(http))));

    private static async Task<IResult> Account(HttpContext http, CityId city, IGrainFactory grains)
    {
        if (await grains.City(city).Get() is not { } view) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var employer = Caller.Of(http).EmployerFor(Query.OfEmployer.Of(http));
        var zero = Money.Zero(view.Currency);
        var dues = await grains.Collections(city).DuesOf(employer)
            ?? new(employer, zero, zero, zero, zero, null, null, null, 0, []);
        return Answers.Json(new EmployerAccount(city, dues, await grains.City(city).PayingAccount()));
    }

    private static ProblemResult Missing => new(Problems.Of(RejectionCode.CreditNotFound));
}
