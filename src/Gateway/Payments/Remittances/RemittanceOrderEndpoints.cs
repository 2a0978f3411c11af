namespace VipOrleans.Gateway.Payments;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Contracts.Payments;
using VipOrleans.Contracts.People;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>The file for a migrant's own bank, and what the bank says of it. All of it belongs to the migrant alone.</summary>
internal static class RemittanceOrderEndpoints
{
    private const string ExampleFile =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">…</Document>\n";

    private static readonly BankPartyRequest ExampleAccount = new()
    {
        Name = "Ana Example",
        BankAccount = new() { Number = "12-3113-0012345-00", Bic = "ASBBNZ2A" },
        PostalAddress = new() { Street = "Example Street", BuildingNumber = "2", PostCode = "1010", Town = "Auckland", Country = "NZ" },
    };

    private static readonly RemittanceId Order = RemittanceId.From(Sample.Migrant, StatementPeriod.Parse("2025-12"), Sample.Nzd);

    private static readonly RemittanceId ProviderOrder =
        RemittanceId.From(Sample.Migrant, StatementPeriod.Parse("2025-12"), Sample.RemittanceOffer);

    private static readonly string ExampleReport =
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId></GrpHdr>"
            + $"<OrgnlGrpInfAndSts><OrgnlMsgId>{Order.Message}</OrgnlMsgId>"
        + "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var migrant = v1.MapGroup("/migrants/{migrant}").WithTags("Remittances");
        migrant.MapPut("/own-account", ProvideAccount).Allows(Who.TheMigrant)
            .Describes("provideOwnAccount", "Say from which account money is sent home",
                "The migrant's own account goes to the migrant's vault and is erased with it. It counts for files that are made from now "
                    + "on.")
            .ExampleBody(ExampleAccount)
            .AnswersReceipt(Sample.Migrant.Value, "provided");
        migrant.MapGet("/own-account", ReadAccount).Allows(Who.TheMigrant)
            .Describes("readOwnAccount", "Read from which account money is sent home",
                "Only the migrant reads it, and each reading is written down.")
            .Answers(ExampleAccount.ToParty());
        var month = migrant.MapGroup("/remittances/{month}/{currency}");
        month.MapPost("/instruction", Instruct).Allows(Who.TheMigrant)
            .Describes("instructRemittances", "Make the file for the migrant's own bank",
                "Of a closed month, in one currency, with the plan, offers and rates of now; once forever: a payment whose outcome is "
                    + "unknown is never instructed again. The bank is told what is sent less the fee.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(Order.Value, "instructed");
        month.MapGet("", Get).Allows(Who.TheMigrant)
            .Describes("getInstructedRemittances", "Read where the payments of a month stand",
                "Each with what it costs, its state from the bank's files, and what was set aside.")
            .Answers(Example);
        month.MapGet("/pain.001", Fetch).Allows(Who.TheMigrant)
            .Describes("getRemittanceFile", "Fetch the file for the migrant's own bank",
                "ISO 20022 pain.001.001.09, always the same bytes. Each reading is written down.")
            .AnswersFile("application/xml", ExampleFile);
        var provider = migrant.MapGroup("/provider-remittances/{month}/{offer}");
        provider.MapPost("/instruction", InstructProvider).Allows(Who.TheMigrant)
            .Describes("instructProviderRemittances", "Make the file for a provider of mobile money or cash",
                "Of a closed month, what the plan sends by one offer, once forever. The provider is given what is sent less the fee; "
                    + "it gets the names, and the phones of wallets.")
            .ExampleBody(new NothingMore())
            .AnswersReceipt(ProviderOrder.Value, "instructed");
        provider.MapGet("", GetProvider).Allows(Who.TheMigrant)
            .Describes("getProviderRemittances", "Read where the payments by a provider stand",
                "The states are those of a bank's payments, from the provider's answers.")
            .Answers(Example with { MessageId = ProviderOrder.Message });
        provider.MapGet("/instructions.csv", FetchProvider).Allows(Who.TheMigrant)
            .Describes("getProviderFile", "Fetch the file for the provider",
                "A table, always the same bytes. Each reading is written down.")
            .AnswersFile("text/csv", "order,payment,channel,amount,currency,arrives,arrivesCurrency,name,phone,town,country,sender\r\n…");
        migrant.MapPost("/provider-files", ReadProvider).Allows(Who.TheMigrant)
            .Describes("readProviderFile", "Read a provider's answers",
                $"A table with the columns {ProviderAnswers.Header}, at most {ProviderAnswers.MaxEntries:N0} lines. 'said' is pending, "
                    + "accepted, settled, rejected or returned, and the amount is the one of the instruction. A file that is wrong in "
                    + "itself changes nothing; the same file twice changes nothing.")
            .ExampleBody($"{ProviderAnswers.Header}\n{ProviderOrder.Payment(1)},settled,582.15,NZD,\n")
            .Answers(new BankFileReceipt(BankFileKind.ProviderAnswers, new string('0', 32), new string('0', 64), "read", 1, 0, 0,
                [new( Line: 2, Said: BankWord.Settled, Payment: ProviderOrder.Payment(1), Before: PaymentState.Instructed,
                    State: PaymentState.Settled, Code: null, Reason: null)]));
        migrant.MapPost("/bank-files", Read).Allows(Who.TheMigrant)
            .Describes("readRemittanceBankFile", "Read a file of the migrant's own bank",
                $"{BankFileReading.Messages}. Only what names the migrant's own payments is kept. A file that is wrong in itself changes "
                    + "nothing. The same file twice changes nothing; of a statement that is fetched again only the new entries count.")
            .ExampleBody(ExampleReport)
            .Answers(new BankFileReceipt(BankFileKind.StatusReport, "BANK-1", new string('0', 64), "read", 1, 0, 0,
                [new( Line: 0, Said: BankWord.Accepted, Payment: Order.Payment(1), Before: PaymentState.Instructed,
                    State: PaymentState.Accepted, Code: null, Reason: null)]));
    }

    private static RemittanceOrderView Example => new(
        Migrant: Sample.Migrant,
        Month: StatementPeriod.Parse("2025-12"),
        Version: 1,
        MessageId: Order.Message,
        Sum: Money.Parse("582.15", Sample.Nzd),
        Sha256: new string('0', 64),
        ExecutionDay: Sample.Day,
        Payments: [
            new(
                Id: Order.Payment(1),
                Beneficiary: Sample.Beneficiary,
                Offer: Sample.RemittanceOffer,
                Amount: Money.Parse("582.15", Sample.Nzd),
                Sent: Money.Parse("607.15", Sample.Nzd),
                Cost: Money.Parse("45.38", Sample.Nzd),
                Arrives: Money.Parse("19000.00", Sample.Php),
                State: PaymentState.Instructed,
                SetAside: [], Reason: null),
        ]);

    private static async Task<IResult> ProvideAccount(MigrantId migrant, Command<BankPartyRequest> command, IGrainFactory grains) =>
        command.Answer(await grains.Migrant(migrant).ProvideOwnAccount(command.Context, command.Body.ToParty()), migrant.Value);

    private static async Task<IResult> ReadAccount(HttpContext http, MigrantId migrant, IGrainFactory grains) =>
        await grains.Migrant(migrant).ReadOwnAccount(Own(http, "own-account")) is { } account
            ? Answers.Json(account) : new ProblemResult(Problems.Of(RejectionCode.OwnAccountMissing));

    private static async Task<IResult> Instruct(MigrantId migrant, string month, string currency, Command<NothingMore> command,
        IGrainFactory grains)
    {
        var (id, period, money) = Of(migrant, month, currency);
        return command.Answer(await grains.Remittance(id).Instruct(command.Context, migrant, period, money), id.Value);
    }

    private static async Task<IResult> Get(HttpContext http, MigrantId migrant, string month, string currency, IGrainFactory grains)
    {
        var view = await grains.Remittance(Of(migrant, month, currency).Id).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.RemittanceNotInstructed);
    }

    private static async Task<IResult> Fetch(HttpContext http, MigrantId migrant, string month, string currency, IGrainFactory grains)
    {
        var order = grains.Remittance(Of(migrant, month, currency).Id);
        return await order.Get() is { } view && await order.ReadInstruction(Own(http, "own-remittances")) is { } file
            ? TypedResults.File(file, "application/xml", $"{view.MessageId}-{view.Sha256[..8]}.xml")
            : new ProblemResult(Problems.Of(RejectionCode.RemittanceNotInstructed));
    }

    private static Task<IResult> Read(MigrantId migrant, Command<XmlBody> command, IGrainFactory grains) =>
        BankFileReading.Answer(command, BankFileReader.Read(command.Body.Bytes), Orders(command.Context, migrant, grains));

    private static Task<IResult> ReadProvider(MigrantId migrant, Command<CsvBody> command, IGrainFactory grains) =>
        BankFileReading.Answer(command, ProviderAnswers.Read(command.Body.Bytes), Orders(command.Context, migrant, grains));

    private static BankFileOrders Orders(CommandContext context, MigrantId migrant, IGrainFactory grains) =>
        new(context, OfPayment(migrant, grains), OfMessage(migrant, grains));

    private static Func<string?, BankOrder?> OfPayment(MigrantId migrant, IGrainFactory grains) =>
        text => RemittanceId.TryParsePayment(text, migrant.Nation, out var id, out _) ? OrderOf(id, migrant, grains) : null;

    private static Func<string?, BankOrder?> OfMessage(MigrantId migrant, IGrainFactory grains) =>
        text => RemittanceId.TryParseMessage(text, migrant.Nation, out var id) ? OrderOf(id, migrant, grains) : null;

    // An id does not tell whose it is: the order does.
    private static BankOrder OrderOf(RemittanceId id, MigrantId migrant, IGrainFactory grains) =>
        new(id.Value, async () => (await grains.Remittance(id).Get())?.Migrant == migrant,
            file => grains.Remittance(id).JudgeBankFile(file), (context, file) => grains.Remittance(id).ReadBankFile(context, file));

    private static async Task<IResult> InstructProvider(MigrantId migrant, string month, string offer, Command<NothingMore> command,
        IGrainFactory grains)
    {
        var (id, period, by) = OfProvider(migrant, month, offer);
        return command.Answer(await grains.Remittance(id).InstructProvider(command.Context, migrant, period, by), id.Value);
    }

    private static async Task<IResult> GetProvider(HttpContext http, MigrantId migrant, string month, string offer, IGrainFactory grains)
    {
        var view = await grains.Remittance(OfProvider(migrant, month, offer).Id).Get();
        return Answers.Thing(http, view, view?.Version, RejectionCode.RemittanceNotInstructed);
    }

    private static async Task<IResult> FetchProvider(HttpContext http, MigrantId migrant, string month, string offer, IGrainFactory grains)
    {
        var order = grains.Remittance(OfProvider(migrant, month, offer).Id);
        return await order.Get() is { } view && await order.ReadInstruction(Own(http, "own-remittances")) is { } file
            ? TypedResults.File(file, CsvBody.MediaType, $"{view.MessageId}-{view.Sha256[..8]}.csv")
            : new ProblemResult(Problems.Of(RejectionCode.RemittanceNotInstructed));
    }

    private static (RemittanceId Id, StatementPeriod Month, RemittanceOfferId Offer) OfProvider(MigrantId migrant, string month,
        string offer)
    {
        if (!StatementPeriod.TryParse(month, out var period) || !period.IsMonth)
        {
            throw ProblemException.Invalid("month", "Expected a month such as \"2026-11\".");
        }

        return RemittanceOfferId.TryParse(offer, out var by)
            ? (RemittanceId.From(migrant, period, by), period, by)
            : throw ProblemException.Invalid("offer", $"Expected {RemittanceOfferId.Grammar}.");
    }

    private static PersonReader Own(HttpContext http, string purpose) => new() { Actor = Caller.Of(http).Actor, Purpose = purpose };

    private static (RemittanceId Id, StatementPeriod Month, Currency Currency) Of(MigrantId migrant, string month, string currency)
    {
        if (!StatementPeriod.TryParse(month, out var period) || !period.IsMonth)
        {
            throw ProblemException.Invalid("month", "Expected a month such as \"2026-11\".");
        }

        if (!Currency.TryParse(currency, out var money))
        {
            throw ProblemException.Invalid("currency", "Expected a currency of ISO 4217 such as \"NZD\".");
        }

        return (RemittanceId.From(migrant, period, money), period, money);
    }
}
