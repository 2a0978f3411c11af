namespace VipOrleans.Gateway.Tests.Matching;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Matching;
using VipOrleans.Gateway.Tests.OpenApi;

public sealed class ProfileTests(TestGateway gateway)
{
    [Fact]
    public async Task People_find_each_other_with_reasons_by_published_weights()
    {
        var city = await gateway.NewCity();
        var (host, other, migrant) = (await city.Host(), await city.Host(), await city.Migrant());
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/profile", city.HostToken(host)))
            .MustBe(HttpStatusCode.NotFound, "profile-not-found");
        (await gateway.Send(HttpMethod.Get, $"/v1/migrants/{migrant}/suggestions?city={city.Id}", city.MigrantToken(migrant)))
            .MustBe(HttpStatusCode.NotFound, "profile-not-found");
        await Tell(city, host);
        await Tell(city, other, language: "mi", opened: []);
        await Tell(city, migrant);
        var told = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{other}/profile", city.HostToken(other))).Json;
        Assert.Equal(("mi", 0, true),
            ((string?)told["profile"]!["languages"]![0]!["tag"], told["profile"]!["opened"]!.AsArray().Count, (bool)told["isOpen"]!));

        var weights = (await gateway.Ok(HttpMethod.Get, "/v1/suggestion-weights", city.Officer)).Json;
        var suggestions =
            (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/suggestions?city={city.Id}",
                city.MigrantToken(migrant))).Json["items"]!.AsArray();
        Assert.Equal([host, other], suggestions.Select(s => (string?)s!["person"]!["id"]));
        Assert.Equal((int)weights["version"]!, (int)suggestions[0]!["weightsVersion"]!);
        Assert.Equal((int)weights["sharedLanguage"]![6]! + (int)weights["sharedInterest"]!, (int)suggestions[0]!["score"]!);
        Assert.Equal(["You both speak Nepali.", "You both like choir."],
            suggestions[0]!["reasons"]!.AsArray().Select(r => (string?)r!["text"]));
        Assert.Equal((int)suggestions[0]!["score"]!, suggestions[0]!["reasons"]!.AsArray().Sum(r => (int)r!["points"]!));
        // What is kept closed looks as if it were not there.
        Assert.Empty(suggestions[1]!["person"]!["languages"]!.AsArray());
        Assert.Equal([host], await Found(city, migrant, "language=ne"));
        Assert.Equal([host], await Found(city, migrant, "interest=choir"));
        Assert.Empty(await Found(city, migrant, "language=mi"));

        await gateway.Ok(HttpMethod.Delete, $"/v1/hosts/{host}/profile", city.HostToken(host));
        Assert.Equal([other], await Found(city, migrant, "limit=10"));
    }

    [Theory]
    [InlineData("migrant")]
    [InlineData("host")]
    public async Task The_citys_policy_says_who_sees_whom_first(string first)
    {
        var city = await gateway.NewCity(policy: new { seesFirst = first });
        Assert.Equal(first,
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["policy"]!["seesFirst"]);
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await Tell(city, host);
        await Tell(city, migrant);
        Assert.Equal(first == "migrant" ? [host] : [], await Found(city, migrant, "limit=10"));
        Assert.Equal(first == "host" ? [migrant] : [], await FoundByHost(city, host));
        var id = await city.Proposed(host, migrant, first);
        Assert.Equal([host], await Found(city, migrant, "limit=10"));
        Assert.Equal([migrant], await FoundByHost(city, host));
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/decline",
            first == "host" ? city.MigrantToken(migrant) : city.HostToken(host), new { });
        Assert.Equal(first == "host" ? [migrant] : [], await FoundByHost(city, host));
    }

    [Fact]
    public async Task Nobody_can_ask_for_people_by_heritage_or_faith()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await Tell(city, host);
        await Tell(city, migrant);
        foreach (var word in new[] { "faith=sikh", "heritage=NP", "traits=1" })
        {
            foreach (var (path, token) in new[]
            {
                ($"/v1/migrants/{migrant}/hosts?city={city.Id}&{word}", city.MigrantToken(migrant)),
                ($"/v1/migrants/{migrant}/suggestions?city={city.Id}&{word}", city.MigrantToken(migrant)),
                ($"/v1/hosts/{host}/migrants?{word}", city.HostToken(host)), ($"/v1/hosts/{host}/suggestions?{word}", city.HostToken(host)),
                ($"/v1/cities/{city.Id}/hosts?{word}", city.Officer), ($"/v1/cities/{city.Id}/migrants?{word}", city.Officer),
            })
            {
                (await gateway.Send(HttpMethod.Get, path, token)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
            }
        }

        (await gateway.Send(HttpMethod.Put, $"/v1/cities/{city.Id}/policy", city.Officer,
            new
            {
                share = "1/2", requiredChecks = new[] { "identity" }, minorsMayHost = true, holdDays = 10, replyDays = 10,
                noticeDays = 10, faith = "sikh"
            })).MustBe(HttpStatusCode.BadRequest, "invalid-input");

        // Nor does any other operation have a place for it: they stand in a person's own consent and record, and in the points that anybody
        // gets.
        var document = (await gateway.Ok(HttpMethod.Get, "/openapi/v1.json")).Json;
        var named = OpenApiTests.Operations(document)
            .SelectMany(o => (o.Operation["parameters"]?.AsArray() ?? []).Select(p => (string?)p!["name"] ?? "")).Where(Names);
        Assert.Empty(named);
        var schemas = document["components"]!["schemas"]!.AsObject()
            .Where(s => (s.Value!["properties"]?.AsObject() ?? []).Any(p => Names(p.Key))).Select(s => s.Key);
        Assert.Equal(["OwnTraits", "SuggestionWeights", "TraitsAnswer", "TraitsRequest"], schemas.Order(StringComparer.Ordinal));

        static bool Names(string name) =>
            name.Contains("faith", StringComparison.OrdinalIgnoreCase) || name.Contains("heritage", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Heritage_and_faith_are_told_with_consent_count_for_both_and_are_taken_back()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await Tell(city, host);
        await Tell(city, migrant);
        string Traits(string person) => person == host ? $"/v1/hosts/{host}/traits" : $"/v1/migrants/{migrant}/traits";
        foreach (var (person, token) in new[] { (host, city.HostToken(host)), (migrant, city.MigrantToken(migrant)) })
        {
            (await gateway.Send(HttpMethod.Get, Traits(person), token)).MustBe(HttpStatusCode.NotFound, "consent-missing");
            await gateway.Ok(HttpMethod.Put, Traits(person), token,
                new { heritage = "NP", faith = "hindu", purpose = "matching", consent = true });
            var own = (await gateway.Ok(HttpMethod.Get, Traits(person), token)).Json;
            Assert.Equal(("NP", "hindu", "matching", true),
                ((string?)own["heritage"], (string?)own["faith"], (string?)own["consent"]!["purpose"], own["consent"]!["at"] is not null));
        }

        var reasons = await Reasons();
        Assert.Contains(reasons, r => (string?)r!["kind"] == "shared-faith" && r["subject"] is null);
        Assert.Contains(reasons, r => (string?)r!["kind"] == "shared-heritage" && r["subject"] is null);
        await gateway.Ok(HttpMethod.Delete, Traits(migrant), city.MigrantToken(migrant));
        (await gateway.Send(HttpMethod.Get, Traits(migrant), city.MigrantToken(migrant)))
            .MustBe(HttpStatusCode.NotFound, "consent-missing");
        Assert.DoesNotContain(await Reasons(),
            r => ((string)r!["kind"]!).StartsWith("shared-faith", StringComparison.Ordinal)
                || ((string)r["kind"]!).StartsWith("shared-heritage", StringComparison.Ordinal));

        async Task<JsonArray> Reasons() =>
            (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/suggestions?city={city.Id}",
                city.MigrantToken(migrant))).Json["items"]![0]!["reasons"]!.AsArray();
    }

    [Fact]
    public async Task Who_know_each_other_already_need_no_search_and_have_the_same_checks()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var key = gateway.NewKey();
        var made = await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/invitations", city.MigrantToken(migrant), new { days = 5 },
            key);
        Assert.Equal(made.Text,
            (await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/invitations", city.MigrantToken(migrant), new { days = 5 },
                key)).Text);
        var code = (string)made.Json["code"]!;
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/invitation-uses", city.HostToken(host), new { code = "abc" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/invitation-uses", city.HostToken(host),
            new { code = $"nz.{new string('0', 26)}" })).MustBe(HttpStatusCode.NotFound, "invitation-not-found");
        var used = await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/invitation-uses", city.HostToken(host), new { code });
        used.MustBe(HttpStatusCode.Created);
        var sponsorship = used.Id!;
        Assert.Equal($"/v1/sponsorships/{sponsorship}", used.Headers.Location!.ToString());
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{await city.Host()}/invitation-uses", city.HostToken(host), new { code }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        var other = await city.Host();
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{other}/invitation-uses", city.HostToken(other), new { code }))
            .MustBe(HttpStatusCode.Conflict, "invitation-used");
        // Nothing is taken until the inviter has said yes too, and then it is checked as any other.
        Assert.Equal("proposed",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}", city.HostToken(host))).Json["status"]);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/acceptance", city.MigrantToken(migrant), new { });
        Assert.Equal("checking",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}", city.HostToken(host))).Json["status"]);
    }

    /// <summary>A host or a migrant tells something of themselves.</summary>
    internal static async Task Tell(TestCity city, string person, string language = "ne", string[]? opened = null)
    {
        var languages = new[] { new { tag = language, level = "native" } };
        opened ??= [.. Codes<ProfilePart>.All];
        if (HostId.TryParse(person,
            out _)) await city.Gateway.Ok(HttpMethod.Put, $"/v1/hosts/{person}/profile", city.HostToken(person),
                new { languages, interests = new[] { "choir" }, trades = Array.Empty<string>(), opened });
        else await city.Gateway.Ok(HttpMethod.Put, $"/v1/migrants/{person}/profile", city.MigrantToken(person),
            new { languages, interests = new[] { "choir" }, trades = Array.Empty<string>(), opened, cities = new[] { city.Id.Value } });
    }

    private async Task<IEnumerable<string?>> Found(TestCity city, string migrant, string query) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/hosts?city={city.Id}&{query}",
            city.MigrantToken(migrant))).Json["items"]!.AsArray().Select(i => (string?)i!["id"]);

    private async Task<IEnumerable<string?>> FoundByHost(TestCity city, string host) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/migrants", city.HostToken(host))).Json["items"]!.AsArray()
            .Select(i => (string?)i!["id"]);
}
