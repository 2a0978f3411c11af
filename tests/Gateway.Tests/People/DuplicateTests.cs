namespace VipOrleans.Gateway.Tests.People;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.People;
using VipOrleans.Gateway.Access;

public sealed class DuplicateTests(TestGateway gateway)
{
    [Fact]
    public async Task An_officer_finds_one_host_with_two_records_links_them_and_takes_that_back()
    {
        const string canary = "zq9canary";
        var city = await gateway.NewCity("qa");
        var one = await Host(city, $"Sergey {canary}", "+678 22 123", "1994-04-25");
        var other = await Host(city, $"{canary.ToUpperInvariant()}, Сергей", $"{canary}@example.org", "1994-04-25");
        var migrant = await Migrant(city, "Malaya", $"{canary}+visa@example.org");

        var cases = await Items(city.Officer, $"/v1/cities/{city.Id}/duplicates");
        Assert.Equal(2, cases.Count);
        var twice = Assert.Single(cases, c => (string)c!["strength"]! == "strong")!;
        Assert.Equal(["name-and-birth-date"], twice["signs"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(new[] { one, other }.Order(StringComparer.Ordinal), [(string)twice["first"]!, (string)twice["second"]!]);
        Assert.Equal(2, (await Items(city.NationOfficer, "/v1/nations/qa/duplicates")).Count);

        // A host and a migrant with one address for mail: a family, as the officer finds out.
        var shared = new { one = other, other = migrant, signs = new[] { "email" } };
        var dismissed =
            await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/duplicates/dismissals", city.Officer,
                new { shared.one, shared.other, shared.signs, reason = "shared-by-family" });
        Assert.Equal(DuplicateId.Of(HostId.Parse(other), MigrantId.Parse(migrant)).Value, dismissed.Id);
        Assert.Single(await Items(city.Officer, $"/v1/cities/{city.Id}/duplicates"));
        var aside = Assert.Single(await Items(city.Officer, $"/v1/cities/{city.Id}/duplicates/dismissed"))!;
        Assert.Equal("shared-by-family", (string)aside["dismissed"]![0]!["reason"]!);
        await gateway.Ok(HttpMethod.Post, "/v1/nations/qa/duplicates/reopenings", city.NationOfficer, shared);
        Assert.Equal(2, (await Items(city.Officer, $"/v1/cities/{city.Id}/duplicates")).Count);

        // One person: the two records have one sponsorship between them.
        var linked =
            await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{one}/links", city.Officer,
                new { record = other, reason = "same-name-and-birth-date" });
        Assert.Equal("linked", (string)linked.Json["outcome"]!);
        Assert.Equal(one, (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{other}", city.Officer)).Json["linkedTo"]!);
        Assert.Equal(one, (string)Assert.Single(await Items(city.Officer, $"/v1/cities/{city.Id}/person-links"))!["linkedUnder"]!);
        Assert.Empty(await Items(city.Officer, $"/v1/cities/{city.Id}/person-links?bothLive=true"));
        var live = await city.Checking(other, migrant);
        var second = await city.Checking(one, await city.Migrant());
        Assert.Equal("checking", await Status(city, live));
        Assert.Equal("ended", await Status(city, second));

        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{other}/links", city.Officer, new { record = one, reason = "interview" }))
            .MustBe(HttpStatusCode.Conflict, "record-linked");
        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{one}/unlinks", city.Officer, new { record = other, reason = "different-people" });
        Assert.Equal("checking", await Status(city, live));
        Assert.Equal("checking", await Status(city, await city.Checking(one, await city.Migrant())));
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{one}/unlinks", city.Officer,
            new { record = await city.Host(), reason = "different-people" })).MustBe(HttpStatusCode.NotFound, "duplicate-not-found");

        // Who did what stays, and nothing of the people with it.
        var history = (await gateway.Journal.Read(DuplicateId.Of(HostId.Parse(one), HostId.Parse(other)).Stream)).Events;
        Assert.Equal(
            ["person-link-asked", "person-link-admitted", "persons-linked", "person-unlink-asked", "person-detached", "persons-unlinked"],
            history.Select(e => e.Type));
        Assert.StartsWith("city-officer:", history[0].Actor, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Log,
            line => line.Contains(canary, StringComparison.OrdinalIgnoreCase) || line.Contains("1994-04-25", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_records_of_a_migrant_are_linked_by_the_nation()
    {
        var city = await gateway.NewCity("qb");
        var (one, other) = (await Migrant(city, "Mohammed", null, "1990-01-01"), await Migrant(city, "Мухаммад", null, "1990-01-01"));
        var found = Assert.Single(await Items(city.NationOfficer, "/v1/nations/qb/duplicates"))!;
        Assert.Equal(("similar-name-and-birth-date", "medium"), ((string)found["signs"]![0]!, (string)found["strength"]!));
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{one}/links", city.NationOfficer, new { record = other, reason = "interview" });
        Assert.Empty(await Items(city.NationOfficer, "/v1/nations/qb/duplicates"));
        Assert.Equal(other, (string)(await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{one}", city.NationOfficer)).Json["records"]![0]!);
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{one}/unlinks", city.NationOfficer,
            new { record = other, reason = "objection-upheld" });
        await gateway.Ok(HttpMethod.Delete, $"/v1/migrants/{other}/person?reason=own-request", city.NationOfficer);
        Assert.Empty(await Items(city.NationOfficer, "/v1/nations/qb/duplicates"));
    }

    [Fact]
    public async Task Records_of_two_cities_are_linked_by_an_officer_of_the_nation_and_of_two_nations_by_nobody()
    {
        var (here, there, abroad) = (await gateway.NewCity("qc"), await gateway.NewCity("qc"), await gateway.NewCity("qd"));
        var (one, other, foreign) = (await here.Host(), await there.Host(), await abroad.Host());
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{one}/links", here.Officer, new { record = other, reason = "interview" }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{one}/links", here.NationOfficer, new { record = foreign, reason = "interview" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{one}/links", here.Officer, new { record = one, reason = "interview" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{one}/links", here.Officer,
            new { record = HostId.From(here.Id, "nobody").Value, reason = "interview" })).MustBe(HttpStatusCode.NotFound, "host-not-found");
        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{one}/links", here.NationOfficer, new { record = other, reason = "interview" });
        // An officer of a city sets aside what a host of the city shares, and nothing else.
        var dismissal = new { one = other, other = await there.Host(), signs = new[] { "phone" }, reason = "different-people" };
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{here.Id}/duplicates/dismissals", here.Officer, dismissal))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{there.Id}/duplicates/dismissals", there.Officer, dismissal);
    }

    [Fact]
    public async Task Pages_of_cases_go_on_by_a_cursor_that_belongs_to_its_list()
    {
        var city = await gateway.NewCity("qe");
        for (var i = 0; i < 4; i++) await Host(city, $"Host {i}", "shared@example.org", null);
        var seen = new List<string>();
        var cursor = "";
        for (var page = 0; page < 9; page++)
        {
            var answer = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/duplicates?limit=2{cursor}", city.Officer)).Json;
            seen.AddRange(answer["items"]!.AsArray().Select(i => (string)i!["id"]!));
            if ((string?)answer["next"] is not { } next) break;
            cursor = $"&cursor={next}";
            Assert.DoesNotContain("host", next, StringComparison.Ordinal);
            (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/person-links?limit=2{cursor}", city.Officer))
                .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        }

        Assert.Equal(6, seen.Count);
        Assert.Equal(6, seen.Distinct().Count());
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/duplicates?cursor=AgAA", city.Officer))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var contact = Assert.Single(await Items(city.Officer, $"/v1/cities/{city.Id}/shared-contacts"))!;
        Assert.Equal(("email", 4, PatternThresholds.SharedContact),
            ((string)contact["sign"]!, (int)contact["count"]!, (int)contact["threshold"]!));
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/hosting-patterns", city.Officer)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_city_that_is_not_there_has_no_lists()
    {
        var officer = gateway.Token(Role.CityOfficer, city: "qf-nowhere");
        foreach (var list in (string[])["duplicates", "duplicates/dismissed", "person-links", "shared-contacts", "hosting-patterns"])
        {
            (await gateway.Send(HttpMethod.Get, $"/v1/cities/qf-nowhere/{list}", officer))
                .MustBe(HttpStatusCode.NotFound, "city-not-found");
        }
    }

    [Theory]
    [InlineData("1994-13-01")]
    [InlineData("25.04.1994")]
    [InlineData("1850-01-01")]
    public async Task A_day_of_birth_that_is_none_is_refused_without_being_repeated(string birthDate)
    {
        var city = await gateway.NewCity();
        var answer =
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer,
                new { person = new { name = "Aroha", birthDate } });
        Assert.Contains(answer.Code, new[] { "invalid-input" });
        Assert.DoesNotContain(birthDate, answer.Text, StringComparison.Ordinal);
    }

    private async Task<JsonArray> Items(string token, string path) =>
        (await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray();

    private async Task<string> Status(TestCity city, string sponsorship) =>
        (string)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}", city.Officer)).Json["status"]!;

    private async Task<string> Host(TestCity city, string name, string? contact, string? birthDate) =>
        (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer,
            new { person = new { name, contact, birthDate } })).Id!;

    private async Task<string> Migrant(TestCity city, string name, string? contact, string? birthDate = null)
    {
        var id = (await gateway.Ok(HttpMethod.Post, "/v1/migrants", city.Officer,
            new { nation = city.Id.Nation.Value, person = new { name, contact, birthDate }, origin = "PH" })).Id!;
        await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{id}/baseline", city.Officer,
            new { yearly = new { amount = "7200.00", currency = "NZD" }, evidence = "payslips", on = "2024-01-05" });
        return id;
    }
}
