namespace VipOrleans.Domain.Tests.Payments;

using System.Text;
using System.Xml;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Sample;

public sealed class CreditFileReaderTests
{
    private static readonly string Reference = StatementReference.Of(Auckland, "kiwi-orchards", StatementPeriod.Parse("2026-12")).Value;

    [Fact]
    public void A_statement_gives_its_booked_credits_and_those_taken_back_and_counts_the_rest()
    {
        var (rows, content) = Read(Camt(
            Entry("B1", "100.00", Strd(Reference)) + Entry("B2", "20.5", Strd(Reference), direction: "DBIT", reversal: "true")
            + Entry("B3", "5.00", direction: "DBIT") + Entry("B4", "5.00", status: "PDNG")
            + Entry("B5", "7.00", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
            + Entry("B6", "9.00", "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>", direction: "DBIT")));
        Assert.Equal([(10_000L, false, Reference), (2_050, true, Reference), (900, true, null)],
            rows.Select(r => (r.Amount.Minor, r.IsReversal, r.Reference)));
        Assert.Equal((BankFileKind.Statement, "S1", 3, 3), (content!.Kind, content.MessageId, content.Rows, content.Others));
        Assert.All(rows, r => Assert.Equal((new(2026, 12, 18), (RejectionCode?)null), (r.On, r.Problem)));
        Assert.All(rows, r => Assert.Equal(r, CreditRow.Parse(r.Text) with { Traces = r.Traces }));
    }

    // Written from the standard's description of the messages, with everything around that banks send.
    [Fact]
    public void A_whole_statement_and_a_whole_notification_give_what_stands_in_them()
    {
        const string OfStatement = "RF92SABCDEFGHIJK202612", OfMonth = "RF980A1B2C3D4E5F6G7H8I011";
        var (rows, content) = Read(Golden("statement.camt.053.001.08.xml"));
        Assert.Equal(("STMT-2026-12-18-1", 5, 1), (content!.MessageId, content.Rows, content.Others));
        Assert.Equal(
            [(500_000L, false, OfStatement, 2), (177_140, false, OfMonth, 0), (10_000, false, null, 0), (20_000, false, null, 0),
                (30_000, true, OfMonth, 1)],
            rows.Select(r => (r.Amount.Minor, r.IsReversal, r.Reference, r.Traces.Count)));
        Assert.All(rows, r => Assert.Equal((new(2026, 12, 18), (RejectionCode?)null), (r.On, r.Problem)));
        Assert.Equal(5, rows.Select(r => r.Key).Distinct().Count());

        var (notified, about) = Read(Golden("notification.camt.054.001.04.xml"));
        Assert.Equal((BankFileKind.Notification, 1, 1), (about!.Kind, about.Rows, about.Others));
        Assert.Equal(rows[0].Key, Assert.Single(notified).Key);
        Assert.Contains(notified[0].Traces[0], rows[0].Traces);
    }

    [Fact]
    public void An_entry_is_the_same_in_a_notification_and_in_the_statement_and_another_accounts_is_not()
    {
        var (statement, _) = Read(Camt(Entry("B1", "100.00", Strd(Reference))));
        var notified = Camt(Entry("B1", "100.00", Strd(Reference), on: "2026-12-17"), id: "N7")
            .Replace("camt.053", "camt.054", StringComparison.Ordinal)
            .Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal)
            .Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal);
        var (notification, content) = Read(notified);
        Assert.Equal(BankFileKind.Notification, content!.Kind);
        Assert.Equal(statement[0].Key, notification[0].Key);
        Assert.NotEqual(statement[0].Key, (Read(Camt(Entry("B2", "100.00", Strd(Reference))))).Rows[0].Key);
        var other = Camt(Entry("B1", "100.00")).Replace("DE89370400440532013000", "DE02120300000000202051", StringComparison.Ordinal);
        Assert.NotEqual(statement[0].Key, (Read(other)).Rows[0].Key);
        // A credit and its reversal are two, though the bank repeats its reference.
        Assert.NotEqual(statement[0].Key,
            (Read(Camt(Entry("B1", "100.00", direction: "DBIT", reversal: "true")))).Rows[0].Key);
    }

    [Fact]
    public void Payments_that_are_booked_as_one_sum_are_told_apart_if_the_bank_gives_details()
    {
        var details = "<TxDtls><Refs><AcctSvcrRef>P1</AcctSvcrRef></Refs><Amt Ccy=\"NZD\">60.00</Amt></TxDtls>"
            + $"<TxDtls><Amt Ccy=\"NZD\">40.00</Amt>{Strd(Reference)}</TxDtls><TxDtls><Amt Ccy=\"NZD\">1.00</Amt></TxDtls>";
        var entry = Entry("B1", "101.00")
            .Replace("<TxDtls></TxDtls>", $"<Btch><NbOfTxs>3</NbOfTxs></Btch>{details}", StringComparison.Ordinal);
        var (rows, _) = Read(Camt(entry));
        Assert.Equal([6_000L, 4_000, 100], rows.Select(r => r.Amount.Minor));
        Assert.Equal(3, rows.Select(r => r.Key).Distinct().Count());
        Assert.Equal([null, Reference, null], rows.Select(r => r.Reference));
        Assert.Equal(rows.Select(r => r.Key), (Read(Camt(entry, id: "S9"))).Rows.Select(r => r.Key));

        var sum = Entry("B1", "101.00").Replace("<TxDtls></TxDtls>", "<Btch><NbOfTxs>3</NbOfTxs></Btch>", StringComparison.Ordinal);
        Assert.Equal(RejectionCode.BankDetailsMissing, Assert.Single((Read(Camt(sum))).Rows).Problem);
    }

    [Fact]
    public void An_entry_without_the_banks_reference_is_the_same_in_the_same_file_and_settles_nothing_by_itself()
    {
        var twice = Entry("", "100.00", Strd(Reference)) + Entry("", "100.00", Strd(Reference));
        var (rows, _) = Read(Camt(twice));
        Assert.Equal(2, rows.Select(r => r.Key).Distinct().Count());
        Assert.All(rows, r => Assert.Equal(RejectionCode.BankReferenceMissing, r.Problem));
        Assert.Equal(rows.Select(r => r.Key), (Read(Camt(twice))).Rows.Select(r => r.Key));
    }

    [Fact]
    public void Nothing_that_a_payer_wrote_is_given_on()
    {
        var (rows, _) = Read(Camt(Entry("B1", "100.00",
            "<Refs><EndToEndId>RENT MR SECRET</EndToEndId><TxId>T1</TxId></Refs><RltdPties><Dbtr><Nm>Mr Secret</Nm></Dbtr></RltdPties>"
                + $"<RmtInf><Ustrd>from Mr Secret {Reference}</Ustrd></RmtInf>")));
        Assert.Equal(Reference, rows[0].Reference);
        Assert.Single(rows[0].Traces);
        Assert.DoesNotContain("secret", rows[0].Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("DE89", rows[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Amt Ccy=\"NZD\">100,00</Amt>", "amount-invalid")]
    [InlineData("<Amt Ccy=\"NZD\">100.001</Amt>", "amount-invalid")]
    [InlineData("<Amt Ccy=\"NZD\">0.00</Amt>", "amount-invalid")]
    [InlineData("<Amt Ccy=\"NZDX\">1.00</Amt>", "currency-invalid")]
    [InlineData("<Amt>1.00</Amt>", "currency-invalid")]
    [InlineData("", "element-missing")]
    public void An_amount_that_is_none_stops_the_file_at_its_line(string amount, string code)
    {
        var problem = Problem(Camt(Entry("B1", "100.00").Replace("<Amt Ccy=\"NZD\">100.00</Amt>", amount, StringComparison.Ordinal)));
        Assert.Equal(code, problem.Code);
        Assert.True(problem.Line > 1);
    }

    [Fact]
    public void A_broken_file_says_what_is_wrong_and_never_more_than_that()
    {
        var good = Camt(Entry("B1", "100.00"));
        (string Text, string Code)[] files =
        [
            (good[..^30], "xml-malformed"),
            ("Mr Secret", "xml-malformed"),
            ("", "xml-malformed"),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]>" + good, "document-type-refused"),
            (good.Replace("camt.053.001.08", "camt.053.001.13", StringComparison.Ordinal), "version-unknown"),
            (good.Replace("camt.053.001.08", "pain.002.001.10", StringComparison.Ordinal), "not-a-bank-file"),
            ("<a/>", "not-a-bank-file"),
            (good.Replace("<MsgId>S1</MsgId>", "", StringComparison.Ordinal), "element-missing"),
            (good.Replace("<IBAN>DE89370400440532013000</IBAN>", "", StringComparison.Ordinal), "element-missing"),
            (good.Replace("<BookgDt><Dt>2026-12-18</Dt></BookgDt>", "", StringComparison.Ordinal), "day-missing"),
            (Camt("<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>" + Entry("B1", "1.00")), "count-differs"),
            (Camt("<TxsSummry><TtlCdtNtries><Sum>2.00</Sum></TtlCdtNtries></TxsSummry>" + Entry("B1", "1.00")), "sum-differs"),
            (good.Replace("Mr Secret", new string('x', 3_000), StringComparison.Ordinal), "text-too-long"),
            (good.Replace("<TxDtls>", string.Concat(Enumerable.Repeat("<TxDtls>", 40)), StringComparison.Ordinal), "file-too-deep"),
            (good.Replace("<TxDtls>", "<TxDtls>" + string.Concat(Enumerable.Repeat("<a/>", 20_001)), StringComparison.Ordinal),
                "file-too-large"),
        ];
        foreach (var (text, code) in files)
        {
            var problem = Problem(text);
            Assert.Equal((code, text[..Math.Min(60, text.Length)]), (problem.Code, text[..Math.Min(60, text.Length)]));
            Assert.DoesNotContain("Secret", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_summary_that_adds_up_lets_the_file_through() => Assert.Single((Read(Camt(
        "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>3</Sum></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1.0</Sum>"
            + "</TtlCdtNtries></TxsSummry>" + Entry("B1", "1.00") + Entry("B2", "2.00", direction: "DBIT")))).Rows);

    [Fact]
    public void A_file_of_any_length_is_read_with_one_entry_in_memory()
    {
        // Longer than all that may be held: read at all, it was read entry by entry.
        var most = 0;
        var (content, problem) = Read(new Entries(30_000), row => most = Math.Max(most, row.Text.Length));
        Assert.Null(problem);
        Assert.Equal(30_000, content!.Rows);
        Assert.InRange(most, 50, 400);
    }

    private static string Golden(string name) =>
        File.ReadAllText(ProjectFiles.PathOf("facts", "camt", name));

    private static string Strd(string reference) =>
        $"<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>";

    private static string Entry(string bank, string amount, string details = "", string direction = "CRDT", string status = "BOOK",
        string reversal = "", string on = "2026-12-18") =>
        $"<Ntry><Amt Ccy=\"NZD\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>"
            + (reversal.Length > 0 ? $"<RvslInd>{reversal}</RvslInd>" : "")
            + $"<Sts><Cd>{status}</Cd></Sts>\n<BookgDt><Dt>{on}</Dt></BookgDt>"
            + (bank.Length > 0 ? $"<AcctSvcrRef>{bank}</AcctSvcrRef>" : "")
            + $"<NtryDtls><TxDtls>{details}</TxDtls></NtryDtls><AddtlNtryInf>Mr Secret</AddtlNtryInf></Ntry>\n";

    private static string Camt(string entries, string id = "S1") =>
        $"<Document xmlns=\"{BankFileReader.StatementNamespace}\"><BkToCstmrStmt><GrpHdr><MsgId>{id}</MsgId></GrpHdr>\n<Stmt><Id>1</Id>"
            + $"<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>";

    private static (IReadOnlyList<CreditRow> Rows, CreditFileContent? Content) Read(string text)
    {
        var rows = new List<CreditRow>();
        var (content, problem) = Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), rows.Add);
        Assert.Null(problem);
        return (rows, content);
    }

    private static BankFileProblem Problem(string text)
    {
        var (content, problem) = Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), _ => { });
        Assert.Null(content);
        return problem!;
    }

    private static (CreditFileContent? Content, BankFileProblem? Problem) Read(Stream file, Action<CreditRow> give)
    {
        var reader = new CreditFileReader(Auckland);
        using var xml = XmlReader.Create(file, CreditFileReader.Settings);
        try
        {
            while (xml.Read())
            {
                foreach (var row in reader.Read(xml, xml.Value)) give(row);
                if (reader.Problem is { } problem) return (null, problem);
            }

            return (reader.End(xml), reader.Problem);
        }
        catch (XmlException e)
        {
            reader.Fail(e);
            return (null, reader.Problem);
        }
    }

    // A file that is made while it is read.
    private sealed class Entries(int entries) : MemoryStream
    {
        private int _number = -1;
        private ReadOnlyMemory<byte> _rest;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_rest.IsEmpty)
            {
                var (head, tail) = (Camt("|").Split('|')[0], Camt("|").Split('|')[1]);
                _number++;
                var text = _number == 0 ? head : _number <= entries ? Entry($"B{_number}", "1.00", Strd(Reference))
                    : _number == entries + 1 ? tail : "";
                _rest = Encoding.UTF8.GetBytes(text);
            }

            var some = Math.Min(count, _rest.Length);
            _rest[..some].CopyTo(buffer.AsMemory(offset));
            _rest = _rest[some..];
            return some;
        }
    }
}
