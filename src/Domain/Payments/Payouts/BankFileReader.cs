namespace VipOrleans.Domain.Payments;

using System.Security.Cryptography;
using System.Text.RegularExpressions;

/// <summary>
/// Reads what banks send: status reports (<c>pain.002</c>), statements (<c>camt.053</c>) and notifications (<c>camt.054</c>), in the
/// versions of <see cref="Versions"/>. Pure; a file is read whole or not at all.
/// </summary>
public static partial class BankFileReader
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = BankXml.MaxBytes;

    /// <summary>Most answers in a file.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>What every namespace of ISO 20022 begins with.</summary>
    public const string Iso20022 = "urn:iso:std:iso:20022:tech:xsd:";

    /// <summary>The namespace of a status report.</summary>
    public const string StatusReportNamespace = $"{Iso20022}pain.002.001.10";

    /// <summary>The namespace of a statement of the newest version.</summary>
    public const string StatementNamespace = $"{Iso20022}camt.053.001.08";

    /// <summary>The messages that are read, each in each of its versions.</summary>
    public static IReadOnlyDictionary<string, BankFileKind> Versions { get; } = new Dictionary<string, BankFileKind>
    {
        ["pain.002.001.10"] = BankFileKind.StatusReport,
        ["camt.053.001.02"] = BankFileKind.Statement,
        ["camt.053.001.04"] = BankFileKind.Statement,
        ["camt.053.001.08"] = BankFileKind.Statement,
        ["camt.054.001.02"] = BankFileKind.Notification,
        ["camt.054.001.04"] = BankFileKind.Notification,
        ["camt.054.001.08"] = BankFileKind.Notification,
    };

    // What banks write if the payer gave no id.
    private const string NotProvided = "NOTPROVIDED";

    /// <summary>Reads a file: its content, or the first thing that is wrong with it.</summary>
    public static (BankFile? Content, BankFileProblem? Problem) Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var (root, version) = BankXml.Read(bytes, Iso20022, [.. Versions.Keys]);
            var (kind, sha256) = (Versions[version], Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
            return (kind == BankFileKind.StatusReport ? StatusReport(root, sha256) : Bookings(root, kind, sha256), null);
        }
        catch (BankXmlException e)
        {
            return (null, e.Problem);
        }
    }

    private static BankFile StatusReport(XmlPart root, string sha256)
    {
        var report = root.Require("CstmrPmtStsRpt");
        var message = Message(report, BankFileKind.StatusReport, sha256);
        var group = report.Require("OrgnlGrpInfAndSts");
        var original = Id(group.Require("OrgnlMsgId"));
        if (!(group.TextOf("OrgnlMsgNmId") ?? "").StartsWith("pain.001", StringComparison.Ordinal))
        {
            throw BankXmlException.At(group, "other-message", "The report is on a message that is no pain.001.");
        }

        CheckAmount(group.Find("OrgnlCtrlSum"));
        var (all, reason) = (GroupWord(group.Find("GrpSts")), ReasonOf(group));
        var entries = new List<BankEntry>();
        var groups = report.All("OrgnlPmtInfAndSts").ToList();
        foreach (var payments in groups)
        {
            CheckAmount(payments.Find("OrgnlCtrlSum"));
            // What is said of the group of payments is nearer to them than what is said of the message. A message of ours has one.
            if (payments.Find("PmtInfSts") is { } status) (all, reason) = (GroupWord(status), ReasonOf(payments));
            foreach (var one in payments.All("TxInfAndSts")) Add(entries, StatusOf(one, all, reason));
        }

        var verdict =
            new BankVerdict(original, [.. groups.Select(g => Id(g.Require("OrgnlPmtInfId")))], group.Count("OrgnlNbOfTxs"),
                group.TextOf("OrgnlCtrlSum"), all, reason);
        // That some names differ, but not whose: somebody must see it.
        if (entries.Count == 0 && report.Descend().FirstOrDefault(p => p is { Name: "GrpSts" or "PmtInfSts", Text: "RCVM" }) is { } some)
        {
            entries.Add(new(some.Line, null, BankWord.NameDiffers, Batch: original));
        }

        if (all is null && entries.Count == 0 && group.TextOf("GrpSts") != "PART")
        {
            throw BankXmlException.At(group, "status-missing", "The report says nothing of the message and of no payment.");
        }

        return new(message, verdict, entries);
    }

    private static BankEntry StatusOf(XmlPart one, BankWord? all, string? allReason)
    {
        var status = one.Find("TxSts");
        var amount = one.Find("OrgnlTxRef", "Amt", "InstdAmt");
        CheckAmount(amount);
        var said = status is null ? all ?? BankWord.Unclear : Word(status.Text) ?? BankWord.Unclear;
        return new(one.Line, IdOrNull(one.Find("OrgnlEndToEndId")) ?? IdOrNull(one.Find("OrgnlInstrId")), said, amount?.Text,
            amount?.Currency, ReasonOf(one) ?? (status is null ? allReason : null));
    }

    // ISO 20022, external payment status codes. What is not among them has no meaning that anybody agreed on.
    private static BankWord? Word(string status) => status switch
    {
        "ACTC" or "ACCP" or "ACSP" or "ACWC" or "ACFC" or "ACWP" => BankWord.Accepted,
        "ACSC" or "ACCC" => BankWord.Settled,
        "RJCT" => BankWord.Rejected,
        "PDNG" or "RCVD" or "PATC" => BankWord.Pending,
        // Of a verification of payee, which comes before the bank takes the payments on.
        "RCVC" => BankWord.NameMatches,
        "RVMC" => BankWord.NameClose,
        "RVNM" => BankWord.NameDiffers,
        "RVNA" => BankWord.NameUnchecked,
        _ => null,
    };

    private static BankWord? GroupWord(XmlPart? status)
    {
        if (status is null || status.Text is "PART" or "RCVM") return null;
        return Word(status.Text)
            ?? throw BankXmlException.At(status, "status-unknown",
                "The status of the message is none of ACTC, ACCP, ACSP, ACWC, ACSC, ACCC, RCVD, PDNG, PART, RJCT, RCVC and RCVM.");
    }

    private static BankFile Bookings(XmlPart root, BankFileKind kind, string sha256)
    {
        var (content, account) = kind == BankFileKind.Statement ? ("BkToCstmrStmt", "Stmt") : ("BkToCstmrDbtCdtNtfctn", "Ntfctn");
        var bookings = root.Require(content);
        var message = Message(bookings, kind, sha256);
        var entries = new List<BankEntry>();
        _ = bookings.Require(account);
        foreach (var statement in bookings.All(account))
        {
            CheckSums(statement);
            foreach (var entry in statement.All("Ntry"))
            {
                foreach (var answer in Booked(entry)) Add(entries, answer);
            }
        }

        return new(message, null, entries);
    }

    private static IEnumerable<BankEntry> Booked(XmlPart entry)
    {
        var amount = entry.Require("Amt");
        CheckAmount(amount);
        var details = entry.All("NtryDtls").SelectMany(d => d.All("TxDtls")).ToList();
        var batch = BatchOf(entry.Find("NtryDtls", "Btch"));
        if (details.Count == 0)
        {
            yield return new(entry.Line, null, batch is null ? BankWord.Unclear : Said(entry, null), amount.Text, amount.Currency,
                Batch: batch);
        }

        foreach (var one in details)
        {
            var own = AmountOf(one) ?? (details.Count == 1 ? amount : null);
            CheckAmount(own);
            var payment = Given(one.Find("Refs", "EndToEndId")) ?? Given(one.Find("Refs", "InstrId"));
            yield return new(one.Line, payment, Said(entry, one), own?.Text, own?.Currency, CodeOf(one.Find("RtrInf")),
                payment is null ? BatchOf(one.Find("Refs")) ?? (details.Count == 1 ? batch : null) : null);
        }
    }

    // What the payment itself comes to, as near to the instruction as the bank says it.
    private static XmlPart? AmountOf(XmlPart one) =>
        one.Find("Amt") ?? one.Find("AmtDtls", "TxAmt", "Amt") ?? one.Find("AmtDtls", "InstdAmt", "Amt");

    // The group's id is the payer's own; the message's may be one that the bank gave to what it sent on.
    private static string? BatchOf(XmlPart? references) => Given(references?.Find("PmtInfId")) ?? Given(references?.Find("MsgId"));

    private static BankWord Said(XmlPart entry, XmlPart? one)
    {
        // A code within <Sts> since version 8, and the code itself before.
        if ((entry.TextOf("Sts", "Cd") ?? entry.TextOf("Sts")) != "BOOK") return BankWord.Pending;
        var isReversal = entry.TextOf("RvslInd") is "true" or "1";
        return (one?.TextOf("CdtDbtInd") ?? entry.TextOf("CdtDbtInd")) switch
        {
            "DBIT" when !isReversal => BankWord.Settled,
            "CRDT" when isReversal || one?.Find("RtrInf") is not null => BankWord.Returned,
            _ => BankWord.Unclear,
        };
    }

    // A statement that counts its entries and adds them up is cut short, or changed, where they are not there.
    private static void CheckSums(XmlPart statement)
    {
        if (statement.Find("TxsSummry") is not { } summary) return;
        Check("TtlNtries", _ => true);
        Check("TtlCdtNtries", e => e.TextOf("CdtDbtInd") == "CRDT");
        Check("TtlDbtNtries", e => e.TextOf("CdtDbtInd") == "DBIT");

        void Check(string name, Func<XmlPart, bool> belongs)
        {
            if (summary.Find(name) is not { } total) return;
            var entries = statement.All("Ntry").Where(belongs).ToList();
            if (total.Count("NbOfNtries") is { } count && count != entries.Count)
            {
                throw BankXmlException.At(total, "count-differs",
                    $"<{name}> counts {count:N0} entries, and there are {entries.Count:N0}: fetch the file from the bank again.");
            }

            if (total.TextOf("Sum") is not { } sum) return;
            CheckAmount(total.Find("Sum"));
            Int128 added = 0;
            foreach (var entry in entries) added += BankAmount.Scaled(entry.TextOf("Amt")) ?? 0;
            if (BankAmount.Scaled(sum) != added)
            {
                throw BankXmlException.At(total, "sum-differs",
                    $"<{name}> is not the sum of its entries: fetch the file from the bank again.");
            }

        }
    }

    private static BankMessage Message(XmlPart content, BankFileKind kind, string sha256)
    {
        var id = content.Require("GrpHdr").Require("MsgId");
        return new(kind, Id(id), sha256);
    }

    private static void Add(List<BankEntry> entries, BankEntry entry)
    {
        if (entries.Count == MaxEntries)
        {
            throw new BankXmlException(
                new(entry.Line, null, "file-too-large", $"A file has at most {MaxEntries:N0} answers: ask the bank for smaller ones."));
        }

        entries.Add(entry);
    }

    private static void CheckAmount(XmlPart? amount)
    {
        if (amount is not null && BankAmount.Scaled(amount.Text) is null)
        {
            throw BankXmlException.At(amount, "amount-invalid",
                $"<{amount.Name}> is an amount: digits with at most five decimals after a point, 18 digits in all.");
        }

    }

    private static string Id(XmlPart part) =>
        IdOrNull(part) ?? throw BankXmlException.At(part, "id-invalid", $"<{part.Name}> has 1 to 35 printable ASCII characters.");

    // An id of somebody else's payment may be anything, even a name: it is compared and never repeated.
    private static string? IdOrNull(XmlPart? part) => part is not null && IdForm().IsMatch(part.Text) ? part.Text : null;

    private static string? Given(XmlPart? part) => IdOrNull(part) is { } id && id != NotProvided ? id : null;

    private static string? ReasonOf(XmlPart part) => CodeOf(part.Find("StsRsnInf"));

    private static string? CodeOf(XmlPart? information) =>
        information?.TextOf("Rsn", "Cd") is { } code && ReasonForm().IsMatch(code) ? code : null;

    [GeneratedRegex("^[!-~]([ -~]{0,33}[!-~])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();

    [GeneratedRegex("^[A-Z0-9]{4}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReasonForm();
}
