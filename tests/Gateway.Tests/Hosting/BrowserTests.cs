namespace VipOrleans.Gateway.Tests.Hosting;

using System.Net;
using Microsoft.AspNetCore.Builder;

/// <summary>What browsers are told: who may ask from a page, what is kept, and over which scheme.</summary>
public sealed class BrowserTests(TestGateway gateway)
{
    private const string Portal = "https://portal.example.org";

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("GET")]
    public async Task A_page_of_a_configured_origin_may_ask_with_the_APIs_headers_and_read_its_own(string method)
    {
        await using var app = await Started(("Gateway:CorsOrigins:0", "http://localhost:5173"), ("Gateway:CorsOrigins:1", Portal));
        using var preflight = await Send(app, HttpMethod.Options, "/v1/cities/nz-akl/quota", ("Origin", Portal),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "authorization,idempotency-key,if-match,last-event-id,content-type"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(Portal, Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Contains(method, Header(preflight, "Access-Control-Allow-Methods")!.Split(','));
        Assert.Subset(Header(preflight, "Access-Control-Allow-Headers")!.Split(',').ToHashSet(StringComparer.OrdinalIgnoreCase),
            new HashSet<string>(["Authorization", "Idempotency-Key", "If-Match", "Last-Event-ID", "Content-Type"],
                StringComparer.OrdinalIgnoreCase));
        Assert.Null(Header(preflight, "Access-Control-Allow-Credentials"));

        // Also what goes wrong can be read by the page: 401, 404, 405.
        foreach (var (verb, path) in new[]
        {
            (HttpMethod.Get, "/v1/cities/nz-akl"), (HttpMethod.Get, "/nowhere"), (HttpMethod.Patch, "/health/live"),
        })
        {
            using var answer = await Send(app, verb, path, ("Origin", Portal));
            Assert.Equal(Portal, Header(answer, "Access-Control-Allow-Origin"));
            Assert.Equal("ETag,Location,Retry-After", Header(answer, "Access-Control-Expose-Headers"));
        }
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://portal.example.org")]
    [InlineData("https://portal.example.org:8443")]
    [InlineData("https://portal.example.org.evil.example")]
    [InlineData("null")]
    public async Task A_page_of_any_other_origin_is_not_let_in(string origin)
    {
        await using var app = await Started(("Gateway:CorsOrigins:0", Portal));
        using var preflight =
            await Send(app, HttpMethod.Options, "/v1/cities/nz-akl", ("Origin", origin), ("Access-Control-Request-Method", "GET"));
        using var answer = await Send(app, HttpMethod.Get, "/health/live", ("Origin", origin));
        Assert.All([preflight, answer], a => Assert.Null(Header(a, "Access-Control-Allow-Origin")));
        Assert.Null(Header(preflight, "Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task Without_configured_origins_no_page_of_elsewhere_is_let_in()
    {
        var preflight = await gateway.Send(HttpMethod.Options, "/v1/cities/nz-akl", null, null, null, ("Origin", Portal),
            ("Access-Control-Request-Method", "GET"));
        preflight.MustBe(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.DoesNotContain(preflight.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_only_some_may_read_is_kept_in_no_browser_and_still_has_its_version()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Arrived(host, migrant);
        var concern = (await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/concerns", city.MigrantToken(migrant),
            new { kind = "abuse", text = "What I saw.", language = "en" })).Id!;
        foreach (var (path, token) in new[]
        {
            ($"/v1/concerns/{concern}", city.Officer), ($"/v1/concerns/{concern}/texts?purpose=triage", city.Officer),
            ($"/v1/sponsorships/{sponsorship}/concerns", city.MigrantToken(migrant)),
            ($"/v1/sponsorships/{sponsorship}", city.HostToken(host)),
            ($"/v1/hosts/{host}", city.HostToken(host)), ($"/v1/hosts/{host}/person?purpose=check", city.HostToken(host)),
            ($"/v1/migrants/{migrant}", city.MigrantToken(migrant)),
            ($"/v1/migrants/{migrant}/person/accesses", city.MigrantToken(migrant)),
            ($"/v1/migrants/{migrant}/beneficiaries", city.MigrantToken(migrant)),
            ($"/v1/sponsorships/{sponsorship}/rulings", city.HostToken(host)),
            ($"/v1/sponsorships/{sponsorship}/welfare-check", city.MigrantToken(migrant)),
            ($"/v1/sponsorships/{sponsorship}/statement", city.HostToken(host)),
        })
        {
            var answer = await gateway.Send(HttpMethod.Get, path, token);
            Assert.True("no-store" == answer.Headers.CacheControl?.ToString(), $"{path}: {answer.Headers.CacheControl}");
        }

        var known = await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", city.Officer);
        (await gateway.Send(HttpMethod.Get, $"/v1/hosts/{host}", city.Officer, headers: ("If-None-Match", known.ETag!)))
            .MustBe(HttpStatusCode.NotModified);
        var open = await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}", city.Officer);
        Assert.Equal("no-cache, private", open.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    [InlineData("/reference/")]
    public async Task No_answer_lets_a_page_change_its_base_or_send_a_form_elsewhere(string path)
    {
        var policy = (await gateway.Send(HttpMethod.Get, path)).Headers.GetValues("Content-Security-Policy").Single();
        Assert.Matches("base-uri '(none|self)'", policy);
        Assert.Matches("form-action '(none|self)'", policy);
    }

    [Fact]
    public async Task A_statements_page_does_not_either()
    {
        var city = await gateway.NewCity();
        var sponsorship = await city.Arrived(await city.Host(), await city.Migrant());
        var page = await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{sponsorship}/statements/2024", city.Officer,
            headers: ("Accept", "text/html"));
        page.MustBe(HttpStatusCode.OK);
        Assert.Contains("base-uri 'none'; form-action 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("https", "api.example.org", true)]
    [InlineData("http", "api.example.org", false)]
    [InlineData("https", "localhost:8443", false)]
    public async Task Where_HTTPS_is_on_browsers_are_told_to_keep_to_it(string scheme, string host, bool isTold)
    {
        await using var app = await Started(("Gateway:TrustedProxies:0", "127.0.0.1"));
        foreach (var path in new[] { "/health/live", "/nowhere", "/v1/cities/nz-akl" })
        {
            using var answer = await Send(app, HttpMethod.Get, path, ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "203.0.113.7"),
                ("Host", host));
            Assert.Equal(isTold ? "max-age=31536000" : null, Header(answer, "Strict-Transport-Security"));
        }
    }

    private static async Task<WebApplication> Started(params (string, string)[] settings)
    {
        var app = TestGateway.Build(FailureTests.BrokenGrains.Factory(new TimeoutException()), null, settings);
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> Send(WebApplication app, HttpMethod method, string path,
        params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
