namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

public sealed class EmploymentTests(TestGateway gateway)
{
    [Fact]
    public async Task A_migrant_names_an_employer_who_then_reports_the_months_of_the_employment()
    {
        var (city, migrant, id) = await Arrived();
        var (acme, asMigrant) = (city.Employer("acme"), city.MigrantToken(migrant));
        (await Report(id, acme, 1)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        // Month 2 begins on 1 March; the employment ends in it.
        var named = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", asMigrant,
            new { employer = "acme", from = "2024-02-29", to = "2024-03-01" });
        Assert.Equal("named", (string?)named.Json["outcome"]);
        foreach (var month in new[] { 1, 2 }) (await Report(id, acme, month)).MustBe(HttpStatusCode.OK);
        (await Report(id, acme, 3)).MustBe(HttpStatusCode.UnprocessableEntity, "month-outside-employment");
        // Nobody else, not even with the same id.
        (await Report(id, city.Employer("beta"), 1)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await Report(id, gateway.Token(Role.Employer, nation: "ws", employer: "acme"), 1)).MustBe(HttpStatusCode.Forbidden, "forbidden");

        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", asMigrant,
            new { employer = "acme", from = "2024-03-01" }))
            .MustBe(HttpStatusCode.Conflict, "already-exists");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", city.Officer,
            new { employer = "beta", from = "2024-03-02" });
        var listed = await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/employments", asMigrant);
        Assert.Equal([("acme", "2024-02-29", "2024-03-01"), ("beta", "2024-03-02", null)],
            listed.Json["items"]!.AsArray().Select(e => ((string?)e!["employer"], (string?)e["from"], (string?)e["to"])));
        Assert.Equal($"\"{(long)listed.Json["version"]!}\"", listed.ETag);
    }

    [Fact]
    public async Task An_employment_ends_and_one_that_never_was_is_taken_off()
    {
        var (city, migrant, id) = await Arrived();
        var (acme, path) = (city.Employer("acme"), $"/v1/sponsorships/{id}/employment-end");
        await city.Name(id, "acme");
        await gateway.Ok(HttpMethod.Post, path, city.MigrantToken(migrant),
            new { employer = "acme", from = "2024-01-01", on = "2024-02-10" });
        (await Report(id, acme, 1)).MustBe(HttpStatusCode.OK);
        (await Report(id, acme, 2)).MustBe(HttpStatusCode.UnprocessableEntity, "month-outside-employment");
        await gateway.Ok(HttpMethod.Post, path, city.Officer, new { employer = "acme", from = "2024-01-01", on = "2023-12-31" });
        (await Report(id, acme, 1)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { employer = "acme", from = "2024-01-01", on = "2024-02-10" }))
            .MustBe(HttpStatusCode.NotFound, "employment-not-found");
        // What was reported stays, until an officer takes it out.
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings-withdrawal", city.Officer,
            new { year = 1, month = 1, employer = "acme" });
    }

    [Theory]
    [InlineData("""{"employer":"two words","from":"2024-02-01"}""", "employer", HttpStatusCode.BadRequest)]
    [InlineData("""{"employer":"acme","from":"2024-02-02","to":"2024-02-01"}""", "to", HttpStatusCode.BadRequest)]
    [InlineData("""{"employer":"city","from":"2024-02-01"}""", null, HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_employment_is_refused(string body, string? field, HttpStatusCode status)
    {
        var (city, _, id) = await Arrived();
        var answer = await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", city.Officer, body);
        answer.MustBe(status, "invalid-input");
        Assert.Equal(field, (string?)answer.Json["errors"]?[0]?["field"]);
    }

    [Fact]
    public async Task Any_pay_of_a_stranger_is_refused_by_file_too_and_alike_for_a_sponsorship_that_does_not_exist()
    {
        var (city, _, id) = await Arrived();
        var absent = SponsorshipId.From(city.Id, "nobody's").Value;
        var acme = city.Employer("acme");
        var import = await city.Import(
            $"sponsorship,year,month,earned,currency\n{id},1,1,9999999999.00,NZD\n{absent},1,1,9999999999.00,NZD\n", acme);
        var errors = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}/errors", acme)).Json["items"]!
            .AsArray().Select(e => ((string?)e!["column"], (string?)e["code"], (string?)e["text"])).ToArray();
        Assert.Equal(2, errors.Length);
        Assert.Equal(("sponsorship", "employer-not-named", Employers.NotNamed.Detail), Assert.Single(errors.Distinct()));
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Json["lines"]!.AsArray());
    }

    [Fact]
    public async Task An_employer_whose_employment_is_over_says_no_more_that_the_migrant_is_absent()
    {
        var (city, _, id) = await Arrived();
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", city.Officer,
            new { employer = "gone", from = "2024-02-01", to = "2024-03-01" });
        await city.Name(id, "acme");
        var path = $"/v1/sponsorships/{id}/absence-reports";
        var absence = new { lastSeen = "2024-03-01" };
        (await gateway.Send(HttpMethod.Post, path, city.Employer("beta"), absence)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, path, city.Employer("gone"), absence)).MustBe(HttpStatusCode.Forbidden, "employer-not-named");
        await gateway.Ok(HttpMethod.Post, path, city.Employer("acme"), absence);
        var check = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/welfare-check", city.Officer)).Json;
        Assert.Equal("employer", (string?)Assert.Single(check["reports"]!.AsArray())!["by"]);
    }

    private Task<Answer> Report(string id, string token, int month) =>
        gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", token,
            new { year = 1, month, earned = new { amount = "4200.00", currency = "NZD" } });

    private async Task<(TestCity City, string Migrant, string Sponsorship)> Arrived()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        return (city, migrant, await city.Arrived(await city.Host(), migrant));
    }
}
