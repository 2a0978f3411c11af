namespace VipOrleans.Portal.Tests.Pages;

using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using VipOrleans.Portal.Hosting;

/// <summary>Signing in and out, and forms that come late, twice or from elsewhere.</summary>
public sealed class SessionTests(PortalWorld world)
{
    private const string SessionCookie = "__Host-vip-session", FormCookie = "__Host-vip-form";

    [Fact]
    public async Task Somebody_signs_in_comes_to_the_page_that_they_wanted_and_signs_out()
    {
        using var reader = world.NewReader("es");
        var asked = await reader.Get("/migrant/payments");
        Assert.StartsWith("/connect/authorize?", asked.Path, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", asked.Path, StringComparison.Ordinal);
        var link = asked.Document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!)
            .Single(h => Uri.UnescapeDataString(h).EndsWith($"as={world.KeyOf(Who.Migrant)}", StringComparison.Ordinal));
        var page = await reader.GetRaw(link);
        Assert.Equal(("/es/migrant/payments", HttpStatusCode.OK, "Pagos"), (page.Path, page.Status, page.Heading));
        // The cookie is a number, and no token.
        Assert.True(reader.Cookies[SessionCookie].Length < 600);
        Assert.DoesNotContain("eyJ", reader.Cookies[SessionCookie], StringComparison.Ordinal);

        var session = await reader.Get("/session");
        var left = await reader.Submit(session);
        Assert.Equal("/es/", left.Path);
        Assert.False(reader.Cookies.ContainsKey(SessionCookie));
        Assert.StartsWith("/connect/authorize?", (await reader.Get("/migrant")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task Signing_in_leads_to_no_stranger_s_page(string back)
    {
        using var reader = await world.SignedIn(Who.Migrant);
        Assert.Equal("/en/migrant", (await reader.Get($"/sign-in?return={Uri.EscapeDataString(back)}")).Path);
    }

    [Fact]
    public async Task A_sign_in_that_was_broken_off_says_so()
    {
        using var reader = world.NewReader();
        var page = await reader.GetRaw("/signin-oidc?error=access_denied&state=x");
        Assert.Equal(("/en/sign-in/failed", "You are not signed in"), (page.Path, page.Heading));
        // A stranger's portal is answered by nobody.
        var asked = await reader.Get("/sign-in");
        var elsewhere = System.Text.RegularExpressions.Regex.Replace(asked.Path, "redirect_uri=[^&]*",
            $"redirect_uri={Uri.EscapeDataString("https://evil.example/signin-oidc")}");
        Assert.NotEqual(asked.Path, elsewhere);
        var refused = await reader.GetRaw($"{elsewhere}&as={Uri.EscapeDataString(world.KeyOf(Who.Host))}", follow: false);
        Assert.Equal((HttpStatusCode.BadRequest, false), (refused.Status, refused.Headers.ContainsKey("Location")));
    }

    [Fact]
    public async Task A_form_that_comes_after_its_session_comes_back_filled_in_to_the_same_person_only()
    {
        using var reader = await world.SignedIn(Who.Migrant);
        var form = await reader.Get("/migrant/concern");
        reader.Forget(SessionCookie);
        var ended = await reader.Submit(form, ("kind", "health"), ("text", "My tooth hurts."));
        Assert.Equal((HttpStatusCode.Unauthorized, "You were signed out"), (ended.Status, ended.Heading));
        Assert.DoesNotContain("tooth", ended.Text, StringComparison.Ordinal);
        var back = ended.Document.QuerySelector("main a.govuk-button")!.GetAttribute("href")!;

        using var other = world.NewReader();
        await other.SignIn(world.KeyOf(Who.Migrant, "02"));
        Assert.DoesNotContain("tooth", (await other.GetRaw(back)).Text, StringComparison.Ordinal);

        await reader.SignIn(world.KeyOf(Who.Migrant));
        var again = await reader.GetRaw(back);
        Assert.Equal("My tooth hurts.", again.Document.QuerySelector("textarea")!.TextContent);
        Assert.Equal("health", again.Document.QuerySelector("input[name=kind][checked]")!.GetAttribute("value"));
        Assert.Contains("/migrant/concerns/", (await reader.Submit(again)).Path, StringComparison.Ordinal);
        // It is given back once.
        Assert.DoesNotContain("tooth", (await reader.GetRaw(back)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_an_old_tab_or_of_another_site_is_shown_again_and_not_sent()
    {
        using var reader = await world.SignedIn(Who.Migrant);
        var form = await reader.Get("/migrant/concern");
        reader.Forget(FormCookie);
        var again = await reader.Submit(form, ("kind", "money"), ("text", "An old tab."));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Single(again.Errors);
        Assert.Equal("An old tab.", again.Document.QuerySelector("textarea")!.TextContent);
        Assert.Contains("/migrant/concerns/", (await reader.Submit(again)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_thing_and_a_second_one_makes_another()
    {
        using var reader = await world.SignedIn(Who.Migrant);
        var form = await reader.Get("/migrant/concern");
        var first = await reader.Submit(form, ("kind", "other"), ("text", "Once."));
        var second = await reader.Submit(form, ("kind", "other"), ("text", "Once."));
        Assert.Equal(first.Path, second.Path);
        var another = await reader.Submit(await reader.Get("/migrant/concern"), ("kind", "other"), ("text", "Once."));
        Assert.NotEqual(first.Path, another.Path);
    }

    [Fact]
    public async Task While_the_API_does_not_answer_a_page_says_so()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        await using var portal = PortalHost.Build(new()
        {
            Environment = "Development",
            Settings = new Dictionary<string, string?>
            {
                ["Portal:Api"] = "http://127.0.0.1:1", ["Portal:Authority"] = "http://127.0.0.1:1", ["Portal:Nations:0"] = "nz",
                ["URLS"] = address.ToString(),
                ["Logging:LogLevel:Default"] = "None",
            },
        });
        await portal.StartAsync(TestContext.Current.CancellationToken);
        using var reader = new Reader(address, "en");
        Assert.Equal(HttpStatusCode.OK, (await reader.Get("/")).Status);
        foreach (var path in new[] { "/cities", "/sign-in" })
        {
            var page = await reader.Get(path);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable, "We cannot answer now"), (path, page.Status, page.Heading));
            Assert.StartsWith("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        }

        // What is too large is said to be, whoever sends it.
        using var http = new HttpClient { BaseAddress = address };
        using var large = new StringContent(new string('x', 1_100_000), Encoding.UTF8, "application/x-www-form-urlencoded");
        using var refused = await http.PostAsync("/en/session", large, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("At most 1 MB", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_in_a_folder_are_read_by_another_process_end_in_time_and_do_not_say_what_is_in_them()
    {
        var folder = Directory.CreateTempSubdirectory("vip-sessions-").FullName;
        try
        {
            var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
            var (one, other) = (new FolderSessions(folder, clock), new FolderSessions(folder, clock));
            await one.Put("ticket:a", Encoding.UTF8.GetBytes("sealed"), clock.GetUtcNow().AddMinutes(30));
            Assert.Equal("sealed", Encoding.UTF8.GetString((await other.Get("ticket:a"))!));
            Assert.Null(await other.Get("ticket:b"));
            Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), f =>
                f.Contains("ticket", StringComparison.Ordinal));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(Path.Combine(folder, "sessions")));
            }

            clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Null(await one.Get("ticket:a"));
            await other.Remove("ticket:a");
            Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
            // What stands there is encrypted before.
            var kept = new KeptForms(one, new EphemeralDataProtectionProvider(), clock);
            var form = FormState.Empty with
            {
                Values = new Dictionary<string,
                string>
                { ["text"] = "plain words", [FormState.WhoseField] = kept.Whose("me") }
            };
            var id = await kept.Keep("/x", form);
            Assert.DoesNotContain("plain words",
                Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Single())), StringComparison.Ordinal);
            Assert.Null(await kept.Return(id!, "/y", "me"));
            Assert.Null(await kept.Return(id!, "/x", "you"));
            Assert.Equal("plain words", (await kept.Return(id!, "/x", "me"))!["text"]);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("Portal:Api", null, "Portal:Api is missing")]
    [InlineData("Portal:Authority", "ftp://x", "Portal:Authority is 'ftp://x'")]
    [InlineData("Portal:Authority", "http://login.example.org", "https address outside")]
    [InlineData("Portal:Nations:0", "NZ", "Portal:Nations has 'NZ'")]
    [InlineData("Portal:Apu", "x", "Portal:Apu is not a setting")]
    public void A_setting_that_cannot_be_used_ends_the_start_with_a_line_that_says_so(string name, string? value, string said)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Portal:Api"] = "https://api.example.org",
            ["Portal:Authority"] = "https://login.example.org"
        };
        settings[name] = value;
        var refused = Assert.Throws<InvalidOperationException>(() =>
            PortalHost.Build(new() { Environment = "Production", Settings = settings }));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
