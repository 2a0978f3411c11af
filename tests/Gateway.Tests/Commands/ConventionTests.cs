namespace VipOrleans.Gateway.Tests.Commands;

using System.Net;
using VipOrleans.Gateway.Access;

/// <summary>Idempotency, versions, pages, strict bodies.</summary>
public sealed class ConventionTests(TestGateway gateway)
{
    private static readonly object Aroha = new { person = new { name = "Aroha" } };

    [Fact]
    public async Task The_same_key_gives_the_same_answer_byte_for_byte_and_makes_one_host()
    {
        var city = await gateway.NewCity();
        var key = gateway.NewKey();
        var answers =
            await Task.WhenAll(
                Enumerable.Range(0, 20)
                    .Select(_ => gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", city.Officer, Aroha, key)));
        Assert.All(answers, a =>
        {
            a.MustBe(HttpStatusCode.Created);
            Assert.Equal(answers[0].Bytes, a.Bytes);
            Assert.Equal((answers[0].Headers.Location, answers[0].ETag), (a.Headers.Location, a.ETag));
        });
        Assert.Equal($"/v1/hosts/{answers[0].Id}", answers[0].Headers.Location!.ToString());
        Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/hosts", city.Officer)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_retry_after_later_commands_answers_as_the_first_time()
    {
        var city = await gateway.NewCity();
        var (key, pause) = (gateway.NewKey(), $"/v1/cities/{city.Id}/pause");
        var first = await gateway.Ok(HttpMethod.Post, pause, city.Officer, new { reason = "capacity" }, key);
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/resume", city.Officer);
        var again = await gateway.Ok(HttpMethod.Post, pause, city.Officer, new { reason = "capacity" }, key);
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["paused"]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_command_is_refused()
    {
        var city = await gateway.NewCity();
        var key = gateway.NewKey();
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer, new { reason = "capacity" }, key);
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer, new { reason = "safety" }, key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/resume", city.Officer, new { }, key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_key_of_another_caller_is_another_key()
    {
        var city = await gateway.NewCity();
        var key = gateway.NewKey();
        var officers =
            new[] { city.Officer, gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: "a|b"),
                gateway.Token(Role.CityOfficer, city: city.Id.Value, subject: "a") };
        var hosts = new[]
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", officers[0], Aroha, key),
            await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", officers[1], Aroha, "c"),
            // Subject and key run together into the same text as those before.
            await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/hosts", officers[2], Aroha, "b|c"),
        };
        Assert.Equal(3, hosts.Select(h => h.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("", "idempotency-key-missing")]
    [InlineData("with space", "invalid-input")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", "invalid-input")]
    public async Task A_post_needs_a_key_of_printable_characters(string key, string code)
    {
        var city = await gateway.NewCity();
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer, new { reason = "capacity" }, key))
            .MustBe(HttpStatusCode.BadRequest, code);
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["paused"]);
    }

    [Fact]
    public async Task A_thing_has_its_version_as_an_etag_and_is_not_sent_twice()
    {
        var city = await gateway.NewCity();
        var path = $"/v1/cities/{city.Id}";
        var first = await gateway.Ok(HttpMethod.Get, path, city.Officer);
        Assert.Equal($"\"{first.Json["version"]}\"", first.ETag);
        var again = await gateway.Send(HttpMethod.Get, path, city.Officer, headers: ("If-None-Match", $"\"999\", W/{first.ETag}"));
        again.MustBe(HttpStatusCode.NotModified);
        Assert.Empty(again.Bytes);
        await gateway.Ok(HttpMethod.Post, $"{path}/pause", city.Officer, new { reason = "safety" });
        (await gateway.Send(HttpMethod.Get, path, city.Officer, headers: ("If-None-Match", first.ETag!))).MustBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_command_on_an_older_version_is_refused_and_on_the_newest_carried_out()
    {
        var city = await gateway.NewCity();
        var path = $"/v1/cities/{city.Id}";
        var version = (long)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["version"]!;
        (await gateway.Send(HttpMethod.Post, $"{path}/pause", city.Officer, new { reason = "safety" },
            headers: ("If-Match", $"\"{version - 1}\""))).MustBe(HttpStatusCode.PreconditionFailed, "version-mismatch");
        foreach (var bad in new[] { "7", "*", "W/\"7\"", "\"seven\"", "\"7\", \"8\"" })
        {
            (await gateway.Send(HttpMethod.Post, $"{path}/pause", city.Officer, new { reason = "safety" }, headers: ("If-Match", bad)))
                .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        }

        var done = await gateway.Send(HttpMethod.Post, $"{path}/pause", city.Officer, new { reason = "safety" },
            headers: ("If-Match", $"\"{version}\""));
        done.MustBe(HttpStatusCode.OK);
        Assert.Equal($"\"{version + 1}\"", done.ETag);
    }

    [Fact]
    public async Task Cursors_walk_every_item_once_and_belong_to_one_list()
    {
        var city = await gateway.NewCity();
        var hosts = new List<string>();
        for (var i = 0; i < 7; i++) hosts.Add(await city.Host());
        var list = $"/v1/cities/{city.Id}/hosts?suspended=false&limit=2";
        var (walked, pages) = (new List<string>(), new List<string?>());
        string? next = null;
        do
        {
            var page = (await gateway.Ok(HttpMethod.Get, next is null ? list : $"{list}&cursor={next}", city.Officer)).Json;
            walked.AddRange(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            next = (string?)page["next"];
            pages.Add(next);
        }
        while (next is not null);
        Assert.Equal(hosts, walked);
        Assert.Equal(4, pages.Count);

        var cursor = pages[0]!;
        foreach (var path in new[]
        {
            $"/v1/cities/{city.Id}/hosts?suspended=true&cursor={cursor}", $"/v1/cities/{city.Id}/sponsorships?cursor={cursor}",
            $"{list}&cursor={cursor[..^1]}", $"{list}&cursor=!{cursor[1..]}", $"{list}&cursor=", $"{list}&cursor=AAAA",
        })
        {
            (await gateway.Send(HttpMethod.Get, path, city.Officer)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        }
    }

    [Theory]
    [InlineData("{\"reason\":\"capacity\",\"because\":1}", "because")]
    [InlineData("{\"reason\":\"Capacity\"}", "reason")]
    [InlineData("{\"reason\":2}", "reason")]
    [InlineData("{\"reason\":null}", "reason")]
    [InlineData("{}", "reason")]
    [InlineData("{\"Reason\":\"capacity\"}", "Reason")]
    [InlineData("{\"reason\":\"capacity\",\"reason\":\"capacity\"}", "body")]
    [InlineData("{\"reason\":\"capacity\",}", "body")]
    [InlineData("{\"reason\":\"capacity\"}//", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    public async Task A_wrong_body_is_answered_with_the_field_to_mend(string body, string field)
    {
        var city = await gateway.NewCity();
        var answer = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer, body);
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Contains(answer.Json["errors"]!.AsArray(), e => (string?)e!["field"] == field);
        Assert.Equal("/problems/invalid-input", (string?)answer.Json["type"]);
    }

    [Theory]
    [InlineData("{\"amount\":\"10.00\",\"currency\":\"XXX\"}", 400, "ISO 4217")]
    [InlineData("{\"amount\":\"10.001\",\"currency\":\"NZD\"}", 400, "decimals")]
    [InlineData("{\"amount\":\"10\",\"currency\":\"NZD\"}", 400, "decimals")]
    [InlineData("{\"amount\":10.00,\"currency\":\"NZD\"}", 400, "as text")]
    [InlineData("{\"amount\":\"-10.00\",\"currency\":\"NZD\"}", 400, "0 to")]
    [InlineData("{\"amount\":\"99999999999999.00\",\"currency\":\"NZD\"}", 400, "0 to")]
    [InlineData("{\"amount\":\"10.00\",\"currency\":\"AUD\"}", 422, "NZD")]
    public async Task Wrong_money_is_told_what_would_be_right(string earned, int status, string says)
    {
        var city = await gateway.NewCity();
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        var answer =
            await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
                $"{{\"year\":1,\"month\":1,\"earned\":{earned}}}");
        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(says, answer.Text);
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Json["lines"]!.AsArray());
    }

    [Theory]
    [InlineData("2199-12-31", 422, "date-in-future")]
    [InlineData("2201-01-01", 400, "invalid-input")]
    [InlineData("1899-12-31", 400, "invalid-input")]
    [InlineData("2023-02-29", 400, "invalid-input")]
    [InlineData("01/02/2024", 400, "invalid-input")]
    public async Task A_day_that_cannot_be_is_refused(string on, int status, string code)
    {
        var city = await gateway.NewCity();
        var answer =
            await gateway.Send(HttpMethod.Put, $"/v1/cities/{city.Id}/quota", city.Officer,
                new { places = 7, by = "council", reference = "Minute 13", on });
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.Equal(100, (int)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["quota"]!["places"]!);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_without_repeating_what_was_sent()
    {
        var city = await gateway.NewCity();
        var answer = await gateway.Send(HttpMethod.Post, "/v1/migrants", city.Officer, new
        {
            nation = "Aotearoa-secret",
            person = new
            {
                name = "Secret\nName", contact = 17,
                documents = new[] { new { kind = "secret-kind", issuedBy = "nz", number = "  " } }
            },
            origin = "Secretland",
            languages = new[] { "secret language" },
        });
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal(["nation", "person.contact"], answer.Json["errors"]!.AsArray().Select(e => (string?)e!["field"]));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.OrdinalIgnoreCase);

        answer = await gateway.Send(HttpMethod.Post, "/v1/migrants", city.Officer, new
        {
            nation = "nz",
            person = new
            {
                name = "Secret\nName", contact = " ",
                documents = new[] { new { kind = "secret-kind", issuedBy = "nz", number = "--" } }
            },
            origin = "Secretland",
            languages = new[] { "secret language" },
        });
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal(
            ["languages[0]", "origin", "person.contact", "person.documents[0].issuedBy", "person.documents[0].kind",
                "person.documents[0].number", "person.name"],
            answer.Json["errors"]!.AsArray().Select(e => (string)e!["field"]!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_answer_says_what_browsers_and_caches_may_do_with_it()
    {
        var city = await gateway.NewCity();
        foreach (var answer in new[] { await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer),
            await gateway.Send(HttpMethod.Get, "/nowhere"), await gateway.Send(HttpMethod.Get, "/health/live") })
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task What_is_not_there_or_not_so_is_a_problem_too()
    {
        var city = await gateway.NewCity();
        (await gateway.Send(HttpMethod.Get, "/v2/cities", city.Officer)).MustBe(HttpStatusCode.NotFound, "not-found");
        var method = await gateway.Send(HttpMethod.Patch, $"/v1/cities/{city.Id}", city.Officer, new { });
        method.MustBe(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["GET"], method.ContentHeaders.Allow);
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/pause", city.Officer, new string(' ', 64 * 1024) + "{}"))
            .MustBe(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}?x={new string('x', 2000)}", city.Officer))
            .MustBe(HttpStatusCode.RequestUriTooLong, "uri-too-long");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/hosts?colour=red", city.Officer))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, "/v1/cities/Auckland", city.Officer)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, "/v1/cities/zz-none", city.Officer)).MustBe(HttpStatusCode.NotFound, "city-not-found");
    }
}
