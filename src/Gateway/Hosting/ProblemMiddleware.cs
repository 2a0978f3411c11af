namespace VipOrleans.Gateway.Hosting;

using VipOrleans.Contracts.Kernel;
using VipOrleans.Gateway.Access;
using VipOrleans.Gateway.Commands;
using VipOrleans.Gateway.Problems;

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
                await ProblemAnswer.Write(http, Problems.OfStatus(http.Response.StatusCode), TableMedia.Advice(http));
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
            // What a store says of itself has nothing of a person in it, and is what the operator has to know.
            if (kind.Status is 503 or 504) LogUnanswered(kind.Code, e is StoreUnavailableException ? e.Message : e.GetType().FullName);
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
            or ClientNotAvailableException or Orleans.Runtime.Messaging.ConnectionFailedException or ProviderSilentException =>
            (Problems.Unavailable, null, null),
        _ => (Problems.Internal, null, null),
    };

    // The message of an exception may quote what a person sent; its type and stack do not.
    [LoggerMessage(1, LogLevel.Error, "A request failed with {Exception}.\n{Stack}")]
    private partial void LogBroken(string? exception, string? stack);

    [LoggerMessage(2, LogLevel.Warning, "A request was answered {Code} because of {Exception}.")]
    private partial void LogUnanswered(string code, string? exception);
}
