namespace VipOrleans.Pilot;

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using VipOrleans.Silo;

/// <summary>
/// A client of the HTTP API like any other: it has nothing but an address. What may be tried again it tries again, with the same
/// Idempotency-Key.
/// </summary>
/// <param name="http">The connection, with the API's address.</param>
public sealed class SampleClient(HttpClient http)
{
    private const int MaxTries = 20;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Asks the development issuer for a token.</summary>
    /// <param name="who">Role and ties, as the issuer takes them.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string> Token(object who, CancellationToken cancellation)
    {
        var answer = await Send(HttpMethod.Post, "/v1/dev/tokens", null, null, who, cancellation);
        return answer.GetProperty("accessToken").GetString()!;
    }

    /// <summary>Reads a thing.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    public async Task<T> Get<T>(string path, string? token, CancellationToken cancellation) =>
        (await Send(HttpMethod.Get, path, token, null, null, cancellation)).Deserialize<T>(Json)
            ?? throw new OperatorException($"{path} answered nothing.");

    /// <summary>Sends a command and answers the id of what it was about.</summary>
    public async Task<string> Post(string path, string token, string key, object body, CancellationToken cancellation) =>
        Id(await Send(HttpMethod.Post, path, token, key, body, cancellation));

    /// <summary>Sends a command that sets a value and answers the id of what it was about.</summary>
    public async Task<string> Put(string path, string token, string key, object body, CancellationToken cancellation) =>
        Id(await Send(HttpMethod.Put, path, token, key, body, cancellation));

    /// <summary>Sends a command and reads what it was answered.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    public async Task<T> Post<T>(string path, string token, string key, object body, CancellationToken cancellation) =>
        (await Send(HttpMethod.Post, path, token, key, body, cancellation)).Deserialize<T>(Json)
            ?? throw new OperatorException($"{path} answered nothing.");

    /// <summary>Sends a command that sets a value and reads what it was answered.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    public async Task<T> Put<T>(string path, string? token, string? key, object body, CancellationToken cancellation) =>
        (await Send(HttpMethod.Put, path, token, key, body, cancellation)).Deserialize<T>(Json)
            ?? throw new OperatorException($"{path} answered nothing.");

    /// <summary>Sends a file of comma-separated values and answers the id of what it was about.</summary>
    public async Task<string> PostCsv(string path, string token, string key, string file, CancellationToken cancellation) =>
        Id(await Send(HttpMethod.Post, path, token, key, new Text(file, "text/csv"), cancellation));

    /// <summary>Sends a file of the bank.</summary>
    public Task PostXml(string path, string token, string key, string file, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, token, key, new Text(file, "application/xml"), cancellation);

    /// <summary>Sends a file of the bank and answers the id of what it became.</summary>
    public async Task<string> PostXmlForId(string path, string token, string key, string file, CancellationToken cancellation) =>
        Id(await Send(HttpMethod.Post, path, token, key, new Text(file, "application/xml"), cancellation));

    /// <summary>Reads a file byte for byte.</summary>
    public async Task<byte[]> GetBytes(string path, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancellation);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellation)
            : throw await Refused(HttpMethod.Get, path, null, response, cancellation);
    }

    private static string Id(JsonElement receipt) => receipt.GetProperty("id").GetString()!;

    private async Task<JsonElement> Send(HttpMethod method, string path, string? token, string? key, object? body,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            if (body is Text text) request.Content = new StringContent(text.File, new MediaTypeHeaderValue(text.MediaType));
            else if (body is not null) request.Content = JsonContent.Create(body, options: Json);
            TimeSpan? asked;
            try
            {
                using var response = await http.SendAsync(request, cancellation);
                if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<JsonElement>(Json, cancellation);
                if (!MayBeTriedAgain(response.StatusCode) || attempt == MaxTries)
                {
                    throw await Refused(method, path, key, response, cancellation);
                }

                asked = response.Headers.RetryAfter?.Delta;
            }
            catch (HttpRequestException) when (attempt < MaxTries)
            {
                asked = null;
            }

            var pause = asked ?? TimeSpan.FromMilliseconds(50 * attempt);
            await Task.Delay(pause < MaxPause ? pause : MaxPause, cancellation);
        }
    }

    private sealed record Text(string File, string MediaType);

    // Too many requests, a store that cannot be written now, or an answer that got lost: with its key the same request has one effect only.
    private static bool MayBeTriedAgain(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            or HttpStatusCode.BadGateway;

    private static async Task<OperatorException> Refused(HttpMethod method, string path, string? key, HttpResponseMessage response,
        CancellationToken cancellation)
    {
        var problem = await response.Content.ReadAsStringAsync(cancellation);
        var hint = problem.Contains("idempotency-key-reused", StringComparison.Ordinal)
            ? " The sample was changed after it had been loaded into this data folder: load it into another one (--data)."
            : "";
        return new($"The API refused the sample: {method} {path}{(key is null ? "" : $" ({key})")} was answered "
            + $"{(int)response.StatusCode} {problem}{hint}");
    }
}
