namespace VipOrleans.Pilot;

using System.Xml.Linq;
using VipOrleans.Domain.Payments;

/// <summary>A bank that does not exist: it answers a payment file as banks do, always with the same bytes.</summary>
/// <param name="instruction">The file, pain.001.</param>
/// <param name="rejectsLast">True if the account of the last payee is closed.</param>
internal sealed class SampleBank(byte[] instruction, bool rejectsLast = true)
{
    private static readonly XNamespace Sent = CreditTransferFile.Namespace, Report = BankFileReader.StatusReportNamespace,
        Book = BankFileReader.StatementNamespace;
    private readonly XDocument _file = XDocument.Load(new MemoryStream(instruction));

    private string MessageId => _file.Descendants(Sent + "MsgId").First().Value;

    private IReadOnlyList<(string Id, string Amount, string Currency)> Payments =>
    [
        .. _file.Descendants(Sent + "CdtTrfTxInf").Select(t => (
            t.Descendants(Sent + "EndToEndId").Single().Value, t.Descendants(Sent + "InstdAmt").Single().Value,
            t.Descendants(Sent + "InstdAmt").Single().Attribute("Ccy")!.Value)),
    ];

    private int Paid => rejectsLast ? Payments.Count - 1 : Payments.Count;

    /// <summary>pain.002: all are accepted, but the last, whose account is closed.</summary>
    public string StatusReport() => Text(new(Report + "Document", new XElement(Report + "CstmrPmtStsRpt",
        new XElement(Report + "GrpHdr", new XElement(Report + "MsgId", "SAMPLE-BANK-1")),
        new XElement(Report + "OrgnlGrpInfAndSts", new XElement(Report + "OrgnlMsgId", MessageId),
            new XElement(Report + "OrgnlMsgNmId", "pain.001.001.09")),
        new XElement(Report + "OrgnlPmtInfAndSts",
            new XElement(Report + "OrgnlPmtInfId", _file.Descendants(Sent + "PmtInfId").First().Value),
            Payments.Select((p, i) => new XElement(Report + "TxInfAndSts",
                new XElement(Report + "OrgnlEndToEndId", p.Id),
                new XElement(Report + "TxSts", i < Paid ? "ACSP" : "RJCT"),
                i < Paid
                    ? null : new XElement(Report + "StsRsnInf", new XElement(Report + "Rsn", new XElement(Report + "Cd", "AC04")))))))));

    /// <summary>camt.053: a booked debit for each payment but the last.</summary>
    public string Statement() => Text(new(Book + "Document", new XElement(Book + "BkToCstmrStmt",
        new XElement(Book + "GrpHdr", new XElement(Book + "MsgId", "SAMPLE-BANK-2")),
        new XElement(Book + "Stmt", new XElement(Book + "Id", "1"), Payments.Take(Paid).Select(p => new XElement(Book + "Ntry",
            new XElement(Book + "Amt", new XAttribute("Ccy", p.Currency), p.Amount),
            new XElement(Book + "CdtDbtInd", "DBIT"),
            new XElement(Book + "Sts", new XElement(Book + "Cd", "BOOK")),
            new XElement(Book + "NtryDtls",
                new XElement(Book + "TxDtls", new XElement(Book + "Refs", new XElement(Book + "EndToEndId", p.Id))))))))));

    private static string Text(XElement document) => document.ToString(SaveOptions.DisableFormatting);
}
