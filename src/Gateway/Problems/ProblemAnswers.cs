namespace VipOrleans.Gateway.Problems;

using System.Diagnostics;
using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Hosting;

/// <summary>Problem details of RFC 9457, with the code and what to mend.</summary>
public sealed record ProblemAnswer
{
    /// <summary>Where the kind of problem is described.</summary>
    public required string Type { get; init; }

    /// <summary>What is wrong, in general.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The stable code of the kind, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong here, and what would be right.</summary>
    public string? Detail { get; init; }

    /// <summary>The path that was asked, without its query.</summary>
    public string? Instance { get; init; }

    /// <summary>Finds the request in traces and logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>What is wrong with single fields.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }

    internal const string ContentType = "application/problem+json";

    internal static Task Write(HttpContext http, ProblemKind kind, string? detail = null, IReadOnlyList<FieldError>? errors = null)
    {
        var response = http.Response;
        response.StatusCode = kind.Status;
        // Whoever waits a second finds a journal that has caught up, or a silo that has taken over.
        if (kind.Status is 429 or 503 && response.Headers.RetryAfter.Count == 0) response.Headers.RetryAfter = "1";
        return response.WriteAsJsonAsync(
            new ProblemAnswer
            {
                Type = kind.Type,
                Title = kind.Title,
                Status = kind.Status,
                Code = kind.Code,
                Detail = detail ?? kind.Mend,
                Instance = http.GetEndpoint() is RouteEndpoint ? http.Request.Path.Value : null,
                TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
                Errors = errors,
            },
            GatewayJson.Options, ContentType, CancellationToken.None);
    }
}

/// <summary>Answers with a problem.</summary>
internal sealed class ProblemResult(ProblemKind kind, string? detail = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ProblemAnswer.Write(httpContext, kind, detail);
}

/// <summary>Turns whatever goes wrong behind it into problem details, and nothing else leaves.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            if ((http.Request.Path.Value?.Length ?? 0) + (http.Request.QueryString.Value?.Length ?? 0) > GatewayLimits.MaxUri)
            {
                throw new ProblemException(Problems.UriTooLong);
            }

            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await ProblemAnswer.Write(http, Problems.OfStatus(http.Response.StatusCode));
            }

        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var (kind, detail, errors) = Explain(e);
            if (kind.Status == 500) LogBroken(e.GetType().FullName, e.StackTrace);
            if (kind.Status is 503 or 504) LogUnanswered(kind.Code, e.GetType().FullName);
            // What the endpoint had begun to say, except for what middleware says of every answer.
            http.Response.Headers.Remove("Location");
            http.Response.Headers.Remove("ETag");
            await ProblemAnswer.Write(http, kind, detail, errors);
        }
        catch (Exception e)
        {
            // An answer that had begun cannot become another; a broken connection tells the reader that it is not whole.
            LogUnanswered("broken-off", e.GetType().FullName);
            http.Abort();
        }
    }

    private static (ProblemKind Kind, string? Detail, IReadOnlyList<FieldError>? Errors) Explain(Exception e) => e switch
    {
        ProblemException p => (p.Kind, p.Detail, p.Errors),
        BadHttpRequestException b => (Problems.OfStatus(b.StatusCode), null, null),
        TimeoutException => (Problems.OutcomeUnknown, null, null),
        StoreUnavailableException or SiloUnavailableException or OrleansMessageRejectionException or GatewayTooBusyException
            or ClientNotAvailableException or Orleans.Runtime.Messaging.ConnectionFailedException =>
            (Problems.Unavailable, null, null),
        _ => (Problems.Internal, null, null),
    };

    // The message of an exception may quote what a person sent; its type and stack do not.
    [LoggerMessage(1, LogLevel.Error, "A request failed with {Exception}.\n{Stack}")]
    private partial void LogBroken(string? exception, string? stack);

    [LoggerMessage(2, LogLevel.Warning, "A request was answered {Code} because of {Exception}.")]
    private partial void LogUnanswered(string code, string? exception);
}
