namespace VipOrleans.Portal.Tests.Browser;

using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using VipOrleans.Portal.Hosting;
using VipOrleans.Portal.Tests.Pages;

/// <summary>
/// Every page of the route table in a real browser: axe finds nothing, in both directions of writing, and 320 pixels are enough.
/// </summary>
public sealed class AccessibilityTests(BrowserWorld browser) : IClassFixture<BrowserWorld>
{
    /// <summary>Routes that show no page of their own.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["/sign-in"] = "it leads to the provider", ["/start"] = "it leads to the first page of a role",
        ["/officer/payouts/{payout}/file"] = "a file for the bank",
    };

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("en", 1024)]
    [InlineData("ar", 320)]
    public async Task Axe_finds_nothing_on_any_page_and_none_is_wider_than_the_screen(string language, int width)
    {
        Assert.All(Excluded.Keys, path => Assert.Contains(KnownPages.Table, r => r.Path == path));
        var wrong = new List<string>();
        foreach (var readers in KnownPages.Table.Where(r => !Excluded.ContainsKey(r.Path))
            .GroupBy(r => (Who: KnownPages.ReaderOf(r), Row: KnownPages.RowOf(r))))
        {
            var page = await browser.Open(readers.Key.Who, readers.Key.Row, width);
            foreach (var rule in readers)
            {
                var answer = await page.GotoAsync($"/{language}{browser.Pages.AddressOf(rule)}");
                if (answer!.Status != 200) wrong.Add($"{rule.Path}: {answer.Status}");
                wrong.AddRange(await Faults(page, rule.Path, width));
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Axe_finds_nothing_on_a_page_with_errors_or_on_one_that_says_no()
    {
        var page = await browser.Open(Who.Migrant);
        var wrong = new List<string>();
        await page.GotoAsync("/en/migrant/concern");
        await page.ClickAsync("main form button");
        Assert.Equal(2, await page.Locator(".govuk-error-summary__list a").CountAsync());
        wrong.AddRange(await Faults(page, "errors", 1024));
        // Each error leads to its field.
        await page.ClickAsync(".govuk-error-summary__list a >> nth=1");
        Assert.Equal("text", await page.EvaluateAsync<string>("document.activeElement.id"));
        foreach (var path in new[] { "/en/officer", "/en/nowhere" })
        {
            await page.GotoAsync(path);
            wrong.AddRange(await Faults(page, path, 1024));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_in_forced_colours_and_at_400_percent_shows_all_of_its_text()
    {
        var page = await browser.Open(Who.Migrant, width: 256);
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await page.GotoAsync("/en/migrant");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 256);
        await page.Context.CloseAsync();
    }

    private static async Task<IEnumerable<string>> Faults(IPage page, string path, int width)
    {
        var found = (await page.RunAxe()).Violations
            .Select(v => $"{path}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}").ToList();
        if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide
            && wide > width) found.Add($"{path}: {wide} pixels wide");
        return found;
    }
}
