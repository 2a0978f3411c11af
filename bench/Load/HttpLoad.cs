namespace VipOrleans.Bench;

using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using VipOrleans.Domain.Kernel;

/// <summary>
/// The load generator: raw sockets, one request at a time on each connection. It is a process of its own and shares the machine's cores
/// with what it measures, so it does as little as it can.
/// </summary>
internal static class HttpLoad
{
    /// <summary>Answers <c>run</c>.</summary>
    public static async Task<JsonObject> Do(string op, JsonObject a)
    {
        if (op != "run") throw new ArgumentException($"The load generator does not know '{op}'.", nameof(op));
        var clients = (int)a["clients"]!;
        var seconds = (double)a["seconds"]!;
        var last = (long?)a["count"] ?? long.MaxValue;
        var operate = Operations(a);
        var connections = new Connection[clients];
        for (var i = 0; i < clients; i++)
        {
            connections[i] = new();
            await connections[i].Open((int)a["port"]!);
        }

        var arrivals = a["rate"] is { } rate ? Arrivals((double)rate, seconds) : null;
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var started = Stopwatch.GetTimestamp();
        var number = 0L;
        await Task.WhenAll(connections.Select((connection, i) => Task.Run(async () =>
        {
            if (arrivals is null)
            {
                while (Stopwatch.GetTimestamp() < end && Interlocked.Increment(ref number) is var n && n <= last)
                {
                    await operate(connection, i, n, Stopwatch.GetTimestamp());
                }

                return;
            }

            // From the moment when the request was due: what waits for a connection has waited.
            await foreach (var due in arrivals.ReadAllAsync())
            {
                if (Interlocked.Increment(ref number) is var n && n <= last) await operate(connection, i, n, due);
            }
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (all, bad, firstBad) = (new Latencies(), 0L, "");
        foreach (var connection in connections)
        {
            all.Add(connection.Latencies);
            bad += connection.Bad;
            if (connection.FirstBad.Length > 0) firstBad = connection.FirstBad;
            connection.Dispose();
        }

        return new()
        {
            ["count"] = all.Count, ["bad"] = bad, ["firstBad"] = firstBad, ["perSecond"] = all.Count / took,
            ["p50"] = all.Percentile(0.5), ["p99"] = all.Percentile(0.99), ["p999"] = all.Percentile(0.999), ["max"] = all.Percentile(1),
        };
    }

    // One operation of a connection: by which connection, the number of the operation, and since when it has waited.
    private static Func<Connection, int, long, long, Task> Operations(JsonObject a)
    {
        if ((string)a["kind"]! == "form") return Formations(a);
        var tokens = a["tokens"]!.AsArray().Select(t => (string)t!).ToArray();
        var make = Requests(a);
        return (connection, i, n, since) => connection.Send(make(n, tokens.Length == 0 ? "" : tokens[i % tokens.Length]), since);
    }

    // Two people who each ask with a token of their own, or one of them for both where the server takes it in one request.
    private static Func<Connection, int, long, long, Task> Formations(JsonObject a)
    {
        var (cities, from, atOnce) = ((string)a["cities"]!, (long)a["from"]!, (bool)a["atOnce"]!);
        var (hosts, migrants) = (Texts("hosts"), Texts("migrants"));
        return async (connection, _, n, since) =>
        {
            var all = from + n - 1;
            var (city, of) = Seed.Turn(cities, all);
            var (host, migrant) = (Seed.Host(city, of).Value, Seed.Migrant(city, of).Value);
            if (atOnce)
            {
                var whole = $"{{\"id\":\"{Seed.Sponsorship(city, of).Value}\",\"host\":\"{host}\",\"migrant\":\"{migrant}\"}}";
                await connection.Send(Post($"/v1/cities/{city.Value}/sponsorships", hosts[n - 1], $"f-{all}", whole), since);
                return;
            }

            var proposal = $"{{\"host\":\"{host}\",\"migrant\":\"{migrant}\"}}";
            await connection.Send(Post("/v1/sponsorships", hosts[n - 1], $"p-{all}", proposal), since: null);
            if (connection.Field("id") is { } id)
            {
                await connection.Send(Post($"/v1/sponsorships/{id}/acceptance", migrants[n - 1], $"a-{all}", "{}"), since);
            }
        };

        string[] Texts(string name) => [.. (a[name]?.AsArray() ?? []).Select(t => (string)t!)];
    }

    private static byte[] Post(string path, string token, string key, string body) =>
        Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: "
            + $"application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static Func<long, string, byte[]> Requests(JsonObject a)
    {
        var (kind, path, run) = ((string)a["kind"]!, (string)a["path"]!, (string?)a["run"] ?? "");
        var city = a["city"] is { } c ? CityId.Parse((string)c!) : default;
        var of = (long?)a["of"] ?? 1;
        return kind switch
        {
            "hold" => (n, token) =>
                Post(path, token, $"{run}-{n}", $"{{\"sponsorship\":\"{SponsorshipId.From(city, $"{run}-{n}").Value}\"}}"),
            "statement" => (n, token) =>
                Encoding.ASCII.GetBytes(
                    $"GET /v1/sponsorships/{Seed.Sponsorship(city, n * 7919 % of).Value}/statement HTTP/1.1\r\nHost: "
                        + $"localhost\r\nAuthorization: Bearer {token}\r\n\r\n"),
            "echo" => (n, _) =>
            {
                var body = $"{{\"sponsorship\":\"{run}-{n}\"}}";
                return Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + $"{body.Length}\r\n\r\n{body}");
            }
            ,
            _ => throw new ArgumentException($"No such kind of request: {kind}."),
        };
    }

    private static ChannelReader<long> Arrivals(double rate, double seconds)
    {
        var due = Channel.CreateUnbounded<long>();
        new Thread(() =>
        {
            var (started, all) = (Stopwatch.GetTimestamp(), (long)(rate * seconds));
            for (var n = 0L; n < all;)
            {
                var now = Stopwatch.GetTimestamp();
                for (; n < all && started + (long)(n / rate * Stopwatch.Frequency) <= now; n++)
                {
                    due.Writer.TryWrite(started + (long)(n / rate * Stopwatch.Frequency));
                }

                Thread.Sleep(1);
            }

            due.Writer.Complete();
        })
        { IsBackground = true }.Start();
        return due.Reader;
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[256 * 1024];
        private int _length;

        public Latencies Latencies { get; } = new();

        public long Bad { get; private set; }

        public string FirstBad { get; private set; } = "";

        public Task Open(int port) => _socket.ConnectAsync("127.0.0.1", port);

        public void Dispose() => _socket.Dispose();

        /// <summary>Sends one request and reads its answer.</summary>
        /// <param name="request">The whole request.</param>
        /// <param name="since">Since when its latency counts; null where the operation goes on with another request.</param>
        public async Task Send(byte[] request, long? since)
        {
            await _socket.SendAsync(request);
            _length = 0;
            var length = 0;
            do
            {
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0) throw new IOException($"The server closed the connection: {Encoding.ASCII.GetString(_buffer, 0, length)}");
                length += read;
            }
            while (!IsWhole(_buffer.AsSpan(0, length)));
            _length = length;
            if (since is { } begun) Latencies.Add(Stopwatch.GetElapsedTime(begun));
            // "HTTP/1.1 2…": anything else was refused.
            if (_buffer[9] == (byte)'2') return;
            Bad++;
            if (FirstBad.Length == 0) FirstBad = Encoding.ASCII.GetString(_buffer, 0, Math.Min(length, 600));
        }

        /// <summary>A text of the last answer's body; null where it has none of that name.</summary>
        public string? Field(string name)
        {
            var mark = Encoding.ASCII.GetBytes($"\"{name}\":\"");
            var answer = _buffer.AsSpan(0, _length);
            if (answer.IndexOf(mark) is >= 0 and var at && answer[(at + mark.Length)..] is var rest
                && rest.IndexOf((byte)'"') is >= 0 and var end)
            {
                return Encoding.ASCII.GetString(rest[..end]);
            }

            return null;
        }

        internal static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return false;
            var headers = answer[..head];
            var at = headers.IndexOf("Content-Length: "u8);
            if (at < 0) return headers.IndexOf("chunked"u8) < 0 || answer.EndsWith("\r\n0\r\n\r\n"u8);
            var number = headers[(at + 16)..];
            if (number.IndexOf((byte)'\r') is >= 0 and var line) number = number[..line];
            return answer.Length >= head + 4 + int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
