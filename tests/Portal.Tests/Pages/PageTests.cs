namespace VipOrleans.Portal.Tests.Pages;

using System.IO.Compression;
using System.Net;
using AngleSharp.Dom;

/// <summary>
/// Each page of the route table as everybody: its content or a page that says no; what it weighs and what it says to browsers.
/// </summary>
public sealed class PageTests(PortalWorld world, KnownPages pages) : IClassFixture<KnownPages>
{
    // The one page that needs script.
    private const string ScriptPage = "/host/ballots/{ballot}";

    [Fact]
    public async Task Each_page_as_each_reader_is_its_content_or_says_no()
    {
        Assert.True(KnownPages.Table.Count >= 25, $"{KnownPages.Table.Count} pages were found.");
        foreach (var who in Enum.GetValues<Who>())
        {
            using var one = await world.SignedIn(who);
            foreach (var rule in KnownPages.Table)
            {
                using var other = KnownPages.RowOf(rule) != "01" ? await pages.SignedIn(rule, who) : null;
                var reader = other ?? one;
                var address = $"/en{pages.AddressOf(rule)}";
                var page = await reader.GetRaw(address, follow: rule.Path is "/start" && who != Who.Nobody);
                if (KnownPages.May(rule, who))
                {
                    Assert.True(page.Status == HttpStatusCode.OK || (rule.Path == "/sign-in" && page.Status == HttpStatusCode.Redirect),
                        $"{who} {address}: {page.Status} {page.Text}");
                    if (page.Status == HttpStatusCode.OK && !rule.IsFile) Assert.False(page.Heading.Length == 0, address);
                }
                else if (who == Who.Nobody)
                {
                    Assert.Equal((address, HttpStatusCode.Redirect, true),
                        (address, page.Status, page.Headers["Location"].StartsWith("/en/sign-in?return=", StringComparison.Ordinal)));
                }
                else
                {
                    Assert.Equal((address, HttpStatusCode.Forbidden, "This page is not for you"), (address, page.Status, page.Heading));
                }
            }
        }
    }

    [Fact]
    public async Task What_is_another_s_is_not_shown_to_one_of_the_same_role()
    {
        using var other = world.NewReader();
        await other.SignIn(world.KeyOf(Who.Migrant, "02"));
        foreach (var path in new[] { $"/migrant/concerns/{pages.Ids["concern"]}", $"/notices/{pages.Ids["ruling"]}" })
        {
            var page = await other.Get(path);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, page.Status));
            Assert.DoesNotContain("heating", page.Text, StringComparison.Ordinal);
        }

        var home = await other.Get("/migrant/payments");
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.DoesNotContain(world.Sponsorship, home.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/cities/nz-xyz")]
    [InlineData("/officer/nowhere")]
    public async Task What_is_not_there_has_a_page_that_says_so(string path)
    {
        using var reader = world.NewReader();
        var page = await reader.Get(path);
        Assert.Equal((HttpStatusCode.NotFound, "There is no such page"), (page.Status, page.Heading));
        var spanish = await reader.GetRaw($"/es{path}");
        Assert.Equal("Esa página no existe", spanish.Heading);
    }

    [Fact]
    public async Task A_first_visit_weighs_60_kB_at_most_and_every_other_page_20_kB_and_nothing_comes_from_another_host()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress =
            world.Address
        };
        var weights = new Dictionary<string, long>();
        foreach (var rule in KnownPages.Table.Where(r => r.Path is not ("/sign-in" or "/start") && !r.IsFile))
        {
            using var reader = await pages.SignedIn(rule, KnownPages.ReaderOf(rule), "ar");
            var address = $"/ar{pages.AddressOf(rule)}";
            var (page, bytes) = await Weigh(http, reader, address);
            weights[address] = bytes;
            Assert.True(bytes <= 20_000, $"{address}: {bytes} bytes");
            Assert.Equal(rule.Path == ScriptPage, page.Contains("<script", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
            foreach (var link in new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page)
                .QuerySelectorAll("link[href], img, script, iframe, object, [srcset]"))
            {
                Assert.StartsWith("/assets/", link.GetAttribute("href") ?? link.GetAttribute("src"), StringComparison.Ordinal);
            }
        }

        using var stranger = world.NewReader();
        var home = await stranger.GetRaw("/ar/");
        var sheet = home.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        var (_, sheetBytes) = await Weigh(http, stranger, sheet);
        var first = weights["/ar/"] + sheetBytes;
        Assert.True(first is > 5_000 and <= 60_000, $"A first visit weighs {first} bytes.");
        TestContext.Current.TestOutputHelper?.WriteLine($"first visit {first}, heaviest page {weights.MaxBy(w => w.Value)}");
    }

    [Fact]
    public async Task Every_answer_says_to_browsers_that_nothing_runs_and_nothing_is_kept()
    {
        using var reader = await world.SignedIn(Who.Migrant);
        foreach (var path in new[] { "/en/", "/en/nowhere", "/en/migrant/concern", "/en/host", "/nowhere" })
        {
            var page = await reader.GetRaw(path, follow: false);
            Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.StartsWith("default-src 'none'; style-src 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal(("nosniff", "no-referrer", "same-origin"),
                (page.Headers["X-Content-Type-Options"], page.Headers["Referrer-Policy"],
                page.Headers["Cross-Origin-Opener-Policy"]));
            Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.False(page.Headers.ContainsKey("Server"));
        }

        var sheet = (await reader.Get("/")).Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        Assert.Contains("immutable", (await reader.GetRaw(sheet)).Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetRaw("/assets/none.css")).Status);
    }

    [Fact]
    public async Task No_page_has_a_word_that_cannot_be_translated()
    {
        foreach (var rule in KnownPages.Table.Where(r => r.Path is not ("/sign-in" or "/start") && !r.IsFile))
        {
            using var reader = await pages.SignedIn(rule, KnownPages.ReaderOf(rule), "qps");
            var page = await reader.Get(pages.AddressOf(rule));
            Assert.True(page.Status == HttpStatusCode.OK, $"{rule.Path}: {page.Status} {page.Text}");
            foreach (var text in Texts(page.Document.Body!)
                .Append(page.Document.Title!.Replace("– [VïpÖrlëåñs]", "", StringComparison.Ordinal)))
            {
                Assert.True(IsOurs(text), $"{rule.Path}: '{text}'");
            }
        }
    }

    [Theory]
    [InlineData("ar-SA,ar;q=0.9,en;q=0.5", "/ar/cities?x=1")]
    [InlineData("de,to;q=0.4", "/to/cities?x=1")]
    [InlineData("fil", "/tl/cities?x=1")]
    [InlineData("de", "/en/cities?x=1")]
    public async Task Whoever_names_no_language_is_sent_to_the_one_that_their_browser_prefers(string accepted, string where)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = world.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);
        using var answer = await http.GetAsync("/cities?x=1");
        Assert.Equal((HttpStatusCode.Redirect, where), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_page_says_its_language_and_direction_and_leads_to_itself_in_the_others()
    {
        using var reader = world.NewReader("ar");
        var page = await reader.Get("/cities/nz-akl");
        var html = page.Document.DocumentElement;
        Assert.Equal(("ar", "rtl"), (html.GetAttribute("lang"), html.GetAttribute("dir")));
        Assert.EndsWith(".rtl.css", page.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(["/en/cities/nz-akl", "/es/cities/nz-akl", "/ne/cities/nz-akl", "/tl/cities/nz-akl", "/to/cities/nz-akl"],
            page.Document.QuerySelectorAll(".govuk-language-navigation a").Select(a => a.GetAttribute("href")!));
        // Offices have pages in English and Spanish.
        using var officer = await world.SignedIn(Who.Officer, "ar");
        Assert.Equal("/en/officer/cases?status=active", (await officer.Get("/officer/cases?status=active")).Path);
    }

    [Fact]
    public async Task The_calculator_counts_down_in_the_migrant_s_favour_and_says_what_is_wrong()
    {
        using var reader = world.NewReader();
        // (4,200.00 − 600.01) ÷ 2 = 1,799.995.
        Assert.Equal(["4,200.00", "3,599.99", "1,799.99", "2,400.01"], Amounts(await reader.Get("/calculator?home=600.01&there=4200.00")));
        // The law of the sample's city lets a quarter be taken, which is less.
        Assert.Equal(["NZD 4,200.00", "NZD 3,599.99", "NZD 1,050.00", "NZD 1,050.00", "NZD 3,150.00"],
            Amounts(await reader.Get("/calculator?city=nz-akl&home=600.01&there=4200.00")));
        var wrong = await reader.Get("/calculator?home=much&there=");
        Assert.Equal(2, wrong.Errors.Count());
        Assert.StartsWith("Error: ", wrong.Document.Title, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Amounts(Page page) => page.Document.QuerySelectorAll("dd")
        .Select(d => d.TextContent.Trim('\u2068', '\u2069', ' ', '\n', '\u00A0').Replace('\u00A0', ' '));

    private static async Task<(string Page, long Bytes)> Weigh(HttpClient http, Reader reader, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", reader.Cookies.Select(c => $"{c.Key}={c.Value}")));
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Redirect) return await Weigh(http, reader, answer.Headers.Location!.OriginalString);
        Assert.Equal((address, HttpStatusCode.OK, "br"),
            (address, answer.StatusCode, answer.Content.Headers.ContentEncoding.SingleOrDefault()));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Concat(answer.Content.Headers).Sum(h => h.Key.Length + h.Value.Sum(v => v.Length) + 4);
        await using var plain = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reading = new StreamReader(plain);
        return (await reading.ReadToEndAsync(), bytes.Length + headers);
    }

    private static IEnumerable<string> Texts(IElement body) => body.Descendants<IText>()
        .Where(t => t.ParentElement is { } parent
            && parent.Closest("[lang=en], .govuk-language-navigation, blockquote, textarea, noscript, script, style") is null)
        .Select(t => t.TextContent.Trim()).Where(t => t.Length > 0);

    // In brackets; or isolated, which is what comes from the API; or no word at all.
    private static bool IsOurs(string text)
    {
        var rest = System.Text.RegularExpressions.Regex.Replace(text, "\u2068[^\u2069]*\u2069", "");
        rest = System.Text.RegularExpressions.Regex.Replace(rest, @"\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*\]", "");
        // Ids and names of cities stand as they are.
        rest = System.Text.RegularExpressions.Regex.Replace(rest,
            @"\b[a-z]{2}-[a-z]{3}(\.[a-z]+\.[a-z0-9]+)?\b|\bAuckland\b|\bWellington\b|\bNZD\b", "");
        return !rest.Any(char.IsLetter);
    }
}
