namespace VipOrleans.Portal.Tests.Browser;

using Microsoft.Playwright;
using VipOrleans.Portal.Tests.Pages;

/// <summary>The machine's Chromium, driven by keyboard.</summary>
public sealed class BrowserWorld(PortalWorld world) : IAsyncLifetime
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    // Out of the way; if they are to be made again, those that the guide shows go beside it.
    private static readonly string Aside = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName,
        Guide = Path.Combine(Repository.Root, "docs", "guide");

    private static readonly Lazy<string> GuideText = new(() => Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "1"
        ? File.ReadAllText(Path.Combine(Guide, "portal.md")) : "");

    public KnownPages Pages { get; } = new(world);

    public async ValueTask InitializeAsync()
    {
        await Pages.InitializeAsync();
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var program = Programs.SelectMany(p => folders.Select(f => Path.Combine(f, p))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "The pages are read with Chromium, which is missing: apt-get install chromium, then run the tests again.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page of somebody who is signed in.</summary>
    /// <param name="who">Who.</param>
    /// <param name="row">The number of the host's or migrant's row in the sample.</param>
    /// <param name="width">How wide the screen is, in pixels.</param>
    /// <param name="script">False for a browser that runs no script.</param>
    public async Task<IPage> Open(Who who, string row = "01", int width = 1024, bool script = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = world.Address.ToString(), ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = script,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        if (who == Who.Nobody) return page;
        await page.GotoAsync("/en/sign-in");
        var key = world.KeyOf(who, row);
        foreach (var link in await page.Locator("a").AllAsync())
        {
            if (!Uri.UnescapeDataString((await link.GetAttributeAsync("href"))!).EndsWith($"as={key}", StringComparison.Ordinal)) continue;
            await link.ClickAsync();
            return page;
        }

        throw new InvalidOperationException($"{key} is not among those whom one may sign in as.");
    }

    /// <summary>Takes a picture of a page as a whole.</summary>
    public static Task Picture(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = GuideText.Value.Contains($"(pictures/{name}.png)", StringComparison.Ordinal)
            ? Path.Combine(Guide, "pictures", $"{name}.png") : Path.Combine(Aside, $"{name}.png"),
        FullPage = true,
    });

    /// <summary>Follows the link, or sends the form, that has the focus, and waits for the page that comes.</summary>
    public static async Task Enter(IPage page)
    {
        await page.RunAndWaitForRequestFinishedAsync(() => page.Keyboard.PressAsync("Enter"), new()
        {
            Predicate = request => request.IsNavigationRequest && request.RedirectedTo is null,
        });
        await page.WaitForLoadStateAsync();
    }

    /// <summary>Goes on with the tabulator until something has the focus, as somebody without a mouse does.</summary>
    public static async Task Tab(IPage page, string selector)
    {
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
        }

        Assert.Fail($"No tabulator leads to {selector} on {page.Url}.");
    }
}
