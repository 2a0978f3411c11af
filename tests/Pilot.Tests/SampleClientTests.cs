namespace VipOrleans.Pilot.Tests;

using System.Net;
using VipOrleans.Silo;

/// <summary>The loader's way with an API that is busy or away.</summary>
public sealed class SampleClientTests
{
    [Fact]
    public async Task What_may_be_tried_again_is_tried_again_with_the_same_key_and_body()
    {
        var api = new ScriptedApi(HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable, null, HttpStatusCode.GatewayTimeout,
            HttpStatusCode.Created);

        var id = await new SampleClient(api.Http).Post("/v1/cities", "token", "sample.city", new { name = "Auckland" },
            CancellationToken.None);

        Assert.Equal("nz-akl", id);
        Assert.Equal(5, api.Requests.Count);
        Assert.Equal(("Bearer token", "sample.city", """{"name":"Auckland"}"""), Assert.Single(api.Requests.Distinct()));
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_and_says_what_was_refused()
    {
        var api = new ScriptedApi(HttpStatusCode.Conflict);

        var failure =
            await Assert.ThrowsAsync<OperatorException>(
                () => new SampleClient(api.Http).Post("/v1/cities", "token", "sample.city", new { }, CancellationToken.None));

        Assert.Single(api.Requests);
        Assert.Contains("/v1/cities (sample.city) was answered 409", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_that_stays_away_is_given_up()
    {
        var api = new ScriptedApi([.. Enumerable.Repeat<HttpStatusCode?>(HttpStatusCode.ServiceUnavailable, 100)]);
        await Assert.ThrowsAsync<OperatorException>(
            () => new SampleClient(api.Http).Post("/v1/cities", "token", "sample.city", new { }, CancellationToken.None));
        Assert.InRange(api.Requests.Count, 2, 50);
    }

    /// <summary>Answers one status after the other; null for a connection that breaks.</summary>
    private sealed class ScriptedApi(params HttpStatusCode?[] script) : HttpMessageHandler
    {
        public List<(string? Authorization, string Key, string Body)> Requests { get; } = [];

        public HttpClient Http => new(this) { BaseAddress = new("http://localhost") };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(
                (request.Headers.Authorization?.ToString(), string.Join(',', request.Headers.GetValues("Idempotency-Key")),
                    await request.Content!.ReadAsStringAsync(cancellationToken)));
            var status = script[Requests.Count - 1] ?? throw new HttpRequestException("The connection broke.");
            return new(status)
            {
                Content =
                new StringContent("""{"id":"nz-akl","version":1,"outcome":"opened"}""", null, "application/json"),
                Headers = { RetryAfter = new(TimeSpan.Zero) }
            };
        }
    }
}
