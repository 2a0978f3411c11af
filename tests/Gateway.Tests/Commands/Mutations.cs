namespace VipOrleans.Gateway.Tests.Commands;

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

/// <summary>Makes bad requests out of good ones. The same seed, the same requests.</summary>
public sealed partial class Mutations(Random random)
{
    public const string Canary = "zq9secret";

    // What a field may be given instead; as JSON text, because some of it is none.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "1e3", "1E400", "-0", "1e30", "99999999999999999999", "2147483648",
        "9223372036854775808", "00", "0x10", "NaN", "\"NaN\"", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"a\\nb\"", "\"\\u2028\"", "\"\\u202e\"", $"\"{new string('x', 5000)}\"", "[]", "{}", "[null]", "[[[]]]", "[\"a\",\"a\"]", "[1,2]",
        "{\"a\":1}", "\"null\"", "\"1234.5\"", "\"1234.567\"", "\"-5.00\"", "\"+5.00\"", "\"1e3\"", "\"1,234.50\"", "\"1234.50 \"",
        "\"99999999999999999999.00\"", "\"9223372036854775807\"", "\"٣.٠٠\"", "\"0.00\"", "\"00.50\"", "\"XXX\"", "\"nzd\"", "\"JPY\"",
        "\"BTC\"", "\"2999-01-01\"", "\"0000-00-00\"", "\"2024-02-30\"", "\"2024-13-01\"", "\"20240101\"", "\"2024-1-1\"",
        "\"2024-01-01T00:00:00Z\"",
        "\"1/0\"", "\"3/2\"", "\"-1/2\"", "\"0.5\"", "\"1/10001\"", "\"0/1\"", "\"../../etc/passwd\"", "\"Pacific/../../etc/passwd\"",
        "\"Pacific/Nowhere\"", "\"' OR 1=1 --\"", "\"<script>alert(1)</script>\"", "\"${jndi:ldap://x}\"", "\"%s%n\"", "\"HOST\"",
        "\"host \"", "\"migrant\"", "\"nz-akl\"", "\"au-syd\"",
        "\"nz-akl.host.0123456789abcdefghjkmnpqrs\"", "\"NZ-AKL.host.0123456789abcdefghjkmnpqrs\"",
        "\"nz-akl.host.0123456789abcdefghjkmnpqr\"", "\"nz.migrant.0123456789abcdefghjkmnpqrs\"", "\"passed\"", "\"failed\"", "\"ended\"",
        "\"en\"", "\"EN-us\"", "\"x-klingon\"",
        $"\"{Canary}\"", $"[\"{Canary}\"]", $"{{\"{Canary}\":\"{Canary}\"}}", Deep(20), Deep(300), "{\"amount\":\"1.00\"}",
        "{\"amount\":1.00,\"currency\":\"NZD\"}", "{\"amount\":\"1.00\",\"currency\":\"NZD\",\"x\":1}",
        "{\"amount\":\"1.00\",\"amount\":\"2.00\",\"currency\":\"NZD\"}", "{\"amount\":\"-1.00\",\"currency\":\"NZD\"}",
        "{\"amount\":\"1000000000000001\",\"currency\":\"JPY\"}",
    ];

    // What has the right form and is refused by a rule.
    private static readonly string[] WellFormed = ["{\"amount\":\"1.00\",\"currency\":\"EUR\"}", "\"2199-12-31\"", "\"USD\"", "\"0.0001\"",
        "12", "\"deceased\"", "\"nz-akl.household.0123456789abcdefghjkmnpqrs\""];

    private static readonly string[] Segments =
        ["..", ".", "%2e%2e", "%2E%2E%2F", "..%2f..%2f", "%00", "%ff%fe", "%c0%ae", "%u0041", "%", "%zz", "%20", "a%0d%0aX-Injected:1", "~",
            ";a=b", "*", "nz-akl/..", "NZ-AKL", "nz-akl%00", "nz-", "nz_akl", "zz-none", "nz-akl.host.x", "0", "-1", "null", "%F0%9F%8F%99",
            Canary, new('a', 300), new('a', 3000)];

    private static readonly string[] Texts =
        ["", " ", "0", "-1", "201", "1e3", "99999999999999999999", "abc", "true ", "TRUE", "null", "%00", "%ff", "a%0ab", "a b", "AAAA",
            "AQAAAAAAAAAAAAAAAA", Canary, "person@example.org", "../x", "ended", "Ended", "zz.migrant.x", new('x', 300), new('x', 2500)];

    private static readonly (string Name, string?[] Values)[] Headers =
    [
        ("Idempotency-Key", [null, "", " ", "a b", "ümlaut", "a\tb", new('k', 101), new('k', 9000), "\u007f"]),
        ("If-Match", ["7", "\"7", "W/\"7\"", "*", "\"x\"", "\"-1\"", "\"99999999999999999999\"", "\"1\", \"2\"", "\"999999\""]),
        ("Content-Type",
            [null, "", "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=\"latin1\"",
                "multipart/form-data", "application/jsonx", "json", "application/json;;;", "application/json, text/plain"]),
        ("Content-Encoding", ["gzip", "br", "identity, gzip", "x"]),
        ("Authorization",
            [null, "", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic dXNlcjpwYXNz", "bearer null",
                $"Bearer {new string('x', 8000)}"]),
        ("Accept", ["text/html", "application/xml", "*/*;q=0", "x"]),
        ("Last-Event-ID", ["x", "-1", "99999999999999999999", "", "1 2"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
        ("Transfer-Encoding", ["x"]),
        ("Expect", ["nonsense"]),
        ("Range", ["bytes=0-1"]),
        ("Cookie", [new('c', 4000)]),
    ];

    public RawRequest Of(RawRequest good)
    {
        var choice = random.Next(100);
        if (good.Body is not null && choice < 60) return good with { Body = choice < 42 ? Structure(good.Body) : Bytes(good.Body) };
        return choice switch
        {
            < 72 => good with { Target = Path(good.Target) },
            < 84 => good with { Target = Query(good.Target) },
            < 97 => good with { Headers = Header(good.Headers) },
            _ => good with { Method = Pick(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get"]) },
        };
    }

    private byte[] Structure(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var places = Place().Matches(text).Where(m => m.Index > 0).ToArray();
        if (places.Length == 0)
        {
            return Encoding.UTF8.GetBytes(
                Pick([$"{{\"{Canary}\":1}}", "[]", "null", "1", "\"\"", "{\"by\":\"nobody\"}", "{\"reason\":null}"]));
        }

        // A place is a value behind its name; where it begins is known, where it ends is found by reading JSON.
        var place = places[random.Next(places.Length)];
        var start = place.Index + place.Length;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..]));
        reader.Read();
        reader.Skip();
        var end = start + Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[start..]).AsSpan(0, (int)reader.BytesConsumed)).Length;
        var mutated = random.Next(10) switch
        {
            0 => text[..start] + Pick(WellFormed) + text[end..],
            < 6 => text[..start] + Pick(Values) + text[end..],
            6 => Without(text, place.Index, end),
            7 => text[..place.Index] + place.Value + Pick(Values) + "," + text[place.Index..],
            8 => text[..place.Index] + $"\"{Pick(["extra", "Id", "__proto__", "$type", "$ref", "a.b", Canary])}\":{Pick(Values)},"
                + text[place.Index..],
            _ => text[..(place.Index + 1)] + text.Substring(place.Index + 1, 1).ToUpperInvariant() + text[(place.Index + 2)..],
        };
        return Encoding.UTF8.GetBytes(mutated);
    }

    private byte[] Bytes(byte[] body)
    {
        var at = random.Next(body.Length + 1);
        return random.Next(12) switch
        {
            0 => body[..at],
            1 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
            2 => [.. body[..at], 0xC3, 0x28, .. body[at..]],
            3 => [0xEF, 0xBB, 0xBF, .. body],
            4 => [.. body, .. "//comment"u8],
            5 => [.. body, .. body],
            6 => [.. body[..^1], .. ",}"u8],
            7 => [],
            8 => Encoding.UTF8.GetBytes(Deep(5000)),
            9 => [.. body[..^1], .. ",\"padding\":\""u8, .. Encoding.ASCII.GetBytes(new string('x', 70_000)), .. "\"}"u8],
            10 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            _ => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace('"', '\'')),
        };
    }

    private string Path(string target)
    {
        var (path, query) = target.Split('?', 2) is [var p, var q] ? (p, "?" + q) : (target, "");
        var parts = path.Split('/');
        var at = random.Next(1, parts.Length);
        switch (random.Next(6))
        {
            case 0: return path + "/" + query;
            case 1: parts[at] = "/" + parts[at]; break;
            case 2: parts[at] = parts[at].ToUpperInvariant(); break;
            case 3: parts[at] += Pick(Segments); break;
            default: parts[at] = Pick(Segments); break;
        }

        return string.Join('/', parts) + query;
    }

    private string Query(string target)
    {
        var (path, query) = target.Split('?', 2) is [var p, var q] ? (p, q) : (target, "");
        var name = Pick(
            ["limit", "cursor", "status", "host", "migrant", "household", "suspended", "inSponsorship", "after", "purpose", "reason",
                "unknown", "LIMIT", "%00", "a[b]", Canary]);
        return random.Next(4) switch
        {
            0 when query.Length > 0 => path,
            1 when query.Length > 0 => $"{path}?{query.Split('=')[0]}={Pick(Texts)}",
            2 when query.Length > 0 => $"{path}?{query}&{query}",
            _ => $"{path}?{(query.Length > 0 ? query + "&" : "")}{name}={Pick(Texts)}",
        };
    }

    private List<(string, string)> Header(IReadOnlyList<(string Name, string Value)> headers)
    {
        var (name, values) = Headers[random.Next(Headers.Length)];
        var value = values[random.Next(values.Length)];
        var changed = headers.Where(h => random.Next(12) == 0 || h.Name != name).ToList();
        if (value is not null) changed.Add((name, value));
        return changed;
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private static string Without(string text, int start, int end) =>
        end < text.Length && text[end] == ',' ? text[..start] + text[(end + 1)..] : text[..start].TrimEnd(',') + text[end..];

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    [GeneratedRegex("\"[A-Za-z]+\":")]
    private static partial Regex Place();
}
