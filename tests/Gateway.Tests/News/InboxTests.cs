namespace VipOrleans.Gateway.Tests.News;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Gateway.Access;

public sealed class InboxTests(TestGateway gateway)
{
    [Fact]
    public async Task Whoever_is_asked_reads_it_and_marks_it_and_an_auditor_has_no_inbox()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Proposed(host, migrant);
        var token = city.MigrantToken(migrant);
        var asked = await Entry(token, "proposal-received");
        Assert.Equal((sponsorship, city.Id.Value, "unread"),
            ((string)asked["subject"]!, (string)asked["place"]!, (string)asked["state"]!));
        var unread = await Unread(token);
        await gateway.Ok(HttpMethod.Post, "/v1/inbox/marks", token, new { entries = new[] { (string)asked["id"]! }, state = "acted-on" });
        Assert.Equal(unread - 1, await Unread(token));
        Assert.Equal("acted-on", (string)(await Entry(token, "proposal-received"))["state"]!);
        Assert.DoesNotContain(await Items("/v1/inbox?unread=true", token), e => (string)e!["id"]! == (string)asked["id"]!);
        Assert.Single(await Items("/v1/inbox?limit=1", token));

        var other = await Items("/v1/inbox", city.HostToken(host));
        Assert.DoesNotContain(other, e => (string)e!["kind"]! == "proposal-received");
        var strange = await gateway.Send(HttpMethod.Post, "/v1/inbox/marks", city.HostToken(host),
            new { entries = new[] { (string)asked["id"]! }, state = "read" });
        strange.MustBe(HttpStatusCode.NotFound, "news-not-found");
        (await gateway.Send(HttpMethod.Get, "/v1/inbox", gateway.Token(Role.Auditor, city: city.Id.Value)))
            .MustBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_choice_is_shown_to_whoever_made_it_and_the_look_at_the_addresses_is_written_down()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        var token = city.HostToken(host);
        var offered = (await gateway.Ok(HttpMethod.Get, "/v1/inbox/contact", token)).Json["offered"]!.AsArray();
        Assert.Equal(["sms"], offered.Select(c => (string)c!));
        var wish = new
        {
            language = "to", channels = new[] { new { channel = "sms", address = "+6767712345", isShared = true } },
            quiet = new { from = 21, until = 8 },
        };
        await gateway.Ok(HttpMethod.Put, "/v1/inbox/contact", token, wish);
        var view = (await gateway.Ok(HttpMethod.Get, "/v1/inbox/contact", token)).Json["wish"]!;
        Assert.Equal(("to", "+6767712345", true, 8),
            ((string)view["language"]!, (string)view["channels"]![0]!["address"]!, (bool)view["channels"]![0]!["isShared"]!,
                (int)view["quiet"]!["until"]!));
        var accesses = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person/accesses", token)).Json["items"]!.AsArray();
        Assert.Contains(accesses, a => (string)a!["purpose"]! == "own");
        foreach (var address in new[] { "077 12345", "me@example.org" })
        {
            var refused = await gateway.Send(HttpMethod.Put, "/v1/inbox/contact", token,
                new { language = "to", channels = new[] { new { channel = "sms", address } } });
            refused.MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
            Assert.DoesNotContain(address, refused.Json.ToJsonString(), StringComparison.Ordinal);
        }

        var office = await gateway.Send(HttpMethod.Put, "/v1/inbox/contact", city.Officer, wish);
        office.MustBe(HttpStatusCode.Conflict, "channel-not-offered");
        var mail = await gateway.Send(HttpMethod.Put, "/v1/inbox/contact", token,
            new { language = "to", channels = new[] { new { channel = "email", address = "me@example.org" } } });
        mail.MustBe(HttpStatusCode.Conflict, "channel-not-offered");
    }

    [Fact]
    public async Task What_could_not_be_sent_is_listed_for_the_city_in_which_it_happened_and_no_other_has_it_sent_again()
    {
        var (city, other) = (await gateway.NewCity(), await gateway.NewCity());
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var failed = JsonNode.Parse(await Failed(gateway, city, host, migrant))!;
        var listed = Assert.Single(await Items($"/v1/cities/{city.Id}/failed-messages", city.Officer))!;
        Assert.Equal(("sms", "refused", city.Id.Value, $"migrant:{migrant}"),
            ((string)listed["channel"]!, (string)listed["problem"]!, (string)listed["place"]!, (string)listed["recipient"]!));
        Assert.Empty(await Items($"/v1/cities/{other.Id}/failed-messages", other.Officer));
        var strange = await gateway.Send(HttpMethod.Post, $"/v1/cities/{other.Id}/failed-messages", other.Officer, failed);
        strange.MustBe(HttpStatusCode.NotFound, "message-not-found");
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/failed-messages", city.Officer, failed);
    }

    [Fact]
    public async Task A_welfare_check_that_no_message_has_reached_is_listed_until_an_officer_has_been_there()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant("PHP"));
        await gateway.Rates("nz");
        var sponsorship = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/absence-reports", city.HostToken(host),
            new { lastSeen = "2024-02-02" });
        var unreached = $"/v1/cities/{city.Id}/unreached-welfare-checks";
        Assert.Equal(sponsorship, (string)Assert.Single(await Items(unreached, city.Officer))!["sponsorship"]!);
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Pacific/Auckland");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/welfare-check/visit", city.Officer,
            new { on = $"{today:yyyy-MM-dd}" });
        Assert.Empty(await Items(unreached, city.Officer));
        var check = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/welfare-check", city.Officer)).Json;
        Assert.Equal(("visit", $"{today:yyyy-MM-dd}"), ((string)check["reachedBy"]!, (string)check["reachedOn"]!));
    }

    [Fact]
    public async Task The_employer_whose_pay_is_contested_hears_of_it_and_of_the_decision_and_neither_another_nor_the_host_does()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Arrived(host, migrant);
        // Inboxes of employers are of a nation, in which other tests have theirs.
        var (reporter, other) = ($"one-{city.Id.Value[3..]}", $"two-{city.Id.Value[3..]}");
        await city.Name(sponsorship, reporter);
        await city.Name(sponsorship, other);
        var pay = (string)(await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/pays", city.Employer(reporter), new
        {
            from = "2024-02-01", to = "2024-02-07", frequency = "week", gross = new { amount = "940.00", currency = "NZD" },
        })).Json["pay"]!;
        var path = $"/v1/sponsorships/{sponsorship}/pays/{pay}";
        await gateway.Ok(HttpMethod.Post, $"{path}/contest", city.MigrantToken(migrant), new { reason = "amount-wrong" });
        var heard = await Entry(city.Employer(reporter), "pay-contested");
        Assert.Equal((sponsorship, city.Id.Value), ((string)heard["subject"]!, (string)heard["place"]!));
        await gateway.Ok(HttpMethod.Post, $"{path}/contest-decision", city.Officer, new { upheld = false });
        await Entry(city.Employer(reporter), "contest-decided");
        foreach (var token in new[] { city.Employer(other), city.HostToken(host) })
        {
            Assert.DoesNotContain(await Items("/v1/inbox", token), e => (string)e!["kind"]! is "pay-contested" or "contest-decided");
        }
    }

    /// <summary>Makes a message to a migrant fail; answers the body that has it sent again.</summary>
    internal static async Task<string> Failed(TestGateway gateway, TestCity city, string host, string migrant)
    {
        await gateway.Ok(HttpMethod.Put, "/v1/inbox/contact", city.MigrantToken(migrant),
            new { language = "en", channels = new[] { new { channel = "sms", address = "+6421000000" } } });
        await gateway.Ok(HttpMethod.Post, "/v1/sponsorships", city.HostToken(host), new { host, migrant });
        JsonNode? failed = null;
        for (var n = 0; failed is null; n++)
        {
            Assert.True(n < 1_000, "Waited in vain for a message to fail.");
            var list = await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/failed-messages", city.Officer);
            failed = list.Json["items"]!.AsArray().FirstOrDefault();
            if (failed is null) await Task.Delay(10);
        }

        return new JsonObject { ["recipient"] = (string)failed["recipient"]!, ["message"] = (string)failed["message"]! }.ToJsonString();
    }

    // That there is news in a city comes to an inbox of the nation's by the feed.
    private async Task<JsonNode> Entry(string token, string kind)
    {
        for (var n = 0; ; n++)
        {
            Assert.True(n < 1_000, $"Waited in vain for {kind}.");
            if ((await Items("/v1/inbox", token)).FirstOrDefault(e => (string)e!["kind"]! == kind) is { } found) return found;
            await Task.Delay(10);
        }
    }

    private async Task<int> Unread(string token) => (int)(await gateway.Ok(HttpMethod.Get, "/v1/inbox/unread", token)).Json["count"]!;

    private async Task<JsonArray> Items(string path, string token) =>
        (await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray();
}
