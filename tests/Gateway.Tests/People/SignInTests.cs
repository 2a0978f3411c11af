namespace VipOrleans.Gateway.Tests.People;

using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;

/// <summary>Whoever signs in with a provider that knows no record's id joins the sign-in to theirs.</summary>
public sealed class SignInTests(TestGateway gateway)
{
    private string Newcomer() => gateway.Token(Role.Newcomer, subject: gateway.NewKey());

    [Fact]
    public async Task A_newcomer_joins_their_record_and_is_let_in_as_its_host_until_dismissed()
    {
        var city = await gateway.NewCity();
        var host = await city.Host();
        var token = Newcomer();
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=own", token)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Get, "/v1/inbox", token)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        var code = await Code(city, host);
        await gateway.Ok(HttpMethod.Post, "/v1/sign-in", token, new { code });
        var own = (await gateway.Ok(HttpMethod.Get, "/v1/sign-in", token)).Json;
        Assert.Equal(host, (string?)own["person"]);
        await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=own", token);
        await gateway.Ok(HttpMethod.Get, "/v1/inbox", token);
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/hosts", token)).MustBe(HttpStatusCode.Forbidden, "forbidden");

        // The person adds another sign-in, and dismisses the first one: it is out with the next request.
        var second = Newcomer();
        var added = (await gateway.Ok(HttpMethod.Post, $"/v1/people/{host}/sign-in-codes", token, new { way = "hand", days = 1 })).Json;
        await gateway.Ok(HttpMethod.Post, "/v1/sign-in", second, new { code = (string?)added["code"] });
        Assert.Equal(2, (await gateway.Ok(HttpMethod.Get, $"/v1/people/{host}/sign-ins", token)).Json["joined"]!.AsArray().Count);
        await gateway.Ok(HttpMethod.Post, $"/v1/people/{host}/sign-in-dismissals", second, new { signIn = (string?)own["key"] });
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=own", token)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=own", second);
    }

    [Fact]
    public async Task A_token_of_a_provider_that_knows_nothing_of_us_joins_as_well()
    {
        var city = await gateway.NewCity();
        var migrant = await city.Migrant();
        foreach (var claims in new Dictionary<string, object>[]
        {
            new() { ["sub"] = gateway.NewKey() }, new() { ["sub"] = gateway.NewKey(), ["role"] = "migrant" },
            new() { ["sub"] = gateway.NewKey(), ["role"] = new[] { "offline_access" } },
        })
        {
            var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = DevelopmentIssuer.Name, Audience = DevelopmentIssuer.Audience, Claims = claims,
                SigningCredentials = new(gateway.Issuer.Key, SecurityAlgorithms.EcdsaSha256),
            });
            await gateway.Ok(HttpMethod.Post, "/v1/sign-in", token, new { code = await Code(city, migrant) });
            await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/person?purpose=own", token);
        }
    }

    [Fact]
    public async Task A_lost_code_is_revoked_and_what_is_wrong_with_a_code_is_told_to_nobody()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var lost = await Code(city, host);
        await gateway.Ok(HttpMethod.Post, $"/v1/people/{host}/sign-in-code-revocation", city.Officer, new { });
        var answers = new List<Answer>();
        foreach (var code in new[] { lost, $"{host}.0000000000000000", $"{migrant}.0000000000000000",
            $"{host[..^1]}0.0000000000000000" })
        {
            answers.Add(await gateway.Send(HttpMethod.Post, "/v1/sign-in", Newcomer(), new { code }));
        }

        Assert.All(answers, a => a.MustBe(HttpStatusCode.Conflict, "sign-in-code-refused"));
        Assert.Single(answers.Select(a => (string?)a.Json["detail"]).Distinct());
        Assert.DoesNotContain(gateway.Log, line => line.Contains(lost[^16..], StringComparison.OrdinalIgnoreCase));
        (await gateway.Send(HttpMethod.Post, "/v1/sign-in", Newcomer(), new { code = "no code" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task One_sign_in_tries_so_many_codes_a_day()
    {
        var city = await gateway.NewCity();
        var token = Newcomer();
        for (var n = 0; n < Allowances.SignInTriesPerDay; n++)
        {
            (await gateway.Send(HttpMethod.Post, "/v1/sign-in", token, new { code = $"{await city.Host()}.000000000000000{n}" }))
                .MustBe(HttpStatusCode.Conflict, "sign-in-code-refused");
        }

        var code = await Code(city, await city.Host());
        (await gateway.Send(HttpMethod.Post, "/v1/sign-in", token, new { code }))
            .MustBe(HttpStatusCode.TooManyRequests, "allowance-used-up");
        // Another sign-in has tries of its own: the owner is not shut out.
        await gateway.Ok(HttpMethod.Post, "/v1/sign-in", Newcomer(), new { code });
    }

    [Fact]
    public async Task A_host_cannot_issue_a_code_for_a_guest_nor_an_officer_for_another_citys_host()
    {
        var (city, other) = (await gateway.NewCity(), await gateway.NewCity());
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await city.Arrived(host, migrant);
        foreach (var (person, token) in new[] { (migrant, city.HostToken(host)), (host, city.MigrantToken(migrant)), (host, other.Officer),
            (host, city.NationOfficer), (migrant, Newcomer()) })
        {
            (await gateway.Send(HttpMethod.Post, $"/v1/people/{person}/sign-in-codes", token, new { way = "hand", days = 1 }))
                .MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        await gateway.Ok(HttpMethod.Post, $"/v1/people/{migrant}/sign-in-codes", other.Officer, new { way = "hand", days = 1 });
    }

    private async Task<string> Code(TestCity city, string person) => (string)(await gateway.Ok(HttpMethod.Post,
        $"/v1/people/{person}/sign-in-codes", city.Officer, new { way = "hand", days = 14 })).Json["code"]!;
}
