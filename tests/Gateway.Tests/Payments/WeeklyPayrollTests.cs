namespace VipOrleans.Gateway.Tests.Payments;

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using static VipOrleans.Gateway.Tests.Payments.CollectionTests;

/// <summary>Two weeks of a payroll clerk, over HTTP alone: from the file to withheld, paid and reconciled, and what goes wrong.</summary>
public sealed class WeeklyPayrollTests(TestGateway gateway)
{
    private const string Header = "sponsorship,from,to,frequency,gross,currency,payId\n";

    [Fact]
    public async Task A_clerk_goes_from_a_weeks_file_to_withheld_paid_and_reconciled_and_the_next_week_puts_right_what_was_wrong()
    {
        var (city, people) = await new CollectionTests(gateway).People(3);
        var acme = city.Employer("acme");

        // Week 1. Three requests: send the file, fetch what to withhold, read the one sum. The city sends its bank's statement.
        var first = await city.Import(Header + string.Concat(people.Select((p, i) => Week(p, 1, $"{9 + i}40.00"))), acme);
        var rows = await Results(city, first);
        Assert.All(rows, r => Assert.Equal(("accepted", "0.00", "0.00"), (r[4], r[7], r[15])));
        var withheld = rows.Sum(r => Of(r[6]));
        var (reference, open) = await new CollectionTests(gateway).Month(city);
        Assert.Equal((withheld, true), (open, withheld > 0));
        Assert.Equal((1, 0), await Bank(city, "S1", Credit(Text(open), reference)));
        Assert.Equal((0, withheld), await Account(city));

        // Week 2. The first one's pay of week 1 was too high, and the city has its share already: less is withheld of the next pay.
        var week = Header + Week(people[0], 1, "640.00", rows[0][12])
            + string.Concat(people.Select((p, i) => Week(p, 2, $"{9 + i}40.00")));
        var trial = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/earnings-trials", acme, TestFile.Csv(week))).Text;
        var second = await city.Import(week, acme);
        var next = await Results(city, second);
        Assert.Equal(trial, await File(city, second));
        Assert.Equal(("0.00", "0.00", "0.00"), (next[0][6], next[0][7], next[0][15]));
        // Both are said: what is netted, and what is withheld after it. Together they are the share of a week of the same pay: the running
        // total is rounded, and not the week.
        Assert.Equal("150.00", next[1][15]);
        Assert.InRange(Of(next[1][6]) + Of(next[1][15]) - Of(rows[0][6]), -0.01m, 0.01m);
        Assert.Equal(["0.00", "0.00"], next[2..].Select(r => r[15]));
        var owed = next.Sum(r => Of(r[6]) - Of(r[7]));
        Assert.Equal(owed, (await Account(city)).Open);
        await new CollectionTests(gateway).Books(city, "refund", "0.00");
        await new CollectionTests(gateway).Books(city, "refundPaid", "150.00");

        // The same file again, under another key: every row is answered as it was, and nothing is withheld twice.
        var again = await Results(city, await city.Import(week, acme));
        Assert.All(again, r => Assert.Equal("unchanged", r[4]));
        Assert.Equal(next.Select(r => (r[6], r[7], r[15])), again.Select(r => (r[6], r[7], r[15])));
        Assert.Equal(owed, (await Account(city)).Open);

        // Ten dollars too little: they stay open under the same reference. The same statement twice pays nothing twice.
        var under = Credit(Text(owed - 10), reference);
        Assert.Equal((1, 0), await Bank(city, "S2", under));
        Assert.Equal((10, withheld + owed - 10), await Account(city));
        Assert.Equal((0, 0), await Bank(city, "S2", under));
        Assert.Equal(10, (await Account(city)).Open);
        // Five too much: they wait for an officer, who sends them back.
        Assert.Equal((0, 1), await Bank(city, "S3", Credit("15.00", reference)));
        Assert.Equal((0, withheld + owed), await Account(city));
        var aside = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/credits?status=set-aside", city.Officer))
            .Json["items"]!.AsArray())!;
        Assert.Equal(("5.00", "amount-above-due"), ((string?)aside["rest"]!["amount"], (string?)aside["why"]));
        await new CollectionTests(gateway).Books(city, "held", "5.00");
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/credits/{(string)aside["id"]!}/release", city.Officer,
            new { reason = "returned-to-payer" });

        // Reconciled: nothing is due, nothing is held, and the host has what the two weeks came to.
        foreach (var account in new[] { "due", "held", "gap", "takenBack", "refund", "sum" })
        {
            await new CollectionTests(gateway).Books(city, account, "0.00");
        }

        await new CollectionTests(gateway).Books(city, "collected", Text(withheld + owed));
        var statement = (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-statements/{await MonthOf(city)}", acme)).Json;
        Assert.Equal(("0.00", Text(withheld + owed)),
            ((string?)statement["open"]!["amount"], (string?)statement["paid"]!["amount"]));
    }

    [Fact]
    public async Task A_bad_row_of_the_week_is_named_and_holds_nobody_else_up()
    {
        var (city, people) = await new CollectionTests(gateway).People(2);
        var acme = city.Employer("acme");
        var import =
            await city.Import(Header + Week(people[0], 1, "940.00") + Week(people[1], 1, "940,00") + Week(people[1], 1, "950.00"), acme);
        Assert.Equal(["accepted", "refused", "accepted"], (await Results(city, import)).Select(r => r[4]));
        var bad = Assert.Single((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}/errors", acme))
            .Json["items"]!.AsArray())!;
        Assert.Equal(3, (int)bad["line"]!);
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}/results-file", city.Employer("kiwi")))
            .MustBe(HttpStatusCode.Forbidden, "forbidden");
    }

    private static string Week(string person, int week, string gross, string? corrects = null)
    {
        var from = new DateOnly(2024, 2, 1).AddDays(7 * (week - 1));
        // A comma in a sum stands in quotes, as a spreadsheet writes it.
        var sum = gross.Contains(',', StringComparison.Ordinal) ? $"\"{gross}\"" : gross;
        return $"{person},{from:yyyy-MM-dd},{from.AddDays(6):yyyy-MM-dd},week,{sum},NZD,{corrects}\n";
    }

    private async Task<string> File(TestCity city, string import) => (await gateway.Ok(HttpMethod.Get,
        $"/v1/cities/{city.Id}/earnings-imports/{import}/results-file", city.Employer("acme"))).Text;

    private async Task<string[][]> Results(TestCity city, string import) =>
        [.. (await File(city, import)).Trim().Split('\n')[1..].Select(l => l.Split(','))];

    // How many credits were settled, and how many set aside.
    private async Task<(int Settled, int SetAside)> Bank(TestCity city, string id, string entries)
    {
        var read = (await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/bank-statements", city.Officer,
            new XmlText(Statement(id, entries)))).Json;
        var done = await new CollectionTests(gateway).Done(city, (string)read["credits"]!["id"]!);
        return ((int)done["settled"]!, (int)done["setAside"]!);
    }

    private async Task<(decimal Open, decimal Paid)> Account(TestCity city)
    {
        var dues = (await Dues(city))["dues"]!;
        return (Of((string)dues["open"]!["amount"]!), Of((string)dues["paid"]!["amount"]!));
    }

    private async Task<string> MonthOf(TestCity city) => (string)(await Dues(city))["dues"]!["months"]![0]!["month"]!;

    private async Task<JsonNode> Dues(TestCity city) =>
        (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/employer-account", city.Employer("acme"))).Json;

    private static decimal Of(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);
}
