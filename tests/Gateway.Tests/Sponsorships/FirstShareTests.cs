namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;
using VipOrleans.Gateway.Access;

public sealed class FirstShareTests(TestGateway gateway)
{
    [Fact]
    public async Task A_city_is_opened_and_a_sponsorship_goes_to_its_first_share_and_its_end()
    {
        var city = await gateway.NewCity(policy: new { noticeDays = 0, noticeWaitDays = 0 });
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/activation", city.Officer, new { });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employments", city.MigrantToken(migrant),
            new { employer = "acme-dairy", from = "2024-02-01" });
        var posted =
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Employer("acme-dairy"),
                new { year = 1, month = 1, earned = new { amount = "4200.00", currency = "NZD" } });
        Assert.Equal("posted", (string?)posted.Json["outcome"]);

        var statement = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.MigrantToken(migrant))).Json;
        Assert.Equal("1800.00", (string?)statement["totals"]!["share"]!["amount"]);
        Assert.Equal("2400.00", (string?)statement["totals"]!["kept"]!["amount"]);

        var household = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", city.HostToken(host))).Json["household"]!;
        var family = (await gateway.Ok(HttpMethod.Get, $"/v1/households/{household}/statement", city.HostToken(host))).Json;
        Assert.Equal("1800.00", (string?)family["totals"]!["share"]!["amount"]);
        Assert.Equal(id, (string?)family["members"]![0]!["statements"]![0]!["sponsorship"]);

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/notice", city.HostToken(host));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/end", city.HostToken(host), new { reason = "host-ended" });
        var view = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.NationOfficer)).Json;
        Assert.Equal("ended", (string?)view["status"]);
        var summary = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/summary", city.Officer)).Json;
        Assert.Equal((1, 1), ((int)summary["hosts"]!, (int)summary["sponsorships"]!["ended"]!));
    }

    [Fact]
    public async Task A_profile_limits_what_is_taken_and_asks_for_the_migrants_consent()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var today = DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")).DateTime)
            .ToString("yyyy-MM-dd");
        object profile = new
        {
            id = "nz-rse",
            version = 1,
            jurisdiction = "NZ",
            validFrom = "2025-04-01",
            source = "Wages Protection Act 1983, section 5",
            currency = "NZD",
            basis = "gross",
            consentNeeded = true,
            limits = new object[] { new { limit = "percentage-cap", percentHundredths = 2500 },
                new { limit = "protected-floor", week = 36924, month = 160000 } },
        };
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/deduction-profile", city.Officer, new { from = today, profile });
        (await gateway.Send(HttpMethod.Put, $"/v1/cities/{city.Id}/deduction-profile", city.Officer, new { from = "2024-01-01", profile }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "date-in-past");
        Assert.Equal("nz-rse",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["deductionProfile"]!["id"]);

        var id = await city.Granted(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/arrival", city.Officer, new { on = today });
        async Task Report(string amount) =>
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
                new { year = 1, month = 1, earned = new { amount, currency = "NZD" } });
        await Report("4000.00");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/consent", city.MigrantToken(migrant), new { });
        await Report("4200.00");

        var lines = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement",
            city.MigrantToken(migrant))).Json["lines"]!.AsArray();
        Assert.Equal(["0.00", "1050.00"], lines.Select(l => (string?)l!["limit"]!["allowed"]!["amount"]));
        Assert.Equal(["0.00", "1050.00"], lines.Select(l => (string?)l!["taken"]!["amount"]));
        Assert.Equal(["1700.00", "750.00"], lines.Select(l => (string?)l!["residue"]!["amount"]));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/consent-revocation", city.MigrantToken(migrant), new { });
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.MigrantToken(migrant))).Json["consentOn"]);
    }

    [Fact]
    public async Task A_refused_sponsorship_is_replied_to_and_reopened()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Checking(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/refusal", city.Officer, new { reasons = new[] { "conditions-not-met" } });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/reply", city.HostToken(host),
            new { text = "We do meet them.\nSee our file." });
        var reply = await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/reply?purpose=appeal", city.Officer);
        Assert.Equal("We do meet them.\nSee our file.", (string?)reply.Json["text"]);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/reopening", city.Officer);
        Assert.Equal("checking",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.MigrantToken(migrant))).Json["status"]);
    }

    [Fact]
    public async Task A_person_is_read_for_a_purpose_that_is_written_down_and_then_erased()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        var person = await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=eligibility-check", city.Officer);
        Assert.Equal("Aroha", (string?)person.Json["name"]);
        Assert.Equal("no-store", person.Headers.CacheControl!.ToString());
        var accesses =
            (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person/accesses", city.HostToken(host))).Json["items"]!.AsArray();
        Assert.Contains(accesses,
            a => (string?)a!["purpose"] == "eligibility-check"
                && (string?)a["actor"] == "city-officer");
        await gateway.Ok(HttpMethod.Delete, $"/v1/hosts/{host}/person?reason=own-request", city.HostToken(host));
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=eligibility-check", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "person-not-found");
    }
}
