namespace VipOrleans.Gateway.Tests.Access;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VipOrleans.Gateway.Access;

/// <summary>Tokens of a provider, as providers write them.</summary>
public sealed class ProviderTests(TestGateway gateway) : IAsyncLifetime
{
    private const string Officer = """
        "sub":"3f0c","role":"city-officer","city":"nz-akl"
        """;

    private readonly ConcurrentQueue<string> _log = new();
    private FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private LocalProvider _provider = null!;
    private WebApplication? _app;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await LocalProvider.Start();
        _provider.Publish("one");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_provider_counts_and_one_of_a_key_that_it_never_published_does_not()
    {
        await Start();
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Officer)));
        using var strange = System.Security.Cryptography.RSA.Create(2048);
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token(strange, Officer)));
    }

    // Entra ID: app roles, and directory extensions or claims mapped by the application under names without a prefix.
    [Theory]
    [InlineData("roles", """
        "sub":"AAb1","oid":"a0","tid":"t1","ver":"2.0","azp":"c1","scp":"api","roles":["city-officer"],"city":"nz-akl"
        """)]
    // Keycloak: roles of the realm among its own, attributes of the user as claims, the kind of the token in its payload.
    [InlineData("realm_access.roles", """
        "sub":"6a","typ":"Bearer","azp":"portal","nonce":"n-0S6","sid":"s1","scope":"openid",
        "realm_access":{"roles":["default-roles-vip","offline_access","city-officer","uma_authorization"]},"city":["nz-akl"]
        """)]
    // Auth0: an action may add claims under an address only.
    [InlineData("https://vip.example/roles", """
        "sub":"auth0|62","azp":"q1","scope":"openid profile","https://vip.example/roles":["city-officer"],
        "https://vip.example/city":"nz-akl"
        """)]
    // Cognito: groups; no audience, but the client to which the token was given.
    [InlineData("cognito:groups", """
        "sub":"9e","token_use":"access","client_id":"vip","username":"9e","scope":"aws.cognito.signin.user.admin",
        "cognito:groups":["eu-west-1_pool_Google","city-officer"],"custom:city":"nz-akl"
        """)]
    public async Task A_setting_says_where_a_providers_tokens_have_role_and_ties(string role, string claims)
    {
        var isCognito = role == "cognito:groups";
        var city = isCognito ? "custom:city" : role.StartsWith("https://", StringComparison.Ordinal) ? "https://vip.example/city" : "city";
        await Start(("Auth:RoleClaim", role), ("Auth:CityClaim", city), ("Auth:AudienceClaim", isCognito ? "client_id" : "aud"));
        var audience = isCognito ? null : "vip";
        var token = _provider.Token(claims, audience);

        Assert.Equal(HttpStatusCode.NotFound, await Ask(token));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(token, "/v1/cities/nz-none"));
        // It is really the city of the token: another one's hosts are not this officer's.
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(token, "/v1/cities/nz-wlg/summary"));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(token, "/v1/cities/nz-akl/summary"));

        // A second role of ours, another client's token, and an ID token of the same log-in.
        var twoRoles = claims.Replace("\"city-officer\"", "\"city-officer\",\"auditor\"");
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token(twoRoles, audience)));
        Assert.Equal(HttpStatusCode.Unauthorized,
            await Ask(isCognito ? _provider.Token(claims.Replace("\"client_id\":\"vip\"", "\"client_id\":\"other\""), null)
                : _provider.Token(claims, "other")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token($"{claims},\"at_hash\":\"x\"", audience)));
    }

    [Fact]
    public async Task Person_nation_and_employer_stand_where_settings_say_and_dots_of_a_name_are_escaped()
    {
        await Start(("Auth:RoleClaim", "resource_access.vip\\.api.roles"), ("Auth:NationClaim", "vip.nation"),
            ("Auth:EmployerClaim", "org_id"), ("Auth:PersonClaim", "vip.person"));
        const string Employer = """
            "sub":"7","resource_access":{"vip.api":{"roles":["employer"]}},"vip":{"nation":"nz"},"org_id":"acme"
            """;
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Employer)));
        var other = await AskProblem(_provider.Token(Employer.Replace("org_id", "employer")));
        Assert.Contains("'org_id'", other, StringComparison.Ordinal);
        var host = await AskProblem(_provider.Token(Employer.Replace("\"employer\"", "\"host\"")));
        Assert.Contains("'vip.person'", host, StringComparison.Ordinal);
        Assert.Contains("'resource_access.vip\\.api.roles'", await AskProblem(_provider.Token(Officer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_audience_or_issuer_is_said_in_the_log_and_a_stranger_writes_no_line_of_its_own()
    {
        await Start();
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Officer)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token(Officer, "api://another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token(Officer, issuer: "https://sts.example/v1\\nError forged")));
        Assert.Contains(_log, l => l.Contains("A token for 'api://another' in the claim 'aud' was refused; Auth:Audience is 'vip'.",
            StringComparison.Ordinal));
        Assert.Contains(_log, l => l.Contains(
            "the issuer 'https://sts.example/v1?Error forged' was refused; the issuer that Auth:Authority names is "
                + $"'{_provider.Address}'.", StringComparison.Ordinal));

        // Again and again is said once.
        var lines = _log.Count;
        for (var i = 0; i < 20; i++) await Ask(_provider.Token(Officer, $"api://{i}"));
        Assert.DoesNotContain(_log.Skip(lines), l => l.Contains("api://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1024, HttpStatusCode.Unauthorized)]
    [InlineData(2040, HttpStatusCode.Unauthorized)]
    [InlineData(2048, HttpStatusCode.NotFound)]
    [InlineData(3072, HttpStatusCode.NotFound)]
    public async Task An_RSA_key_under_2048_bits_does_not_count(int bits, HttpStatusCode status)
    {
        _provider.Publish("sized", bits);
        await Start();
        Assert.Equal(status, await Ask(_provider.Token(Officer, key: "sized")));
        Assert.Equal(status == HttpStatusCode.Unauthorized,
            _log.Any(l => l.Contains($"key sized has {bits} bits", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Officer)));
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_counts_for_a_minute_at_most_and_a_new_one_at_once()
    {
        await Start();
        var token = _provider.Token(Officer);
        Assert.Equal(HttpStatusCode.NotFound, await Ask(token));

        _provider.Publish("two");
        using var stolen = _provider.Withdraw("one");
        // Kept in use meanwhile, as a thief would.
        for (var second = 0; second < 60; second += 5)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Ask(token);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token(stolen, Officer.Replace("3f0c", "another"))));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Officer, key: "two")));

        _provider.Publish("three");
        await Ask(_provider.Token(Officer, key: "three"));
        _time.Advance(TimeSpan.FromSeconds(6));
        await Until(async () => await Ask(_provider.Token(Officer, key: "three")) == HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_a_pause_the_first_request_already_meets_the_keys_of_now()
    {
        await Start();
        Assert.Equal(HttpStatusCode.NotFound, await Ask(_provider.Token(Officer)));
        _provider.Publish("two");
        using var stolen = _provider.Withdraw("one");
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(_provider.Token(stolen, Officer)))),
            s => Assert.Equal(HttpStatusCode.Unauthorized, s));
    }

    [Fact]
    public async Task While_the_provider_is_silent_its_last_keys_count_for_an_hour_and_then_the_gateway_says_that_it_cannot_tell()
    {
        await Start();
        var token = _provider.Token(Officer);
        Assert.Equal(HttpStatusCode.NotFound, await Ask(token));
        _provider.IsSilent = true;
        for (var minute = 0; minute < 55; minute += 5)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(HttpStatusCode.NotFound, await Ask(token));
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ask(token));
        Assert.Contains(_log, l => l.Contains("The provider does not answer at", StringComparison.Ordinal));
        _provider.IsSilent = false;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(token));
    }

    [Fact]
    public async Task Without_its_provider_a_gateway_is_not_ready_says_why_once_and_is_ready_when_it_answers()
    {
        _provider.IsSilent = true;
        await Start();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ready());
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ready());
        }

        Assert.Single(_log, l => l.StartsWith("Error The provider does not answer at", StringComparison.Ordinal));
        // Who runs the gateway a day later finds it in the newest lines too.
        _time.Advance(TimeSpan.FromMinutes(6));
        await Ready();
        Assert.Equal(2, _log.Count(l => l.StartsWith("Error The provider does not answer at", StringComparison.Ordinal)));

        _provider.IsSilent = false;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, await Ready());
        Assert.Single(_log, l => l.Contains("The provider answers again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3600, "ahead of")]
    [InlineData(-3600, "behind")]
    public async Task A_clock_that_differs_from_the_providers_is_said_with_how_much(int seconds, string direction)
    {
        // This machine's clock cannot go back in a test, so it is set before anything asks.
        _time = new(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(seconds));
        await Start();
        await Ask(_provider.Token(Officer));

        var line = Assert.Single(_log, l => l.Contains("This machine's clock is", StringComparison.Ordinal));
        Assert.InRange(SecondsIn(line, $"clock is ([0-9]+) s {direction} the provider's"), 3_540, 3_660);
    }

    // The machine that tests may be busy, and a second is soon over.
    private static int SecondsIn(string line, string pattern)
    {
        var match = System.Text.RegularExpressions.Regex.Match(line, pattern);
        Assert.True(match.Success, line);
        return int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_token_that_counts_later_than_now_is_refused_and_the_log_says_by_how_much()
    {
        await Start();
        var later = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(_provider.Token($"{Officer},\"nbf\":{later}")));

        var line = Assert.Single(_log, l => l.Contains("too early", StringComparison.Ordinal));
        Assert.InRange(SecondsIn(line, "([0-9]+) s too early. Set the clocks of this machine and of the provider by NTP."), 540, 600);
        // Clocks that agree are not talked about.
        Assert.DoesNotContain(_log, l => l.Contains("This machine's clock is", StringComparison.Ordinal));
    }

    [Fact]
    public void All_that_keys_and_tokens_are_remembered_is_less_than_a_minute() =>
        Assert.True(ProviderKeys.Stale + KnownTokens.Longest < TimeSpan.FromMinutes(1));

    private async Task Start(params (string, string)[] settings)
    {
        var builder = TestGateway.Builder(gateway.App.Services.GetRequiredService<IGrainFactory>(), _log,
            [("Auth:DevelopmentIssuer", "false"), ("Auth:Authority", _provider.Address), ("Auth:Audience", "vip"), .. settings]);
        builder.Services.AddSingleton(new KnownTokens(_time));
        builder.Services.AddSingleton(s => new ProviderKeys(_provider.Address, false, _time,
            s.GetRequiredService<Microsoft.Extensions.Logging.ILogger<ProviderKeys>>()));
        _app = builder.Build();
        _app.MapVipGateway();
        await _app.StartAsync();
        _client = new() { BaseAddress = new(_app.Urls.Single()) };
    }

    private async Task<HttpStatusCode> Ready() => (await _client.GetAsync("/health/ready")).StatusCode;

    private async Task<HttpStatusCode> Ask(string token, string path = "/v1/cities/nz-none") => (await Send(token, path)).StatusCode;

    private async Task<string> AskProblem(string token)
    {
        using var answer = await Send(token, "/v1/cities/nz-none");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!;
    }

    private async Task<HttpResponseMessage> Send(string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", token) } };
        return await _client.SendAsync(request);
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(20, patience.Token);
        }
    }
}
