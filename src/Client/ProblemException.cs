namespace VipOrleans.Client;

using System.Net;

/// <summary>Why a request was not carried out, as the API's problem details say it.</summary>
/// <param name="status">The HTTP status; null if nobody answered.</param>
/// <param name="problem">What was answered.</param>
/// <param name="inner">Why nobody answered.</param>
public sealed class ProblemException(HttpStatusCode? status, Problem problem, Exception? inner = null)
    : Exception(problem.Detail ?? problem.Title, inner)
{
    /// <summary>
    /// The code of <see cref="ProblemException"/> if the API could not be reached at all, which no answer of the API has.
    /// </summary>
    public const string Unreachable = "unreachable";

    /// <summary>The HTTP status; null if nobody answered.</summary>
    public HttpStatusCode? Status => status;

    /// <summary>Code, text and fields.</summary>
    public Problem Problem => problem;

    /// <summary>The stable code of what was wrong, such as <c>quota-exceeded</c>; the API's list of problems has all of them.</summary>
    public string Code => problem.Code;

    /// <summary>What is wrong with single fields; empty if nothing is.</summary>
    public IReadOnlyList<Errors> Errors => problem.Errors ?? [];

    /// <summary>True if the same request may succeed a little later: too many requests, or a system that cannot answer now.</summary>
    public bool IsForNow => status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
