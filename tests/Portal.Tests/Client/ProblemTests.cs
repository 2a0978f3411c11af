namespace VipOrleans.Portal.Tests.Client;

using System.Net;
using VipOrleans.Client;

/// <summary>What the client makes of what the API refuses, and of nobody answering.</summary>
public sealed class ProblemTests(PortalWorld world)
{
    [Fact]
    public async Task A_refusal_is_an_exception_with_its_code_its_detail_and_its_fields()
    {
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl" });
        var refused = await Assert.ThrowsAsync<ProblemException>(() => officer.RegisterHostAsync("nz-akl", VipClient.NewKey(),
            new() { Person = new() { Name = "" } }));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-input"), (refused.Status, refused.Code));
        Assert.Equal("person.name", Assert.Single(refused.Errors).Field);
        Assert.False(refused.IsForNow);

        var missing = await Assert.ThrowsAsync<ProblemException>(() => officer.GetHostAsync(world.Sample.Hosts["h01"][..^1] + "0"));
        Assert.Equal("host-not-found", missing.Code);
        Assert.NotEmpty(missing.Message);
    }

    [Fact]
    public async Task The_same_key_makes_one_thing_and_codes_stand_as_the_API_has_them()
    {
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl" });
        var (key, host) = (VipClient.NewKey(), new RegisterHostRequest { Person = new() { Name = "Ana of the client's test" } });
        var first = await officer.RegisterHostAsync("nz-akl", key, host);
        Assert.Equal(first.Id, (await officer.RegisterHostAsync("nz-akl", key, host)).Id);
        Assert.Equal("city-officer", VipClient.CodeOf(Role.CityOfficer));
        var checking = await officer.ListSponsorshipsAsync("nz-akl", SponsorshipStatus.Ended, limit: 5);
        Assert.All(checking.Items, s => Assert.Equal(SponsorshipStatus.Ended, s.Status));
    }

    [Fact]
    public async Task Nobody_who_answers_is_a_problem_for_now()
    {
        using var nowhere = new HttpClient { BaseAddress = new("http://127.0.0.1:1/") };
        var refused = await Assert.ThrowsAsync<ProblemException>(() => new VipClient(nowhere).GetLivenessAsync());
        Assert.Equal((null, ProblemException.Unreachable, true), (refused.Status, refused.Code, refused.IsForNow));
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>", "text/html")]
    [InlineData("{", "application/problem+json")]
    public async Task A_page_of_a_proxy_is_no_problem_of_ours(string body, string mediaType)
    {
        using var http = new HttpClient(new Answering(body, mediaType)) { BaseAddress = new("http://proxy.example/") };
        var refused = await Assert.ThrowsAsync<ProblemException>(() => new VipClient(http).GetLivenessAsync());
        Assert.Equal((HttpStatusCode.BadGateway, "http-502", true), (refused.Status, refused.Code, refused.IsForNow));
    }

    private sealed class Answering(string body, string mediaType) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway)
            {
                Content =
                new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(mediaType))
            });
    }
}
