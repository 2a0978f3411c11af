namespace VipOrleans.Pilot.Tests;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

public sealed class TelemetryTests
{
    [Fact]
    public async Task One_trace_goes_from_the_gateway_through_the_grain_to_the_journal()
    {
        var seen = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var folder = new TemporaryFolder();
        await using var pilot = await RunningPilot.Start(folder.Path);
        await RunningPilot.Ready(pilot.Http);
        var trace = ActivityTraceId.CreateRandom();
        await Command(pilot, HttpMethod.Post, "/v1/cities", await Token(pilot, new { role = "nation-officer", nation = "nz" }),
            Opened("nz-trc"), $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        // The gateway's own part ends a moment after its answer is there.
        string[] expected = ["Microsoft.AspNetCore", "Microsoft.Orleans.Application", "VipOrleans.Grains", "VipOrleans.Journal"];
        IEnumerable<string> missing = expected;
        for (var start = Stopwatch.GetTimestamp(); missing.Any()
            && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20); await Task.Delay(20))
        {
            missing = [.. expected.Except(seen.Where(a => a.TraceId == trace).Select(a => a.Source.Name))];
        }

        Assert.Empty(missing);
    }

    // A trace has the moment of a vote and the part of the box that took it.
    [Fact]
    public async Task What_is_exported_has_no_trace_of_a_vote()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        using var collector = new System.Net.HttpListener { Prefixes = { $"{address}/" } };
        collector.Start();
        var exported = new ConcurrentQueue<string>();
        var listening = Listen();
        using var folder = new TemporaryFolder();
        string city = "nz-vot", path;
        SamplePaper paper;
        await using (var pilot = await RunningPilot.Start(folder.Path, settings: new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            await Command(pilot, HttpMethod.Post, "/v1/cities", await Token(pilot, new { role = "nation-officer", nation = "nz" }),
                Opened(city));
            var officer = await Token(pilot, new { role = "city-officer", city });
            var host = await Command(pilot, HttpMethod.Post, $"/v1/cities/{city}/hosts", officer, new { person = new { name = "Aroha" } });
            var from = DateTimeOffset.UtcNow.AddSeconds(5);
            var ballot = await Command(pilot, HttpMethod.Post, $"/v1/cities/{city}/ballots", officer,
                new { places = 5, legalBasis = "Charter", papersUntil = from, until = from.AddSeconds(20), quorumPercent = 0 });
            path = $"/v1/cities/{city}/ballots/{ballot}";
            var view = (await pilot.Http.GetFromJsonAsync<JsonNode>(path))!;
            var voter = new SampleVoter(new(pilot.Http), city, ballot, (string)view["publicKey"]!, TimeProvider.System);
            paper = (await voter.GetPaper(host, await Token(pilot, new { role = "host", person = host }), default))!;
            await voter.Vote(paper, 1, from, from.AddSeconds(1), default);
        }

        collector.Close();
        await listening;
        // What went before was exported, down to the grains and the journal.
        var all = string.Join('\n', exported);
        Assert.All(["ballot-paper", "ballot-register/", "journal append", $"/v1/cities/{city}/ballots"],
            known => Assert.Contains(known, all, StringComparison.Ordinal));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromBase64String(paper.Bytes)));
        Assert.All(["ballot-box", "BallotBox", $"{path}/vote", "/vote", "-box-", paper.Bytes, paper.Signature, hash],
            secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));

        async Task Listen()
        {
            try
            {
                while (true)
                {
                    var context = await collector.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    context.Response.Close();
                    if (context.Request.Url!.AbsolutePath == "/v1/traces") exported.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
                }
            }
            catch (Exception e) when (e is System.Net.HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }

    [Fact]
    public async Task Metrics_tell_a_citys_places_its_sponsorships_by_status_and_its_shares()
    {
        using var folder = new TemporaryFolder();
        await using var pilot = await RunningPilot.Start(folder.Path);
        var nation = await Token(pilot, new { role = "nation-officer", nation = "nz" });
        var officer = await Token(pilot, new { role = "city-officer", city = "nz-met" });
        var second = await Token(pilot, new { role = "city-officer", city = "nz-met", subject = "second" });
        await Command(pilot, HttpMethod.Post, "/v1/cities", nation, Opened("nz-met"));
        await Command(pilot, HttpMethod.Put, "/v1/cities/nz-met/quota", officer,
            new { places = 3, by = "council", reference = "Minute 1", on = "2024-01-05" });
        for (var i = 0; i < 4; i++)
        {
            var host = await Command(pilot, HttpMethod.Post, "/v1/cities/nz-met/hosts", officer, new { person = new { name = "Aroha" } });
            var migrant =
                await Command(pilot, HttpMethod.Post, "/v1/migrants", officer,
                    new { nation = "nz", person = new { name = "Malaya" }, origin = "PH" });
            await Command(pilot, HttpMethod.Put, $"/v1/migrants/{migrant}/baseline", officer,
                new { yearly = new { amount = "0.00", currency = "NZD" }, evidence = "payslips", on = "2024-01-05" });
            await Command(pilot, HttpMethod.Post, $"/v1/migrants/{migrant}/baseline-verification", second,
                new { yearly = new { amount = "0.00", currency = "NZD" }, method = "payslips", source = "case-file/1", on = "2024-01-05" });
            var sponsorship = await Command(pilot, HttpMethod.Post, "/v1/sponsorships", officer,
                new { host, migrant, by = "host", paper = "form/1" });
            var papers = $"/v1/sponsorships/{sponsorship}/paper-sighting";
            await Command(pilot, HttpMethod.Post, papers, second, new { by = "host" });
            await Command(pilot, HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/acceptance", second,
                new { by = "migrant", paper = "form/2" });
            await Command(pilot, HttpMethod.Post, papers, officer, new { by = "migrant" });
            if (i > 0) continue;
            await Command(pilot, HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/checks", officer,
                new { kind = "identity", outcome = "passed", on = "2024-01-05" });
            await Command(pilot, HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/arrival", officer, new { on = "2024-02-01" });
            await Command(pilot, HttpMethod.Post, $"/v1/sponsorships/{sponsorship}/earnings", officer,
                new { year = 1, month = 1, earned = new { amount = "100.00", currency = "NZD" } });
        }

        using (var request =
            new HttpRequestMessage(HttpMethod.Get, "/v1/cities/nz-met/summary") { Headers = { Authorization = new("Bearer", officer) } })
        {
            (await pilot.Http.SendAsync(request)).EnsureSuccessStatusCode();
        }

        var read = Read("nz-met");
        Assert.Equal(
            [("free", 0L), ("held", 2L), ("offered", 3L), ("used", 1L), ("waiting", 1L)],
            read.Where(m => m.Name == "vip.places").Select(m => (m.State, m.Value)).Order());
        Assert.Equal([("arrived", 1L), ("checking", 2L), ("waiting", 1L)],
            read.Where(m => m.Name == "vip.sponsorships").Select(m => (m.State, m.Value)).Order());
        Assert.Equal([5000L], read.Where(m => m.Name == "vip.share").Select(m => m.Value));
    }

    private static List<(string Name, string State, long Value)> Read(string city)
    {
        var read = new List<(string, string, long)>();
        using var listener =
            new MeterListener
            {
                InstrumentPublished =
                (instrument, l) =>
                {
                    if (instrument.Meter.Name == "VipOrleans.Grains" && instrument.IsObservable) l.EnableMeasurementEvents(instrument);
                }
            };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var byName = tags.ToArray().ToDictionary(t => t.Key, t => t.Value?.ToString() ?? "");
            if (byName["city"] == city) read.Add((instrument.Name, byName.GetValueOrDefault("state", ""), value));
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    private static object Opened(string id) =>
        new { id, name = "Test", currency = "NZD", timeZone = "Pacific/Auckland", policy = new { requiredChecks = new[] { "identity" } } };

    private static async Task<string> Token(RunningPilot pilot, object tie)
    {
        var answer = await pilot.Http.PostAsJsonAsync("/v1/dev/tokens", tie);
        return (string)(await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;
    }

    private static async Task<string> Command(RunningPilot pilot, HttpMethod method, string path, string token, object body,
        string? traceParent = null)
    {
        using var request =
            new HttpRequestMessage(method, path)
            {
                Content = JsonContent.Create(body),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) }
            };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        using var answer = await pilot.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }
}
