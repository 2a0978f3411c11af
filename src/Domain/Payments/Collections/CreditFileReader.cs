namespace VipOrleans.Domain.Payments;

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;

/// <summary>What a file of booked credits came to.</summary>
/// <param name="Kind">What kind of file it is.</param>
/// <param name="MessageId">The bank's id of it.</param>
/// <param name="Rows">How many credits, and credits taken back, it has.</param>
/// <param name="Others">How many other movements it has: debits, returned payments, and what is not booked yet.</param>
public sealed record CreditFileContent(BankFileKind Kind, string MessageId, int Rows, int Others);

/// <summary>
/// Reads the booked credits of statements (<c>camt.053</c>) and notifications (<c>camt.054</c>) as they come: one entry is held and nothing
/// more, however long the file is. The versions are those of <see cref="BankFileReader"/>.
/// </summary>
/// <remarks>
/// An entry is recognised by the references that the bank gave it and its payments, and by the account: the same entry in a notification
/// and in the statement of the day is one. What a payer wrote is searched for a reference of ours and is not given on.
/// </remarks>
public sealed partial class CreditFileReader
{
    /// <summary>Largest file, in bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Most credits of a file.</summary>
    public const int MaxRows = 500_000;

    /// <summary>Most elements that belong to one payment, or to one statement outside its entries.</summary>
    public const int MaxElements = 20_000;

    private static readonly string[] Kinds =
        [.. BankFileReader.Versions.Where(v => v.Value != BankFileKind.StatusReport).Select(v => v.Key)];

    /// <summary>How the XML is read: no document type, nothing from outside, bounded.</summary>
    public static readonly XmlReaderSettings Settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>The versions that are read.</summary>
    public static IReadOnlyList<string> Versions => Kinds;

    private readonly Stack<XmlPart> _open = new();
    private readonly Dictionary<string, int> _unreferenced = [];
    private readonly List<(string Direction, Int128 Amount)> _entries = [];
    private readonly List<CreditRow> _found = [];
    private readonly CityId _city;
    private string _space = "", _version = "", _account = "", _messageId = "";
    private XmlPart? _statement, _entry, _held;
    private int _elements, _details, _rows, _others, _statements;

    /// <summary>Begins with a file.</summary>
    /// <param name="city">The city whose account it is of.</param>
    public CreditFileReader(CityId city) => _city = city;

    /// <summary>The first thing that is wrong with the file; then nothing more is read.</summary>
    public BankFileProblem? Problem { get; private set; }

    /// <summary>Takes the node that a reader has come to.</summary>
    /// <param name="xml">The reader, made with <see cref="Settings"/>.</param>
    /// <param name="text">The text of the node, if it is one of text.</param>
    /// <returns>The credits that are complete with it.</returns>
    public IReadOnlyList<CreditRow> Read(XmlReader xml, string? text)
    {
        _found.Clear();
        try
        {
            Take(xml, text);
        }
        catch (BankXmlException e)
        {
            Problem = e.Problem;
        }

        return _found;
    }

    /// <summary>The reader has come to the end: what the file came to, or null if something is wrong with it.</summary>
    public CreditFileContent? End(XmlReader xml)
    {
        if (Problem is null && (_messageId.Length == 0 || _statements == 0))
        {
            Problem = BankXml.Refuse(xml, "element-missing", "The file needs a group header with a message id, and a statement.").Problem;
        }

        return Problem is null ? new(BankFileReader.Versions[_version], _messageId, _rows, _others) : null;
    }

    /// <summary>The reader came to something that is no XML.</summary>
    public void Fail(XmlException e) => Problem ??= BankXml.ProblemOf(e);

    private void Take(XmlReader xml, string? text)
    {
        if (xml.NodeType == XmlNodeType.Element && _version.Length == 0)
        {
            _space = xml.NamespaceURI;
            _version = BankXml.VersionOf(xml, BankFileReader.Iso20022, Kinds);
            if (xml.IsEmptyElement) throw BankXml.Refuse(xml, "file-empty", "The file has no message in it.");
            _open.Push(BankXml.Start(xml));
        }
        else if (xml.NodeType == XmlNodeType.Element)
        {
            Begin(xml);
            if (xml.IsEmptyElement) End(_open.Pop());
        }
        else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace && _open.Count > 0)
        {
            var holder = _open.Peek();
            if (holder.Text.Length + text!.Length > BankXml.MaxText)
            {
                throw BankXml.Refuse(xml, "text-too-long", $"A text has at most {BankXml.MaxText:N0} characters.");
            }

            holder.Text = (holder.Text + text).Trim();
        }
        else if (xml.NodeType == XmlNodeType.EndElement)
        {
            var part = _open.Pop();
            if (part == _statement) _statements++;
            End(part);
        }
    }

    private void Begin(XmlReader xml)
    {
        if (++_elements > MaxElements)
        {
            throw BankXml.Refuse(xml, "file-too-large", $"An entry or a payment has at most {MaxElements:N0} elements.");
        }

        if (_open.Count >= BankXml.MaxDepth)
        {
            throw BankXml.Refuse(xml, "file-too-deep", $"Elements lie in each other at most {BankXml.MaxDepth} deep.");
        }

        var part = BankXml.Start(xml);
        // Supplementary data has namespaces of its own; it is passed over with all that is in it.
        if (xml.NamespaceURI == _space) _open.Peek().Children.Add(part);
        if (_entry is null && part.Name is "Stmt" or "Ntfctn" && _open.Count == 2) (_statement, _account) = (part, "");
        if (_entry is null && part.Name == "Ntry" && _open.Peek() == _statement) (_entry, _details, _held) = (part, 0, null);
        _open.Push(part);
    }

    private void End(XmlPart part)
    {
        if (part.Name == "GrpHdr" && _open.Count == 2) _messageId = IdOf(part.Require("MsgId"));
        if (_entry is not null && part.Name == "TxDtls" && _open.Count >= 2 && _open.Peek().Name == "NtryDtls")
        {
            _open.Peek().Children.Remove(part);
            // The one before: whether a payment is the only one of its entry is known when the next one comes, or none.
            if (_held is { } before) Give(_entry, before, isOnly: false);
            (_held, _details, _elements) = (part, _details + 1, 0);
        }
        else if (part == _entry)
        {
            if (_held is { } last) Give(part, last, isOnly: _details == 1);
            else GiveSum(part);
            var amount = part.Require("Amt");
            _entries.Add((part.TextOf("CdtDbtInd") ?? "", Scaled(amount)));
            _statement!.Children.Remove(part);
            (_entry, _held, _elements) = (null, null, 0);
        }
        else if (part == _statement)
        {
            CheckSums(part);
            _entries.Clear();
            _open.Peek().Children.Remove(part);
            (_statement, _elements) = (null, 0);
        }
    }

    private void GiveSum(XmlPart entry)
    {
        if (Direction(entry, null) is not { } isReversal)
        {
            _others++;
            return;
        }

        var isBatch = entry.Find("NtryDtls", "Btch")?.Count("NbOfTxs") > 1;
        var amount = Money(entry.Require("Amt"));
        Give(entry, null, amount, isReversal, Key(entry, null, isOnly: true), isBatch ? RejectionCode.BankDetailsMissing : null);
    }

    private void Give(XmlPart entry, XmlPart one, bool isOnly)
    {
        if (Direction(entry, one) is not { } isReversal)
        {
            _others++;
            return;
        }

        var own = one.Find("Amt") ?? one.Find("AmtDtls", "TxAmt", "Amt") ?? (isOnly ? entry.Require("Amt") : null)
            ?? throw BankXmlException.At(one, "amount-missing", "A payment of a booking of several needs <Amt>.");
        Give(entry, one, Money(own), isReversal, Key(entry, one, isOnly), null);
    }

    private void Give(XmlPart entry, XmlPart? one, Money amount, bool isReversal, string? key, RejectionCode? problem)
    {
        if (++_rows > MaxRows)
        {
            throw new BankXmlException(
                new(entry.Line, null, "file-too-large", $"A file has at most {MaxRows:N0} credits: ask the bank for smaller ones."));
        }

        var on = Day(entry.Find("BookgDt")) ?? Day(entry.Find("ValDt"))
            ?? throw BankXmlException.At(entry, "day-missing", "A booked entry needs the day of its booking, <BookgDt>.");
        var reference = References(entry, one).FirstOrDefault();
        if (key is null)
        {
            problem ??= RejectionCode.BankReferenceMissing;
            var same = $"{_messageId}/{on:yyyy-MM-dd}/{amount.Minor}/{reference}";
            var number = _unreferenced[same] = _unreferenced.GetValueOrDefault(same) + 1;
            key = $"{same}/{number}";
        }

        string?[] traces = [one?.TextOf("Refs", "TxId"), one?.TextOf("Refs", "UETR")];
        _found.Add(new(
            (one ?? entry).Line, Hash(isReversal ? "reversal" : "credit", key), amount, on, isReversal, reference,
            [.. traces.OfType<string>().Select(t => Hash("trace", t)).Distinct(StringComparer.Ordinal)], problem));
    }

    // An entry's own reference counts for its only payment too, which some banks name in one kind of file and not in the other.
    private string? Key(XmlPart entry, XmlPart? one, bool isOnly)
    {
        var ofEntry = entry.TextOf("AcctSvcrRef");
        if (one is null || isOnly)
        {
            return ofEntry ?? one?.TextOf("Refs", "AcctSvcrRef") ?? one?.TextOf("Refs", "UETR") ?? one?.TextOf("Refs", "TxId");
        }

        var ofPayment = one.TextOf("Refs", "AcctSvcrRef") ?? one.TextOf("Refs", "UETR") ?? one.TextOf("Refs", "TxId");
        return ofPayment is not null ? $"{ofEntry}/{ofPayment}"
            : ofEntry is not null ? string.Create(CultureInfo.InvariantCulture, $"{ofEntry}#{_details}") : null;
    }

    // Null for what is no booked credit and takes none back: what goes out, and payments of the city that came back.
    private static bool? Direction(XmlPart entry, XmlPart? one)
    {
        if ((entry.TextOf("Sts", "Cd") ?? entry.TextOf("Sts")) != "BOOK") return null;
        var isReversal = entry.TextOf("RvslInd") is "true" or "1" || one?.Find("RtrInf") is not null;
        return (one?.TextOf("CdtDbtInd") ?? entry.TextOf("CdtDbtInd")) switch
        {
            "CRDT" when !isReversal => false,
            "DBIT" when isReversal => true,
            _ => null,
        };
    }

    private string Hash(string what, string text)
    {
        if (_account.Length == 0) _account = AccountOf(_statement!);
        return IdText.KeyFrom($"{what}/{_city}/{_account}/{text}");
    }

    private static string AccountOf(XmlPart statement) =>
        statement.TextOf("Acct", "Id", "IBAN") ?? statement.TextOf("Acct", "Id", "Othr", "Id")
        ?? throw BankXmlException.At(statement, "element-missing", "A statement names its account: <Acct><Id>.");

    private void CheckSums(XmlPart statement)
    {
        if (statement.Find("TxsSummry") is not { } summary) return;
        Check("TtlNtries", null);
        Check("TtlCdtNtries", "CRDT");
        Check("TtlDbtNtries", "DBIT");

        void Check(string name, string? direction)
        {
            if (summary.Find(name) is not { } total) return;
            var some = _entries.Where(e => direction is null || e.Direction == direction).ToList();
            if (total.Count("NbOfNtries") is { } count && count != some.Count)
            {
                throw BankXmlException.At(total, "count-differs",
                    $"<{name}> counts {count:N0} entries, and there are {some.Count:N0}: fetch the file from the bank again.");
            }

            if (total.Find("Sum") is { } sum && Scaled(sum) != some.Aggregate((Int128)0, (all, e) => all + e.Amount))
            {
                throw BankXmlException.At(total, "sum-differs",
                    $"<{name}> is not the sum of its entries: fetch the file from the bank again.");
            }
        }
    }

    private static Int128 Scaled(XmlPart amount) => BankAmount.Scaled(amount.Text)
        ?? throw BankXmlException.At(amount, "amount-invalid",
            $"<{amount.Name}> is an amount: digits with at most five decimals after a point, 18 digits in all.");

    private static Money Money(XmlPart amount)
    {
        if (!Currency.TryParse(amount.Currency, out var currency))
        {
            throw BankXmlException.At(amount, "currency-invalid", "An amount has its currency in 'Ccy', a code of ISO 4217.");
        }

        var scaled = Scaled(amount);
        var unit = 100_000 / currency.MinorPerUnit;
        return scaled % unit == 0 && scaled > 0 && scaled / unit <= Domain.Money.Money.MaxMinor
            ? new((long)(scaled / unit), currency)
            : throw BankXmlException.At(amount, "amount-invalid",
                $"<{amount.Name}> is above zero and has at most the decimals of its currency.");
    }

    private static DateOnly? Day(XmlPart? part)
    {
        var text = part?.TextOf("Dt") ?? part?.TextOf("DtTm");
        return text is { Length: >= 10 }
            && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;
    }

    private static string IdOf(XmlPart part) => part.Text is { Length: >= 1 and <= 35 } text && text.All(c => c is >= ' ' and <= '~')
        ? text : throw BankXmlException.At(part, "id-invalid", $"<{part.Name}> has 1 to 35 printable ASCII characters.");

    // Where payers put a reference: where it belongs, or into whatever field their bank shows them.
    private static IEnumerable<string> References(XmlPart entry, XmlPart? one)
    {
        var structured = (one?.All("RmtInf") ?? []).SelectMany(r => r.All("Strd")).Select(s => s.TextOf("CdtrRefInf", "Ref"));
        var free = (one?.All("RmtInf") ?? []).SelectMany(r => r.All("Ustrd")).Select(u => u.Text);
        string?[] others =
            [one?.TextOf("Refs", "EndToEndId"), one?.TextOf("AddtlTxInf"), one is null ? entry.TextOf("AddtlNtryInf") : null];
        return structured.Concat([string.Concat(free)]).Concat(others).OfType<string>().SelectMany(ReferencesIn);
    }

    /// <summary>The references of the form of ours in a text, whether printed in groups or not.</summary>
    public static IEnumerable<string> ReferencesIn(string text)
    {
        var packed = Blanks().Replace(text.ToUpperInvariant(), "");
        for (var at = packed.IndexOf("RF", StringComparison.Ordinal); at >= 0; at = packed.IndexOf("RF", at + 1, StringComparison.Ordinal))
        {
            foreach (var length in (int[])[4 + CreditorReference.MaxReference, 4 + StatementReference.Length])
            {
                if (at + length <= packed.Length && CreditorReference.TryParse(packed.Substring(at, length), out var reference))
                {
                    yield return reference.Value;
                }
            }
        }
    }

    [GeneratedRegex(@"[\s-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
