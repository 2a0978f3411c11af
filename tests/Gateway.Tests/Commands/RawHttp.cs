namespace VipOrleans.Gateway.Tests.Commands;

using System.Net.Sockets;
using System.Text;

/// <summary>A request as bytes, with nothing that a well-behaved client would mend on the way.</summary>
public sealed record RawRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    public override string ToString() =>
        $"{Method} {Short(Target)}\n"
            + string.Join('\n', Headers.Where(h => h.Name != "Authorization").Select(h => $"{h.Name}: {Short(h.Value)}"))
            + "\n" + (Body is null ? "" : Short(Encoding.Latin1.GetString(Body)));

    private static string Short(string text) => text.Length <= 600 ? text : $"{text[..600]}… ({text.Length})";
}

/// <summary>What came back: the status, the headers by lower-case name, and the body.</summary>
public sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>One request, one connection.</summary>
public static class RawHttp
{
    public static async Task<RawAnswer> Send(Uri address, RawRequest request, CancellationToken cancellation)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        await using var stream = client.GetStream();
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        foreach (var (name, value) in request.Headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (request.Body is not null) head.Append("Content-Length: ").Append(request.Body.Length).Append("\r\n");
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), cancellation);
            if (request.Body is { Length: > 0 } body) await stream.WriteAsync(body, cancellation);
        }
        catch (IOException)
        {
            // A server may answer and leave before it has read what it refuses.
        }

        return Parse(await Read(stream, cancellation));
    }

    private static async Task<byte[]> Read(NetworkStream stream, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int n; (n = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                all.Write(buffer, 0, n);
                // A feed does not end by itself.
                if (all.Length < 4096 && Encoding.Latin1.GetString(all.ToArray()).Contains("text/event-stream", StringComparison.Ordinal))
                {
                    break;
                }

            }
        }
        catch (IOException)
        {
            // The connection was broken after the answer.
        }

        return all.ToArray();
    }

    private static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0) return new(0, new Dictionary<string, string>(), bytes);
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).GroupBy(p => p[0].ToLowerInvariant())
            .ToDictionary(g => g.Key, g => g.Last().ElementAtOrDefault(1) ?? "");
        var body = bytes.AsSpan(end + 4);
        return new(int.Parse(lines[0].AsSpan(9, 3)), headers,
            headers.GetValueOrDefault("transfer-encoding") == "chunked" ? Unchunk(body) : body.ToArray());
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> body)
    {
        using var all = new MemoryStream();
        while (body.IndexOf("\r\n"u8) is > 0 and var line
            && Convert.ToInt32(Encoding.Latin1.GetString(body[..line]), 16) is > 0 and var length && body.Length >= line + 2 + length)
        {
            all.Write(body.Slice(line + 2, length));
            body = body[(line + 2 + length + 2)..];
        }

        return all.ToArray();
    }
}
