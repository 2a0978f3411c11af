namespace VipOrleans.Gateway.Tests.Safeguarding;

using System.Net;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;

public sealed class RulingTests(TestGateway gateway)
{
    [Fact]
    public async Task Host_and_migrant_have_notice_reply_appeal_and_what_stood_before_stands_again()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Granted(host, migrant);
        var (one, two, three) = (Officer(city, "one"), Officer(city, "two"), city.NationOfficer);
        var (asHost, asMigrant) = (city.HostToken(host), city.MigrantToken(migrant));
        var failed = new
        {
            kind = "background", outcome = "failed", reason = "criminal-record", on = "2024-01-11",
            text = "Convicted in 2019.", language = "en"
        };
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/checks", one, failed);
        var ruling = $"/v1/rulings/{await city.Ruling(id)}";

        var notice = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/rulings", asHost)).Json["items"]![0]!;
        Assert.Equal(("proposed", "background", "criminal-record", "host", true),
            ((string?)notice["status"], (string?)notice["check"], (string?)notice["reason"], (string?)notice["scope"],
                (bool)notice["isInForce"]!));
        // Which officers they are is for officers.
        Assert.Null(notice["proposedBy"]);
        Assert.StartsWith("city-officer:", (string?)(await gateway.Ok(HttpMethod.Get, ruling, two)).Json["proposedBy"]);
        Assert.Equal(["Convicted in 2019."], await Texts(ruling, asHost));
        Assert.Equal("failed", await Background(city, id));

        (await gateway.Send(HttpMethod.Post, $"{ruling}/decision", two, new { outcome = "made" }))
            .MustBe(HttpStatusCode.Conflict, "reply-time-running");
        await gateway.Ok(HttpMethod.Post, $"{ruling}/reply", asHost, new { text = "That was my brother.", language = "en" });
        await gateway.Ok(HttpMethod.Post, $"{ruling}/reply", asMigrant, new { text = "Kapatid niya iyon.", language = "tl" });
        Assert.Equal(["Convicted in 2019.", "Kapatid niya iyon."], await Texts(ruling, asMigrant));
        (await gateway.Send(HttpMethod.Post, $"{ruling}/decision", one, new { outcome = "made" }))
            .MustBe(HttpStatusCode.Conflict, "same-officer");
        await gateway.Ok(HttpMethod.Post, $"{ruling}/decision", two, new { outcome = "made", text = "The register says otherwise." });
        Assert.Single(
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/rulings?open=false&overdue=false&host={host}",
                one)).Json["items"]!.AsArray());

        await gateway.Ok(HttpMethod.Post, $"{ruling}/appeal", asHost, new { text = "Here is the birth certificate." });
        (await gateway.Send(HttpMethod.Post, $"{ruling}/appeal-decision", two, new { outcome = "upheld" }))
            .MustBe(HttpStatusCode.Conflict, "same-officer");
        await gateway.Ok(HttpMethod.Post, $"{ruling}/appeal-decision", three, new { outcome = "upheld", text = "It was the brother." });
        Assert.Equal(("overturned", "passed"),
            ((string?)(await gateway.Ok(HttpMethod.Get, ruling, asHost)).Json["status"], await Background(city, id)));
        (await gateway.Send(HttpMethod.Post, $"{ruling}/rescission", one, new { })).MustBe(HttpStatusCode.Conflict, "ruling-wrong-state");
        foreach (var secret in new[] { "brother", "2019", "Kapatid" })
        {
            Assert.DoesNotContain(gateway.Log, line => line.Contains(secret, StringComparison.Ordinal));
        }


        // Nobody else's: another host gets the same answer whether there is such a ruling or not.
        var stranger = city.HostToken(await city.Host());
        foreach (var path in new[] { ruling, $"/v1/rulings/{RulingId.From(city.Id, "none")}" })
        {
            (await gateway.Send(HttpMethod.Get, path, stranger)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

    }

    [Fact]
    public async Task A_refused_sponsorship_and_a_suspended_host_have_notice_with_reasons_and_officers_who_are_others()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Checking(host, migrant);
        var (one, two) = (Officer(city, "one"), Officer(city, "two"));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/refusal", one,
            new { reasons = new[] { "conditions-not-met" }, text = "No contract.", language = "en" });
        var refusal = $"/v1/rulings/{await city.Ruling(id)}";
        Assert.Equal(["No contract."], await Texts(refusal, city.MigrantToken(migrant)));
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/end", one, new { reason = "refused" }))
            .MustBe(HttpStatusCode.Conflict, "wrong-state");
        (await gateway.Send(HttpMethod.Post, $"{refusal}/decision", one, new { outcome = "dropped" }))
            .MustBe(HttpStatusCode.Conflict, "same-officer");
        await gateway.Ok(HttpMethod.Post, $"{refusal}/decision", two, new { outcome = "dropped", text = "It is in the file." });
        Assert.Equal("checking",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.HostToken(host))).Json["status"]);

        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/suspension", one,
            new { reason = "safeguarding", text = "A neighbour called." });
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{await city.Host()}/suspension", one,
            new { reason = "own-request", text = "Why?" })).MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        var rulings = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/rulings", city.HostToken(host))).Json["items"]!.AsArray();
        for (var i = 0; i < 500 && rulings.Count < 2; i++)
        {
            await Task.Delay(20);
            rulings = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/rulings", city.HostToken(host))).Json["items"]!.AsArray();
        }

        Assert.Equal([("refusal", "dropped"), ("suspension", "proposed")],
            rulings.Select(r => ((string?)r!["kind"], (string?)r["status"])));
        var suspension = $"/v1/rulings/{rulings[1]!["id"]}";
        (await gateway.Send(HttpMethod.Get, suspension, city.MigrantToken(migrant))).MustBe(HttpStatusCode.Forbidden, "forbidden");
        await gateway.Ok(HttpMethod.Post, $"{suspension}/reply", city.HostToken(host), new { text = "It was the television." });
        await gateway.Ok(HttpMethod.Post, $"{suspension}/decision", two, new { outcome = "dropped" });
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", city.HostToken(host))).Json["suspended"]);
    }

    [Fact]
    public async Task Only_a_failed_check_has_reasons_in_words()
    {
        var city = await gateway.NewCity();
        var id = await city.Checking(await city.Host(), await city.Migrant());
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/checks", city.Officer,
            new { kind = "identity", outcome = "passed", on = "2024-01-11", text = "All well." }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/rulings", city.Officer)).Json["items"]!.AsArray());
    }

    private async Task<IEnumerable<string?>> Texts(string ruling, string token) =>
        (await gateway.Ok(HttpMethod.Get, $"{ruling}/texts?purpose=ruling", token)).Json["items"]!.AsArray()
            .Select(t => (string?)t!["text"]);

    private async Task<string?> Background(TestCity city, string id) =>
        (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.Officer)).Json["checks"]!.AsArray()
            .Single(c => (string?)c!["kind"] == "background")!["result"]!["outcome"];

    private string Officer(TestCity city, string name) =>
        gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"{name}@{city.Id}");
}
