namespace VipOrleans.Stores;

using System.Globalization;
using System.Net.Sockets;
using Azure;
using Azure.Identity;

/// <summary>What an error of Azure Tables means for the work that met it.</summary>
internal static class AzureTablesFailure
{
    /// <summary>What the error means; null for a defect of this program.</summary>
    public static StoreFailure? Of(Exception error) => error switch
    {
        RequestFailedException e => Of(e),
        AuthenticationFailedException =>
            new($"the identity of this process could not be proved: {error.Message}", MayPass: false, NothingDone: true),
        // The client's own patience ended: the request may have been carried out.
        OperationCanceledException or IOException or SocketException or TimeoutException or HttpRequestException =>
            new(error.Message, MayPass: true, NothingDone: false),
        AggregateException { InnerExceptions: [var only, ..] } => Of(only),
        _ => null,
    };

    /// <summary>True where another writer was faster: the row's ETag is another one, or the row is there already, or gone.</summary>
    public static bool IsRace(RequestFailedException e) => e.Status is 409 or 412 || (e.Status == 404 && e.ErrorCode != "TableNotFound");

    private static StoreFailure? Of(RequestFailedException e)
    {
        var words = $"{e.ErrorCode ?? "no answer"} ({e.Status})";
        return e.Status switch
        {
            // Throttled: refused before anything was done.
            429 => new(words, MayPass: true, NothingDone: true) { RetryAfter = RetryAfter(e) },
            // No connection, a time-out, a server that is busy or moved to another machine: it may have been carried out.
            0 or 408 or >= 500 => new(words, MayPass: true, NothingDone: false) { RetryAfter = RetryAfter(e) },
            409 or 412 => new("other writers were faster each time", MayPass: true, NothingDone: true),
            401 or 403 => new($"the account does not let this process in: {words}", MayPass: false, NothingDone: true),
            404 => new($"the table is not there: {words}", MayPass: false, NothingDone: true),
            _ => null,
        };
    }

    private static TimeSpan? RetryAfter(RequestFailedException e) =>
        e.GetRawResponse() is { } response && response.Headers.TryGetValue("Retry-After", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
