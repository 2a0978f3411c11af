namespace VipOrleans.Gateway.Tests.Sponsorships;

using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Sponsorships;
using VipOrleans.Gateway.Tests.Payments;

public sealed class MoveTests(TestGateway gateway)
{
    private static readonly string[] Home = [.. Enum.GetValues<CheckKind>().Where(k => k.DependsOnAddress()).Select(Codes<CheckKind>.Text)];

    [Fact]
    public async Task A_host_moves_over_HTTP_and_the_migrant_comes_along()
    {
        var (from, to) = (await gateway.NewCity(places: 1), await gateway.NewCity(places: 1));
        var (host, migrant) = (await from.Host(), await from.Migrant());
        var before = await from.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Put, $"/v1/hosts/{host}/payee", from.HostToken(host), PayoutTests.Party("Aroha"));

        var key = gateway.NewKey();
        var moving =
            await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host),
                new { city = to.Id.Value, address = "12 Example Quay" }, key);
        Assert.Equal((HttpStatusCode.Created, "moving", $"/v1/hosts/{host}/move"),
            (moving.Status, (string?)moving.Json["outcome"], moving.Headers.Location?.ToString()));
        var there = moving.Id!;
        var move = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/move", from.HostToken(host))).Json;
        var after = (string)move["sponsorship"]!;
        Assert.Equal((host, there, before, false),
            ((string?)move["from"], (string?)move["to"], (string?)move["succeeds"], (bool)move["isComplete"]!));
        // The same key again: the same answer, and the same move.
        Assert.Equal(moving.Text,
            (await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host),
                new { city = to.Id.Value, address = "12 Example Quay" }, key)).Text);
        (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host),
            new { city = to.Id.Value, address = "1 Elsewhere" })).MustBe(HttpStatusCode.Conflict, "host-moving");

        // The migrant chooses, and sees both meanwhile.
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/acceptance", from.MigrantToken(migrant), new { });
        var chosen = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}", from.MigrantToken(migrant))).Json;
        Assert.Equal((before, after), ((string?)chosen["sponsorship"], (string?)chosen["nextSponsorship"]));
        var checking = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{after}", to.Officer)).Json;
        Assert.Equal(("checking", "forming", before),
            ((string?)checking["status"], (string?)checking["move"], (string?)checking["succeeds"]));
        Assert.All(checking["checks"]!.AsArray(), c => Assert.Equal(before, (string?)c!["result"]!["via"]));
        Assert.Equal((1, 0), await Places(from));
        Assert.Equal((0, 1), await Places(to));

        foreach (var kind in Home)
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/checks", to.Officer,
                new { kind, outcome = "passed", on = "2024-01-10" });
        }

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/arrival", to.Officer, new { on = "2024-03-15" });
        await Until(
            async () => (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{after}", to.Officer)).Json["move"] == "completed");
        var left = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{before}", from.Officer)).Json;
        Assert.Equal(("ended", "moved", "2024-03-15", after),
            ((string?)left["status"], (string?)left["endReason"], (string?)left["endedOn"], (string?)left["succeededBy"]));
        await Until(async () => await Places(from) == (0, 0));
        Assert.Equal((1, 0), await Places(to));
        Assert.Equal(there, (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", from.Officer)).Json["movedTo"]);
        var record = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{there}", to.HostToken(there))).Json;
        Assert.Equal((host, true), ((string?)record["movedFrom"], (bool)record["hasPayee"]!));
        var person = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{there}/person?purpose=own", to.HostToken(there))).Json;
        Assert.Equal(("Aroha", "aroha@example.org", "12 Example Quay"),
            ((string?)person["name"], (string?)person["contact"], (string?)person["address"]));

        // One share year of both: half of the gain by the end of month 2, whose first days were in the old city. It is the same as with one
        // host.
        foreach (var (month, amount) in new[] { (1, "3000.00"), (2, "2900.00") })
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/earnings", to.Officer,
                new { year = 1, month, earned = new { amount, currency = "NZD" } });
        }

        var shares = new List<decimal>();
        foreach (var (id,
            token) in new[] { (before, from.Officer),
                (after, to.Officer) }) shares.Add(Share(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", token)));
        Assert.Equal((3000.00m + 2900.00m - (2 * 600.00m)) / 2, shares.Sum());
        Assert.All(shares, s => Assert.True(s > 0, "Both have days in the year."));
    }

    [Fact]
    public async Task Until_the_arrival_the_host_undoes_it_with_the_token_that_they_have_and_not_after_it()
    {
        var (from, to) = (await gateway.NewCity(places: 1), await gateway.NewCity(places: 1));
        var (host, other, migrant) = (await from.Host(), await from.Host(), await from.Migrant());
        await from.Arrived(host, migrant);
        async Task<(string There, string After)> Move()
        {
            var there = (await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host),
                new { city = to.Id.Value, address = "12 Example Quay" })).Id!;
            return (there, (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/move", from.HostToken(host))).Json["sponsorship"]!);
        }

        var (there, after) = await Move();
        var path = $"/v1/sponsorships/{after}";
        await gateway.Ok(HttpMethod.Get, path, from.HostToken(host));
        await gateway.Ok(HttpMethod.Get, path, to.HostToken(there));
        foreach (var stranger in new[] { from.HostToken(other), from.Officer })
        {
            (await gateway.Send(HttpMethod.Get, path, stranger)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        var key = gateway.NewKey();
        var withdrawn = await gateway.Ok(HttpMethod.Post, $"{path}/withdrawal", from.HostToken(host), new { }, key);
        await Until(
            async () => (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/move", from.HostToken(host))).Code == "move-not-found");
        Assert.Equal(withdrawn.Text, (await gateway.Ok(HttpMethod.Post, $"{path}/withdrawal", from.HostToken(host), new { }, key)).Text);
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{there}/person?purpose=own", to.Officer))
            .MustBe(HttpStatusCode.NotFound, "person-not-found");
        Assert.Equal((1, 0), await Places(from));

        (there, after) = await Move();
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/acceptance", from.MigrantToken(migrant), new { });
        foreach (var kind in Home)
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/checks", to.Officer,
                new { kind, outcome = "passed", on = "2024-01-10" });
        }

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/arrival", to.Officer, new { on = "2024-03-15" });
        (await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{after}", from.HostToken(host)))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{after}/withdrawal", to.HostToken(there), new { }))
            .MustBe(HttpStatusCode.Conflict, "wrong-state");
    }

    [Fact]
    public async Task A_city_refuses_who_comes_with_a_coded_reason_or_not_at_all()
    {
        var (from, to) = (await gateway.NewCity(places: 1), await gateway.NewCity(places: 1));
        var (host, migrant) = (await from.Host(), await from.Migrant());
        var before = await from.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host),
            new { city = to.Id.Value, address = "12 Example Quay" });
        var after = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/move", from.HostToken(host))).Json["sponsorship"]!;
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/acceptance", from.MigrantToken(migrant), new { });
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{after}/refusal", to.Officer, new { reasons = Array.Empty<string>() }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{after}/end", to.Officer, new { reason = "refused" }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "reason-not-allowed");
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{after}/refusal", from.Officer,
            new { reasons = new[] { "conditions-not-met" } })).MustBe(HttpStatusCode.Forbidden, "forbidden");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{after}/refusal", to.Officer,
            new { reasons = new[] { "accommodation-overcrowded" } });
        Assert.Equal(after,
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/rulings/{await to.Ruling(after)}",
                from.MigrantToken(migrant))).Json["sponsorship"] ?? after);
        Assert.Equal("arrived",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{before}", from.MigrantToken(migrant))).Json["status"]);
        Assert.Equal((1, 0), await Places(from));
    }

    [Fact]
    public async Task A_move_that_cannot_be_is_refused_with_a_code_and_changes_nothing()
    {
        var (from, abroad) = (await gateway.NewCity(), await gateway.NewCity("au"));
        var (host, migrant) = (await from.Host(), await from.Migrant());
        async Task Refused(object body, HttpStatusCode status, string code) =>
            (await gateway.Send(HttpMethod.Post, $"/v1/hosts/{host}/moves", from.HostToken(host), body)).MustBe(status, code);
        await Refused(new { city = abroad.Id.Value, address = "1 Example Street" }, HttpStatusCode.UnprocessableEntity, "other-nation");
        await Refused(new { city = "nz-nowhere", address = "1 Example Street" }, HttpStatusCode.NotFound, "city-not-found");
        await Refused(new { city = from.Id.Value, address = "1 Example Street" }, HttpStatusCode.UnprocessableEntity, "other-city");
        await Refused(new { city = "nz-nowhere" }, HttpStatusCode.BadRequest, "invalid-input");
        await Refused(new { city = "nz-nowhere", address = "" }, HttpStatusCode.BadRequest, "invalid-input");
        var granted = await from.Granted(host, migrant);
        await Refused(new { city = (await gateway.NewCity()).Id.Value, address = "1 Example Street" }, HttpStatusCode.Conflict,
            "wrong-state");
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/move", from.HostToken(host)))
            .MustBe(HttpStatusCode.NotFound, "move-not-found");
        Assert.Equal("granted", (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{granted}", from.Officer)).Json["status"]);
    }

    private static decimal Share(Answer statement) =>
        decimal.Parse((string)statement.Json["totals"]!["share"]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(int Used, int Held)> Places(TestCity city)
    {
        JsonNode view = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer)).Json;
        return ((int)view["used"]!, (int)view["held"]!);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(10);
        }
    }
}
