namespace VipOrleans.Client;

using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>
/// The public API as methods, made from its document. Whoever makes it gives a connection with the API's address, and with the token in its
/// headers or added by a handler.
/// </summary>
/// <remarks>
/// What changes something takes an <c>Idempotency-Key</c>: the same key and the same request have one effect, however often they are sent.
/// <see cref="NewKey"/> makes one; keep it until the answer is there.
/// </remarks>
/// <param name="http">The connection.</param>
public sealed partial class VipClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // What is not said is left out: null would say something else to some fields.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A new <c>Idempotency-Key</c>.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>A code of the API as it stands in JSON and in URLs, such as <c>city-officer</c>.</summary>
    /// <typeparam name="T">An enumeration of this client.</typeparam>
    public static string CodeOf<T>(T code) where T : struct, Enum => CodeOf((object)code);

    private static string CodeOf(object code) => JsonSerializer.SerializeToElement(code, code.GetType(), Json).GetString()!;

    private static HttpRequestMessage New(string method, string path, string accept)
    {
        var request = new HttpRequestMessage(new(method), new Uri(path, UriKind.Relative));
        // A list of codes, a file: whatever it is, a problem is JSON.
        foreach (var type in accept.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(type));
        }

        return request;
    }

    private static void InPath(HttpRequestMessage request, string name, object value) =>
        request.RequestUri = new(request.RequestUri!.OriginalString.Replace($"{{{name}}}", Uri.EscapeDataString(Text(value)),
            StringComparison.Ordinal), UriKind.Relative);

    private static void InQuery(HttpRequestMessage request, string name, object? value)
    {
        if (value is null) return;
        var path = request.RequestUri!.OriginalString;
        request.RequestUri = new($"{path}{(path.Contains('?') ? '&' : '?')}{name}={Uri.EscapeDataString(Text(value))}", UriKind.Relative);
    }

    private static void InHeader(HttpRequestMessage request, string name, object? value)
    {
        if (value is not null) request.Headers.TryAddWithoutValidation(name, Text(value));
    }

    private static void InBody(HttpRequestMessage request, object body, string mediaType)
    {
        if (body is string text && mediaType != "application/json")
        {
            request.Content = new StringContent(text, new MediaTypeHeaderValue(mediaType));
            return;
        }

        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json));
        request.Content.Headers.ContentType = new(mediaType);
    }

    private static string Text(object value) => value switch
    {
        Enum code => CodeOf((object)code),
        bool yes => yes ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private async Task<T> Send<T>(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await Answer(request, cancellation).ConfigureAwait(false);
        if (typeof(T) == typeof(string))
        {
            return (T)(object)await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await JsonSerializer.DeserializeAsync<T>(stream, Json, cancellation).ConfigureAwait(false)
                ?? throw new JsonException($"{request.RequestUri} answered null.");
        }
    }

    private async Task Send(HttpRequestMessage request, CancellationToken cancellation) =>
        (await Answer(request, cancellation).ConfigureAwait(false)).Dispose();

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ProblemException(null, Unknown(0, ProblemException.Unreachable, "The API cannot be reached."), e);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw new ProblemException(response.StatusCode, await Read(response, cancellation).ConfigureAwait(false));
        }
    }

    // What stands before the API, such as a proxy, answers with pages of its own.
    private static async Task<Problem> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        var unknown = Unknown((int)response.StatusCode, $"http-{(int)response.StatusCode}", response.ReasonPhrase ?? "");
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return unknown;
        try
        {
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return JsonSerializer.Deserialize<Problem>(text, Json) ?? unknown;
        }
        catch (JsonException)
        {
            return unknown;
        }
    }

    private static Problem Unknown(int status, string code, string title) =>
        new() { Type = "about:blank", Title = title, Status = status, Code = code, TraceId = "" };
}
