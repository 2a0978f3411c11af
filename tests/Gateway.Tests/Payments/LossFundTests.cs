namespace VipOrleans.Gateway.Tests.Payments;

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VipOrleans.Gateway.Access;

/// <summary>A host's loss from the claim to the bank's statement, and what each side shows a tax office of the year.</summary>
public sealed class LossFundTests(TestGateway gateway)
{
    [Fact]
    public async Task A_granted_claim_goes_with_the_hosts_payment_and_stands_in_the_books_and_in_the_hosts_year()
    {
        var (city, host, migrant, id) = await Granted();
        var books = await Books(city);
        Assert.Equal(("0.00", "300.00", "100.00"), (Of(books, "sum"), Of(books, "loss"), Of(books, "fund")));
        var collected = decimal.Parse(Of(books, "collected"), System.Globalization.CultureInfo.InvariantCulture);
        var payouts = new PayoutTests(gateway);
        var payout = $"/v1/cities/{city.Id}/payouts/{await payouts.Open(city)}";
        await gateway.Ok(HttpMethod.Post, $"{payout}/instruction", city.Officer, new { });
        var payment = (await gateway.Ok(HttpMethod.Get, $"{payout}/payments", city.Officer)).Json["items"]![0]!;
        Assert.Equal(collected + 300m,
            decimal.Parse((string)payment["amount"]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture));
        var (name, amount) = ((string)payment["id"]!, (string)payment["amount"]!["amount"]!);
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-files", city.Officer,
            new XmlText(PayoutTests.Statement("S1", PayoutTests.Entry(name, amount))));
        JsonNode claim;
        do claim = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/losses", city.HostToken(host))).Json["items"]![0]!;
        while ((string)claim["state"]! != "paid");
        Assert.Equal(name, (string)claim["reference"]!);
        Assert.Equal(("0.00", "300.00"), (Of(await Books(city), "loss"), Of(await Books(city), "lossPaid")));

        var year = $"{DateTime.UtcNow.AddHours(13):yyyy}";
        var tax = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/tax-summaries/{year}", city.HostToken(host))).Json;
        var statement = (await gateway.Ok(HttpMethod.Get, $"/v1/hosts/{host}/statements/{year}", city.HostToken(host))).Json["sums"]![0]!;
        Assert.Equal((Changed(statement, "paidOut"), Changed(statement, "lossPaid"), Changed(statement, "levy")),
            (Sum(tax, "share-paid"), Sum(tax, "loss-paid"), Sum(tax, "levy-kept")));
        var line = tax["lines"]!.AsArray().Single(l => (string)l!["what"]! == "loss-paid")!;
        Assert.Equal((city.Id.Value, name, "300.00"),
            ((string)line["by"]!, (string)line["reference"]!, (string)line["amount"]!["amount"]!));
        await PrintsWell($"/v1/hosts/{host}/tax-summaries/{year}", city.HostToken(host), "Paid by the host-loss fund", "300.00 NZD", name);

        var own = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/tax-summaries/{year}", city.MigrantToken(migrant))).Json;
        statement = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/statements/{year}", city.MigrantToken(migrant)))
            .Json["sums"]![0]!;
        Assert.Equal((Changed(statement, "earned"), Changed(statement, "earned") - Changed(statement, "kept")),
            (Sum(own, "earned"), Sum(own, "share-taken")));
        Assert.DoesNotContain(own["lines"]!.AsArray(), l => (string)l!["what"]! == "loss-paid");
    }

    [Fact]
    public async Task An_employer_has_a_line_for_each_person_and_its_own_only()
    {
        var city = await gateway.NewCity();
        var id = await city.Arrived(await city.Host(), await city.Migrant());
        await city.Name(id, "acme-orchards", "other-farm");
        var employer = gateway.Token(Role.Employer, nation: "nz", employer: "acme-orchards");
        foreach (var month in new[] { 1, 2 })
        {
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", employer,
                new { year = 1, month, earned = new { amount = "4000.00", currency = "NZD" } });
        }

        // Both months are due on the day on which they were reported, or later: in this year, or in December in the next.
        var year = $"{DateTime.UtcNow.AddHours(13).AddMonths(1):yyyy}";
        var path = $"/v1/cities/{city.Id}/employer-tax-summaries/{year}";
        var tax = (await gateway.Ok(HttpMethod.Get, path, employer)).Json;
        var statement = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-statements/{year}", employer)).Json;
        var line = Assert.Single(tax["lines"]!.AsArray())!;
        Assert.Equal(("withheld", id, "acme-orchards", 2, (string)statement["withheld"]!["amount"]!), ((string)line["what"]!,
            (string)line["sponsorship"]!, (string)line["by"]!, (int)line["bookings"]!, (string)line["amount"]!["amount"]!));
        await PrintsWell(path, employer, "Withheld from pays", id);
        var others = gateway.Token(Role.Employer, nation: "nz", employer: "other-farm");
        Assert.Empty((await gateway.Ok(HttpMethod.Get, path, others)).Json["lines"]!.AsArray());
        (await gateway.Send(HttpMethod.Get, $"{path}?employer=acme-orchards", others)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-tax-summaries/2026-02", employer))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    private async Task<(TestCity City, string Host, string Migrant, string Id)> Granted()
    {
        var city = await gateway.NewCity(policy: new { noticeDays = 0, levy = "1/2" });
        var (host, migrant) = (await city.Host(), await city.Migrant());
        await new PayoutTests(gateway).Collected(city, host, migrant);
        var id = (string)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/sponsorships", city.Officer)).Json["items"]![0]!["id"]!;
        var rule = new { kind = "unemployment-support", above = Nzd("0.00"), part = "1/1", atMost = Nzd("400.00"), source = "bylaw/1" };
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/loss-fund/rules", city.Officer, new { rules = new[] { rule } });
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/loss-fund/allotments", city.Officer,
            new { reference = "budget/1", amount = Nzd("400.00") });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/losses", city.HostToken(host),
            new { kind = "unemployment-support", loss = Nzd("300.00"), evidence = "receipts/1" });
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/loss-decisions", city.Officer,
            new { kind = "unemployment-support", granted = true });
        while (Of(await Books(city), "loss") != "300.00") await Task.Yield();
        return (city, host, migrant, id);
    }

    // One page that is well formed, and reads on paper and on a phone with what the other statements have for it.
    private async Task PrintsWell(string path, string token, params string[] texts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var html = XDocument.Parse(
            Regex.Replace(Regex.Replace(page.TrimStart(), "^<!DOCTYPE html>", ""), "<(meta[^>/]*)/?>", "<$1/>"));
        foreach (var table in html.Descendants("table"))
        {
            var columns = table.Descendants("thead").Single().Descendants("th").Select(th => th.Value).ToArray();
            Assert.All(table.Descendants("td"), cell => Assert.Contains((string)cell.Attribute("data-column")!, columns));
        }

        Assert.Contains("@page { size: A4;", page, StringComparison.Ordinal);
        foreach (var text in texts) Assert.Contains(text, page, StringComparison.Ordinal);
    }

    private async Task<JsonNode> Books(TestCity city) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json;

    private static object Nzd(string amount) => new { amount, currency = "NZD" };

    private static string Of(JsonNode books, string account) => (string)books[account]!["amount"]!;

    private static decimal Sum(JsonNode tax, string what) => tax["sums"]!.AsArray().Where(s => (string)s!["what"]! == what)
        .Sum(s => decimal.Parse((string)s!["amount"]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture));

    private static decimal Changed(JsonNode sum, string balance) => At(sum, "closing", balance) - At(sum, "opening", balance);

    private static decimal At(JsonNode sum, string when, string balance) =>
        decimal.Parse((string)sum[when]![balance]!["amount"]!, System.Globalization.CultureInfo.InvariantCulture);
}
