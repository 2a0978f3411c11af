namespace VipOrleans.Gateway.Tests.Access;

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Tests.Hosting;

public sealed class KnownTokensTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly string Padding = new('x', 1_000);
    private readonly FakeTimeProvider _time = new(Now);
    private readonly KnownTokens _known;

    public KnownTokensTests() => _known = new(_time);

    public void Dispose() => _known.Dispose();

    [Fact]
    public void A_token_is_known_as_whose_it_was_and_no_other_is()
    {
        var caller = Caller(Now.AddHours(1));
        _known.Add("head.body.signature", caller);

        Assert.True(_known.TryFind("head.body.signature", out var found));
        Assert.Equal(caller, found);
        Assert.False(_known.TryFind("head.body.signaturf", out _));
        Assert.False(_known.TryFind("head.body.", out _));
    }

    [Fact]
    public void After_half_a_minute_it_is_checked_again()
    {
        _known.Add("token", Caller(Now.AddHours(1)));

        _time.Advance(KnownTokens.Longest - TimeSpan.FromSeconds(1));
        Assert.True(_known.TryFind("token", out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_known.TryFind("token", out _));
    }

    [Fact]
    public void It_is_not_known_beyond_its_own_end()
    {
        _known.Add("token", Caller(Now.AddSeconds(5)));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_known.TryFind("token", out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_known.TryFind("token", out _));

        // Within the clock's tolerance a token counts a little longer; each time it is checked again.
        _known.Add("token", Caller(Now.AddSeconds(5)));
        Assert.False(_known.TryFind("token", out _));
    }

    [Fact]
    public void What_is_known_takes_no_more_memory_than_there_is_for_it()
    {
        // What this thread allocates, since other tests take and free memory meanwhile: no token that is kept takes more.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++) _known.Add($"token {i}{Padding}", Caller(Now.AddHours(1), $"{i}-{new string('e', 90)}"));
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100_000;

        var kept = Enumerable.Range(0, 100_000).Count(i => _known.TryFind($"token {i}{Padding}", out _));
        Assert.InRange(kept, 1_000, KnownTokens.MaxBytes / 800);
        Assert.InRange(kept * each, 1, 4L * KnownTokens.MaxBytes);
    }

    [Fact]
    public async Task Only_tokens_of_requests_that_the_limit_lets_in_are_noted()
    {
        await using var app = TestGateway.Build(FailureTests.BrokenGrains.Factory(new TimeoutException()), null,
            ("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "5"));
        await app.StartAsync();
        var (issuer, known) = (app.Services.GetRequiredService<DevelopmentIssuer>(), app.Services.GetRequiredService<KnownTokens>());
        // Of one subject, and each another text.
        var tokens = Enumerable.Range(0, 30)
            .Select(i => issuer.Issue("officer", Role.CityOfficer, new(null, "nz-akl", null, null), DateTime.UtcNow.AddSeconds(-i)))
            .ToArray();
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var letIn = 0;
        foreach (var token in tokens)
        {
            if (await Ask("/v1/cities/nz-akl", token) != HttpStatusCode.TooManyRequests) letIn++;
        }

        Assert.InRange(letIn, 5, 15);
        Assert.Equal(letIn, tokens.Count(t => known.TryFind(t, out _)));

        // What has no limit notes nothing.
        var other = issuer.Issue("other", Role.CityOfficer, new(null, "nz-akl", null, null), DateTime.UtcNow);
        Assert.Equal(HttpStatusCode.OK, await Ask("/health/live", other));
        Assert.False(known.TryFind(other, out _));

        async Task<HttpStatusCode> Ask(string path, string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", token) } };
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    private static Caller Caller(DateTimeOffset expires, string? employer = null) =>
        new() { Role = Role.CityOfficer, Key = "key", Employer = employer, City = CityId.Parse("nz-akl"), ExpiresAt = expires };
}
