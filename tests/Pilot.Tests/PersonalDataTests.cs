namespace VipOrleans.Pilot.Tests;

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

/// <summary>People's data goes to the vault, encrypted, and nowhere else.</summary>
public sealed class PersonalDataTests : IDisposable
{
    private const string City = "nz-akl";
    private readonly TemporaryFolder _folder = new();
    private readonly Canaries _canaries = new();

    public void Dispose()
    {
        _canaries.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Names_contacts_addresses_documents_and_replies_are_in_no_log_trace_metric_answer_or_file()
    {
        await using (var pilot = await RunningPilot.Start(_folder.Path, WatchEverything))
        {
            await Live(pilot);
            // While it runs: the write-ahead logs are there too.
            var files = _canaries.LookAtFiles(_folder.Path);
            Assert.True(files >= 8, $"{files} files");
        }

        _canaries.LookAtFiles(_folder.Path);
        Assert.Empty(_canaries.Found);
        Assert.True(_canaries.Seen is { Lines: > 1000, Spans: > 100, Tags: > 100 }, $"{_canaries.Seen}");
    }

    [Fact]
    public async Task The_search_finds_what_it_looks_for()
    {
        ((ILoggerProvider)_canaries).CreateLogger("test").Log(LogLevel.Trace, default, _canaries.Name, null, (who, _) => $"Hello {who}");
        using (var source = new ActivitySource("test"))
        {
            source.StartActivity("tag")!.SetTag("who", _canaries.Contact).Dispose();
            source.StartActivity("baggage")!.AddBaggage("who", _canaries.Contact).Dispose();
            source.StartActivity("event")!.AddEvent(new("seen", tags: new() { ["who"] = _canaries.Contact })).Dispose();
        }

        Assert.True(_canaries.Found.Count >= 4);
        Encoding[] encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (var (text,
            i) in new[] { _canaries.Reply, JsonSerializer.Serialize(_canaries.Number) }.SelectMany(
                t => encodings.Select(e => e.GetBytes(t))).Select((b, i) => (b, i)))
        {
            var before = _canaries.Found.Count;
            await File.WriteAllBytesAsync(Path.Combine(_folder.Path, $"{i}.db-wal"), [1, 2, 3, .. text, 0]);
            _canaries.LookAtFiles(_folder.Path);
            Assert.True(_canaries.Found.Count > before, $"{i}");
            File.Delete(Path.Combine(_folder.Path, $"{i}.db-wal"));
        }
    }

    private void WatchEverything(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // Nothing else decides here what is logged: the watch sees every line of every category.
        builder.Logging.AddProvider(_canaries);
        builder.Configuration["Logging:LogLevel:Default"] = "Trace";
        foreach (var category in new[] { "Microsoft.Extensions.Hosting.Internal.Host", "Orleans.Runtime.Watchdog", "Microsoft.AspNetCore",
            "Orleans", "VipOrleans" })
        {
            builder.Configuration[$"Logging:LogLevel:{category}"] = "Trace";
        }

        builder.Logging.AddFilter<Canaries>(null, LogLevel.Trace);
    }

    /// <summary>A host and a migrant from registration to erasure, with every kind of refusal on the way.</summary>
    private async Task Live(RunningPilot pilot)
    {
        var nation = await Token(pilot, new { role = "nation-officer", nation = "nz" });
        var officer = await Token(pilot, new { role = "city-officer", city = City });
        await Send(pilot, HttpMethod.Post, "/v1/cities", nation,
            new { id = City, name = "Auckland", currency = "NZD", timeZone = "Pacific/Auckland", policy = new { minorsMayHost = true } },
            HttpStatusCode.Created);
        await Send(pilot, HttpMethod.Put, $"/v1/cities/{City}/quota", officer,
            new { places = 5, by = "council", reference = "1/2026", on = "2026-01-31" }, HttpStatusCode.OK);

        var host = Id(
            await Send(pilot, HttpMethod.Post, $"/v1/cities/{City}/hosts", officer, new { person = Person("a") }, HttpStatusCode.Created,
                "host"));
        var migrant =
            Id(await Send(pilot, HttpMethod.Post, "/v1/migrants", officer,
                new
                {
                    nation = "nz", person = Person("b"), origin = "PH", languages = Array.Empty<string>(),
                    skills = Array.Empty<string>()
                }, HttpStatusCode.Created));
        await Send(pilot, HttpMethod.Put, $"/v1/migrants/{migrant}/baseline", officer,
            new { yearly = new { amount = "212508.00", currency = "PHP" }, evidence = "own-statement", on = "2026-01-31" },
            HttpStatusCode.OK);
        await Refusals(pilot, officer, host);

        var asHost = await Token(pilot, new { role = "host", person = host });
        var asMigrant = await Token(pilot, new { role = "migrant", person = migrant });
        var sponsorship = Id(await Send(pilot, HttpMethod.Post, "/v1/sponsorships", asHost, new { host, migrant }, HttpStatusCode.Created));
        var path = $"/v1/sponsorships/{sponsorship}";
        await Send(pilot, HttpMethod.Post, $"{path}/acceptance", asMigrant, new { }, HttpStatusCode.OK);
        await Until(
            async () => (await Send(pilot, HttpMethod.Get, path, officer, null, HttpStatusCode.OK)).GetProperty("status")
                .GetString() == "checking", "The checks begin.");
        await Send(pilot, HttpMethod.Post, $"{path}/refusal", officer,
            new { reasons = new[] { "conditions-not-met" }, text = _canaries.Address }, HttpStatusCode.OK);
        await Send(pilot, HttpMethod.Post, $"{path}/reply", asMigrant, new { text = new string('x', 4001) + _canaries.Reply },
            HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, $"{path}/reply", asMigrant, new { text = _canaries.Reply }, HttpStatusCode.OK);

        await Reads(pilot, officer, asHost, asMigrant, host, migrant, path);
        await SendsHome(pilot, nation, officer, asMigrant, migrant);
        await Tells(pilot, officer, asMigrant, path);

        // Not while the sponsorship is live; then for good.
        await Send(pilot, HttpMethod.Delete, $"/v1/hosts/{host}/person?reason=own-request", asHost, null, HttpStatusCode.Conflict);
        await Send(pilot, HttpMethod.Post, $"{path}/end", asMigrant, new { reason = "migrant-left" }, HttpStatusCode.OK);
        await Until(
            async () => !(await Send(pilot, HttpMethod.Get, $"/v1/hosts/{host}", officer, null, HttpStatusCode.OK))
                .TryGetProperty("sponsorship", out _), "The host is free again.");
        await Send(pilot, HttpMethod.Delete, $"/v1/hosts/{host}/person?reason=own-request", asHost, null, HttpStatusCode.OK);
        await Send(pilot, HttpMethod.Get, $"/v1/hosts/{host}/person?purpose=case", officer, null, HttpStatusCode.NotFound);
        Assert.True(
            (await Send(pilot, HttpMethod.Get, $"/v1/hosts/{host}", officer, null, HttpStatusCode.OK)).GetProperty("erased").GetBoolean());
        await Send(pilot, HttpMethod.Delete, $"/v1/migrants/{migrant}/person?reason=own-request", asMigrant, null, HttpStatusCode.OK);
        Assert.Equal(0,
            (await Send(pilot, HttpMethod.Get, $"/v1/migrants/{migrant}/beneficiaries", asMigrant, null, HttpStatusCode.OK))
                .GetProperty("items").GetArrayLength());
    }

    /// <summary>A migrant tells what is wrong, and an officer writes and reads.</summary>
    private async Task Tells(RunningPilot pilot, string officer, string asMigrant, string sponsorship)
    {
        await Send(pilot, HttpMethod.Post, $"{sponsorship}/concerns", asMigrant,
            new { kind = "abuse", text = new string('x', 4001) + _canaries.Reply }, HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, $"{sponsorship}/concerns", asMigrant,
            new { kind = "abuse", text = _canaries.Reply, language = $"en-{_canaries.Name}" }, HttpStatusCode.BadRequest);
        var concern =
            "/v1/concerns/"
                + Id(await Send(pilot, HttpMethod.Post, $"{sponsorship}/concerns", asMigrant,
                    new { kind = "abuse", text = _canaries.Reply, language = "tl" }, HttpStatusCode.Created));
        await Send(pilot, HttpMethod.Post, $"{concern}/texts", officer, new { text = _canaries.Address, @internal = true },
            HttpStatusCode.OK);
        await Send(pilot, HttpMethod.Post, $"{concern}/triage", officer, new { kind = "abuse", urgency = "urgent" }, HttpStatusCode.OK);
        await Send(pilot, HttpMethod.Post, $"{concern}/closure", officer, new { outcome = "passed-on", text = _canaries.Contact },
            HttpStatusCode.OK);
        foreach (var path in new[] { concern, $"{sponsorship}/concerns" })
        {
            await Send(pilot, HttpMethod.Get, path, asMigrant, null, HttpStatusCode.OK);
        }

        await Send(pilot, HttpMethod.Get, $"/v1/cities/{City}/concerns", officer, null, HttpStatusCode.OK);

        // Only this answers with them.
        using var texts = await Get(pilot, $"{concern}/texts?purpose=concern", officer);
        Assert.Equal([_canaries.Reply, _canaries.Address, _canaries.Contact],
            JsonDocument.Parse(await texts.Content.ReadAsStringAsync()).RootElement.GetProperty("items").EnumerateArray()
                .Select(t => t.GetProperty("text").GetString()!));
    }

    /// <summary>A migrant names whom they send money to, plans it, and sees what a month sends.</summary>
    private async Task SendsHome(RunningPilot pilot, string nation, string officer, string asMigrant, string migrant)
    {
        var path = $"/v1/migrants/{migrant}";
        var offer = new
        {
            id = "online", provider = "Example", from = "NZD", to = "PHP",
            fixedFee = new { amount = "1.00", currency = "NZD" }, feeHundredths = 50, marginHundredths = 0, validFrom = "2024-01-01",
            source = "made up"
        };
        await Send(pilot, HttpMethod.Put, "/v1/nations/nz/remittance-offers", nation, new { offers = new[] { offer } }, HttpStatusCode.OK);
        var mother =
            Id(await Send(pilot, HttpMethod.Post, $"{path}/beneficiaries", asMigrant, Beneficiary(_canaries.Account[^32..]),
                HttpStatusCode.Created));
        var aunt = Id(
            await Send(pilot, HttpMethod.Post, $"{path}/beneficiaries", asMigrant, Beneficiary(_canaries.Account[^32..]),
                HttpStatusCode.Created));
        await Send(pilot, HttpMethod.Post, $"{path}/beneficiaries", asMigrant, Beneficiary(_canaries.Account), HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, $"{path}/beneficiaries", officer, Beneficiary("1"), HttpStatusCode.Forbidden);
        await Send(pilot, HttpMethod.Get, $"{path}/beneficiaries", officer, null, HttpStatusCode.Forbidden);
        await Send(pilot, HttpMethod.Put, $"{path}/remittance-plan", asMigrant,
            new { instructions = new[] { new { beneficiary = _canaries.Beneficiary, offer = "online", percentHundredths = 100 } } },
            HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Put, $"{path}/remittance-plan", asMigrant,
            new { instructions = new[] { new { beneficiary = mother, offer = "online", percentHundredths = 100 } } }, HttpStatusCode.OK);
        await Send(pilot, HttpMethod.Delete, $"{path}/beneficiaries/{aunt}", asMigrant, null, HttpStatusCode.OK);
        foreach (var what in new[] { "remittance-plan", "remittances/2026-11" })
        {
            await Send(pilot, HttpMethod.Get, $"{path}/{what}", asMigrant, null, HttpStatusCode.OK);
        }


        // Only this answers with them, and only the migrant.
        using var own = await Get(pilot, $"{path}/beneficiaries", asMigrant);
        Assert.Equal(_canaries.Beneficiary,
            JsonDocument.Parse(await own.Content.ReadAsStringAsync()).RootElement.GetProperty("items")[0].GetProperty("beneficiary")
                .GetProperty("name").GetString());
    }

    private object Beneficiary(string account) => new
    {
        name = _canaries.Beneficiary,
        relation = "parent",
        accountNumber = account,
        bankCode = _canaries.Number[^32..],
        address = new { street = _canaries.Address, town = _canaries.Contact[^32..], country = "PH" },
        currency = "PHP",
    };

    private async Task Refusals(RunningPilot pilot, string officer, string host)
    {
        var hosts = $"/v1/cities/{City}/hosts";
        await Send(pilot, HttpMethod.Post, hosts, officer, new { person = Person("a") }, HttpStatusCode.Conflict);
        await Send(pilot, HttpMethod.Post, hosts, officer, new { person = new { name = _canaries.Name + new string('n', 200) } },
            HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, hosts, officer,
            new { person = new { name = _canaries.Name, contact = 7, address = _canaries.Address } }, HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, hosts, officer,
            new
            {
                person = new
                {
                    name = _canaries.Name,
                    documents = new[] { new { kind = _canaries.Number, issuedBy = _canaries.Number, number = _canaries.Number } }
                }
            },
                HttpStatusCode.BadRequest);
        await Send(pilot, HttpMethod.Post, hosts, officer, new { person = Person("c"), household = _canaries.Address },
            HttpStatusCode.BadRequest);
        // The same key for another person: personal data is no part of the comparison, so the first answer stands.
        Assert.Equal(host,
            Id(await Send(pilot, HttpMethod.Post, hosts, officer, new { person = Person("a") }, HttpStatusCode.Created, "host")));
        await Send(pilot, HttpMethod.Post, hosts, officer, new { person = Person("d"), guardian = host },
            HttpStatusCode.UnprocessableEntity, "host");
        await Send(pilot, HttpMethod.Post, "/v1/cities/nz-wlg/hosts", officer, new { person = Person("e") }, HttpStatusCode.Forbidden);
        await Send(pilot, HttpMethod.Post, hosts, "no-token", new { person = Person("f") }, HttpStatusCode.Unauthorized);

        foreach (var (body,
            type) in new[] { ($$"""{"person":{"name":"{{_canaries.Name}}"},""", "application/json"),
                ($"<name>{_canaries.Name}</name>", "application/xml"), (_canaries.Name + new string('x', 100_000), "application/json") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, hosts) { Content = new StringContent(body, Encoding.UTF8, type) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", officer);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var response = await pilot.Http.SendAsync(request);
            Assert.InRange((int)response.StatusCode, 400, 499);
            _canaries.Look($"answer {type}", await response.Content.ReadAsStringAsync());
        }
    }

    private async Task Reads(RunningPilot pilot, string officer, string asHost, string asMigrant, string host, string migrant,
        string sponsorship)
    {
        // Only these two answer with people's data, to whom it may concern.
        using var person = await Get(pilot, $"/v1/hosts/{host}/person?purpose=case", officer);
        Assert.Contains(_canaries.Name,
            JsonDocument.Parse(await person.Content.ReadAsStringAsync()).RootElement.GetProperty("name").GetString(),
            StringComparison.Ordinal);
        using var own = await Get(pilot, $"/v1/migrants/{migrant}/person?purpose=own", asMigrant);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var reply = await Get(pilot, $"{sponsorship}/reply?purpose=case", officer);
        Assert.Equal(_canaries.Reply,
            JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("text").GetString());

        foreach (var path in new[]
        {
            $"/v1/hosts/{host}", $"/v1/migrants/{migrant}", sponsorship, $"{sponsorship}/statement", $"/v1/cities/{City}",
            $"/v1/cities/{City}/summary", $"/v1/cities/{City}/hosts",
            $"/v1/cities/{City}/migrants", $"/v1/cities/{City}/sponsorships", $"/v1/hosts/{host}/person/accesses",
        })
        {
            await Send(pilot, HttpMethod.Get, path, officer, null, HttpStatusCode.OK);
        }

        await Send(pilot, HttpMethod.Get, $"/v1/migrants/{migrant}/person?purpose=own", asHost, null, HttpStatusCode.Forbidden);
        await Send(pilot, HttpMethod.Get, $"/v1/hosts/{host}/person", officer, null, HttpStatusCode.BadRequest);

        // The feed, up to the reply.
        using var feed = new HttpRequestMessage(HttpMethod.Get, $"/v1/cities/{City}/feed?after=0");
        feed.Headers.Authorization = new AuthenticationHeaderValue("Bearer", officer);
        using var stream = await pilot.Http.SendAsync(feed, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
            _canaries.Look("feed", line);
        }
        while (line is not null && !line.Contains("refusal-replied", StringComparison.Ordinal));
        Assert.NotNull(line);
    }

    private object Person(string suffix) => new
    {
        name = $"{_canaries.Name} {suffix}",
        contact = _canaries.Contact,
        address = $"{_canaries.Address}\n{suffix}",
        documents = new[] { new { kind = "passport", issuedBy = "NZ", number = $"{_canaries.Number}-{suffix}"[^36..] } },
    };

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        for (var start = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"Waited in vain: {what}");
        }
    }

    private static async Task<string> Token(RunningPilot pilot, object who) =>
        await new SampleClient(pilot.Http).Token(who, CancellationToken.None);

    private static string Id(JsonElement receipt) => receipt.GetProperty("id").GetString()!;

    private static async Task<HttpResponseMessage> Get(RunningPilot pilot, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await pilot.Http.SendAsync(request);
    }

    /// <summary>Sends a request, looks at its whole answer, and expects a status.</summary>
    private async Task<JsonElement> Send(RunningPilot pilot, HttpMethod method, string path, string token, object? body,
        HttpStatusCode expected, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await pilot.Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{method} {path}: expected {expected}, got {response.StatusCode} {answer}");
        _canaries.Look($"answer {method} {path}", $"{response} {answer}");
        return JsonDocument.Parse(answer).RootElement;
    }
}
