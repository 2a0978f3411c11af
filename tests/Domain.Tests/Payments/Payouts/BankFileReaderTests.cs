namespace VipOrleans.Domain.Tests.Payments;

using System.Text;
using CsCheck;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using static VipOrleans.Domain.Tests.Payments.PayoutSample;

public sealed class BankFileReaderTests
{
    [Theory]
    [InlineData("ACTC", BankWord.Accepted)]
    [InlineData("ACCP", BankWord.Accepted)]
    [InlineData("ACSP", BankWord.Accepted)]
    [InlineData("ACWC", BankWord.Accepted)]
    [InlineData("ACSC", BankWord.Settled)]
    [InlineData("ACCC", BankWord.Settled)]
    [InlineData("RJCT", BankWord.Rejected)]
    [InlineData("PDNG", BankWord.Pending)]
    [InlineData("CANC", BankWord.Unclear)]
    [InlineData("XXXX", BankWord.Unclear)]
    public void Each_status_of_a_payment_has_its_meaning(string status, BankWord said)
    {
        var content =
            Read(Pain002(
                $"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>"
                    + $"E1</OrgnlEndToEndId><TxSts>{status}</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>"));
        var entry = Assert.Single(content.Entries);
        Assert.Equal(("E1", said), (entry.Payment, entry.Said));
        Assert.Null(content.Verdict!.All);
    }

    [Theory]
    [InlineData("ACTC", BankWord.Accepted)]
    [InlineData("RJCT", BankWord.Rejected)]
    [InlineData("ACSC", BankWord.Settled)]
    [InlineData("PDNG", BankWord.Pending)]
    public void A_status_of_the_message_holds_for_all_of_it(string status, BankWord said)
    {
        var content =
            Read(Pain002(
                $"<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>12.5</OrgnlCtrlSum><GrpSts>{status}</GrpSts><StsRsnInf><Rsn><Cd>AM05</Cd>"
                    + $"</Rsn><AddtlInf>Mr Secret has died</AddtlInf></StsRsnInf></OrgnlGrpInfAndSts>"));
        Assert.Equal(new BankVerdict(Payout.Message, content.Verdict!.PaymentInformation, 2, "12.5", said, "AM05"), content.Verdict);
        Assert.Equal((BankFileKind.StatusReport, "BANK-1", 64),
            (content.Message.Kind, content.Message.MessageId, content.Message.Sha256.Length));
        Assert.Empty(content.Entries);
    }

    [Fact]
    public void A_status_of_the_group_of_payments_goes_before_that_of_the_message_and_a_payments_own_before_both()
    {
        var content =
            Read(Pain002(
                "<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId><PmtInfSts>ACCP</PmtInfSts>"
            + "<TxInfAndSts><OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
            + "<OrgnlTxRef><Amt><InstdAmt Ccy=\"NZD\">10.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>"));
        Assert.Equal(BankWord.Accepted, content.Verdict!.All);
        Assert.Equal(new BankEntry(5, "E1", BankWord.Rejected, "10.00", "NZD", "AC04"), Assert.Single(content.Entries));
    }

    [Theory]
    [InlineData("Mr Secret")]
    [InlineData("ac04")]
    [InlineData("AC 4")]
    [InlineData("AC044")]
    public void A_reason_that_is_no_code_is_left_out(string reason) =>
        Assert.Null(
            Read(Pain002($"<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts>")).Verdict!.Reason);

    [Fact]
    public void A_booked_debit_is_a_settlement_and_a_returned_credit_a_return()
    {
        var content = Read(Camt053(
            Entry("E1", "10.00") + Entry("E2", "20") + Entry("E2", "20.0", "CRDT", more: "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
            + Entry("E3", "5.00", status: "PDNG") + Entry("E4", "5.00", "CRDT")));
        Assert.Equal(
            [("E1", BankWord.Settled), ("E2", BankWord.Settled), ("E2", BankWord.Returned), ("E3", BankWord.Pending),
                ("E4", BankWord.Unclear)], content.Entries.Select(e => (e.Payment!, e.Said)));
        Assert.Equal(["10.00", "20", "20.0", "5.00", "5.00"], content.Entries.Select(e => e.Amount));
        Assert.Equal("AC04", content.Entries[2].Reason);
        Assert.Null(content.Verdict);
    }

    [Fact]
    public void A_reversed_debit_is_a_return_and_a_reversed_credit_is_unclear()
    {
        var content =
            Read(Camt053(
                (Entry("E1", "1.00", "CRDT") + Entry("E1", "1.00"))
                    .Replace("<Sts>", "<RvslInd>true</RvslInd><Sts>", StringComparison.Ordinal)));
        Assert.Equal([BankWord.Returned, BankWord.Unclear], content.Entries.Select(e => e.Said));
    }

    [Fact]
    public void An_entry_of_several_payments_has_no_amount_for_one_that_gives_none_of_its_own()
    {
        var content = Read(Camt053("<Ntry><Amt Ccy=\"NZD\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls>"
            + "<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt "
                + "Ccy=\"NZD\">1.00</Amt></TxDtls><TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"));
        Assert.Equal([("E1", "1.00"), ("E2", null)], content.Entries.Select(e => (e.Payment!, e.Amount)));
    }

    [Fact]
    public void A_sum_without_its_payments_names_the_batch_and_no_payment()
    {
        var entry = Assert.Single(
            Read(Camt053(
                $"<Ntry><Amt Ccy=\"NZD\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><Btch>"
                    + $"<MsgId>{Payout.Message}</MsgId></Btch></NtryDtls></Ntry>")).Entries);
        Assert.Equal((null, BankWord.Settled, Payout.Message), (entry.Payment, entry.Said, entry.Batch));
    }

    [Theory]
    [InlineData("<MsgId>M</MsgId><PmtInfId>P</PmtInfId>", "P")]
    [InlineData("<MsgId>M</MsgId><PmtInfId>NOTPROVIDED</PmtInfId><EndToEndId>NOTPROVIDED</EndToEndId>", "M")]
    [InlineData("<MsgId>M</MsgId>", "M")]
    [InlineData("<PmtInfId>P</PmtInfId><InstrId>NOTPROVIDED</InstrId>", "P")]
    public void A_sum_whose_references_name_the_batch_names_it_as_well(string references, string batch)
    {
        var entry = Assert.Single(Read(Camt053(Booked($"<Refs>{references}</Refs>"))).Entries);
        Assert.Equal((null, BankWord.Settled, batch, "3.00"), (entry.Payment, entry.Said, entry.Batch, entry.Amount));
    }

    [Fact]
    public void A_payment_that_is_named_goes_before_its_batch()
    {
        var entry = Assert.Single(Read(Camt053(Booked("<Refs><MsgId>M</MsgId><EndToEndId>E1</EndToEndId></Refs>"))).Entries);
        Assert.Equal(("E1", null), (entry.Payment, entry.Batch));
    }

    [Fact]
    public void A_sum_that_names_nothing_is_unclear()
    {
        Assert.Equal(BankWord.Unclear, Assert.Single(Read(Camt053(
            "<Ntry><Amt Ccy=\"NZD\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>")).Entries).Said);
    }

    [Theory]
    [InlineData("<Amt Ccy=\"NZD\">1.00</Amt>", "1.00")]
    [InlineData("<AmtDtls><TxAmt><Amt Ccy=\"NZD\">1.00</Amt></TxAmt></AmtDtls>", "1.00")]
    [InlineData("<AmtDtls><InstdAmt><Amt Ccy=\"NZD\">1.00</Amt></InstdAmt></AmtDtls>", "1.00")]
    [InlineData("<AmtDtls><InstdAmt><Amt Ccy=\"NZD\">2.00</Amt></InstdAmt><TxAmt><Amt Ccy=\"NZD\">1.00</Amt></TxAmt></AmtDtls>", "1.00")]
    public void An_amount_counts_wherever_the_bank_writes_it(string amount, string expected)
    {
        var one = $"<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs>{amount}</TxDtls>";
        Assert.All(Read(Camt053(Booked(one + one, isDetails: true))).Entries,
            e => Assert.Equal((expected, "NZD"), (e.Amount, e.Currency)));
    }

    [Theory]
    [InlineData("camt.053.001.02", "BkToCstmrStmt", "Stmt", BankFileKind.Statement)]
    [InlineData("camt.053.001.04", "BkToCstmrStmt", "Stmt", BankFileKind.Statement)]
    [InlineData("camt.053.001.08", "BkToCstmrStmt", "Stmt", BankFileKind.Statement)]
    [InlineData("camt.054.001.02", "BkToCstmrDbtCdtNtfctn", "Ntfctn", BankFileKind.Notification)]
    [InlineData("camt.054.001.04", "BkToCstmrDbtCdtNtfctn", "Ntfctn", BankFileKind.Notification)]
    [InlineData("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", BankFileKind.Notification)]
    public void Statements_and_notifications_are_read_in_the_versions_that_banks_send(string version, string message, string account,
        BankFileKind kind)
    {
        var isOld = !version.EndsWith("08", StringComparison.Ordinal);
        var xml = Text(Camt053(Entry("E1", "10.00") + Entry("E2", "5.00", status: "PDNG"),
                "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>15.00</Sum></TtlNtries></TxsSummry>"))
            .Replace("camt.053.001.08", version, StringComparison.Ordinal).Replace("BkToCstmrStmt", message, StringComparison.Ordinal)
            .Replace("Stmt>", $"{account}>", StringComparison.Ordinal);
        // Before version 8 the status is a code and has none within.
        if (isOld) xml = xml.Replace("<Cd>", "", StringComparison.Ordinal).Replace("</Cd>", "", StringComparison.Ordinal);
        var content = Read(Encoding.UTF8.GetBytes(xml));
        Assert.Equal(kind, content.Message.Kind);
        Assert.Equal([("E1", BankWord.Settled), ("E2", BankWord.Pending)], content.Entries.Select(e => (e.Payment!, e.Said)));
    }

    [Theory]
    [InlineData("camt.053.001.13", "camt.053.001.02 or camt.053.001.04 or camt.053.001.08")]
    [InlineData("camt.054.001.99", "camt.054.001.02 or camt.054.001.04 or camt.054.001.08")]
    [InlineData("pain.002.001.03", "pain.002.001.10")]
    public void Another_version_is_refused_with_the_versions_to_ask_the_bank_for(string version, string versions)
    {
        var (_, problem) = BankFileReader.Read(
            Encoding.UTF8.GetBytes($"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{version}\"><x/></Document>"));
        Assert.Equal("version-unknown", problem!.Code);
        Assert.Contains($"ask the bank for {versions}.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verification_of_payee_says_whose_name_is_another()
    {
        string One(string id, string status) =>
            $"<TxInfAndSts><OrgnlEndToEndId>{id}</OrgnlEndToEndId><TxSts>{status}</TxSts></TxInfAndSts>";
        var content = Read(Pain002("<GrpSts>RCVM</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId>"
            + $"<PmtInfSts>RCVM</PmtInfSts>{One("E1", "RVNM")}{One("E2", "RVMC")}{One("E3", "RVNA")}{One("E4", "RCVC")}"
            + "</OrgnlPmtInfAndSts>"));
        Assert.Null(content.Verdict!.All);
        Assert.Equal([BankWord.NameDiffers, BankWord.NameClose, BankWord.NameUnchecked, BankWord.NameMatches],
            content.Entries.Select(e => e.Said));
    }

    [Fact]
    public void A_verification_that_found_all_names_right_says_so_of_all() =>
        Assert.Equal(BankWord.NameMatches, Read(Pain002("<GrpSts>RCVC</GrpSts></OrgnlGrpInfAndSts>")).Verdict!.All);

    [Fact]
    public void A_verification_that_does_not_say_whose_name_is_another_names_the_message()
    {
        var entry = Assert.Single(Read(Pain002("<GrpSts>RCVM</GrpSts></OrgnlGrpInfAndSts>")).Entries);
        Assert.Equal((null, BankWord.NameDiffers, Payout.Message), (entry.Payment, entry.Said, entry.Batch));
        var answer = Assert.Single(BankAnswers.Of(BatchOf(Instructed(1_000)), Read(Pain002("<GrpSts>RCVM</GrpSts></OrgnlGrpInfAndSts>"))));
        Assert.Equal((null, RejectionCode.PayeeNameDiffers), (answer.Payment, answer.Code));
    }

    private static string Booked(string content, bool isDetails = false) =>
        $"<Ntry><Amt Ccy=\"NZD\">3.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls>"
            + $"{(isDetails ? content : $"<TxDtls>{content}</TxDtls>")}</NtryDtls></Ntry>";

    public static TheoryData<string, string> BadFiles => new()
    {
        { "", "xml-malformed" },
        { "no xml", "xml-malformed" },
        { "<Document/>", "not-a-bank-file" },
        { "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"/>", "version-unknown" },
        { "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"/>", "not-a-bank-file" },
        { "<Document xmlns=\"urn:example:camt.053.001.08\"/>", "not-a-bank-file" },
        { "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"/>", "file-empty" },
        { "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><x/></Document>", "element-missing" },
        { "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><Document "
            + "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">&b;</Document>", "document-type-refused" },
        { "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>",
            "document-type-refused" },
        { "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">&e;</Document>", "xml-malformed" },
        { $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">{string.Concat(Enumerable.Repeat("<a>", 100_000))}",
            "file-too-deep" },
        {
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
                + $"{string.Concat(Enumerable.Repeat("<a/>", 500_001))}</Document>",
            "file-too-large"
        },
        { $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><a>{new string('x', 2_001)}</a></Document>",
            "text-too-long" },
    };

    [Theory]
    [MemberData(nameof(BadFiles), DisableDiscoveryEnumeration = true)]
    public void A_file_that_is_none_is_refused_with_its_line_and_what_to_mend(string xml, string code) =>
        Refused(Encoding.UTF8.GetBytes(xml), code);

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read() => Refused(new byte[BankFileReader.MaxBytes + 1], "file-too-large");

    public static TheoryData<string, string> BadContents => new()
    {
        { Text(Camt053(Entry("E1", "1.234567"))), "amount-invalid" },
        { Text(Camt053(Entry("E1", "-1.00"))), "amount-invalid" },
        { Text(Camt053(Entry("E1", "1,00"))), "amount-invalid" },
        { Text(Camt053(Entry("E1", "1e3"))), "amount-invalid" },
        { Text(Camt053(Entry("E1", "1.00"), "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>")), "count-differs" },
        { Text(Camt053(Entry("E1", "1.00"), "<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>1.01</Sum></TtlNtries></TxsSummry>")),
            "sum-differs" },
        { Text(Camt053(Entry("E1", "1.00"), "<TxsSummry><TtlDbtNtries><Sum>2.00</Sum></TtlDbtNtries></TxsSummry>")), "sum-differs" },
        { Text(Camt053(Entry("E1", "1.00"), "<TxsSummry><TtlCdtNtries><NbOfNtries>1</NbOfNtries></TtlCdtNtries></TxsSummry>")),
            "count-differs" },
        { Text(Camt053(Entry("E1", "1.00"), "<TxsSummry><TtlNtries><NbOfNtries>one</NbOfNtries></TtlNtries></TxsSummry>")),
            "number-invalid" },
        { Text(Camt053("", messageId: "")), "id-invalid" },
        { Text(Camt053("", messageId: "Müller")), "id-invalid" },
        { Text(Camt053("", messageId: new('x', 36))), "id-invalid" },
        { Text(Pain002("</OrgnlGrpInfAndSts>")), "status-missing" },
        { Text(Pain002("<GrpSts>FINE</GrpSts></OrgnlGrpInfAndSts>")), "status-unknown" },
        { Text(Pain002("<OrgnlCtrlSum>12..5</OrgnlCtrlSum><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>")), "amount-invalid" },
        { Text(Pain002("<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>"))
            .Replace("pain.001.001.09", "pain.008.001.08", StringComparison.Ordinal), "other-message" },
    };

    [Theory]
    [MemberData(nameof(BadContents))]
    public void What_a_file_cannot_mean_is_refused(string xml, string code) => Refused(Encoding.UTF8.GetBytes(xml), code);

    [Fact]
    public void A_statement_whose_sums_are_right_is_read() =>
        Assert.Equal(2,
            Read(Camt053(Entry("E1", "1.00") + Entry("E2", "2.5", "CRDT"),
                "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>3.5</Sum></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>"
                    + "2.50</Sum></TtlCdtNtries></TxsSummry>")).Entries.Count);

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        var whole = Camt053(Entry("E1", "1.00"));
        Gen.Int[0, whole.Length - 12].Sample(length => Assert.NotNull(BankFileReader.Read(whole.AsMemory(..length)).Problem));
    }

    [Fact]
    public void Whatever_bytes_come_the_reader_answers()
    {
        var whole = Camt053(Entry("E1", "1.00"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var bytes = whole.ToArray();
            foreach (var (at, to) in changes) bytes[at] = to;
            var (content, problem) = BankFileReader.Read(bytes);
            Assert.True(content is null != problem is null);
        });
    }

    [Fact]
    public void A_name_where_an_id_should_be_is_not_taken_along() =>
        Assert.Null(Assert.Single(Read(Camt053(Entry("Jürgen Weiß", "1.00"))).Entries).Payment);

    private static BankFile Read(byte[] xml)
    {
        var (content, problem) = BankFileReader.Read(xml);
        Assert.Null(problem);
        return content!;
    }

    private static void Refused(byte[] xml, string code)
    {
        var (content, problem) = BankFileReader.Read(xml);
        Assert.Null(content);
        Assert.Equal(code, problem!.Code);
        Assert.True(problem.Line >= 1);
        Assert.False(string.IsNullOrWhiteSpace(problem.Message));
        Assert.DoesNotContain("passwd", problem.Message, StringComparison.Ordinal);
    }

    private static string Text(byte[] xml) => Encoding.UTF8.GetString(xml);
}
