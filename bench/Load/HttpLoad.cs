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
        var tokens = a["tokens"]!.AsArray().Select(t => (string)t!).ToArray();
        var make = Requests(a);
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
            var token = tokens.Length == 0 ? "" : tokens[i % tokens.Length];
            if (arrivals is null)
            {
                while (Stopwatch.GetTimestamp() < end)
                {
                    await connection.Send(make(Interlocked.Increment(ref number), token), Stopwatch.GetTimestamp());
                }

                return;
            }

            // From the moment when the request was due: what waits for a connection has waited.
            await foreach (var due in arrivals.ReadAllAsync()) await connection.Send(make(Interlocked.Increment(ref number), token), due);
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

    private static Func<long, string, byte[]> Requests(JsonObject a)
    {
        var (kind, path, run) = ((string)a["kind"]!, (string)a["path"]!, (string?)a["run"] ?? "");
        var city = a["city"] is { } c ? CityId.Parse((string)c!) : default;
        var of = (long?)a["of"] ?? 1;
        return kind switch
        {
            "hold" => (n, token) =>
            {
                var body = $"{{\"sponsorship\":\"{SponsorshipId.From(city, $"{run}-{n}").Value}\"}}";
                return Encoding.ASCII.GetBytes(
                    $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: "
                        + $"application/json\r\nIdempotency-Key: {run}-{n}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }
            ,
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

        public Latencies Latencies { get; } = new();

        public long Bad { get; private set; }

        public string FirstBad { get; private set; } = "";

        public Task Open(int port) => _socket.ConnectAsync("127.0.0.1", port);

        public void Dispose() => _socket.Dispose();

        public async Task Send(byte[] request, long since)
        {
            await _socket.SendAsync(request);
            var length = 0;
            do
            {
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0) throw new IOException($"The server closed the connection: {Encoding.ASCII.GetString(_buffer, 0, length)}");
                length += read;
            }
            while (!IsWhole(_buffer.AsSpan(0, length)));
            Latencies.Add(Stopwatch.GetElapsedTime(since));
            // "HTTP/1.1 2…": anything else was refused.
            if (_buffer[9] == (byte)'2') return;
            Bad++;
            if (FirstBad.Length == 0) FirstBad = Encoding.ASCII.GetString(_buffer, 0, Math.Min(length, 600));
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
