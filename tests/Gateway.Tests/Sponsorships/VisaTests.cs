namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;

/// <summary>An officer's work with visas over HTTP.</summary>
public sealed class VisaTests(TestGateway gateway)
{
    [Fact]
    public async Task Decisions_of_another_system_are_carried_out_one_by_one_and_again_without_effect()
    {
        var city = await gateway.NewCity();
        var (first, second) = (await city.Migrant(), await city.Migrant());
        await Apply(city, first, $"A/{city.Id}");
        await Apply(city, second, $"B/{city.Id}");
        var path = $"/v1/nations/{city.Id.Nation}/visa-decisions";
        object[] items =
        [
            new { reference = $"A/{city.Id}", outcome = "granted", from = "2024-02-01", to = "2025-01-31", number = "V-8731KX" },
            new { reference = "nobody", outcome = "refused", reasons = new[] { "entry-ban" }, appealUntil = "2190-01-01" },
            new { reference = $"B/{city.Id}", outcome = "refused", reasons = new[] { "documents-missing" } },
        ];
        var answer = await gateway.Ok(HttpMethod.Post, path, city.NationOfficer, new { items });
        Assert.Equal([("granted", null), (null, "visa-not-found"), (null, "invalid-input")],
            answer.Json["items"]!.AsArray().Select(i => ((string?)i!["outcome"], (string?)i["code"])));
        Assert.DoesNotContain("V-8731KX", answer.Text, StringComparison.Ordinal);

        // The whole file again, with what was wrong mended.
        items[2] =
            new { reference = $"B/{city.Id}", outcome = "refused", reasons = new[] { "documents-missing" }, appealUntil = "2190-01-01" };
        var version = (long)(await Visas(city, first)).Json["version"]!;
        answer = await gateway.Ok(HttpMethod.Post, path, city.NationOfficer, new { items });
        Assert.Equal(["granted", null, "refused"], answer.Json["items"]!.AsArray().Select(i => (string?)i!["outcome"]));
        Assert.Equal(version, (long)(await Visas(city, first)).Json["version"]!);

        var number = await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{first}/visa-number?reference=A/{city.Id}&purpose=case",
            city.MigrantToken(first));
        Assert.Equal("V-8731KX", (string?)number.Json["number"]);
        var listed = await gateway.Ok(HttpMethod.Get, $"/v1/nations/{city.Id.Nation}/visas?state=refused", city.NationOfficer);
        Assert.Contains(listed.Json["items"]!.AsArray(), i => (string?)i!["migrant"] == second);

        // The migrant appeals; who refused does not decide on it.
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{second}/visa-appeal", city.MigrantToken(second),
            new { reference = $"B/{city.Id}" });
        (await gateway.Send(HttpMethod.Post, $"/v1/migrants/{second}/visa-refusal", city.NationOfficer,
            new { reference = $"B/{city.Id}", reasons = new[] { "documents-missing" } })).MustBe(HttpStatusCode.Conflict, "same-officer");
    }

    [Fact]
    public async Task A_nation_that_asks_for_a_visa_lets_nobody_arrive_without_one()
    {
        var city = await gateway.NewCity("tk");
        await gateway.Rates("tk");
        await gateway.Ok(HttpMethod.Put, "/v1/nations/tk/entry-rules", city.NationOfficer,
            new { visaRequired = true, reference = "Order 5", on = "2024-01-01" });
        Assert.True((bool)(await gateway.Ok(HttpMethod.Get, "/v1/nations/tk", city.Officer)).Json["entry"]!["visaRequired"]!);
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Granted(host, migrant);
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/arrival", city.Officer, new { on = "2024-02-01" }))
            .MustBe(HttpStatusCode.Conflict, "visa-missing");
        await Apply(city, migrant, "TK/1");
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/visa-grant", city.NationOfficer,
            new { reference = "TK/1", from = "2024-02-01", to = "2025-01-31" });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/arrival", city.Officer, new { on = "2024-02-01" });
    }

    private Task<Answer> Apply(TestCity city, string migrant, string reference) =>
        gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/visas", city.MigrantToken(migrant), new { reference, on = "2024-01-10" });

    private Task<Answer> Visas(TestCity city, string migrant) =>
        gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/visas", city.NationOfficer);
}
