namespace VipOrleans.Gateway.Reports;

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VipOrleans.Contracts.Places;
using VipOrleans.Contracts.Reports;
using VipOrleans.Domain.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.OpenApi;
using VipOrleans.Gateway.Problems;

/// <summary>A city's events as server-sent events: all of them, in order, from wherever the reader left off.</summary>
internal static class FeedEndpoints
{
    private const int PerRead = 200;

    private const string Example = """
        id: 42
        event: host-registered
        data: {"stream":"nz-akl/host/3zq8kd5w1v7c9x2m4n6p0r8s5t","version":1,"at":"2025-11-03T21:30:00+00:00","actor":"city-officer:4m8z1q7w3k9d5r2t6p0s8v4c1x","event":{"type":"host-registered"}}

        """;

    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapGet("/cities/{city}/feed", Read).WithTags("Registers").Allows(Who.OfficerOfCity, Who.OfficerOfNation, Who.AuditorOfCity)
            .Query(Query.After)
            .Describes("readFeed", "Follow a city's events",
                "Server-sent events: 'id' is the position, 'event' the type, 'data' stream, version, time, actor and the event itself. "
                    + "Send Last-Event-ID to go on where a connection broke: no event is missed and none comes twice. Comments come while "
                        + "nothing happens. The stream ends with the token.")
            .Produces<string>(200, "text/event-stream").WithMetadata(new ResponseExample(200, Example), new TakesLastEventId());

    private static async Task<IResult> Read(HttpContext http, CityId city, IGrainFactory grains, FeedSeats seats,
        IHostApplicationLifetime application)
    {
        var after = EventStream.LastEventId(http) ?? Query.After.Of(http) ?? 0;
        return await grains.City(city).Get() is null
            ? new ProblemResult(Problems.Of(RejectionCode.CityNotFound))
            : await EventStream.Answer(http, seats, application, ends => Follow(http, grains.Feed(city), after, ends));
    }

    private static async Task Follow(HttpContext http, IFeedGrain feed, long after, CancellationToken ends)
    {
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var slice = await feed.Read(after, PerRead, EventStream.Wait, ends);
            if (slice.Items.Count == 0)
            {
                await EventStream.Write(http, ": nothing new\n\n", ends);
                // A feed that does not wait, because its silo is leaving, must not make this a busy loop.
                if (Stopwatch.GetElapsedTime(asked) < EventStream.Pause) await Task.Delay(EventStream.Pause, ends);
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
}
