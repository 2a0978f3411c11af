namespace VipOrleans.Gateway.Tests.Reports;

using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Reports;

public sealed class ImportTests(TestGateway gateway)
{
    private const string Header = "sponsorship,year,month,earned,currency";

    [Fact]
    public async Task An_employers_file_is_worked_off_and_what_was_bad_is_mended_and_sent_again()
    {
        var (city, id) = await Arrived();
        await city.Name(id, "acme");
        var acme = Employer(city, "acme");
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var (key, file) = (gateway.NewKey(), TestFile.Csv($"\uFEFF{Header}\r\n{id},1,1,4200.00,NZD\r\n\r\n{id},1,2,\"4,200.00\",NZD\r\n"));

        var sent = await gateway.Send(HttpMethod.Post, path, acme, file, key);
        sent.MustBe(HttpStatusCode.Accepted);
        Assert.Equal($"{path}/{sent.Id}", sent.Headers.Location!.ToString());
        Assert.Equal(("working", 2, "acme", "csv"),
            ((string?)sent.Json["state"], (int)sent.Json["rows"]!, (string?)sent.Json["employer"], (string?)sent.Json["format"]));
        var events = await Events(path, sent.Id!, acme);
        Assert.Equal("done", events[^1].EventType);

        var done = await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}", acme);
        Assert.Equal(("done", 1, 1), ((string?)done.Json["state"], (int)done.Json["accepted"]!, (int)done.Json["refused"]!));
        Assert.Equal(done.Json.ToJsonString(), JsonNode.Parse(events[^1].Data)!.ToJsonString());
        var error = Assert.Single((await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}/errors", acme)).Json["items"]!.AsArray())!;
        Assert.Equal((4, "earned", "value-invalid"), ((int)error["line"]!, (string?)error["column"], (string?)error["code"]));

        var again = await gateway.Send(HttpMethod.Post, path, acme, file, key);
        Assert.Equal((HttpStatusCode.Accepted, sent.Text, sent.ETag), (again.Status, again.Text, again.ETag));
        (await gateway.Send(HttpMethod.Post, path, acme, TestFile.Csv($"{Header}\n{id},1,1,4.00,NZD"), key))
            .MustBe(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        var bad = await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}/bad-rows", acme);
        Assert.Equal(("text/csv", $"{Header}\n{id},1,2,?,NZD\n"), (bad.ContentHeaders.ContentType!.MediaType, bad.Text));
        var mended = await city.Import(bad.Text.Replace("?", "4200.00"), acme);
        Assert.Equal(1, (int)(await gateway.Ok(HttpMethod.Get, $"{path}/{mended}", acme)).Json["accepted"]!);
        Assert.Equal(2,
            (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Json["lines"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task A_trial_of_a_file_is_answered_row_by_row_as_the_file_itself_and_changes_nothing(string format)
    {
        var (city, id) = await Arrived();
        var other = await city.Arrived(await city.Host(), await city.Migrant());
        await city.Name(id, "acme");
        await city.Name(other, "acme");
        var acme = Employer(city, "acme");
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        (string, string, string)[] pays =
            [(id, "2024-02-01", "940.00"), (other, "2024-02-01", "800.00"), (id, "2024-02-08", "940.00"), (id, "2024-02-15", "9.4")];
        var file = format == "csv"
            ? TestFile.Csv("sponsorship,from,to,frequency,gross,currency\n" + string.Concat(pays.Select(p =>
                $"{p.Item1},{p.Item2},{Sixth(p.Item2)},week,{p.Item3},NZD\n")))
            : new TestFile(Encoding.UTF8.GetBytes(string.Concat(pays.Select(p => new JsonObject
            {
                ["sponsorship"] = p.Item1, ["from"] = p.Item2, ["to"] = Sixth(p.Item2), ["frequency"] = "week", ["gross"] = p.Item3,
                ["currency"] = "NZD",
            }.ToJsonString() + "\n"))), "application/x-ndjson");

        var before = await Heads();
        var key = gateway.NewKey();
        var trials = $"/v1/cities/{city.Id}/earnings-trials";
        var tried = await gateway.Send(HttpMethod.Post, $"{trials}?format=json", acme, file, key);
        tried.MustBe(HttpStatusCode.OK);
        var table = await gateway.Send(HttpMethod.Post, trials, acme, file);
        Assert.Equal(table.Text, (await gateway.Send(HttpMethod.Post, $"{path}?dryRun=true", acme, file)).Text);
        (await gateway.Send(HttpMethod.Post, $"{path}?dryRun=maybe", acme, file)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        Assert.Equal(before, await Heads());
        Assert.Equal(["accepted", "accepted", "accepted", "refused"], tried.Json["items"]!.AsArray().Select(i => (string?)i!["status"]));
        Assert.Equal("text/csv", table.ContentHeaders.ContentType!.MediaType);

        // The key of a trial is not used up.
        var sent = await gateway.Send(HttpMethod.Post, path, acme, file, key);
        sent.MustBe(HttpStatusCode.Accepted);
        await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}/events", acme);
        var results = $"{path}/{sent.Id}/results-file";
        Assert.Equal((await gateway.Ok(HttpMethod.Get, $"{results}?format=json", acme)).Text, tried.Text);
        Assert.Equal((await gateway.Ok(HttpMethod.Get, results, acme)).Text, table.Text);
        Assert.NotEqual(before, await Heads());
        // What was sent is known, and a trial says so.
        var again = await gateway.Send(HttpMethod.Post, $"{path}?dryRun=true&format=json", acme, file);
        Assert.Equal(tried.Text.Replace("accepted", "unchanged"), again.Text);

        static string Sixth(string from) => $"{DateOnly.ParseExact(from, "yyyy-MM-dd").AddDays(6):yyyy-MM-dd}";

        // The nation's partition is other tests' too, which run at the same time.
        async Task<string> Heads() => $"{Assert.Single(await gateway.Journal.Partitions(), p => p.Partition == city.Id.Value)}";
    }

    [Fact]
    public async Task A_trial_of_a_file_that_cannot_be_read_or_is_too_long_says_what_to_mend()
    {
        var (city, _) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-trials";
        (await gateway.Send(HttpMethod.Post, path, city.Officer, TestFile.Csv("sponsorship,from,to,gross,currency\nx,x,x,x,x\n")))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        var rows = string.Concat(Enumerable.Repeat("x\n", EarningsTrial.MaxRows + 1));
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new TestFile(Encoding.UTF8.GetBytes(rows), "application/x-ndjson")))
            .MustBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_spreadsheets_table_with_staff_numbers_is_read_as_it_is_and_no_number_enters_the_journal()
    {
        var (city, id) = await Arrived();
        await city.Name(id, "acme");
        var acme = Employer(city, "acme");
        await gateway.Ok(HttpMethod.Post, $"/v1/cities/{city.Id}/staff-numbers", acme,
            new { numbers = new[] { new { number = "Wages 17", sponsorship = id } } });
        Assert.Equal(id, (string?)Assert.Single(
            (await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/staff-numbers", acme)).Json["items"]!.AsArray()));
        Assert.Empty((await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/staff-numbers", Employer(city, "kiwi")))
            .Json["items"]!.AsArray());

        // As Excel saves 'Unicode text' on a German machine, but for the separator.
        var table = "staffNumber;year;month;earned;currency;paidFrom;paidTo\r\nWages 17;1;1;4.200,5;NZD;1.2.2024;29.02.2024\r\n"
            + "Wages 99;1;1;1,00;NZD;;\r\n";
        var file = new TestFile([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(table)], "text/csv");
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var sent = await gateway.Send(HttpMethod.Post, $"{path}?separator=semicolon&decimals=comma&days=dmy", acme, file);
        sent.MustBe(HttpStatusCode.Accepted);
        await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}/events", acme);
        var done = (await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}", acme)).Json;
        Assert.Equal((1, 1, "staff-number-unknown"), ((int)done["accepted"]!, (int)done["refused"]!, (string?)done["errors"]![0]!["code"]));
        var line = (await gateway.Ok(HttpMethod.Get, $"/v1/sponsorships/{id}/statement", city.Officer)).Json["lines"]![0]!;
        Assert.Equal(("4200.50", "2024-02-29"), ((string?)line["earned"]!["amount"], (string?)line["paid"]!["to"]));
        foreach (var stream in new[] { ImportId.Parse(sent.Id!).Stream, Domain.Reports.StaffList.IdOf(city.Id, "acme").Stream })
        {
            var events = (await gateway.Journal.Read(stream)).Events;
            Assert.NotEmpty(events);
            Assert.All(events, e => Assert.DoesNotContain("Wages", Encoding.UTF8.GetString(e.Data.Span), StringComparison.Ordinal));
        }

        (await gateway.Send(HttpMethod.Post, $"{path}?decimals=dot", acme, file)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Post, path, acme, file)).MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Theory]
    [InlineData(true, "1,1,Cruzada,4200.00,NZD")]
    [InlineData(true, "1,1,Juan-Cruzada,4200.00,NZD")]
    [InlineData(false, "1,1,Cruzada,4200,NZD")]
    [InlineData(false, "1,13,Cruzada,4200.00,NZD")]
    public async Task A_name_in_the_column_of_the_employer_of_a_bad_row_enters_no_journal(bool isEmployers, string fields)
    {
        var (city, id) = await Arrived();
        var token = isEmployers ? Employer(city, "acme") : city.Officer;
        var import = await city.Import($"sponsorship,year,month,employer,earned,currency\n{id},{fields}\n", token);

        Assert.Equal(1, (int)(await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}", token)).Json["refused"]!);
        var events = (await gateway.Journal.Read(ImportId.Parse(import).Stream)).Events;
        Assert.NotEmpty(events);
        foreach (var e in events)
        {
            var text = Encoding.UTF8.GetString(e.Data.Span);
            Assert.DoesNotContain("Cruzada", text, StringComparison.Ordinal);
            // Rows are kept packed.
            if ((string?)JsonNode.Parse(text)!["data"] is not { } packed) continue;
            Assert.All(Domain.Kernel.RowChunk.Unpack(1, Convert.FromBase64String(packed)),
                r => Assert.DoesNotContain("Cruzada", r.Row, StringComparison.Ordinal));
        }

        var bad = await gateway.Ok(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{import}/bad-rows", token);
        Assert.DoesNotContain("Cruzada", bad.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_of_JSON_lines_come_back_as_JSON_lines()
    {
        var (city, id) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var lines = $$"""
            {"sponsorship":"{{id}}","year":1,"month":1,"earned":"4200.00","currency":"NZD"}
            {"sponsorship":"{{id}}","year":1,"month":2,"earned":4200.00,"currency":"NZD"}
            {"name":"x"}
            """;
        var sent = await gateway.Send(HttpMethod.Post, path, city.Officer,
            new TestFile(Encoding.UTF8.GetBytes(lines), "application/x-ndjson"));
        sent.MustBe(HttpStatusCode.Accepted);
        await Events(path, sent.Id!, city.Officer);

        var bad = await gateway.Ok(HttpMethod.Get, $"{path}/{sent.Id}/bad-rows", city.Officer);
        Assert.Equal("application/x-ndjson", bad.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(
            $$"""{"sponsorship":"{{id}}","year":1,"month":2,"earned":"?","currency":"NZD"}""" + "\n"
                + """{"sponsorship":"?unknown-column"}""" + "\n", bad.Text);
    }

    [Fact]
    public async Task A_large_file_comes_as_a_stream_and_nothing_in_it_is_refused_silently()
    {
        var (city, id) = await Arrived();
        const int rows = 20_000;
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < rows; i++) text.Append(id).Append(",1,1,x,NZD\n");
        var import = await city.Import(text.ToString());
        var path = $"/v1/cities/{city.Id}/earnings-imports/{import}";

        var done = (await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json;
        Assert.Equal(("done", rows, rows, 20),
            ((string?)done["state"], (int)done["rows"]!, (int)done["refused"]!, done["errors"]!.AsArray().Count));
        var lines = new List<int>();
        for (var next = ""; next is not null;)
        {
            var page = (await gateway.Ok(HttpMethod.Get, $"{path}/errors?limit=200{(next.Length > 0 ? $"&cursor={next}" : "")}",
                city.Officer)).Json;
            lines.AddRange(page["items"]!.AsArray().Select(e => (int)e!["line"]!));
            next = (string?)page["next"];
            if (lines.Count == 1000) break;
        }

        Assert.Equal(Enumerable.Range(2, 1000), lines);
        Assert.Equal(rows + 1, (await gateway.Ok(HttpMethod.Get, $"{path}/bad-rows", city.Officer)).Text.Count(c => c == '\n'));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_begun_again_under_its_key()
    {
        var (city, id) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var key = gateway.NewKey();
        var file = Encoding.UTF8.GetBytes($"{Header}\n{id},1,1,1.00,NZD\n{new string('\n', 200_000)}{id},1,2,2.00,NZD\n");
        JsonNode? listed = null;
        var begun = Until(
            async () => (listed = (await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["items"]!.AsArray()
                .SingleOrDefault()) is not null);
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Headers = { Authorization = new("Bearer", city.Officer) },
                Content = new BreaksOff(file, 150_000, begun)
            };
        request.Headers.Add("Idempotency-Key", key);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.Client.SendAsync(request));

        Assert.Equal("receiving", (string?)listed!["state"]);
        var sent = await gateway.Send(HttpMethod.Post, path, city.Officer, new TestFile(file, "text/csv; charset=utf-8"), key);
        sent.MustBe(HttpStatusCode.Accepted);
        Assert.Equal((string?)listed["id"], sent.Id);
        var done = JsonNode.Parse((await Events(path, sent.Id!, city.Officer))[^1].Data)!;
        Assert.Equal((2, 2), ((int)done["rows"]!, (int)done["accepted"]!));
    }

    [Fact]
    public async Task What_is_no_such_file_is_told_what_to_mend_and_leaves_nothing_behind()
    {
        var (city, id) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        (await gateway.Send(HttpMethod.Post, path, city.Officer, new { }))
            .MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await gateway.Send(HttpMethod.Post, path, city.Officer,
            TestFile.Csv($"{Header}\n{id},1,1,1.00,NZD") with { MediaType = "text/csv; charset=latin1" }))
            .MustBe(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await gateway.Send(HttpMethod.Post, path, city.Officer, TestFile.Csv($"{Header}\n{id},1,1,1.00,NZD"), key: ""))
            .MustBe(HttpStatusCode.BadRequest, "idempotency-key-missing");
        foreach (var (file,
            says) in new[] { ("", "empty"), (Header, "no rows"), ("sponsorship,year\nx,1", "earned"), ($"{Header},colour\nx", "Field 6") })
        {
            var refused = await gateway.Send(HttpMethod.Post, path, city.Officer, TestFile.Csv(file));
            refused.MustBe(HttpStatusCode.BadRequest, "invalid-input");
            Assert.Contains(says, (string?)refused.Json["errors"]![0]!["message"], StringComparison.Ordinal);
        }

        (await gateway.Send(HttpMethod.Post, $"/v1/cities/{city.Id.Nation}-none/earnings-imports",
            gateway.Token(Role.Employer, nation: city.Id.Nation.Value, employer: "acme"), TestFile.Csv($"{Header}\n{id},1,1,1.00,NZD")))
            .MustBe(HttpStatusCode.NotFound, "city-not-found");
        Assert.Empty((await gateway.Ok(HttpMethod.Get, path, city.Officer)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task An_employer_sees_its_own_imports_only()
    {
        var (city, id) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var (acme, other) = (Employer(city, "acme"), Employer(city, "other"));
        var acmes = await city.Import($"{Header}\n{id},1,1,1.00,NZD", acme);
        var officers = await city.Import($"{Header}\n{id},1,2,1.00,NZD");

        foreach (var part in new[] { "", "/errors", "/bad-rows", "/events" })
        {
            (await gateway.Send(HttpMethod.Get, $"{path}/{acmes}{part}", acme)).MustBe(HttpStatusCode.OK);
            (await gateway.Send(HttpMethod.Get, $"{path}/{acmes}{part}", other)).MustBe(HttpStatusCode.Forbidden, "forbidden");
            (await gateway.Send(HttpMethod.Get, $"{path}/{officers}{part}", acme)).MustBe(HttpStatusCode.Forbidden, "forbidden");
        }

        async Task<IEnumerable<string?>> Listed(string token) =>
            (await gateway.Ok(HttpMethod.Get, path, token)).Json["items"]!.AsArray().Select(i => (string?)i!["id"]);
        Assert.Equal([acmes], await Listed(acme));
        Assert.Empty(await Listed(other));
        Assert.Equal([acmes, officers], await Listed(city.Officer));
    }

    [Fact]
    public async Task An_import_is_found_in_its_own_city_only()
    {
        var (city, id) = await Arrived();
        var import = await city.Import($"{Header}\n{id},1,1,1.00,NZD");
        var sibling = await gateway.NewCity(city.Id.Nation.Value);
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{sibling.Id}/earnings-imports/{import}", sibling.Officer))
            .MustBe(HttpStatusCode.NotFound, "import-not-found");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/earnings-imports/{ImportId.From(city.Id, "none")}", city.Officer))
            .MustBe(HttpStatusCode.NotFound, "import-not-found");
    }

    [Fact]
    public async Task Whoever_has_the_last_event_is_told_that_there_is_nothing_more()
    {
        var (city, id) = await Arrived();
        var path = $"/v1/cities/{city.Id}/earnings-imports";
        var import = await city.Import($"{Header}\n{id},1,1,1.00,NZD");
        var last = (await Events(path, import, city.Officer))[^1].EventId!;
        Assert.Equal(HttpStatusCode.NoContent,
            (await gateway.Send(HttpMethod.Get, $"{path}/{import}/events", city.Officer, headers: ("Last-Event-ID", last))).Status);
        Assert.Single(await Events(path, import, city.Officer));
        (await gateway.Send(HttpMethod.Get, $"{path}/{import}/events", city.Officer, headers: ("Last-Event-ID", "x")))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task The_feed_shows_an_import_with_its_rows_and_goes_on_behind_it()
    {
        var (city, id) = await Arrived();
        var import = await city.Import($"{Header}\n{id},1,1,1.00,NZD");
        using var request =
            new HttpRequestMessage(HttpMethod.Get,
                $"/v1/cities/{city.Id}/feed")
            { Headers = { Authorization = new("Bearer", city.Officer) } };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var types = new List<string>();
        await foreach (var e in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            types.Add(e.EventType);
            if (e.EventType == "earnings-import-done") break;
        }

        Assert.Equal(
            ["earnings-import-opened", "earnings-rows-received", "earnings-import-received", "earnings-rows-worked",
                "earnings-import-done"], types.Where(t => t.StartsWith("earnings-", StringComparison.Ordinal) && t != "earnings-reported"));
        Assert.NotEmpty(import);
    }

    private async Task<(TestCity City, string Sponsorship)> Arrived()
    {
        var city = await gateway.NewCity();
        return (city, await city.Arrived(await city.Host(), await city.Migrant()));
    }

    private static string Employer(TestCity city, string id) => city.Employer(id);

    // The stream ends with the import.
    private async Task<List<SseItem<string>>> Events(string path, string import, string token)
    {
        var answer = await gateway.Ok(HttpMethod.Get, $"{path}/{import}/events", token);
        Assert.Equal("text/event-stream", answer.ContentHeaders.ContentType!.MediaType);
        using var stream = new MemoryStream(answer.Bytes);
        var events = new List<SseItem<string>>();
        await foreach (var e in SseParser.Create(stream).EnumerateAsync()) events.Add(e);
        return events;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition()) patience.Token.ThrowIfCancellationRequested();
    }

    private sealed class BreaksOff : HttpContent
    {
        private readonly byte[] _file;
        private readonly int _after;
        private readonly Task _until;

        public BreaksOff(byte[] file, int after, Task until)
        {
            (_file, _after, _until) = (file, after, until);
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_file.AsMemory(0, _after));
            await stream.FlushAsync();
            // What a server has not read when a connection is cut is lost.
            await _until;
            throw new IOException("The line is cut.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _file.Length;
            return true;
        }
    }
}
