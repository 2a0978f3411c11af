namespace VipOrleans.Gateway.Tests.Hosting;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Access;

/// <summary>What callers are told when grains, silos or the caller's own pace fail them.</summary>
public sealed class FailureTests
{
    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new TimeoutException("secret"), 504, "outcome-unknown" },
        { new StoreUnavailableException("secret"), 503, "unavailable" },
        { new SiloUnavailableException("secret"), 503, "unavailable" },
        { new InvalidOperationException("secret"), 500, "internal-error" },
        { new BadImageFormatException("secret"), 500, "internal-error" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failing_grain_becomes_a_problem_that_tells_nothing_of_the_inside(Exception failure, int status, string code)
    {
        var log = new ConcurrentQueue<string>();
        await using var app = await Started(failure, log);
        using var client = Client(app);
        var answer = await client.GetAsync("/v1/cities/nz-akl");
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(code, (string?)JsonNode.Parse(text)!["code"]);
        Assert.DoesNotContain("secret", text);
        Assert.DoesNotContain(" at ", text);
        // Why a store is away is our own sentence, and an operator looks for it; what else an exception says may be anybody's data.
        Assert.Equal(failure is StoreUnavailableException, log.Any(line => line.Contains("secret", StringComparison.Ordinal)));
        Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task A_gateway_without_grains_lives_and_is_not_ready()
    {
        await using var app = await Started(new SiloUnavailableException());
        using var client = Client(app);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        var ready = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("grains", (string)JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["detail"]!);
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_others_do_not()
    {
        await using var app = await Started(new SiloUnavailableException(), null, ("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "3"));
        using var client = Client(app);
        using var other = Client(app, "other");
        var statuses = new List<HttpStatusCode>();
        HttpResponseMessage last;
        do
        {
            last = await client.GetAsync("/v1/cities/nz-akl");
            statuses.Add(last.StatusCode);
        }
        while (last.StatusCode != HttpStatusCode.TooManyRequests && statuses.Count < 20);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.InRange(statuses.Count, 4, 10);
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.Equal("rate-limited", (string?)(await last.Content.ReadFromJsonAsync<JsonNode>())!["code"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await other.GetAsync("/v1/cities/nz-akl")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData("Limits:Burst", "0")]
    [InlineData("Limits:FeedsPerSubject", "-1")]
    public void A_limit_that_lets_nobody_in_is_refused_at_the_start(string name, string value)
    {
        var refused =
            Assert.Throws<InvalidOperationException>(
                () => TestGateway.Build(BrokenGrains.Factory(new TimeoutException()), null, (name, value)));
        Assert.StartsWith($"{name} is '{value}'; it is a whole number from 1 to ", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Started(Exception failure, ConcurrentQueue<string>? log = null,
        params (string, string)[] settings)
    {
        var app = TestGateway.Build(BrokenGrains.Factory(failure), log, settings);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app, string subject = "officer")
    {
        var token = app.Services.GetRequiredService<DevelopmentIssuer>()
            .Issue(subject, Role.CityOfficer, new(null, "nz-akl", null, null), DateTime.UtcNow);
        return new() { BaseAddress = new(app.Urls.Single()), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }

    /// <summary>Grains that fail whatever they are asked.</summary>
    public class BrokenGrains : DispatchProxy
    {
        private Exception _failure = new TimeoutException();

        public static IGrainFactory Factory(Exception failure) => Make<IGrainFactory>(failure);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == "GetGrain") return MakeOf(targetMethod.ReturnType, _failure);
            throw _failure;
        }

        private static object MakeOf(Type type, Exception failure) =>
            typeof(BrokenGrains).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
                .Invoke(null, [failure])!;

        private static T Make<T>(Exception failure) where T : class
        {
            var proxy = Create<T, BrokenGrains>();
            ((BrokenGrains)(object)proxy)._failure = failure;
            return proxy;
        }
    }
}
