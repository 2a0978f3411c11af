namespace VipOrleans.Gateway.Tests.Payments;

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Domain.Payments;

/// <summary>From an employer's file to the bank's, over HTTP alone.</summary>
public sealed class CollectionTests(TestGateway gateway)
{
    private static int _entries;

    [Fact]
    public async Task A_payroll_goes_from_its_file_to_withheld_paid_and_reconciled_in_three_requests()
    {
        var (city, people) = await People(3);
        // 1. Send the month.
        var import = await city.Import(
            "sponsorship,year,month,earned,currency\n" + string.Concat(people.Select((p, i) => $"{p},1,1,{4 + i}200.00,NZD\n")),
            city.Employer("acme"));
        // 2. Fetch what to withhold.
        var results = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}/results-file",
            city.Employer("acme"))).Text;
        var withheld = results.Trim().Split('\n')[1..].Sum(l => decimal.Parse(l.Split(',')[6], CultureInfo.InvariantCulture));
        Assert.True(withheld > 0);
        // 3. Read the one sum, its reference, its day and its account; the transfer is the bank's.
        var account = await Account(city);
        var month = Assert.Single(account["dues"]!["months"]!.AsArray())!;
        Assert.Equal((Text(withheld), 3, "12-3113-0012345-00"),
            ((string?)month["open"]!["amount"], (int)month["people"]!, (string?)account["payTo"]!["bankAccount"]!["number"]));

        var file = await Send(city, Statement("S1", Credit(Text(withheld), (string)month["reference"]!)));
        Assert.Equal((1, 0, "statement"), ((int)file["settled"]!, (int)file["setAside"]!, (string?)file["kind"]));
        month = (await Account(city))["dues"]!["months"]![0]!;
        Assert.Equal(("0.00", Text(withheld)), ((string?)month["open"]!["amount"], (string?)month["paid"]!["amount"]));
        await Books(city, "due", "0.00");
        await Books(city, "collected", Text(withheld));
        var statements = await Task.WhenAll(people.Select(async p =>
            (string?)(await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{p}/statement", city.Officer))
                .Json["totals"]!["due"]!["amount"]));
        Assert.All(statements, due => Assert.Equal("0.00", due));
    }

    [Fact]
    public async Task A_sum_in_part_pays_the_first_and_what_comes_later_the_rest_and_the_same_file_twice_nothing()
    {
        var (city, people) = await People(2, earned: "4200.00");
        var (reference, owed) = await Month(city);
        var part = Statement("S1", Credit(Text(owed - 10), reference));
        Assert.Equal(1, (int)(await Send(city, part))["settled"]!);
        Assert.Equal(10, await Open(city));
        var again = await Send(city, part);
        Assert.Equal((0, 1), ((int)again["settled"]!, (int)again["known"]!));
        // The same entry in the notification of the day is the same too.
        var entry = part[part.IndexOf("<Ntry>", StringComparison.Ordinal)..part.IndexOf("</Stmt>", StringComparison.Ordinal)];
        Assert.Equal(1, (int)(await Send(city, Notification("N1", entry)))["known"]!);
        Assert.Equal(10, await Open(city));

        var person = people[1];
        var toPay = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{person}/earnings-to-pay?year=1&month=1",
            city.Employer("acme"))).Json;
        // By the reference of the second person's month; what is more than is owed there waits for an officer.
        var over = await Send(city, Statement("S2", Credit("2000.00", (string)toPay["reference"]!)));
        Assert.Equal((0, 1), ((int)over["settled"]!, (int)over["setAside"]!));
        Assert.Equal(0, await Open(city));
        var aside = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credits?status=set-aside", city.Officer))
            .Json["items"]!.AsArray())!;
        Assert.Equal(("1990.00", "amount-above-due"), ((string?)aside["rest"]!["amount"], (string?)aside["why"]));
        var credit = $"/v1/cities/{city.Id}/credits/{(string)aside["id"]!}";
        await gateway.Ok(HttpMethod.Post, $"{credit}/release", city.Officer, new { reason = "returned-to-payer" });
        (await gateway.Send(HttpMethod.Post, $"{credit}/assignment", city.Officer, new { reference }))
            .MustBe(HttpStatusCode.Conflict, "nothing-set-aside");
        var parts = (await gateway.Ok(HttpMethod.Get, $"{credit}/parts", city.Officer)).Json["items"]!.AsArray();
        Assert.Equal((person, "10.00", "collected"),
            ((string?)Assert.Single(parts)!["sponsorship"], (string?)parts[0]!["amount"]!["amount"], (string?)parts[0]!["state"]));
    }

    [Fact]
    public async Task A_wrong_reference_is_set_aside_and_settles_when_an_officer_assigns_it()
    {
        var (city, _) = await People(1, earned: "4200.00");
        var (reference, owed) = await Month(city);
        var other = StatementReference.Of(city.Id, "kiwi", StatementPeriod.Parse("2026-12")).Value;
        var file = await Send(city, Statement("S1", Credit(Text(owed), other) + Credit("3.00", "")));
        Assert.Equal((0, 2, 2), ((int)file["settled"]!, (int)file["setAside"]!, (int)file["rows"]!));
        var entries = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credit-files/{(string)file["id"]!}/entries", city.Officer))
            .Json["items"]!.AsArray();
        Assert.Equal([("set-aside", "reference-unknown"), ("set-aside", "reference-missing")],
            entries.Select(e => ((string)e!["status"]!, (string)e["why"]!)));
        Assert.Equal(owed, await Open(city));
        var credit = $"/v1/cities/{city.Id}/credits/{(string)entries[0]!["credit"]!}";
        (await gateway.Send(HttpMethod.Post, $"{credit}/assignment", city.Officer, new { reference = "RF00" }))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        await gateway.Ok(HttpMethod.Post, $"{credit}/assignment", city.Officer, new { reference });
        var view = (await gateway.Ok(HttpMethod.Get, credit, city.Officer)).Json;
        Assert.Equal(("settled", "0.00", reference),
            ((string?)view["status"], (string?)view["rest"]!["amount"], (string?)view["reference"]));
        Assert.Equal(0, await Open(city));
    }

    [Fact]
    public async Task A_returned_direct_debit_takes_back_what_it_had_settled_in_whatever_order_the_bank_says_so()
    {
        var (city, _) = await People(2, earned: "4200.00");
        var (reference, owed) = await Month(city);
        var (paid, back) = (Credit(Text(owed), reference, trace: "T1"), Credit(Text(owed), "", direction: "DBIT", trace: "T1",
            more: "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>"));
        await Send(city, Statement("S1", paid));
        await Books(city, "collected", Text(owed));
        var file = await Send(city, Statement("S2", back));
        Assert.Equal((1, 0), ((int)file["settled"]!, (int)file["setAside"]!));
        Assert.Equal(owed, await Open(city));
        await Books(city, "collected", "0.00");
        await Books(city, "due", Text(owed));

        // The news of the return before that of the payment.
        var (later, first) = (Credit(Text(owed), reference, trace: "T2"), Credit(Text(owed), reference, direction: "DBIT", trace: "T2",
            more: "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>"));
        Assert.Equal(1, (int)(await Send(city, Statement("S3", first)))["setAside"]!);
        await Send(city, Statement("S4", later));
        Assert.Equal(owed, await Open(city));
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credits?status=set-aside", city.Officer))
            .Json["items"]!.AsArray());

        // Paid after all.
        await Send(city, Statement("S5", Credit(Text(owed), reference)));
        Assert.Equal(0, await Open(city));
        await Books(city, "due", "0.00");
    }

    [Fact]
    public async Task A_file_that_is_wrong_in_itself_changes_nothing_and_another_file_under_its_key_is_refused()
    {
        var (city, _) = await People(1, earned: "4200.00");
        var (reference, owed) = await Month(city);
        var path = $"/v1/cities/{city.Id}/credit-files";
        var broken = await gateway.Send(HttpMethod.Post, path, city.Officer,
            new XmlText(Statement("S1", Credit(Text(owed), reference))[..^30]));
        broken.MustBe(HttpStatusCode.UnprocessableEntity, "bank-file-invalid");
        Assert.Equal("xml-malformed", (string?)broken.Json["errors"]![0]!["code"]);
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { }))
            .MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        Assert.Equal(owed, await Open(city));

        var (key, good) = (gateway.NewKey(), new XmlText(Statement("S1", Credit(Text(owed), reference))));
        var sent = await gateway.Send(HttpMethod.Post, path, city.Officer, good, key);
        sent.MustBe(HttpStatusCode.Accepted);
        var again = await gateway.Send(HttpMethod.Post, path, city.Officer, good, key);
        Assert.Equal((sent.Text, sent.ETag), (again.Text, again.ETag));
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new XmlText(Statement("S2", Credit("1.00", reference))), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        await Done(city, sent.Id!);
        Assert.Single((await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["items"]!.AsArray(), f => (string?)f!["state"] == "done");
        var none = await Send(city, Statement("S9", ""));
        Assert.Equal(("done", 0), ((string?)none["state"], (int)none["rows"]!));
    }

    [Fact]
    public async Task An_employer_sees_its_own_account_and_statement_and_nothing_of_another()
    {
        var (city, people) = await People(1, earned: "4200.00");
        var (reference, owed) = await Month(city);
        var month = (string)(await Account(city))["dues"]!["months"]![0]!["month"]!;
        var path = $"/v1/cities/{city.Id}/employer-statements/{month}";
        var own = (await gateway.Ok(HttpMethod.Get, path, city.Employer("acme"))).Json;
        Assert.Equal((reference, Text(owed), people[0]),
            ((string?)own["reference"], (string?)own["withheld"]!["amount"], (string?)own["items"]![0]!["sponsorship"]));
        Assert.Equal(own.ToJsonString(), (await gateway.Ok(HttpMethod.Get, $"{path}?employer=acme", city.Officer)).Json.ToJsonString());
        var year = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-statements/{month[..4]}", city.Employer("acme"))).Json;
        Assert.Equal((Text(owed), null), ((string?)year["withheld"]!["amount"], (string?)year["reference"]));
        var file = await gateway.Ok(HttpMethod.Get, $"{path}/file", city.Employer("acme"));
        Assert.Equal("text/csv", file.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(2, file.Text.Trim().Split('\n').Length);
        Assert.Contains($"{people[0]},1,1,2024-02-01,2024-02-29,{Text(owed)},0.00,0.00,{Text(owed)},NZD,RF", file.Text,
            StringComparison.Ordinal);

        var stranger = (await gateway.Ok(HttpMethod.Get, path, city.Employer("kiwi"))).Json;
        Assert.Equal((0, "0.00"), ((int)stranger["lines"]!, (string?)stranger["withheld"]!["amount"]));
        foreach (var other in new[] { path, $"{path}/file", $"/v1/cities/{city.Id}/employer-account" })
        {
            (await gateway.Send(HttpMethod.Get, $"{other}?employer=acme", city.Employer("kiwi")))
                .MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        var page = (await gateway.Send(HttpMethod.Get, path, city.Employer("acme"), headers: ("Accept", "text/html"))).Text;
        Assert.Contains("Withheld from pays", page, StringComparison.Ordinal);
        Assert.Contains(Domain.Money.CreditorReference.TryParse(reference, out var r) ? r.Printed : "?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var dues = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-dues?late=false", city.Officer))
            .Json["items"]!.AsArray();
        Assert.Equal(("acme", Text(owed), "0.00"), ((string?)Assert.Single(dues)!["employer"], (string?)dues[0]!["open"]!["amount"],
            (string?)dues[0]!["late"]!["amount"]));
    }

    /// <summary>A file with one credit that says nothing of what it pays, and so waits for an officer.</summary>
    internal async Task<(string File, string Credit)> SetAside(TestCity city)
    {
        var file = await Send(city, Statement("S1", Credit("3.00", "")));
        var entry = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credit-files/{(string)file["id"]!}/entries",
            city.Officer)).Json["items"]!.AsArray());
        return ((string)file["id"]!, (string)entry!["credit"]!);
    }

    internal static string Statement(string id, string entries) =>
        $"<Document xmlns=\"{BankFileReader.StatementNamespace}\"><BkToCstmrStmt><GrpHdr><MsgId>{id}</MsgId></GrpHdr>\n<Stmt><Id>1</Id>"
            + $"<Acct><Id><Othr><Id>12-3113-0012345-00</Id></Othr></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>";

    private static string Notification(string id, string entries) => Statement(id, entries)
        .Replace("camt.053", "camt.054", StringComparison.Ordinal)
        .Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal).Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal);

    internal static string Credit(string amount, string reference, string direction = "CRDT", string? trace = null, string more = "") =>
        $"<Ntry><Amt Ccy=\"NZD\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
            + "<BookgDt><Dt>2026-03-02</Dt></BookgDt>"
            + $"<AcctSvcrRef>B{Interlocked.Increment(ref _entries)}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
            + "<EndToEndId>NOTPROVIDED</EndToEndId>"
            + (trace is null ? "" : $"<TxId>{trace}</TxId>") + "</Refs>"
            + (reference.Length == 0 ? "" : $"<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>")
            + $"{more}</TxDtls></NtryDtls></Ntry>\n";

    internal static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    // People who work for acme, with what was earned in their first month if it is said.
    internal async Task<(TestCity City, string[] People)> People(int count, string? earned = null,
        TestCity? there = null)
    {
        var city = there ?? await gateway.NewCity();
        await gateway.Ok(HttpMethod.Put, $"/v1/cities/{city.Id}/paying-account", city.Officer, PayoutTests.Party("Auckland Council",
            "12-3113-0012345-00"));
        var people = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var id = await city.Arrived(await city.Host(), await city.Migrant());
            await city.Name(id, "acme");
            people.Add(id);
            if (earned is null) continue;
            await gateway.Ok(HttpMethod.Post, $"/v1/sponsorships/{id}/earnings", city.Employer("acme"),
                new { year = 1, month = 1, earned = new { amount = earned, currency = "NZD" } });
        }

        return (city, [.. people.Order(StringComparer.Ordinal)]);
    }

    private async Task<JsonNode> Account(TestCity city) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-account", city.Employer("acme"))).Json;

    internal async Task<(string Reference, decimal Owed)> Month(TestCity city)
    {
        var month = (await Account(city))["dues"]!["months"]![0]!;
        return ((string)month["reference"]!, Amount(month["open"]!));
    }

    internal async Task<decimal> Open(TestCity city) => Amount((await Account(city))["dues"]!["open"]!);

    private static decimal Amount(JsonNode money) =>
        decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);

    private async Task<JsonNode> Send(TestCity city, string file)
    {
        var sent = await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id}/credit-files", city.Officer, new XmlText(file));
        sent.MustBe(HttpStatusCode.Accepted);
        return await Done(city, sent.Id!);
    }

    internal async Task<JsonNode> Done(TestCity city, string file)
    {
        for (var i = 0; i < 1_000; i++)
        {
            var view = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credit-files/{file}", city.Officer)).Json;
            if ((string?)view["state"] == "done") return view;
            await Task.Delay(20);
        }

        throw new TimeoutException("The file was not worked off.");
    }

    internal async Task Books(TestCity city, string account, string amount)
    {
        var balance = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/trial-balance", city.Officer)).Json;
        Assert.Equal(("0.00", amount), ((string?)balance["sum"]!["amount"], (string?)balance[account]!["amount"]));
    }
}
