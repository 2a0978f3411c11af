namespace VipOrleans.Gateway.Tests.Reports;

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Reports;

public sealed class StatementTests(TestGateway gateway)
{
    private static string ThisMonth => $"{DateTime.UtcNow:yyyy-MM}";

    [Fact]
    public async Task A_sponsorship_its_host_household_migrant_and_city_have_the_same_sums()
    {
        var (city, host, migrant, id) = await Posted();
        var household = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}", city.HostToken(host))).Json["household"]!;
        // What is booked at a month's end stands in one of two months, here and in the city.
        var year = $"{TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland")):yyyy}";
        foreach (var (path,
            token) in new[] { ($"sponsorships/{id}", city.Officer), ($"hosts/{host}", city.HostToken(host)),
                ($"households/{household}", city.HostToken(host)), ($"migrants/{migrant}", city.MigrantToken(migrant)),
                ($"cities/{city.Id}", city.Officer) })
        {
            var statement = (await gateway.Ok(HttpMethod.Get, $"/v1/{path}/statements/{year}", token)).Json;
            var sum = statement["sums"]!.AsArray().Single()!;
            Assert.Equal(("0.00", "4200.00", "800.00", "1000.00"),
                ((string?)sum["opening"]!["earned"]!["amount"], (string?)sum["closing"]!["earned"]!["amount"],
                    (string?)sum["closing"]!["due"]!["amount"], (string?)sum["closing"]!["unpaid"]!["amount"]));
            Assert.False((bool)statement["isClosed"]!);
            Assert.Equal(["earnings", "collected"], sum["movements"]!.AsArray().Select(m => (string?)m!["kind"]));
            Assert.Equal(path.StartsWith("cities", StringComparison.Ordinal) ? 0 : 1, statement["accounts"]!.AsArray().Count);
        }

        var trial = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json;
        Assert.Equal(("0.00", "800.00", "1000.00"),
            ((string?)trial["sum"]!["amount"], (string?)trial["due"]!["amount"], (string?)trial["collected"]!["amount"]));
    }

    [Fact]
    public async Task A_statement_is_a_page_that_prints_without_script_or_anything_from_elsewhere()
    {
        var (city, _, migrant, id) = await Posted();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{ThisMonth[..4]}");
        request.Headers.Authorization = new("Bearer", city.MigrantToken(migrant));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("Accept", answer.Headers.Vary);
        Assert.StartsWith("<!DOCTYPE html>", page.TrimStart(), StringComparison.Ordinal);
        // It is well formed, so that what stands where is no matter of luck.
        var html = XDocument.Parse(
            Regex.Replace(Regex.Replace(page.TrimStart(), "^<!DOCTYPE html>", ""), "<(meta[^>/]*)/?>", "<$1/>")).Root!;
        Assert.Equal("en", (string?)html.Attribute("lang"));
        Assert.Single(html.Descendants("h1"));
        Assert.Single(html.Descendants("main"));
        Assert.NotEmpty(html.Descendants("table"));
        Assert.All(html.Descendants("table"), t => Assert.NotNull(t.Element("caption")));
        Assert.All(html.Descendants("thead").Descendants("th"), th => Assert.Equal("col", (string?)th.Attribute("scope")));
        Assert.Contains(html.Descendants("caption"), c => c.Value == "Why this number");
        Assert.Contains("1,800.00 NZD", html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_months_statement_explains_the_laws_limit_with_its_profile_and_source_and_the_next_month_opens_with_its_closing()
    {
        object profile = new
        {
            id = "quarter", version = 2, jurisdiction = "NZ", validFrom = "2023-01-01", source = "Made up, section 4",
            currency = "NZD", basis = "gross", consentNeeded = false,
            limits = new object[] { new { limit = "percentage-cap", percentHundredths = 2500 } }
        };
        var city = await gateway.NewCity(profile: profile);
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 1, earned = new { amount = "4200.00", currency = "NZD" } });
        var booked =
            DateOnly.Parse(
                (string)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement",
                    city.Officer)).Json["lines"]![0]!["bookedOn"]!, CultureInfo.InvariantCulture);

        var month = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{booked:yyyy-MM}", city.Officer)).Json;
        // A month is closed once it is over everywhere on earth; the last one may not be yet where it has just begun.
        var before =
            (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{booked.AddMonths(-2):yyyy-MM}", city.Officer)).Json;
        var after = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{booked.AddMonths(1):yyyy-MM}",
            city.Officer)).Json;

        var why = month["accounts"]![0]!["entries"]![0]!["why"]!.AsArray();
        var limit = Assert.Single(why, s => ((string)s!["what"]!).StartsWith("most that may be taken", StringComparison.Ordinal))!;
        Assert.Equal(("4200.00 × 25 ÷ 100, cut down", "1050.00 NZD"), ((string?)limit["how"], (string?)limit["result"]));
        Assert.Contains("deduction profile quarter, version 2 (Made up, section 4), on gross pay 4200.00", (string?)limit["source"],
            StringComparison.Ordinal);
        Assert.Equal("1050.00", (string?)month["accounts"]![0]!["closing"]!["due"]!["amount"]);
        Assert.Equal((string?)month["accounts"]![0]!["closing"]!.ToJsonString(), after["accounts"]![0]!["opening"]!.ToJsonString());
        Assert.True((bool)before["isClosed"]!);
        Assert.False((bool)month["isClosed"]!);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{booked:yyyy-MM}");
        request.Headers.Authorization = new("Bearer", city.Officer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var page = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("4,200.00 × 25 ÷ 100, cut down",
            WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("= 3660.060000, cut down", "= 3,660.060000, cut down")]
    [InlineData("(12 × 1234567.00 − 2 × 999.28) on 2024-03-06", "(12 × 1,234,567.00 − 2 × 999.28) on 2024-03-06")]
    [InlineData("180000.00 PHP × 1.7812", "180,000.00 PHP × 1.7812")]
    public void Amounts_in_a_calculation_have_groups_of_three_digits(string plain, string page) =>
        Assert.Equal(page, StatementText.Grouped(plain));

    [Theory]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true)]
    [InlineData("application/json, text/html;q=0.5", false)]
    [InlineData("nonsense;;", false)]
    public void A_page_is_for_those_who_ask_for_one(string accept, bool isPage) =>
        Assert.Equal(isPage, StatementEndpoints.WantsPage(accept));

    [Theory]
    [InlineData("2026-13")]
    [InlineData("26")]
    [InlineData("next-month")]
    public async Task A_period_is_a_month_or_a_year(string period)
    {
        var (city, _, _, id) = await Posted();
        var answer = await gateway.Send(HttpMethod.Get, $"/v1/sponsorships/{id}/statements/{period}", city.Officer);
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task An_employer_reports_for_itself_only_and_what_it_withdraws_is_given_back()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        var employer = gateway.Token(Role.Employer, nation: city.Id.Nation.Value, employer: "acme-dairy");
        await city.Name(id, "acme-dairy", "other");
        object earned = new { amount = "4200.00", currency = "NZD" };
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", employer,
            new { year = 1, month = 1, earned, employer = "other" })).MustBe(HttpStatusCode.Forbidden, "forbidden");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", employer, new { year = 1, month = 1, earned });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 1, earned, employer = "other" });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings-withdrawal", employer, new { year = 1, month = 1 });

        var lines = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Json["lines"]!.AsArray();
        Assert.Equal([("acme-dairy", false), ("other", false), ("acme-dairy", true)],
            lines.Select(l => ((string?)l!["employer"], (bool)l["isWithdrawn"]!)));
        Assert.Equal("1800.00",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement",
                city.Officer)).Json["totals"]!["share"]!["amount"]);
    }

    private async Task<(TestCity City, string Host, string Migrant, string Id)> Posted()
    {
        var city = await gateway.NewCity();
        var (host, migrant) = (await city.Host(), await city.Migrant());
        var id = await city.Arrived(host, migrant);
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Officer,
            new { year = 1, month = 1, earned = new { amount = "4200.00", currency = "NZD" } });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/collections", city.Officer,
            new { reference = "month-1", amount = new { amount = "1000.00", currency = "NZD" }, on = "2024-03-01" });
        return (city, host, migrant, id);
    }
}
