using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using VipOrleans.Checking;
using VipOrleans.Domain;

namespace VipOrleans.Chaos;

/// <summary>What a command came to, as far as its client knows.</summary>
/// <param name="Answer">How it was answered.</param>
/// <param name="Code">The outcome, or the code of the refusal.</param>
internal readonly record struct Reply(Answer Answer, string? Code)
{
    public bool IsAcknowledged => Answer == Answer.Acknowledged;
}

/// <summary>
/// A client of the HTTP API that writes down what it asks for and what it is told. What was not answered it sends again, with the same
/// Idempotency-Key, through whichever gateway comes next.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(6), FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web);

    private readonly HttpClient[] _gateways;
    private readonly Issuer _issuer;
    private readonly Tally _tally;
    private readonly ConcurrentQueue<Open> _open = new();
    private int _keys, _turn;

    public LoadClient(IEnumerable<Uri> gateways, Issuer issuer, Tally tally)
    {
        // The client's own patience rules, not HttpClient's.
        _gateways = [.. gateways.Select(g => new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = g, Timeout = Timeout.InfiniteTimeSpan })];
        (_issuer, _tally) = (issuer, tally);
    }

    public History History { get; } = new();

    /// <summary>What surprised: internal errors and refusals of a request as such, each text once.</summary>
    public ConcurrentDictionary<string, int> Surprises { get; } = new(StringComparer.Ordinal);

    /// <summary>Sends a command until it is answered or the patience is at an end.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="method">PUT or POST.</param>
    /// <param name="path">The path of the API.</param>
    /// <param name="body">The body.</param>
    /// <param name="effect">What the command does, from its id.</param>
    /// <param name="patience">How long it is sent again; afterwards it is left for <see cref="Settle"/>.</param>
    public async Task<Reply> Send(Caller who, HttpMethod method, string path, object body, Func<string, Effect> effect, TimeSpan patience)
    {
        var key = $"key-{Interlocked.Increment(ref _keys)}";
        var id = _issuer.CommandId(who, key);
        var open = new Open(History.Begin(id, effect(id)), who, method, path, body, key);
        var reply = await Try(open, patience);
        if (reply.Answer == Answer.Unknown) _open.Enqueue(open);
        return reply;
    }

    /// <summary>Sends all that was never answered once more. Meant for a system that is well again.</summary>
    /// <returns>How many are still without an answer.</returns>
    public async Task<int> Settle(TimeSpan patience)
    {
        Open[] all = [.. _open];
        _open.Clear();
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (open, _) =>
        {
            // Whoever asks now is alone: an earlier attempt that is still on its way somewhere has died with its process.
            open.IsAlone = true;
            if ((await Try(open, patience)).Answer == Answer.Unknown) _open.Enqueue(open);
        });
        return _open.Count;
    }

    /// <summary>Reads something; tries until it is answered.</summary>
    /// <returns>The answer; null where there is no such thing.</returns>
    /// <exception cref="TimeoutException">It was never answered.</exception>
    public async Task<JsonElement?> Get(Caller who, string path, TimeSpan patience)
    {
        var until = DateTime.UtcNow + patience;
        var last = "";
        do
        {
            try
            {
                using var time = new CancellationTokenSource(AttemptTimeout);
                using var request = Request(HttpMethod.Get, path, who);
                using var response = await Gateway().SendAsync(request, time.Token);
                if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<JsonElement>(Json, time.Token);
                if (response.StatusCode == HttpStatusCode.NotFound) return null;
                last = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(time.Token)}";
            }
            catch (Exception e) when (IsNoAnswer(e))
            {
                last = e.Message;
            }

            await Task.Delay(FirstPause);
        }
        while (DateTime.UtcNow < until);
        throw new TimeoutException($"GET {path} was not answered in {patience.TotalSeconds} s; the last answer was: {last}");
    }

    public void Dispose()
    {
        foreach (var gateway in _gateways) gateway.Dispose();
    }

    private async Task<Reply> Try(Open open, TimeSpan patience)
    {
        var until = DateTime.UtcNow + patience;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            _tally.Add(Tally.Attempts);
            if (await Attempt(open) is { } reply) return reply;
            if (DateTime.UtcNow >= until) return new(Answer.Unknown, null);
            await Task.Delay(pause);
        }
    }

    // Null where it has to be sent again.
    private async Task<Reply?> Attempt(Open open)
    {
        try
        {
            using var time = new CancellationTokenSource(AttemptTimeout);
            using var request = Request(open.Method, open.Path, open.Who);
            request.Headers.Add("Idempotency-Key", open.Key);
            request.Content = JsonContent.Create(open.Body, open.Body.GetType(), options: Json);
            using var response = await Gateway().SendAsync(request, time.Token);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Json, time.Token);
            if (response.IsSuccessStatusCode)
            {
                var outcome = answer.GetProperty("outcome").GetString()!;
                open.Request.Acknowledge(outcome, answer.GetProperty("version").GetInt64());
                return new(Answer.Acknowledged, outcome);
            }

            var code = answer.GetProperty("code").GetString()!;
            switch (response.StatusCode)
            {
                case HttpStatusCode.TooManyRequests:
                    return null;
                case >= HttpStatusCode.InternalServerError:
                    if (response.StatusCode == HttpStatusCode.InternalServerError) Surprise(Tally.InternalErrors, $"{open.Method} {open.Request.Effect.EventType}: {answer}");
                    open.IsInDoubt = true;
                    return null;
                case HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType:
                    Surprise("requests that are wrong as such", $"{open.Method} {open.Path}: {answer}");
                    break;
            }

            // An earlier attempt may still be on its way through a process that stands still; a refusal says nothing of that one.
            if (open is { IsInDoubt: true, IsAlone: false }) return new(Answer.Unknown, code);
            open.Request.Refuse(code);
            return new(Answer.Refused, code);
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            _tally.Add(Tally.NoAnswer);
            open.IsInDoubt = true;
            return null;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, Caller who) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", who.Token(_issuer)) } };

    private HttpClient Gateway() => _gateways[(uint)Interlocked.Increment(ref _turn) % _gateways.Length];

    private void Surprise(string count, string text)
    {
        _tally.Add(count);
        if (Surprises.Count < 100) Surprises.AddOrUpdate(text, 1, (_, n) => n + 1);
    }

    // A connection that breaks, breaks off in the middle of an answer, or stays silent.
    private static bool IsNoAnswer(Exception e) => e is HttpRequestException or OperationCanceledException or IOException or JsonException;

    private sealed record Open(ClientRequest Request, Caller Who, HttpMethod Method, string Path, object Body, string Key)
    {
        /// <summary>True after an attempt that nobody answered.</summary>
        public bool IsInDoubt { get; set; }

        /// <summary>True when no earlier attempt can be under way any more.</summary>
        public bool IsAlone { get; set; }
    }
}
