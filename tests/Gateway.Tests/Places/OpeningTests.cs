namespace VipOrleans.Gateway.Tests.Places;

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Places;

/// <summary>
/// An opening over HTTP, from its announcement to places by lot. It is called off to end: the clock's own end has its tests where time can
/// be moved.
/// </summary>
public sealed class OpeningTests(TestGateway gateway)
{
    [Fact]
    public async Task Who_asks_within_the_window_is_drawn_and_everybody_can_check_it_and_sees_where_they_stand()
    {
        var city = await gateway.NewCity(places: 1);
        var early = await Asks(city);
        await Becomes(city, early.Id, "checking");
        var inLine = await Asks(city);
        await Becomes(city, inLine.Id, "waiting");
        var until = DateTime.UtcNow.AddHours(1);
        var opening =
            (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/openings", city.Officer,
                new { legalBasis = "Charter, article 12", until })).Id!;
        var path = $"/v1/cities/{city.Id}/openings/{opening}";
        var announced = (await gateway.Ok(HttpMethod.Get, path)).Json;
        Assert.Equal(("open", "Charter, article 12", false),
            ((string?)announced["status"], (string?)announced["legalBasis"], (bool)announced["calledOff"]!));
        Assert.Null(announced["secret"]);
        (await gateway.Send(HttpMethod.Get, $"{path}/draw")).MustBe(HttpStatusCode.NotFound, "opening-not-drawn");
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/openings", city.Officer, new { legalBasis = "Charter", until }))
            .MustBe(HttpStatusCode.Conflict, "opening-running");

        // Places are free, and nobody new has one at once.
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/quota", city.Officer,
            new { places = 3, by = "council", reference = "Minute 2", on = "2024-02-01" });
        await Becomes(city, inLine.Id, "checking");
        var entries = new List<(string Id, string Host, string Migrant)>();
        for (var i = 0; i < 4; i++) entries.Add(await Asks(city));
        foreach (var entry in entries) await Becomes(city, entry.Id, "waiting");
        var registered = await Place(entries[0].Id, city.MigrantToken(entries[0].Migrant));
        Assert.Equal(("registered", 4, 0, opening, "not-drawn"),
            ((string?)registered["state"], (int)registered["registered"]!, (int)registered["waiting"]!, (string?)registered["opening"],
                (string?)registered["forecast"]!["whyNot"]));
        Assert.Null(registered["position"]);
        Assert.Equal("held", (string?)(await Place(early.Id, city.HostToken(early.Host)))["state"]);
        Assert.Equal((4, opening),
            ((int)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["registered"]!,
                (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["opening"]));

        Assert.Equal("called-off",
            (string?)(await gateway.Ok(HttpMethod.Post, $"{path}/cancellation", city.Officer, new { })).Json["outcome"]);
        var drawn = await Drawn(gateway, path);
        Assert.Equal((4, true), ((int)drawn["entries"]!, (bool)drawn["calledOff"]!));
        var text = (await gateway.Ok(HttpMethod.Get, $"{path}/draw")).Text;
        var draw = JsonSerializer.Deserialize<PublishedDraw>(text, JsonSerializerOptions.Web)!;
        Assert.Equal((opening, (string?)announced["commitment"]), (draw.Opening, draw.Commitment));
        Assert.All(draw.Check(), f => Assert.True(f.Fits, f.Says));
        Assert.Equal(4, draw.Entries.Count);
        Assert.All(entries, e => Assert.DoesNotContain(e.Id, text, StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log, line => line.Contains(draw.Secret, StringComparison.Ordinal));

        // One place is left; the others stand in the drawn order, and whoever comes now behind them.
        var marks = new Dictionary<string, (string Id, string Host, string Migrant)>();
        foreach (var e in entries) marks[(string)(await Place(e.Id, city.Officer))["mark"]!] = e;
        var order = draw.Order.Select(m => marks[m]).ToArray();
        await Becomes(city, order[0].Id, "checking");
        for (var i = 1; i < 4; i++)
        {
            Assert.Equal(("waiting", i),
                ((string?)(await Place(order[i].Id, city.HostToken(order[i].Host)))["state"],
                    (int)(await Place(order[i].Id, city.Officer))["position"]!));
        }

        var late = await Asks(city);
        await Becomes(city, late.Id, "waiting");
        var last = await Place(late.Id, city.MigrantToken(late.Migrant));
        Assert.Equal((4, 4, "too-few-given", 2, 1),
            ((int)last["position"]!, (int)last["waiting"]!, (string?)last["forecast"]!["whyNot"], (int)last["forecast"]!["given"]!,
                (int)last["forecast"]!["days"]!));
        (await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{late.Id}/place", city.HostToken(early.Host)))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{SponsorshipId.From(city.Id, "nobody")}/place", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "sponsorship-not-found");
        var listed =
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/openings", city.HostToken(early.Host))).Json["items"]!.AsArray();
        Assert.Equal((opening, "drawn", 4),
            ((string?)Assert.Single(listed)!["id"], (string?)listed[0]!["status"], (int)listed[0]!["entries"]!));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_an_opening_is_found_in_its_own_city_only()
    {
        var city = await gateway.NewCity();
        var path = $"/v1/cities/{city.Id}/openings";
        var now = DateTime.UtcNow;
        (await gateway.Send(HttpMethod.Post, path, city.Officer,
            new { legalBasis = "Charter", from = now.AddDays(-1), until = now.AddDays(1) }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "date-in-past");
        (await gateway.Send(HttpMethod.Post, path, city.Officer,
            new { legalBasis = "Charter", from = now.AddDays(1), until = now.AddDays(92) }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { legalBasis = "", until = now.AddDays(1) }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { legalBasis = "Charter" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Empty((await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["items"]!.AsArray());
        var opening = await Announce(gateway, city, isDrawn: true);
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"{path}/{opening}/draw")).Json["entries"]!.AsArray());
        (await gateway.Send(HttpMethod.Post, $"{path}/{opening}/cancellation", city.Officer, new { })).MustBe(HttpStatusCode.OK);
        var elsewhere = $"/v1/cities/{(await gateway.NewCity()).Id}/openings/{opening}";
        foreach (var there in new[] { elsewhere, $"{elsewhere}/draw", $"{path}/{OpeningId.From(city.Id, "none")}",
            $"{path}/{OpeningId.From(city.Id, "none")}/draw" })
        {
            (await gateway.Send(HttpMethod.Get, there)).MustBe(HttpStatusCode.NotFound, "opening-not-found");
        }

        (await gateway.Send(HttpMethod.Post, $"{path}/{OpeningId.From(city.Id, "none")}/cancellation", city.Officer, new { }))
            .MustBe(HttpStatusCode.NotFound, "opening-not-found");
    }

    /// <summary>An opening that runs, or one that nobody was registered for and that is drawn.</summary>
    internal static async Task<string> Announce(TestGateway gateway, TestCity city, bool isDrawn)
    {
        var id = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/openings", city.Officer,
            new { legalBasis = "Charter, article 12", until = DateTime.UtcNow.AddDays(7) })).Id!;
        if (!isDrawn) return id;
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/openings/{id}/cancellation", city.Officer, new { });
        await Drawn(gateway, $"/v1/cities/{city.Id}/openings/{id}");
        return id;
    }

    private static async Task<JsonNode> Drawn(TestGateway gateway, string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var view = (await gateway.Ok(HttpMethod.Get, path)).Json;
            if ((string?)view["status"] == "drawn") return view;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The opening was not drawn.");
    }

    private async Task<JsonNode> Place(string sponsorship, string token) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/place", token)).Json;

    private static async Task<(string Id, string Host, string Migrant)> Asks(TestCity city)
    {
        var (host, migrant) = (await city.Host(), await city.Migrant());
        return (await city.Checking(host, migrant), host, migrant);
    }

    private async Task Becomes(TestCity city, string sponsorship, string status)
    {
        for (var i = 0; i < 600; i++)
        {
            if ((string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}", city.Officer)).Json["status"] == status)
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{sponsorship} did not become {status}.");
    }
}
