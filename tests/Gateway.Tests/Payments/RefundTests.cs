namespace VipOrleans.Gateway.Tests.Payments;

using System.Text.Json.Nodes;

/// <summary>A refund from its booking to the migrant's account, and what treasurer, host and migrant see of it.</summary>
public sealed class RefundTests(TestGateway gateway)
{
    [Fact]
    public async Task A_refund_is_listed_paid_and_seen_by_the_migrant_with_the_banks_id()
    {
        var city = await gateway.NewCity();
        await gateway.Rates("nz");
        var (host, migrant) = (await city.Host(), await city.Migrant("PHP"));
        var id = await city.Granted(host, migrant);
        var path = $"/v1/sponsorships/{id}";
        await gateway.Ok(HttpMethod.Post, $"{path}/arrival", city.Officer, new { on = "2024-02-01" });
        await gateway.Ok(HttpMethod.Post, $"{path}/earnings", city.Officer, Earned("9000.00"));
        var due = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json["due"]!;
        await gateway.Ok(HttpMethod.Post, $"{path}/collections", city.Officer,
            new { reference = "feb", amount = due.DeepClone(), on = "2024-02-10" });

        // The employer has handed everything to the city: it gives nothing back, and the city does.
        var corrected = (await gateway.Ok(HttpMethod.Post, $"{path}/earnings", city.Officer, Earned("8000.00"))).Json;
        Assert.Equal(("0.00", "0.00"), ((string)corrected["withhold"]!["amount"]!, (string)corrected["giveBack"]!["amount"]!));
        var listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/unpaid-refunds", city.Officer)).Json["items"]!.AsArray();
        var waiting = Assert.Single(listed)!;
        Assert.Equal((id, "payee-missing", 0), ((string)waiting["sponsorship"]!, (string)waiting["obstacle"]!, (int)waiting["days"]!));
        Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/unpaid-shares", city.Officer)).Json["items"]!.AsArray());

        await gateway.Ok(HttpMethod.Put, $"/v1/migrants/{migrant}/own-account", city.MigrantToken(migrant), PayoutTests.Party("Ana"));
        listed = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/unpaid-refunds", city.Officer)).Json["items"]!.AsArray();
        Assert.Null(Assert.Single(listed)!["obstacle"]);
        // A small sum is paid because the migrant wants it to be.
        await gateway.Ok(HttpMethod.Put, $"{path}/payout-threshold", city.MigrantToken(migrant),
            new { atLeast = new { amount = "1.00", currency = "NZD" } });
        var payout = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/payouts", city.Officer,
            new
            {
                executionDay = $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}", reference = "refunds", to = "migrant",
                minimum = new { amount = "90000.00", currency = "NZD" }
            })).Id!;
        JsonNode view;
        do view = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/payouts/{payout}", city.Officer)).Json;
        while ((string)view["status"]! != "reserved");
        Assert.Equal("migrant", (string)view["to"]!);

        var own = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/payments", city.MigrantToken(migrant))).Json["items"]![0]!;
        var payment = Assert.Single(own["payments"]!.AsArray())!;
        Assert.Equal(((string)waiting["amount"]!["amount"]!, "reserved", "refunds", "1.00"),
            ((string)payment["amount"]!["amount"]!, (string)payment["state"]!, (string)payment["reference"]!,
                (string)own["atLeast"]!["amount"]!));
        var ofHost = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/payments", city.HostToken(host))).Json["items"]![0]!;
        Assert.Empty(ofHost["payments"]!.AsArray());
        Assert.NotEqual("0.00", (string)ofHost["waiting"]!["amount"]!);

        object Earned(string amount) => new { year = 1, month = 1, earned = new { amount, currency = "NZD" } };
    }

    [Fact]
    public async Task A_guarantee_shows_what_it_has_and_when_it_is_low()
    {
        var city = await gateway.NewCity();
        var path = $"/v1/cities/{city.Id}/guarantee";
        Assert.Null((await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["limit"]);
        await gateway.Ok(HttpMethod.Put, path, city.Officer, new { limit = Nzd("50.00"), alarmBelow = Nzd("100.00") });
        Assert.True((bool)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["isLow"]!);
        await gateway.Ok(HttpMethod.Post, $"{path}/top-ups", city.Officer,
            new { reference = "budget/1", amount = Nzd("100.00"), on = "2024-02-01" });
        var view = (await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json;
        Assert.Equal((false, "100.00", 1), ((bool)view["isLow"]!, (string)view["balance"]!["amount"]!, view["topUps"]!.AsArray().Count));
        await gateway.Ok(HttpMethod.Post, $"{path}/top-up-reversals", city.Officer, new { reference = "budget/1" });
        Assert.True((bool)(await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["isLow"]!);
    }

    private static object Nzd(string amount) => new { amount, currency = "NZD" };
}
