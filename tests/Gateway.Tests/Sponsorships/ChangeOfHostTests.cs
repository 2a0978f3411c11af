namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;

public sealed class ChangeOfHostTests(TestGateway gateway)
{
    [Fact]
    public async Task A_migrant_changes_host_over_HTTP_and_the_old_host_learns_only_that_it_ended()
    {
        var city = await gateway.NewCity(places: 1, policy: new { graceDays = 30 });
        var (host, next, migrant) = (await city.Host(), await city.Host(), await city.Migrant());
        var first = await city.Arrived(host, migrant);
        Assert.Equal(30, (int)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json["policy"]!["graceDays"]!);
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{first}/change-of-host", city.HostToken(host), new { }))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("ended",
            (string?)(await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{first}/change-of-host", city.MigrantToken(migrant),
                new { })).Json["outcome"]);

        var told = await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{first}", city.HostToken(host));
        Assert.Equal("ended", (string?)told.Json["status"]);
        Assert.Null(told.Json["endReason"]);
        Assert.DoesNotContain("changed-host", told.Text);
        Assert.Equal("changed-host",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{first}", city.MigrantToken(migrant))).Json["endReason"]);
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/grace-periods/{migrant}", city.HostToken(host)))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");

        var (otherHost, leaver) = (await city.Host(), await city.Migrant());
        var kept = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/grace-periods/{migrant}", city.MigrantToken(migrant))).Json;
        Assert.Equal((first, false), ((string?)kept["from"], (bool)kept["isDue"]!));
        Assert.Equal("waiting",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{await city.Checking(otherHost, leaver)}",
                city.Officer)).Json["status"]);

        var second = await city.Arrived(next, migrant);
        var entry = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/grace-periods", city.Officer)).Json["items"]![0]!;
        Assert.Equal(("taken-over", second), ((string?)entry["state"], (string?)entry["takenOverBy"]));
        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/grace-periods/{migrant}/status-end", city.Officer,
            new { reasons = new[] { "no-new-host" } })).MustBe(HttpStatusCode.NotFound, "kept-place-not-found");
        // It is the same with a migrant who leaves, so that the reason cannot be guessed.
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{second}/end", city.MigrantToken(migrant), new { reason = "migrant-left" });
        Assert.Null((await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{second}", city.HostToken(next))).Json["endReason"]);
    }

    [Fact]
    public async Task A_status_is_ended_by_an_officer_and_only_when_the_grace_period_is_over()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{await city.Arrived(host, migrant)}/change-of-host",
            city.MigrantToken(migrant), new { });
        var period = $"/v1/cities/{city.Id}/grace-periods/{migrant}";
        (await gateway.Send(HttpMethod.Post, $"{period}/status-end", city.Officer, new { reasons = new[] { "no-new-host" } }))
            .MustBe(HttpStatusCode.Conflict, "grace-running");
        await gateway.Ok(HttpMethod.Post, $"{period}/extension", city.Officer, new { days = 10 });
        Assert.Empty(
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/grace-periods?due=true", city.Officer)).Json["items"]!.AsArray());
        await gateway.Ok(HttpMethod.Post, $"{period}/departure", city.MigrantToken(migrant), new { });
        (await gateway.Send(HttpMethod.Get, period, city.Officer)).MustBe(HttpStatusCode.NotFound, "kept-place-not-found");
    }
}
