namespace VipOrleans.Gateway.Tests.Safeguarding;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Tests.OpenApi;

public sealed class ConcernTests(TestGateway gateway)
{
    private const string Tagalog = "Hawak ng host ko ang pasaporte ko. Natatakot ako.";

    [Fact]
    public async Task A_migrant_records_a_debt_in_confidence_and_an_officer_reads_it_with_a_purpose()
    {
        var (city, host, migrant, sponsorship) = await Arrived();
        const string Debt = "3,000 USD to the agent in Honiara, 200 a month.";
        var own = city.MigrantToken(migrant);
        var id = await Raise(sponsorship, own, "recruitment-debt", Debt, "en");
        await Raise(sponsorship, own, "housing", "Mold.", "en");
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/concerns?kind=recruitment-debt", city.Officer)).Json;
        Assert.Equal([id], listed["items"]!.AsArray().Select(c => (string?)c!["id"]));
        (await gateway.Send(HttpMethod.Get, $"/v1/concerns/{id}/texts", city.Officer)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal([Debt],
            (await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=concern", city.Officer)).Json["items"]!.AsArray()
                .Select(t => (string?)t!["text"]));
        // Neither host nor employer learns that it is there, or says it of the migrant.
        var asHost = city.HostToken(host);
        (await gateway.Send(HttpMethod.Get, $"/v1/concerns/{id}", asHost)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", asHost,
            new { kind = "recruitment-debt", text = "They owe me." })).MustBe(HttpStatusCode.UnprocessableEntity, "reason-not-allowed");
    }

    [Fact]
    public async Task A_migrant_tells_what_is_wrong_in_their_language_and_it_is_looked_after_and_answered()
    {
        var (city, host, migrant, sponsorship) = await Arrived();
        var (asMigrant, officer, nation) = (city.MigrantToken(migrant), Officer(city, "one"), city.NationOfficer);
        var id = await Raise(sponsorship, asMigrant, "documents-withheld", Tagalog, "tl");

        var first = Assert.Single(
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/concerns?overdue=false", officer)).Json["items"]!.AsArray())!;
        Assert.Equal((id, "raised", "migrant", $"migrant:{migrant}"),
            ((string?)first["id"], (string?)first["status"], (string?)first["by"], (string?)first["raisedBy"]));
        Assert.Equal(TimeSpan.FromDays(1),
            DateTimeOffset.Parse((string)first["dueAt"]!) - DateTimeOffset.Parse((string)first["raisedAt"]!));
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/triage", officer, new { kind = "documents-withheld", urgency = "urgent" });
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/assignment", officer, new { });
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/texts", officer,
            new { text = "Police told.", language = "en", @internal = true });
        var read = (await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=concern", officer)).Json["items"]!.AsArray();
        Assert.Equal([(Tagalog, "tl"), ("Police told.", "en")], read.Select(t => ((string?)t!["text"], (string?)t["language"])));

        // Who raised it sees what is theirs, and not who looks after it.
        Assert.Equal([Tagalog],
            (await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=own", asMigrant)).Json["items"]!.AsArray()
                .Select(t => (string?)t!["text"]));
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}", asMigrant)).Json["officer"]);
        Assert.StartsWith("city-officer:", (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}", officer)).Json["officer"]);
        (await gateway.Send(HttpMethod.Post, $"/v1/concerns/{id}/texts", asMigrant, new { text = "x", @internal = true }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");

        (await gateway.Send(HttpMethod.Post, $"/v1/concerns/{id}/closure", nation, new { outcome = "resolved" }))
            .MustBe(HttpStatusCode.Conflict, "concern-not-escalated");
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/escalation", asMigrant, new { reason = "conflict-of-interest" });
        (await gateway.Send(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=concern", officer))
            .MustBe(HttpStatusCode.Conflict, "concern-with-nation");
        Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/concerns?escalated=true", nation)).Json["items"]!.AsArray());
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/closure", nation,
            new { outcome = "resolved", text = "Naibalik na ang pasaporte.", language = "tl" });
        Assert.Equal("Naibalik na ang pasaporte.",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=own",
                asMigrant)).Json["items"]!.AsArray()[^1]!["text"]);
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/reopening", asMigrant, new { });
        Assert.Equal([id],
            (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/concerns", asMigrant)).Json["items"]!.AsArray()
                .Select(c => (string?)c!["id"]));
        Assert.DoesNotContain(gateway.Log, line => line.Contains("pasaporte", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_raised_concerns_reads_the_newest_first_in_pages_that_tell_nothing_of_others()
    {
        var (city, host, migrant, sponsorship) = await Arrived();
        var (asMigrant, path) = (city.MigrantToken(migrant), $"/v1/sponsorships/{sponsorship}/concerns");
        var raised = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            raised.Add(await Raise(sponsorship, asMigrant, "housing", $"It rains in, {i}.", "en"));
            await Raise(sponsorship, city.HostToken(host), "conflict", "She is loud.", "en");
        }

        raised.Reverse();
        var first = (await gateway.Ok(HttpMethod.Get, $"{path}?limit=2", asMigrant)).Json;
        Assert.Equal(raised[..2], Ids(first));
        var added = await Raise(sponsorship, asMigrant, "housing", "It still rains in.", "en");
        var second = (await gateway.Ok(HttpMethod.Get, $"{path}?limit=2&cursor={first["next"]}", asMigrant)).Json;
        Assert.Equal(raised[2..4], Ids(second));
        var third = (await gateway.Ok(HttpMethod.Get, $"{path}?limit=2&cursor={second["next"]}", asMigrant)).Json;
        Assert.Equal(raised[4..], Ids(third));
        Assert.Null(third["next"]);
        Assert.Equal([added, .. raised], Ids((await gateway.Ok(HttpMethod.Get, path, asMigrant)).Json));

        static IEnumerable<string> Ids(System.Text.Json.Nodes.JsonNode page) => page["items"]!.AsArray().Select(c => (string)c!["id"]!);
    }

    [Fact]
    public async Task The_host_learns_nothing_of_what_others_told_not_even_that_they_did()
    {
        // A nation of its own: what others do there would be seen too.
        var (city, host, migrant, sponsorship) = await Arrived("pw");
        var (asMigrant, asHost, officer) = (city.MigrantToken(migrant), city.HostToken(host), Officer(city, "one"));
        var employer = city.Employer("acme");
        await city.Name(sponsorship, "acme");
        var household = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", officer)).Json["household"]!;
        var before = await Everything(ConcernId.From(city.Id, "nobody").Value);

        var id = await Raise(sponsorship, asMigrant, "abuse", Tagalog, "tl");
        var second = await Raise(sponsorship, employer, "exploitation", "He is not paid.", "en");
        foreach (var concern in new[] { id, second })
        {
            await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{concern}/texts?purpose=concern", officer);
            await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{concern}/triage", officer, new { kind = "abuse", urgency = "emergency" });
            await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{concern}/texts", officer, new { text = "Told the police." });
            await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{concern}/escalation", officer, new { reason = "gravity" });
        }

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/absence-reports", employer,
            new { lastSeen = "2024-03-01", text = "Not at work." });
        await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/welfare-check/texts?purpose=welfare-check", officer);

        Assert.Equal(before, await Everything(id));
        Assert.Equal(before, await Everything(second));

        // A report of the host's own is answered as if there were no other, and one after the migrant's answer as if there had been none.
        var absence = new { lastSeen = "2024-03-01" };
        var (one, other) = (await Arrived(), $"/v1/sponsorships/{sponsorship}/absence-reports");
        var alone = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{one.Sponsorship}/absence-reports", one.City.HostToken(one.Host),
            absence);
        var among = await gateway.Ok(HttpMethod.Post, other, asHost, absence);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/welfare-check/answer", asMigrant, new { });
        var after = await gateway.Ok(HttpMethod.Post, other, asHost, absence);
        foreach (var answer in new[] { among, after })
        {
            Assert.Equal((alone.Text.Replace(one.Sponsorship, sponsorship), alone.ETag), (answer.Text, answer.ETag));
        }


        // All that a host can read of the sponsorship, the household, the city and a concern, and what a host is told who tries to write to
        // one.
        async Task<string[]> Everything(string concern)
        {
            var seen = new List<string>();
            foreach (var (path, method, operation) in OpenApiTests.Operations((await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json)
                .Where(o => o.Path.StartsWith("/v1/", StringComparison.Ordinal)))
            {
                if (method != "get" && !path.Contains("{concern}", StringComparison.Ordinal)) continue;
                var filled = path.Replace("{city}", city.Id.Value).Replace("{nation}", "pw").Replace("{host}", host)
                    .Replace("{migrant}", migrant).Replace("{household}", household).Replace("{sponsorship}", sponsorship)
                    .Replace("{concern}", concern).Replace("{period}", "2024-02");
                if (filled.Contains('{', StringComparison.Ordinal)) continue;
                var parameters = (operation["parameters"]?.AsArray() ?? [])
                    .Where(p => (string?)p!["in"] == "query" && (bool?)p["required"] == true)
                    .Select(p => $"{p!["name"]}={p["example"]}");
                var answer =
                    await gateway.Send(new(method), $"{filled}?{string.Join('&', parameters)}", asHost,
                        method == "get" ? null : Example(operation));
                var body = answer.Text.Length == 0 ? null : JsonNode.Parse(answer.Text)!;
                foreach (var own in new[] { "instance", "traceId", "madeAt" }) (body as JsonObject)?.Remove(own);
                // What the host itself reads here is written down too.
                if (body?["items"] is { } items && path.EndsWith("/accesses", StringComparison.Ordinal)) body = OfOthers(items);
                if (body is JsonObject record && record["accesses"] is { } looked) record["accesses"] = OfOthers(looked);

                seen.Add($"{method} {path}: {answer.Status} {answer.ETag} {body?.ToJsonString()}");
            }

            Assert.True(seen.Count > 40, $"{seen.Count}");
            Assert.Contains(seen, s => s.StartsWith("get /v1/hosts/{host}/person/accesses: OK", StringComparison.Ordinal));
            Assert.Contains(seen, s => s.StartsWith("get /v1/concerns/{concern}: Forbidden", StringComparison.Ordinal));
            Assert.Contains(seen,
                s => s.StartsWith("get /v1/sponsorships/{sponsorship}/concerns: OK", StringComparison.Ordinal)
                    && s.EndsWith("{\"items\":[]}", StringComparison.Ordinal));
            return [.. seen];
        }

        JsonArray OfOthers(JsonNode accesses) =>
            [.. accesses.AsArray().Where(a => (string?)a!["actor"] != $"host:{host}").Select(a => a!.DeepClone())];
    }

    [Fact]
    public async Task An_officer_who_raised_a_concern_reads_no_notes_of_the_others()
    {
        var (city, _, _, sponsorship) = await Arrived();
        var (raiser, other) = (Officer(city, "raiser"), Officer(city, "other"));
        var id = await Raise(sponsorship, raiser, "health", "She looks ill.", "en");
        await gateway.Ok(HttpMethod.Post, $"/v1/concerns/{id}/texts", other, new { text = "Is the officer biased?", @internal = true });
        Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/concerns/{id}/texts?purpose=own", raiser)).Json["items"]!.AsArray());
        (await gateway.Send(HttpMethod.Post, $"/v1/concerns/{id}/assignment", raiser, new { }))
            .MustBe(HttpStatusCode.Conflict, "same-officer");
    }

    [Fact]
    public async Task Nobody_but_the_migrant_and_a_welfare_check_says_that_one_who_has_arrived_is_gone()
    {
        var (city, host, migrant, sponsorship) = await Arrived();
        foreach (var reason in new[] { "migrant-left", "moved", "absent" })
        {
            foreach (var officer in new[] { city.Officer, city.NationOfficer })
            {
                (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/end", officer, new { reason }))
                    .MustBe(HttpStatusCode.UnprocessableEntity, "reason-not-allowed");
            }

        }

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/absence-reports", city.HostToken(host),
            new { lastSeen = "2024-03-01" });
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/welfare-check/suggestion", city.Officer, new { }))
            .MustBe(HttpStatusCode.Conflict, "sources-missing");
        var check = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/welfare-check", city.MigrantToken(migrant))).Json;
        Assert.Equal(("asked", 14),
            ((string?)check["status"],
                DateOnly.Parse((string)check["waitUntil"]!).DayNumber - DateOnly.Parse((string)check["askedOn"]!).DayNumber));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/welfare-check/answer", city.MigrantToken(migrant),
            new { text = "Nandito ako.", language = "tl" });
        Assert.Equal("arrived",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}", city.Officer)).Json["status"]);
    }

    private static JsonNode? Example(JsonNode operation) =>
        operation["requestBody"]?["content"]?.AsObject().First().Value?["example"]?.DeepClone() ?? new JsonObject();

    private async Task<(TestCity City, string Host, string Migrant, string Sponsorship)> Arrived(string nation = "nz")
    {
        var city = await gateway.NewCity(nation);
        var (host, migrant) = (await city.Host(), await city.Migrant());
        return (city, host, migrant, await city.Arrived(host, migrant));
    }

    private string Officer(TestCity city, string name) =>
        gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: $"{name}@{city.Id}");

    private async Task<string> Raise(string sponsorship, string token, string kind, string text, string language) =>
        (await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", token, new { kind, text, language })).Id!;
}
