namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;
using VipOrleans.Gateway.Access;

/// <summary>What is found, contested and fined, as officers, hosts, migrants and employers see it.</summary>
public sealed class FindingsTests(TestGateway gateway)
{
    [Fact]
    public async Task An_officer_settles_a_finding_of_a_month_and_the_migrant_sees_what_came_of_it()
    {
        var profile = new
        {
            id = "strict", version = 1, jurisdiction = "NZ", validFrom = "2024-01-01", source = "made up", currency = "NZD",
            basis = "gross", consentNeeded = false, limits = new[] { new { limit = "percentage-cap", percentHundredths = 2500 } },
            others = new[] { new { kind = "rent", needsConsent = true } },
        };
        var city = await gateway.NewCity(profile: profile);
        var migrant = await city.Migrant();
        var id = await city.Arrived(await city.Host(), migrant);
        var rent = new { kind = "rent", amount = Nzd("25.00") };
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 1, earned = Nzd("4000.00"), minutes = 9_000, others = new[] { rent } });
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 2, earned = Nzd("4000.00"), otherDeductions = Nzd("1.00"), others = new[] { rent } }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var found = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/deduction-findings?open=true", city.Officer))
            .Json["items"]!.AsArray())!;
        Assert.Equal(("no-consent", "rent"), ((string)found["findings"]![0]!["fault"]!, (string)found["findings"]![0]!["kind"]!));
        var settlement = $"/v1/sponsorships/{id}/pays/{found["pay"]}/finding-settlement";
        await gateway.Ok(HttpMethod.Post, settlement, city.Officer, new { outcome = "put-right", reason = "paid-back" });
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/deduction-findings?open=true", city.Officer))
            .Json["items"]!.AsArray());
        var own = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/deduction-findings", city.MigrantToken(migrant)))
            .Json["items"]!;
        Assert.Equal(("put-right", "paid-back"), ((string)own[0]!["settled"]!["outcome"]!, (string)own[0]!["settled"]!["reason"]!));
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/pays/month-01-09-acme/finding-settlement", city.Officer,
            new { outcome = "put-right", reason = "paid-back" })).MustBe(HttpStatusCode.NotFound, "finding-not-found");
    }

    [Fact]
    public async Task A_flagged_employment_is_settled_and_comes_after_those_that_are_not()
    {
        var city = await gateway.NewCity();
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        await city.Name(id, "acme", "beta");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/employment-settlement", city.Officer,
            new { employer = "acme", from = "2024-01-01", outcome = "unfounded", reason = "document-shown" });
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employments?flagged=true", city.Officer)).Json["items"]!;
        Assert.Equal(["beta", "acme"], listed.AsArray().Select(e => (string)e!["employer"]!));
        Assert.Equal("unfounded", (string)listed[1]!["settled"]!["outcome"]!);
        listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employments?open=true", city.Officer)).Json["items"]!;
        Assert.Equal(["beta"], listed.AsArray().Select(e => (string)e!["employer"]!));
    }

    [Fact]
    public async Task Words_of_a_contest_are_for_officers_with_a_purpose_and_the_other_side_has_the_code()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        var id = await city.Arrived(await city.Host(), migrant);
        await city.Name(id, "acme");
        var employer = gateway.Token(Role.Employer, nation: "nz", employer: "acme");
        var pay = (string)(await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/pays", employer,
            new { from = "2024-02-01", to = "2024-02-07", frequency = "week", gross = Nzd("900.00") })).Json["pay"]!;
        var path = $"/v1/sponsorships/{id}/pays/{pay}";
        (await gateway.Send(HttpMethod.Get, $"{path}/contest-texts?purpose=case", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "contest-not-found");
        await gateway.Ok(HttpMethod.Post, $"{path}/contest", city.MigrantToken(migrant),
            new { reason = "amount-wrong", text = "I worked on Sunday too.", language = "en" });
        var seen = await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/pays", employer);
        var contest = seen.Json["items"]![0]!["contest"]!;
        Assert.Equal(("amount-wrong", true, false),
            ((string)contest["reason"]!, (bool)contest["hasWords"]!, (bool)contest["replyHasWords"]!));
        Assert.DoesNotContain("Sunday", seen.Text, StringComparison.Ordinal);
        (await gateway.Send(HttpMethod.Get, $"{path}/contest-texts?purpose=case", employer))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        await gateway.Ok(HttpMethod.Post, $"{path}/contest-reply", employer, new { reply = "report-is-right", text = "See the roster." });
        Assert.Equal(["I worked on Sunday too.", "See the roster."], await Texts(city.Officer));
        Assert.Equal(["I worked on Sunday too."], await Texts(city.MigrantToken(migrant)));

        async Task<IEnumerable<string>> Texts(string token) =>
            (await gateway.Ok(HttpMethod.Get, $"{path}/contest-texts?purpose=case", token)).Json["items"]!.AsArray()
                .Select(t => (string)t!["text"]!);
    }

    [Fact]
    public async Task A_fine_is_off_by_default_and_where_a_nation_has_it_the_host_has_notice_and_the_migrant_no_part_in_it()
    {
        var (plain, city) = (await gateway.NewCity(), await gateway.NewCity("ki"));
        var fine = new { reason = "documents-withheld", amount = Nzd("200.00"), text = "The passport lay in the safe." };
        var elsewhere = await plain.Arrived(await plain.Host(), await plain.Migrant());
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{elsewhere}/fines", plain.Officer, fine))
            .MustBe(HttpStatusCode.UnprocessableEntity, "fines-not-allowed");
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Put, "/v1/nations/ki/floors", city.NationOfficer,
            new
            {
                mendBy = "2035-12-31", reference = "Order 9", on = "2024-01-01", profileRequired = false,
                hostFines = new { atMost = Nzd("200.00"), inAYear = Nzd("300.00") }
            });
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/fines", city.Officer, fine with { amount = Nzd("200.01") }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "fine-above-limit");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/fines", city.Officer, fine);
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/fines", city.Officer, fine with { amount = Nzd("100.01") }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "fine-above-limit");
        var listed = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/fines", city.HostToken(host)))
            .Json["items"]!.AsArray())!;
        Assert.Null(listed["effect"]);
        (await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{id}/fines", city.MigrantToken(migrant)))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        var ruling = $"/v1/rulings/{listed["ruling"]}";
        while ((await gateway.Send(HttpMethod.Get, ruling, city.Officer)).Status != HttpStatusCode.OK) await Task.Yield();
        var notice = (await gateway.Ok(HttpMethod.Get, ruling, city.HostToken(host))).Json;
        Assert.Equal(("fine", "documents-withheld", "200.00"),
            ((string)notice["kind"]!, (string)notice["fine"]!["reason"]!, (string)notice["fine"]!["amount"]!["amount"]!));
        await gateway.Ok(HttpMethod.Post, $"{ruling}/reply", city.HostToken(host), new { text = "At their own wish." });
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/rulings", city.MigrantToken(migrant))).Json["items"]!
            .AsArray());
        (await gateway.Send(HttpMethod.Get, ruling, city.MigrantToken(migrant))).MustBe(HttpStatusCode.Forbidden, "forbidden");
        var second = gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"second@{city.Id}");
        await gateway.Ok(HttpMethod.Post, $"{ruling}/decision", second, new { outcome = "made" });
        string? effect;
        do effect = (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/fines", city.Officer)).Json["items"]![0]!["effect"];
        while (effect is null);
        Assert.Equal("stands", effect);
    }

    private static Amount Nzd(string amount) => new(amount, "NZD");

    private sealed record Amount(string amount, string currency);
}
