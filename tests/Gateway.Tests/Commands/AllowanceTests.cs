namespace VipOrleans.Gateway.Tests.Commands;

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Gateway.Access;

/// <summary>What one person or organisation may do in a period, with bounds that a test reaches.</summary>
public sealed class AllowanceTests(TestGateway gateway)
{
    [Fact]
    public async Task Concerns_of_one_person_are_bounded_over_all_gateways_and_a_retry_is_not_one_more()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var sponsorship = await city.Arrived(host, migrant);
        var path = $"/v1/sponsorships/{sponsorship}/concerns";
        object concern = new { kind = "housing", text = "It rains in.", language = "en" };
        await using (var first = await Gateway.Start(gateway, ("Limits:ConcernsPerMonth", "3")))
        {
            Assert.Equal(HttpStatusCode.Created, await first.Post(path, Role.Migrant, migrant, concern, "one"));
            Assert.Equal(HttpStatusCode.Created, await first.Post(path, Role.Migrant, migrant, concern, "one"));
            Assert.Equal(HttpStatusCode.Created, await first.Post(path, Role.Migrant, migrant, concern, "two"));
        }

        // Another process, with the same cluster.
        await using var second = await Gateway.Start(gateway, ("Limits:ConcernsPerMonth", "3"));
        Assert.Equal(HttpStatusCode.Created, await second.Post(path, Role.Migrant, migrant, concern, "three"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await second.Post(path, Role.Migrant, migrant, concern, "four"));
        Assert.Equal("allowance-used-up", (string?)second.Last["code"]);
        Assert.Matches(
            @"^At most 3 concerns of one person or employer in 30 days; there is room again after \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$",
            (string?)second.Last["detail"]);
        Assert.Equal(HttpStatusCode.Created, await second.Post(path, Role.Migrant, migrant, concern, "three"));
        // The other side has its own, and officers are not counted.
        Assert.Equal(HttpStatusCode.Created, await second.Post(path, Role.Host, host, concern, "five"));
        for (var i = 0; i < 4; i++) Assert.Equal(HttpStatusCode.Created, await second.PostAsOfficer(path, city, concern, $"officer-{i}"));
    }

    [Fact]
    public async Task Invitations_of_one_person_are_bounded()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await using var app = await Gateway.Start(gateway, ("Limits:InvitationsPerMonth", "2"));
        foreach (var key in new[] { "one", "two" })
        {
            Assert.Equal(HttpStatusCode.OK,
                await app.Post($"/v1/migrants/{migrant}/invitations", Role.Migrant, migrant, new { days = 1 }, key));
            Assert.Equal(HttpStatusCode.OK, await app.Post($"/v1/hosts/{host}/invitations", Role.Host, host, new { days = 1 }, key));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests,
            await app.Post($"/v1/migrants/{migrant}/invitations", Role.Migrant, migrant, new { days = 1 }, "three"));
        Assert.StartsWith("At most 2 invitations of one person in 30 days; ", (string?)app.Last["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests,
            await app.Post($"/v1/hosts/{host}/invitations", Role.Host, host, new { days = 1 }, "three"));
    }

    [Fact]
    public async Task Proposals_of_one_pair_are_bounded_whoever_makes_them()
    {
        var city = await gateway.NewCity();
        var (host, migrant, other) = (await city.Host(), await city.Migrant(), await city.Migrant());
        object pair = new { host, migrant };
        await using var app = await Gateway.Start(gateway, ("Limits:ProposalsOfPairPerYear", "3"), ("Limits:ProposalsPerMonth", "3"));
        Assert.Equal(HttpStatusCode.Created, await app.Post("/v1/sponsorships", Role.Host, host, pair, "one"));
        Assert.Equal(HttpStatusCode.Created, await app.Post("/v1/sponsorships", Role.Migrant, migrant, pair, "two"));
        Assert.Equal(HttpStatusCode.Created,
            await app.PostAsOfficer("/v1/sponsorships", city, new { host, migrant, by = "host", paper = "form/1" }, "three"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.Post("/v1/sponsorships", Role.Host, host, pair, "four"));
        Assert.StartsWith("At most 3 proposals of one host and one migrant in 365 days; ", (string?)app.Last["detail"],
            StringComparison.Ordinal);

        // Another pair has its own, until the person has proposed too often.
        Assert.Equal(HttpStatusCode.Created, await app.Post("/v1/sponsorships", Role.Host, host, new { host, migrant = other }, "five"));
        Assert.Equal(HttpStatusCode.TooManyRequests,
            await app.Post("/v1/sponsorships", Role.Host, host, new { host, migrant = other }, "six"));
        Assert.StartsWith("At most 3 proposals of one person in 30 days; ", (string?)app.Last["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_one_employer_are_bounded_in_number_and_in_bytes()
    {
        var city = await gateway.NewCity();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        // An employer of this test's own: others of the nation send files as well.
        var acme = $"acme-{city.Id}";
        const string Header = "sponsorship,year,month,earned,currency\n";
        var row = $"{city.Id}.sponsorship.0123456789abcdefghjkmnpqrs,1,1,1.00,NZD\n";
        await using var app = await Gateway.Start(gateway, ("Limits:ImportsPerDay", "2"), ("Limits:ImportMebibytesPerDay", "2"));
        Assert.Equal(HttpStatusCode.Accepted, await app.Send(path, acme, Header + row, "one"));
        Assert.Equal(HttpStatusCode.Accepted, await app.Send(path, acme, Header + row, "one"));
        Assert.Equal(HttpStatusCode.Accepted, await app.Send(path, acme, Header + row, "two"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.Send(path, acme, Header + row, "three"));
        Assert.StartsWith("At most 2 files of earnings of one employer in 1 days; ", (string?)app.Last["detail"], StringComparison.Ordinal);

        // Others have their own, and one file of more bytes than there are is refused while it comes.
        var large = Header + string.Concat(Enumerable.Repeat(row, 40_000));
        Assert.Equal(HttpStatusCode.TooManyRequests, await app.Send(path, $"other-{city.Id}", large, "one"));
        Assert.StartsWith("At most 2,097,152 bytes in files of earnings of one employer in 1 days", (string?)app.Last["detail"],
            StringComparison.Ordinal);
    }

    /// <summary>Another gateway before the same cluster, with limits of its own.</summary>
    private sealed class Gateway(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = new(app.Urls.Single()) };

        /// <summary>The last answer.</summary>
        public JsonNode Last { get; private set; } = new JsonObject();

        public static async Task<Gateway> Start(TestGateway gateway, params (string Key, string Value)[] limits)
        {
            var app = TestGateway.Build(gateway.App.Services.GetRequiredService<IGrainFactory>(), null, limits);
            await app.StartAsync();
            return new(app);
        }

        public Task<HttpStatusCode> Post(string path, Role role, string person, object body, string key) =>
            Send(path, Token(role, new(person, null, null, null)), JsonContent.Create(body), key);

        public Task<HttpStatusCode> PostAsOfficer(string path, TestCity city, object body, string key) =>
            Send(path, Token(Role.CityOfficer, new(null, city.Id.Value, null, null)), JsonContent.Create(body), key);

        public Task<HttpStatusCode> Send(string path, string employer, string file, string key) =>
            Send(path, Token(Role.Employer, new(null, null, "nz", employer)), new StringContent(file, Encoding.UTF8, "text/csv"), key);

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await app.DisposeAsync();
        }

        private async Task<HttpStatusCode> Send(string path, string token, HttpContent content, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Idempotency-Key", $"{path.GetHashCode(StringComparison.Ordinal)}-{key}");
            using var answer = await _client.SendAsync(request);
            Last = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return answer.StatusCode;
        }

        private string Token(Role role, Ties ties) => app.Services.GetRequiredService<DevelopmentIssuer>()
            .Issue($"{role}:{ties.Person ?? ties.Employer ?? ties.City}", role, ties, DateTime.UtcNow);
    }
}
