namespace VipOrleans.Portal.Tests.Pages;

using System.Net;
using VipOrleans.Client;

/// <summary>Many people from one file.</summary>
public sealed class OnboardTests(PortalWorld world)
{
    [Theory]
    [InlineData("", "Choose a file or paste a table")]
    [InlineData("kind,name,shoe\nhost,A,42", "“shoe” is no column")]
    [InlineData("name\nA", "The first row has “kind” and “name”")]
    [InlineData("kind,name,name\nhost,A,B", "The first row has “kind” and “name”")]
    [InlineData("kind,name", "The table has 1 to 500 rows")]
    [InlineData("kind,name\nhost,\"A", "A quote that is opened in line 2")]
    public async Task A_table_that_cannot_be_read_comes_back_with_what_would_be_right(string text, string said)
    {
        using var officer = await world.SignedIn(Who.Officer);
        var page = await officer.Submit(await officer.Get("/officer/onboard"), ("text", text));
        Assert.Equal("/en/officer/onboard", page.Path);
        Assert.Contains(said, Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal(text, page.Document.QuerySelector("textarea")!.TextContent);
    }

    [Fact]
    public async Task The_same_file_twice_registers_nobody_twice_and_another_officer_does_not_see_it()
    {
        var api = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl", Subject = "sample-city-officer" });
        using var officer = await world.SignedIn(Who.Officer);
        const string file = "kind,name,address\nhost,Once Only,1 Once Street\nhost,Once Only,1 Once Street\nmigrant,Nowhere,";
        var first = await Sent();
        var said = first.Document.Body!.TextContent;
        Assert.Contains("2 rows are to be mended", said, StringComparison.Ordinal);
        Assert.Contains("The same row stands above", said, StringComparison.Ordinal);
        Assert.Contains("origin” is missing", said, StringComparison.Ordinal);
        var hosts = (await api.GetCitySummaryAsync("nz-akl")).Hosts;
        var again = await Sent();
        Assert.NotEqual(first.Path, again.Path);
        Assert.Equal("1", again.Document.QuerySelectorAll("dd").ElementAt(1).TextContent.Trim());
        Assert.Equal(hosts, (await api.GetCitySummaryAsync("nz-akl")).Hosts);

        using var second = await world.SignedIn(Who.Officer, row: "02");
        var other = await second.GetRaw(first.Path);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        Assert.DoesNotContain("Once Only", other.Text, StringComparison.Ordinal);

        async Task<Page> Sent()
        {
            var page = await officer.Submit(await officer.Get("/officer/onboard"), ("text", file));
            for (var look = 0; page.Headers.ContainsKey("Refresh"); look++)
            {
                Assert.True(look < 500, "Waited in vain for the file to be done.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
                page = await officer.GetRaw(page.Path);
            }

            return page;
        }
    }
}
