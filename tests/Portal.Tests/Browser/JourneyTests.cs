namespace VipOrleans.Portal.Tests.Browser;

using Microsoft.Playwright;
using static BrowserWorld;

/// <summary>Tasks from their beginning to their end, by keyboard and without script; each leaves pictures for the guide.</summary>
public sealed class JourneyTests(BrowserWorld browser) : IClassFixture<BrowserWorld>
{
    [Fact]
    public async Task Anyone_compares_cities_and_works_out_what_stays()
    {
        var page = await browser.Open(Who.Nobody, script: false);
        await page.GotoAsync("/");
        await Picture(page, "home");
        await Tab(page, "main a[href$='/cities']");
        await Enter(page);
        await Expect(page, "Cities that take part");
        await Picture(page, "cities");
        await Tab(page, "main a[href$='/nz-akl']");
        await Enter(page);
        await Expect(page, "Auckland");
        await Picture(page, "city");
        await page.GotoAsync("/en/calculator");
        await Tab(page, "#home");
        await page.Keyboard.TypeAsync("600");
        await Tab(page, "#there");
        await page.Keyboard.TypeAsync("4200");
        await Enter(page);
        Assert.Contains("2,400.00", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Picture(page, "calculator");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_migrant_says_in_Arabic_on_a_small_phone_that_something_is_wrong_and_comes_back_with_the_receipt()
    {
        var page = await browser.Open(Who.Migrant, width: 320, script: false);
        await page.GotoAsync("/ar/migrant/concern");
        Assert.Equal("https://exit.example/", await page.GetAttributeAsync(".govuk-exit-this-page__button", "href"));
        await Tab(page, "input[name=kind]");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Tab(page, "textarea");
        await page.Keyboard.TypeAsync("أخذ صاحب العمل جواز سفري.");
        await Picture(page, "concern-ar");
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "وصلنا");
        var receipt = page.Url;
        Assert.Contains("جواز سفري", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Picture(page, "concern-receipt-ar");
        await page.GotoAsync("/ar/migrant");
        await Tab(page, "main a[href*='/migrant/concerns/']");
        await Enter(page);
        await page.GotoAsync(receipt.Split('?')[0]);
        Assert.Contains("جواز سفري", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        // The back button shows the form again, and sends nothing.
        await page.GoBackAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_migrant_changes_host_on_two_pages_without_asking_anybody()
    {
        var page = await browser.Open(Who.Migrant, "06", width: 320, script: false);
        await page.GotoAsync("/en/migrant");
        await Picture(page, "migrant");
        await Tab(page, "main a[href$='/change-host']");
        await Enter(page);
        await Expect(page, "Change host");
        await Picture(page, "change-host");
        await Tab(page, "main a.govuk-button");
        await Enter(page);
        await Expect(page, "Do you want to change host now?");
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "You have left your host");
        await Picture(page, "change-host-done");
        await page.GotoAsync("/en/migrant");
        Assert.DoesNotContain("All is in order", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_migrant_reads_a_statement_and_questions_it()
    {
        var page = await browser.Open(Who.Migrant, "02", script: false);
        await page.GotoAsync("/en/migrant/payments");
        await Picture(page, "payments");
        await Tab(page, "main a[href*='/migrant/statements/']");
        await Enter(page);
        await page.WaitForSelectorAsync("h1:has-text('Statement for')");
        // The first Tab stops at the link that skips the menu; the explanation opens by keyboard.
        await Tab(page, "main summary");
        await page.Keyboard.PressAsync("Enter");
        await Picture(page, "statement");
        await Tab(page, "main a[href*='kind=money']");
        await Enter(page);
        Assert.True(await page.IsCheckedAsync("input[value=money]"));
        await Tab(page, "textarea");
        await page.Keyboard.TypeAsync("I worked three weeks and not four.");
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "We have it");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_host_sees_the_sponsorship_as_a_line_of_steps_and_gives_notice()
    {
        var page = await browser.Open(Who.Host, "05", script: false);
        await page.GotoAsync("/en/host");
        Assert.Equal(6, await page.Locator(".vip-timeline__item").CountAsync());
        await Picture(page, "host");
        await Tab(page, "main a[href$='/host/payments']");
        await Enter(page);
        await Expect(page, "Payments");
        await page.GotoAsync("/en/host/notice");
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "My sponsorship");
        Assert.Contains("You have given notice", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_migrant_replies_to_a_notice()
    {
        var page = await browser.Open(Who.Migrant, "30", width: 320, script: false);
        await page.GotoAsync($"/es/notices/{browser.Pages.Ids["ruling"]}");
        await Tab(page, "textarea");
        await page.Keyboard.TypeAsync("Ahora vivimos dos en la casa.");
        await Picture(page, "notice-es");
        await Tab(page, "main form button");
        await Enter(page);
        Assert.Contains("Su respuesta", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_records_a_check_on_the_case_and_registers_a_host()
    {
        var page = await browser.Open(Who.Officer, script: false);
        await page.GotoAsync("/en/officer");
        await Picture(page, "work");
        await page.GotoAsync("/en/officer/cases?status=checking");
        await Tab(page, "main a[href*='.sponsorship.']");
        await Enter(page);
        await page.WaitForSelectorAsync("h1:has-text('Case')");
        await Picture(page, "case");
        await Tab(page, "main a[href$='kind=health-insurance']");
        await Enter(page);
        await Tab(page, "input[name=outcome]");
        await page.Keyboard.PressAsync("Space");
        await Tab(page, "#on-day");
        await page.Keyboard.TypeAsync("2");
        await Tab(page, "#on-month");
        await page.Keyboard.TypeAsync("11");
        await Tab(page, "#on-year");
        await page.Keyboard.TypeAsync("2026");
        await Picture(page, "check");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=The check is recorded.");
        Assert.Contains("Health insurance", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await page.GotoAsync("/en/officer/hosts/new");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=Enter a name");
        await Tab(page, "#name");
        await page.Keyboard.TypeAsync("Sione");
        await Enter(page);
        await page.WaitForSelectorAsync("text=Registered as");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_employer_sees_what_to_withhold()
    {
        var page = await browser.Open(Who.Employer, script: false);
        await page.GotoAsync("/en/employer");
        await Picture(page, "employer");
        await Tab(page, "main a[href*='/employer/files/']");
        await Enter(page);
        await Expect(page, "What to withhold, row by row");
        await page.GotoAsync("/en/employer/withhold");
        await Tab(page, "#sponsorship");
        await page.Keyboard.TypeAsync(browser.Pages.Ids["sponsorship"]);
        await Tab(page, "#year");
        await page.Keyboard.TypeAsync("1");
        await Tab(page, "#month");
        await page.Keyboard.TypeAsync("2");
        await Enter(page);
        Assert.Contains("NZD", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Picture(page, "withhold");
        await page.Context.CloseAsync();
    }

    private static async Task Expect(IPage page, string heading) => await page.WaitForSelectorAsync($"h1:text-is(\"{heading}\")");
}
