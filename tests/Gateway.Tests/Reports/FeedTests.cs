namespace VipOrleans.Gateway.Tests.Reports;

using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VipOrleans.Gateway.Access;

public sealed class FeedTests(TestGateway gateway)
{
    [Fact]
    public async Task A_reader_who_comes_back_goes_on_exactly_where_they_left_off()
    {
        var city = await gateway.NewCity();
        for (var i = 0; i < 5; i++) await city.Host();
        var all = await Read(city, null, 7);
        Assert.Equal(["city-opened", "quota-decided", .. Enumerable.Repeat("host-registered", 5)], all.Select(e => e.EventType));
        for (var seen = 1; seen < all.Count; seen++)
        {
            Assert.Equal(all.Skip(seen), await Read(city, all[seen - 1].EventId, all.Count - seen));
        }

        var data = JsonNode.Parse(all[^1].Data)!;
        Assert.Equal("host-registered", (string?)data["event"]!["type"]);
        Assert.StartsWith($"{city.Id}/host/", (string?)data["stream"]);
        Assert.StartsWith("city-officer:", (string?)data["actor"]);
    }

    [Fact]
    public async Task A_reader_hears_of_what_happens_while_they_listen()
    {
        var city = await gateway.NewCity();
        using var response = await Open(gateway.Client, city.Id.Value, city.Officer, null);
        await using var events = Events(response).GetAsyncEnumerator();
        for (var i = 0; i < 2; i++) Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync();
        var host = await city.Host();
        Assert.True(await next.AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("host-registered", events.Current.EventType);
        Assert.Contains(host[(host.LastIndexOf('.') + 1)..], events.Current.Data);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_position_that_is_none_is_refused(string position)
    {
        var city = await gateway.NewCity();
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/feed", city.Officer, headers: ("Last-Event-ID", position)))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
        (await gateway.Send(HttpMethod.Get, $"/v1/cities/{city.Id}/feed?after={position}", city.Officer))
            .MustBe(HttpStatusCode.BadRequest, "invalid-input");
    }

    [Fact]
    public async Task Feeds_of_one_caller_are_bounded_and_a_seat_is_free_again_when_one_leaves()
    {
        var city = await gateway.NewCity();
        await using var app =
            TestGateway.Build(gateway.App.Services.GetRequiredService<IGrainFactory>(), null, ("Limits:FeedsPerSubject", "1"));
        await app.StartAsync();
        var token = app.Services.GetRequiredService<DevelopmentIssuer>()
            .Issue("reader", Role.CityOfficer, new(null, city.Id.Value, null, null), DateTime.UtcNow);
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using (var first = await Open(client, city.Id.Value, token, null))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            using var second = await Open(client, city.Id.Value, token, null);
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var again = await Open(client, city.Id.Value, token, null);
            if (again.StatusCode == HttpStatusCode.OK) return;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_gateway_that_stops_does_not_wait_for_its_readers()
    {
        var city = await gateway.NewCity();
        await using var app = TestGateway.Build(gateway.App.Services.GetRequiredService<IGrainFactory>());
        await app.StartAsync();
        var token = app.Services.GetRequiredService<DevelopmentIssuer>()
            .Issue("reader", Role.CityOfficer, new(null, city.Id.Value, null, null), DateTime.UtcNow);
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var reader = await Open(client, city.Id.Value, token, null);
        var read = Task.Run(async () =>
        {
            try
            {
                await foreach (var _ in Events(reader)) { }
            }
            catch (IOException)
            {
                // A reader whose connection is cut asks again with the last id that it has seen.
            }
        });
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await read.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<HttpResponseMessage> Open(HttpClient client, string city, string token, string? lastEventId)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"/v1/cities/{city}/feed") { Headers = { Authorization = new("Bearer", token) } };
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async IAsyncEnumerable<Sse> Events(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await foreach (var e in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            yield return new(e.EventId, e.EventType, e.Data);
        }

    }

    private async Task<List<Sse>> Read(TestCity city, string? lastEventId, int count)
    {
        using var response = await Open(gateway.Client, city.Id.Value, city.Officer, lastEventId);
        var read = new List<Sse>();
        await foreach (var e in Events(response))
        {
            read.Add(e);
            if (read.Count == count) break;
        }

        return read;
    }

    private sealed record Sse(string? EventId, string EventType, string Data);
}
