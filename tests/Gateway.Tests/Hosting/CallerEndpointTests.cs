namespace VipOrleans.Gateway.Tests.Hosting;

using VipOrleans.Gateway.Access;

/// <summary>What a page asks first: whose token it has.</summary>
public sealed class CallerEndpointTests(TestGateway gateway)
{
    [Fact]
    public async Task A_caller_reads_role_and_ties_and_nothing_else()
    {
        var officer = (await gateway.Ok(HttpMethod.Get, "/v1/caller", gateway.Token(Role.CityOfficer, city: "nz-akl"))).Json;
        Assert.Equal(("city-officer", "nz-akl"), ((string?)officer["role"], (string?)officer["city"]));
        Assert.Equal(2, officer.AsObject().Count(p => p.Value is not null));
        var nation = (await gateway.Ok(HttpMethod.Get, "/v1/caller", gateway.Token(Role.NationOfficer, nation: "nz"))).Json;
        Assert.Equal(("nation-officer", "nz"), ((string?)nation["role"], (string?)nation["nation"]));
    }
}
