namespace VipOrleans.Chaos;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using VipOrleans.Checking;

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
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(6), FirstPause = TimeSpan.FromMilliseconds(100),
        LongestPause = TimeSpan.FromSeconds(1);

    // A message between a gateway and a silo is thrown away half a minute after it was sent, so no earlier attempt is under way after that.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(31);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web);

    private readonly HttpClient[] _gateways;
    private readonly Tally _tally;
    private readonly Tokens _tokens = new();
    private readonly ConcurrentQueue<Open> _open = new();
    private int _keys, _turn;

    public LoadClient(IEnumerable<Uri> gateways, Tally tally)
    {
        // The client's own patience rules, not HttpClient's.
        _gateways = [
            .. gateways.Select(
                g => new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = g,
                    Timeout = Timeout.InfiniteTimeSpan })];
        _tally = tally;
    }

    public History History { get; } = new();

    /// <summary>What must not be: internal errors, and refusals of a request as such; and how often it was.</summary>
    public ConcurrentDictionary<string, int> Surprises { get; } = new(StringComparer.Ordinal);

    /// <summary>How many commands wait for <see cref="Settle"/>.</summary>
    public int Unsettled => _open.Count;

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
        var id = who.CommandId(key);
        var open = new Open(History.Begin(id, effect(id)), who, method, path, body, key);
        var reply = await Try(open, patience);
        if (reply.Answer == Answer.Unknown) _open.Enqueue(open);
        return reply;
    }

    /// <summary>Sends all that was never answered for sure once more. Meant for a system that is well again.</summary>
    /// <returns>How many are still without an answer.</returns>
    public async Task<int> Settle(TimeSpan patience)
    {
        for (var until = DateTime.UtcNow + patience; ; await Task.Delay(FirstPause))
        {
            Open[] all = [.. _open];
            _open.Clear();
            await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (open, _) =>
            {
                if ((await Try(open, LongestPause)).Answer == Answer.Unknown) _open.Enqueue(open);
            });
            if (_open.IsEmpty || DateTime.UtcNow > until) return _open.Count;
        }
    }

    /// <summary>Reads something; tries until it is answered.</summary>
    /// <returns>The answer; null if there is no such thing.</returns>
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
                var gateway = Gateway();
                using var request = Request(HttpMethod.Get, path, await _tokens.Of(who, gateway, time.Token));
                using var response = await gateway.SendAsync(request, time.Token);
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
        var isSent = false;
        try
        {
            using var time = new CancellationTokenSource(AttemptTimeout);
            var gateway = Gateway();
            using var request = Request(open.Method, open.Path, await _tokens.Of(open.Who, gateway, time.Token));
            request.Headers.Add("Idempotency-Key", open.Key);
            request.Content = JsonContent.Create(open.Body, open.Body.GetType(), options: Json);
            isSent = true;
            using var response = await gateway.SendAsync(request, time.Token);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Json, time.Token);
            if (response.IsSuccessStatusCode)
            {
                var outcome = answer.GetProperty("outcome").GetString()!;
                open.Request.Acknowledge(outcome, answer.GetProperty("version").GetInt64());
                if (open.InDoubtSince is not null) _tally.Add(Tally.Mended);
                return new(Answer.Acknowledged, outcome);
            }

            var code = answer.GetProperty("code").GetString()!;
            switch (response.StatusCode)
            {
                case HttpStatusCode.TooManyRequests:
                    return null;
                case >= HttpStatusCode.InternalServerError:
                    if (response.StatusCode == HttpStatusCode.InternalServerError) Surprise(Tally.InternalErrors,
                        $"{open.Method} {open.Request.Effect.EventType}: {answer}");
                    open.InDoubtSince = DateTime.UtcNow;
                    return null;
                case HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed
                    or HttpStatusCode.UnsupportedMediaType:
                    Surprise("requests that are wrong as such", $"{open.Method} {open.Path}: {answer}");
                    break;
            }

            // An earlier attempt may still be on its way through a process that stands still; a refusal says nothing of that one.
            if (open.InDoubtSince is { } since && DateTime.UtcNow - since < Forgotten) return new(Answer.Unknown, code);
            if (open.InDoubtSince is not null) _tally.Add(Tally.Mended);
            open.Request.Refuse(code);
            return new(Answer.Refused, code);
        }
        catch (Exception e) when (IsNoAnswer(e))
        {
            if (!isSent) return null;
            _tally.Add(Tally.NoAnswer);
            open.InDoubtSince = DateTime.UtcNow;
            return null;
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string token) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

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
        /// <summary>When an attempt last went without an answer that tells what it came to; null where none did.</summary>
        public DateTime? InDoubtSince { get; set; }
    }
}
