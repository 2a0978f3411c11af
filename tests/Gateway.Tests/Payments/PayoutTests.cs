namespace VipOrleans.Gateway.Tests.Payments;

using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;
using VipOrleans.Gateway.Access;

/// <summary>From the collected share to the bank's statement, over HTTP alone.</summary>
public sealed class PayoutTests(TestGateway gateway)
{
    [Fact]
    public async Task A_payout_is_opened_instructed_by_another_officer_fetched_and_settled()
    {
        var (city, payout) = await Reserved();
        var path = $"/v1/cities/{city.Id}/payouts/{payout}";
        var payment = (string)(await gateway.Ok(HttpMethod.Get, $"{path}/payments", city.Officer)).Json["items"]![0]!["id"]!;
        (await gateway.Send(HttpMethod.Post, $"{path}/instruction", Opener(city), new { })).MustBe(HttpStatusCode.Conflict, "same-officer");
        (await gateway.Send(HttpMethod.Get, $"{path}/pain.001?purpose=send-to-bank", city.Officer))
            .MustBe(HttpStatusCode.Conflict, "payout-wrong-state");
        await gateway.Ok(HttpMethod.Post, $"{path}/instruction", city.Officer, new { });

        var file = await gateway.Ok(HttpMethod.Get, $"{path}/pain.001?purpose=send-to-bank", city.Officer);
        Assert.Equal("application/xml", file.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(file.Bytes,
            (await gateway.Ok(HttpMethod.Get, $"{path}/pain.001?purpose=audit", gateway.Token(Role.Auditor, city: city.Id.Value))).Bytes);
        var view = (await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file.Bytes)), (string?)view["sha256"]);
        XNamespace iso = CreditTransferFile.Namespace;
        var amount = XDocument.Parse(file.Text).Descendants(iso + "InstdAmt").Single().Value;
        Assert.Equal((string?)view["sum"]!["amount"], amount);

        var statement = Statement("S1", Entry(payment, amount) + Entry("NOTPROVIDED", "1.00"));
        var read = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-files", city.Officer, new XmlText(statement))).Json;
        Assert.Equal(("read", 1, 0, 1), ((string?)read["outcome"], (int)read["news"]!, (int)read["setAside"]!, (int)read["others"]!));
        Assert.Equal(("instructed", "settled"), ((string?)read["items"]![0]!["before"], (string?)read["items"]![0]!["state"]));
        var again = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-files", city.Officer, new XmlText(statement))).Json;
        Assert.Equal(("known", 0), ((string?)again["outcome"], (int)again["news"]!));
        await Books(city, "paidOut", amount);

        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts", city.Officer)).Json["items"]!.AsArray();
        Assert.Equal((payout, "instructed"), ((string?)Assert.Single(listed)!["id"], (string?)listed[0]!["status"]));
    }

    [Fact]
    public async Task A_batch_that_is_booked_as_one_sum_is_settled_by_the_full_sum_alone()
    {
        var (city, payout) = await Instructed();
        var files = $"/v1/cities/{city.Id}/bank-files";
        var amount = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}", city.Officer))
            .Json["sum"]!["amount"]!;
        string Sum(string id, string sum) => Statement(id,
            $"<Ntry><Amt Ccy=\"NZD\">{sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs>"
                + $"<MsgId>{PayoutId.Parse(payout).Message}</MsgId><PmtInfId>{PayoutId.Parse(payout).PaymentInformation}</PmtInfId></Refs>"
                + "</TxDtls></NtryDtls></Ntry>");

        var other = (await gateway.Ok(HttpMethod.Post, files, city.Officer, new XmlText(Sum("S1", "0.01")))).Json;
        Assert.Equal((0, 1, "answer-unclear"),
            ((int)other["news"]!, (int)other["setAside"]!, (string?)other["items"]![0]!["code"]));
        // The same statement again, with what was booked later on that day.
        var full = (await gateway.Ok(HttpMethod.Post, files, city.Officer, new XmlText(Sum("S1", amount)))).Json;
        Assert.Equal(("read", 1, "settled"), ((string?)full["outcome"], (int)full["news"]!, (string?)full["items"]![0]!["state"]));
        var notified = Sum("N1", amount).Replace("camt.053", "camt.054", StringComparison.Ordinal)
            .Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal)
            .Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal);
        var again = (await gateway.Ok(HttpMethod.Post, files, city.Officer, new XmlText(notified))).Json;
        Assert.Equal(("notification", 0), ((string?)again["kind"], (int)again["news"]!));
        await Books(city, "paidOut", amount);
    }

    [Fact]
    public async Task A_name_that_is_not_the_accounts_is_listed_and_the_payment_stands_as_before()
    {
        var (city, payout) = await Instructed();
        var (files, path) = ($"/v1/cities/{city.Id}/bank-files", $"/v1/cities/{city.Id}/payouts/{payout}");
        var report = Report(PayoutId.Parse(payout).Message, "<GrpSts>RCVM</GrpSts>").Replace("</OrgnlGrpInfAndSts>",
            $"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{PayoutId.Parse(payout).PaymentInformation}</OrgnlPmtInfId>"
                + $"<TxInfAndSts><OrgnlEndToEndId>{PayoutId.Parse(payout).Payment(1)}</OrgnlEndToEndId><TxSts>RVNM</TxSts></TxInfAndSts>"
                + "</OrgnlPmtInfAndSts>",
            StringComparison.Ordinal);
        var read = (await gateway.Ok(HttpMethod.Post, files, city.Officer, new XmlText(report))).Json;
        Assert.Equal((0, 1, "name-differs"), ((int)read["news"]!, (int)read["setAside"]!, (string?)read["items"]![0]!["said"]));
        var listed = (await gateway.Ok(HttpMethod.Get, $"{path}/payments", city.Officer)).Json["items"]![0]!;
        Assert.Equal(("instructed", "payee-name-differs"), ((string?)listed["state"], (string?)listed["setAside"]![0]!["code"]));

        // Whose name is another is not said: somebody has to ask.
        var unsaid = Report(PayoutId.Parse(payout).Message, "<GrpSts>RCVM</GrpSts>").Replace("B1", "B2", StringComparison.Ordinal);
        var some = (await gateway.Ok(HttpMethod.Post, files, city.Officer, new XmlText(unsaid))).Json;
        Assert.Equal("payee-name-differs", (string?)some["items"]![0]!["code"]);
    }

    [Fact]
    public async Task A_file_that_is_wrong_in_itself_is_refused_with_its_line_and_changes_nothing()
    {
        var (city, payout) = await Instructed();
        var files = $"/v1/cities/{city.Id}/bank-files";
        var payment = PayoutId.Parse(payout).Payment(1);
        var version = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}", city.Officer)).ETag;
        foreach (var (xml, code, inner) in ((string, string, string?)[])
        [
            (Statement("S1", Entry(payment, "1.00"))[..^20], "bank-file-invalid", "xml-malformed"),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Statement("S1", ""), "bank-file-invalid", "document-type-refused"),
            (Statement("S1", "").Replace("camt.053.001.08", "camt.053.001.13", StringComparison.Ordinal), "bank-file-invalid",
                "version-unknown"),
            (Statement("S1", Entry(payment, "1,00")), "bank-file-invalid", "amount-invalid"),
            (Statement("S1", "<TxsSummry><TtlNtries><NbOfNtries>7</NbOfNtries></TtlNtries></TxsSummry>"), "bank-file-invalid",
                "count-differs"),
            (Report("nobody", "<GrpSts>ACSC</GrpSts>"), "bank-message-unknown", null),
            (Report(PayoutId.From(city.Id, "none").Message, "<GrpSts>ACSC</GrpSts>"), "bank-message-unknown", null),
            (Report(PayoutId.Parse(payout).Message, "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><GrpSts>ACSC</GrpSts>"), "bank-sums-differ", null),
            (Report(PayoutId.Parse(payout).Message, "<OrgnlCtrlSum>0.01</OrgnlCtrlSum><GrpSts>ACSC</GrpSts>"), "bank-sums-differ", null),
        ])
        {
            var answer = await gateway.Send(HttpMethod.Post, files, city.Officer, new XmlText(xml));
            answer.MustBe(HttpStatusCode.UnprocessableEntity, code);
            if (inner is null) continue;
            Assert.Equal(inner, (string?)answer.Json["errors"]![0]!["code"]);
            Assert.True((int)answer.Json["errors"]![0]!["line"]! >= 1);
        }

        (await gateway.Send(HttpMethod.Post, files, city.Officer, new { }))
            .MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Equal(version, (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}", city.Officer)).ETag);
    }

    [Fact]
    public async Task Answers_that_cannot_be_are_set_aside_and_the_others_count()
    {
        var (city, payout) = await Instructed();
        var payment = PayoutId.Parse(payout).Payment(1);
        var statement =
            Statement("S1",
                Entry(payment, "0.01") + Entry(PayoutId.Parse(payout).Payment(9), "1.00")
                    + Entry(PayoutId.From(city.Id, "none").Payment(1), "1.00"));
        var read = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-files", city.Officer, new XmlText(statement))).Json;
        Assert.Equal(["amount-differs", "payment-not-found", "payment-not-found"],
            read["items"]!.AsArray().Select(i => (string?)i!["code"]).Order(StringComparer.Ordinal));
        Assert.Equal((0, 3), ((int)read["news"]!, (int)read["setAside"]!));
        Assert.Equal(1, (int)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}", city.Officer)).Json["setAside"]!);

        var rejected =
            (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-files", city.Officer,
                new XmlText(
                    Report(PayoutId.Parse(payout).Message, "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>")))).Json;
        Assert.Equal("rejected", (string?)rejected["items"]![0]!["state"]);
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}/payments", city.Officer)).Json["items"]![0]!;
        Assert.Equal(("rejected", "AM04", "amount-differs"),
            ((string?)listed["state"], (string?)listed["reason"], (string?)listed["setAside"]![0]!["code"]));
        await Books(city, "inTransit", "0.00");
    }

    [Fact]
    public async Task An_account_that_no_bank_would_take_is_refused_without_repeating_it()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        foreach (var (party, field) in ((object, string)[])
        [
            (Party("Ольга Secret"), "name"),
            (Party("Aroha", number: "12-34"), "bankAccount.number"),
            (Party("Aroha", iban: "DE89370400440532013001", number: null), "bankAccount.iban"),
            (Party("Aroha", iban: "DE89370400440532013000"), "bankAccount"),
        ])
        {
            var answer = await gateway.Send(HttpMethod.Put, $"/v1/hosts/{host}/payee", city.HostToken(host), party);
            answer.MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
            Assert.StartsWith($"{field}:", (string?)answer.Json["detail"], StringComparison.Ordinal);
            Assert.DoesNotContain("Secret", answer.Text, StringComparison.Ordinal);
        }

        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/payee?purpose=send-to-bank", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "payee-missing");
        await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/payee", city.HostToken(host), Party("Aroha"));
        Assert.Equal("Aroha",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/payee?purpose=send-to-bank", city.Officer)).Json["name"]);
        Assert.Contains("read-file", (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person/accesses", city.Officer)).Text,
            StringComparison.Ordinal);
    }

    internal static object Party(string name, string? number = "01-0123-0123456-00", string? iban = null) =>
        new
        {
            name, bankAccount = new { number, iban, bic = iban is null ? "ANZBNZ22" : "COBADEFF" },
            postalAddress = new { street = "Queen Street", buildingNumber = "1", postCode = "1010", town = "Auckland", country = "NZ" }
        };

    internal static string Statement(string id, string entries) =>
        $"<Document xmlns=\"{BankFileReader.StatementNamespace}\"><BkToCstmrStmt><GrpHdr><MsgId>{id}</MsgId></GrpHdr>\n<Stmt><Id>"
            + $"1</Id>{entries}</Stmt></BkToCstmrStmt></Document>";

    /// <summary>Gives a host an account, the city one to pay from, and a sponsorship of theirs a collected share.</summary>
    internal async Task Collected(TestCity city, string host, string migrant)
    {
        await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/payee", city.HostToken(host), Party("Aroha"));
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/paying-account", city.Officer, Party("Auckland Council"));
        var sponsorship = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/earnings", city.Officer,
            new { year = 1, month = 1, earned = new { amount = "9000.00", currency = "NZD" } });
        var due = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json["due"];
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/collections", city.Officer,
            new { reference = "feb", amount = new { amount = (string?)due!["amount"], currency = "NZD" }, on = "2024-03-01" });
    }

    /// <summary>Opens a payout as another officer than the city's first.</summary>
    internal async Task<string> Open(TestCity city) => (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/payouts", Opener(city),
        new
        {
            executionDay = $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}", minimum = new { amount = "1.00", currency = "NZD" },
            reference = "AKL shares"
        })).Id!;

    private string Opener(TestCity city) => gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"opener:{city.Id}");

    private async Task<(TestCity City, string Payout)> Reserved()
    {
        var city = await gateway.NewCity();
        await Collected(city, await city.Host(), await city.Migrant());
        return (city, await Open(city));
    }

    private async Task<(TestCity City, string Payout)> Instructed()
    {
        var (city, payout) = await Reserved();
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/payouts/{payout}/instruction", city.Officer, new { });
        return (city, payout);
    }

    private async Task Books(TestCity city, string account, string amount)
    {
        var balance = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json;
        Assert.Equal(("0.00", amount), ((string?)balance["sum"]!["amount"], (string?)balance[account]!["amount"]));
    }

    internal static string Entry(string id, string amount) =>
        $"<Ntry><Amt Ccy=\"NZD\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs>"
            + $"<EndToEndId>{id}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n";

    internal static string Report(string message, string status) =>
        $"<Document xmlns=\"{BankFileReader.StatusReportNamespace}\"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId></GrpHdr>"
            + $"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>"
            + $"pain.001.001.09</OrgnlMsgNmId>{status}</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>";
}
