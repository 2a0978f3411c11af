namespace VipOrleans.Gateway.Tests.Payments;

using System.Net;
using System.Text.Json.Nodes;

/// <summary>Sending money home, over HTTP.</summary>
public sealed class RemittanceTests(TestGateway gateway)
{
    internal static readonly object Mother = new
    {
        name = "Ligaya",
        relation = "parent",
        accountNumber = "000123456789",
        bic = "BNORPHMM",
        address = new { street = "Example Street", town = "Manila", country = "PH" },
        currency = "PHP",
    };

    [Fact]
    public async Task A_migrant_compares_offers_plans_and_sees_what_a_month_sends()
    {
        var city = await World("to");
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var (token, path) = (city.MigrantToken(migrant), $"/v1/migrants/{migrant}");
        var named = await gateway.Ok(HttpMethod.Post, $"{path}/beneficiaries", token, Mother);
        Assert.Equal(HttpStatusCode.Created, named.Status);
        var list = (await gateway.Ok(HttpMethod.Get, $"{path}/beneficiaries", token)).Json["items"]!.AsArray();
        Assert.Equal((named.Id, "Ligaya"), ((string?)list.Single()!["id"], (string?)list.Single()!["beneficiary"]!["name"]));

        var quotes =
            (await gateway.Ok(HttpMethod.Post, $"{path}/remittance-quotes", token, new { amount = Nzd("200.00"), to = "PHP" })).Json;
        Assert.Equal(["online", "bank", "later"], quotes["offers"]!.AsArray().Select(o => (string?)o!["offer"]));
        Assert.Equal(
            [("1.50", "6749.00", 75, null), ("31.13", "5741.75", 1557, "cost-above-five-percent")],
            quotes["offers"]!.AsArray().Take(2).Select(o => o!["quote"]!)
                .Select(q =>
                    ((string?)q["cost"]!["amount"], (string?)q["arrives"]!["amount"], (int)q["costHundredths"]!, (string?)q["warning"])));
        Assert.Equal("offer-not-yet-valid", (string?)quotes["offers"]![2]!["notPossible"]);
        Assert.Equal("ecb", (string?)quotes["reference"]!["from"]!["source"]);

        var plan = await gateway.Ok(HttpMethod.Put, $"{path}/remittance-plan", token,
            new
            {
                instructions = new object[] { new { beneficiary = named.Id, offer = "online", amount = Nzd("2500.00") },
                new { beneficiary = named.Id, offer = "online", percentHundredths = 1000 } }
            });
        Assert.Equal("set", (string?)plan.Json["outcome"]);
        Assert.Equal(2, (await gateway.Ok(HttpMethod.Get, $"{path}/remittance-plan", token)).Json["instructions"]!.AsArray().Count);

        var sponsorship = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/earnings", city.Officer,
            new { year = 1, month = 1, earned = Nzd("4000.00") });
        var month = (await gateway.Ok(HttpMethod.Get, $"{path}/remittances/{Month()}", token)).Json;
        Assert.Equal(("2300.00", false), ((string?)month["nets"]!.AsArray().Single()!["amount"], (bool)month["isClosed"]!));
        Assert.Equal(["amount-above-rest", null], month["lines"]!.AsArray().Select(l => (string?)l!["leftOut"]));
        // 0.75 % of 230.00 is 1.725, and so 1.73: 0.7521… %.
        Assert.Equal(("230.00", 76),
            ((string?)month["lines"]![1]!["amount"]!["amount"], (int)month["lines"]![1]!["quote"]!["costHundredths"]!));

        await gateway.Ok(HttpMethod.Put, $"{path}/remittance-plan", token, new { instructions = Array.Empty<object>() });
        (await gateway.Send(HttpMethod.Delete, $"{path}/beneficiaries/{named.Id}", token)).MustBe(HttpStatusCode.OK);
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"{path}/beneficiaries", token)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_code_and_a_text()
    {
        var city = await World("tk");
        var migrant = await city.Migrant();
        var (token, path) = (city.MigrantToken(migrant), $"/v1/migrants/{migrant}");
        var id = (await gateway.Ok(HttpMethod.Post, $"{path}/beneficiaries", token, Mother)).Id;
        async Task<Answer> Plan(object instruction) =>
            await gateway.Send(HttpMethod.Put, $"{path}/remittance-plan", token, new { instructions = new[] { instruction } });
        (await Plan(new { beneficiary = id, offer = "online" })).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await Plan(new { beneficiary = id, offer = "online", amount = Nzd("0.00") })).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await Plan(new { beneficiary = id, offer = "online", percentHundredths = 10_001 }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await Plan(new { beneficiary = id, offer = "unknown", percentHundredths = 1 }))
            .MustBe(HttpStatusCode.NotFound, "remittance-offer-not-found");
        (await Plan(new { beneficiary = id!.Replace(id[^4..], "0000"), offer = "online", percentHundredths = 1 }))
            .MustBe(HttpStatusCode.NotFound, "beneficiary-not-found");
        (await Plan(new { beneficiary = id, offer = "online", percentHundredths = 1 })).MustBe(HttpStatusCode.OK);
        (await gateway.Send(HttpMethod.Delete, $"{path}/beneficiaries/{id}", token)).MustBe(HttpStatusCode.Conflict, "beneficiary-in-plan");
        (await gateway.Send(HttpMethod.Delete, $"{path}/beneficiaries/mother", token)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, $"{path}/remittances/2026", token)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"{path}/remittance-quotes", token, new { amount = Nzd("1.00"), to = "INR" }))
            .MustBe(HttpStatusCode.NotFound, "remittance-offer-not-found");
        (await gateway.Send(HttpMethod.Post, $"{path}/remittance-quotes", token,
            new { amount = Nzd("1.00"), to = "PHP", on = "2024-01-01" })).MustBe(HttpStatusCode.NotFound, "exchange-rate-missing");
        (await gateway.Send(HttpMethod.Put, $"/v1/nations/tk/remittance-offers", city.NationOfficer,
            new { offers = new[] { Offer("bank", rate: "33", margin: 1) } })).MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
    }

    [Theory]
    [InlineData("iban", """{"iban":"GB33BUKB20201555555556"}""")]
    [InlineData("iban", """{"iban":"gb33bukb20201555555555"}""")]
    [InlineData("iban", """{}""")]
    [InlineData("iban", """{"iban":"GB33BUKB20201555555555","accountNumber":"1","bic":"BNORPHMM"}""")]
    [InlineData("bic", """{"accountNumber":"1"}""")]
    [InlineData("bic", """{"accountNumber":"1","bic":"BNORPHM"}""")]
    [InlineData("bankCode", """{"accountNumber":"1","bic":"BNORPHMM","bankCode":"1"}""")]
    [InlineData("accountNumber", """{"accountNumber":" 1","bic":"BNORPHMM"}""")]
    public async Task An_account_that_no_bank_would_know_is_refused_by_its_field(string field, string account)
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        var body = JsonNode.Parse(account)!.AsObject();
        foreach (var (name,
            value) in JsonNode.Parse(
                """{"name":"Ligaya","relation":"parent","address":{"town":"Manila","country":"PH"},"currency":"PHP"}""")!.AsObject()) body[name] = value!.DeepClone();
        var answer =
            await gateway.Send(HttpMethod.Post, $"/v1/migrants/{migrant}/beneficiaries", city.MigrantToken(migrant), body.ToJsonString());
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Contains(answer.Json["errors"]!.AsArray(), e => (string?)e!["field"] == field);
        Assert.DoesNotContain("Ligaya", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_is_open_makes_no_file_and_only_the_migrant_reads_the_own_account()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        var (token, path) = (city.MigrantToken(migrant), $"/v1/migrants/{migrant}");
        (await gateway.Send(HttpMethod.Get, $"{path}/own-account", token)).MustBe(HttpStatusCode.Conflict, "own-account-missing");
        await gateway.Ok(HttpMethod.Put, $"{path}/own-account", token, PayoutTests.Party("Ana Example"));
        Assert.Equal("Ana Example", (string?)(await gateway.Ok(HttpMethod.Get, $"{path}/own-account", token)).Json["name"]);
        (await gateway.Send(HttpMethod.Get, $"{path}/own-account", city.Officer)).MustBe(HttpStatusCode.Forbidden);
        (await gateway.Send(HttpMethod.Post, $"{path}/remittances/{Month()}/NZD/instruction", token, new { }))
            .MustBe(HttpStatusCode.Conflict, "month-not-closed");
        (await gateway.Send(HttpMethod.Post, $"{path}/remittances/2024-02/NZD/instruction", token, new { }))
            .MustBe(HttpStatusCode.Conflict, "nothing-to-send");
        (await gateway.Send(HttpMethod.Post, $"{path}/remittances/2024-02/dollar/instruction", token, new { }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, $"{path}/remittances/2024-02/NZD/pain.001", token))
            .MustBe(HttpStatusCode.NotFound, "remittance-not-instructed");
        (await gateway.Send(HttpMethod.Get, $"{path}/remittances/2024-02/NZD", token))
            .MustBe(HttpStatusCode.NotFound, "remittance-not-instructed");
        // A statement of the migrant's bank has many entries; those that are nobody's here are not kept.
        var read = await gateway.Ok(HttpMethod.Post, $"{path}/bank-files", token,
            new XmlText(PayoutTests.Statement("S1", PayoutTests.Entry("NOTPROVIDED", "1.00"))));
        Assert.Equal(("known", 1), ((string?)read.Json["outcome"], (int)read.Json["others"]!));
    }

    [Fact]
    public async Task An_account_with_an_iban_is_taken()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/beneficiaries", city.MigrantToken(migrant),
            new
            {
                name = "Ana", relation = "self", iban = "GB33BUKB20201555555555", address = new { town = "London", country = "GB" },
                currency = "GBP"
            });
    }

    private async Task<TestCity> World(string nation)
    {
        var city = await gateway.NewCity(nation);
        await gateway.Rates(nation);
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd");
        await gateway.Ok(HttpMethod.Post, $"/v1/nations/{nation}/exchange-rates?source=ecb", city.NationOfficer,
            new CsvText($"date,base,currency,rate\n{today},EUR,PHP,68\n{today},EUR,NZD,2\n"));
        await gateway.Ok(HttpMethod.Put, $"/v1/nations/{nation}/remittance-offers", city.NationOfficer, new
        {
            offers = new[] { Offer("bank", fee: "25.00", margin: 350), Offer("online", feeHundredths: 75, margin: 0),
                Offer("later", margin: 0, from: "2190-01-01") },
        });
        Assert.Equal(3,
            (await gateway.Ok(HttpMethod.Get, $"/v1/nations/{nation}/remittance-offers", city.Officer)).Json["offers"]!.AsArray().Count);
        return city;
    }

    private static object Offer(string id, string fee = "0.00", int feeHundredths = 0, int? margin = null, string? rate = null,
        string from = "2024-01-01") =>
        new
        {
            id, provider = "Example", from = "NZD", to = "PHP", fixedFee = Nzd(fee), feeHundredths, rate, marginHundredths = margin,
            validFrom = from, source = "made up"
        };

    private static object Nzd(string amount) => new { amount, currency = "NZD" };

    // The month that is running in the city.
    private static string Month() =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")).ToString("yyyy-MM");
}
