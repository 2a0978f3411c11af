namespace VipOrleans.Gateway.Tests.People;

using System.Net;
using VipOrleans.Gateway.Access;

/// <summary>All that the programme has of a person, for that person.</summary>
public sealed class OwnRecordTests(TestGateway gateway)
{
    [Fact]
    public async Task A_host_reads_corrects_and_exports_all_of_it_with_who_has_looked()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=identity-check", city.Officer);
        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/person/corrections", city.HostToken(host),
            new { contact = "new@example.org" });
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/person/corrections", city.HostToken(host), new { name = "Somebody" }))
            .MustBe(HttpStatusCode.Conflict, "correction-needs-officer");
        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/person/erasure-request", city.HostToken(host), new { });

        var record = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/record", city.HostToken(host))).Json;
        Assert.Equal("new@example.org", (string?)record["person"]!["contact"]);
        Assert.NotEqual("new@example.org", (string?)record["formerVersions"]![0]!["person"]!["contact"]);
        Assert.Equal(sponsorship, (string?)record["sponsorships"]![0]!["sponsorship"]!["id"]);
        Assert.NotNull(record["host"]!["erasureAskedOn"]);
        var looked = record["accesses"]!.AsArray().Single(a => (string?)a!["purpose"] == "identity-check")!;
        Assert.Equal("city-officer", (string?)looked["actor"]);
        var versions = await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person/versions?purpose=own", city.HostToken(host));
        Assert.Single(versions.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task The_page_says_what_the_json_says()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/person/corrections", city.MigrantToken(migrant),
            new { contact = "<b>tala</b>@example.org" });
        var path = $"/v1/migrants/{migrant}/record";
        var json = await gateway.Ok(HttpMethod.Get, path, city.MigrantToken(migrant));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", city.MigrantToken(migrant));
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("&lt;b&gt;tala&lt;/b&gt;@example.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("Former versions", page, StringComparison.Ordinal);
        foreach (var text in new[] { (string?)json.Json["migrant"]!["id"], (string?)json.Json["migrant"]!["origin"] })
        {
            Assert.Contains(text!, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hosts_record_tells_nothing_of_what_the_guest_has_reported()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Arrived(host, migrant);
        var before = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/record", city.HostToken(host))).Json;
        var concern = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", city.MigrantToken(migrant),
            new { kind = "abuse", text = "zq9 he shouts", language = "en" });
        // An officer looks because of it.
        await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=concern", city.Officer);
        var after = await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/record", city.HostToken(host));
        foreach (var secret in new[] { concern.Id!, "zq9", "\"concern\"", "concern-raised" })
        {
            Assert.DoesNotContain(secret, after.Text, StringComparison.Ordinal);
        }

        Assert.Equal(before["sponsorships"]![0]!["concerns"]!.ToJsonString(), after.Json["sponsorships"]![0]!["concerns"]!.ToJsonString());
        // The guest has all of it, and keeps status and voice.
        var own = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/record", city.MigrantToken(migrant))).Json;
        Assert.Equal("zq9 he shouts", (string?)own["sponsorships"]![0]!["concerns"]![0]!["texts"]![0]!["text"]);
        Assert.Equal("arrived", (string?)own["sponsorships"]![0]!["sponsorship"]!["status"]);
    }

    [Fact]
    public async Task Nobody_else_exports_a_record()
    {
        var city = await gateway.NewCity();
        var (host, other) = (await city.Host(), await city.Host());
        foreach (var token in new[]
        {
            city.HostToken(other), city.Officer, city.NationOfficer, gateway.Token(Role.Auditor, city: city.Id.Value),
        })
        {
            (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/record", token)).MustBe(HttpStatusCode.Forbidden);
        }
    }
}
