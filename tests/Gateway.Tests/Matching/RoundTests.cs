namespace VipOrleans.Gateway.Tests.Matching;

using System.Net;
using VipOrleans.Domain.Kernel;

public sealed class RoundTests(TestGateway gateway)
{
    [Fact]
    public async Task A_round_is_opened_entered_and_left_over_HTTP_and_each_sees_their_own_part_alone()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/rounds", city.Officer,
            new { until = DateTime.UtcNow.AddDays(91), answerDays = 3 })).MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        var opened =
            await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/rounds", city.Officer,
                new { until = DateTime.UtcNow.AddHours(1), answerDays = 3 });
        opened.MustBe(HttpStatusCode.Created);
        var round = opened.Id!;
        var view = (await gateway.Ok(HttpMethod.Get, opened.Headers.Location!.ToString(), city.HostToken(host))).Json;
        Assert.Equal(("open", 64), ((string?)view["status"], ((string)view["commitment"]!).Length));
        Assert.Null(view["secret"]);
        Assert.Equal([round],
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/rounds", city.MigrantToken(migrant))).Json["items"]!.AsArray()
                .Select(r => (string?)r!["id"]));
        Assert.Empty(
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/rounds/{round}/list", city.Officer)).Json["marks"]!.AsArray());
        var other = await gateway.NewCity();
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{other.Id}/rounds/{round}", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "round-not-found");

        var nations =
            await gateway.Ok(HttpMethod.Post, $"/v1/nations/nz/rounds", city.NationOfficer,
                new { until = DateTime.UtcNow.AddHours(1), answerDays = 3 });
        Assert.Equal(("nz", null),
            ((string?)(await gateway.Ok(HttpMethod.Get, $"/v1/nations/nz/rounds/{nations.Id}", city.Officer)).Json["nation"],
                (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/nations/nz/rounds/{nations.Id}", city.Officer)).Json["city"]));
        (await gateway.Send(HttpMethod.Get, $"/v1/nations/nz/rounds/{round}", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "round-not-found");
        await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/rounds/{nations.Id}/entry", city.HostToken(host),
            new { ranking = new[] { migrant } });

        var (ofHost, ofMigrant) = ($"/v1/hosts/{host}/rounds/{round}", $"/v1/migrants/{migrant}/rounds/{round}");
        (await gateway.Send(HttpMethod.Put, $"{ofHost}/entry", city.HostToken(host), new { ranking = new[] { migrant }, suggested = true }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Put, $"{ofHost}/entry", city.HostToken(host), new { ranking = new[] { host } }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "invalid-input");
        (await gateway.Send(HttpMethod.Put, $"{ofMigrant}/entry", city.MigrantToken(migrant), new { suggested = true }))
            .MustBe(HttpStatusCode.NotFound, "profile-not-found");
        await gateway.Ok(HttpMethod.Put, $"{ofHost}/entry", city.HostToken(host), new { ranking = new[] { migrant } });
        await gateway.Ok(HttpMethod.Put, $"{ofMigrant}/entry", city.MigrantToken(migrant), new { ranking = new[] { host } });
        var own = (await gateway.Ok(HttpMethod.Get, $"{ofHost}/entry", city.HostToken(host))).Json;
        Assert.Equal((true, migrant, PublishedOrder.CommitmentTo(host)),
            ((bool)own["isIn"]!, (string?)own["ranking"]![0], (string?)own["mark"]));
        (await gateway.Send(HttpMethod.Get, $"{ofHost}/entry", city.MigrantToken(migrant))).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Get, $"{ofHost}/entry", city.Officer)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, $"{ofHost}/acceptance", city.HostToken(host), new { }))
            .MustBe(HttpStatusCode.NotFound, "round-result-missing");

        await gateway.Ok(HttpMethod.Delete, $"{ofHost}/entry", city.HostToken(host));
        Assert.False((bool)(await gateway.Ok(HttpMethod.Get, $"{ofHost}/entry", city.HostToken(host))).Json["isIn"]!);
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/rounds/{round}/cancellation", city.Officer, new { });
        (await gateway.Send(HttpMethod.Put, $"{ofHost}/entry", city.HostToken(host), new { ranking = new[] { migrant } }))
            .MustBe(HttpStatusCode.Conflict, "round-closed");
    }
}
