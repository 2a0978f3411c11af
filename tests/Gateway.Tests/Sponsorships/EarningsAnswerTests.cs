namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Money;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Access;

public sealed class EarningsAnswerTests(TestGateway gateway)
{
    private static readonly object Account = new
    {
        name = "Auckland Council",
        bankAccount = new { number = "12-3456-0123456-00", bic = "ASBBNZ2A" },
        postalAddress = new { street = "Albert Street", buildingNumber = "135", postCode = "1010", town = "Auckland", country = "NZ" },
    };

    [Fact]
    public async Task An_employer_is_told_what_to_withhold_where_to_pay_it_and_nothing_else()
    {
        var (city, host, id) = await Arrived();
        var (acme, beta) = (city.Employer("acme"), city.Employer("beta"));
        var first = await Report(id, acme, 1, "4200.00", key: "same-key");
        Assert.Equal(
            ["id", "version", "outcome", "withhold", "giveBack", "reference", "by", "netted"], first.Json.AsObject().Select(p => p.Key));
        Assert.Equal(("1800.00", "0.00", "posted"), Told(first));
        Assert.True(CreditorReference.TryParse((string?)first.Json["reference"], out var reference));
        Assert.True(EmployerReference.IsOf(reference, SponsorshipId.Parse(id)));
        Assert.EndsWith("-20", (string?)first.Json["by"], StringComparison.Ordinal);

        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/paying-account", city.Officer, Account);
        var again = await Report(id, acme, 1, "4200.00", key: "same-key");
        var answer = again.Json.AsObject();
        Assert.Equal(("Auckland Council", "12-3456-0123456-00"),
            ((string?)answer["payTo"]!["name"], (string?)answer["payTo"]!["bankAccount"]!["number"]));
        answer.Remove("payTo");
        Assert.Equal(first.Text, answer.ToJsonString());

        var second = await Report(id, beta, 1, "1000.00");
        Assert.Equal(("500.00", "0.00", "posted"), Told(second));
        Assert.NotEqual((string?)first.Json["reference"], (string?)second.Json["reference"]);
        Assert.DoesNotContain(host, second.Text, StringComparison.Ordinal);
        Assert.Equal(("0.00", "100.00", "posted"), Told(await Report(id, acme, 1, "4000.00")));
        Assert.Equal(("0.00", "500.00", "withdrawn"),
            Told(await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings-withdrawal", beta, new { year = 1, month = 1 })));
    }

    [Fact]
    public async Task A_dry_run_is_answered_the_same_changes_nothing_and_does_not_use_up_its_key()
    {
        var (city, _, id) = await Arrived();
        var acme = city.Employer("acme");
        foreach (var (path, body) in new (string, object)[]
        {
            ("earnings", Pay(1, "4200.00")), ("earnings", Pay(1, "3000.00")), ("earnings-withdrawal", new { year = 1, month = 1 }),
        })
        {
            var key = gateway.NewKey();
            var before = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Text;
            var trial = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/{path}?dryRun=true", acme, body, key);
            Assert.Equal(before, (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Text);
            var real = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/{path}?dryRun=false", acme, body, key);
            Assert.Equal(real.Text, trial.Text);
            Assert.NotEqual(before, (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Text);
        }

        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings?dryRun=maybe", acme, Pay(1, "1.00")))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings?dryRun=true", acme, Pay(1, "1.00", "FJD")))
            .MustBe(HttpStatusCode.UnprocessableEntity, "currency-mismatch");
    }

    [Fact]
    public async Task A_month_is_read_again_by_its_employer_and_by_an_officer_who_names_it()
    {
        var (city, _, id) = await Arrived();
        var (acme, path) = (city.Employer("acme"), $"/v1/sponsorships/{id}/earnings-to-pay?year=1&month=1");
        var posted = await Report(id, acme, 1, "4200.00");
        await Report(id, acme, 1, "4000.00");
        await Report(id, city.Employer("beta"), 1, "1000.00");
        var read = await gateway.Ok(HttpMethod.Get, path, acme);
        Assert.Equal(("1700.00", "0.00", "4000.00", "acme"), ((string?)read.Json["withhold"]!["amount"],
            (string?)read.Json["giveBack"]!["amount"], (string?)read.Json["earned"]!["amount"], (string?)read.Json["employer"]));
        Assert.Equal((string?)posted.Json["reference"], (string?)read.Json["reference"]);
        Assert.Equal(read.Text, (await gateway.Ok(HttpMethod.Get, $"{path}&employer=acme", city.Officer)).Text);
        Assert.Equal("0.00", (string?)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["withhold"]!["amount"]);
        (await gateway.Send(HttpMethod.Get, $"{path}&employer=beta", acme)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        foreach (var query in new[] { "", "?year=1", "?year=1&month=13", "?year=51&month=1", "?year=1&month=1&employer=two%20words" })
        {
            (await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{id}/earnings-to-pay{query}", city.Officer))
                .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        }
    }

    [Fact]
    public async Task The_results_of_a_file_are_listed_and_fetched_as_CSV_and_as_JSON()
    {
        var (city, _, id) = await Arrived();
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/paying-account", city.Officer, Account);
        var acme = city.Employer("acme");
        var import = await city.Import(
            $"sponsorship,year,month,earned,currency\n{id},1,1,4200.00,NZD\n{id},1,2,\"4,2\",NZD\n{id},1,2,0.00,NZD\n", acme);
        var path = $"/v1/cities/{city.Id}/earnings-imports/{import}";

        var csv = await gateway.Ok(HttpMethod.Get, $"{path}/results-file", acme);
        var (one, two) = (EmployerReference.Of(SponsorshipId.Parse(id), "acme", 1, 1),
            EmployerReference.Of(SponsorshipId.Parse(id), "acme", 1, 2));
        var page = await gateway.Ok(HttpMethod.Get, $"{path}/results?limit=2", acme);
        var items = page.Json["items"]!.AsArray();
        var by = (string?)items[0]!["by"];
        Assert.Equal("text/csv", csv.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(
            "line,sponsorship,year,month,status,code,withhold,giveBack,currency,reference,by,payTo,pay,from,to,netted\n"
                + $"2,{id},1,1,accepted,,1800.00,0.00,NZD,{one},{by},12-3456-0123456-00,,,,0.00\n"
                + "3,,,,refused,value-invalid,,,,,,,,,,\n"
                + $"4,{id},1,2,accepted,,0.00,300.00,NZD,{two},{by},12-3456-0123456-00,,,,0.00\n", csv.Text);

        Assert.Equal([2, 3], items.Select(i => (int)i!["line"]!));
        Assert.Equal("Auckland Council", (string?)page.Json["payTo"]!["name"]);
        var rest = await gateway.Ok(HttpMethod.Get, $"{path}/results?limit=2&cursor={(string?)page.Json["next"]}", acme);
        Assert.Null(rest.Json["next"]);
        var json = await gateway.Ok(HttpMethod.Get, $"{path}/results-file?format=json", acme);
        Assert.Equal("application/json", json.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(items.Concat(rest.Json["items"]!.AsArray()).Select(i => i!.ToJsonString()),
            JsonNode.Parse(json.Text)!["items"]!.AsArray().Select(i => i!.ToJsonString()));
        Assert.Equal(page.Json["payTo"]!.ToJsonString(), JsonNode.Parse(json.Text)!["payTo"]!.ToJsonString());

        foreach (var file in new[] { "results", "results-file" })
        {
            (await gateway.Send(HttpMethod.Get, $"{path}/{file}", city.Employer("beta"))).MustBe(HttpStatusCode.Forbidden, "forbidden");
            (await gateway.Send(HttpMethod.Get, $"{path}/{file}", gateway.Token(Role.Employer, nation: "ws", employer: "acme")))
                .MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        (await gateway.Send(HttpMethod.Get, $"{path}/results-file?format=xml", acme)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    private async Task<(TestCity City, string Host, string Id)> Arrived()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        await city.Name(id, "acme");
        await city.Name(id, "beta");
        return (city, host, id);
    }

    private Task<Answer> Report(string id, string token, int month, string amount, string? key = null) =>
        gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", token, Pay(month, amount), key);

    private static object Pay(int month, string amount, string currency = "NZD") =>
        new { year = 1, month, earned = new { amount, currency } };

    private static (string?, string?, string?) Told(Answer answer) => ((string?)answer.Json["withhold"]!["amount"],
        (string?)answer.Json["giveBack"]!["amount"], (string?)answer.Json["outcome"]);
}
