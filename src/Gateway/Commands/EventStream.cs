namespace VipOrleans.Gateway.Commands;

using System.Text;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Problems;

/// <summary>Answers that are server-sent events.</summary>
internal static class EventStream
{
    private const string MediaType = "text/event-stream";

    /// <summary>How long a question for news waits: shorter than what proxies and clients take for a dead connection.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two questions that brought nothing.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Answers with events until there are no more, the reader leaves, the token ends or the gateway stops.</summary>
    /// <param name="http">The request.</param>
    /// <param name="seats">How many may be open.</param>
    /// <param name="application">Tells when the gateway stops.</param>
    /// <param name="follow">Writes the events.</param>
    public static async Task<IResult> Answer(HttpContext http, FeedSeats seats, IHostApplicationLifetime application,
        Func<CancellationToken, Task> follow)
    {
        if (HeadRequests.Is(http))
        {
            // A stream has no body to leave out that would ever end.
            http.Response.ContentType = MediaType;
            return TypedResults.Empty;
        }

        var caller = Caller.Of(http);
        using var seat = seats.Take(caller);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, application.ApplicationStopping);
        if (caller.ExpiresAt - DateTimeOffset.UtcNow is var left && left < TimeSpan.FromDays(1))
        {
            ends.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        http.Response.ContentType = MediaType;
        // Proxies that gather an answer before passing it on would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Write(http, ": events follow\nretry: 2000\n\n", ends.Token);
            await follow(ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, the token ended, or the gateway stops: the reader comes back with Last-Event-ID.
        }

        return TypedResults.Empty;
    }

    /// <summary>The id of the last event that the reader has; null where it says nothing.</summary>
    public static long? LastEventId(HttpContext http)
    {
        var last = http.Request.Headers["Last-Event-ID"];
        if (last.Count == 0) return null;
        return last.Count == 1 && Query.TryPosition(last[0], out var position)
            ? position : throw ProblemException.Invalid("Last-Event-ID",
                "Expected the 'id' of the last event that was read: a whole number of 0 or more.");
    }

    /// <summary>Writes a text at once.</summary>
    public static async Task Write(HttpContext http, string text, CancellationToken ends)
    {
        Encoding.UTF8.GetBytes(text, http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(ends);
    }
}

/// <summary>Says in OpenAPI that the header Last-Event-ID is read.</summary>
internal sealed record TakesLastEventId;
