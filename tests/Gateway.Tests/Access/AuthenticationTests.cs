namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using VipOrleans.Gateway.Access;

public sealed class AuthenticationTests(TestGateway gateway)
{
    private static readonly Dictionary<string, object> Officer =
        new() { ["sub"] = "officer", ["role"] = "city-officer", ["city"] = "nz-akl" };

    private SigningCredentials Genuine => new(gateway.Issuer.Key, SecurityAlgorithms.EcdsaSha256);

    [Fact]
    public async Task A_genuine_token_is_taken() => Assert.Equal(HttpStatusCode.NotFound, (await Ask(Token(Genuine))).Status);

    [Fact]
    public async Task No_token_or_a_wrong_one_is_told_that_one_is_needed()
    {
        var other = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "development" };
        var now = DateTime.UtcNow;
        var genuine = Token(Genuine).Split('.');
        var publicKey = gateway.Issuer.Key.ECDsa.ExportSubjectPublicKeyInfo();
        var bad = new Dictionary<string, string>
        {
            ["expired"] = Token(Genuine, notBefore: now.AddHours(-2), expires: now.AddHours(-1)),
            ["not yet valid"] = Token(Genuine, notBefore: now.AddHours(1), expires: now.AddHours(2)),
            ["another audience"] = Token(Genuine, audience: "another-service"),
            ["another issuer"] = Token(Genuine, issuer: "https://evil.example"),
            ["another key"] = Token(new(other, SecurityAlgorithms.EcdsaSha256)),
            ["no signature"] = $"{Base64Url("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{genuine[1]}.",
            ["signature left out"] = $"{genuine[0]}.{genuine[1]}.",
            ["another payload"] =
                genuine[0] + "."
                    + Base64Url("{\"sub\":\"x\",\"role\":\"nation-officer\",\"nation\":\"nz\",\"iss\":\"vip-orleans-development\","
                        + "\"aud\":\"vip-orleans\",\"exp\":9999999999}")
                    + "." + genuine[2],
            ["the public key as a secret"] = Token(new(new SymmetricSecurityKey(publicKey), SecurityAlgorithms.HmacSha256)),
            ["never ending"] =
                new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
                    new SecurityTokenDescriptor
                    {
                        Issuer = DevelopmentIssuer.Name, Audience = DevelopmentIssuer.Audience, Claims = Officer,
                        SigningCredentials = Genuine
                    }),
            ["no role"] = Token(Genuine, new() { ["sub"] = "officer", ["city"] = "nz-akl" }),
            ["an unknown role"] = Token(Genuine, new() { ["sub"] = "officer", ["role"] = "mayor", ["city"] = "nz-akl" }),
            ["two roles"] =
                Token(Genuine,
                    new()
                    {
                        ["sub"] = "officer", ["role"] = new[] { "city-officer", "nation-officer" }, ["city"] = "nz-akl",
                        ["nation"] = "nz"
                    }),
            ["no tie"] = Token(Genuine, new() { ["sub"] = "officer", ["role"] = "city-officer" }),
            ["a tie of another kind"] =
                Token(Genuine, new() { ["sub"] = "officer", ["role"] = "host", ["person"] = "nz.migrant.1v7c3x9m5n2z8q4w6k0d1r7t3p" }),
            ["no subject"] = Token(Genuine, new() { ["role"] = "city-officer", ["city"] = "nz-akl" }),
            ["a subject that ends in a blank"] = Token(Genuine, new(Officer) { ["sub"] = "p1 " }),
            ["a subject with a blank of no width"] = Token(Genuine, new(Officer) { ["sub"] = "p1\u200b" }),
            ["a subject with a mark of direction"] = Token(Genuine, new(Officer) { ["sub"] = "\u200ep1" }),
            ["a subject of two lines"] = Token(Genuine, new(Officer) { ["sub"] = "p\n1" }),
            ["garbage"] = "garbage",
        };
        foreach (var (what, token) in bad)
        {
            var answer = await Ask(token);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized && answer.Code == "not-authenticated", $"{what}: {answer.Text}");
            Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString());
        }

        var none = await gateway.Send(HttpMethod.Get, "/v1/cities/nz-none");
        none.MustBe(HttpStatusCode.Unauthorized, "not-authenticated");
        Assert.Equal("Bearer", none.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_token_that_was_taken_counts_again_and_an_altered_copy_of_it_does_not()
    {
        var token = Token(Genuine);
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.NotFound, (await Ask(token)).Status);

        var parts = token.Split('.');
        var other = Token(Genuine, new() { ["sub"] = "officer", ["role"] = "nation-officer", ["nation"] = "nz" }).Split('.');
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask($"{parts[0]}.{other[1]}.{parts[2]}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask($"{parts[0]}.{parts[1]}.{other[2]}")).Status);
    }

    [Theory]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":[\"nz-akl\",\"nz-wlg\"]")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":[]")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":null")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":{}")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":\"\"")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":7")]
    [InlineData("\"role\":\"auditor\",\"nation\":\"nz\",\"city\":\"nz-akl\",\"city\":\"nz-wlg\"")]
    [InlineData("\"role\":\"nation-officer\",\"nation\":[\"nz\",\"au\"]")]
    [InlineData("\"role\":\"nation-officer\",\"nation\":\"nz\",\"city\":[\"nz-akl\",\"nz-wlg\"]")]
    [InlineData("\"role\":\"employer\",\"nation\":\"nz\",\"employer\":[\"acme\",\"bolt\"]")]
    [InlineData("\"role\":\"employer\",\"nation\":[\"nz\",\"nz\"],\"employer\":\"acme\"")]
    [InlineData("\"role\":[\"city-officer\",\"auditor\"],\"city\":\"nz-akl\"")]
    [InlineData("\"role\":{\"city-officer\":true},\"city\":\"nz-akl\"")]
    [InlineData("\"role\":[\"city-officer\",7],\"city\":\"nz-akl\"")]
    [InlineData("\"role\":[],\"city\":\"nz-akl\"")]
    [InlineData("\"role\":\"auditor\",\"role\":\"city-officer\",\"city\":\"nz-akl\"")]
    [InlineData("\"role\":\"city-officer\",\"city\":\"nz-akl\",\"sub\":[\"a\",\"b\"]")]
    public async Task A_claim_that_says_more_than_one_thing_says_nothing(string claims)
    {
        var answer = await Ask(Signed(claims.Contains("\"sub\"", StringComparison.Ordinal) ? claims : $"\"sub\":\"a\",{claims}"));
        answer.MustBe(HttpStatusCode.Unauthorized, "not-authenticated");
    }

    [Theory]
    [InlineData("\"role\":[\"offline_access\",\"city-officer\",\"mayor\"],\"city\":\"nz-akl\"")]
    [InlineData("\"role\":\"city-officer\",\"city\":[\"nz-akl\"],\"groups\":[\"a\",\"b\"]")]
    public async Task One_role_of_ours_and_one_text_are_enough(string claims) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(Signed($"\"sub\":\"a\",{claims}"))).Status);

    [Theory]
    [InlineData("\"nonce\":\"n\"", null)]
    [InlineData("\"at_hash\":\"x\"", null)]
    [InlineData("\"c_hash\":\"x\"", null)]
    [InlineData("\"typ\":\"ID\"", null)]
    [InlineData("\"typ\":\"Refresh\"", null)]
    [InlineData("\"token_use\":\"id\"", null)]
    [InlineData("\"token_use\":[\"access\",\"id\"]", null)]
    [InlineData("\"events\":{}", null)]
    [InlineData("\"x\":1", "\"typ\":\"logout+jwt\"")]
    [InlineData("\"x\":1", "\"typ\":\"dpop+jwt\"")]
    [InlineData("\"x\":1", "\"crit\":[\"b64\"],\"b64\":true")]
    [InlineData("\"x\":1", "\"crit\":[\"exp\"]")]
    [InlineData("\"x\":1", "\"crit\":[]")]
    public async Task A_token_of_another_kind_or_with_a_header_that_nobody_here_understands_is_refused(string claim, string? header)
    {
        (await Ask(Signed($"\"sub\":\"a\",\"role\":\"city-officer\",\"city\":\"nz-akl\",{claim}", header)))
            .MustBe(HttpStatusCode.Unauthorized, "not-authenticated");
    }

    [Theory]
    [InlineData("\"typ\":\"Bearer\",\"nonce\":\"n\"", null)]
    [InlineData("\"token_use\":\"access\"", null)]
    [InlineData("\"nonce\":\"n\"", "\"typ\":\"at+jwt\"")]
    public async Task An_access_token_that_says_so_counts(string claim, string? header) => Assert.Equal(HttpStatusCode.NotFound,
        (await Ask(Signed($"\"sub\":\"a\",\"role\":\"city-officer\",\"city\":\"nz-akl\",{claim}", header))).Status);

    [Theory]
    [InlineData(5_000, 404)]
    [InlineData(6_500, 401)]
    [InlineData(9_000, 401)]
    [InlineData(16_000, 431)]
    public async Task A_token_over_8_KiB_is_refused(int padding, int status)
    {
        var token = Signed($"\"sub\":\"a\",\"role\":\"city-officer\",\"city\":\"nz-akl\",\"x\":\"{new string('x', padding)}\"");
        Assert.Equal(status is 404, token.Length <= 8192);
        Assert.Equal(status, (int)(await Ask(token)).Status);
    }

    [Fact]
    public async Task The_development_issuer_gives_tokens_that_count_and_refuses_ties_that_do_not_fit()
    {
        var given = await gateway.Ok(HttpMethod.Post, "/v1/dev/tokens", null, new { role = "city-officer", city = "nz-akl" }, "");
        Assert.True((int)given.Json["expiresIn"]! > 0);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask((string)given.Json["accessToken"]!)).Status);
        (await gateway.Send(HttpMethod.Post, "/v1/dev/tokens", null, new { role = "host", city = "nz-akl" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Theory]
    [InlineData("Production", "true", null, null, "Development environment only")]
    [InlineData("Staging", "true", null, null, "Development environment only")]
    [InlineData("Production", null, null, null, "Auth:Authority")]
    [InlineData("Development", null, null, null, "Auth:DevelopmentIssuer")]
    [InlineData("Development", "true", "https://id.example", "vip", "not both")]
    [InlineData("Production", null, "https://id.example", null, "Auth:Audience")]
    [InlineData("Production", null, "http://id.example", "vip", "https")]
    public void A_gateway_that_would_let_anyone_in_does_not_start(string environment, string? issuer, string? authority, string? audience,
        string says)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Builder(environment, issuer, authority, audience).AddVipGateway());
        Assert.Contains(says, refused.Message);
    }

    [Fact]
    public void The_claims_of_the_development_issuer_cannot_be_named_otherwise()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => TestGateway.Builder(null, null, ("Auth:RoleClaim", "roles")));
        Assert.Contains("Auth:RoleClaim", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_with_a_provider_starts_and_gives_no_tokens_itself()
    {
        var builder = Builder("Production", null, "https://id.example", "vip");
        builder.AddVipGateway();
        Assert.DoesNotContain(builder.Services, s => s.ServiceType == typeof(DevelopmentIssuer));
    }

    private static WebApplicationBuilder Builder(string environment, string? issuer, string? authority, string? audience)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Auth:DevelopmentIssuer"] = issuer, ["Auth:Authority"] = authority,
                ["Auth:Audience"] = audience,
                ["Ids:Key"] = Convert.ToBase64String(new byte[32]),
            });
        return builder;
    }

    private static string Token(SigningCredentials key, Dictionary<string, object>? claims = null, string issuer = DevelopmentIssuer.Name,
        string audience = DevelopmentIssuer.Audience, DateTime? notBefore = null, DateTime? expires = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims ?? Officer,
            NotBefore = notBefore ?? DateTime.UtcNow.AddMinutes(-1),
            Expires = expires ?? DateTime.UtcNow.AddHours(1),
            SigningCredentials = key,
        });

    // The header's members stand before those that it has anyway.
    private string Signed(string claims, string? header = null) => Jwt.Sign(gateway.Issuer.Key.ECDsa,
        $"{{{header ?? "\"typ\":\"JWT\""},\"alg\":\"ES256\",\"kid\":\"development\"}}",
        Jwt.Payload(DevelopmentIssuer.Name, DevelopmentIssuer.Audience, claims));

    private static string Base64Url(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private Task<Answer> Ask(string token) => gateway.Send(HttpMethod.Get, "/v1/cities/nz-none", token);
}
