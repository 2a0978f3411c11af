namespace VipOrleans.Portal.Tests.Pages;

using System.Net;
using System.Net.Http.Json;

/// <summary>What the page that votes asks for: papers by those who may, votes by nobody in particular.</summary>
public sealed class BallotTests(PortalWorld world, KnownPages pages) : IClassFixture<KnownPages>
{
    [Fact]
    public async Task A_vote_that_says_who_sent_it_is_not_taken()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = world.Address };
        var vote = new
        {
            paper = Convert.ToBase64String(new byte[32]), signature = Convert.ToBase64String(new byte[256]), answer = 1,
            revision = 1
        };
        foreach (var (header, value) in new[] { ("Cookie", "__Host-vip-session=x"), ("Authorization", "Bearer x") })
        {
            using var named = new HttpRequestMessage(HttpMethod.Post, Path()) { Content = JsonContent.Create(vote) };
            named.Headers.TryAddWithoutValidation(header, value);
            Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(named)).StatusCode);
        }

        using var empty = await http.PostAsJsonAsync(Path(), new { paper = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        // Of nobody it is looked at; this paper nobody has signed.
        using var unsigned = await http.PostAsJsonAsync(Path(), vote);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsigned.StatusCode);
        Assert.Contains("ballot-paper-invalid", await unsigned.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_is_asked_for_from_the_page_and_by_a_host()
    {
        var path = $"/en/host/ballots/{pages.Ids["ballot"]}/paper";
        foreach (var (who, status) in new[] { (Who.Nobody, HttpStatusCode.Unauthorized), (Who.Migrant, HttpStatusCode.Forbidden),
            (Who.Host, HttpStatusCode.BadRequest) })
        {
            using var reader = await world.SignedIn(who);
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = world.Address };
            using var asked = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(new { blinded = Convert.ToBase64String(new byte[256]) }),
            };
            asked.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", reader.Cookies.Select(c => $"{c.Key}={c.Value}")));
            Assert.Equal((who, status), (who, (await http.SendAsync(asked)).StatusCode));
        }
    }

    [Fact]
    public async Task The_page_that_votes_allows_the_one_script_that_is_ours_and_no_other()
    {
        using var host = await world.SignedIn(Who.Host);
        var page = await host.Get($"/host/ballots/{pages.Ids["ballot"]}");
        Assert.EndsWith("; script-src 'self'; connect-src 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var script = page.Document.QuerySelector("script")!;
        Assert.Empty(script.TextContent);
        var file = await host.GetRaw(script.GetAttribute("src")!);
        Assert.StartsWith("text/javascript", file.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("does not run the script", page.Document.QuerySelector("noscript")!.TextContent, StringComparison.Ordinal);
    }

    private string Path() => $"/en/votes/nz-akl/{pages.Ids["ballot"]}";
}
