using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VipOrleans.Contracts;
using VipOrleans.Domain;

namespace VipOrleans.Gateway;

/// <summary>A city's events as server-sent events: all of them, in order, from wherever the reader left off.</summary>
internal static class FeedEndpoints
{
    private const int PerRead = 200;

    // Shorter than what proxies and clients take for a dead connection.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const string Example = """
        id: 42
        event: host-registered
        data: {"stream":"nz-akl/host/3zq8kd5w1v7c9x2m4n6p0r8s5t","version":1,"at":"2025-11-03T21:30:00+00:00","actor":"city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x","event":{"type":"host-registered"}}

        """;

    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapGet("/cities/{city}/feed", Read).WithTags("Directory").Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity).Takes(Query.After)
            .Says("readFeed", "Follow a city's events",
                "Server-sent events: 'id' is the position, 'event' the type, 'data' stream, version, time, actor and the event itself. Send Last-Event-ID to go on where a connection broke: no event is missed and none comes twice. Comments come while nothing happens. The stream ends with the token.")
            .Produces<string>(200, "text/event-stream").WithMetadata(new ResponseExample(200, Example), new TakesLastEventId());

    private static async Task<IResult> Read(HttpContext http, CityId city, IGrainFactory grains, FeedSeats seats, IHostApplicationLifetime application)
    {
        var after = Start(http);
        if (await grains.City(city).Get() is null) return new ProblemResult(Problems.Of(RejectionCode.CityNotFound));
        var caller = Caller.Of(http);
        using var seat = seats.Take(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, application.ApplicationStopping);
        if (caller.ExpiresAt - DateTimeOffset.UtcNow is var left && left < TimeSpan.FromDays(1)) ends.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        http.Response.ContentType = "text/event-stream";
        // Proxies that gather an answer before passing it on would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Write(http, ": events follow\nretry: 2000\n\n", ends.Token);
            await Follow(http, grains.Feed(city), after, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, the token ended, or the gateway stops: the reader comes back with Last-Event-ID.
        }

        return TypedResults.Empty;
    }

    private static async Task Follow(HttpContext http, IFeedGrain feed, long after, CancellationToken ends)
    {
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var slice = await feed.Read(after, PerRead, Wait, ends);
            if (slice.Items.Count == 0)
            {
                await Write(http, ": nothing new\n\n", ends);
                // A feed that does not wait, because its silo is leaving, must not make this a busy loop.
                if (Stopwatch.GetElapsedTime(asked) < Pause) await Task.Delay(Pause, ends);
            }

            foreach (var item in slice.Items) WriteItem(http.Response.BodyWriter, item);
            if (slice.Items.Count > 0) await http.Response.BodyWriter.FlushAsync(ends);
            after = Math.Max(after, slice.Last);
        }
    }

    private static void WriteItem(IBufferWriter<byte> output, FeedItem item)
    {
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {item.Position}\nevent: {item.Type}\ndata: "), output);
        using (var json = new Utf8JsonWriter(output))
        using (var e = JsonDocument.Parse(item.Json))
        {
            json.WriteStartObject();
            json.WriteString("stream", item.Stream);
            json.WriteNumber("version", item.Version);
            json.WriteString("at", item.At);
            json.WriteString("actor", item.Actor);
            json.WritePropertyName("event");
            e.RootElement.WriteTo(json);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private static long Start(HttpContext http)
    {
        var last = http.Request.Headers["Last-Event-ID"];
        if (last.Count == 0) return Query.After.Of(http) ?? 0;
        return last.Count == 1 && Query.TryPosition(last[0], out var position) ? position : throw ProblemException.Invalid("Last-Event-ID", "Expected the 'id' of the last event that was read: a whole number of 0 or more.");
    }

    private static async Task Write(HttpContext http, string text, CancellationToken ends)
    {
        Encoding.UTF8.GetBytes(text, http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(ends);
    }
}

/// <summary>Says in OpenAPI that the header Last-Event-ID is read.</summary>
internal sealed record TakesLastEventId;
