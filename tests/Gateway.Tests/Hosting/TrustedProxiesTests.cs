namespace VipOrleans.Gateway.Tests.Hosting;

using System.Net;
using Microsoft.AspNetCore.Builder;

/// <summary>Whose word on a caller's address counts: seen by whom the limit without a token meets.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task Behind_a_configured_proxy_each_caller_has_a_limit_of_its_own(string proxy)
    {
        await using var app = await Started(("Gateway:TrustedProxies:0", "10.0.0.0/8"), ("Gateway:TrustedProxies:1", proxy));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskOften(app, _ => "203.0.113.7"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskOften(app, i => $"203.0.113.{8 + i}"));
        // What stands before the first address that is no proxy's is the caller's own invention.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskOften(app, i => $"198.51.100.{i}, 203.0.113.200, 10.1.2.3"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    [InlineData("127.0.0.2")]
    public async Task Anybody_else_cannot_be_another_caller_by_a_header(string? proxy)
    {
        await using var app = await Started(proxy is null ? [] : [("Gateway:TrustedProxies:0", proxy)]);
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskOften(app, i => $"203.0.113.{i}"));
    }

    [Fact]
    public async Task The_switch_of_ASPNET_trusts_nobody_else_either()
    {
        await using var app = await Started(("FORWARDEDHEADERS_ENABLED", "true"), ("Gateway:TrustedProxies:0", "10.0.0.0/8"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskOften(app, i => $"203.0.113.{i}"));
    }

    private static async Task<WebApplication> Started(params (string, string)[] settings)
    {
        var app = TestGateway.Build(FailureTests.BrokenGrains.Factory(new TimeoutException()), null,
            [("Limits:AnonymousRequestsPerSecond", "1"), ("Limits:AnonymousBurst", "5"), .. settings]);
        await app.StartAsync();
        return app;
    }

    // The answer to the last of ten requests.
    private static async Task<HttpStatusCode> AskOften(WebApplication app, Func<int, string> forwardedFor)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var last = default(HttpStatusCode);
        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/cities/nz-akl");
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor(i));
            using var answer = await client.SendAsync(request);
            last = answer.StatusCode;
        }

        return last;
    }
}
