namespace VipOrleans.Gateway.Tests.Payments;

using System.Net;
using System.Text.Json.Nodes;
using static VipOrleans.Gateway.Tests.Payments.CollectionTests;

/// <summary>A treasurer sends the statement of the day once: it has what employers paid and what became of payouts.</summary>
public sealed class BankStatementTests(TestGateway gateway)
{
    [Fact]
    public async Task One_statement_settles_what_employers_owe_and_what_was_paid_out_and_the_same_again_changes_nothing()
    {
        var (city, payment, amount) = await Instructed();
        var (reference, owed) = await new CollectionTests(gateway).Month(city);
        var entries = Credit(Text(owed), reference) + PayoutTests.Entry(payment, amount);

        var read = await Send(city, Statement("S1", entries));
        Assert.Equal(("statement", 1, 1),
            ((string?)read["credits"]!["kind"], (int)read["credits"]!["rows"]!, (int)read["credits"]!["others"]!));
        Assert.Equal(("read", 1, 0, 1), Payouts(read));
        Assert.Equal((payment, "settled"),
            ((string?)read["payouts"]!["items"]![0]!["payment"], (string?)read["payouts"]!["items"]![0]!["state"]));
        var done = await Done(city, read);
        Assert.Equal((1, 0), ((int)done["settled"]!, (int)done["setAside"]!));
        await Settled(city, amount);

        // Fetched again, as the same file and with another message id, and as the day's notification: nothing changes.
        foreach (var again in new[]
        {
            Statement("S1", entries), Statement("S2", entries),
            Statement("N1", entries).Replace("camt.053", "camt.054", StringComparison.Ordinal)
                .Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal)
                .Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal),
        })
        {
            var known = await Send(city, again);
            Assert.Equal(0, (int)known["payouts"]!["news"]!);
            Assert.Equal((0, 0, 1), ((int)(await Done(city, known))["settled"]!, (int)(await Done(city, known))["setAside"]!,
                (int)(await Done(city, known))["known"]!));
            await Settled(city, amount);
        }
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_another_file_under_its_key_is_refused()
    {
        var (city, payment, amount) = await Instructed();
        var (reference, owed) = await new CollectionTests(gateway).Month(city);
        var (key, path) = (gateway.NewKey(), $"/v1/cities/{city.Id}/bank-statements");
        var file = new XmlText(Statement("S1", Credit(Text(owed), reference) + PayoutTests.Entry(payment, amount)));
        var first = await gateway.Send(HttpMethod.Post, path, city.Officer, file, key);
        first.MustBe(HttpStatusCode.OK);
        var again = await gateway.Send(HttpMethod.Post, path, city.Officer, file, key);
        Assert.Equal((string?)first.Json["credits"]!["id"], (string?)again.Json["credits"]!["id"]);
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new XmlText(Statement("S2", "")), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Done(city, first.Json);
        await Settled(city, amount);
    }

    [Fact]
    public async Task What_fits_nothing_is_named_on_both_sides_and_the_rest_counts()
    {
        var (city, payment, amount) = await Instructed();
        var (reference, owed) = await new CollectionTests(gateway).Month(city);
        var read = await Send(city, Statement("S1", Credit(Text(owed), reference) + Credit("3.00", "")
            + PayoutTests.Entry(payment, "0.01") + PayoutTests.Entry("SOMEBODY-ELSES", "7.00")));
        Assert.Equal(("read", 0, 1, 3), Payouts(read));
        var bad = Assert.Single(read["payouts"]!["items"]!.AsArray())!;
        Assert.Equal((payment, "amount-differs", 4), ((string?)bad["payment"], (string?)bad["code"], (int)bad["line"]!));
        var done = await Done(city, read);
        Assert.Equal((1, 1), ((int)done["settled"]!, (int)done["setAside"]!));
        var rows = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credit-files/{(string)done["id"]!}/entries", city.Officer))
            .Json["items"]!.AsArray();
        Assert.Equal([("settled", null), ("set-aside", "reference-missing")],
            rows.Select(r => ((string?)r!["status"], (string?)r["why"])));
        Assert.Equal(0, await new CollectionTests(gateway).Open(city));
        await new CollectionTests(gateway).Books(city, "inTransit", amount);
        await new CollectionTests(gateway).Books(city, "held", "3.00");
    }

    [Fact]
    public async Task A_statement_that_is_wrong_in_itself_changes_nothing_on_either_side()
    {
        var (city, payment, amount) = await Instructed();
        var (reference, owed) = await new CollectionTests(gateway).Month(city);
        var good = Statement("S1", Credit(Text(owed), reference) + PayoutTests.Entry(payment, amount));
        foreach (var (xml, code) in new[]
        {
            (good[..^30], "xml-malformed"),
            (good.Replace($">{amount}<", ">1,00<", StringComparison.Ordinal), "amount-invalid"),
        })
        {
            var answer = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-statements", city.Officer, new XmlText(xml));
            answer.MustBe(HttpStatusCode.UnprocessableEntity, "bank-file-invalid");
            Assert.Equal(code, (string?)answer.Json["errors"]![0]!["code"]);
        }

        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-statements", city.Officer,
            new XmlText(PayoutTests.Report("M-1", "<GrpSts>ACSC</GrpSts>"))))
            .MustBe(HttpStatusCode.UnprocessableEntity, "bank-file-invalid");
        Assert.Equal(owed, await new CollectionTests(gateway).Open(city));
        await new CollectionTests(gateway).Books(city, "inTransit", amount);
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credit-files", city.Officer)).Json["items"]!.AsArray());
    }

    // A city that is owed by acme and has instructed one payment.
    private async Task<(TestCity City, string Payment, string Amount)> Instructed()
    {
        var city = await gateway.NewCity();
        var other = new PayoutTests(gateway);
        await other.Collected(city, await city.Host(), await city.Migrant());
        var payout = await other.Open(city);
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/payouts/{payout}/instruction", city.Officer, new { });
        var payments = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}/payments", city.Officer)).Json["items"]!;
        var payment = Assert.Single(payments.AsArray(), p => (string?)p!["state"] == "instructed")!;
        await new CollectionTests(gateway).People(1, earned: "4200.00", city);
        return (city, (string)payment["id"]!, (string)payment["amount"]!["amount"]!);
    }

    private async Task<JsonNode> Send(TestCity city, string file) => (await gateway.Ok(HttpMethod.Post,
        $"/v1/cities/{city.Id}/bank-statements", city.Officer, new XmlText(file))).Json;

    private Task<JsonNode> Done(TestCity city, JsonNode read) =>
        new CollectionTests(gateway).Done(city, (string)read["credits"]!["id"]!);

    private async Task Settled(TestCity city, string amount)
    {
        Assert.Equal(0, await new CollectionTests(gateway).Open(city));
        await new CollectionTests(gateway).Books(city, "paidOut", amount);
    }

    private static (string?, int, int, int) Payouts(JsonNode read) => ((string?)read["payouts"]!["outcome"],
        (int)read["payouts"]!["news"]!, (int)read["payouts"]!["setAside"]!, (int)read["payouts"]!["others"]!);
}
