namespace VipOrleans.Cluster.Tests;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// A client of several gateways that mends by a retry what a retry mends: no connection, no answer, a 5xx; always with the same
/// Idempotency-Key.
/// </summary>
internal sealed class ClusterClient(IReadOnlyList<Uri> gateways, int attempts = 200) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(35) };
    private int _turn, _retries;

    /// <summary>How often a request had to be made again.</summary>
    public int Retries => Volatile.Read(ref _retries);

    public async Task<string> Token(object wanted) =>
        (string)(await Send(HttpMethod.Post, "/v1/dev/tokens", null, null, wanted))["accessToken"]!;

    public Task<JsonNode> Post(string path, string token, string key, object body) => Send(HttpMethod.Post, path, token, key, body);

    public Task<JsonNode> Put(string path, string token, object body) => Send(HttpMethod.Put, path, token, null, body);

    public Task<JsonNode> Delete(string path, string token) => Send(HttpMethod.Delete, path, token, null, null);

    public Task<JsonNode> Get(string path, string token, Uri? from = null) => Send(HttpMethod.Get, path, token, null, null, from);

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> Send(HttpMethod method, string path, string? token, string? key, object? body, Uri? only = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var gateway = only ?? gateways[(int)((uint)Interlocked.Increment(ref _turn) % gateways.Count)];
            string answered;
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(gateway, path));
                if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                if (key is not null) request.Headers.Add("Idempotency-Key", key);
                if (body is not null) request.Content = JsonContent.Create(body);
                using var response = await _http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode) return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
                answered = $"{method} {path} was answered {(int)response.StatusCode}: {text}";
                Assert.True(response.StatusCode >= HttpStatusCode.InternalServerError, answered);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException)
            {
                answered = $"{method} {path} was not answered: {e.Message}";
            }

            Interlocked.Increment(ref _retries);
            if (attempt == attempts) Assert.Fail(answered);
            await Task.Delay(250);
        }
    }
}
