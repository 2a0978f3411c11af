namespace VipOrleans.Gateway.Tests.Matching;

/// <summary>What a host and a migrant see of the proposals that they made and were made.</summary>
public sealed class OwnSponsorshipTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    [Fact]
    public async Task Each_side_lists_its_own_proposals_and_no_others()
    {
        var city = await gateway.NewCity();
        var (host, migrant, other) = (await city.Host(), await city.Migrant(), await city.Migrant());
        var (asked, asking) = (await city.Proposed(host, migrant), await city.Proposed(host, other, "migrant"));

        Assert.Equal([asked, asking], await Ids($"/v1/hosts/{host}/sponsorships?status=proposed", city.HostToken(host)));
        Assert.Equal([asked], await Ids($"/v1/migrants/{migrant}/sponsorships?city={city.Id}&status=proposed", city.MigrantToken(migrant)));
        var elsewhere = await gateway.NewCity();
        Assert.Empty(await Ids($"/v1/migrants/{migrant}/sponsorships?city={elsewhere.Id}", city.MigrantToken(migrant)));

        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{asked}/decline", city.MigrantToken(migrant), new { });
        Assert.Equal([asking], await Ids($"/v1/hosts/{host}/sponsorships?status=proposed", city.HostToken(host)));
        Assert.Equal([asked], await Ids($"/v1/migrants/{migrant}/sponsorships?city={city.Id}", city.MigrantToken(migrant)));
    }

    [Fact]
    public async Task A_migrant_who_names_no_city_or_none_that_is_open_is_told_so()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        (await gateway.Send(HttpMethod.Get, $"/v1/migrants/{migrant}/sponsorships", city.MigrantToken(migrant)))
            .MustBe(System.Net.HttpStatusCode.BadRequest);
        (await gateway.Send(HttpMethod.Get, $"/v1/migrants/{migrant}/sponsorships?city=nz-zzz", city.MigrantToken(migrant)))
            .MustBe(System.Net.HttpStatusCode.NotFound, "city-not-found");
    }

    private async Task<IEnumerable<string>> Ids(string path, string token) =>
        (await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray().Select(i => (string)i!["id"]!);
}
