namespace VipOrleans.Portal.Tests.Browser;

using Microsoft.Playwright;
using VipOrleans.Client;
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
    public async Task A_migrant_finds_a_host_in_Arabic_on_a_small_phone_and_proposes_and_the_host_accepts()
    {
        await browser.Pages.Open("h36", "m34");
        var page = await browser.Open(Who.Migrant, "34", width: 320, script: false);
        await page.GotoAsync("/ar/migrant/profile");
        Assert.True(await page.IsCheckedAsync("input[value=choir]"));
        await Picture(page, "profile-ar");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForURLAsync("**/ar/migrant/find");
        await Picture(page, "find-ar");
        await Tab(page, $"main a[href$='{browser.Pages.World.Sample.Hosts["h36"]}']");
        await Enter(page);
        await page.WaitForURLAsync("**/ar/migrant/find/*");
        await Picture(page, "propose-ar");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForURLAsync("**/ar/proposals/*");
        await page.Context.CloseAsync();

        var host = await browser.Open(Who.Host, "36", width: 320, script: false);
        await host.GotoAsync("/en/host/find");
        await Picture(host, "find-host");
        await Tab(host, "main a[href$='/host/proposals']");
        await Enter(host);
        await Expect(host, "Proposals");
        await Tab(host, "main a[href*='/proposals/']");
        await Enter(host);
        await Expect(host, "A proposal");
        await Picture(host, "proposal");
        await Tab(host, "main button[value=accept]");
        await Enter(host);
        await Expect(host, "My sponsorship");
        Assert.Contains("You have accepted", await host.InnerTextAsync("main"), StringComparison.Ordinal);
        await host.Context.CloseAsync();
    }

    [Fact]
    public async Task A_host_finds_whoever_looks_and_proposes_and_the_migrant_accepts()
    {
        await browser.Pages.Open("h24", "m23");
        // Where migrants see hosts first, a host sees whoever has turned to them.
        var (hosts, migrants) = (browser.Pages.World.Sample.Hosts, browser.Pages.World.Sample.Migrants);
        var api = await browser.Pages.World.Api(new() { Role = Role.Migrant, Person = migrants["m23"], Subject = "sample-m23" });
        var turned = await api.ProposeSponsorshipAsync("journey-turned", new() { Host = hosts["h24"], Migrant = migrants["m23"] });
        var page = await browser.Open(Who.Host, "24", script: false);
        await page.GotoAsync("/en/host/find");
        await Tab(page, $"main a[href$='{migrants["m23"]}']");
        await Enter(page);
        await Expect(page, "Propose a sponsorship");
        await Picture(page, "propose");
        await api.WithdrawSponsorshipAsync(turned.Id, "journey-turned-back", body: new());
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "A proposal");
        await page.Context.CloseAsync();

        var migrant = await browser.Open(Who.Migrant, "23", width: 320, script: false);
        await migrant.GotoAsync("/ar/migrant/proposals");
        await Tab(migrant, "main a[href*='/proposals/']");
        await Enter(migrant);
        await migrant.WaitForURLAsync("**/ar/proposals/*");
        await Picture(migrant, "proposal-ar");
        await Tab(migrant, "main button[value=accept]");
        await Enter(migrant);
        await migrant.WaitForURLAsync("**/ar/migrant?done=accepted");
        Assert.Contains("لقد قبلت", await migrant.InnerTextAsync("main"), StringComparison.Ordinal);
        await migrant.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_opens_a_payout_another_one_instructs_it_and_the_bank_answers()
    {
        var page = await browser.Open(Who.Officer, script: false);
        await page.GotoAsync("/en/officer/payouts");
        await Picture(page, "payouts");
        await Tab(page, "main a[href$='/payouts/new']");
        await Enter(page);
        await Expect(page, "Open a payout");
        await Tab(page, "input[name=to]");
        await page.Keyboard.PressAsync("Space");
        var day = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland"));
        foreach (var (field, text) in new[] { ("on-day", $"{day.Day}"), ("on-month", $"{day.Month}"), ("on-year", $"{day.Year}"),
            ("reference", "AKL shares journey"), ("minimum", "0.01") })
        {
            await Tab(page, $"#{field}");
            await page.Keyboard.TypeAsync(text);
        }

        await Picture(page, "payout-new");
        await Enter(page);
        await page.WaitForSelectorAsync("h1:text-is(\"Payout: Reserved\")");
        await Picture(page, "payout");
        var address = page.Url;
        await page.Context.CloseAsync();

        var second = await browser.Open(Who.Officer, "02", width: 320, script: false);
        await second.GotoAsync(address);
        await Tab(second, "main button[value=instruct]");
        await Enter(second);
        await second.WaitForSelectorAsync("main a[href$='/file']");
        await Picture(second, "payout-instructed");
        var file = await second.APIRequest.GetAsync(await second.GetAttributeAsync("main a[href$='/file']", "href") ?? "");
        var instructed = await file.TextAsync();
        Assert.Contains("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09", instructed, StringComparison.Ordinal);
        await Tab(second, "main a[href$='/bank-files']");
        await Enter(second);
        await Expect(second, "Read a file of the bank");
        var message = System.Text.RegularExpressions.Regex.Match(instructed, "<MsgId>([^<]+)</MsgId>").Groups[1].Value;
        await second.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "answer.xml", MimeType = "application/xml", Buffer = System.Text.Encoding.UTF8.GetBytes(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>"
                + "<GrpHdr><MsgId>JOURNEY-1</MsgId></GrpHdr>"
                + $"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
                + "<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"),
        });
        await Tab(second, "main form button");
        await Enter(second);
        await second.WaitForSelectorAsync("text=/Read: [1-9]\\d* new, 0 set aside/");
        await Picture(second, "bank-file");
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_registers_a_hundred_people_by_file_and_mends_what_was_wrong()
    {
        var page = await browser.Open(Who.Officer, script: false);
        await page.GotoAsync("/en/officer/onboard");
        var rows = string.Concat(Enumerable.Range(1, 98).Select(n => $"host,Person {n},,{n} Sample Row,,\n"));
        await page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "people.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(
                $"kind,name,contact,address,document_kind,document_number\n{rows}host,\"Sefo, the younger\",,,paper,7\nmigrant,Losa,,,,\n"),
        });
        await Picture(page, "onboard");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=2 rows are to be mended");
        Assert.Equal("98", await page.InnerTextAsync("dd >> nth=1"));
        await Picture(page, "onboard-bad");
        var text = (await page.InputValueAsync("#text")).Replace(",paper,", ",national-id,", StringComparison.Ordinal);
        Assert.Contains("\"Sefo, the younger\"", text, StringComparison.Ordinal);
        await Tab(page, "#text");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text.Replace(",,,,,,,,", ",,,,,,,WS,", StringComparison.Ordinal)
            .Replace("national-id,,7", "national-id,WS,7", StringComparison.Ordinal));
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=2 people are registered");
        await Picture(page, "onboard-done");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_host_gets_a_paper_votes_with_it_and_changes_the_vote_and_it_is_counted()
    {
        var world = browser.Pages.World;
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl", Subject = "sample-city-officer" });
        var page = await browser.Open(Who.Host, "07", width: 320);
        var now = TimeProvider.System.GetUtcNow();
        var ballot = await officer.OpenBallotAsync("nz-akl", "journey-ballot", new()
        {
            Numbers = new() { Least = 20, Most = 40, Step = 1 }, LegalBasis = "Charter of the sample, article 4",
            PapersUntil = now.AddSeconds(8), Until = now.AddSeconds(18), QuorumPercent = 0,
        });
        await page.GotoAsync($"/en/host/ballots/{ballot.Id}");
        await Tab(page, "#paper");
        await Picture(page, "ballot-paper");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Your ballot paper is on this device");
        var sent = new List<IRequest>();
        page.Request += (_, request) => sent.Add(request);
        // The window in which votes are taken begins; nothing tells a page so that nobody reloads.
        for (var look = 0; !await page.IsVisibleAsync("#cast"); look++)
        {
            Assert.True(look < 100, "Waited in vain for the window in which votes are taken.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }

        foreach (var number in new[] { "25", "33" })
        {
            await Tab(page, "#answer");
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(number);
            await Tab(page, "#cast");
            await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Enter"),
                r => r.Url.Contains("/votes/", StringComparison.Ordinal));
            await page.WaitForSelectorAsync("text=Your vote is in the ballot box");
        }

        await Picture(page, "ballot-voted");
        var votes = sent.Where(r => r.Url.Contains("/votes/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, votes.Count);
        foreach (var vote in votes) Assert.DoesNotContain("cookie", (await vote.AllHeadersAsync()).Keys);
        for (var look = 0; ; look++)
        {
            var view = await officer.GetBallotAsync("nz-akl", ballot.Id);
            if (view.Result is { } result)
            {
                Assert.Equal((1, 33), (result.Votes, result.Places));
                break;
            }

            Assert.True(look < 300, "Waited in vain for the ballot to be counted.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await page.ReloadAsync();
        Assert.Contains("33 places", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();

        var without = await browser.Open(Who.Host, "07", script: false);
        await without.GotoAsync($"/en/host/ballots/{browser.Pages.Ids["ballot"]}");
        Assert.Contains("does not run the script", await without.InnerTextAsync("main"), StringComparison.Ordinal);
        await without.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_looks_at_two_records_side_by_side_and_links_them()
    {
        var pair = await browser.Pages.Pair("journey");
        var page = await browser.Open(Who.Officer, script: false);
        await page.GotoAsync("/en/officer/duplicates");
        await Picture(page, "duplicates");
        await Tab(page, $"main a[href$='/{pair.Second}']");
        await Enter(page);
        await Expect(page, "Two records, one person?");
        Assert.DoesNotContain("Tama", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Tab(page, "main a[href$='names=yes']");
        await Enter(page);
        await page.WaitForSelectorAsync("td:has-text('Tama journey')");
        await Picture(page, "duplicate");
        await Tab(page, "input[name=link]");
        await page.Keyboard.PressAsync("ArrowDown");
        await Tab(page, "main button[value=link]");
        await Enter(page);
        await page.WaitForSelectorAsync("text=They are linked as one person");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_host_moves_to_another_city_and_the_guest_is_asked_to_come_along()
    {
        var page = await browser.Open(Who.Host, "09", width: 320, script: false);
        await page.GotoAsync("/ar/host/move");
        await Tab(page, "input[name=city]");
        await page.Keyboard.PressAsync("Space");
        await Tab(page, "#address");
        await page.Keyboard.TypeAsync("12 Sample Quay, Wellington");
        await Picture(page, "move-ar");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync(".vip-next");
        for (var look = 0; !await page.IsVisibleAsync("main a[href*='/proposals/']"); look++)
        {
            Assert.True(look < 100, "Waited in vain for the guest to be asked.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }

        await Picture(page, "move-asked-ar");
        await page.Context.CloseAsync();
        var guest = await browser.Open(Who.Migrant, "09", width: 320, script: false);
        await guest.GotoAsync("/en/migrant/proposals");
        Assert.Equal(1, await guest.Locator("main a[href*='/proposals/nz-wlg.']").CountAsync());
        await guest.Context.CloseAsync();
    }

    [Fact]
    public async Task A_migrant_reads_the_news_in_Arabic_marks_it_and_looks_at_the_visa()
    {
        var page = await browser.Open(Who.Migrant, "03", width: 320, script: false);
        await page.GotoAsync("/ar/inbox");
        await Picture(page, "inbox-ar");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=لقد قرأت كل شيء");
        await page.GotoAsync("/ar/migrant");
        await Tab(page, "main a[href$='/visa']");
        await Enter(page);
        await Expect(page, "تأشيرتي");
        await Picture(page, "visa-ar");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_reads_a_ruling_that_another_one_proposed_and_drops_it()
    {
        var world = browser.Pages.World;
        var officer = await world.Api(new() { Role = Role.CityOfficer, City = "nz-akl", Subject = "sample-city-officer" });
        var sponsorship = world.Sample.Sponsorships["s29"];
        await officer.RecordCheckAsync(sponsorship, "journey-failed-check", new()
        {
            Kind = CheckKind.HealthInsurance, Outcome = CheckOutcome.Failed, Reason = RefusalReason.InsuranceMissing,
            On = DateOnly.FromDateTime(DateTime.UtcNow), Text = "The policy has ended.",
        });
        // The notice follows the check by itself.
        RulingView? ruling = null;
        for (var look = 0; ruling is null; look++)
        {
            Assert.True(look < 500, "Waited in vain for the notice of a ruling.");
            ruling = (await officer.ListRulingsOfSponsorshipAsync(sponsorship)).Items is [.., var last] ? last : null;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var page = await browser.Open(Who.Officer, "02", script: false);
        await page.GotoAsync("/en/officer/rulings");
        await Picture(page, "rulings");
        await Tab(page, $"main a[href$='{ruling.Id}']");
        await Enter(page);
        await Tab(page, "main a[href$='texts=yes']");
        await Enter(page);
        await page.WaitForSelectorAsync("text=The policy has ended.");
        await Picture(page, "ruling");
        await Tab(page, "textarea");
        await page.Keyboard.TypeAsync("A new policy is here.");
        await Tab(page, "main button[value=drop]");
        await Enter(page);
        await page.WaitForSelectorAsync("text=It is decided");
        await Expect(page, "A failed check: Dropped");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_employer_sends_a_file_and_sees_what_to_pay()
    {
        var page = await browser.Open(Who.Employer, script: false);
        var report = browser.Pages.World.Sample.Files.Earnings.First(e => e.Sponsorship == "s01");
        await page.GotoAsync("/en/employer");
        await Tab(page, "main a[href$='/upload']");
        await Enter(page);
        await Expect(page, "Send a file");
        await page.CheckAsync("input[name=city][value=nz-akl]");
        await page.SetInputFilesAsync("#file", new FilePayload
        {
            Name = "pay.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes("sponsorship,year,month,earned,currency\n"
                + $"{browser.Pages.Ids["sponsorship"]},{report.Year},{report.Month},{report.Earned},NZD\nnobody,1,1,1.00,NZD\n"),
        });
        await Picture(page, "upload");
        await Tab(page, "main form button");
        await Enter(page);
        await Expect(page, "What to withhold, row by row");
        await page.WaitForSelectorAsync("td:has-text('Refused')");
        await Picture(page, "upload-results");
        await page.GotoAsync("/en/employer/account/nz-akl");
        await Picture(page, "employer-account");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_of_the_nation_sees_its_cities_and_an_auditor_the_books()
    {
        var page = await browser.Open(Who.Nation, script: false);
        await page.GotoAsync("/en/nation");
        Assert.Contains("Auckland", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Picture(page, "nation");
        await Tab(page, "main a[href$='/nation/pause']");
        await Enter(page);
        await Expect(page, "Pause everything");
        await Tab(page, "main form button");
        await Enter(page);
        await page.WaitForSelectorAsync("text=Choose a reason");
        await page.Context.CloseAsync();

        var auditor = await browser.Open(Who.Auditor, script: false);
        await auditor.GotoAsync("/en/audit");
        await Picture(auditor, "audit");
        await Tab(auditor, "main a[href$='/audit/reads']");
        await Enter(auditor);
        await Expect(auditor, "Who read whose data");
        await Tab(auditor, "#person");
        await auditor.Keyboard.TypeAsync(browser.Pages.World.Sample.Hosts["h01"]);
        await Enter(auditor);
        await auditor.WaitForSelectorAsync("main table, main .govuk-inset-text");
        await Picture(auditor, "reads");
        await auditor.Context.CloseAsync();
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
