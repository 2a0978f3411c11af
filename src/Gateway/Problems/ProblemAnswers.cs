namespace VipOrleans.Gateway.Problems;

using System.Diagnostics;
using VipOrleans.Gateway.Json;

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
