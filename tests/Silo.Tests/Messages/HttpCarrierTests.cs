namespace VipOrleans.Silo.Tests.Messages;

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VipOrleans.Domain.News;
using VipOrleans.Grains.News;

public sealed class HttpCarrierTests : IAsyncLifetime
{
    private static readonly OutgoingMessage Message = new("0123456789abcdefghjkmnpqrs", MessageChannel.Sms, "+64211234567", "to",
        "Visa", "Pōpoaki", "ʻOku ʻi ai ha meʻa foʻou maʻau.");

    private readonly ConcurrentQueue<(string Request, string? Key, string? Authorization, JsonNode? Body)> _asked = new();
    private WebApplication? _service;
    private Func<HttpContext, IResult> _answer = _ => Results.Json(new { state = "sent", reference = "sms/17" });

    private string Url => _service!.Urls.Single() + "/sms";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.Run(async http =>
        {
            var body = http.Request.Method == "POST" ? await JsonNode.ParseAsync(http.Request.Body) : null;
            _asked.Enqueue(($"{http.Request.Method} {http.Request.Path}", http.Request.Headers["Idempotency-Key"],
                http.Request.Headers.Authorization, body));
            await _answer(http).ExecuteAsync(http);
        });
        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _service!.DisposeAsync();

    [Fact]
    public async Task A_message_is_handed_over_as_documented_with_its_key_and_asked_about_by_it()
    {
        using var carrier = Carrier();
        Assert.Equal(new(CarrierWord.Taken, "sms/17", Reports: true), await carrier.Send(Message, TestContext.Current.CancellationToken));
        var handed = Assert.Single(_asked);
        Assert.Equal(("POST /sms/messages", Message.Key, "Bearer secret"), (handed.Request, handed.Key, handed.Authorization));
        var expected = new JsonObject
        {
            ["key"] = Message.Key, ["channel"] = "sms", ["to"] = Message.To, ["language"] = "to", ["sender"] = "Visa",
            ["subject"] = Message.Subject, ["text"] = Message.Text,
        };
        Assert.True(JsonNode.DeepEquals(expected, handed.Body), handed.Body!.ToJsonString());

        (string, CarrierWord)[] words = [("sent", CarrierWord.Taken), ("delivered", CarrierWord.Delivered), ("failed", CarrierWord.Never)];
        foreach (var (state, word) in words)
        {
            _answer = _ => Results.Json(new { state });
            Assert.Equal(word, (await carrier.Ask(Message.Key, TestContext.Current.CancellationToken)).Word);
        }

        Assert.Equal($"GET /sms/messages/{Message.Key}", _asked.Last().Request);
        Assert.Equal([MessageChannel.Sms, MessageChannel.Letter], carrier.Channels);
    }

    [Theory]
    [InlineData(400, CarrierWord.Never)]
    [InlineData(422, CarrierWord.Never)]
    [InlineData(401, CarrierWord.NotNow)]
    [InlineData(302, CarrierWord.NotNow)]
    [InlineData(429, CarrierWord.NotNow)]
    [InlineData(500, CarrierWord.NotNow)]
    [InlineData(503, CarrierWord.NotNow)]
    public async Task What_the_service_refuses_for_good_has_failed_and_the_rest_is_tried_again(int status, CarrierWord word)
    {
        using var carrier = Carrier();
        _answer = http =>
        {
            http.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
            return Results.StatusCode(status);
        };
        Assert.Equal(word, (await carrier.Send(Message, TestContext.Current.CancellationToken)).Word);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_message_that_the_service_does_not_know_any_more_has_not_failed()
    {
        using var carrier = Carrier();
        _answer = _ => Results.NotFound();
        Assert.Equal(CarrierWord.NotNow, (await carrier.Ask(Message.Key, TestContext.Current.CancellationToken)).Word);
    }

    [Fact]
    public async Task What_is_no_answer_is_asked_again_and_a_name_in_a_reference_is_not_kept()
    {
        using var carrier = Carrier();
        foreach (var nonsense in new[] { "<html>", "[]", "{\"state\":7}", new string('x', 100_000) })
        {
            _answer = _ => Results.Text(nonsense, "application/json");
            Assert.Equal(CarrierWord.NotNow, (await carrier.Send(Message, TestContext.Current.CancellationToken)).Word);
        }

        _answer = _ => Results.Json(new { state = "sent", reference = "for Aroha" });
        Assert.Equal(new(CarrierWord.Taken, null, Reports: true), await carrier.Send(Message, TestContext.Current.CancellationToken));
        await _service!.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(CarrierWord.NotNow, (await carrier.Send(Message, TestContext.Current.CancellationToken)).Word);
    }

    private HttpCarrier Carrier() => new(new()
    {
        AdapterUrl = new(Url), AdapterKey = "secret", AdapterChannels = [MessageChannel.Sms, MessageChannel.Letter],
    }, NullLogger<HttpCarrier>.Instance);
}
