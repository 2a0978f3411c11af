namespace VipOrleans.Gateway.Tests.Places;

using System.Net;
using VipOrleans.Gateway.Access;

/// <summary>A nation's cap and pause, over HTTP.</summary>
public sealed class NationTests(TestGateway gateway)
{
    [Fact]
    public async Task A_cap_binds_the_cities_of_a_nation_and_everybody_can_read_how_it_is_shared_out()
    {
        var officer = gateway.Token(Role.NationOfficer, nation: "nu");
        var receipt =
            (await gateway.Ok(HttpMethod.Put, "/v1/nations/nu/cap", officer,
                new { places = 1, reference = "Order 1/2026", on = "2026-01-05" })).Json;
        Assert.Equal(("nu", "decided"), ((string?)receipt["id"], (string?)receipt["outcome"]));
        var city = await gateway.NewCity("nu", places: 5);
        var id = await city.Arrived(await city.Host(), await city.Migrant());

        var nation = (await gateway.Ok(HttpMethod.Get, "/v1/nations/nu", city.HostToken(await city.Host()))).Json;
        Assert.Equal((1, 0, 1, false),
            ((int)nation["cap"]!["places"]!, (int)nation["free"]!, (int)nation["leased"]!, (bool)nation["recalls"]!));
        Assert.Equal((city.Id.Value, 1), ((string?)nation["cities"]![0]!["city"], (int)nation["cities"]![0]!["places"]!));
        var view = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json;
        Assert.Equal((1, 1, 0), ((int)view["allotment"]!, (int)view["used"]!, (int)view["free"]!));
        Assert.NotNull(id);
    }

    [Fact]
    public async Task Anyone_compares_the_cities_of_a_nation()
    {
        var (one, other) = (await gateway.NewCity("gd", places: 3), await gateway.NewCity("gd", places: 0));
        await one.Arrived(await one.Host(), await one.Migrant());
        var cities = (await gateway.Ok(HttpMethod.Get, "/v1/nations/gd/cities")).Json["items"]!.AsArray();
        Assert.Equal(new[] { one.Id.Value, other.Id.Value }.Order(StringComparer.Ordinal), cities.Select(c => (string?)c!["id"]));
        var open = cities.Single(c => (string?)c!["id"] == one.Id.Value)!;
        Assert.Equal((3, 1, 2), ((int)open["quota"]!["places"]!, (int)open["used"]!, (int)open["free"]!));
        (await gateway.Send(HttpMethod.Get, "/v1/nations/GD/cities")).MustBe(HttpStatusCode.BadRequest, "bad-request");
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{one.Id}/openings?limit=1")).Json["items"]!.AsArray());
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{one.Id}/ballots")).Json["items"]!.AsArray());
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{one.Id}/ballots?limit=x")).MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task A_nation_pauses_once_and_says_what_to_mend()
    {
        var officer = gateway.Token(Role.NationOfficer, nation: "nr");
        Assert.Equal("paused",
            (string?)(await gateway.Ok(HttpMethod.Post, "/v1/nations/nr/pause", officer, new { reason = "safety" })).Json["outcome"]);
        (await gateway.Send(HttpMethod.Post, "/v1/nations/nr/pause", officer, new { reason = "safety" }))
            .MustBe(HttpStatusCode.Conflict, "nation-paused");
        Assert.Equal("safety", (string?)(await gateway.Ok(HttpMethod.Get, "/v1/nations/nr", officer)).Json["paused"]);
        await gateway.Ok(HttpMethod.Post, "/v1/nations/nr/resume", officer, new { });
        (await gateway.Send(HttpMethod.Post, "/v1/nations/nr/resume", officer, new { }))
            .MustBe(HttpStatusCode.Conflict, "nation-not-paused");
        (await gateway.Send(HttpMethod.Put, "/v1/nations/nr/cap", officer, new { places = -1, reference = "x", on = "2026-01-05" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Put, "/v1/nations/nr/cap", officer, new { places = 1, reference = "x", on = "2199-01-05" }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "date-in-future");
    }
}
