namespace VipOrleans.Domain.Tests.Payments;

using System.Globalization;
using System.Text;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Payments.PayoutEvent;
using static VipOrleans.Domain.Tests.Sample;

/// <summary>A batch, its people's accounts and the bank's files: what the tests of payouts are made of. Nobody of them exists.</summary>
internal static class PayoutSample
{
    public const string Opener = "city-officer:one", Second = "city-officer:two";

    public static readonly Moment BySecond = ThatMoment with { Actor = Second };

    public static readonly PayoutId Payout = PayoutId.From(Auckland, "payout 1");

    public static readonly PayoutTerms Asked = new(Today.AddDays(2), Dollars(1_000), "AKL shares 2024-03");

    public static readonly PayoutOrder Order = new(Asked.ExecutionDay, Asked.Minimum, Asked.Reference, Opener);

    public static readonly BankParty Council =
        new("Auckland Council", new(null, "12-3113-0012345-00", "ASBBNZ2A"), new("Albert Street", "135", "1010", "Auckland", "NZ"));

    public static readonly BankParty Aroha =
        new("Aroha Ngāta", new(null, "01-0123-0123456-00", "ANZBNZ22"), new("Karangahape Road", "7a", "1010", "Auckland", "NZ"));

    public static readonly BankParty Jürgen =
        new("Jürgen Weiß", new("DE89370400440532013000", null, "COBADEFFXXX"), new(null, null, null, "Köln", "DE"));

    public static string Id(int number) => Payout.Payment(number);

    /// <summary>A line of the list of unpaid sponsorships.</summary>
    public static UnpaidPayee Unpaid(int number, long amount = 1_000) => new(new(Case(number), Host(number)), number, amount);

    /// <summary>A batch in which payments of these amounts are reserved.</summary>
    public static PayoutEvent[] Reserved(params long[] amounts) =>
    [
        new PayoutOpened(Payout, Order),
        new PaymentsPlanned([.. amounts.Select((_, i) => new PlannedPayment(Case(i + 1), Host(i + 1)))], amounts.Length, true, false),
        new PaymentsReserved([.. amounts.Select((a, i) => new ReservedPayment(Id(i + 1), Dollars(a)))]),
        new ReservationClosed(amounts.Length, Dollars(amounts.Sum())),
    ];

    public static Instruction Told(params long[] amounts) =>
        new(Payout.Message, amounts.Length, Dollars(amounts.Sum()), new string('a', 64), Order.ExecutionDay);

    /// <summary>A batch that the bank has been told of.</summary>
    public static PayoutEvent[] Instructed(params long[] amounts) => [.. Reserved(amounts), new PayoutInstructed(Second, Told(amounts))];

    public static PayoutBatch BatchOf(params PayoutEvent[] events) => events.Aggregate(PayoutDecider.Initial, PayoutDecider.Evolve);

    public static BankMessage Report(string id = "BANK-1", char hash = 'b') => new(BankFileKind.StatusReport, id, new string(hash, 64));

    public static BankMessage Statement(string id = "STMT-1", char hash = 'c') => new(BankFileKind.Statement, id, new string(hash, 64));

    /// <summary>A statement that says one thing of some payments, each with its amount.</summary>
    public static BankFile Says(string message, params (int Number, BankWord Said, long Minor)[] entries) => new(
        Statement(message), null,
        [.. entries.Select(
            (e, i) => new BankEntry(i + 10, Id(e.Number), e.Said, Dollars(e.Minor).Amount, "NZD",
                e.Said == BankWord.Returned ? "AC04" : null))]);

    public static byte[] Pain002(string body, string messageId = "BANK-1", string? original = null) => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
          <CstmrPmtStsRpt>
            <GrpHdr><MsgId>{messageId}</MsgId><CreDtTm>2024-03-08T10:00:00</CreDtTm></GrpHdr>
            <OrgnlGrpInfAndSts><OrgnlMsgId>{original ?? Payout.Message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{body}
          </CstmrPmtStsRpt>
        </Document>
        """);

    public static byte[] Camt053(string entries, string summary = "", string messageId = "STMT-1") => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
          <BkToCstmrStmt>
            <GrpHdr><MsgId>{messageId}</MsgId><CreDtTm>2024-03-08T22:00:00</CreDtTm></GrpHdr>
            <Stmt><Id>S1</Id><Acct><Id><Othr><Id>123113001234500</Id></Othr></Id></Acct>{summary}
        {entries}
            </Stmt>
          </BkToCstmrStmt>
        </Document>
        """);

    public static string Entry(string id, string amount, string side = "DBIT", string status = "BOOK", string more = "",
        string currency = "NZD") => string.Create(CultureInfo.InvariantCulture, $"""
              <Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>{more}</TxDtls></NtryDtls></Ntry>
        """);
}

/// <summary>One of a few values.</summary>
internal static class OneOfThese
{
    public static CsCheck.Gen<T> OneOf<T>(params T[] values) =>
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, values.Length - 1], CsCheck.Gen.Bool, (i, _) => values[i]);
}
