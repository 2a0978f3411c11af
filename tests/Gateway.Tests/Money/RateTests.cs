namespace VipOrleans.Gateway.Tests.Money;

using System.Net;
using System.Text;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;

public sealed class RateTests(TestGateway gateway)
{
    private static readonly object Ecb = new { id = "ecb", name = "European Central Bank", @base = "EUR", maxAgeDays = 10 };

    [Fact]
    public async Task A_nation_imports_its_rates_and_asks_what_would_be_used()
    {
        var rates = await Nation("sb");
        var imported =
            (await gateway.Ok(HttpMethod.Post, $"{rates}?source=ecb", Officer("sb"),
                new CsvText("Date,USD,IDR,NZD,ROL,\n2024-03-08,1.09,17100,1.77,N/A,\n2024-03-07,1.08,17080,1.78,N/A,\n"))).Json;
        Assert.Equal(("imported", 2, "2024-03-07", "2024-03-08", "ROL"),
            ((string?)imported["outcome"], (int)imported["days"]!, (string?)imported["from"], (string?)imported["to"],
                (string?)imported["skippedColumns"]![0]));

        // 9 March 2024 is a Saturday.
        var found = (await gateway.Ok(HttpMethod.Get, $"{rates}?from=IDR&to=NZD&on=2024-03-09", Officer("sb"))).Json["rate"]!;
        Assert.Equal(("EUR", "17100", "1.77"),
            ((string?)found["base"], (string?)found["from"]!["perBase"], (string?)found["to"]!["perBase"]));
        Assert.Equal(("ecb", "European Central Bank", "2024-03-08"),
            ((string?)found["to"]!["source"], (string?)found["to"]!["name"], (string?)found["to"]!["on"]));

        var old = await gateway.Send(HttpMethod.Get, $"{rates}?from=IDR&to=KWD&on=2024-03-19", Officer("sb"));
        old.MustBe(HttpStatusCode.NotFound, "exchange-rate-missing");
        Assert.Equal(
            "There is no rate for 2024-03-19. IDR: the last of ecb is of 2024-03-08, 11 days before, and may be 10 days old at most. KWD: "
                + "ecb has none on or before that day.", (string?)old.Json["detail"]);
        (await gateway.Send(HttpMethod.Get, $"{rates}?from=IDR&to=XXX&on=2024-03-09", Officer("sb")))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, $"{rates}?from=IDR&to=NZD", Officer("sb"))).MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task A_bad_row_keeps_the_whole_file_out_and_is_named()
    {
        var rates = await Nation("to");
        var answer =
            await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("to"),
                new CsvText("Date,USD,NZD,\n2024-03-08,1.09,1.77,\n2024-03-07,1.08,free,\n"));
        answer.MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var error = Assert.Single(answer.Json["errors"]!.AsArray())!;
        Assert.Equal((3, 3, "NZD", "rate-invalid", "Expected a positive decimal number such as 60.731, or N/A."),
            ((int)error["line"]!, (int)error["column"]!, (string?)error["field"], (string?)error["code"], (string?)error["message"]));
        (await gateway.Send(HttpMethod.Get, $"{rates}?from=USD&to=NZD&on=2024-03-08", Officer("to")))
            .MustBe(HttpStatusCode.NotFound, "exchange-rate-missing");
    }

    [Fact]
    public async Task A_known_rate_is_replaced_by_a_correction_only()
    {
        var rates = await Nation("ki");
        CsvText File(string rate) => new($"Date,NZD,AUD,\n2024-03-06,{rate},1.6667,\n");
        var key = gateway.NewKey();
        var first = await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("ki"), File("1.7812"), key);
        first.MustBe(HttpStatusCode.OK);
        Assert.Equal("known",
            (string?)(await gateway.Ok(HttpMethod.Post, $"{rates}?source=ecb", Officer("ki"), File("1.7812"))).Json["outcome"]);
        var differs = await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("ki"), File("1.7821"));
        differs.MustBe(HttpStatusCode.Conflict, "rates-differ");
        Assert.Contains("NZD on 2024-03-06 is 1.7812 and not 1.7821", (string?)differs.Json["detail"]);
        await gateway.Ok(HttpMethod.Post, $"{rates}?source=ecb&correction=true", Officer("ki"), File("1.7821"));
        Assert.Equal("1.7821",
            (string?)(await gateway.Ok(HttpMethod.Get, $"{rates}?from=AUD&to=NZD&on=2024-03-06",
                Officer("ki"))).Json["rate"]!["to"]!["perBase"]);

        // The same key again is the same answer, byte for byte; with another file it is refused.
        Assert.Equal(first.Text, (await gateway.Ok(HttpMethod.Post, $"{rates}?source=ecb", Officer("ki"), File("1.7812"), key)).Text);
        (await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("ki"), File("1.7"), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_whole_history_fits_and_what_is_larger_or_no_csv_does_not()
    {
        var rates = await Nation("nr");
        var codes = ("USD JPY BGN CYP CZK DKK EEK GBP HUF LTL LVL MTL PLN ROL RON SEK SIT SKK CHF ISK NOK HRK RUB TRL TRY AUD BRL CAD CNY "
            + "HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR").Split(' ');
        // As many days and columns as the bank's own file has, of rates that are made up.
        var text = new StringBuilder($"Date,{string.Join(',', codes)},\n");
        for (var n = 0; n < 6_600; n++)
        {
            text.Append(
                $"{new DateOnly(2024, 3, 6).AddDays(-n):yyyy-MM-dd},"
                    + $"{string.Join(',', codes.Select((_, i) => $"{i + 1}.{(n % 9_000) + 1:0000}"))},\n");
        }

        Assert.Equal(6_600,
            (int)(await gateway.Ok(HttpMethod.Post, $"{rates}?source=ecb", Officer("nr"), new CsvText(text.ToString()))).Json["days"]!);
        Assert.Equal("37.6600",
            (string?)(await gateway.Ok(HttpMethod.Get, $"{rates}?from=USD&to=NZD&on=2006-02-10",
                Officer("nr"))).Json["rate"]!["to"]!["perBase"]);

        (await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("nr"), new CsvText(new(' ', CsvBody.MaxBytes + 1)),
            headers: ("Expect", "100-continue"))).MustBe(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        (await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("nr"), new { }))
            .MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await gateway.Send(HttpMethod.Post, $"{rates}?source=ecb", Officer("nr"), new CsvText("")))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task A_source_is_declared_before_its_rates_come()
    {
        var rates = await Nation("pw");
        var unknown = await gateway.Send(HttpMethod.Post, $"{rates}?source=rbnz", Officer("pw"), new CsvText("Date,USD\n2024-03-06,1\n"));
        unknown.MustBe(HttpStatusCode.NotFound, "rate-source-not-found");
        Assert.Contains("Its sources are: ecb.", (string?)unknown.Json["detail"]);
        (await gateway.Send(HttpMethod.Put, $"{rates[..^1]}-sources", Officer("pw"),
            new { sources = new[] { new { id = "ecb", name = "ECB", @base = "USD" } } }))
            .MustBe(HttpStatusCode.UnprocessableEntity, "currency-mismatch");
        (await gateway.Send(HttpMethod.Put, $"{rates[..^1]}-sources", Officer("pw"),
            new { sources = new[] { new { id = "ECB", name = "ECB", @base = "EUR" } } }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var sources =
            await gateway.Ok(HttpMethod.Get, $"{rates[..^1]}-sources", gateway.Token(Role.Employer, nation: "pw", employer: "acme"));
        Assert.Equal(("\"1\"", "ecb", 10),
            (sources.ETag, (string?)sources.Json["sources"]![0]!["id"], (int)sources.Json["sources"]![0]!["maxAgeDays"]!));
    }

    [Fact]
    public async Task An_arrival_counts_with_the_verified_baseline_at_the_imported_rate()
    {
        var city = await gateway.NewCity("ck");
        var (host, migrant) = (await city.Host(), await city.Migrant("PHP", verified: false));
        var id = await city.Granted(host, migrant);
        var arrival = $"/v1/sponsorships/{id}/arrival";
        (await gateway.Send(HttpMethod.Post, arrival, city.Officer, new { on = "2024-02-01" }))
            .MustBe(HttpStatusCode.Conflict, "baseline-not-verified");
        (await gateway.Send(HttpMethod.Post, $"/v1/migrants/{migrant}/baseline-verification", city.Officer,
            Verification("180000.00") with { Source = "payslips of Malaya" })).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/baseline-verification", city.Officer, Verification("170000.00"));
        await gateway.Ok(HttpMethod.Post, $"/v1/migrants/{migrant}/baseline-verification", city.Officer, Verification("180000.00"));
        // Another migrant comes before there is a rate: the arrival is noted, and what is earned waits.
        var early = await city.Granted(await city.Host(), await city.Migrant("PHP"));
        var noted = await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{early}/arrival", city.Officer, new { on = "2024-02-01" });
        Assert.Equal("arrived-awaiting-rate", (string?)noted.Json["outcome"]);
        Assert.True((bool)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{early}", city.Officer)).Json["awaitsRate"]!);
        var earned = new { year = 1, month = 1, earned = new { amount = "4000.00", currency = "NZD" } };
        (await gateway.Send(HttpMethod.Post, $"/v1/sponsorships/{early}/earnings", city.Officer, earned))
            .MustBe(HttpStatusCode.NotFound, "exchange-rate-missing");
        await gateway.Rates("ck");
        await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{early}/earnings", city.Officer, earned);
        // 7,200 pesos at the rate of the last day before the arrival.
        Assert.Equal("211.17",
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{early}", city.Officer)).Json["baseline"]!["yearly"]!["amount"]);
        (await gateway.Send(HttpMethod.Post, arrival, city.Officer, new { on = "2024-02-01", exchangeRate = new { } }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        await gateway.Ok(HttpMethod.Post, arrival, city.Officer, new { on = "2024-02-01" });

        var baseline = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}", city.MigrantToken(migrant))).Json["baseline"]!;
        Assert.Equal(("5279.28", 2, "case-file/9"),
            ((string?)baseline["yearly"]!["amount"], (int)baseline["verified"]!["version"]!, (string?)baseline["verified"]!["source"]));
        Assert.Equal(("2024-01-31", "ecb", "7200.00"),
            ((string?)baseline["rate"]!["from"]!["on"], (string?)baseline["rate"]!["from"]!["source"],
                (string?)baseline["verified"]!["declared"]!["yearly"]!["amount"]));
        var all = (await gateway.Ok(HttpMethod.Get, $"/v1/migrants/{migrant}/baselines", city.MigrantToken(migrant))).Json;
        Assert.Equal(["170000.00", "180000.00"], all["verified"]!.AsArray().Select(v => (string?)v!["yearly"]!["amount"]));
    }

    private static VerificationBody Verification(string amount) => new(new(amount, "PHP"), "tax-record", "case-file/9", "2024-01-20");

    private string Officer(string nation) => gateway.Token(Role.NationOfficer, nation: nation);

    /// <summary>The address of the rates of a nation that nobody else uses, with one source.</summary>
    private async Task<string> Nation(string nation)
    {
        await gateway.Ok(HttpMethod.Put, $"/v1/nations/{nation}/exchange-rate-sources", Officer(nation), new { sources = new[] { Ecb } });
        return $"/v1/nations/{nation}/exchange-rates";
    }

    private sealed record VerificationBody(AmountBody Yearly, string Method, string Source, string On);

    private sealed record AmountBody(string Amount, string Currency);
}
