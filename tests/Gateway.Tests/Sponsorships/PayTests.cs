namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

public sealed class PayTests(TestGateway gateway)
{
    [Fact]
    public async Task An_employer_reports_weeks_corrects_one_and_withdraws_it_and_reads_what_was_withheld()
    {
        var (city, _, id) = await Arrived();
        var (acme, beta) = (city.Employer("acme"), city.Employer("beta"));
        var first = await Report(id, acme, "2024-02-01", "940.00");
        Assert.Equal(
            ["id", "version", "outcome", "pay", "withhold", "giveBack", "reference", "by", "netted"],
            first.Json.AsObject().Select(p => p.Key));
        var second = await Report(id, acme, "2024-02-08", "940.00");
        Assert.Equal((string?)first.Json["reference"], (string?)second.Json["reference"]);
        Assert.Equal(("known", (string?)second.Json["pay"]), ((string?)(await Report(id, acme, "2024-02-08", "940.00")).Json["outcome"],
            (string?)second.Json["pay"]));
        await Report(id, beta, "2024-02-01", "500.00");

        var path = $"/v1/sponsorships/{id}/pays/{second.Json["pay"]}";
        var trial = await gateway.Ok(HttpMethod.Put, $"{path}?dryRun=true", acme, Week("2024-02-08", "840.00"));
        var corrected = await gateway.Ok(HttpMethod.Put, path, acme, Week("2024-02-08", "840.00"));
        Assert.Equal(("0.00", "50.00"), Told(corrected));
        Assert.Equal(Told(trial), Told(corrected));
        (await gateway.Send(HttpMethod.Put, path, beta, Week("2024-02-08", "1.00"))).MustBe(HttpStatusCode.NotFound, "pay-not-found");

        // An employer reads its own pays and no other, what it withheld for each among it.
        var own = (await Pays(id, acme))
            .Select(p => ((string?)p!["report"]!["gross"]!["amount"], (string?)p["withheld"]!["amount"])).ToArray();
        Assert.Equal(["940.00", "840.00"], own.Select(p => p.Item1));
        Assert.Equal((string?)first.Json["withhold"]!["amount"], own[0].Item2);
        Assert.Equal(3, (await Pays(id, city.Officer)).Count);

        var before = (await Pays(id, acme))[1]!["withheld"]!["amount"];
        Assert.Equal(("0.00", (string?)before), Told(await gateway.Ok(HttpMethod.Delete, path, acme)));
        Assert.Single(await Pays(id, acme));
        // Once more it is as it should be.
        Assert.Equal("withdrawn", (string?)(await gateway.Ok(HttpMethod.Delete, path, acme)).Json["outcome"]);
    }

    [Fact]
    public async Task A_migrant_contests_a_pay_in_one_step_the_employer_replies_and_an_officer_decides()
    {
        var (city, migrant, id) = await Arrived();
        var (acme, asMigrant) = (city.Employer("acme"), city.MigrantToken(migrant));
        var pay = (string)(await Report(id, acme, "2024-02-01", "940.00")).Json["pay"]!;
        var path = $"/v1/sponsorships/{id}/pays/{pay}";
        (await gateway.Send(HttpMethod.Post, $"{path}/contest-decision", city.Officer, new { upheld = true }))
            .MustBe(HttpStatusCode.NotFound, "contest-not-found");
        (await gateway.Send(HttpMethod.Delete, path, asMigrant)).MustBe(HttpStatusCode.NotFound, "pay-not-found");
        await gateway.Ok(HttpMethod.Post, $"{path}/contest", asMigrant, new { reason = "amount-wrong" });
        await gateway.Ok(HttpMethod.Post, $"{path}/contest-reply", acme, new { reply = "report-is-right" });
        var contest = (await Pays(id, asMigrant))[0]!["contest"]!;
        Assert.Equal(("amount-wrong", "report-is-right"), ((string?)contest["reason"], (string?)contest["reply"]));

        Assert.Equal("rejected",
            (string?)(await gateway.Ok(HttpMethod.Post, $"{path}/contest-decision", city.Officer, new { upheld = false })).Json["outcome"]);
        Assert.Null((await Pays(id, asMigrant))[0]!["contest"]);
        await gateway.Ok(HttpMethod.Post, $"{path}/contest", asMigrant, new { reason = "not-employed" });
        await gateway.Ok(HttpMethod.Post, $"{path}/contest-decision", city.Officer, new { upheld = true });
        Assert.Empty(await Pays(id, asMigrant));
        var totals = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", asMigrant)).Json["totals"]!;
        Assert.Equal(("0.00", "0.00"), ((string?)totals["share"]!["amount"], (string?)totals["earned"]!["amount"]));
    }

    [Fact]
    public async Task What_an_employer_does_not_report_the_migrant_does_and_it_gives_way_when_the_employer_reports_it()
    {
        var (city, migrant, id) = await Arrived();
        var (acme, asMigrant) = (city.Employer("acme"), city.MigrantToken(migrant));
        var own = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", asMigrant, Week("2024-02-01", "900.00", "acme"));
        // Nobody withholds anything of it.
        Assert.Equal(("0.00", "0.00"), Told(own));
        Assert.Equal("migrant", (string?)Assert.Single(await Pays(id, asMigrant))!["by"]);
        Assert.Empty(await Pays(id, acme));
        await Report(id, acme, "2024-02-01", "940.00");
        var seen = Assert.Single(await Pays(id, asMigrant))!;
        Assert.Equal((null, "940.00"), ((string?)seen["by"], (string?)seen["report"]!["gross"]!["amount"]));
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", asMigrant, Week("2024-02-03", "900.00", "acme")))
            .MustBe(HttpStatusCode.Conflict, "pay-days-reported");
        // Days without pay are a pay of nothing, which no employer is named for.
        Assert.Equal("0.00", (string?)(await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", asMigrant,
            Week("2024-02-08", "0.00"))).Json["withhold"]!["amount"]);
    }

    [Theory]
    [InlineData("2024-02-01", "2024-02-08", "940.00", HttpStatusCode.UnprocessableEntity, "invalid-input")]
    [InlineData("2024-02-08", "2024-02-01", "940.00", HttpStatusCode.BadRequest, "invalid-input")]
    [InlineData("2190-02-01", "2190-02-07", "940.00", HttpStatusCode.UnprocessableEntity, "date-in-future")]
    [InlineData("2024-01-01", "2024-01-07", "940.00", HttpStatusCode.UnprocessableEntity, "month-outside-sponsorship")]
    public async Task What_is_no_pay_is_refused(string from, string to, string gross, HttpStatusCode status, string code)
    {
        var (city, _, id) = await Arrived();
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", city.Employer("acme"),
            new { from, to, frequency = "week", gross = new { amount = gross, currency = "NZD" } })).MustBe(status, code);
    }

    private async Task<(TestCity City, string Migrant, string Id)> Arrived()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Granted(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/arrival", city.Officer, new { on = "2024-02-01" });
        await city.Name(id, "acme");
        await city.Name(id, "beta");
        return (city, migrant, id);
    }

    private async Task<JsonArray> Pays(string id, string token) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/pays", token)).Json["items"]!.AsArray();

    private Task<Answer> Report(string id, string token, string from, string gross) =>
        gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", token, Week(from, gross));

    private static object Week(string from, string gross, string? employer = null)
    {
        var to = $"{DateOnly.Parse(from, CultureInfo.InvariantCulture).AddDays(6):yyyy-MM-dd}";
        return employer is null
            ? new { from, to, frequency = "week", gross = new { amount = gross, currency = "NZD" } }
            : new { from, to, frequency = "week", gross = new { amount = gross, currency = "NZD" }, employer };
    }

    private static (string? Withhold, string? GiveBack) Told(Answer answer) =>
        ((string?)answer.Json["withhold"]?["amount"], (string?)answer.Json["giveBack"]?["amount"]);
}
